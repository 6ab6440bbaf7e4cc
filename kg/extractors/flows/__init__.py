"""Flows: a learned judge of who gives goods to whom, over the whole article and beside the frames.

Frames read what the syntax of a trigger shows. The judge weighs everything that speaks for or against a flow between two
sides at a place (log-linear, Berger et al. 1996): the syntax, what frames have read there and elsewhere, the order of the
words, who the article is about. What frames have read falls where the judge finds it unlikely; what no frame has read
becomes a claim where the judge finds it likelier than not. Each claim keeps the probability as its confidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors.fills import Frame
from kg.extractors.flows import claims as made
from kg.extractors.flows import stage, weights
from kg.extractors.flows.anchors import GOODS
from kg.extractors.flows.sheet import NOBODY, Entry, Sheet
from kg.extractors.flows.weights import ANCHOR, GIVER, PAIR, TAKER, Weights, load
from kg.extractors.frames import Reader
from kg.records import Claim

if TYPE_CHECKING:
    from kg.ontology import Ontology

LIKELY = 0.5  # from which a flow that no frame has read becomes a claim, where goods are named
LIKELY_ELSEWHERE = 0.6  # the same at an event's word or a count, whose goods are only taken up
MORE_GOODS = (
    0.85  # the same for other goods between two sides of whom frames have read, where a word of such events has them
)
UNLIKELY = 0.25  # below which a claim of a frame falls
ASSERTING = frozenset({"delivered", "committed"})  # stages of what is done or agreed
SLACK = 4.0  # log-odds that two sides together may add at most, beyond which a pair is not looked at

Pair = tuple[str, str]  # names of the giver and the taker, "" for nobody


def revise(reader: Reader, frames: Sequence[Frame], claims: Sequence[Claim]) -> list[Claim]:
    """The claims that stand, each with its confidence, and those that the judge adds."""
    learnt = load()
    if not takes_part(learnt, reader.ontology):
        return list(claims)
    sheet, judged = judge(reader, frames, claims, learnt)
    best: dict[Pair, float] = {}
    for _, found in judged:
        for pair, likely in found.items():
            best[pair] = max(likely, best.get(pair, 0.0))
    kept = [revised for claim in claims if (revised := confirm(claim, best, learnt)) is not None]
    return [*kept, *add(sheet, judged, kept, learnt)]


def add(
    sheet: Sheet, judged: Sequence[tuple[Entry, dict[Pair, float]]], kept: Sequence[Claim], learnt: Weights
) -> Iterator[Claim]:
    """The claims of likely flows where frames have read none, those at goods before those whose goods are taken up."""
    framed = [
        (pair, concept, name, claim.stage)
        for claim in kept
        for pair in pairs(claim, learnt)
        for _, concept, name in claim.event.things
    ]
    sides = {pair for pair, *_ in framed}
    agreed = {pair for pair, _, _, reached in framed if reached in ASSERTING}
    told = set(framed)
    read = [(e.start, e.end) for claim in kept if len(claim.event.participants) > 1 for e in claim.evidence if e.role]
    found = [
        (entry.anchor.kind != GOODS, -p, pair, entry)
        for entry, each in judged
        if entry.anchor.item is not None  # an event of which no goods are named tells of no arms
        and not any(start <= sheet.doc[entry.anchor.token].idx < end for start, end in read)
        for pair, p in choose(entry, each)
    ]
    for elsewhere, likely, pair, entry in sorted(found, key=lambda x: x[:2]):
        concept, name = entry.anchor.concept, entry.anchor.item.designation if entry.anchor.item is not None else ""
        if elsewhere and any(pair == other for other, *_ in told):
            continue
        if any((pair, concept) == known[:2] and name in {"", known[2]} for known in framed):
            continue
        if pair in sides and (-likely < MORE_GOODS or not sheet.evoked(entry)):
            continue
        reached = learnt.stage(stage.features(sheet, entry))
        if pair in sides and reached in ASSERTING and pair not in agreed:
            continue  # frames, which read cues, have found nothing agreed or done between the two
        known_names = {n for other, c, n, s in told if (other, c, s) == (pair, concept, reached)}
        if name not in known_names and (name or not known_names):
            told.add((pair, concept, name, reached))
            yield made.make(sheet, entry, *pair, reached, -likely, learnt)


def pairs(claim: Claim, learnt: Weights) -> list[Pair]:
    """The pairs of giver and taker that a claim speaks of."""
    givers, takers = ([actor.name for actor in claim.event.actors(role)] or [NOBODY] for role in learnt.roles)
    return [(giver, taker) for giver in givers for taker in takers]


def judge(
    reader: Reader, frames: Sequence[Frame], claims: Sequence[Claim], learnt: Weights
) -> tuple[Sheet, list[tuple[Entry, dict[Pair, float]]]]:
    """Each anchor of a Doc with how likely a flow there is between any two sides."""
    sheet = Sheet(reader, frames, claims, learnt.event, learnt.roles)
    return sheet, [(entry, weigh(sheet, entry, learnt)) for entry in sheet.entries()]


def reasons(sheet: Sheet, entry: Entry, pair: Pair, learnt: Weights) -> list[tuple[float, str]]:
    """What speaks for or against a pair at an anchor: log-odds and feature, the weightiest first."""
    giver, taker = pair
    one = entry.candidates[giver].features if giver else ["none"]
    other = entry.candidates[taker].features if taker else ["none"]
    both = of_both(sheet, entry, giver, taker)
    found: list[tuple[float, str]] = []
    for part, features in ((ANCHOR, entry.features), (GIVER, one), (TAKER, other), (PAIR, both)):
        found.extend((learnt.parts[part].get(feature, 0.0), f"{part}: {feature}") for feature in features)
    return sorted(found, key=lambda x: (-abs(x[0]), x[1]))


def takes_part(learnt: Weights, ontology: Ontology) -> bool:
    """Whether the ontology has the event and the roles of which the judge has learnt."""
    return learnt.event in ontology.classes and all(role in ontology.roles for role in learnt.roles)


def weigh(sheet: Sheet, entry: Entry, learnt: Weights, floor: float = -SLACK) -> dict[Pair, float]:
    """How likely a flow is between each two sides in reach of an anchor, or to or from one of them with the other left open."""
    base = learnt.bias + learnt.score(ANCHOR, entry.features)
    gives = {name: learnt.score(GIVER, c.features) for name, c in entry.candidates.items()}
    takes = {name: learnt.score(TAKER, c.features) for name, c in entry.candidates.items()}
    gives[NOBODY], takes[NOBODY] = learnt.score(GIVER, ("none",)), learnt.score(TAKER, ("none",))
    found = {}
    for giver, one in gives.items():
        for taker, other in takes.items():
            score = base + one + other
            if giver == taker or score < floor:
                continue
            found[giver, taker] = weights.probability(score + learnt.score(PAIR, of_both(sheet, entry, giver, taker)))
    return found


def of_both(sheet: Sheet, entry: Entry, giver: str, taker: str) -> Iterator[str]:
    """The features of a pair, one of which may be nobody."""
    if giver and taker:
        return sheet.of_pair(entry, giver, taker)
    return sheet.of_half(entry, giver or taker, GIVER if giver else TAKER)


def choose(entry: Entry, found: dict[Pair, float]) -> Iterator[tuple[Pair, float]]:
    """The likely flows at an anchor: of a company and its country the likelier, no open side beside a named one."""
    least = LIKELY if entry.anchor.kind == GOODS else LIKELY_ELSEWHERE
    likely = sorted(((p, pair) for pair, p in found.items() if p >= least), key=lambda x: (-x[0], x[1]))
    taken: list[Pair] = []
    for p, (giver, taker) in likely:
        if any(same(entry, giver, g) and same(entry, taker, t) for g, t in taken):
            continue
        taken.append((giver, taker))
        yield (giver, taker), p


def same(entry: Entry, one: str, other: str) -> bool:
    """Whether two sides are one here: the same, one left open, or somebody and his country."""
    if one == other or NOBODY in {one, other}:
        return True
    first, second = entry.candidates[one].actor, entry.candidates[other].actor
    return first.country == other or second.country == one


def confirm(claim: Claim, best: dict[Pair, float], learnt: Weights) -> Claim | None:
    """A frame's claim with its confidence, or None where the judge finds it unlikely; others pass as they are."""
    if claim.event.kind != learnt.event:
        return claim
    likely = max((best[pair] for pair in pairs(claim, learnt) if pair in best), default=math.nan)
    if likely < UNLIKELY:
        return None
    return claim if math.isnan(likely) else replace(claim, confidence=made.confidence(likely))
