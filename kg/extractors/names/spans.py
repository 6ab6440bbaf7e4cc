"""Spans of a Doc that name someone, and which of several that overlap hold."""

from __future__ import annotations

from dataclasses import dataclass

BODY_KINDS = frozenset({"GovernmentBody", "MilitaryForce"})


@dataclass(frozen=True, slots=True)
class Span:
    """Tokens ``start`` to ``end`` name someone of class ``kind``; ``rule`` says what found them."""

    start: int
    end: int
    kind: str
    name: str
    iri: str = ""
    country: str = ""
    form: str = "name"
    rule: str = "gazetteer"
    articled: bool = False  # begins with "the", which counts for nothing where two spans compete

    def __len__(self) -> int:
        return self.end - self.start


def settle(spans: list[Span]) -> list[Span]:
    """The spans without overlaps: longer ones first, then those found by the surer rule, in order of the text."""
    order = {
        "pair": -1,
        "description": -1,
        "party": -1,
        "people": -1,
        "gazetteer": 0,
        "acronym": 1,
        "head-word": 1,
        "known-person": 1,
        "title": 2,
        "list": 2,
        "entity": 3,
    }
    taken: set[int] = set()
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-len(s) + s.articled, order.get(s.rule, 4), s.start)):
        tokens = range(span.start, span.end)
        if taken.isdisjoint(tokens):
            taken.update(tokens)
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)
