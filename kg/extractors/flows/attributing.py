"""Attributing: whose word a flow is and who denies it, by what rules have found and what the encoder makes of the place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import actors, attribution, claimants, evidence, quotations, standing
from kg.extractors.flows import stage
from kg.extractors.flows.sheet import NOBODY, Entry, Sheet
from kg.extractors.flows.speakers import Speaker
from kg.extractors.flows.weights import Weights, likeliest
from kg.extractors.stages import REAL
from kg.odds import softmax
from kg.records import Actor, Claim, Evidence

if TYPE_CHECKING:
    from spacy.tokens import Token

LIKELY_DENIAL = 0.15  # probability from which one side of a flow, by whoever speaks for it, denies it
WITHHELD = "withheld"  # a stage that nobody denies
IMPLIED = 0.3  # the part that rules count for where nobody is told to say so: "Ottawa turned down a request for tanks"
CLAIMING = frozenset({"accuse", "doubt"})  # effects of cues whose subject tells of what another does
STRANGER = -1.0  # log-odds against nobody of one whom rules name and the encoder was not asked about


def by_rules(sheet: Sheet, entry: Entry) -> tuple[tuple[Actor, ...], tuple[Actor, ...], str]:
    """Who affirms and who denies what an anchor tells, by the cues and reports over it, and how certain it is."""
    ontology = sheet.reader.ontology
    token, trigger = stage.trigger_of(sheet, entry)
    if trigger is None:  # then the word may itself be the one of saying: "officials say: 200 rifles, …"
        return _reported(sheet, token) or _reported(sheet, sheet.doc[entry.anchor.token]), (), "certain"
    state, _ = standing.staged(token, trigger, ontology)
    return *claimants.of_event(token, state, ontology), state.certainty


def _reported(sheet: Sheet, token: Token) -> tuple[Actor, ...]:
    report = attribution.of(token, sheet.reader.ontology)
    return tuple(claimants.of_report(report, sheet.doc, sheet.reader.ontology)) if report is not None else ()


def attribute(claim: Claim, sheet: Sheet, entry: Entry, learnt: Weights) -> Iterator[Claim]:
    """A claim by the word of the likeliest, and the denials of it."""
    if claim.stance != "affirms" or entry.seen is None or not learnt.voice_mix[0]:
        yield claim
        return
    told = {actor.name for actor in claim.claimants}
    who = vouching(sheet, entry, told, learnt)
    if who == NOBODY:
        claim = replace(claim, claimants=(), evidence=unspoken(claim))
    elif who not in told:
        claim = spoken(claim, sheet, speaker(sheet, entry, "says", who), "affirms")
    yield claim
    denied = replace(claim, stage=REAL) if claim.stage == WITHHELD else claim  # "not one has gone there" denies that any has
    for name in denying(sheet, entry, [actor for _, actor in claim.event.participants]):
        if name not in {actor.name for actor in claim.claimants}:
            yield spoken(denied, sheet, speaker(sheet, entry, "denies", name), "denies")


def vouching(sheet: Sheet, entry: Entry, told: set[str], learnt: Weights) -> str:
    """The name of who says what stands at an anchor, "" where the article does; ``told`` are those whom rules have found.

    What stands in quotation marks is never the article's own, so that there rules that have found the speaker are believed.
    """
    if entry.seen is None or told and entry.anchor.token in quotations.quoted(sheet.doc):
        return min(told, default=NOBODY)
    implied = bool(told) and not reports(sheet, entry)  # asked only where rules have found somebody
    return likeliest(weighed(entry.seen.voices["says"], told, learnt.voice_mix, implied=implied))


def reports(sheet: Sheet, entry: Entry) -> bool:
    """Whether somebody is told to say what stands at an anchor, rather than to want, promise or refuse it."""
    token, trigger = stage.trigger_of(sheet, entry)
    if trigger is not None:
        state, _ = standing.staged(token, trigger, sheet.reader.ontology)
        if any(operator.effect in CLAIMING for operator in state.operators):
            return True
    places = (token, sheet.doc[entry.anchor.token])
    return any(attribution.of(place, sheet.reader.ontology) is not None for place in places)


def weighed(
    seen: Mapping[str, float], told: set[str], mix: tuple[float, float, float], *, implied: bool = False
) -> dict[str, float]:
    """Log-odds of each speaker, from the encoder's and what rules say, of whom they may only infer that he says so."""
    encoded, named, silent = mix
    if implied:
        named *= IMPLIED
    odds = {name: encoded * value for name, value in seen.items()}
    for name in told or {NOBODY}:
        odds[name] = odds.get(name, odds[NOBODY] + STRANGER) + (named if told else silent)
    return odds


def denying(sheet: Sheet, entry: Entry, sides: Collection[Actor]) -> list[str]:
    """The names of those who likely deny a flow between sides at an anchor: for each side its likeliest."""
    likely = softmax(entry.seen.voices["denies"]) if entry.seen is not None else {}
    by_side: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for name, share in likely.items():
        actor = sheet.speakers[name][0].actor if name else None
        if actor is not None and actors.speaks_for(actor, sides):
            by_side[actor.country or actor.name].append((share, name))
    return sorted(max(each)[1] for each in by_side.values() if sum(p for p, _ in each) >= LIKELY_DENIAL)


def speaker(sheet: Sheet, entry: Entry, voice: str, name: str) -> Speaker:
    """Somebody at the place where the encoder has heard him."""
    assert entry.seen is not None
    return sheet.speakers[name][entry.spoken[name][entry.seen.heard[voice][name]]]


def spoken(claim: Claim, sheet: Sheet, who: Speaker, stance: str) -> Claim:
    """A claim by somebody's word, whose name there is its evidence."""
    place = evidence.point(sheet.doc[who.token : who.token + 1], f"judge; {stance}", "claimant")
    return replace(claim, stance=stance, claimants=(who.actor,), evidence=(*unspoken(claim), place))


def unspoken(claim: Claim) -> tuple[Evidence, ...]:
    """The evidence of a claim without its speakers'."""
    return tuple(e for e in claim.evidence if e.role != "claimant")
