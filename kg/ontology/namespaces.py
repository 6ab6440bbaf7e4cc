"""The namespaces of the graph, and the last part of an address."""

from __future__ import annotations

KG = "https://w3id.org/armsgraph/ontology#"
ID = "https://w3id.org/armsgraph/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TYPE = RDF + "type"
OWL = "http://www.w3.org/2002/07/owl#"
# vocabularies that the ontology is aligned to; their classes are no parents of ours
FOREIGN = (OWL, "https://schema.org/", "http://www.w3.org/", "http://schema.org/", "http://semanticweb.cs.vu.nl/")
SKOS = "http://www.w3.org/2004/02/skos/core#"

PREFIXES = {"kg": KG, "id": ID, "rdf": RDF, "rdfs": RDFS, "owl": OWL, "skos": SKOS}


def name_of(iri: str) -> str:
    """The last part of an IRI: ``…#ArmsTransfer`` → ``ArmsTransfer``, ``…/id/stage/delivered`` → ``delivered``."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
