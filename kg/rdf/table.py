"""The one table by which records become triples: which property of a record becomes which property in the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from kg.addresses import Addresses
from kg.errors import OntologyError
from kg.linking import Decision
from kg.ontology import KG, RDF, RDFS, SKOS, name_of
from kg.rdf.accounts import Account, Holding, Named
from kg.rdf.terms import Value, address, day, english, node, number, some
from kg.records import Actor, Article, Claim, Event, Evidence, Filler, Interval, Treaty


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a claim that fill a role no actor fills."""

    claim: Claim
    role: str
    filler: Filler


@dataclass(frozen=True, slots=True)
class TreatyClaim:
    """What one article says of a treaty."""

    treaty: Treaty
    article: Article


@dataclass(frozen=True, slots=True)
class Naming:
    """What one article calls a person, an organization or a treaty that the articles together know by another name."""

    form: str
    named: str  # IRI
    article: str


@dataclass(frozen=True, slots=True)
class Known:
    """An article that gives an office to its holder."""

    article: Article
    evidence: tuple[Evidence, ...]


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


def _evidence(of: Callable[[Any], Iterable[Evidence]]) -> tuple[Row, ...]:
    return (
        Row(KG + "evidence", lambda r, a: [node(a.evidence(e)) for e in of(r)]),
        # Most of the evidence are words within the sentence: questions should not have to look through them.
        Row(KG + "sentence", lambda r, a: [node(a.evidence(e)) for e in of(r) if not e.role]),
    )


def _quantity(of: str) -> Callable[[Line, Addresses], list[Value]]:
    return lambda r, a: some(getattr(r.filler.quantity, of) if r.filler.quantity else None)


def find_participants(event: Event, a: Addresses) -> Iterator[tuple[str, str]]:
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


def _decision_label(decision: Decision) -> str:
    return f"“{decision.a}” and “{decision.b}”: {decision.verdict}"


ROWS: dict[type, tuple[Row, ...]] = {
    Article: (
        _kind("Article"),
        _label(lambda r: r.title or r.id),
        Row(SKOS + "notation", lambda r, a: [r.id]),
        Row(KG + "headline", lambda r, a: some(r.title)),
        Row(KG + "publisher", lambda r, a: some(r.publisher)),
        Row(KG + "agency", lambda r, a: some(r.agency)),
        Row(KG + "firstPublisher", lambda r, a: some(r.origin)),
        Row(KG + "published", lambda r, a: some(r.published, day)),
        Row(KG + "byline", lambda r, a: r.byline),
        Row(KG + "source", lambda r, a: [r.source]),
        Row(KG + "url", lambda r, a: some(r.url, address)),
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
    Naming: (
        _kind("Naming"),
        _label(lambda r: f"{r.form} ({r.article})"),
        Row(KG + "nameUsed", lambda r, a: [r.form]),
        Row(KG + "names", lambda r, a: [node(r.named)]),
        Row(KG + "article", lambda r, a: [node(a.article(r.article))]),
    ),
    Decision: (
        _kind("IdentityDecision"),
        _label(_decision_label),
        Row(KG + "decides", lambda r, a: map(node, r.about)),
        Row(KG + "nameUsed", lambda r, a: sorted({r.a, r.b})),
        Row(KG + "verdict", lambda r, a: [r.verdict]),
        Row(KG + "reason", lambda r, a: some(r.reason)),
        Row(KG + "score", lambda r, a: [number(r.score)]),
        Row(KG + "decidedBy", lambda r, a: [r.by]),
    ),
    Holding: (
        _kind("Office"),
        _label(lambda r: f"{r.title}{f' of {r.of.name}' if r.of else ''}: {r.holder}"),
        Row(KG + "holder", lambda r, a: [node(a.actor(Actor("Person", r.holder)))]),
        Row(KG + "title", lambda r, a: [r.title]),
        Row(KG + "officeOf", lambda r, a: some(r.of, lambda of: node(a.actor(of)))),
    ),
    Known: (
        Row(KG + "article", lambda r, a: [node(a.article(r.article.id))]),
        Row(KG + "knownOn", lambda r, a: some(r.article.published, day)),
        *_evidence(lambda r: r.evidence),
    ),
    Account: (
        Row(RDF + "type", lambda r, a: _kinds(r.event.kind, a)),
        _label(lambda r: _event_label(r.event)),
        Row(KG + "designation", lambda r, a: [node(iri) for _, _, iri in r.event.things if iri]),
        Row(KG + "status", lambda r, a: some(r.stage, lambda s: node(a.member("stage", s)))),
        Row(KG + "disputed", lambda r, a: [r.disputed]),
        Row(KG + "publisherCount", lambda r, a: [r.publishers]),
        Row(KG + "statusHistory", lambda r, a: map(node, r.history)),
        *_dates(lambda r: r.date),
    ),
    Claim: (
        _kind("Claim"),
        _label(_claim_label),
        Row(KG + "about", lambda r, a: [node(a.event(r.event))]),
        Row(KG + "article", lambda r, a: [node(a.article(r.article))]),
        Row(KG + "stage", lambda r, a: [node(a.member("stage", r.stage))]),
        Row(KG + "stance", lambda r, a: [node(a.member("stance", r.stance))]),
        Row(KG + "certainty", lambda r, a: [node(a.member("certainty", r.certainty))]),
        Row(KG + "confidence", lambda r, a: some(r.confidence, number)),
        Row(KG + "claimant", lambda r, a: [node(a.actor(who, r.article)) for who in r.claimants]),
        Row(KG + "line", lambda r, a: [node(a.line(r, role, filler)) for role, filler in r.fillers]),
        Row(KG + "amount", lambda r, a: some(r.value, lambda m: number(m.amount))),
        Row(KG + "currency", lambda r, a: some(r.value, lambda m: m.currency)),
        *_dates(lambda r: r.date),
        *_evidence(lambda r: r.evidence),
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
        *_dates(lambda r: r.date),
    ),
    TreatyClaim: (
        _kind("Claim"),
        _label(lambda r: f"{r.treaty.name}: {r.treaty.status} ({r.article.id})"),
        Row(KG + "about", lambda r, a: [node(a.treaty(r.treaty))]),
        Row(KG + "article", lambda r, a: [node(a.article(r.article.id))]),
        Row(KG + "stance", lambda r, a: [node(a.member("stance", "affirms"))]),
        Row(KG + "treatyStatus", lambda r, a: [node(a.member("treaty-status", r.treaty.status))]),
        *_dates(lambda r: r.treaty.date),
        *_evidence(lambda r: r.treaty.evidence),
    ),
}
