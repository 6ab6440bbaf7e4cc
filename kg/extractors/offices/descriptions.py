"""Reads offices from descriptions that take up a person: "Mr. Doe came … the Peruvian president said"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extractors.offices.countries import admits, is_sole
from kg.extractors.offices.phrases import phrase
from kg.extractors.offices.posts import Post, core, country_span
from kg.extractors.offices.reader import Reader

REACH = 1  # sentences after a name in which a description may take it up


def find(reader: Reader, posts: list[Post]) -> Iterator[Post]:
    """The offices of known statesmen without one of whom the text goes on to speak by their office."""
    held = {post.person for post in posts}
    taken = {(core(post.title), post.country) for post in posts if not post.past}
    countries = {s.name: reader.lexicon.statesmen.country_of(s.name) for s in reader.spans if s.kind == "Person"}
    open_to = [s for s in reader.spans if s.kind == "Person" and s.name not in held and countries[s.name]]
    if not open_to:
        return
    for at, word in enumerate(reader.words[:-1]):
        if word != "the" or at in reader.span_of or reader.words[at - 1] == "of":
            continue
        near = {s.name: s for s in open_to if s.end <= at and reader.sentence[at] - reader.sentence[s.start] <= REACH}
        if not near:
            continue
        reading = phrase(reader, at + 1)
        if reading is None or reading.plural or reading.past or reading.title.implied_in != "Country" or len(reading.of) > 1:
            continue
        title = " ".join(reading.words)
        of = reading.of[0] if reading.of else None
        if not is_sole(title) or (of is not None and of.kind != "Country"):
            continue
        for name, span in near.items():
            country = countries[name]
            if (of is not None and of.country != country) or (core(title), country) in taken or not admits(reader, title, country):
                continue
            others = {s.name for s in reader.spans if s.kind == "Person" and span.end <= s.start < at}
            if len(near) > 1 and of is None or others:
                continue
            taken.add((core(title), country))
            yield Post(name, title, of or country_span(None, country), span.start, reading.end, "description", implied="Country")
            break
