"""Which events of all articles are one: the same flow told with more or fewer words.

Two events of one class are one where

1. the supplier and the recipient are the same, or one names a company or a body of state and the other its country;
2. the goods are of one category. Where one names a type of weapon and the other none, or a wider one, a count must agree
   or one article tell both: its "jets" are the F-16s of its other sentences, those of another article may be any;
3. no goods named and "weapons" are alike, but neither is ever joined to a kind of arms: both may be true of other goods;
4. what else takes part (an intermediary, an end user) is not contradicted;
5. no more than ``APART`` years lie between what the claims date.

How far it has got and how many pieces are told is no difference: these are claims about the one event. Where the wider of
two events fits several, it stays by itself.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.addresses import Addresses, digest
from kg.linking.blocks import pairs
from kg.linking.clusters import Tie
from kg.ontology import Ontology
from kg.records import Actor, Claim, Event, Key

# Deliveries of one order run for years; what lies further apart is another order.
APART = 5
# Whose transfers are also told as those of the country.
OF_COUNTRIES = ("Company", "GovernmentBody", "MilitaryForce")
VAGUE = "unspecified"
SIDES = ("supplier", "recipient")


# An event as the articles tell it: the digest of its key; the article where the event is told apart from that of others, ""
# otherwise; and the first year of the period where the events of one key lie far apart, 0 otherwise.
Told = tuple[str, str, int]


@dataclass(slots=True)
class Known:
    """One event as some articles tell it, with the years and counts that their claims give."""

    event: Event
    name: str
    years: set[int] = field(default_factory=set)
    counts: set[float] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Occasions:
    """Which events of one key are told apart: by article, and by the first years of periods that lie far apart."""

    articles: frozenset[tuple[str, str]] = frozenset()
    periods: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    def of(self, claim: Claim, published: str) -> Told:
        """The event that a claim is about; one without a date goes by the article's, without either to the last period."""
        key = digest(claim.event.key())
        article = claim.article if (key, claim.article) in self.articles else ""
        starts = self.periods.get(key, ())
        day = claim.date.start if claim.date else published
        begun = [start for start in starts if not day or start <= int(day[:4])]
        return key, article, (begun or starts or (0,))[0 if not begun else -1]


def find_occasions(articles: Iterable[Iterable[Claim]]) -> Occasions:
    """The claims of each article → which events of one key are to be told apart."""
    apart: set[tuple[str, str]] = set()
    years: dict[str, set[int]] = defaultdict(set)
    for claims in articles:
        typed: set[Key] = set()
        untyped: dict[Key, tuple[str, str]] = {}
        for claim in claims:
            event, key = claim.event, digest(claim.event.key())
            if claim.date:
                years[key].add(int(claim.date.start[:4]))
            flow = replace(event, things=tuple((r, c, "") for r, c, _ in event.things)).key()
            if any(iri for _, _, iri in event.things):
                typed.add(flow)
            else:
                untyped[flow] = (key, claim.article)
        apart.update(told for flow, told in untyped.items() if flow in typed)
    periods = {key: starts for key, found in years.items() if len(starts := _periods(sorted(found))) > 1}
    return Occasions(frozenset(apart), periods)


def _periods(years: list[int]) -> tuple[int, ...]:
    """The first years of periods between which nothing is dated for more than APART years."""
    return tuple(years[:1]) + tuple(year for before, year in itertools.pairwise(years) if year - before > APART)


def name_of(event: Event) -> str:
    """How a decision names an event: "North Korea to Russia: ammunition"."""
    sides = [", ".join(sorted(actor.name or actor.office for actor in event.actors(side))) for side in SIDES]
    others = sorted(f"{role} {actor.name or actor.office}" for role, actor in event.participants if role not in SIDES)
    parties = " to ".join(side or "not named" for side in sides) if any(sides) else ""
    things = sorted(iri.rsplit("/", 1)[-1] or concept for _, concept, iri in event.things)
    whom = ", ".join(filter(None, (parties, *others)))
    kind = "" if event.kind == "ArmsTransfer" else f"{event.kind}, "
    return f"{kind}{whom}: {', '.join(things)}" if things else f"{kind}{whom}"


def learn(known: dict[str, Known], told: Told, claim: Claim, a: Addresses) -> str:
    """Add what one claim tells to what is known of its event, and give the event's address."""
    _, article, since = told
    key = a.event(claim.event) + (f"/{article}" if article else "") + (f"/{since}" if since else "")
    name = name_of(claim.event) + (f", in {article}" if article else "") + (f", since {since}" if since else "")
    entry = known.setdefault(key, Known(claim.event, name))
    entry.event = min(entry.event, claim.event, key=repr)
    entry.articles.add(claim.article)
    entry.counts |= {f.quantity.value for _, f in claim.fillers if f.quantity and f.quantity.value}
    if claim.date:
        entry.years.add(int(claim.date.start[:4]))
    return key


