"""Records → triples, by one table: which property of a record becomes which property in the graph.

The built graph answers questions by itself: whatever it uses of the ontology (labels, codes, broader concepts, stages)
is copied into it. No blank nodes, and an English ``rdfs:label`` for everything.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, NamedTuple

import pyoxigraph as ox

from kg import reasoning
from kg.addresses import Addresses
from kg.errors import OntologyError
from kg.ontology import ID, KG, OWL, RDF, RDFS, SKOS, Ontology, name_of
from kg.records import Actor, Article, Claim, Event, Evidence, Filler, Interval, Office, Person, Reading, Treaty

XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES: Mapping[str, str] = {"kg": KG, "id": ID, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}

# What the graph takes over of an ontology resource that it uses.
_SKOS_PARTS = ("prefLabel", "altLabel", "notation", "definition", "broader", "inScheme", "exactMatch")
_KG_PARTS = (
    "country countryOfDesign formerState inForceSince iso3166alpha2 iso3166alpha3 manufacturer officialName party rank "
    "signedOn sipriCategory treatyKind treatyStatus unRegisterCategory"
)
DESCRIPTION = {RDF + "type", RDFS + "label", *(SKOS + p for p in _SKOS_PARTS), *(KG + p for p in _KG_PARTS.split())}
# Of classes and properties a graph needs what answers print and follow, not their axioms.
TERM_DESCRIPTION = {RDFS + "label", RDFS + "subClassOf", SKOS + "notation"}

# A title that begins so is no longer held.
FORMER = ("former", "ex-", "late", "then-")

Term = ox.NamedNode | ox.Literal
Value = Term | str | bool | int | float


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
class Line:
    """The words of a claim that fill a role no actor fills."""

    claim: Claim
    role: str
    filler: Filler


@dataclass(frozen=True, slots=True)
class Account:
    """An event with what is computed of it from all claims about it."""

    event: Event
    stage: str  # the furthest that any claim affirms, "" where all deny
    disputed: bool
    publishers: int


@dataclass(frozen=True, slots=True)
class TreatyClaim:
    """What one article says of a treaty."""

    treaty: Treaty
    article: Article


# -------------------------------------------------------------------------------------------------------- terms


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def day(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=node(XSD + "date"))


def number(value: float) -> ox.Literal:
    """A count or a sum, as an integer where it is one: 11000, not 11000.0 or 1.1E4."""
    if float(value).is_integer():
        return ox.Literal(int(value))
    return ox.Literal(format(Decimal(repr(value)), "f"), datatype=node(XSD + "decimal"))


def to_term(value: Value) -> Term:
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    return number(value) if isinstance(value, float) else ox.Literal(value)


def some(value: Any, to: Callable[[Any], Value] = lambda v: v) -> list[Value]:
    """No value for nothing, one value otherwise."""
    return [] if value is None or value == "" else [to(value)]


# ---------------------------------------------------------------------------------------------------- the table


class Row(NamedTuple):
    """A property, and how its values are told from a record."""

    predicate: str
    values: Callable[[Any, Addresses], Iterable[Value]]


def _kind(name: str) -> Row:
    return Row(RDF + "type", lambda r, a: [node(KG + name)])


def _kinds(kind: str, a: Addresses) -> list[Value]:
    """A class and those above it, so that a query for organizations needs no inference to find a ministry."""
    classes = a.ontology.classes
    if kind not in classes:
        raise OntologyError(f"kg:{kind}: no class of the ontology; declare it there, or correct what names it")
    return [node(c.iri) for c in classes.values() if a.ontology.is_a(kind, c.name)]


def _label(text: Callable[[Any], str]) -> Row:
    return Row(RDFS + "label", lambda r, a: [english(text(r))])


def _dates(of: Callable[[Any], Interval | None]) -> tuple[Row, ...]:
    return (
        Row(KG + "dateStart", lambda r, a: some(of(r), lambda i: day(i.start))),
        Row(KG + "dateEnd", lambda r, a: some(of(r), lambda i: day(i.end))),
        Row(KG + "datePrecision", lambda r, a: some(of(r), lambda i: i.precision)),
        Row(KG + "dateLabel", lambda r, a: some(of(r), lambda i: i.label())),
    )


def _evidence(of: Callable[[Any], Iterable[Evidence]]) -> Row:
    return Row(KG + "evidence", lambda r, a: [node(a.evidence(e)) for e in of(r)])


def _quantity(of: str) -> Callable[[Line, Addresses], list[Value]]:
    return lambda r, a: some(getattr(r.filler.quantity, of) if r.filler.quantity else None)


def _participants(event: Event, a: Addresses) -> Iterator[tuple[str, str]]:
    for role, actor in event.participants:
        yield role, a.actor(actor)
    for role, concept, _ in event.things:
        if concept:
            yield role, a.concept(concept)


def _event_label(event: Event) -> str:
    roles: dict[str, list[str]] = defaultdict(list)
    for role, actor in event.participants:
        roles[role].append(actor.name or actor.office)
    for role, concept, designation in event.things:
        roles[role].append(concept or name_of(designation))
    return "; ".join(f"{role}: {' and '.join(names)}" for role, names in roles.items()) or event.kind


def _claim_label(claim: Claim) -> str:
    who = ", ".join(actor.name or actor.office for actor in claim.claimants) or "the article"
    return f"{who} {claim.stance} that it is {claim.stage} ({_event_label(claim.event)})"


ROWS: dict[type, tuple[Row, ...]] = {
    Article: (
        _kind("Article"),
        _label(lambda r: r.title or r.id),
        Row(SKOS + "notation", lambda r, a: [r.id]),
        Row(KG + "headline", lambda r, a: some(r.title)),
        Row(KG + "publisher", lambda r, a: some(r.publisher)),
        Row(KG + "published", lambda r, a: some(r.published, day)),
        Row(KG + "byline", lambda r, a: r.byline),
        Row(KG + "source", lambda r, a: [r.source]),
        Row(KG + "digest", lambda r, a: [r.digest]),
    ),
    Evidence: (
        _kind("Evidence"),
        _label(lambda r: f"{r.article}, characters {r.start} to {r.end}"),
        Row(KG + "article", lambda r, a: [node(a.article(r.article))]),
        Row(KG + "start", lambda r, a: [r.start]),
        Row(KG + "end", lambda r, a: [r.end]),
        Row(KG + "exact", lambda r, a: [r.quote]),
        Row(KG + "rule", lambda r, a: some(r.rule)),
        Row(KG + "argument", lambda r, a: some(r.role)),
    ),
    Named: (
        Row(RDF + "type", lambda r, a: _kinds(r.kind, a)),
        _label(lambda r: r.label),
        Row(SKOS + "altLabel", lambda r, a: map(english, r.aliases)),
        Row(KG + "country", lambda r, a: [node(iri) for iri in r.represents if a.is_country(iri)]),
        Row(KG + "speaksFor", lambda r, a: [node(iri) for iri in r.represents if not a.is_country(iri)]),
    ),
    Holding: (
        _kind("Office"),
        _label(lambda r: f"{r.title}{f' of {r.of.name}' if r.of else ''}: {r.holder.name}"),
        Row(KG + "holder", lambda r, a: [node(a.actor(Actor("Person", r.holder.name)))]),
        Row(KG + "title", lambda r, a: [r.title]),
        Row(KG + "officeOf", lambda r, a: some(r.of, lambda of: node(a.actor(of)))),
        Row(KG + "article", lambda r, a: [node(a.article(article.id)) for article in r.articles]),
        Row(KG + "knownOn", lambda r, a: [day(article.published) for article in r.articles if article.published]),
        _evidence(lambda r: r.evidence),
    ),
    Account: (
        Row(RDF + "type", lambda r, a: _kinds(r.event.kind, a)),
        _label(lambda r: _event_label(r.event)),
        Row(KG + "designation", lambda r, a: [node(iri) for _, _, iri in r.event.things if iri]),
        Row(KG + "status", lambda r, a: some(r.stage, lambda s: node(a.member("stage", s)))),
        Row(KG + "disputed", lambda r, a: [r.disputed]),
        Row(KG + "publisherCount", lambda r, a: [r.publishers]),
    ),
    Claim: (
        _kind("Claim"),
        _label(_claim_label),
        Row(KG + "about", lambda r, a: [node(a.event(r.event))]),
        Row(KG + "article", lambda r, a: [node(a.article(r.article))]),
        Row(KG + "stage", lambda r, a: [node(a.member("stage", r.stage))]),
        Row(KG + "stance", lambda r, a: [node(a.member("stance", r.stance))]),
        Row(KG + "certainty", lambda r, a: [node(a.member("certainty", r.certainty))]),
        Row(KG + "claimant", lambda r, a: [node(a.actor(who, r.article)) for who in r.claimants]),
        Row(KG + "line", lambda r, a: [node(a.line(r, role, filler)) for role, filler in r.fillers]),
        Row(KG + "amount", lambda r, a: some(r.value, lambda m: number(m.amount))),
        Row(KG + "currency", lambda r, a: some(r.value, lambda m: m.currency)),
        *_dates(lambda r: r.date),
        _evidence(lambda r: r.evidence),
    ),
    Line: (
        _kind("ItemLine"),
        _label(lambda r: r.filler.words or r.filler.concept),
        Row(KG + "fillsRole", lambda r, a: [node(a.role(r.role))]),
        Row(KG + "wordsUsed", lambda r, a: some(r.filler.words)),
        Row(KG + "category", lambda r, a: some(r.filler.concept, lambda c: node(a.concept(c)))),
        Row(KG + "designation", lambda r, a: some(r.filler.designation, node)),
        Row(KG + "origin", lambda r, a: some(r.filler.origin, lambda name: node(a.country(name)))),
        Row(KG + "quantity", _quantity("value")),
        Row(KG + "quantityLow", _quantity("low")),
        Row(KG + "quantityHigh", _quantity("high")),
        Row(KG + "qualifier", _quantity("qualifier")),
        Row(KG + "unit", _quantity("unit")),
    ),
    Treaty: (
        _kind("Treaty"),
        _label(lambda r: r.name),
        Row(SKOS + "altLabel", lambda r, a: [english(alias) for alias in r.aliases if alias != r.name]),
        Row(KG + "treatyKind", lambda r, a: some(r.kind)),
        Row(KG + "party", lambda r, a: [node(a.actor(party)) for party in r.parties]),
    ),
    TreatyClaim: (
        _kind("Claim"),
        _label(lambda r: f"{r.treaty.name}: {r.treaty.status} ({r.article.id})"),
        Row(KG + "about", lambda r, a: [node(a.treaty(r.treaty))]),
        Row(KG + "article", lambda r, a: [node(a.article(r.article.id))]),
        Row(KG + "stance", lambda r, a: [node(a.member("stance", "affirms"))]),
        Row(KG + "treatyStatus", lambda r, a: [node(a.member("treaty-status", r.treaty.status))]),
        *_dates(lambda r: r.treaty.date),
        _evidence(lambda r: r.treaty.evidence),
    ),
}


# ------------------------------------------------------------------------------------------------------- graphs


def graph(
    readings: Iterable[Reading], ontology: Ontology, *, base_iri: str = ID, infer: bool = False
) -> set[ox.Triple]:
    """Everything that was read, with what it uses of the ontology; with ``infer`` also what follows from it, marked so."""
    readings = tuple(readings)
    addresses = Addresses(ontology)
    triples = set(_state(readings, addresses))
    if infer:
        names = {str(t.subject)[1:-1]: _text(t) for t in triples if t.predicate.value == RDFS + "label"}
        found = reasoning.infer(triples, ontology)
        triples |= set(reasoning.to_triples(found, lambda iri: names.get(iri) or ontology.label(iri)))
    triples |= set(_describe(triples, ontology))
    return triples if base_iri == ID else {_rebase(triple, base_iri) for triple in triples}


def _state(readings: tuple[Reading, ...], a: Addresses) -> Iterator[ox.Triple]:
    def state(iri: str, record: object) -> Iterator[ox.Triple]:
        for row in ROWS[type(record)]:
            for value in row.values(record, a):
                yield ox.Triple(node(iri), node(row.predicate), to_term(value))

    for named in find_named(readings, a):
        yield from state(named.iri, named)
    for holding in find_holdings(readings, a):
        yield from state(holding.iri, holding)
    for treaty in find_treaties(readings, a):
        yield from state(a.treaty(treaty), treaty)
    for account in weigh(readings, a.ontology):
        iri = a.event(account.event)
        yield from state(iri, account)
        for role, filler in _participants(account.event, a):
            yield ox.Triple(node(iri), node(a.role(role)), node(filler))
    for reading in readings:
        article = reading.article
        yield from state(a.article(article.id), article)
        for mentioned in _mentions(reading, a):
            yield ox.Triple(node(a.article(article.id)), node(KG + "mentions"), node(mentioned))
        for treaty in reading.treaties:
            yield from state(a.treaty_claim(treaty, article.id), TreatyClaim(treaty, article))
        for claim in reading.claims:
            yield from state(a.claim(claim), claim)
            for role, filler_ in claim.fillers:
                yield from state(a.line(claim, role, filler_), Line(claim, role, filler_))
        for owner, evidence in _all_evidence(reading, a):
            yield from state(a.evidence(evidence), evidence)
            if owner:
                yield ox.Triple(node(owner), node(KG + "evidence"), node(a.evidence(evidence)))


def _mentions(reading: Reading, a: Addresses) -> Iterator[str]:
    for person in reading.people:
        yield a.actor(Actor("Person", person.name))
    for organization in reading.organizations:
        yield organization.iri or a.organization(organization.name, organization.country)
    for treaty in reading.treaties:
        yield a.treaty(treaty)
    for claim in reading.claims:
        for _, actor in claim.event.participants:
            if actor.kind == "Country":
                yield a.actor(actor)


def _all_evidence(reading: Reading, a: Addresses) -> Iterator[tuple[str, Evidence]]:
    """Evidence with whom it belongs to where the table does not say so: actors, which many articles describe."""
    for person in reading.people:
        yield from ((a.actor(Actor("Person", person.name)), e) for e in person.evidence)
        yield from (("", e) for office in person.offices for e in office.evidence)
    for organization in reading.organizations:
        iri = organization.iri or a.organization(organization.name, organization.country)
        yield from ((iri, e) for e in organization.evidence)
    for treaty in reading.treaties:
        yield from (("", e) for e in treaty.evidence)
    for claim in reading.claims:
        yield from (("", e) for e in claim.evidence)


@dataclass(slots=True)
class _Votes:
    """How the articles name one actor."""

    kinds: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    represents: Counter[str] = field(default_factory=Counter)
    offices: Counter[str] = field(default_factory=Counter)  # what the present offices of a person are in


def find_named(readings: Iterable[Reading], a: Addresses) -> list[Named]:
    """Every actor once: the ontology's kind and name where it knows the actor, otherwise what most records say."""
    votes: dict[str, _Votes] = defaultdict(_Votes)

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


