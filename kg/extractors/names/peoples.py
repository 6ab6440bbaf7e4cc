"""Finds peoples that act for themselves, not for the state they live in: "Iraqi Kurds", "Bosnian Serbs", "Tuareg fighters"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.ontology import fold

FORM = "described"  # words that tell who is meant, and are no organization's name


def find_peoples(writing: Writing, known: dict[int, Span]) -> Iterator[Span]:
    """Peoples of no state, peoples of another state than that named before them, and those under arms of either."""
    lexicon = writing.lexicon
    for i, word in enumerate(writing.words):
        stateless = word in lexicon.stateless or word in lexicon.stateless_words
        if not stateless and word not in lexicon.abroad and word not in lexicon.abroad_words:
            continue
        if i < writing.headline or not (writing.texts[i][:1].isupper() or word in lexicon.bands):
            continue
        home = known.get(i - 1)
        placed = home is not None and home.kind == "Country" and home.end == i and home.form in {"demonym", "name"}
        if not placed and not stateless:
            continue
        start = home.start if home is not None and placed else i
        end = i + 1
        if end < len(writing.words) and writing.words[end] in lexicon.under_arms:
            end += 1
        if end > i + 1 or word in lexicon.stateless or word in lexicon.abroad:
            yield Span(start, end, "ArmedGroup", writing.name(start, end), form=FORM, rule="people")


def name_peoples(spans: list[Span]) -> list[Span]:
    """Each people under the fullest form that the article has, where it has but one: "the Kurds" → "Iraqi Kurds"."""
    longer: dict[str, set[str]] = defaultdict(set)
    for span in spans:
        if span.form == FORM:
            words = span.name.split()
            for n in range(1, len(words)):
                longer[fold(" ".join(words[n:]))].add(span.name)
    return [
        replace(span, name=next(iter(longer[fold(span.name)])))
        if span.form == FORM and len(longer.get(fold(span.name), ())) == 1
        else span
        for span in spans
    ]
