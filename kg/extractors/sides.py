"""Sides of a deal: who of the two sells, where the words leave it open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.ontology import Ontology, Trigger

if TYPE_CHECKING:
    from kg.extractors.fills import Fill

MAKERS = frozenset({"Company"})
BUYERS = frozenset({"Country", "GovernmentBody", "MilitaryForce"})


def settle(trigger: Trigger, fills: dict[str, Fill], ontology: Ontology) -> None:
    """Turn a deal or order round where its buyer is plainly the one who sells.

    A company that makes arms sells them to states, and a state sells what is designed at home: "Hanwha announced a contract
    with Romania for howitzers", "Egypt and France signed a contract for Rafales".
    """
    noun_of_deal = trigger.pos == "noun" and trigger.pattern in {"deal", "receive"} and trigger.stage != "delivered"
    if not noun_of_deal and trigger.pattern != "negotiate":
        return
    buyer, seller = fills.get("recipient"), fills.get("supplier")
    if buyer is None or any(p.actor.office for p in buyer.parties):
        return
    if all(p.actor.kind in MAKERS for p in buyer.parties):
        turned = seller is None or all(p.actor.kind in BUYERS for p in seller.parties)
    else:
        made_in = {
            ontology.concepts[item.designation].country
            for fill in fills.values()
            for item in fill.items
            if item.designation in ontology.concepts
        } - {""}
        if seller is None:
            _part(buyer, made_in, fills)
            return
        turned = _of(buyer, made_in) and not _of(seller, made_in)
    if not turned:
        return
    del fills["recipient"]
    fills["supplier"] = replace(buyer, role="supplier", rule=buyer.rule + "; the side that makes the goods")
    if seller is not None:
        fills["recipient"] = replace(seller, role="recipient")


def _part(both: Fill, made_in: set[str], fills: dict[str, Fill]) -> None:
    """Part two sides that sign together: the one where the goods were designed sells."""
    sellers = tuple(p for p in both.parties if {p.actor.country} == made_in)
    buyers = tuple(p for p in both.parties if p not in sellers)
    if len(sellers) == 1 and buyers:
        fills["recipient"] = replace(both, parties=buyers, tokens=tuple(p.token for p in buyers))
        rule = both.rule + "; the side that makes the goods"
        fills["supplier"] = replace(both, role="supplier", parties=sellers, tokens=(sellers[0].token,), rule=rule)


def _of(side: Fill, made_in: set[str]) -> bool:
    """Whether one side alone is the country where all the goods were designed."""
    return {p.actor.country for p in side.parties} == made_in
