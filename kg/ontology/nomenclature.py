"""Reads what has names: concepts, actors, treaties, offices and agreements, and the lists of other words."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from kg.ontology.namespaces import KG, RDF, RDFS, SKOS, name_of
from kg.ontology.triples import Node, Triples, to_node
from kg.ontology.vocabulary import (
    Concept,
    KnownActor,
    KnownPerson,
    KnownTreaty,
    NamePattern,
    OntologyClass,
    Title,
    fold,
)


def read_concepts(t: Triples, classes: dict[str, OntologyClass], types: Iterable[str]) -> dict[str, Concept]:
    found: dict[str, Concept] = {}
    nodes = t.subjects(KG + "WeaponCategory", KG + "WeaponDesignation", *types)
    broader = {node.value: t.text(node, SKOS + "broader") for node in nodes}

    def top(iri: str) -> str:
        seen = set()
        while broader.get(iri) and iri not in seen:
            seen.add(iri)
            iri = broader[iri]
        return iri

    def kind_of(node: Node) -> str:
        return next(iter(sorted(name_of(x) for x in t.texts(node, RDF + "type") if name_of(x) in classes)), "")

    for node in nodes:
        if isinstance(node, ox.BlankNode):
            continue
        head = to_node(top(node.value))
        country = t.text(node, KG + "countryOfDesign")
        family = kind_of(head)
        found[node.value] = Concept(
            node.value,
            t.text(node, SKOS + "notation") or name_of(node.value),
            t.text(node, SKOS + "prefLabel", RDFS + "label"),
            kind_of(node),
            broader[node.value],
            t.text(head, SKOS + "notation") or name_of(head.value),
            t.texts(node, SKOS + "prefLabel", SKOS + "altLabel"),
            t.texts(node, KG + "contextLabel"),
            t.text(to_node(country), RDFS + "label") if country else "",
            "WeaponCategory" if family == "WeaponDesignation" else family,
            t.texts(node, KG + "genericLabel"),
            t.texts(node, KG + "designationPattern"),
        )
    return found


def read_actors(
    t: Triples, classes: dict[str, OntologyClass], ancestors: dict[str, frozenset[str]]
) -> dict[str, KnownActor]:
    kinds = [c.iri for c in classes.values() if ancestors[c.name] & {"Country", "Organization"}]
    found = {}
    for node in t.subjects(*kinds):
        kind = max(
            (name_of(x) for x in t.texts(node, RDF + "type") if name_of(x) in classes),
            key=lambda k: len(ancestors[k]),
        )
        name = t.text(node, RDFS + "label")
        country = name if kind == "Country" else ""
        seat = t.text(node, KG + "country")
        if seat:
            country = t.text(to_node(seat), RDFS + "label")
        found[node.value] = KnownActor(
            node.value,
            kind,
            name,
            t.texts(node, RDFS + "label", SKOS + "altLabel", KG + "officialName"),
            t.texts(node, KG + "demonym"),
            t.texts(node, KG + "people"),
            t.texts(node, KG + "capital", KG + "seatOfGovernment"),
            country,
            t.texts(node, KG + "contextLabel"),
            t.texts(node, KG + "ambiguousLabel"),
            (t.text(node, KG + "dateStart"), t.text(node, KG + "dateEnd")),
            t.text(node, KG + "succeededBy"),
        )
    return found


def read_people(t: Triples) -> dict[str, KnownPerson]:
    return {
        node.value: KnownPerson(
            node.value,
            t.text(node, RDFS + "label"),
            t.texts(node, RDFS + "label", SKOS + "altLabel"),
            t.text(to_node(t.text(node, KG + "country")), RDFS + "label") if t.text(node, KG + "country") else "",
            t.text(node, KG + "leadsArmedGroup") == "true",
        )
        for node in t.subjects(KG + "Person")
        if isinstance(node, ox.NamedNode)
    }


def read_treaties(t: Triples) -> dict[str, KnownTreaty]:
    return {
        node.value: KnownTreaty(
            node.value,
            t.text(node, RDFS + "label"),
            t.texts(node, RDFS + "label", SKOS + "altLabel"),
            t.text(node, KG + "treatyKind"),
            tuple(filter(None, (t.text(to_node(p), RDFS + "label") for p in t.texts(node, KG + "party")))),
            t.text(node, KG + "signedOn"),
            name_of(t.text(node, KG + "treatyStatus")).replace("-", " "),
        )
        for node in t.subjects(KG + "Treaty")
        if isinstance(node, ox.NamedNode)
    }


def read_titles(t: Triples) -> dict[str, Title]:
    found: dict[str, Title] = {}
    for node in t.subjects(KG + "OfficeTitle"):
        rank = t.text(node, KG + "rankTitle") == "true"
        for label in t.texts(node, RDFS + "label", SKOS + "altLabel"):
            found[label.lower()] = Title(label, name_of(t.text(node, KG + "impliedIn")), rank)
    return found


def read_name_patterns(t: Triples) -> tuple[NamePattern, ...]:
    return tuple(
        NamePattern(name_of(t.text(node, KG + "denotes")), tuple(w.lower() for w in t.texts(node, KG + "headWord")))
        for node in t.subjects(KG + "NamePattern")
    )


def read_agreement_words(t: Triples) -> dict[str, str]:
    return {
        label.lower(): t.text(node, KG + "treatyKind")
        for node in t.subjects(KG + "AgreementWord")
        for label in t.texts(node, RDFS + "label", SKOS + "altLabel")
    }


def read_treaty_cues(t: Triples) -> dict[str, str]:
    return {
        label.lower(): name_of(t.text(node, KG + "treatyStatus")).replace("-", " ")
        for node in t.subjects(KG + "TreatyStatusCue")
        for label in t.texts(node, RDFS + "label", SKOS + "altLabel")
    }


def read_word_lists(t: Triples) -> dict[str, frozenset[str]]:
    return {
        name_of(node.value): frozenset(fold(w) for w in t.texts(node, KG + "word"))
        for node in t.subjects(KG + "WordList")
    }