def _elect(iri: str, entry: _Votes, a: Addresses) -> Named:
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
            claims[repr(claim.event.key())].append((claim, reading.article.publisher))
    accounts = []
    for key in sorted(claims):
        said = claims[key]
        stages = {claim.stage for claim, _ in said if claim.stance == "affirms"}
        furthest = max(sorted(stages), key=lambda s: ontology.stages[s].rank if s in ontology.stages else 0, default="")
        disputed = any(claim.stance == "denies" for claim, _ in said)
        # The same event from several readings may list its parties in another order.
        event = min((claim.event for claim, _ in said), key=repr)
        accounts.append(Account(event, furthest, disputed, len({publisher for _, publisher in said})))
    return accounts


def _describe(triples: set[ox.Triple], ontology: Ontology) -> Iterator[ox.Triple]:
    """What the ontology says of everything that the triples use, and of what that leads to."""
    known: dict[str, list[ox.Triple]] = defaultdict(list)
    for triple in ontology.quads:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
            known[triple.subject.value].append(triple)
    labelled = {name for t in triples if t.predicate.value == RDFS + "label" for name in _names_in(t)[:1]}
    todo = [iri for t in triples for iri in _names_in(t)]
    seen: set[str] = set()
    while todo:
        iri = todo.pop()
        if iri in seen:
            continue
        seen.add(iri)
        described = list(_describe_one(known[iri], labelled=iri in labelled))
        yield from described
        for triple in described:
            todo.extend(_names_in(triple))


