"""A user's own table of names against a graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import matching, store
from kg.cli import main
from kg.errors import QueryError

BASE = "https://w3id.org/armsgraph/id/"
TABLE = """name,IRI,note
Nato,https://example.org/1,ours
DPRK,https://example.org/2,
Jens  STOLTENBERG,https://example.org/3,
Jens Stoltenberg,https://example.org/4,
Nobody at all,https://example.org/5,
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_names_are_matched_whatever_their_letters(table: Path, seeds_graph: Path) -> None:
    found = matching.match(store.load(seeds_graph), matching.read(table))
    assert [(m.name, m.thing.removeprefix(BASE), m.verdict) for m in found] == [
        ("DPRK", "country/north-korea", "matched"),
        ("Jens  STOLTENBERG", "person/jens-stoltenberg", "ambiguous"),
        ("Jens Stoltenberg", "person/jens-stoltenberg", "ambiguous"),
        ("Nato", "organization/nato", "matched"),
    ]


def test_a_name_of_two_things_is_ambiguous() -> None:
    graph = ox.Store()
    graph.load(
        b"""@prefix kg: <https://w3id.org/armsgraph/ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <http://a/1> a kg:Organization ; rdfs:label "Defence Ministry"@en .
        <http://a/2> a kg:Organization ; rdfs:label "Defence ministry"@en .""",
        format=ox.RdfFormat.TURTLE,
    )
    found = matching.match(graph, [matching.Candidate("Defence Ministry", "http://b/1")])
    assert [(m.thing, m.verdict) for m in found] == [("http://a/1", "ambiguous"), ("http://a/2", "ambiguous")]
    assert list(matching.to_triples(found)) == []


def test_two_addresses_for_two_names_of_one_thing_are_ambiguous(seeds_graph: Path) -> None:
    own = [matching.Candidate("North Korea", "http://b/1"), matching.Candidate("DPRK", "http://b/2")]
    assert {m.verdict for m in matching.match(store.load(seeds_graph), own)} == {"ambiguous"}
    own[1] = matching.Candidate("DPRK", "http://b/1")
    assert {m.verdict for m in matching.match(store.load(seeds_graph), own)} == {"matched"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("label,iri\n", "line 1: has no columns name and iri"),
        ("", "line 1: has no columns name and iri"),
        ("name,iri\nNATO,7\n", "line 2: needs a name and an address"),
        ("name,iri\n,https://example.org/7\n", "line 2: needs a name and an address"),
        ("name,iri\nNATO,https://example.org/a b\n", "line 2: needs a name and an address"),
    ],
)
def test_a_table_that_cannot_be_used_says_where(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(text)
    with pytest.raises(QueryError, match=message):
        matching.read(path)


def test_the_command_writes_what_is_sure(table: Path, seeds_graph: Path, tmp_path: Path) -> None:
    output = tmp_path / "matches.ttl"
    result = CliRunner().invoke(main, ["link", str(seeds_graph), "--candidates", str(table), "-o", str(output)])
    assert result.exit_code == 0
    assert "5 names, 2 matched, 2 ambiguous" in result.stderr
    assert result.stdout.splitlines()[0] == "verdict,name,iri,thing,label"
    assert f"matched,Nato,https://example.org/1,{BASE}organization/nato,NATO" in result.stdout
    quads = {(q.subject.value.removeprefix(BASE), q.predicate.value, q.object.value) for q in store.load(output)}
    assert quads == {
        ("organization/nato", matching.EXACT_MATCH, "https://example.org/1"),
        ("country/north-korea", matching.EXACT_MATCH, "https://example.org/2"),
    }
