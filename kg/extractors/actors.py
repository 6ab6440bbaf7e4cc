"""Actors behind mentions: the country, organization, group or person that a name, demonym or capital stands for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.ontology import KnownActor, Ontology
from kg.records import Actor

if TYPE_CHECKING:
    from kg.extractors.spans import Mention

_COUNTRIES: WeakKeyDictionary[Ontology, dict[str, KnownActor]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class Party:
    """An actor that a phrase stands for, the token that shows it, and the rule that says so."""

    actor: Actor
    token: int
    rule: str


def country(name: str, ontology: Ontology) -> Actor:
    """The country of that English short name as an actor."""
    table = _COUNTRIES.get(ontology)
    if table is None:
        table = {known.name: known for known in ontology.actors.values() if known.kind == "Country"}
        _COUNTRIES[ontology] = table
    known = table.get(name)
    return Actor("Country", name, known.iri if known else "", name)


def of_mention(mention: Mention, ontology: Ontology) -> Actor:
    """The actor that a mention names; a demonym, a people or a capital names the country."""
    if mention.kind == "Country" or mention.form in {"demonym", "people", "capital"}:
        return country(mention.country or mention.name, ontology)
    return Actor(mention.kind, mention.name, mention.iri, mention.country, leads=mention.leads)


def acts_for_itself(actor: Actor) -> bool:
    """Whether an actor that could act for a country acts for none: who leads an armed group, a known force of many states."""
    return actor.leads or actor.kind == "MilitaryForce" and bool(actor.iri) and not actor.country


def kind_of_side(actor: Actor) -> str:
    """The class that a side is weighed as: whoever leads an armed group as that, a force of many states as they."""
    if not acts_for_itself(actor):
        return actor.kind
    return "ArmedGroup" if actor.leads else "IntergovernmentalOrganization"


def as_side(actor: Actor, ontology: Ontology) -> Actor:
    """Who is party to a transfer: a person, ministry or force acts for its country; companies and armed groups for themselves."""
    if actor.country and not actor.leads and actor.kind in {"Person", "GovernmentBody", "MilitaryForce"}:
        return country(actor.country, ontology)
    return replace(actor, office="") if actor.office else actor


def speaks_for(actor: Actor, sides: Iterable[Actor]) -> bool:
    """Whether somebody is one of some sides, or is of the country of one."""
    return any(
        actor.name in {side.name, side.country} or bool(actor.country) and actor.country in {side.name, side.country}
        for side in sides
    )
