"""Whom an article is about: the side of a flow that its sentences leave out once the article has made it plain."""

from __future__ import annotations

import bisect
from collections import Counter, defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import actors
from kg.ontology import Ontology
from kg.records import Actor, Claim, Evidence

if TYPE_CHECKING:
    from spacy.tokens import Doc

TITLE_WEIGHT = 3  # a country in the headline counts as in so many sentences
MARGIN = 1.5  # how much more often than any other a country is named that an article is about
SHARE = 0.25  # of the sentences that name a country at least
REACH = 7  # sentences, that of the claim included, whose flows tell who is meant
NEAR = 3  # sentences, that of the claim included, in which the side is named
LEAST_FLOWS = 2  # that tell from whom goods come, before the same is taken for others


def give(doc: Doc, claims: list[Claim], told: set[Evidence], ontology: Ontology) -> list[Claim]:
    """Give claims that leave one side open the side that the article is about.

    "Most of what Serbia has came from Moscow. Russia donated six jets." ``told`` are the sentences whose main verb has one
    party and goods and names nobody else. That side is who has the role in more than half of the flows told shortly before (of
    all flows, where none is), and is named in the sentence or the two before it or is the country that the article is about.
    A giver must be told of several flows.
    """
    if not any(may_lack(claim, told, other) for claim in claims for other in ("supplier", "recipient")):
        return claims
    subject = country_of(doc, ontology)
    starts = [sentence.start_char for sentence in doc.sents]
    for role, other, least in (("recipient", "supplier", 1), ("supplier", "recipient", LEAST_FLOWS)):
        full = [c for c in claims if len(c.event.participants) > 1]
        found = []
        for claim in claims:
            if may_lack(claim, told, other):
                proof, (_, side) = claim.evidence[0], claim.event.participants[0]
                at = bisect.bisect_right(starts, proof.start)
                before = [c for c in full if starts[max(0, at - REACH)] <= c.evidence[0].start < proof.end]
                topic = majority(before or full, role, least)
                close = range(starts[max(0, at - NEAR)], proof.end)
                if topic is not None and (topic == subject or is_named(doc, topic, close)) and not akin(topic, side):
                    claim = replace(claim, event=claim.event.with_actor(role, topic))
            found.append(claim)
        claims = found
    return claims


def may_lack(claim: Claim, told: set[Evidence], role: str) -> bool:
    """Whether a claim has a party in this role only, told in a way that leaves the other out."""
    return claim.evidence[0] in told and claim.stage != "sought" and [r for r, _ in claim.event.participants] == [role]


def is_named(doc: Doc, actor: Actor, where: range) -> bool:
    """Whether somebody, or one of his country, is named within a stretch of the text."""
    return any(doc[m.start].idx in where for m in doc._.mentions if actor.name in {m.name, m.country})


def majority(claims: list[Claim], role: str, least: int) -> Actor | None:
    """Who has a role in more than half of the flows that some claims tell of, and in so many at least."""
    flows = {c.event.participants for c in claims}
    counted = Counter(side for flow in flows for name, side in flow if name == role)
    actor, count = counted.most_common(1)[0] if counted else (None, 0)
    return actor if 2 * count > len(flows) and count >= least else None


def country_of(doc: Doc, ontology: Ontology) -> Actor | None:
    """The country that an article is about: named in far more of its sentences than any other, and in enough of them."""
    named: dict[int, set[str]] = defaultdict(set)  # by the sentence's place
    for m in doc._.mentions:
        if name := m.name if m.kind == "Country" else m.country:
            named[doc[m.start].sent.start_char].add(name)
    counted: Counter[str] = Counter()
    telling = 0
    for at in sorted(named):
        weight = TITLE_WEIGHT if doc._.article.is_title(at) else 1
        telling += weight
        for name in sorted(named[at]):
            counted[name] += weight
    best = counted.most_common(2)
    if not best or best[0][1] < SHARE * telling or (len(best) > 1 and best[0][1] < MARGIN * best[1][1]):
        return None
    return actors.country(best[0][0], ontology)


def akin(one: Actor, other: Actor) -> bool:
    """Whether two sides are one, or a country and somebody of it."""
    return one == other or one.name in {other.name, other.country} or other.name == one.country
