"""Records → triples, by one table: which property of a record becomes which property in the graph.

The built graph answers questions by itself: whatever it uses of the ontology (labels, codes, broader concepts, stages)
is copied into it. No blank nodes, and an English ``rdfs:label`` for everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from kg import reasoning
from kg.addresses import Addresses
from kg.linking import Decision
from kg.ontology import ID, KG, RDF, RDFS, SKOS, Ontology
from kg.rdf.accounts import find_holdings, find_named, find_treaties, weigh
from kg.rdf.descriptions import describe
from kg.rdf.table import ROWS, Line, Naming, TreatyClaim, find_participants
from kg.rdf.terms import XSD, node, text_of, to_term
from kg.records import Actor, Evidence, Reading

PREFIXES: Mapping[str, str] = {"kg": KG, "id": ID, "rdf": RDF, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}


def graph(
    readings: Iterable[Reading],
    ontology: Ontology,
    *,
    decisions: Iterable[Decision] = (),
    base_iri: str = ID,
    infer: bool = False,
) -> set[ox.Triple]:
    """Everything that was read, with what it uses of the ontology; with ``infer`` also what follows from it, marked so.

    ``decisions`` are those by which the readings were linked: the graph tells them of what they are about.
    """
    readings = tuple(readings)
    addresses = Addresses(ontology)
    triples = set(to_triples(readings, addresses))
    for decision in decisions:
        if decision.about:
            triples |= set(state(addresses.decision(decision.kind, decision.a, decision.b), decision, addresses))
    if infer:
        names = {str(t.subject)[1:-1]: text_of(t) for t in triples if t.predicate.value == RDFS + "label"}
        found = reasoning.infer(triples, ontology)
        triples |= set(reasoning.to_triples(found, lambda iri: names.get(iri) or ontology.label(iri)))
    triples |= set(describe(triples, ontology))
    return triples if base_iri == ID else {_rebase(triple, base_iri) for triple in triples}


def state(iri: str, record: object, a: Addresses) -> Iterator[ox.Triple]:
    """What the table says of one record."""
    for row in ROWS[type(record)]:
        for value in row.values(record, a):
            yield ox.Triple(node(iri), node(row.predicate), to_term(value))


def to_triples(readings: tuple[Reading, ...], a: Addresses) -> Iterator[ox.Triple]:
    for named in find_named(readings, a):
        yield from state(named.iri, named, a)
    for holding in find_holdings(readings, a):
        yield from state(holding.iri, holding, a)
    for treaty in find_treaties(readings, a):
        yield from state(a.treaty(treaty), treaty, a)
    for account in weigh(readings, a.ontology):
        iri = a.event(account.event)
        yield from state(iri, account, a)
        for role, filler in find_participants(account.event, a):
            yield ox.Triple(node(iri), node(a.role(role)), node(filler))
    for reading in readings:
        article = reading.article
        yield from state(a.article(article.id), article, a)
        for mentioned in find_mentioned(reading, a):
            yield ox.Triple(node(a.article(article.id)), node(KG + "mentions"), node(mentioned))
        for naming in find_namings(reading, a):
            yield from state(a.naming(naming.named, naming.article), naming, a)
        for treaty in reading.treaties:
            yield from state(a.treaty_claim(treaty, article.id), TreatyClaim(treaty, article), a)
        for claim in reading.claims:
            yield from state(a.claim(claim), claim, a)
            for role, filler_ in claim.fillers:
                yield from state(a.line(claim, role, filler_), Line(claim, role, filler_), a)
        for owner, evidence in find_evidence(reading, a):
            yield from state(a.evidence(evidence), evidence, a)
            if owner:
                yield ox.Triple(node(owner), node(KG + "evidence"), node(a.evidence(evidence)))


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


def _rebase(triple: ox.Triple, base: str) -> ox.Triple:
    def move(term: Any) -> Any:
        moved = isinstance(term, ox.NamedNode) and term.value.startswith(ID)
        return node(base + term.value.removeprefix(ID)) if moved else term

    return ox.Triple(move(triple.subject), triple.predicate, move(triple.object))
