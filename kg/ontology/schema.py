"""Reads classes, roles and stages."""

from __future__ import annotations

import pyoxigraph as ox

from kg.ontology.namespaces import FOREIGN, KG, OWL, RDFS, SKOS, name_of
from kg.ontology.triples import Triples, to_node
from kg.ontology.vocabulary import OntologyClass, Role, Stage


def read_classes(t: Triples) -> dict[str, OntologyClass]:
    found: dict[str, OntologyClass] = {}
    declared = {node.value for node in t.subjects(OWL + "Class") if isinstance(node, ox.NamedNode)}
    for node in t.subjects(OWL + "Class"):
        if isinstance(node, ox.BlankNode):
            continue
        above = {p.value for p in t.of[node].get(RDFS + "subClassOf", ()) if isinstance(p, ox.NamedNode)}
        # a class of another vocabulary (foaf:Person) may have the name of ours
        own = {p for p in above & declared if p == SKOS + "Concept" or not p.startswith(FOREIGN)}
        parents = tuple(sorted(name_of(p) for p in own))
        name = name_of(node.value)
        found[name] = OntologyClass(
            name, node.value, t.text(node, RDFS + "label") or name, parents, t.text(node, SKOS + "notation")
        )
    return dict(sorted(found.items()))


def close(classes: dict[str, OntologyClass]) -> dict[str, frozenset[str]]:
    """Each class with those above it, by local name."""
    closed: dict[str, frozenset[str]] = {}
    for name in classes:
        seen, todo = {name}, [name]
        while todo:
            entry = classes.get(todo.pop())
            fresh = [parent for parent in (entry.parents if entry else ()) if parent not in seen]
            seen.update(fresh)
            todo.extend(fresh)
        closed[name] = frozenset(seen)
    return closed


def read_roles(t: Triples) -> dict[str, Role]:
    return {
        name_of(node.value): Role(
            name_of(node.value),
            node.value,
            t.text(node, RDFS + "label") or name_of(node.value),
            name_of(t.text(node, RDFS + "domain")),
            name_of(t.text(node, RDFS + "range")),
            t.text(node, KG + "inPerson") == "true",
        )
        for node in t.subjects(KG + "ParticipantRole")
    }


def read_stages(t: Triples) -> dict[str, Stage]:
    found: dict[str, Stage] = {}
    for node in t.subjects(SKOS + "Concept", KG + "Stage"):
        rank = t.text(node, KG + "rank")
        if not rank:
            continue
        name = t.text(node, SKOS + "notation") or name_of(node.value)
        label = t.text(node, SKOS + "prefLabel", RDFS + "label") or name
        played = t.text(node, KG + "plays")
        plays = t.text(to_node(played), SKOS + "notation") or name_of(played) if played else ""
        found[name] = Stage(name, node.value, label, int(float(rank)), t.text(node, SKOS + "inScheme"), plays)
    return found
