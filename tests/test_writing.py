"""Graphs as files: every format, any size, the same statements and the same bytes."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import copies, linking, pipeline, queries, rdf, store
from kg.addresses import Addresses
from kg.errors import GraphError
from kg.ontology import ID, Ontology
from kg.rdf import writing
from kg.rdf.accounts import Accounts
from kg.sorting import Sorter
from tests import samples
from tests.conftest import SEEDS


@pytest.fixture(scope="module")
def quads(vocabulary: Ontology) -> list[ox.Quad]:
    """What the two readings made by hand come to."""
    linked = linking.link(samples.readings(), vocabulary)
    return list(rdf.tell(linked, Accounts(Addresses(vocabulary))))


@pytest.mark.parametrize("packed", ["", ".gz"])
@pytest.mark.parametrize("name", writing.FORMATS)
def test_every_format_holds_every_statement(name: str, packed: str, quads: list[ox.Quad], tmp_path: Path) -> None:
    files = [tmp_path / f"{n}.{name}{packed}" for n in "ab"]
    for file, order in zip(files, (quads, [*reversed(quads), *quads]), strict=True):
        count = rdf.write(order, file, rdf.find_format(file), rdf.PREFIXES)
        data = gzip.decompress(file.read_bytes()) if packed else file.read_bytes()
        found = set(ox.parse(data, rdf.find_format(file)))
        assert count == len(found)
        if rdf.find_format(file).supports_datasets:
            assert found == set(quads)
        assert {quad.triple for quad in store.load(file)} == {quad.triple for quad in quads}
        assert {str(quad.graph_name) for quad in store.load(file)} == {"DEFAULT"}
    assert files[0].read_bytes() == files[1].read_bytes()
    assert len(list(tmp_path.iterdir())) == 2


def test_each_article_has_its_graph(quads: list[ox.Quad]) -> None:
    graphs = {str(quad.graph_name) for quad in quads}
    assert graphs == {"DEFAULT", f"<{ID}article/first>", f"<{ID}article/second>"}
    claims = [q for q in quads if str(q.object).endswith("#Claim>")]
    assert claims
    assert all(isinstance(quad.graph_name, ox.NamedNode) for quad in claims)


def test_turtle_is_what_sorting_in_memory_gives(quads: list[ox.Quad], tmp_path: Path) -> None:
    rdf.write(quads, tmp_path / "g.ttl", ox.RdfFormat.TURTLE, rdf.PREFIXES)
    assert (tmp_path / "g.ttl").read_bytes() == store.turtle({quad.triple for quad in quads}, rdf.PREFIXES)


def test_a_store_is_asked_as_it_lies(quads: list[ox.Quad], tmp_path: Path) -> None:
    path = tmp_path / "g.store"
    for statements in (quads[:5], quads):  # the second replaces the first
        count = rdf.write(statements, path, rdf.find_format(path), rdf.PREFIXES)
        held = store.load(path)
        assert {quad.triple for quad in held} == {quad.triple for quad in statements}
        assert count == len(held)
        assert {str(quad.graph_name) for quad in held} == {"DEFAULT"}
        del held
    assert [file.name for file in tmp_path.iterdir()] == ["g.store"]
    assert set(store.load(path, into=ox.Store())) == set(store.load(path))
    question = queries.find("who-supplied-what")
    rdf.write(quads, tmp_path / "g.ttl", rdf.find_format(tmp_path / "g.ttl"), rdf.PREFIXES)
    asked, again = (
        queries.answer(graph, queries.fill(question, {}, graph)) for graph in map(copies.load, (path, tmp_path / "g.ttl"))
    )
    assert asked == again


def test_what_is_left_of_a_killed_run_is_written_over(quads: list[ox.Quad], tmp_path: Path) -> None:
    for name in (".g.store.part", ".g.store.old"):
        (tmp_path / name / "more").mkdir(parents=True)
        (tmp_path / name / "000001.sst").write_bytes(b"half")
    rdf.write(quads, tmp_path / "g.store", None, rdf.PREFIXES)
    assert {quad.triple for quad in store.load(tmp_path / "g.store")} == {quad.triple for quad in quads}
    assert [file.name for file in tmp_path.iterdir()] == ["g.store"]


def test_only_a_store_gives_way_to_a_store(quads: list[ox.Quad], tmp_path: Path, vocabulary: Ontology) -> None:
    path = tmp_path / "g.store"
    path.mkdir()
    (path / "letters.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(GraphError, match="is something else than a graph that was written before; name another"):
        pipeline.build([SEEDS], path, ontology=vocabulary)
    with pytest.raises(GraphError, match="is a folder; name one Turtle file, or a store that `kg build` has written"):
        store.load(path)
    assert [file.name for file in path.iterdir()] == ["letters.txt"]
    (path / store.MARK).write_text("MANIFEST-000001", encoding="utf-8")
    with pytest.raises(GraphError, match="cannot be read as a store"):
        store.load(path)


@pytest.mark.parametrize("path", ["graph", "graph.txt", "graph.gz"])
def test_an_unknown_format_is_told_before_anything_is_read(path: str, vocabulary: Ontology, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"ends in \.ttl, \.nt, \.trig, \.nq, \.jsonld, or one of these and \.gz, or \.store"):
        pipeline.build([SEEDS], tmp_path / path, ontology=vocabulary)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("run_bytes", [1, 200, 1 << 20])
def test_more_lines_than_fit_are_sorted_on_disk(run_bytes: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.sorting.RUNS", 5)
    chance = random.Random(3)
    lines = [chance.randbytes(chance.randint(1, 9)).replace(b"\n", b"-") for _ in range(500)]
    sorter = Sorter(tmp_path, run_bytes)
    for start in range(0, len(lines), 20):
        sorter.add(lines[start : start + 20])
    assert list(sorter) == sorted(set(lines))
    assert not list(tmp_path.iterdir())
