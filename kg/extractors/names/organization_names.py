"""Brings each organization of an article under one name, the fullest that the article has."""

from __future__ import annotations

from dataclasses import replace

from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.ontology import fold


def join_slashes(writing: Writing, spans: list[Span]) -> list[Span]:
    """Two organizations written as one: CDU/CSU."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last is not None
            and span.start == last.end + 1
            and writing.texts[last.end] == "/"
            and not writing.doc[last.end].whitespace_
            and not span.iri
            and not last.iri
            and last.kind == span.kind != "Person"
        ):
            joined[-1] = replace(last, end=span.end, name=writing.name(last.start, span.end))
        else:
            joined.append(span)
    return joined


def join_companies(writing: Writing, spans: list[Span]) -> list[Span]:
    """Two companies written as one, with the words for a division after them: "Rheinmetall Denel Munition"."""
    joined: list[Span] = []
    taken = {span.start for span in spans}
    for span in spans:
        last = joined[-1] if joined else None
        if span.kind != "Company" or span.start in writing.starts and not last:
            joined.append(span)
            continue
        end = span.end
        while end < len(writing.words) and end not in taken | writing.starts and is_division(writing, end):
            end += 1
        tied = last is not None and last.kind == "Company" and is_tied(writing, last.end, span.start)
        start = last.start if last is not None and tied else span.start
        if tied:
            joined.pop()
        if tied or end > span.end:
            iri = span.iri if end == span.end and not tied else ""
            span = replace(span, start=start, end=end, name=writing.name(start, end), iri=iri)
        joined.append(span)
    return joined


def is_division(writing: Writing, i: int) -> bool:
    return writing.capital(i) and writing.words[i] in writing.lexicon.divisions


def is_tied(writing: Writing, end: int, start: int) -> bool:
    """Whether nothing but a hyphen stands between two names."""
    hyphen = start == end + 1 and writing.words[end] == "-" and not writing.doc[end].whitespace_
    return (start == end or hyphen) and not (start == end and not writing.doc[end - 1].whitespace_)


def name_organizations(spans: list[Span]) -> list[Span]:
    """Unknown organizations under the fullest form that the article has: "Foreign Ministry" → "South Korea's Foreign
    Ministry"."""
    full: list[tuple[tuple[str, ...], Span]] = []
    for span in spans:
        if span.kind not in {"Country", "Person"} and not span.iri and span.form == "name":
            full.append((tuple(fold(span.name).replace("'s", "").split()), span))
    named = []
    for span in spans:
        words = tuple(fold(span.name).replace("'s", "").split())
        if span.kind not in {"Country", "Person"} and not span.iri and span.form == "name":
            longer = [
                other
                for key, other in full
                if len(key) > len(words) and (key[-len(words) :] == words or opens(span.name, key, words))
            ]
            if longer and all(fold(other.name) == fold(longer[0].name) for other in longer):
                span = replace(
                    span, name=longer[0].name, country=span.country or longer[0].country, kind=longer[0].kind
                )
        named.append(span)
    return named


def is_common_noun(writing: Writing, span: Span) -> bool:
    """Whether a head word in capitals stands alone and for no name of the article: "the Ministry", "the Council"."""
    words = tuple(writing.words[span.start : span.end])
    bare = (
        span.rule in {"head-word", "entity"} and fold(span.name) == " ".join(words) and words in writing.lexicon.heads
    )
    return bare and " ".join(words) not in writing.lexicon.sole_bodies


def name_as_written(writing: Writing, spans: list[Span]) -> list[Span]:
    """Known organizations under the fullest form that the article has; their IRI says who they are."""
    fullest: dict[str, str] = {}
    for span in spans:
        if span.iri and span.kind != "Country" and span.form != "treaty":
            form = written(writing, span)
            if (len(form.split()), len(form)) > (
                len(fullest.get(span.iri, "").split()),
                len(fullest.get(span.iri, "")),
            ):
                fullest[span.iri] = form
    return [
        replace(s, name=fullest[s.iri]) if s.iri in fullest and s.kind != "Country" and s.form != "treaty" else s
        for s in spans
    ]


def written(writing: Writing, span: Span) -> str:
    """A name as the article writes it, without an acronym in brackets after it."""
    name = writing.name(span.start, span.end)
    name = name.partition(" (")[0] if name.endswith(")") else name
    return writing.lexicon.gazetteer.without_demonym(name)


def opens(name: str, full: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether a short name is the beginning of a full one: "Wagner" of "Wagner Group", but not "UN" of "UN Women"."""
    return full[: len(words)] == words and not (len(words) == 1 and name.isupper())
