"""Finds the names that the ontology knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.gazetteer import PIECE, Entry, plain

TYPE = re.compile(r"\d{3}|\d+\D")  # how the number of a type begins
COMPANY_FORMS = frozenset("co co. corp corp. inc inc. ltd ltd. llc plc gmbh ag se sa spa a.s.".split())


def find_known(writing: Writing) -> Iterator[Span]:
    """Every known name that begins and ends with a token."""
    text: list[str] = []
    first: list[int] = []  # piece → token that it begins, -1 inside a token
    last: list[int] = []  # piece → end of the token that it ends, -1 inside a token
    for token in writing.doc:
        found = pieces(token.text)
        if not found:
            continue
        text.extend(found)
        inside = [-1] * (len(found) - 1)
        first.extend([token.i, *inside])
        last.extend([*inside, token.i + 1])
    matches = [
        (first[m.start], last[m.end - 1], m.entry)
        for m in writing.lexicon.gazetteer.find(text)
        if first[m.start] >= 0 and last[m.end - 1] >= 0
    ]
    named = {entry.iri for _, _, entry in matches if entry.sure}
    read: set[tuple[int, int]] = set()
    meant = {(start, end) for start, end, e in matches if e.iri in named}
    for start, end, e in matches:
        if (start, end) in read:
            continue  # a likelier meaning of the same words
        if e.kind != "Country" and not e.sure and (start, end) in meant and e.iri not in named:
            continue  # the article has the full name of another: "the Syrian Democratic Forces … the SDF"
        if (
            e.kind == "Country"
            and start
            and writing.words[start - 1] in writing.lexicon.new_world
            and writing.capital(start - 1)
        ):
            continue
        if e.kind in {"Company", "MediaOrganization"} and writing.is_vessel(start, end):
            continue  # "aboard the Amazon"
        if e.kind == "Company":
            if writing.texts[end : end + 1] and TYPE.match(writing.texts[end]):
                continue  # "a Boeing 747", but "from BAE Systems 72 jets"
            while end < len(writing.words) and writing.capital(end) and writing.words[end] in COMPANY_FORMS:
                end += 1  # "Hanwha Aerospace Co."
        if e.sure or likely(writing, start, end, e, e.iri in named):
            read.add((start, end))
            e = of_its_day(writing, e)
            articled = writing.words[start] == "the" and end - start > 1
            yield Span(start, end, e.kind, e.name, e.iri, e.country, e.form, articled=articled)


def of_its_day(writing: Writing, entry: Entry) -> Entry:
    """The state that a name meant when the article was published: "Moscow" in 1985 the Soviet Union, "Bonn" in 1995 Germany."""
    day = writing.published
    if entry.kind != "Country" or not day:
        return entry
    before, gone = writing.lexicon.predecessors.get(entry.iri), writing.lexicon.former.get(entry.iri)
    if before is not None and before.days[0] <= day <= before.days[1]:
        meant = before
    elif gone is not None and entry.form == "capital" and day > gone.days[1]:
        meant = writing.lexicon.ontology.actors[gone.successor]
    else:
        return entry
    return replace(entry, name=meant.name, iri=meant.iri, country=meant.name)


@lru_cache(maxsize=1 << 16)
def pieces(text: str) -> tuple[str, ...]:
    """The parts of a token that names are compared by."""
    return tuple(plain(m.group()) for m in PIECE.finditer(text))


def likely(writing: Writing, start: int, end: int, entry: Entry, named: bool) -> bool:
    """Whether a name that also means other things means this one here; ``named``: a sure name of it is in the
    article."""
    label = writing.doc[start].ent_type_
    before = writing.words[start - 1] if start and writing.capital(start - 1) else ""
    if entry.kind == "Company" and (is_compatriot(writing, start, entry) or is_platform(writing, start, end)):
        return True  # whatever the recognizer takes it for
    if before in writing.lexicon.regions or any(writing.doc[i].ent_type_ == "PERSON" for i in range(start, end)):
        return False
    if entry.context:
        return named or (entry.kind == "Country" and writing.capital(start) and writing.words[start] != "the")
    if entry.kind == "Country" or entry.form == "system":
        return named or not writing.tagged or label in {"GPE", "LOC", "NORP"} or entry.form in {"demonym", "people"}
    after = writing.words[end] if end < len(writing.words) else ""
    if entry.kind == "Company" and sells(writing, start, end):
        return True
    if label == "ORG" or named or after in writing.lexicon.platform_nouns:
        return True
    return start not in writing.starts and writing.words[max(start - 1, 0)] == "the" and writing.capital(start)


def is_compatriot(writing: Writing, start: int, entry: Entry) -> bool:
    """Whether the company's own country owns it: "South Korea's Daewoo"."""
    if start < 2 or writing.words[start - 1] not in {"'s", "'"}:
        return False
    owners = writing.lexicon.gazetteer.ending(" ".join(writing.texts[max(0, start - 3) : start - 1]))
    return bool(entry.country) and any(owner.country == entry.country for owner in owners)


def is_platform(writing: Writing, start: int, end: int) -> bool:
    """Whether a name of one letter is that of the platform on which something is written: "wrote on X"."""
    one = end - start == 1 and len(writing.texts[start]) == 1
    return one and writing.words[start - 1] in {"on", "upon", "network"} and writing.words[end : end + 1] != ["-"]


def sells(writing: Writing, start: int, end: int) -> bool:
    """Whether arms are from the one named: "trucks from BMC", "Igman's cartridges"."""
    source = writing.words[start - 1] if start else ""
    owned = writing.words[end + 1] if writing.words[end : end + 1] == ["'s"] and end + 1 < len(writing.words) else ""
    return source in {"by", "from"} or bool({owned, owned.removesuffix("s")} & writing.lexicon.weapons)
