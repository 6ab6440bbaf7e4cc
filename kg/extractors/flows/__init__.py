"""Flows: a learned judge of who gives goods to whom, over the whole article and beside the frames.

Frames read what the syntax of a trigger shows. The judge weighs everything that speaks for or against a flow between two
sides at a place (log-linear, Berger et al. 1996): the syntax, what frames have read there and elsewhere, the order of the
words, who the article is about, and what an encoder that knows which words mean alike makes of the place. What frames have
read falls where the judge finds it unlikely; what no frame has read becomes a claim where the judge finds it likelier than
not. Each claim keeps the probability as its confidence.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from kg.extractors import forms
from kg.extractors.fills import Frame
from kg.extractors.flows import attributing, encoder, resolving, stage, weights, windows
from kg.extractors.flows import claims as made
from kg.extractors.flows.anchors import COUNT, GOODS
from kg.extractors.flows.resolving import Judged, pairs
from kg.extractors.flows.sheet import NOBODY, Entry, Pair, Sheet
from kg.extractors.flows.weights import ANCHOR, GIVER, PAIR, TAKER, Weights, load
from kg.extractors.frames import Reader
from kg.extractors.stages import REAL
from kg.odds import log_odds, probability
from kg.records import Claim, Filler

if TYPE_CHECKING:
    from kg.ontology import Ontology

# What may be told, from which resolving chooses: probabilities of a flow …
LIKELY = 0.25  # … that no frame has read, where goods are named
LIKELY_ELSEWHERE = 0.45  # … at an event's word or a count, whose goods are only taken up
UNLIKELY = 0.05  # … of a frame, which falls below it
WORTH_A_LOOK = 0.1  # … by the features alone, for the encoder to be asked
SURE_STAGE = 0.7  # from which the judge's stage stands for that which cues have told
ASSERTING = frozenset({"delivered", "committed"})  # stages of what is done or agreed
SLACK = 4.0  # log-odds that two sides together may add at most, beyond which a pair is not looked at
OUTDONE = 1.0  # log-odds by which others are likelier at an anchor, so that sides who are likelier elsewhere are not told of there


def revise(reader: Reader, frames: Sequence[Frame], claims: Sequence[Claim]) -> list[Claim]:
    """The claims that stand, each with its confidence, and those that the judge adds."""
    learnt = load()
    if not takes_part(learnt, reader.ontology):
        return list(claims)
    sheet, judged = judge(reader, frames, claims, learnt)
    told = propose(sheet, judged, claims, learnt)
    found: list[Claim] = []
    article = reader.doc._.article
    for at, claim in resolving.resolve(article, [claim for claim, _ in told], learnt, judged, alone=sheet.alone):
        entry = told[at][1]
        found.extend([claim] if entry is None else attributing.attribute(claim, sheet, entry, learnt))
    return found


def propose(sheet: Sheet, judged: Judged, claims: Sequence[Claim], learnt: Weights) -> list[tuple[Claim, Entry | None]]:
    """All claims that may stand, with their anchors where they have one: those of frames, then those that the judge adds."""
    best = likeliest_at(judged)
    kept = [revised for claim in claims if (revised := confirm(claim, best, learnt)) is not None]
    placed = [(claim, place(claim, sheet, judged, learnt)) for claim in kept]
    placed = [(restage(claim, sheet, *at, learnt), at) if at is not None else (claim, at) for claim, at in placed]
    added = add(sheet, judged, [claim for claim, _ in placed], learnt)
    return [*((claim, at[0] if at is not None else None) for claim, at in placed), *added]


def likeliest_at(judged: Iterable[tuple[Entry, Mapping[Pair, float]]]) -> dict[Pair, float]:
    """How likely each pair is at the anchor where it is likeliest."""
    best: dict[Pair, float] = {}
    for _, found in judged:
        for pair, likely in found.items():
            best[pair] = max(likely, best.get(pair, 0.0))
    return best


def place(claim: Claim, sheet: Sheet, judged: Judged, learnt: Weights) -> tuple[Entry, Pair] | None:
    """The anchor at which a claim of such events has its goods, and the pair of it that is in reach there."""
    if claim.event.kind != learnt.event or claim.stance != "affirms":
        return None
    goods = [(e.start, e.end) for e in claim.evidence if e.role == learnt.goods]
    for entry, _ in judged:
        if any(start <= sheet.doc[entry.anchor.token].idx < end for start, end in goods):
            pair = next((p for p in pairs(claim, learnt) if all(n in entry.candidates or not n for n in p)), None)
            if pair is not None:
                return entry, pair
    return None


def restage(claim: Claim, sheet: Sheet, entry: Entry, pair: Pair, learnt: Weights) -> Claim:
    """A frame's claim at another stage where the judge is sure of that, but never one as done that its words keep from it."""
    likely = stages_at(sheet, entry, pair, learnt)
    reached = weights.likeliest(likely)
    kept = any(e.role == "stage" and e.rule.startswith(("negate:", "withhold:")) for e in claim.evidence)
    if likely[reached] < SURE_STAGE or reached == REAL and (kept or forms.is_negated(sheet.doc[entry.anchor.token])):
        return claim
    return replace(claim, stage=reached)


