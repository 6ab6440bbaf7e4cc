"""Which records of all articles mean the same, and each record rewritten to the one it is the same as."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.linking.summaries import Summary
from kg.linking.uniting import unite_within
from kg.ontology import Ontology
from kg.records import Reading


@dataclass(frozen=True, slots=True)
class Identities:
    """What all articles together come to. Plain data, so that it can be pickled and sent between processes."""


def decide(summaries: Iterable[Summary], ontology: Ontology) -> Identities:
    """The only step that sees all articles; it depends on the set of summaries and not on their order."""
    return Identities()


def apply(reading: Reading, identities: Identities) -> Reading:
    """One reading with its records as all articles together know them, each once."""
    return unite_within(reading)
