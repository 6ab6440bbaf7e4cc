"""Same and not same: what many articles say brought together into one world.

The steps, each of which a process of its own can take for an article or for all:

1. ``unite_within`` one article, records with one key become one whose evidence is united;
2. ``summarize`` keeps of each article what linking must know, without its text;
3. ``decide`` sees the summaries of all articles and finds which records mean the same;
4. ``apply`` rewrites one article's records to those of all articles.

Nothing depends on the order in which articles were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.linking.applying import apply
from kg.linking.deciding import decide
from kg.linking.decisions import Decision, to_csv
from kg.linking.decisions import read as read_decisions
from kg.linking.identities import Identities
from kg.linking.summaries import Summary, summarize
from kg.linking.uniting import unite, unite_within
from kg.ontology import Ontology
from kg.records import Reading

__all__ = [
    "Decision",
    "Identities",
    "Summary",
    "apply",
    "decide",
    "link",
    "read_decisions",
    "summarize",
    "to_csv",
    "unite",
    "unite_within",
]


def link(readings: Iterable[Reading], ontology: Ontology, decisions: Sequence[Decision] = ()) -> tuple[Reading, ...]:
    """All steps together, for as many articles as memory holds: the readings in order of article, each record once.

    ``decisions`` are a user's, which go before any rule.
    """
    united = sorted(map(unite_within, readings), key=lambda reading: reading.article.id)
    identities = decide(map(summarize, united), ontology, decisions)
    return tuple(apply(reading, identities) for reading in united)