def _describe_one(said: list[ox.Triple], *, labelled: bool) -> Iterator[ox.Triple]:
    kinds = {t.object.value for t in said if t.predicate.value == RDF + "type" and isinstance(t.object, ox.NamedNode)}
    # Classes and properties are typed by OWL and RDFS; whatever has a class of ours or of an extension is a thing.
    is_thing = any(not kind.startswith((OWL, RDFS, RDF)) for kind in kinds - {KG + "ParticipantRole"})
    taken = [t for t in said if t.predicate.value in (DESCRIPTION if is_thing else TERM_DESCRIPTION)]
    labels = [t for t in taken if t.predicate.value == RDFS + "label"] or [
        t for t in taken if t.predicate.value == SKOS + "prefLabel"
    ]
    for triple in labels:
        # One label in English for each node; those in other languages are alternatives.
        if isinstance(triple.object, ox.Literal) and triple.object.language not in ("en", None):
            yield ox.Triple(triple.subject, node(SKOS + "altLabel"), triple.object)
        elif not labelled:
            yield ox.Triple(triple.subject, node(RDFS + "label"), english(_text(triple)))
            labelled = True
    yield from (t for t in taken if t.predicate.value != RDFS + "label")


def _text(triple: ox.Triple) -> str:
    return triple.object.value if isinstance(triple.object, ox.Literal) else ""


def _names_in(triple: ox.Triple) -> list[str]:
    return [n.value for n in (triple.subject, triple.predicate, triple.object) if isinstance(n, ox.NamedNode)]


def _rebase(triple: ox.Triple, base: str) -> ox.Triple:
    def move(term: Any) -> Any:
        moved = isinstance(term, ox.NamedNode) and term.value.startswith(ID)
        return node(base + term.value.removeprefix(ID)) if moved else term

    return ox.Triple(move(triple.subject), triple.predicate, move(triple.object))
