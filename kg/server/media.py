"""Content negotiation: which of the forms on offer a client would rather have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

TURTLE = "text/turtle"
HTML = "text/html"
JSON = "application/json"
CSV = "text/csv"
RESULTS_JSON = "application/sparql-results+json"

# Media type → name of the form, best first. Types after the first of a form are other names for it.
ROWS: Mapping[str, str] = {
    RESULTS_JSON: "json",
    JSON: "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    CSV: "csv",
    "text/tab-separated-values": "tsv",
}
GRAPHS: Mapping[str, str] = {
    TURTLE: "turtle",
    "application/x-turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "application/ld+json": "jsonld",
    JSON: "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/xml": "rdfxml",
}
# Form → the media type it is sent as.
SENT: Mapping[str, str] = {
    "json": RESULTS_JSON,
    "xml": "application/sparql-results+xml; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
}

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)$")


def choose(accept: str | None, offers: Sequence[str]) -> str | None:
    """The offer with the highest quality, the first among equals; None where no offer is acceptable."""
    if accept is None or not accept.strip():
        return offers[0]
    ranges = list(filter(None, map(_parse, accept.split(","))))
    if not ranges:
        return offers[0]
    best = max(offers, key=lambda offer: (_quality(offer, ranges), -offers.index(offer)))
    return best if _quality(best, ranges) > 0 else None


def essence(content_type: str) -> str:
    """A media type without its parameters."""
    return content_type.partition(";")[0].strip().lower()


def charset(content_type: str) -> str:
    """The charset parameter, lower case; "" without one."""
    found = re.search(r";\s*charset\s*=\s*\"?([\w.:-]+)", content_type, re.IGNORECASE)
    return found[1].lower() if found else ""


def _parse(text: str) -> tuple[str, str, float] | None:
    found = _RANGE.match(text)
    if not found:
        return None
    weight = re.search(r";\s*q\s*=\s*([01](?:\.\d{0,3})?)", found[3], re.IGNORECASE)
    return found[1].lower(), found[2].lower(), min(float(weight[1]), 1.0) if weight else 1.0


def _quality(offer: str, ranges: Sequence[tuple[str, str, float]]) -> float:
    """The weight of the most specific range that an offer falls under."""
    kind, _, form = essence(offer).partition("/")
    fitting = [(b != "*", a != "*", q) for a, b, q in ranges if a in (kind, "*") and b in (form, "*")]
    return max(fitting)[2] if fitting else 0.0
