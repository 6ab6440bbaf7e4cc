"""Tells what the ontology says of the things that a graph uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.ontology import KG, OWL, RDF, RDFS, SKOS, Ontology
from kg.rdf.terms import english, names_in, node, text_of

# What the graph takes over of an ontology resource that it uses.
_SKOS_PARTS = ("prefLabel", "altLabel", "notation", "definition", "broader", "inScheme", "exactMatch")
_KG_PARTS = (
    "barredFromReceiving barredFromSupplying country countryOfDesign dateEnd dateStart formerState inForceSince "
    "iso3166alpha2 iso3166alpha3 manufacturer officialName party rank resolution signedOn sipriCategory succeededBy "
    "treatyKind treatyStatus unRegisterCategory"
)
DESCRIPTION = {RDF + "type", RDFS + "label", *(SKOS + p for p in _SKOS_PARTS), *(KG + p for p in _KG_PARTS.split())}
# Of classes and properties a graph needs what answers print and follow, not their axioms.
TERM_DESCRIPTION = {RDFS + "label", RDFS + "subClassOf", SKOS + "notation"}


class Descriptions:
    """Tells what the ontology says of everything that statements use, and of what that leads to."""

    def __init__(self, ontology: Ontology) -> None:
        self._known: dict[str, list[ox.Triple]] = defaultdict(list)
        for triple in ontology.quads:
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                self._known[triple.subject.value].append(triple)
        self._used: set[str] = set()
        self._labelled: set[str] = set()

    def see(self, statement: ox.Triple | ox.Quad) -> None:
        """Take note of what a statement uses."""
        used = self._known.keys() & names_in(statement)
        if used:
            self._used |= used
            if statement.predicate.value == RDFS + "label":
                self._labelled |= used

    def tell(self) -> Iterator[ox.Triple]:
        """All descriptions of what was seen."""
        todo = list(self._used)
        seen: set[str] = set()
        while todo:
            iri = todo.pop()
            if iri in seen:
                continue
            seen.add(iri)
            described = list(_describe_one(self._known.get(iri, []), labelled=iri in self._labelled))
            yield from described
            for triple in described:
                todo.extend(names_in(triple))


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
            yield ox.Triple(triple.subject, node(RDFS + "label"), english(text_of(triple)))
            labelled = True
    yield from (t for t in taken if t.predicate.value != RDFS + "label")
