"""Asks a graph: the rows of a query, and what the questions that should find nothing do find."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from kg import resources, store
from kg.answers import Answer, Value
from kg.queries.questions import load
from kg.store import Queried

PREFIXES: Mapping[str, str] = {
    "kg": "https://w3id.org/armsgraph/ontology#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
STRING = PREFIXES["xsd"] + "string"


def ask(graph: Queried, sparql: str, *, limit: int | None = None) -> Answer:
    """The rows of a SELECT query over a graph, at most ``limit`` of them."""
    return _to_answer(store.select(graph, sparql), limit)


def answer(graph: Queried, sparql: str, *, limit: int | None = None) -> Answer | bool | str:
    """Whatever a query asks for: rows of a SELECT, the truth of an ASK, Turtle of a CONSTRUCT or DESCRIBE."""
    found = store.query(graph, sparql)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return store.turtle(found, PREFIXES).decode()
    return _to_answer(found, limit)


def _to_answer(solutions: ox.QuerySolutions, limit: int | None) -> Answer:
    columns = tuple(variable.value for variable in solutions.variables)
    rows = tuple(
        {name: _value(term) for name, term in zip(columns, solution, strict=True) if term is not None}
        for solution in itertools.islice(solutions, limit)
    )
    return Answer(columns, rows)


def _value(term: object) -> Value:
    if isinstance(term, ox.NamedNode):
        return Value("uri", term.value)
    if isinstance(term, ox.Literal):
        language = term.language or ""
        datatype = "" if language else term.datatype.value
        return Value("literal", term.value, "" if datatype == STRING else datatype, language)
    return Value("bnode", str(term).removeprefix("_:"))


def find_unwanted(graph: ox.Store, folder: Path | None = None) -> list[str]:
    """What the questions of ``queries/checks`` find, which should be nothing, a line for each row."""
    lines = []
    for question in load(folder or resources.query_folder() / "checks").values():
        answer = ask(graph, question.sparql)
        for row in answer.rows:
            shown = ", ".join(row[name].text for name in answer.columns if name in row)
            lines.append(f"{shown}: {question.summary[:1].lower()}{question.summary[1:]}; {question.description}")
    return lines
