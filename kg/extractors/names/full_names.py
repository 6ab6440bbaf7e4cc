"""Brings each person of an article under one name, the fullest that the article has."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extractors.names.people import person_end
from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.ontology import fold

LONGEST_ALIAS = 3  # words of "also known as"


@dataclass(frozen=True, slots=True)
class FullName:
    """A person's name as first written, in folded words without suffix."""

    name: str
    words: tuple[str, ...]
    place: int


def name_people(writing: Writing, spans: list[Span]) -> list[Span]:
    """People under the fullest form of their name, and every further place of a surname that the article introduced."""
    people = [span for span in spans if span.kind == "Person"]
    if not people:
        return spans
    full = full_names(writing, people)
    taken = {i for span in spans for i in range(span.start, span.end)}
    bare: dict[str, list[FullName]] = {}
    for person in full:
        for word in bare_words(writing, person):
            bare.setdefault(word, []).append(person)
    more = []
    for i, word in enumerate(writing.words):
        if i in taken or fold(word) not in bare or not writing.capital(i) or not stands_alone(writing, i):
            continue
        more.append(Span(i, i + 1, "Person", writing.texts[i], rule="surname"))
    renamed = []
    for span in sorted([*spans, *more], key=lambda s: s.start):
        if span.kind == "Person":
            whole = whole_name(writing, span, full)
            span = replace(span, name=whole) if whole else span
        renamed.append(span)
    return unite_aliases(writing, renamed)


def unite_aliases(writing: Writing, spans: list[Span]) -> list[Span]:
    """People under the name they were introduced with: "Jo Doe, known as Kit" makes every Kit a Jo Doe."""
    known_as: dict[str, str] = {}
    for person in (span for span in spans if span.kind == "Person"):
        at = person.end + (writing.words[person.end : person.end + 1] == [","])
        for length in range(LONGEST_ALIAS, 0, -1):
            if " ".join(writing.words[at : at + length]) in writing.lexicon.aliases:
                start = at + length
                while start < len(writing.texts) and writing.texts[start] in {'"', "“", "'", "‘"}:
                    start += 1
                if start < len(writing.texts) and writing.capital(start):
                    known_as[writing.name(start, person_end(writing, start, {}))] = person.name
                break
    if not known_as:
        return spans
    spans = [s for s in spans if s.kind == "Person" or s.rule != "entity" or s.name not in known_as]
    taken = {i for span in spans for i in range(span.start, span.end)}
    more = [
        Span(i, i + 1, "Person", known_as[text], rule="alias")
        for i, text in enumerate(writing.texts)
        if text in known_as and i not in taken
    ]
    named = [replace(s, name=known_as[s.name]) if s.kind == "Person" and s.name in known_as else s for s in spans]
    return sorted([*named, *more], key=lambda s: s.start)


def surnames(writing: Writing, people: list[Span]) -> set[str]:
    """The words that alone stand for one of these people."""
    return {word for person in full_names(writing, people) for word in bare_words(writing, person)}


def full_names(writing: Writing, people: list[Span]) -> list[FullName]:
    """The distinct people of the article: names of more than one word, the fullest form of each."""
    found: list[FullName] = []
    for span in people:
        words = name_words(writing, span.name)
        if len(words) < 2:
            continue
        same = next((k for k, known in enumerate(found) if same_person(words, known.words)), None)
        if same is None:
            shorter = next((k for k, known in enumerate(found) if runs_on(writing, words, known.words)), None)
            longer = next((k for k, known in enumerate(found) if runs_on(writing, known.words, words)), None)
            if longer is not None:
                found[longer] = FullName(span.name, words, found[longer].place)
            elif shorter is None:
                found.append(FullName(span.name, words, span.start))
        elif len(words) > len(found[same].words) or (
            words == found[same].words and len(span.name) > len(found[same].name)
        ):
            found[same] = FullName(span.name, words, found[same].place)
    return found


def runs_on(writing: Writing, long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether a longer name is a person's name with the next word of the text in it; not so where the family name comes
    first."""
    return len(long) > len(short) > 1 and long[: len(short)] == short and short[0] not in writing.lexicon.family_first


def name_words(writing: Writing, name: str) -> tuple[str, ...]:
    words = tuple(fold(name).split())
    while len(words) > 1 and words[-1] in writing.lexicon.suffixes:
        words = words[:-1]
    return words


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two full names agree: the same words, or the same family name with agreeing given names or initials."""
    if "".join(one) == "".join(other):
        return True
    if one[-1] != other[-1]:
        return False
    short, long = sorted((one[:-1], other[:-1]), key=len)
    rest = list(long)
    for word in short:
        hit = next(
            (
                k
                for k, w in enumerate(rest)
                if w == word
                or (word.rstrip(".") and w.startswith(word.rstrip(".")) and len(word.rstrip(".")) == 1)
                or (len(w.rstrip(".")) == 1 and word.startswith(w.rstrip(".")))
            ),
            None,
        )
        if hit is None:
            return False
        rest = rest[hit + 1 :]
    return True


def bare_words(writing: Writing, person: FullName) -> list[str]:
    """The words of a full name that may stand for the person alone."""
    words = person.words
    bare = [words[-1]]
    if words[0] in writing.lexicon.family_first:
        bare.append(words[0])
        if len(words) > 2 or len(writing.lexicon.family_first & {words[-1]}) == 0:
            bare.remove(words[-1])
    if len(words) > 2 and words[-2] in writing.lexicon.particles:
        bare.append(" ".join(words[-2:]))
    return [w for w in bare if len(w) > 1]


def stands_alone(writing: Writing, i: int) -> bool:
    """Whether a capitalised word that is somebody's surname is meant as one here, and not as a part of another name."""
    if i in writing.starts and writing.tagged and writing.doc[i].pos_ not in {"PROPN", "NOUN", "X", "ADJ"}:
        return False
    n = len(writing.texts)
    if writing.texts[i].isupper() and len(writing.texts[i]) > 3:
        return False
    return not (i + 1 < n and writing.words[i + 1] in writing.lexicon.places and writing.capital(i + 1))


def whole_name(writing: Writing, span: Span, full: list[FullName]) -> str:
    """The fullest name for a person's mention; "" where the article has no fuller one or leaves it open."""
    words = name_words(writing, span.name)
    if len(words) > 1:
        fits = [p for p in full if same_person(words, p.words) or runs_on(writing, words, p.words)] or [
            p for p in full if len(p.words) > len(words) and p.words[-len(words) :] == words
        ]
    else:
        fits = [p for p in full if words[0] == p.words[-1] or words[0] in bare_words(writing, p)] or [
            p for p in full if words[0] in p.words
        ]
    if not fits:
        return ""
    before = [p for p in fits if p.place <= span.start]
    return (before[-1] if before else fits[0]).name
