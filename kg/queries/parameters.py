"""A question's parameters: values looked up by name, and put into the query as one serialized term each.

A parameter ``recipient`` is a line ``VALUES ?_recipient { UNDEF }``; asking fills the braces, so that a value is never
pasted as text.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg import store
from kg.errors import QueryError
from kg.letters import bare
from kg.queries.questions import Parameter, Question
from kg.queries.wording import SUGGESTIONS, alternatives, quoted

KG = "https://w3id.org/armsgraph/ontology#"

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


def fill(question: Question, given: Mapping[str, str], graph: store.Queried | None) -> str:
    """The question's SPARQL with its parameters in place; names are looked up in the graph."""
    known = {parameter.name: parameter for parameter in question.parameters}
    for name in given:
        if name not in known:
            right = f"it takes {alternatives([f'--{n}' for n in known])}" if known else "it takes none"
            raise QueryError(f"{question.name}: no parameter --{name}; {right}")
    sparql = question.sparql
    for parameter in question.parameters:
        value = given.get(parameter.name) or parameter.default
        if value is None:
            right = f"for example --{parameter.name} {quoted(parameter.example)}"
            raise QueryError(f"{question.name}: --{parameter.name} is missing; {right}")
        if not value:
            continue
        term = _resolve(question.name, parameter, value, graph)
        line = re.compile(rf"(VALUES\s+\?_{re.escape(parameter.name)}\s*\{{)[^{{}}]*(\}})")
        sparql, count = line.subn(lambda m, t=term: f"{m[1]} {t} {m[2]}", sparql)  # type: ignore[misc]
        if not count:
            raise QueryError(
                f"{question.name}: declares the parameter {parameter.name} without using it; "
                f"the query needs a line VALUES ?_{parameter.name} {{ UNDEF }}"
            )
    return sparql


def _resolve(where: str, parameter: Parameter, value: str, graph: store.Queried | None) -> ox.NamedNode | ox.Literal:
    where = f"{where}: --{parameter.name}"
    if parameter.kind not in (*CLASSES, *LITERALS):
        raise QueryError(
            f"{where}: has the unknown type {parameter.kind!r}; it can be {alternatives([*CLASSES, *LITERALS])}"
        )
    if parameter.kind == "text":
        return ox.Literal(value)
    if parameter.kind == "number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise QueryError(f"{where}: {value!r} is no number; for example {parameter.example or 100}")
        return ox.Literal(int(value)) if "." not in value else ox.Literal(value, datatype=_xsd("decimal"))
    if parameter.kind == "date":
        try:
            return ox.Literal(datetime.date.fromisoformat(value).isoformat(), datatype=_xsd("date"))
        except ValueError:
            raise QueryError(
                f"{where}: {value!r} is no date; for example {parameter.example or '2024-06-28'}"
            ) from None
    if re.match(r"https?://", value) or parameter.kind == "iri":
        try:
            return ox.NamedNode(value)
        except ValueError:
            raise QueryError(f"{where}: {value!r} is no IRI; for example {parameter.example}") from None
    if graph is None:
        raise QueryError(f"{where}: {value!r} is a name, which only a graph can look up; give --graph or --endpoint, or the IRI")
    return find_named(where, value, CLASSES[parameter.kind], graph)


def find_named(where: str, value: str, classes: Iterable[str], graph: store.Queried) -> ox.NamedNode:
    """The node that a label, another name or a code stands for."""
    names: dict[str, dict[str, str]] = {}
    for iri, name in _names(classes, graph):
        names.setdefault(fold(name), {})[iri] = name
    found = names.get(fold(value), {})
    if not found and names:
        close = difflib.get_close_matches(fold(value), names, n=SUGGESTIONS, cutoff=0.5)
        near = list(dict.fromkeys(name for key in close for name in names[key].values()))
        right = f"did you mean {alternatives(near)}" if near else f"for example {next(iter(sorted(names)))}"
        raise QueryError(
            f"{where}: the graph has no {' or '.join(classes)} named {value!r}; {right}".replace("\n", " ")
        )
    if not found:
        raise QueryError(f"{where}: the graph has no {' or '.join(classes)} at all; ask another graph")
    # A main label is asked for before other names and codes, and one address before another in their order.
    return ox.NamedNode(min(found))


def _names(classes: Iterable[str], graph: store.Queried) -> Iterator[tuple[str, str]]:
    wanted = " ".join(f"<{KG}{name}>" for name in classes)
    naming = "rdfs:label|skos:prefLabel|skos:altLabel|skos:notation|kg:officialName|kg:iso3166alpha2|kg:iso3166alpha3"
    sparql = f"""PREFIX kg: <{KG}>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?node ?name WHERE {{ VALUES ?class {{ {wanted} }} ?node a ?class ; {naming} ?name }}"""
    for row in store.select(graph, sparql):
        node, name = row["node"], row["name"]
        if isinstance(node, ox.NamedNode) and isinstance(name, ox.Literal):
            yield node.value, name.value


def fold(text: str) -> str:
    """The form in which names are compared: no case, accents, punctuation or leading article."""
    text = bare(text).casefold()
    return re.sub(r"^(the|a|an) ", "", " ".join(re.sub(r"[^\w]+", " ", text.replace(".", "").replace("'", "")).split()))


def _xsd(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