def stages_at(sheet: Sheet, entry: Entry, pair: Pair, learnt: Weights) -> dict[str, float]:
    """How likely each stage of a flow between two sides is at an anchor."""
    seen = entry.seen.stage(*pair) if entry.seen is not None else None
    return learnt.likely_stages(stage.features(sheet, entry), seen)


def add(sheet: Sheet, judged: Judged, kept: Sequence[Claim], learnt: Weights) -> Iterator[tuple[Claim, Entry]]:
    """The claims of likely flows where frames have read none, those at goods before those whose goods are taken up.

    Each is with its anchor.
    """
    told = Told(kept, learnt)
    best = likeliest_at((entry, each) for entry, each in judged if entry.anchor.kind == GOODS)
    read = [
        (e.start, e.end, 1.0 if claim.confidence is None else claim.confidence)
        for claim in kept
        if len(claim.event.participants) > 1
        for e in claim.evidence
        if e.role
    ]
    found = [
        (entry.anchor.kind != GOODS, -p, pair, entry)
        for entry, each in judged
        if entry.anchor.item is not None  # an event of which no goods are named tells of no arms
        for pair, p in choose(entry, each)  # what frames have read there stands before what is less likely
        if not outdone(p, max(each.values()), best.get(pair, 0.0) if entry.anchor.kind == GOODS else 1.0)
        if not any(start <= sheet.doc[entry.anchor.token].idx < end and sure >= p for start, end, sure in read)
    ]
    for elsewhere, likely, pair, entry in sorted(found, key=lambda x: x[:2]):
        goods = made.goods_of(sheet, entry)
        counted = goods.quantity is not None and told.counts(pair, goods)
        if elsewhere and pair in told.pairs and not (counted and entry.anchor.kind == COUNT):
            continue
        if told.framed(pair, goods) and not counted:
            continue
        reached = weights.likeliest(stages_at(sheet, entry, pair, learnt))
        if pair in told.sides and reached in ASSERTING and pair not in told.agreed:
            continue  # frames, which read cues, have found nothing agreed or done between the two
        if told.new(pair, goods, reached) or counted:
            told.add(pair, goods, reached)
            yield made.make(sheet, entry, *pair, reached, -likely, learnt), entry


