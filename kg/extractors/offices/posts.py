"""Offices that people hold, each person's without repeats."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.extractors.names.spans import Span
from kg.ontology import fold


@dataclass(frozen=True, slots=True)
class Post:
    """A person holds the office ``title`` of ``of``; tokens ``start`` to ``end`` say so."""

    person: str
    title: str
    of: Span | None
    start: int
    end: int
    rule: str
    past: bool = False
    implied: str = ""  # the class that such an office belongs to where the words do not say ("Country")
    rank: bool = False
    owned: bool = False  # "its", "their" before the title: of whom the text spoke before
    master: str = ""  # the person whose the office is

    @property
    def country(self) -> str:
        return self.of.country if self.of is not None else ""


def unite(posts: list[Post]) -> list[Post]:
    """Each person's offices once: what says less than another of the same person and place is left out."""
    kept: list[Post] = []
    for post in posts:
        words = set(fold(post.title).split())
        double = False
        for other in kept:
            if other.person != post.person:
                continue
            same_place = (other.of.name if other.of is not None else "") == (
                post.of.name if post.of is not None else ""
            ) or other.country == post.country
            theirs = set(fold(other.title).split())
            if (same_place and len(words & theirs) * 2 >= len(words | theirs)) or (post.of is None and words & theirs):
                double = True
                break
        if not double:
            kept.append(post)
    return kept


def core(title: str) -> str:
    """The office behind a title's wording, so that two holders of one office in one country are told apart."""
    words = fold(title).replace("defence", "defense").replace("secretary", "minister").split()
    return " ".join(sorted(set(words[-2:])))


def country_span(span: Span | None, country: str) -> Span:
    """The country that a span names or belongs to, as a span of its own."""
    span = span or Span(0, 0, "Country", country, "", country)
    return (
        span
        if span.kind == "Country"
        else replace(span, kind="Country", name=country, iri="", country=country, form="name")
    )
