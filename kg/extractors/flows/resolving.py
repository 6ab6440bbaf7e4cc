"""Resolving: which of the flows that an article may tell of stand, seen beside each other.

A row is what claims say of the same sides and kind of goods. A log-linear model weighs how likely the judge finds the
likeliest of them and others at the same place, whether frames have read it, and what else the article tells of the two; its
probability is the confidence of the claims.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.extractors.flows.anchors import GOODS
from kg.extractors.flows.sheet import Entry, Pair
from kg.extractors.flows.weights import Weights
from kg.odds import log_odds, probability
from kg.records import Article, Claim

STANDS = 0.44  # from which a row stands; on texts apart F1 is as high from 0.40 to 0.48, and fewer rows are wrong the higher it is
ALONE = 0.3  # … if frames have read it and the text names one possible side only: the other is nobody that it names
MOST = 4  # of what is counted
FAR = 3.0  # log-odds by which one is likelier than another at most
Judged = Sequence[tuple[Entry, Mapping[Pair, float]]]  # each anchor with how likely a flow there is between any two sides
DOUBTED = frozenset({"unspecified", "other", "production"})  # kinds of goods that are less often meant


@dataclass(slots=True)
class Row:
    """The claims of flows between the same sides of the same kind of goods, by their place in a list."""

    sides: tuple[Pair, ...]
    concept: str
    at: list[int] = field(default_factory=list)
    likely: float = 0.0  # of the likeliest claim; 0 where the judge has not looked at any
    framed: bool = False
    barred: bool = False  # whether one of them tells of an embargo
    triggers: set[int] = field(default_factory=set)  # where the words stand by which frames have read it
    ahead: float = 0.0  # log-odds by which it is likelier than others where such goods are named and it is likeliest
    anywhere: float = 0.0  # how likely it is that a flow between the two is told at one at least of the places that name such goods

    @property
    def odds(self) -> float:
        return log_odds(self.likely) if self.likely else 0.0

    def compare(self, judged: Judged) -> None:
        """Note how likely the sides are wherever such goods are named, beside others."""
        here = [
            (max((each[pair] for pair in self.sides if pair in each), default=0.0), each)
            for entry, each in judged
            if entry.anchor.kind == GOODS and entry.anchor.concept == self.concept
        ]
        most, best = max(here, key=lambda x: x[0], default=(0.0, {}))
        if most:
            others = max((likely for pair, likely in best.items() if pair not in self.sides), default=0.0)
            self.ahead = min(FAR, max(-FAR, log_odds(most) - log_odds(others)))
            self.anywhere = 1 - math.prod(1 - likely for likely, _ in here)


def confidence(likely: float) -> float:
    """A probability in hundredths; never nought or one, which would be certainty."""
    return min(0.99, max(0.01, round(likely, 2)))


def rows_of(claims: Sequence[Claim], learnt: Weights, judged: Judged = ()) -> list[Row]:
    """The rows of the claims of such events, in the order in which they are told, and what the judge makes of them."""
    found: dict[tuple[tuple[Pair, ...], str], Row] = {}
    for at, claim in enumerate(claims):
        if claim.event.kind != learnt.event:
            continue
        sides = tuple(pairs(claim, learnt))
        concept = next((concept for role, concept, _ in claim.event.things if role == learnt.goods), "unspecified")
        row = found.setdefault((sides, concept), Row(sides, concept))
        row.at.append(at)
        row.likely = max(row.likely, claim.confidence or 0.0)
        if not by_judge(claim):
            row.framed = True
            row.barred |= bars(claim)
            row.triggers |= {e.start for e in claim.evidence if e.role == "trigger"}
    for row in found.values():
        row.compare(judged)
    return list(found.values())


def pairs(claim: Claim, learnt: Weights) -> Iterator[Pair]:
    """The pairs of giver and taker that a claim speaks of, "" for one left open."""
    givers, takers = ([actor.name for actor in claim.event.actors(role)] or [""] for role in learnt.roles)
    return ((giver, taker) for giver in givers for taker in takers)


def by_judge(claim: Claim) -> bool:
    """Whether the judge has read a claim, and no frame."""
    return claim.evidence[0].rule.startswith("judge")


def bars(claim: Claim) -> bool:
    """Whether a claim is of an embargo, or of a ban that binds all: read by its words, whoever else the article is about."""
    rule = claim.evidence[0].rule
    return rule.endswith("(embargo)") or rule.endswith("(bar)") and len(claim.event.participants) == 1


def are_listed(one: Row, other: Row) -> bool:
    """Whether a frame has read two rows in one, of which one side is the same: "to Egypt, Iran and Yemen"."""
    if one is other or not one.triggers & other.triggers:
        return False
    return any({pair[n] for pair in one.sides} == {pair[n] for pair in other.sides} for n in (0, 1))


def features(article: Article, claims: Sequence[Claim], rows: Sequence[Row], row: Row) -> dict[str, float]:
    """What speaks for or against a row."""
    mine = [claims[at] for at in row.at]
    beside = [other for other in rows if other is not row and other.sides == row.sides]
    listed = [other for other in rows if other.concept == row.concept and are_listed(row, other)]
    turned = {(taker, giver) for giver, taker in row.sides}
    frames_beside = not row.framed and any(other.framed for other in beside)
    shown = [e.rule for claim in mine for e in claim.evidence if e.role == "item" and by_judge(claim)]
    found: dict[str, float] = {
        "": 1.0,
        "odds": row.odds,
        "odds of the sides": max([row.odds, *(other.odds for other in beside)]),
        "odds anywhere": log_odds(row.anywhere) if row.anywhere else 0.0,
        "ahead of others": row.ahead,
        "at goods": bool(row.anywhere),
        "odds in the list": max([row.odds, *(other.odds for other in listed)]) if listed else 0.0,
        "listed": bool(listed),
        "more likely goods": any(other.likely > row.likely for other in beside),
        "turned": any(other.likely > row.likely for other in rows if turned & set(other.sides)),
        "kinds": min(MOST, len(beside)) / MOST,
        "rows": min(3 * MOST, len(rows)) / MOST,
        "claims": min(MOST, len(mine)) / MOST,
        "title": any(article.is_title(claim.evidence[0].start) for claim in mine),
        "elsewhere": bool(shown) and not row.framed and not any(rule.endswith("goods") for rule in shown),
        "open": any("" in pair for pair in row.sides),
        "named": any(filler.designation for claim in mine for _, filler in claim.fillers),
        "counted": any(filler.quantity for claim in mine for _, filler in claim.fillers),
        "dated": any(claim.date for claim in mine),
        "framed": row.framed,
        "barred": row.barred,
        "framed odds": row.framed * row.odds,
        "unjudged": not row.likely,
        "frames beside": frames_beside,
        "odds, frames beside": frames_beside * row.odds,
        "beside others": row.concept in DOUBTED and bool(beside),
        f"concept={row.concept}": 1.0,
    }
    found |= {f"stage={claim.stage}": 1.0 for claim in mine}
    return {name: float(value) for name, value in found.items() if value}


def likely(found: Mapping[str, float], table: Mapping[str, float]) -> float:
    """How likely a row is right."""
    return probability(sum(table.get(name, 0.0) * value for name, value in found.items()))


def stands(row: Row, likely: float, *, alone: bool = False) -> bool:
    """Whether a row is likely enough to be told; ``alone`` where the text names one possible side only."""
    return likely >= (ALONE if alone and row.framed else STANDS)


def reasons(found: Mapping[str, float], table: Mapping[str, float]) -> list[tuple[float, str]]:
    """What speaks for or against a row: log-odds and feature, the weightiest first."""
    told = [(table.get(name, 0.0) * value, name or "any row") for name, value in found.items()]
    return sorted(told, key=lambda x: (-abs(x[0]), x[1]))


def resolve(
    article: Article, claims: Iterable[Claim], learnt: Weights, judged: Judged = (), *, alone: bool = False
) -> list[tuple[int, Claim]]:
    """The claims that stand, with their places and their confidence; ``alone`` where only one possible side is named."""
    told = list(claims)
    if not learnt.rows:
        return list(enumerate(told))
    rows = rows_of(told, learnt, judged)
    sure: dict[int, float] = {}
    fallen: set[int] = set()
    for row in rows:
        found = likely(features(article, told, rows, row), learnt.rows)
        sure |= dict.fromkeys(row.at, found)
        if not stands(row, found, alone=alone):
            fallen.update(row.at)
    return [
        (at, replace(claim, confidence=confidence(sure[at])) if at in sure else claim)
        for at, claim in enumerate(told)
        if at not in fallen
    ]
