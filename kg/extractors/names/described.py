"""Finds organizations that nobody knows by the words beside their names: "the Minsk firm X", "made by X", "A, B and X"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extractors.names import head_words
from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.gazetteer import pieces
from kg.ontology import fold

LONGEST_NAME = 4  # words
NAMED = frozenset({"called", "named"})
PLACES = frozenset({"GPE", "LOC", "NORP"})
JOINTS = frozenset({",", "and", "or"})


def find_described(writing: Writing, known: dict[int, Span], people: set[str]) -> Iterator[Span]:
    """Names in capitals, unknown so far, that the words beside them say to be an organization's."""
    actors = {i: span for i, span in known.items() if span.form != "system"}  # "built by Metal Shark": not the boats
    for start, end in free_names(writing, actors):
        if is_works(writing, start, end) and not is_title(writing, start, end):
            yield Span(start, end + 1, "Company", writing.name(start, end + 1), rule="description")
            continue
        kind = told_kind(writing, start, end)
        if kind is not None and not is_title(writing, start, end) and fold(writing.texts[end - 1]) not in people:
            yield named(writing, start, end, kind, "description")
        elif trades(writing, start, end) and plausible(writing, start, end, people):
            yield named(writing, start, end, "Company", "list")
        elif fights(writing, start, end):
            yield Span(start, end + 1, "ArmedGroup", writing.name(start, end + 1), rule="list")


def find_listed(writing: Writing, spans: list[Span], people: set[str]) -> Iterator[Span]:
    """Unknown names in a list with a company: "Smith & Wesson, Colt and Barrett"."""
    taken = {i: span for span in spans for i in range(span.start, span.end)}
    companies = {i for i, span in taken.items() if span.kind == "Company"}
    for start, end in free_names(writing, taken):
        before = start - 2 - (writing.words[max(0, start - 2) : start] == [",", "and"])
        listed = before in companies and writing.words[start - 1] in JOINTS
        listed = (
            listed or (writing.words[end] in JOINTS and end + 1 in companies) if end < len(writing.words) else listed
        )
        if listed and plausible(writing, start, end, people):
            companies.update(range(start, end))
            yield named(writing, start, end, "Company", "list")