class Told:
    """What has been told of flows so far: between whom, of which goods, how many, and how far it has got."""

    def __init__(self, claims: Sequence[Claim], learnt: Weights) -> None:
        self._framed: set[tuple[Pair, str, str]] = set()
        self._all: set[tuple[Pair, str, str, str]] = set()
        self._counts: dict[tuple[Pair, str], set[float | None]] = defaultdict(set)
        self.pairs: set[Pair] = set()
        self.agreed: set[Pair] = set()
        for claim in claims:
            for pair in pairs(claim, learnt):
                for goods in (filler for role, filler in claim.fillers if role == learnt.goods):
                    self._framed.add((pair, goods.concept, goods.designation))
                    self.add(pair, goods, claim.stage)
                if claim.stage in ASSERTING:
                    self.agreed.add(pair)
                self.pairs.add(pair)
        self.sides = frozenset(self.pairs)  # those of whom frames have read

    def add(self, pair: Pair, goods: Filler, reached: str) -> None:
        """Note a flow."""
        self.pairs.add(pair)
        self._all.add((pair, goods.concept, goods.designation, reached))
        if goods.quantity is not None:
            self._counts[pair, goods.concept].add(goods.quantity.value)

    def framed(self, pair: Pair, goods: Filler) -> bool:
        """Whether frames have read of these goods between two sides, or of goods that have no name."""
        names = {name for other, concept, name in self._framed if (other, concept) == (pair, goods.concept)}
        return goods.designation in names or bool(names) and not goods.designation

    def new(self, pair: Pair, goods: Filler, reached: str) -> bool:
        """Whether nothing tells of these goods at this stage; goods without a name may be any."""
        names = {n for other, c, n, s in self._all if (other, c, s) == (pair, goods.concept, reached)}
        return goods.designation not in names and (bool(goods.designation) or not names)

    def counts(self, pair: Pair, goods: Filler) -> bool:
        """Whether the number of some goods has not been told between two sides: then they are others than those told."""
        value = goods.quantity.value if goods.quantity is not None else None
        return value is not None and value not in self._counts[pair, goods.concept]


def judge(
    reader: Reader, frames: Sequence[Frame], claims: Sequence[Claim], learnt: Weights
) -> tuple[Sheet, list[tuple[Entry, dict[Pair, float]]]]:
    """Each anchor of a Doc with how likely a flow there is between any two sides."""
    sheet = Sheet(reader, frames, claims, learnt.event, learnt.roles)
    entries = list(sheet.entries())
    if learnt.mix[1]:
        look(sheet, entries, learnt)
    return sheet, [(entry, weigh(sheet, entry, learnt)) for entry in entries]


def look(
    sheet: Sheet, entries: Sequence[Entry], learnt: Weights | None = None, network: encoder.Encoder | None = None
) -> None:
    """Have the encoder read the windows that have anchors of goods and sides, and keep what it makes of each anchor.

    With weights, windows are left out of which the features alone expect nothing: one in six of news of arms, more of other news.
    """
    alone = msgspec.structs.replace(learnt, mix=(1.0, 0.0, 0.0)) if learnt is not None else None
    for window in windows.find(sheet.sentences):
        inside = [
            entry
            for entry in entries
            if window.first <= entry.sentence < window.last and entry.candidates and entry.anchor.item is not None
        ]
        if not inside or alone is not None and not any(worth_a_look(sheet, entry, alone) for entry in inside):
            continue
        spoken = in_window(sheet, window)
        heard = heard_in(sheet, window, spoken)
        near = [nearest(sheet, entry, window) for entry in inside]
        at = [entry.anchor.token - window.start + window.title for entry in inside]
        wanted = {*at, *itertools.chain.from_iterable([*heard.values(), *(x for sides in near for x in sides.values())])}
        vectors = (network or encoder.load()).read(window.words(sheet.doc), wanted)
        for entry, anchor, sides in zip(inside, at, near, strict=True):
            entry.spoken = spoken
            entry.seen = encoder.impression(vectors, anchor, sides, heard)


def worth_a_look(sheet: Sheet, entry: Entry, alone: Weights) -> bool:
    """Whether weights of the features alone find a flow at an anchor at all likely."""
    return any(likely >= WORTH_A_LOOK for likely in weigh(sheet, entry, alone).values())


def nearest(sheet: Sheet, entry: Entry, window: windows.Window) -> dict[str, list[int]]:
    """Where a window names the sides of an anchor, the few nearest to it first."""
    token = entry.anchor.token
    sides = {name: sorted(sheet.places[name], key=lambda side: abs(side - token)) for name in entry.candidates}
    found = {name: [at for side in each if (at := window.place(side)) is not None] for name, each in sides.items()}
    return {name: at[: encoder.MENTIONS] for name, at in found.items()}


def in_window(sheet: Sheet, window: windows.Window) -> dict[str, list[int]]:
    """Which of the places of each speaker a window holds, the first few of each."""
    found = {
        name: [n for n, speaker in enumerate(each) if window.place(speaker.token) is not None][: encoder.UTTERANCES]
        for name, each in sheet.speakers.items()
    }
    return {name: at for name, at in found.items() if at}


