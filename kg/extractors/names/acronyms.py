"""Finds acronyms in brackets, the names that they stand for, and every further place of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extractors.names import head_words
from kg.extractors.names.spans import Span, settle
from kg.extractors.names.writing import Writing


def find_acronyms(writing: Writing, spans: list[Span]) -> Iterator[tuple[Span, str]]:
    """Names that an acronym in brackets follows, with the acronym: "Multilateral Sanctions Monitoring Team
    (MSMT)"."""
    by_end = {span.end: span for span in spans}
    n = len(writing.texts)
    for i in range(1, n - 2):
        if writing.texts[i] != "(" or writing.texts[i + 2] != ")":
            continue
        acronym = writing.texts[i + 1]
        if len(acronym) < 2 or sum(c.isupper() for c in acronym) < 2 or not acronym[0].isupper():
            if not (acronym[:1].isupper() and acronym.isalpha() and len(acronym) <= 6):
                continue
        end = i
        while end > 0 and writing.texts[end - 1] in {"'", "’", '"', "”", "''"}:
            end -= 1
        full = by_end.get(end) or by_end.get(i)
        if (
            full is not None
            and full.kind not in {"Country", "Person"}
            and full.form == "name"
            and abbreviates(acronym, full.name)
        ):
            yield full, acronym
            continue
        start = match_initials(writing, acronym, end)
        if start < end and writing.lexicon.agreements & set(writing.words[start:end]):
            yield Span(start, end, "Treaty", writing.name(start, end), form="treaty", rule="acronym"), acronym
        elif start < end and head_words.plausible_organization(writing, start, end):
            kind = head_words.kind_of(writing, start, end) or "OtherOrganization"
            yield Span(start, end, kind, writing.name(start, end), rule="acronym"), acronym


def plain_acronyms(writing: Writing) -> set[str]:
    """Acronyms in brackets after words in lower case, which are no name: "highly enriched uranium (HEU)"."""
    return {
        writing.texts[i + 1]
        for i in range(1, len(writing.texts) - 2)
        if writing.texts[i] == "("
        and writing.texts[i + 2] == ")"
        and writing.texts[i - 1].islower()
        and writing.texts[i + 1][:1].isupper()
    }


def match_initials(writing: Writing, acronym: str, end: int) -> int:
    """Where the words before ``end`` begin whose initials spell the acronym; ``end`` where they do not."""
    letters = [c.lower() for c in acronym if c.isalpha()]
    i = end
    for letter in reversed(letters):
        i -= 1
        while i >= 0 and writing.words[i] in writing.lexicon.connectors | {"-"}:
            i -= 1
        if i < 0 or not writing.capital(i) or writing.words[i][0] != letter:
            return end
    return i


def abbreviates(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym stand in a name in their order: CENTCOM, Central Command."""
    letters = iter(name.lower())
    return name[:1].lower() == acronym[:1].lower() or all(c.lower() in letters for c in acronym if c.isalpha())


def add_acronyms(writing: Writing, spans: list[Span]) -> list[Span]:
    """The spans with every further place of an acronym that the article introduces in brackets."""
    pairs = list(find_acronyms(writing, spans))
    if not pairs:
        return spans
    spans = settle([*spans, *(span for span, _ in pairs)])
    names = {acronym: span for span, acronym in pairs}
    taken = {i for span in spans for i in range(span.start, span.end)}
    more = [
        replace(names[text], start=i, end=i + 1, rule="acronym")
        for i, text in enumerate(writing.texts)
        if text in names and (i not in taken or _sole(spans, i))
    ]
    places = {span.start for span in more}
    return settle([*(s for s in spans if not (len(s) == 1 and s.start in places)), *more])


def _sole(spans: list[Span], i: int) -> bool:
    return any(s.start == i and s.end == i + 1 and s.iri == "" for s in spans)
