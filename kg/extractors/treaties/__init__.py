"""Treaties and other agreements between states that an article names or describes: parties, kind, status, date."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extractors.evidence import point
from kg.extractors.treaties.agreements import find_agreements
from kg.extractors.treaties.found import merge
from kg.extractors.treaties.reader import Reader
from kg.ontology import Ontology
from kg.records import Treaty

if TYPE_CHECKING:
    from spacy.tokens import Doc

RULE = "agreement"


def extract(doc: Doc, ontology: Ontology) -> Iterator[Treaty]:
    """Each agreement once, in the order in which the article brings them up."""
    reader = Reader(doc, ontology)
    for found in merge(find_agreements(reader)):
        first = next((p for p in found.places if reader.text(*p) == found.name), found.places[0])
        proof = (point(doc[slice(*first)], RULE, "name"), *(point(doc[start].sent, RULE) for start, _ in found.places))
        yield Treaty(
            found.name,
            found.kind,
            found.parties,
            found.status or "mentioned",
            found.date,
            found.iri,
            tuple(dict.fromkeys(found.aliases)),
            proof,
        )
