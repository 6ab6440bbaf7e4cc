"""The ontology, read once: classes through owlready2, vocabulary and frames as plain records for the reader.

Everything that a user may extend lives in Turtle (``ontology/*.ttl`` and any ``--ontology`` path beside it); this package
turns it into look-up tables and repeats none of it.
"""

from __future__ import annotations

from kg.ontology.files import export, find_files, load, world
from kg.ontology.namespaces import FOREIGN, ID, KG, OWL, PREFIXES, RDF, RDFS, SKOS, TYPE, name_of
from kg.ontology.tables import Ontology
from kg.ontology.triples import Node, Triples, to_node
from kg.ontology.vocabulary import (
    Concept,
    Cue,
    KnownActor,
    KnownPerson,
    KnownTreaty,
    NamePattern,
    OntologyClass,
    Realization,
    Role,
    Stage,
    Title,
    Trigger,
    fold,
)

__all__ = [
    "FOREIGN",
    "ID",
    "KG",
    "OWL",
    "PREFIXES",
    "RDF",
    "RDFS",
    "SKOS",
    "TYPE",
    "Concept",
    "Cue",
    "KnownActor",
    "KnownPerson",
    "KnownTreaty",
    "NamePattern",
    "Node",
    "Ontology",
    "OntologyClass",
    "Realization",
    "Role",
    "Stage",
    "Title",
    "Trigger",
    "Triples",
    "export",
    "find_files",
    "fold",
    "load",
    "name_of",
    "to_node",
    "world",
]