def free_names(writing: Writing, known: dict[int, Span]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of name words that names nothing known."""
    i = max(writing.headline, 1)
    while i < len(writing.words):
        if not free(writing, i, known):
            i += 1
            continue
        end = i + 1
        while end < len(writing.words) and end not in writing.starts:
            tied = writing.words[end] == "-" and end + 1 < len(writing.words) and not writing.doc[end - 1].whitespace_
            step = 2 if tied else 1
            if not free(writing, end + step - 1, known):
                break
            end += step
        if end - i <= LONGEST_NAME:
            yield i, end
        i = end


def free(writing: Writing, i: int, known: dict[int, Span]) -> bool:
    return i < len(writing.words) and i not in known and writing.nameable(i) and writing.texts[i][:1].isalpha()


def told_kind(writing: Writing, start: int, end: int) -> str | None:
    """The class that the words beside a name tell; None where they tell none."""
    words, lexicon = writing.words, writing.lexicon
    before = start - 1
    while before > 0 and words[before] in NAMED | {'"', "“", ","}:
        before -= 1
    joined = set(words[before + 1 : start])
    closes = words[end : end + 1] in ([","], [")"], ["."]) or joined <= NAMED | {'"', "“"}
    if writing.texts[before].islower() and closes:
        for length in (2, 1):
            kind = lexicon.naming_nouns.get(" ".join(words[before + 1 - length : before + 1]))
            if kind is not None:
                return kind
    if words[end : end + 1] and writing.texts[end].islower() and words[end] in lexicon.following_nouns:
        if writing.doc[end - 1].ent_type_ in PLACES or writing.is_town(start, end):
            return None  # "a Hamburg magazine"
        return lexicon.following_nouns[words[end]]
    if words[before] == "by" and not joined and words[before - 1] in lexicon.making:
        return "Company"
    if words[start - 1] == "based" and words[start - 2] == "-":
        return "Company"
    return described_after(writing, end)


def is_works(writing: Writing, start: int, end: int) -> bool:
    """Whether a name is that of works, with the noun for them: "the Malyshev works", but not "a Kazan plant"."""
    if writing.words[end : end + 1] == [] or writing.words[end] not in writing.lexicon.work_nouns:
        return False
    return (
        writing.texts[end].islower() and writing.words[start - 1] in {"the", "'s"} and not writing.is_town(start, end)
    )


def trades(writing: Writing, start: int, end: int) -> bool:
    """Whether a name that is none of a state stands where a company's does: "a contract with X", "X's shipyard"."""
    words, lexicon = writing.words, writing.lexicon
    after = words[end : end + 3]
    if words[start - 1] in {"by", "from", "with", "to"} and words[start - 2] in lexicon.trading:
        return True
    if after[:1] == ["'s"] and set(after[1:2]) & lexicon.company_parts:
        return True
    said = after[2:] if after[:2] == [",", "which"] else after[:1]
    return bool(set(said) & lexicon.company_verbs)


def fights(writing: Writing, start: int, end: int) -> bool:
    """Whether a people that has no state is named with those of it under arms: "Tuareg rebels"."""
    fighting = end < len(writing.words) and writing.words[end] in writing.lexicon.fighting
    return fighting and end - start == 1 and writing.doc[start].ent_type_ == "NORP" and writing.texts[end].islower()


def described_after(writing: Writing, end: int) -> str | None:
    """The class that an apposition gives: "X, a maker of pumps," "X, the joint venture of Y and Z"."""
    words = writing.words
    if words[end : end + 1] != [","] or words[end + 1 : end + 2] not in (["a"], ["an"], ["the"], ["its"]):
        return None
    for i in range(end + 2, min(end + 7, len(words))):
        if words[i] in {",", ".", "who", "which", "that", "of", "for", "in"}:
            for length in (2, 1):
                kind = writing.lexicon.naming_nouns.get(" ".join(words[i - length : i]))
                if kind is not None and writing.texts[i - 1].islower():
                    return kind
            return None
    return None


def is_title(writing: Writing, start: int, end: int) -> bool:
    """Whether a title begins or ends a run of name words, or a form of address."""
    lexicon = writing.lexicon
    titled = lexicon.title_from(writing.words, start) > start or lexicon.title_at(writing.words, end) < end
    return titled or writing.words[start] in lexicon.honorifics


def plausible(writing: Writing, start: int, end: int, people: set[str]) -> bool:
    """Whether a name in a list with companies can be one: no person's, place's or weapon's, and no title."""
    labels = {writing.doc[i].ent_type_ for i in range(start, end)}
    person = fold(writing.texts[end - 1]) in people or fold(writing.texts[start]) in writing.lexicon.given_names
    if person or writing.is_town(start, end) or is_title(writing, start, end):
        return False
    if fold(writing.doc[start:end].text) in writing.lexicon.region_names:
        return False
    if labels & {"LOC", "NORP", "WEAPON", "DATE"} or (labels == {"PERSON"} and end - start > 1):
        return False
    return head_words.plausible_organization(writing, start, end)


def named(writing: Writing, start: int, end: int, kind: str, rule: str) -> Span:
    """The span of a name, of the known organization where it is a name of one that means other things too."""
    text = pieces(writing.doc[start:end].text)
    for match in writing.lexicon.gazetteer.find(text):
        entry = match.entry
        if (match.start, match.end) == (0, len(text)) and entry.kind == kind and entry.form == "name":
            return Span(start, end, kind, entry.name, entry.iri, entry.country, rule=rule)
    return Span(start, end, kind, writing.name(start, end), rule=rule)
