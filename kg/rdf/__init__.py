"""Records → triples, by one table: which property of a record becomes which property in the graph.

The built graph answers questions by itself: whatever it uses of the ontology (labels, codes, broader concepts, stages)
is copied into it. No blank nodes, and an English ``rdfs:label`` for everything.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg import reasoning
from kg.addresses import Addresses
from kg.linking import Decision
from kg.ontology import ID, KG, RDF, RDFS, SKOS, Ontology
from kg.rdf.accounts import Accounts
from kg.rdf.descriptions import Descriptions
from kg.rdf.table import ROWS, Known, Line, Naming, TreatyClaim, find_participants
from kg.rdf.terms import XSD, names_in, node, to_term
from kg.rdf.writing import FORMATS, find_format, write
from kg.records import Actor, Evidence, Reading

__all__ = ["FORMATS", "PREFIXES", "find_format", "graph", "tell", "write"]

PREFIXES: Mapping[str, str] = {"kg": KG, "id": ID, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}
MENTIONS, EVIDENCE = node(KG + "mentions"), node(KG + "evidence")
DEFAULT = ox.DefaultGraph()
_property = functools.cache(node)  # there are some dozens

Graph = ox.NamedNode | ox.DefaultGraph


def graph(
    readings: Iterable[Reading],
    ontology: Ontology,
    *,
    decisions: Iterable[Decision] = (),
    base_iri: str = ID,
    infer: bool = False,
) -> set[ox.Triple]:
    """The statements of a graph that fits into memory."""
    accounts = Accounts(Addresses(ontology))
    return {quad.triple for quad in tell(readings, accounts, decisions=decisions, base_iri=base_iri, infer=infer)}


def tell(
    readings: Iterable[Reading],
    accounts: Accounts,
    *,
    decisions: Iterable[Decision] = (),
    base_iri: str = ID,
    infer: bool = False,
) -> Iterator[ox.Quad]:
    """Everything that was read, with what it uses of the ontology; with ``infer`` also what follows from it, marked so.

    What an article says is in the graph of its address, what all articles together come to in the default graph. A statement
    may come several times. ``accounts`` takes the readings one by one, so that none is kept; ``infer`` keeps links and labels.
    ``decisions`` are those by which the readings were linked: the graph tells them of what they are about.
    """
    ontology = accounts.a.ontology
    descriptions, inferences = Descriptions(ontology), Inferences(ontology) if infer else None
    for quad in to_quads(readings, accounts, decisions):
        descriptions.see(quad)
        if inferences:
            inferences.see(quad)
        yield _rebase(quad, base_iri)
    for triple in inferences.tell() if inferences else ():
        descriptions.see(triple)
        yield _rebase(ox.Quad(*triple), base_iri)
    for triple in descriptions.tell():
        yield _rebase(ox.Quad(*triple), base_iri)


def to_quads(readings: Iterable[Reading], accounts: Accounts, decisions: Iterable[Decision]) -> Iterator[ox.Quad]:
    for reading in readings:
        accounts.add(reading)
        yield from tell_article(reading, accounts.a)
    yield from tell_together(accounts, decisions)


def state(iri: str, record: object, a: Addresses, graph: Graph = DEFAULT) -> Iterator[ox.Quad]:
    """What the table says of one record."""
    subject = node(iri)
    for row in ROWS[type(record)]:
        predicate = _property(row.predicate)
        for value in row.values(record, a):
            yield ox.Quad(subject, predicate, to_term(value), graph)


def tell_article(reading: Reading, a: Addresses) -> Iterator[ox.Quad]:
    """What one article says, and about what, in the graph of its address."""
    article = reading.article
    source = node(a.article(article.id))
    yield from state(source.value, article, a, source)
    for mentioned in find_mentioned(reading, a):
        yield ox.Quad(source, MENTIONS, node(mentioned), source)
    for naming in find_namings(reading, a):
        yield from state(a.naming(naming.named, naming.article), naming, a, source)
    for person in reading.people:
        for office in person.offices:
            yield from state(a.office(office, person), Known(article, office.evidence), a, source)
    for treaty in reading.treaties:
        yield from state(a.treaty_claim(treaty, article.id), TreatyClaim(treaty, article), a, source)
    for claim in reading.claims:
        yield from state(a.claim(claim), claim, a, source)
        for role, filler_ in claim.fillers:
            yield from state(a.line(claim, role, filler_), Line(claim, role, filler_), a, source)
    for owner, evidence in find_evidence(reading, a):
        shown = a.evidence(evidence)
        yield from state(shown, evidence, a, source)
        if owner:
            yield ox.Quad(node(owner), EVIDENCE, node(shown), source)


def tell_together(accounts: Accounts, decisions: Iterable[Decision]) -> Iterator[ox.Quad]:
    """What all articles together come to."""
    a = accounts.a
    for named in accounts.named():
        yield from state(named.iri, named, a)
    for holding in accounts.holdings():
        yield from state(holding.iri, holding, a)
    for treaty in accounts.treaties():
        yield from state(a.treaty(treaty), treaty, a)
    for account in accounts.accounts():
        iri = a.event(account.event)
        yield from state(iri, account, a)
        for role, filler in find_participants(account.event, a):
            yield ox.Quad(node(iri), node(a.role(role)), node(filler))
    for decision in decisions:
        if decision.about:
            yield from state(a.decision(decision.kind, decision.a, decision.b), decision, a)


def find_mentioned(reading: Reading, a: Addresses) -> Iterator[str]:
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


def find_namings(reading: Reading, a: Addresses) -> Iterator[Naming]:
    """The names that an article uses where the articles together have others."""
    article = reading.article.id
    for person in reading.people:
        if person.told:
            yield Naming(person.told, a.actor(Actor("Person", person.name)), article)
    for organization in reading.organizations:
        if organization.told:
            yield Naming(
                organization.told, organization.iri or a.organization(organization.name, organization.country), article
            )
    for treaty in reading.treaties:
        if treaty.told:
            yield Naming(treaty.told, a.treaty(treaty), article)


def find_evidence(reading: Reading, a: Addresses) -> Iterator[tuple[str, Evidence]]:
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


class Inferences:
    """Tells what follows from statements: as much memory as there are links that an axiom speaks of, and labels."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._properties = reasoning.find_properties(ontology)
        self._known = {t.subject.value for t in ontology.quads if isinstance(t.subject, ox.NamedNode)}
        self._links: set[ox.Triple] = set()
        self._names: dict[str, str] = {}

    def see(self, quad: ox.Quad) -> None:
        """Take note of a statement."""
        if isinstance(quad.object, ox.Literal):
            if quad.predicate.value == RDFS + "label":
                self._names[names_in(quad)[0]] = quad.object.value
            return
        new = self._known.intersection(names_in(quad))
        if new or quad.predicate.value in self._properties:
            self._links.add(quad.triple)
            self._known -= new  # that something is spoken of at all needs to be told once

    def tell(self) -> Iterator[ox.Triple]:
        """What follows."""
        found = reasoning.infer(self._links, self._ontology)
        return reasoning.to_triples(found, lambda iri: self._names.get(iri) or self._ontology.label(iri))


def _rebase(quad: ox.Quad, base: str) -> ox.Quad:
    def move(term: Any) -> Any:
        moved = isinstance(term, ox.NamedNode) and term.value.startswith(ID)
        return node(base + term.value.removeprefix(ID)) if moved else term

    return quad if base == ID else ox.Quad(*map(move, (quad.subject, quad.predicate, quad.object, quad.graph_name)))
