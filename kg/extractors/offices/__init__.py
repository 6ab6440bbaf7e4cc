"""Reads which offices an article gives to the people it names: title, and of which country or organization."""

from __future__ import annotations

from dataclasses import replace

from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.extractors.offices import countries, descriptions, titles_after, titles_before
from kg.extractors.offices.posts import Post, country_span, unite
from kg.extractors.offices.reader import Reader, Reading
from kg.ontology import fold


def find(writing: Writing, spans: list[Span]) -> list[Post]:
    """Every office that the article gives to a person, ranks last, each person's offices without repeats."""
    reader = Reader(writing, spans)
    posts = [post for span in spans if span.kind == "Person" for post in read(reader, span)]
    posts = sorted((with_ministry(reader, post) for post in posts), key=lambda post: post.rank)  # a rank tells least
    posts = unite(countries.resolve_countries(reader, resolve_counterparts(reader, posts)))
    return [*posts, *descriptions.find(reader, posts)]


def with_ministry(reader: Reader, post: Post) -> Post:
    """A ministry without a country belongs to the title: a Foreign Ministry spokesman is his country's."""
    of = post.of
    if of is None:
        return post
    body = reader.seat(of)
    if body is not of:
        if post.start <= of.start < of.end < post.end and reader.title_from(of.end) > of.end:
            return replace(post, title=f"{body.name} {post.title}", implied="Country")  # "Kremlin spokesman"
        return replace(post, of=body)
    if of.kind == "MilitaryForce" and tuple(bare := reader.words[of.start : of.end]) in reader.lexicon.heads:
        country = country_span(of, of.country) if of.country else None  # "air force spokesman"
        return replace(post, title=f"{' '.join(bare)} {post.title}", of=country, implied="Country")
    if of.kind != "GovernmentBody" or fold(of.name).split()[-1:] != ["ministry"]:
        return post
    words = set(fold(of.name).split())
    if not words <= reader.lexicon.ontology.words("bare-ministry"):
        return post
    return replace(post, title=f"{of.name} {post.title}", of=None, implied="Country")


def read(reader: Reader, person: Span) -> list[Post]:
    """The offices that the words around one mention of a person give."""
    found = []
    start = titles_before.without_honorifics(reader, person.start)
    before = titles_before.before(reader, start)
    rule = "title-before-name"
    if before is not None and before.title.rank:  # "Libyan leader Col. Jo Doe", "a spokesman, General Jo Doe"
        outer, outer_rule = titles_before.before(reader, before.start), rule
        if outer is None:
            outer, outer_rule = titles_before.before_comma(reader, before.start), "name-after-title"
        # "a spokesman, General Jo Doe" is known by his post, "a military official, General Jo Doe" by his rank
        if outer is not None and not outer.title.rank and fold(outer.words[-1]) not in reader.functionaries:
            found.extend(share(reader, before, [person], rule))
            before, rule = outer, outer_rule
    elif before is None:
        before, rule = titles_before.before_comma(reader, start), "name-after-title"
    if before is not None and before.plural and rule == "name-after-title" and len(row(reader, person, forward=True)) == 1:
        if not titles_before.one_of(reader, before):
            before = None  # "said officials, Jo Doe's army had …", but "said one of its lawmakers, Jo Doe"
    if before is not None:
        other = titles_before.joined(reader, before)
        if other is not None:
            found.extend(share(reader, other, [person], rule))
        found.extend(share(reader, before, row(reader, person, forward=True) if before.plural else [person], rule))
    if found and (of := titles_after.home(reader, person)) is not None:
        if found[-1].of is None or (found[-1].rank and of.kind != "Country"):
            found[-1] = replace(found[-1], of=of)  # "Defence Minister Jo Doe of Norway", "General Roe, of U.S. Central Command"
    after = titles_after.after(reader, person)
    if after is not None:
        reading, rule = after
        found.extend(share(reader, reading, row(reader, person, forward=False) if reading.plural else [person], rule))
        other = titles_after.joined(reader, reading)
        if other is not None:
            found.extend(share(reader, other, [person], rule))
    return found


def share(reader: Reader, reading: Reading, people: list[Span], rule: str) -> list[Post]:
    """One post each; "prime ministers of A and B" gives the first to the first."""
    each = len(reading.of) == len(people) > 1
    posts = []
    for k, person in enumerate(people):
        of = reading.of[k] if each else (reading.of[0] if reading.of else None)
        start, end = min(reading.start, person.start), max(reading.end, person.end)
        title = " ".join(reading.words).replace(" - ", "-").removesuffix("s" if reading.plural else "")
        past = reading.past or reading.words[0].lower().startswith("ex-")
        kind, owned = reading.title.implied_in, reader.is_owned(reading)
        posts.append(Post(person.name, title, of, start, end, rule, past, kind, reading.title.rank, owned, reading.master))
    return posts


def row(reader: Reader, person: Span, *, forward: bool) -> list[Span]:
    """The people joined to one by commas and "and", in order of the text."""
    row = [person]
    while True:
        last = row[-1] if forward else row[0]
        at = last.end if forward else last.start - 1
        step = 1 if forward else -1
        gap = 0
        while 0 <= at < len(reader.words) and reader.words[at] in {",", "and", "&"} and gap < 2:
            at, gap = at + step, gap + 1
        span = reader.span_of.get(at)
        if not gap or span is None or span.kind != "Person":
            return row
        row = [*row, span] if forward else [span, *row]


def resolve_counterparts(reader: Reader, posts: list[Post]) -> list[Post]:
    """ "his Russian counterpart" holds the office that the person named before holds in another country."""
    resolved: list[Post] = []
    for post in posts:
        if post.title.split()[-1:] and fold(post.title.split()[-1]) in reader.same:
            model = next(
                (
                    p
                    for p in reversed(resolved)
                    if p.person != post.person
                    and p.implied == "Country"
                    and not p.rank
                    and (post.of is None or countries.admits(reader, p.title, post.of.country))
                ),
                None,
            )
            known = any(p.person == post.person and p is not post for p in posts)
            if model is None or post.of is None or known:
                continue
            post = replace(post, title=model.title, implied=model.implied, rule="counterpart")
        resolved.append(post)
    return resolved
