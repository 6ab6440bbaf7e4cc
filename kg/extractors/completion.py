"""Completion of claims from each other: what one sentence of an article leaves open, another may say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.records import Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc

NEEDS = frozenset({"trigger need (seek)", "trigger want (seek)"})


def without_headlines(doc: Doc, claims: list[Claim]) -> list[Claim]:
    """A headline, whose grammar is its own, counts only for a flow that the article's text does not tell again."""
    body = [c for c in claims if not doc._.article.is_title(c.evidence[0].start)]
    told = {frozenset(c.event.participants) for c in body}
    kept = {id(c) for c in body}
    return [
        c
        for c in claims
        if id(c) in kept or len(c.event.participants) > 1 and frozenset(c.event.participants) not in told
    ]


def fill_open_roles(claims: list[Claim]) -> list[Claim]:
    """Give a claim that leaves a party open the one that the article names for the same counterpart and goods, if only one."""
    full = [c for c in claims if len(c.event.participants) > 1]
    found = []
    for claim in claims:
        open_roles = {role for c in full for role, _ in c.event.participants} - {
            role for role, _ in claim.event.participants
        }
        if len(claim.event.participants) == 1 and open_roles and not loosely_read(claim):
            mine = set(claim.event.participants)
            options = {
                c.event.participants
                for c in full
                if mine < set(c.event.participants) and compatible(c, claim) and c.event.kind == claim.event.kind
            }
            if len(options) == 1:
                claim = replace(claim, event=replace(claim.event, participants=options.pop()))
        elif len(claim.event.participants) == 1 and not full:
            claim = with_counterpart(claim, claims)
        found.append(claim)
    return found


def loosely_read(claim: Claim) -> bool:
    """Whether a claim rests on the goods, the deal or a need alone: too little to guess a side by."""
    if claim.stage == "sought":
        return claim.evidence[0].rule in NEEDS
    return claim.stage in {"delivered", "committed"} and claim.evidence[0].rule.endswith(("(aid)", "(deal)"))


def with_counterpart(claim: Claim, claims: list[Claim]) -> Claim:
    """Where an article never names both sides in one sentence: the other side, if it names just one for the same goods."""
    ((role, side),) = claim.event.participants
    others = {
        c.event.participants[0]
        for c in claims
        if c.event.kind == claim.event.kind
        and c.event.participants[0][0] != role
        and set(c.event.things) & set(claim.event.things)
    }
    mine = {c.event.participants[0][1] for c in claims if c.event.participants[0][0] == role}
    if len(others) != 1 or len(mine) != 1 or next(iter(others))[1] == side:
        return claim
    return replace(claim, event=claim.event.with_actor(*others.pop()))


def complete(claims: list[Claim]) -> list[Claim]:
    """Without the claims that leave open a party which the article names elsewhere for the same goods."""
    return [claim for claim in claims if not any(_says_more(other, claim) for other in claims)]


def _says_more(other: Claim, claim: Claim) -> bool:
    """Whether another claim has all the parties of this one and more, for goods that may be the same."""
    mine, theirs = set(claim.event.participants), set(other.event.participants)
    return (
        claim.event.kind == other.event.kind
        and mine < theirs
        and compatible(claim, other)
        and claim.stance == other.stance
    )


def compatible(one: Claim, other: Claim) -> bool:
    """Whether two claims may speak of the same goods: the same concept, or one of them says only "arms"."""
    concepts = {concept for _, concept, _ in one.event.things}, {concept for _, concept, _ in other.event.things}
    return (
        bool(concepts[0] & concepts[1])
        or "unspecified" in concepts[0] | concepts[1]
        or not concepts[0]
        or not concepts[1]
    )


def spread_denials(claims: list[Claim]) -> Iterator[Claim]:
    """A denial speaks to every claim of the article on the same flow and stage whose goods it may mean."""
    for denial in claims:
        if denial.stance != "denies":
            continue
        for claim in claims:
            if (
                claim.stance == "affirms"
                and claim.stage == denial.stage
                and claim.event != denial.event
                and claim.event.kind == denial.event.kind
                and set(claim.event.participants) == set(denial.event.participants)
                and not set(claim.claimants) & set(denial.claimants)
                and compatible(claim, denial)
            ):
                yield replace(denial, event=claim.event, fillers=claim.fillers)