def ties(known: Mapping[str, Known], ontology: Ontology) -> list[Tie]:
    """Every pair that may be one, with its score."""
    blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in sorted(known):
        event = known[key].event
        if all(event.actors(side) for side in SIDES):
            goods = tuple(sorted({(role, concept) for role, concept, _ in event.things if concept != VAGUE}))
            blocks[event.kind, goods, *(tuple(_countries(event, side)) for side in SIDES)].append(key)
    found = []
    for block in blocks.values():
        for one, other in pairs(block, lambda key: known[key].name):
            tie = _compare(one, other, known, ontology)
            if tie:
                found.append(tie)
    return found


def _countries(event: Event, side: str) -> list[str]:
    """Those on one side, each by the country that it is also told as."""
    return sorted(_wide(actor) for actor in event.actors(side))


def _wide(actor: Actor) -> str:
    of_country = actor.kind in OF_COUNTRIES and actor.country
    return actor.country if of_country else actor.name or actor.office


def _compare(one: str, other: str, known: Mapping[str, Known], ontology: Ontology) -> Tie | None:
    a, b = known[one], known[other]
    if a.event.key() == b.event.key():
        return None  # told apart on purpose; what finds no type of its own article stays with the others by its key
    if _years_apart(a, b) > APART:
        return None
    order, reasons = [], ["the same parties"]
    for side in SIDES:
        mine, yours = ({x.key() for x in event.actors(side)} for event in (a.event, b.event))
        if mine != yours:
            wider = _wider_side(a.event.actors(side), b.event.actors(side))
            if wider is None:
                return None
            order.append(wider)
            reasons[0] = "the same parties, a body and its country"
    things = _wider_things(a.event, b.event, ontology)
    others = _wider_set(_others(a.event), _others(b.event))
    if things is None or others is None:
        return None
    order += [things, others]
    if {1, -1} <= set(order):
        return None  # each tells something that the other does not
    if things and a.articles.isdisjoint(b.articles) and a.counts.isdisjoint(b.counts):
        return None
    short = one if sum(order) < 0 else other if sum(order) > 0 else ""
    reasons.append("the same goods" if not things else "the same kind of goods")
    return Tie(one, other, 0.9 if short else 0.95, " and ".join(reasons), short)


def _years_apart(a: Known, b: Known) -> int:
    if not a.years or not b.years:
        return 0
    return max(min(a.years) - max(b.years), min(b.years) - max(a.years), 0)


def _wider_side(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> int | None:
    """-1 where the first names only countries whose bodies the second names, 1 the other way; None for neither."""
    if all(actor.kind == "Country" for actor in a):
        return -1
    return 1 if all(actor.kind == "Country" for actor in b) else None


def _others(event: Event) -> set[tuple[object, ...]]:
    return {(role, *actor.key()) for role, actor in event.participants if role not in SIDES}


def _wider_set(a: set[tuple[object, ...]], b: set[tuple[object, ...]]) -> int | None:
    return 0 if a == b else -1 if a < b else 1 if b < a else None


def _wider_things(a: Event, b: Event, ontology: Ontology) -> int | None:
    """The same for what is transferred: nothing said is wider than a type, and a type than its variants."""
    mine, yours = ({iri for _, _, iri in event.things if iri} for event in (a, b))
    if mine == yours:
        return 0
    if not mine or all(any(_above(x, y, ontology) for x in mine) for y in yours) and yours:
        return -1
    if not yours or all(any(_above(x, y, ontology) for x in yours) for y in mine):
        return 1
    return None


def _above(wide: str, narrow: str, ontology: Ontology) -> bool:
    """Whether a concept is the other or stands above it."""
    seen: set[str] = set()
    while narrow and narrow not in seen:
        if narrow == wide:
            return True
        seen.add(narrow)
        narrow = ontology.concepts[narrow].broader if narrow in ontology.concepts else ""
    return False


def unite(events: Iterable[Event], ontology: Ontology) -> Event:
    """One event that names on each side those whom the events name most closely, and what they name of the goods."""
    events = sorted(events, key=repr)
    sides: dict[str, dict[object, Actor]] = defaultdict(dict)
    for event in events:
        for role, actor in event.participants:
            sides[role][actor.key()] = actor
    participants = []
    for role in sorted(sides):
        bodies = {actor.country for actor in sides[role].values() if actor.kind in OF_COUNTRIES}
        for _, actor in sorted(sides[role].items(), key=lambda entry: repr(entry[0])):
            if not (actor.kind == "Country" and actor.name in bodies and role in SIDES):
                participants.append((role, actor))
    things = {thing for event in events for thing in event.things}
    # Where a type is named, its kind says no more, nor does the family that it is of.
    narrow = {(role, concept) for role, concept, iri in things if iri}
    above = {x[2] for x in things for y in things if x[2] != y[2] and x[2] and _above(x[2], y[2], ontology)}
    kept = tuple(sorted(t for t in things if t[2] not in above and (t[2] or (t[0], t[1]) not in narrow)))
    return replace(events[0], participants=tuple(participants), things=kept)
