"""Brings together what all articles say of one actor, office, treaty or event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.addresses import Addresses
from kg.ontology import Ontology
from kg.records import Actor, Article, Claim, Event, Evidence, Office, Person, Reading, Treaty

# A title that begins so is no longer held.
FORMER = ("former", "ex-", "late", "then-")


@dataclass(frozen=True, slots=True)
class Named:
    """An actor as all articles together know it."""

    iri: str
    kind: str
    label: str
    aliases: tuple[str, ...] = ()
    represents: tuple[str, ...] = ()  # IRIs of the country or organization it belongs to or speaks for


@dataclass(frozen=True, slots=True)
class Holding:
    """An office with its holder, and the articles that give it."""

    iri: str
    title: str
    of: Actor | None
    holder: Person
    articles: tuple[Article, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An event with what is computed of it from all claims about it."""

    event: Event
    stage: str  # the furthest that any claim affirms, "" where all deny
    disputed: bool
    publishers: int  # that are independent: copies of one text count once, an unknown publisher not at all


@dataclass(slots=True)
class Votes:
    """How the articles name one actor."""

    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    represents: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)  # what the present offices of a person are in


def find_named(readings: Iterable[Reading], a: Addresses) -> list[Named]:
    """Every actor once: the ontology's kind and name where it knows the actor, otherwise what most records say."""
    votes: dict[str, Votes] = defaultdict(Votes)

    def vote(actor: Actor, article: str = "", aliases: Iterable[str] = (), weight: int = 1) -> None:
        entry = votes[a.actor(actor, article)]
        entry.kinds[actor.kind] += weight
        entry.names[actor.name or actor.office] += weight
        entry.aliases.update(aliases)
        if actor.country and actor.kind != "Country" and actor.country != actor.name:
            represented = a.represented(actor.country)
            entry.represents[represented] += 1
            if represented not in a.ontology.actors:
                votes[represented].kinds["Country"] += 1
                votes[represented].names[actor.country] += 1

    for reading in readings:
        for person in reading.people:
            vote(Actor("Person", person.name), aliases=person.aliases)
            for office in person.offices:
                if office.of:
                    vote(office.of)
                    if not office.title.lower().startswith(FORMER):
                        votes[a.actor(Actor("Person", person.name))].offices[a.actor(office.of)] += 1
        for organization in reading.organizations:
            # The reader of organizations looks at the name itself, so its word on the kind weighs more.
            actor = Actor(organization.kind, organization.name, organization.iri, organization.country)
            vote(actor, aliases=organization.aliases, weight=10)
        for treaty in reading.treaties:
            for party in treaty.parties:
                vote(party)
        for claim in reading.claims:
            for _, actor in claim.event.participants:
                vote(actor)
            for actor in claim.claimants:
                vote(actor, claim.article)
    return [_elect(iri, votes[iri], a) for iri in sorted(votes)]


def _elect(iri: str, entry: Votes, a: Addresses) -> Named:
    known = a.ontology.actors.get(iri)
    kind = known.kind if known else min(entry.kinds, key=lambda k: (-entry.kinds[k], k))
    label = known.name if known else min(entry.names, key=lambda n: (-entry.names[n], n))
    aliases = tuple(sorted((set(entry.names) | entry.aliases) - {label}))
    # What the ontology knows of an actor's country is not to be outvoted by a reading. A person who has held offices in
    # several bodies speaks for the one that most articles name.
    bodies = entry.represents or entry.offices
    represents = () if known or kind == "Country" or not bodies else (min(bodies, key=lambda b: (-bodies[b], b)),)
    return Named(iri, kind, label, aliases, represents)


def find_holdings(readings: Iterable[Reading], a: Addresses) -> list[Holding]:
    """Every office of every person once; its title as most articles write it."""
    groups: dict[str, list[tuple[Office, Person, Article]]] = defaultdict(list)
    for reading in readings:
        for person in reading.people:
            for office in person.offices:
                groups[a.office(office, person)].append((office, person, reading.article))
    found = []
    for iri in sorted(groups):
        entries = groups[iri]
        articles = {article.id: article for _, _, article in entries}
        evidence = {e.key(): e for office, _, _ in entries for e in office.evidence}
        title = _most([office.title for office, _, _ in entries])
        of, holder = entries[0][0].of, entries[0][1]
        found.append(Holding(iri, title, of, holder, tuple(articles.values()), tuple(evidence.values())))
    return found


def find_treaties(readings: Iterable[Reading], a: Addresses) -> list[Treaty]:
    """Every treaty once that the ontology does not describe."""
    groups: dict[str, list[Treaty]] = defaultdict(list)
    for reading in readings:
        for treaty in reading.treaties:
            if treaty.iri not in a.ontology.treaties:
                groups[a.treaty(treaty)].append(treaty)
    found = []
    for iri in sorted(groups):
        entries = groups[iri]
        name = _most([treaty.name for treaty in entries])
        aliases = {form for treaty in entries for form in (treaty.name, *treaty.aliases)} - {name}
        kind = _most([treaty.kind for treaty in entries if treaty.kind])
        found.append(replace(entries[0], name=name, kind=kind, aliases=tuple(sorted(aliases)), iri=iri))
    return found


def _most(texts: list[str]) -> str:
    """The most frequent of several spellings, the first in order of letters among equals."""
    return min(texts, key=lambda text: (-texts.count(text), text), default="")


def weigh(readings: Iterable[Reading], ontology: Ontology) -> list[Account]:
    """Each event once, with what all claims about it come to."""
    claims: dict[str, list[tuple[Claim, str]]] = defaultdict(list)
    for reading in readings:
        for claim in reading.claims:
            claims[repr(claim.event.key())].append((claim, reading.article.origin))
    accounts = []
    for key in sorted(claims):
        said = claims[key]
        stages = {claim.stage for claim, _ in said if claim.stance == "affirms"}
        furthest = max(sorted(stages), key=lambda s: ontology.stages[s].rank if s in ontology.stages else 0, default="")
        disputed = any(claim.stance == "denies" for claim, _ in said)
        # The same event from several readings may list its parties in another order.
        event = min((claim.event for claim, _ in said), key=repr)
        accounts.append(Account(event, furthest, disputed, len({origin for _, origin in said if origin})))
    return accounts