def heard_in(sheet: Sheet, window: windows.Window, spoken: dict[str, list[int]]) -> dict[str, list[int]]:
    """Where those places of speakers stand among the words of a window."""
    return {
        name: [at for n in found if (at := window.place(sheet.speakers[name][n].token)) is not None]
        for name, found in spoken.items()
    }


def reasons(sheet: Sheet, entry: Entry, pair: Pair, learnt: Weights) -> list[tuple[float, str]]:
    """What speaks for or against a pair at an anchor: log-odds and feature, the weightiest first."""
    giver, taker = pair
    one = entry.candidates[giver].features if giver else ["none"]
    other = entry.candidates[taker].features if taker else ["none"]
    both = of_both(sheet, entry, giver, taker)
    found: list[tuple[float, str]] = []
    own, encoded, _ = learnt.mix
    for part, features in ((ANCHOR, entry.features), (GIVER, one), (TAKER, other), (PAIR, both)):
        found.extend((own * learnt.parts[part].get(feature, 0.0), f"{part}: {feature}") for feature in features)
    if entry.seen is not None:
        odds = {
            ANCHOR: entry.seen.base,
            GIVER: entry.seen.gives[giver],
            TAKER: entry.seen.takes[taker],
            PAIR: entry.seen.together.get(pair, 0.0),
        }
        found.extend((encoded * value, f"{part}: as the encoder sees it") for part, value in odds.items())
    return sorted(found, key=lambda x: (-abs(x[0]), x[1]))


def takes_part(learnt: Weights, ontology: Ontology) -> bool:
    """Whether the ontology has the event and the roles of which the judge has learnt."""
    return learnt.event in ontology.classes and all(role in ontology.roles for role in learnt.roles)


def weigh(sheet: Sheet, entry: Entry, learnt: Weights, floor: float = -SLACK) -> dict[Pair, float]:
    """How likely a flow is between each two sides in reach of an anchor, or to or from one of them with the other left open."""
    own, encoded, bias = learnt.mix
    base = learnt.bias + learnt.score(ANCHOR, entry.features)
    gives = {name: learnt.score(GIVER, c.features) for name, c in entry.candidates.items()}
    takes = {name: learnt.score(TAKER, c.features) for name, c in entry.candidates.items()}
    gives[NOBODY], takes[NOBODY] = learnt.score(GIVER, ("none",)), learnt.score(TAKER, ("none",))
    found = {}
    for giver, one in gives.items():
        for taker, other in takes.items():
            if giver == taker:
                continue
            seen = encoded * entry.seen.pair(giver, taker) if entry.seen is not None else 0.0
            score = own * (base + one + other) + seen + bias
            if score < floor:
                continue
            both = own * learnt.score(PAIR, of_both(sheet, entry, giver, taker))
            found[giver, taker] = probability(score + both)
    return found


def of_both(sheet: Sheet, entry: Entry, giver: str, taker: str) -> Iterator[str]:
    """The features of a pair, one of which may be nobody."""
    if giver and taker:
        return sheet.of_pair(entry, giver, taker)
    return sheet.of_half(entry, giver or taker, GIVER if giver else TAKER)


def choose(entry: Entry, found: Mapping[Pair, float]) -> Iterator[tuple[Pair, float]]:
    """The likely flows at an anchor: of a company and its country the likelier, no open side beside a named one."""
    least = LIKELY if entry.anchor.kind == GOODS else LIKELY_ELSEWHERE
    likely = sorted(((p, pair) for pair, p in found.items() if p >= least), key=lambda x: (-x[0], x[1]))
    taken: list[Pair] = []
    for p, (giver, taker) in likely:
        if any(same(entry, giver, g) and same(entry, taker, t) for g, t in taken):
            continue
        taken.append((giver, taker))
        yield (giver, taker), p


def outdone(likely: float, most: float, anywhere: float) -> bool:
    """Whether others are far likelier at an anchor and these likelier elsewhere: of "jets from X, tanks from Y" no tank is X's."""
    return anywhere > likely and log_odds(most) - log_odds(likely) > OUTDONE


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
    if likely < UNLIKELY and not resolving.bars(claim):
        return None
    return claim if math.isnan(likely) else replace(claim, confidence=resolving.confidence(likely))
