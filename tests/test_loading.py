"""Loading a graph into a running Oxigraph: whole, again, after a cut, and where it cannot be."""

from __future__ import annotations

import functools
import gzip
import json
import random
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from kg import loading, remote, store
from kg.cli import main
from kg.sorting import Sorter
from tests import stores
from tests.stores import Script

HERE = "https://example.org/mine"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Store]:
    with stores.oxigraph(tmp_path_factory.mktemp("oxigraph")) as started:
        yield started


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "PAUSES", (0.0, 0.0, 0.0))
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"KG_ENDPOINT_{name}", raising=False)


@pytest.fixture
def graph(request: pytest.FixtureRequest) -> str:
    """A graph of the store that no other test uses."""
    return "https://example.org/" + re.sub(r"\W+", "-", request.node.name)


def kg(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def load(*words: object) -> str:
    result = kg("load", *words)
    assert result.exit_code == 0, result.output
    return result.output


def fail(*words: object) -> str:
    result = kg("load", *words)
    assert result.exit_code == 2, result.output
    assert "; " in result.stderr
    return result.stderr


def test_a_graph_is_loaded_and_asked(running: stores.Store, seeds_graph: Path) -> None:
    size = len(store.load(seeds_graph))
    told = load(seeds_graph, "--endpoint", running.ask, "--chunk-triples", 1000)
    assert f"sent {size} in" in told
    assert f"the default graph holds {size} triples\n" in told
    (command,) = re.findall(r"ask it: kg (.*)", told)
    here = kg("query", "who-supplied-what", "--graph", seeds_graph)
    assert kg(*command.split()).output == here.output
    again = load(seeds_graph, "--endpoint", running.load, "--chunk-triples", 1000)
    assert f"sent 0 in 0 requests to {running.load}, {size} were there" in again
    assert digest(again) == digest(told)


def digest(told: str) -> str:
    (found,) = re.findall(r"digest ([0-9a-f]{32})", told)
    return str(found)


def test_a_dry_run_sends_nothing(running: stores.Store, sample_graph: Path, graph: str) -> None:
    words = (sample_graph, "--endpoint", f"http://127.0.0.1:{running.port}", "--named-graph", graph)
    size = len(store.load(sample_graph))
    told = load(*words, "--dry-run")
    assert (
        f"would send {size} in 1 request by the Graph Store Protocol to {running.load}, into the graph <{graph}>"
        in told
    )
    assert load(*words, "--dry-run") == told
    assert digest(load(*words)) == digest(told)
    assert f"would send 0 in 0 requests by the Graph Store Protocol to {running.load}" in load(*words, "--dry-run")


def test_a_graph_is_added_to_or_replaced(running: stores.Store, sample_graph: Path, graph: str, tmp_path: Path) -> None:
    other = tmp_path / "other.nt"
    other.write_text("<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n")
    size = len(store.load(sample_graph))
    words = ("--endpoint", running.ask, "--named-graph", graph)
    load(other, *words)
    assert f"holds {size + 1} triples, with 1 that are not of this file" in load(sample_graph, *words)
    assert f"emptied first of the {size + 1} triples that it holds" in load(other, *words, "--replace", "--dry-run")
    assert "holds 1 triples\n" in load(other, *words, "--replace")


@pytest.mark.parametrize("kind", ["update", "graph-store"])
def test_where_a_store_is_written_can_be_named(
    running: stores.Store, sample_graph: Path, graph: str, kind: str, tmp_path: Path
) -> None:
    zipped = tmp_path / "graph.ttl.gz"
    zipped.write_bytes(gzip.compress(sample_graph.read_bytes()))
    address = running.load if kind == "graph-store" else running.load.replace("/store", "/update")
    words = ("--endpoint", running.ask, f"--{kind}", address, "--named-graph", graph, "--chunk-triples", 100)
    size = len(store.load(sample_graph))
    assert f"to {address}" in load(zipped, *words)
    assert f"holds {size} triples\n" in load(sample_graph, *words, "--replace")


@pytest.mark.parametrize("ending", [".nt", ".nt.gz"])
def test_memory_does_not_grow_with_the_graph(ending: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "Sorter", functools.partial(Sorter, run_bytes=1 << 16))

    def peak(size: int) -> int:
        path = tmp_path / f"{size}{ending}"
        numbers = random.Random(size).sample(range(size), size)
        lines = "".join(f'<https://example.org/{n % 1000}> <https://example.org/says> "{n}" .\n' for n in numbers)
        path.write_bytes(gzip.compress(lines.encode(), 1) if ending.endswith(".gz") else lines.encode())
        del numbers, lines
        tracemalloc.start()
        try:
            graph = loading.read(path)
            for _ in range(2):  # as for sending and for reading back
                chunks = [(len(chunk), {triple.subject for triple in chunk}) for chunk in loading.cut(graph, 500)]
                assert sum(count for count, _ in chunks) == size
                assert sum(len(subjects) for _, subjects in chunks) == 1000
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(20_000) < 1.5 * peak(5_000)


def test_what_a_file_says_twice_is_loaded_once(running: stores.Store, graph: str, tmp_path: Path) -> None:
    one, other = (f"<https://example.org/{name}> <https://example.org/b> 1 .\n" for name in "ac")
    twice = tmp_path / "twice.ttl"
    twice.write_text(one + other + one)
    once = tmp_path / "once.ttl"
    once.write_text(other + one)
    words = ("--endpoint", running.ask, "--named-graph", graph)
    told = load(twice, *words)
    assert f"{twice}: 2 triples" in told
    assert "holds 2 triples\n" in told
    assert digest(told) == digest(load(once, *words))


def test_a_cut_is_survived(running: stores.Store, seeds_graph: Path, graph: str) -> None:
    wire = stores.Wire(running.port, up=400_000)
    told = load(seeds_graph, "--endpoint", wire.through(running.ask), "--named-graph", graph, "--chunk-triples", 1000)
    assert f"holds {len(store.load(seeds_graph))} triples\n" in told


def test_a_load_that_is_cut_for_good_is_gone_on_with(running: stores.Store, seeds_graph: Path, graph: str) -> None:
    size = len(store.load(seeds_graph))
    wire = stores.Wire(running.port, up=400_000, cuts=1 + len(remote.PAUSES))
    words = (seeds_graph, "--endpoint", wire.through(running.ask), "--named-graph", graph, "--chunk-triples", 1000)
    stopped = fail(*words)
    assert "the connection broke off, 4 times" in stopped
    (there,) = re.findall(rf"(\d+) of {size} triples are in the graph <{graph}>: the same command goes on", stopped)
    assert 0 < int(there) < size
    told = load(*words)
    assert f"sent {size - int(there)} in" in told
    assert f", {there} were there" in told
    assert f"holds {size} triples\n" in told


def test_numbers_and_truth_values_are_compared_by_value() -> None:
    def canonical(text: str, kind: str) -> str:
        return loading._canonical(ox.Literal(text, datatype=ox.NamedNode(loading.XSD + kind)))

    assert canonical("1", "boolean") == canonical("true", "boolean") != canonical("0", "boolean")
    assert canonical("5.50", "decimal") == canonical("5.5", "decimal") != canonical("5.5", "string")
    assert canonical("005", "integer") == canonical("5", "integer") != canonical("50", "integer")
    assert canonical("6800000000", "integer") == canonical("6800000000", "decimal")
    assert canonical("1E2", "double") == canonical("100.0", "double") != canonical("100", "integer")
    assert canonical("many", "integer") != canonical("few", "integer")


# ------------------------------------------------------------------------------------------------------- refusals


def test_a_store_that_is_read_only(sample_graph: Path, tmp_path: Path) -> None:
    with stores.oxigraph(tmp_path):
        pass  # there is nothing to read before a first writer
    with stores.oxigraph(tmp_path, read_only=True) as shut:
        assert "does not let itself be written (HTTP 403 The server is read-only)" in fail(
            sample_graph, "--endpoint", shut.ask
        )


def test_a_disk_that_is_full(seeds_graph: Path, tmp_path: Path) -> None:
    with stores.oxigraph(tmp_path, largest=400_000) as narrow:
        told = fail(seeds_graph, "--endpoint", narrow.ask, "--chunk-triples", 300)
    assert "the disk of the store is full" in told
    assert "the same command goes on from there" in told


@pytest.mark.parametrize(
    ("status", "said", "told"),
    [
        (405, "", "does not let itself be written"),
        (413, "too much", "lower --chunk-triples"),
        (507, "", "the disk of the store is full"),
        (500, "No space left on device", "the disk of the store is full"),
        (500, "<html><title>Failed</title><xmp>no idea</xmp>", r"failed (HTTP 500 (no idea))"),
        (401, "", "asks who you are"),
        (200, "", "lacks"),
    ],
)
def test_what_a_store_answers(
    running: stores.Store, sample_graph: Path, graph: str, status: int, said: str, told: str
) -> None:
    forgetful = Script((status, {"Content-Type": "text/html"}, said)).url
    words = (sample_graph, "--endpoint", running.ask, "--graph-store", forgetful, "--named-graph", graph)
    assert told in fail(*words)


def test_a_store_that_is_not_known(sample_graph: Path) -> None:
    told = fail(sample_graph, "--endpoint", Script((200, {}, ""), name="Fuseki").url)
    assert "it calls itself Fuseki" in told
    assert "--update URL" in told
    both = fail(sample_graph, "--endpoint", "http://localhost/x", "--update", "http://a/", "--graph-store", "http://b/")
    assert "name one of them" in both
    assert "add --named-graph" in fail(sample_graph, "--endpoint", Script((200, {}, ""), name="Virtuoso/07").url)
    assert "is no IRI" in fail(sample_graph, "--endpoint", "http://localhost/x", "--named-graph", "no iri")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.ttl", "[] <https://example.org/b> 1 .", "holds blank nodes"),
        ("a.nt.gz", "no gzip", "cannot be read"),
        ("a.ttl", "<a", "not valid Turtle"),
    ],
)
def test_what_cannot_be_loaded(running: stores.Store, tmp_path: Path, name: str, text: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert told in fail(path, "--endpoint", running.ask)
    assert "no such file" in fail(tmp_path / "none.ttl", "--endpoint", running.ask)


def test_nothing_is_lost_on_the_way(running: stores.Store, graph: str, tmp_path: Path) -> None:
    """Characters and datatypes that a careless writer would spoil."""
    texts = ["😀", 'a "b" \\ /', "\t\n\r", "“ж中”", "", " x "]
    path = tmp_path / "odd.ttl"
    path.write_text("".join(f"<https://e.org/a> <https://e.org/b> {json.dumps(text, ensure_ascii=False)} .\n" for text in texts))
    for manner in ("--graph-store", "--update"):
        address = running.load.replace("/store", "/store" if manner == "--graph-store" else "/update")
        assert "holds 6 triples\n" in load(
            path, "--endpoint", running.ask, manner, address, "--named-graph", graph, "--replace"
        )
