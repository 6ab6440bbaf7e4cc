"""A question's parameters: values looked up by name, and put into the query as one serialized term each.

A parameter ``recipient`` is a line ``VALUES ?_recipient { UNDEF }``; asking fills the braces, so that a value is never
pasted as text.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping

import pyoxigraph as ox

from kg.errors import QueryError
from kg.queries.names import find_named
from kg.queries.questions import Parameter, Question
from kg.queries.wording import alternatives, quoted
from kg.store import Queried

# Parameter type → the classes whose instances it may name. Other types (text, number, date) are literals.
CLASSES: Mapping[str, tuple[str, ...]] = {
    "actor": ("Country", "Organization", "Person"),
    "country": ("Country",),
    "organization": ("Organization",),
    "person": ("Person",),
    "treaty": ("Treaty",),
    "category": ("WeaponCategory",),
    "designation": ("WeaponDesignation",),
    "stage": ("Stage",),
    "article": ("Article",),
}
LITERALS = ("text", "number", "date", "iri")


def fill(question: Question, given: Mapping[str, str], graph: Queried | None) -> str:
    """The question's SPARQL with its parameters in place.

    Names are looked up in the graph and then in the shipped vocabulary; without a graph, in the vocabulary alone.
    """
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            right = f"it takes {alternatives([f'--{n}' for n in known])}" if known else "it takes none"
            raise QueryError(f"{question.name}: no parameter --{name}; {right}")
    terms: dict[str, str] = {}
    for parameter in question.parameters:
        value = given.get(parameter.name) or parameter.default
        if value is None:
            right = f"for example --{parameter.name} {quoted(parameter.example)}"
            raise QueryError(f"{question.name}: --{parameter.name} is missing; {right}")
        if not re.search(_line(parameter.name), question.sparql):
            raise QueryError(
                f"{question.name}: declares the parameter {parameter.name} without using it; "
                f"the query needs a line VALUES ?_{parameter.name} {{ UNDEF }}"
            )
        if value:
            terms[parameter.name] = str(_resolve(question.name, parameter, value, graph))
    # All at once, so that no value is looked at for the line of another parameter.
    lines = re.compile("|".join(map(_line, terms)) or r"(?!)")
    return lines.sub(lambda m: f"{m[0][: m[0].index('{')]}{{ {terms[_named(m[0])]} }}", question.sparql)


def _line(name: str) -> str:
    return rf"VALUES\s+\?_{re.escape(name)}\s*\{{[^{{}}]*\}}"


def _named(line: str) -> str:
    return line.partition("?_")[2].partition("{")[0].strip()


def _resolve(where: str, parameter: Parameter, value: str, graph: Queried | None) -> ox.NamedNode | ox.Literal:
    where = f"{where}: --{parameter.name}"
    if parameter.kind not in (*CLASSES, *LITERALS):
        raise QueryError(
            f"{where}: has the unknown type {parameter.kind!r}; it can be {alternatives([*CLASSES, *LITERALS])}"
        )
    if not value.isprintable() and any("\ud800" <= c <= "\udfff" for c in value):
        raise QueryError(f"{where}: {value!r} is no text in Unicode; write it in UTF-8")
    if parameter.kind == "text":
        return ox.Literal(value)
    if parameter.kind == "number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value, flags=re.A):
            raise QueryError(f"{where}: {value!r} is no number; for example {parameter.example or 100}")
        return ox.Literal(int(value)) if "." not in value else ox.Literal(value, datatype=_xsd("decimal"))
    if parameter.kind == "date":
        # A year or a month stands for its first day.
        first = re.fullmatch(r"\d{4}(-\d\d)?", value, flags=re.A)
        try:
            day = datetime.date.fromisoformat(f"{value}-01-01"[:10] if first else value)
            return ox.Literal(day.isoformat(), datatype=_xsd("date"))
        except ValueError:
            raise QueryError(
                f"{where}: {value!r} is no date; for example {parameter.example or '2024-06-28'}"
            ) from None
    if re.match(r"https?://", value) or parameter.kind == "iri":
        try:
            return ox.NamedNode(value)
        except ValueError:
            raise QueryError(f"{where}: {value!r} is no IRI; for example {parameter.example}") from None
    return find_named(where, value, CLASSES[parameter.kind], graph)


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
