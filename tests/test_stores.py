"""Every question, asked of a real Oxigraph and a real Virtuoso over HTTP: the rows are those of the embedded store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import queries, store
from kg.cli import main
from kg.endpoints import Endpoint
from kg.errors import EndpointError, QueryError
from tests import stores

pytestmark = pytest.mark.stores

QUESTIONS = queries.load()
HERE = "https://example.org/"


@pytest.fixture(scope="module")
def files(seeds_graph: Path, sample_graph: Path, dealt_graph: Path) -> dict[str, Path]:
    return {"seeds": seeds_graph, "sample": sample_graph, "dealt": dealt_graph}


@pytest.fixture(scope="module", params=list(stores.KINDS))
def running(
    request: pytest.FixtureRequest, files: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[stores.Store]:
    """A store that `kg load` has filled, a graph of it for each file."""
    with stores.KINDS[request.param](tmp_path_factory.mktemp(request.param)) as started:
        for name, path in files.items():
            told = load(started, path, name)
            assert f"the graph <{HERE}{name}> holds {len(store.load(path))} triples\n" in told
        yield started


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Store]:
    """A Virtuoso that gives few rows at once."""
    with stores.virtuoso(tmp_path_factory.mktemp("virtuoso"), most_rows=200) as started:
        yield started


def load(started: stores.Store, path: Path, name: str, *more: str, code: int = 0, **environ: str) -> str:
    words = ["load", str(path), "--endpoint", started.ask, "--named-graph", HERE + name, *more]
    result = CliRunner().invoke(main, words, env={**started.environ, **environ})
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_every_question_has_the_same_rows(running: stores.Store, files: dict[str, Path], name: str) -> None:
    question = QUESTIONS[name]
    for graph_name, path in files.items():
        graph, endpoint = store.load(path), Endpoint(running.ask, named_graph=HERE + graph_name)
        for given in stores.choices(question):
            try:
                sparql = queries.fill(question, given, graph)
            except QueryError:
                assert graph_name != "seeds"  # the example is not in the small graph
                continue
            # Names are found by asking the endpoint, and stand for the same.
            assert queries.fill(question, given, endpoint) == sparql
            assert queries.ask(endpoint, sparql) == queries.ask(graph, sparql), (graph_name, given)
        if question.evidence:
            sparql = queries.fill(question, stores.choices(question)[0], graph)
            here = queries.ask_with_evidence(question, sparql, graph)
            assert queries.ask_with_evidence(question, sparql, endpoint) == here, graph_name


def test_a_load_goes_on_and_is_checked(running: stores.Store, files: dict[str, Path]) -> None:
    size = len(store.load(files["seeds"]))
    wire = stores.Wire(running.port, up=400_000, cuts=4)
    cut = stores.Store(running.port, running.load, wire.through(running.ask), running.user, running.password)
    stopped = load(cut, files["seeds"], "cut", "--chunk-triples", "500", code=2)
    assert "the connection broke off, 4 times" in stopped
    assert f" of {size} triples are in the graph <{HERE}cut>: the same command goes on from there" in stopped
    told = load(cut, files["seeds"], "cut", "--chunk-triples", "500")
    assert " were there\n" in told
    assert f"holds {size} triples\n" in told


def test_nothing_is_lost_on_the_way(running: stores.Store, tmp_path: Path) -> None:
    """Characters, languages and datatypes, great numbers among them."""
    path = tmp_path / "odd.nt"
    terms = [ox.Literal(text) for text in ("😀", 'a "b" \\ /', "\t\n\r", "“ж中”", "", " x ", "x" * 5000)]
    terms += [ox.Literal("x", language="en"), ox.Literal(True), ox.Literal(6_800_000_000), ox.Literal(-1), ox.Literal(2.25)]
    terms += [
        ox.Literal(text, datatype=ox.NamedNode(f"http://www.w3.org/2001/XMLSchema#{kind}"))
        for text, kind in (("5.50", "decimal"), ("2024-06-28", "date"), ("2024-06", "gYearMonth"), ("false", "boolean"))
    ]
    lines = [f"<https://e.org/a> <https://e.org/b> {term} .\n" for term in terms]
    path.write_text("".join(lines), encoding="utf-8")
    assert f"holds {len(lines)} triples\n" in load(running, path, "odd")
    update = f"http://127.0.0.1:{running.port}/{'sparql-auth' if running.user else 'update'}"
    assert f"holds {len(lines)} triples\n" in load(running, path, "odd-too", "--update", update, "--replace")


def test_who_may_write_to_virtuoso(virtuoso: stores.Store, sample_graph: Path) -> None:
    assert "asks who you are; set KG_ENDPOINT_USER" in load(
        virtuoso, sample_graph, "sample", code=2, KG_ENDPOINT_USER="", KG_ENDPOINT_PASSWORD=""
    )
    assert "refuses the user 'dba' with this password" in load(
        virtuoso, sample_graph, "sample", code=2, KG_ENDPOINT_PASSWORD="wrong"
    )
    assert "refuses the token" in load(virtuoso, sample_graph, "sample", code=2, KG_ENDPOINT_TOKEN="none")


def test_virtuoso_leaves_no_rows_out_without_a_word(virtuoso: stores.Store, sample_graph: Path) -> None:
    told = load(virtuoso, sample_graph, "few", "--chunk-triples", "50")
    assert f"holds {len(store.load(sample_graph))} triples\n" in told
    endpoint = Endpoint(virtuoso.ask, named_graph=HERE + "few")
    with pytest.raises(EndpointError, match="gives no more than 200 rows and has left out the rest; ask for less"):
        queries.ask(endpoint, "SELECT * WHERE { ?s ?p ?o }")


def test_every_form_of_a_query(running: stores.Store, files: dict[str, Path]) -> None:
    endpoint = Endpoint(running.ask, named_graph=HERE + "sample")
    assert queries.answer(endpoint, "ASK { ?s a <https://w3id.org/armsgraph/ontology#Claim> }") is True
    assert queries.answer(endpoint, "ASK { ?s a <https://example.org/none> }") is False
    construct = "PREFIX kg: <https://w3id.org/armsgraph/ontology#> CONSTRUCT { ?c kg:about ?e } WHERE { ?c kg:about ?e }"
    assert queries.answer(endpoint, construct) == queries.answer(store.load(files["sample"]), construct)
