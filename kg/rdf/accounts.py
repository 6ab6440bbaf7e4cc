"""Brings together what all articles say of one actor, office, treaty or event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.addresses import Addresses
from kg.records import Actor, Article, Claim, Event, Interval, Key, Person, Reading, Treaty

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
    """An office with its holder, as all articles together know it."""

    iri: str
    title: str
    of: Actor | None
    holder: str


@dataclass(frozen=True, slots=True)
class Account:
    """An event with what is computed of it from all claims about it."""

    event: Event
    stage: str  # the furthest that any claim affirms, "" where all deny
    disputed: bool
    publishers: int  # that are independent: copies of one text count once, an unknown publisher not at all
    history: tuple[
        str, ...
    ] = ()  # addresses of the claims that affirm each stage for the earliest day, in order of day
    date: Interval | None = None  # when it came to its stage, as the claims of that stage tell


@dataclass(slots=True)
class Votes:
    """How the articles name one actor."""

    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    represents: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)  # what the present offices of a person are in


@dataclass(slots=True)
class Titles:
    """How the articles write one office of one person."""

    of: Actor | None
    holder: str
    titles: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Forms:
    """How the articles name one treaty that the ontology does not describe."""

    first: Treaty
    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    time: Interval | None = None  # in which all dates that articles give lie


@dataclass(slots=True)
class Weight:
    """What the claims about one event come to."""

    event: Event
    stage: str = ""
    disputed: bool = False
    origins: set[str] = field(default_factory=set)
    first: dict[str, tuple[str, str]] = field(default_factory=dict)  # stage → earliest day, and the claim that tells it
    times: dict[str, Interval] = field(default_factory=dict)  # stage → the time in which all dates of its claims lie


class Accounts:
    """What all articles together say of each actor, office, treaty and event: as much memory as there are of these.

    Articles are added one by one, in order of their names where the result is not to depend on the order.
    """

    def __init__(self, a: Addresses) -> None:
        self.a = a
        self._votes: dict[str, Votes] = defaultdict(Votes)
        self._titles: dict[str, Titles] = {}
        self._forms: dict[str, Forms] = {}
        self._weights: dict[str, Weight] = {}
        self._people: set[Key] = set()
        self._organizations: set[Key] = set()
        self._treaties: set[Key] = set()
        self._articles = self._claims = 0
        self._lacking: Counter[str] = Counter()

    def add(self, reading: Reading) -> None:
        """Take what one article says."""
        self._articles += 1
        self._claims += len(reading.claims)
        told = {"headline": reading.article.title, "publisher": reading.article.publisher, "day": reading.article.published}
        self._lacking.update(what for what, text in told.items() if not text)
        self._people.update(person.key() for person in reading.people)
        self._organizations.update(organization.key() for organization in reading.organizations)
        self._treaties.update(treaty.key() for treaty in reading.treaties)
        for person in reading.people:
            self._add_person(person)
        for organization in reading.organizations:
            # The reader of organizations looks at the name itself, so its word on the kind weighs more.
            actor = Actor(organization.kind, organization.name, organization.iri, organization.country)
            self._vote(actor, aliases=organization.aliases, weight=10)
        for treaty in reading.treaties:
            self._add_treaty(treaty)
        for claim in reading.claims:
            for _, actor in claim.event.participants:
                self._vote(actor)
            for actor in claim.claimants:
                self._vote(actor, claim.article)
            self._weigh(claim, reading.article)

    def counts(self) -> dict[str, int]:
        """How many things the graph holds."""
        return {
            "articles": self._articles,
            "people": len(self._people),
            "organizations": len(self._organizations),
            "treaties": len(self._treaties),
            "transfers": len(self._weights),
            "claims": self._claims,
        }

    def lacking(self) -> dict[str, int]:
        """How many articles have no headline, no publisher, no day; only what any of them lacks."""
        return dict(sorted(self._lacking.items()))

    def _vote(self, actor: Actor, article: str = "", aliases: Iterable[str] = (), weight: int = 1) -> None:
        votes, a = self._votes, self.a
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

    def _add_person(self, person: Person) -> None:
        actor = Actor("Person", person.name)
        self._vote(actor, aliases=person.aliases)
        for office in person.offices:
            iri = self.a.office(office, person)
            self._titles.setdefault(iri, Titles(office.of, person.name)).titles[office.title] += 1
            if office.of:
                self._vote(office.of)
                if not office.title.lower().startswith(FORMER):
                    self._votes[self.a.actor(actor)].offices[self.a.actor(office.of)] += 1

    def _add_treaty(self, treaty: Treaty) -> None:
        for party in treaty.parties:
            self._vote(party)
        if treaty.iri in self.a.ontology.treaties:
            return
        entry = self._forms.setdefault(self.a.treaty(treaty), Forms(treaty))
        entry.names[treaty.name] += 1
        entry.aliases.update((treaty.name, *treaty.aliases))
        if treaty.kind:
            entry.kinds[treaty.kind] += 1
        if treaty.date:
            entry.time = span(treaty.date, entry.time or treaty.date)

    def _weigh(self, claim: Claim, article: Article) -> None:
        entry = self._weights.setdefault(self.a.event(claim.event), Weight(claim.event))
        # The same event from several readings may list its parties in another order.
        if claim.event != entry.event:
            entry.event = min(claim.event, entry.event, key=repr)
        if claim.stance == "denies":
            entry.disputed = True
        elif claim.stance == "affirms":
            entry.stage = max(entry.stage, claim.stage, key=self._rank)
            # A claim without a date of its own is of its article's day.
            day = claim.date.start if claim.date else article.published
            if day:
                told = (day, self.a.claim(claim))
                entry.first[claim.stage] = min(told, entry.first.get(claim.stage, told))
            if claim.date:
                entry.times[claim.stage] = span(claim.date, entry.times.get(claim.stage, claim.date))
        if article.origin:
            entry.origins.add(article.origin)

    def _rank(self, stage: str) -> tuple[bool, int, str]:
        stages = self.a.ontology.stages
        return stage != "", stages[stage].rank if stage in stages else 0, stage

    def named(self) -> Iterator[Named]:
        """Every actor once: the ontology's kind and name where it knows the actor, otherwise what most records say."""
        return (_elect(iri, votes, self.a) for iri, votes in self._votes.items())

    def holdings(self) -> Iterator[Holding]:
        """Every office of every person once; its title as most articles write it."""
        return (Holding(iri, _most(entry.titles), entry.of, entry.holder) for iri, entry in self._titles.items())

    def treaties(self) -> Iterator[Treaty]:
        """Every treaty once that the ontology does not describe."""
        for iri, entry in self._forms.items():
            name = _most(entry.names)
            aliases = tuple(sorted(entry.aliases - {name}))
            yield replace(entry.first, name=name, kind=_most(entry.kinds), aliases=aliases, iri=iri, date=entry.time)

    def accounts(self) -> Iterator[Account]:
        """Each event once, with what all claims about it come to."""
        for e in self._weights.values():
            history = tuple(claim for _, claim in sorted(e.first.values()))
            yield Account(e.event, e.stage, e.disputed, len(e.origins), history, e.times.get(e.stage))


def span(one: Interval, other: Interval) -> Interval:
    """The time that both lie in: one of them with its precision, or else a range."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    alike = [time.precision for time in (one, other) if (time.start, time.end) == (start, end)]
    return Interval(start, end, min(alike) if alike else "range")


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


def _most(texts: Counter[str]) -> str:
    """The most frequent of several spellings, the first in order of letters among equals."""
    return min(texts, key=lambda text: (-texts[text], text), default="")
