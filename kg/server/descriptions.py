"""Descriptions in RDF: the endpoint (SPARQL 1.1 Service Description), the graph (VoID), and single entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg import queries
from kg.ontology import KG, RDF, RDFS
from kg.server import media, results
from kg.server.graph import Graph

Triples = Iterable[ox.Triple]
FORMATS: Mapping[str, str] = {
    media.TURTLE: "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
}
SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
FORMAT = "http://www.w3.org/ns/formats/"
PREFIXES = {**queries.PREFIXES, "sd": SD, "void": VOID, "formats": FORMAT}
# As many of the things that point at an entity are told with it.
POINTING = 1000


def service(graph: Graph, address: str) -> Iterator[ox.Triple]:
    """What this endpoint can do; ``address`` is its own."""
    endpoint, dataset, default = (ox.NamedNode(address + part) for part in ("", "#dataset", "#graph"))
    yield from _say(endpoint, RDF + "type", SD + "Service")
    yield from _say(endpoint, SD + "endpoint", address)
    yield from _say(endpoint, SD + "supportedLanguage", SD + "SPARQL11Query")
    for name in ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"):
        yield from _say(endpoint, SD + "resultFormat", FORMAT + name)
    for name in ("Turtle", "N-Triples", "JSON-LD", "RDF_XML"):
        yield from _say(endpoint, SD + "resultFormat", FORMAT + name)
    yield from _say(endpoint, SD + "defaultDataset", dataset.value)
    yield from _say(dataset, RDF + "type", SD + "Dataset")
    yield from _say(dataset, SD + "defaultGraph", default.value)
    yield from _say(default, RDF + "type", SD + "Graph")
    yield ox.Triple(default, ox.NamedNode(VOID + "triples"), ox.Literal(len(graph.store)))


def dataset(graph: Graph, address: str, endpoint: str) -> Iterator[ox.Triple]:
    """What the graph holds; ``address`` is that of its description."""
    node = ox.NamedNode(address + "#graph")
    yield from _say(ox.NamedNode(address), RDF + "type", VOID + "DatasetDescription")
    yield from _say(node, RDF + "type", VOID + "Dataset")
    yield ox.Triple(node, ox.NamedNode(RDFS + "label"), ox.Literal("armsgraph", language="en"))
    yield ox.Triple(node, ox.NamedNode(VOID + "triples"), ox.Literal(len(graph.store)))
    yield from _say(node, VOID + "sparqlEndpoint", endpoint)
    yield from _say(node, VOID + "vocabulary", KG)
    yield ox.Triple(node, ox.NamedNode(VOID + "uriSpace"), ox.Literal(graph.base))
    for iri, count in sorted(graph.class_counts.items()):
        part = ox.NamedNode(f"{address}#{iri.replace('#', '/').rsplit('/', 1)[-1]}")
        yield from _say(node, VOID + "classPartition", part.value)
        yield from _say(part, VOID + "class", iri)
        yield ox.Triple(part, ox.NamedNode(VOID + "entities"), ox.Literal(count))


def entity(graph: Graph, iri: str) -> list[ox.Triple]:
    """What is said of an entity and with it, and the labels of what that names."""
    node = ox.NamedNode(iri)
    triples = [quad.triple for quad in graph.store.quads_for_pattern(node, None, None)]
    for count, quad in enumerate(graph.store.quads_for_pattern(None, None, node)):
        if count >= POINTING:
            break
        triples.append(quad.triple)
    named = {term for t in triples for term in (t.subject, t.object) if isinstance(term, ox.NamedNode) and term != node}
    for term in named:
        triples.extend(q.triple for q in graph.store.quads_for_pattern(term, ox.NamedNode(RDFS + "label"), None))
    return triples


def serialize(triples: Triples, media_type: str) -> bytes:
    """Triples in the form of that media type, sorted."""
    form = FORMATS[media_type]
    prefixes = PREFIXES if form in ("turtle", "rdfxml") else None
    return ox.serialize(sorted(triples, key=str), format=results.GRAPH_FORMATS[form], prefixes=prefixes) or b""


def sent_as(media_type: str) -> str:
    """The media type with its charset."""
    return media.SENT[FORMATS[media_type]]


def _say(subject: ox.NamedNode, predicate: str, iri: str) -> Iterator[ox.Triple]:
    yield ox.Triple(subject, ox.NamedNode(predicate), ox.NamedNode(iri))
