"""The graph and the questions from Python: the same rows whatever holds the graph."""

from __future__ import annotations

import datetime
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

import kg
from kg import queries, store
from kg.answers import XSD, Value
from kg.errors import GraphError, QueryError
from tests.conftest import ROOT


def test_rows_are_the_same_whatever_holds_the_graph(sample_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    over_oxigraph = kg.load(sample_graph)
    assert type(over_oxigraph.store).__name__ == "OxigraphStore"
    monkeypatch.setitem(sys.modules, "oxrdflib", None)
    in_memory = kg.load(sample_graph)
    assert type(in_memory.store).__name__ != "OxigraphStore"
    parsed = rdflib.Graph().parse(sample_graph)
    triples = [{tuple(map(str, triple)) for triple in graph} for graph in (over_oxigraph, in_memory, parsed)]
    assert triples[0] == triples[1] == triples[2]
    expected = kg.query("suppliers-of", graph=sample_graph, recipient="Russia", evidence=True)
    assert [row["supplier"] for row in expected] == ["North Korea", "North Korea"]
    for graph in (over_oxigraph, in_memory, parsed, store.load(sample_graph), str(sample_graph)):
        assert kg.query("suppliers-of", graph=graph, recipient="Russia", evidence=True) == expected


def test_values_are_those_of_python(sample_graph: Path) -> None:
    (first, *_, last) = kg.query("transfers", graph=sample_graph)
    assert (first["quantity"], last["quantity"]) == (11000, None)
    assert list(first) == list(queries.ask(store.load(sample_graph), queries.find("transfers").sparql).columns)
    (office, *_) = kg.query("offices", graph=sample_graph)
    assert office["known_on"] == datetime.date(2024, 6, 28)
    assert [Value("literal", "true", XSD + "boolean").to_python(), Value("literal", "true").to_python()] == [True, "true"]
    assert len(kg.query("changed-since", graph=sample_graph, since=datetime.date(2024, 6, 1), limit=2)) == 2


def test_a_frame(sample_graph: Path) -> None:
    frame = kg.query("ordered-against-delivered", graph=sample_graph, frame=True)
    assert list(frame["supplier"]) == ["North Korea", "Poland"]
    assert frame["delivered"].sum() == 11000
    empty = kg.query("treaties-in-doubt", graph=sample_graph, frame=True)
    assert (len(empty), next(iter(empty.columns))) == (0, "treaty")


def test_what_is_wrong_is_told(sample_graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GraphError, match=r"none\.ttl: no such file"):
        kg.load("none.ttl")
    with pytest.raises(QueryError, match="no such question"):
        kg.query("no-such-question", graph=sample_graph)
    with pytest.raises(QueryError, match="did you mean Russia"):
        kg.query("suppliers-of", graph=sample_graph, recipient="Rusia")
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kg.nothing  # noqa: B018
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QueryError, match="pip install"):
        kg.query("people", graph=sample_graph, frame=True)


def test_importing_the_package_is_light() -> None:
    script = "import sys, kg; assert not {'rdflib', 'pyoxigraph', 'pandas', 'click', 'kg.api'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
