"""Makes the terms of triples: nodes and literals."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"

Term = ox.NamedNode | ox.Literal
Value = Term | str | bool | int | float


def node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def english(text: str) -> ox.Literal:
    return ox.Literal(text, language="en")


def day(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=node(XSD + "date"))


def address(text: str) -> ox.Literal:
    """A web address as it was found, which need not be a valid IRI."""
    return ox.Literal(text, datatype=node(XSD + "anyURI"))


def number(value: float) -> ox.Literal:
    """A count or a sum, as an integer where it is one: 11000, not 11000.0 or 1.1E4."""
    if float(value).is_integer():
        return ox.Literal(int(value))
    return ox.Literal(format(Decimal(repr(value)), "f"), datatype=node(XSD + "decimal"))


def to_term(value: Value) -> Term:
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value
    return number(value) if isinstance(value, float) else ox.Literal(value)


def some(value: Any, to: Callable[[Any], Value] = lambda v: v) -> list[Value]:
    """No value for nothing, one value otherwise."""
    return [] if value is None or value == "" else [to(value)]


def text_of(triple: ox.Triple | ox.Quad) -> str:
    return triple.object.value if isinstance(triple.object, ox.Literal) else ""


def names_in(triple: ox.Triple | ox.Quad) -> list[str]:
    return [n.value for n in (triple.subject, triple.predicate, triple.object) if isinstance(n, ox.NamedNode)]
