"""Fills: the records of what a frame's roles hold, and which of two frames says more."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extractors.actors import Party
from kg.extractors.items import Item
from kg.ontology import Ontology, Trigger


@dataclass(frozen=True, slots=True)
class Fill:
    """One role's fillers: parties where an actor fills it, items where goods do, with the rule that chose them."""

    role: str
    parties: tuple[Party, ...]
    items: tuple[Item, ...]
    tokens: tuple[int, ...]
    rule: str
    tier: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger in a sentence with its filled roles."""

    trigger: Trigger
    token: int
    fills: tuple[Fill, ...]
    unnamed: frozenset[str] = frozenset()  # roles whose own words are there and name nobody ("by us", "to a buyer abroad")

    def fill(self, role: str) -> Fill | None:
        """The fill of one role, or None."""
        return next((f for f in self.fills if f.role == role), None)


def covers(other: Frame, frame: Frame, ontology: Ontology) -> bool:
    """Whether another frame has the goods and parties of this one and more, or says in a word what kind of event it is."""
    mine, theirs = _content(frame), _content(other)
    if other.trigger.evokes != frame.trigger.evokes:
        return ontology.is_a(other.trigger.evokes, frame.trigger.evokes) and (
            mine <= theirs or other.token == frame.token
        )
    return mine < theirs or mine == theirs and _rank(other) < _rank(frame)


def _rank(frame: Frame) -> tuple[int, int]:
    """Verbs before nouns, nouns that name an event before those that name the goods, then order of reading."""
    return ({"verb": 0, "adjective": 1}.get(frame.trigger.pos, 3 if frame.trigger.pattern == "aid" else 2), frame.token)


def _content(frame: Frame) -> set[tuple[str, int]]:
    return {(fill.role, token) for fill in frame.fills for token in fill.tokens}
