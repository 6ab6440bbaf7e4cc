"""What all articles together come to: tables by which each record is rewritten to the one that it is the same as."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from kg.linking import treaties
from kg.linking.decisions import RULE, Decision
from kg.linking.transfers import Occasions, Told
from kg.records import Actor, Claim, Event, Key, Organization, Person, Treaty


@dataclass(frozen=True, slots=True)
class Identities:
    """What all articles together come to. Plain data, so that it can be pickled and sent between processes.

    Only what changes is listed: a record that is in none of the tables stays as its article has it.
    """

    people: Mapping[str, str] = field(default_factory=dict)  # name → name
    organizations: Mapping[Key, Actor] = field(default_factory=dict)  # what ``organization_key`` gives
    treaties: Mapping[Key, Treaty] = field(default_factory=dict)
    occasions: Occasions = field(default_factory=Occasions)
    events: Mapping[Told, Event] = field(default_factory=dict)
    anybodys: frozenset[Key] = frozenset()  # names of state bodies of no country: another in each article
    origins: Mapping[str, str] = field(default_factory=dict)  # article → who first published it
    decisions: tuple[Decision, ...] = ()  # what rules have found, and the user's that bear on these articles

    def rules(self) -> tuple[Decision, ...]:
        """What rules have decided, without the user's."""
        return tuple(decision for decision in self.decisions if decision.by == RULE)

    def actor(self, actor: Actor, article: str) -> Actor:
        if actor.kind == "Person" and not actor.office:
            name = self.people.get(actor.name)
            return replace(actor, name=name) if name else actor
        key = organization_key(actor)
        if key in self.anybodys:
            return replace(actor, name=f"{actor.name} ({article})")
        return self.organizations.get(key, actor)

    def event(self, event: Event, article: str) -> Event:
        """The event with its actors as all articles know them."""
        parties = tuple((role, self.actor(actor, article)) for role, actor in event.participants)
        return replace(event, participants=parties)

    def claim(self, claim: Claim, published: str) -> Claim:
        claimants = {actor.key(): actor for actor in (self.actor(one, claim.article) for one in claim.claimants)}
        claim = replace(claim, event=self.event(claim.event, claim.article), claimants=tuple(claimants.values()))
        event = self.events.get(self.occasions.of(claim, published))
        return replace(claim, event=event) if event else claim

    def person(self, person: Person, article: str) -> Person:
        name = self.people.get(person.name, person.name)
        aliases = person.aliases if name == person.name else tuple(sorted({*person.aliases, person.name} - {name}))
        offices = tuple(
            replace(office, of=self.actor(office.of, article)) if office.of else office for office in person.offices
        )
        told = person.told or (person.name if name != person.name else "")
        return replace(person, name=name, aliases=aliases, offices=offices, told=told)

    def organization(self, organization: Organization, article: str) -> Organization:
        if organization_key(organization) in self.anybodys:
            return replace(organization, name=f"{organization.name} ({article})", told=organization.name)
        into = self.organizations.get(organization_key(organization))
        if into is None:
            return organization
        aliases = tuple(sorted({*organization.aliases, organization.name} - {into.name}))
        evidence, told = organization.evidence, organization.told or organization.name
        return Organization(into.kind, into.name, aliases, into.iri, into.country, evidence, told)

    def treaty(self, treaty: Treaty, article: str) -> Treaty:
        treaty = replace(treaty, parties=tuple(self.actor(party, article) for party in treaty.parties))
        into = self.treaties.get(treaty.key())
        return treaties.rewrite(treaty, into) if into else treaty


def organization_key(thing: Actor | Organization) -> Key:
    """By what an organization is known from article to article: actors and records of one organization share it."""
    return (thing.iri,) if thing.iri else (thing.name, thing.country)
