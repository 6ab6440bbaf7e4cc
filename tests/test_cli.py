"""The command: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import __version__, language
from kg.cli import main
from kg.ontology import KG
from tests.conftest import ROOT, SEEDS

TEXT = "North Korea has sent artillery shells to Russia, South Korea's defense ministry said on Monday.\n"


@pytest.fixture(autouse=True)
def load_once(nlp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline is loaded once for all commands that these tests run in one process."""
    real = language.load
    monkeypatch.setattr(language, "load", lambda path=None: nlp if path is None else real(path))


def kg(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


# -------------------------------------------------------------------------------------------------------- build


def test_build_prints_what_it_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    graph, report = tmp_path / "out" / "graph.ttl", tmp_path / "report.json"
    result = kg("build", tmp_path / "a.txt", "-o", graph, "--report", report)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(f"{graph}: 1 articles, 0 skipped")
    assert json.loads(report.read_text())["counts"]["articles"] == 1
    assert sorted(p.name for p in graph.parent.iterdir()) == ["graph.ttl", "graph.ttl.chunks"]
    assert kg("build", tmp_path / "a.txt", "-o", graph, "--no-cache").exit_code == 0


def test_bad_articles_are_skipped_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"\xff\xfe\x00")
    result = kg("build", tmp_path, tmp_path / "missing", "-o", tmp_path / "graph.ttl")
    assert result.exit_code == 1
    assert result.stderr.count("kg: skipped") == 3
    assert (tmp_path / "graph.ttl").exists()


@pytest.mark.parametrize(
    "words",
    [
        ["build", "missing", "-o", "graph.ttl"],
        ["build", "{tmp}", "-o", "graph.ttl"],
        ["build", "seeds", "-o", "graph.ttl", "--ontology", "missing.ttl"],
        ["build", "seeds", "-o", "graph.ttl", "--ontology", "{broken}"],
        ["build", "seeds", "-o", "graph.ttl", "--ontology", "{slip}"],
        ["build", "seeds", "-o", "graph.ttl", "--model", "no_such_pipeline"],
        ["build", "seeds", "-o", "graph.ttl", "--base-iri", "nowhere"],
        ["build", "seeds", "-o", "graph.ttl", "--workers", "-1"],
        ["build", "seeds"],
        ["query", "no-such-question", "--graph", "x.ttl"],
        ["query", "people"],
        ["query", "people", "--graph", "missing.ttl"],
        ["query", "people", "--graph", "{broken}"],
        ["query", "people", "--graph", "{graph}", "--nonsense", "x"],
        ["query", "suppliers-of", "--graph", "{graph}"],
        ["query", "suppliers-of", "--graph", "{graph}", "--recipient", "Nowhereland"],
        ["query", "suppliers-of", "--graph", "{graph}", "--recipient"],
        ["query", "people", "--graph", "{graph}", "--format", "yaml"],
        ["evaluate", "missing", "--graph", "{graph}"],
        ["explain", "https://example.org/none", "--graph", "{graph}"],
        ["explain", "https://example.org/none"],
    ],
    ids=" ".join,
)
def test_wrong_input_is_told_and_ends_with_two(words: list[str], tmp_path: Path, sample_graph: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix a: <b\n", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    slip = tmp_path / "slip.ttl"
    slip.write_text(f"<https://example.org/t> a <{KG}Trigger> ; <{KG}evoke> <{KG}ArmsTransfer> .", encoding="utf-8")
    places = {"slip": slip, "tmp": tmp_path / "empty", "graph": sample_graph, "broken": broken}
    os.chdir(ROOT)
    result = kg(*(word.format(**places) for word in words))
    assert result.exit_code == 2, result.output
    assert "Traceback" not in result.output
    assert result.stderr.startswith("Usage") or "; " in result.stderr
    assert not list(ROOT.glob("graph.ttl*"))


def test_a_graph_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "file").write_text("")
    result = kg("build", tmp_path / "a.txt", "-o", tmp_path / "file" / "graph.ttl")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr


def test_same_bytes_with_another_hash_seed(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "kg", "build", "-q", "seeds", "-o", str(tmp_path / f"{seed}.ttl")],
            cwd=ROOT,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
    assert (tmp_path / "1.ttl").read_bytes() == (tmp_path / "2.ttl").read_bytes()


# -------------------------------------------------------------------------------------------------------- query


def test_without_a_name_the_questions_are_listed() -> None:
    result = kg("query")
    assert result.exit_code == 0
    assert "who-supplied-what" in result.output


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "markdown", "html"])
def test_formats(form: str, seeds_graph: Path) -> None:
    result = kg("query", "who-supplied-what", "--graph", seeds_graph, "--format", form)
    assert result.exit_code == 0
    assert "Stoltenberg" in result.output


def test_limit_show_and_no_rows(sample_graph: Path) -> None:
    limited = kg("query", "transfers", "--graph", sample_graph, "--format", "tsv", "--limit", 1)
    assert len(limited.output.splitlines()) == 2
    shown = kg("query", "who-supplied-what", "--graph", sample_graph, "--supplier", "DPRK", "--show")
    assert "VALUES ?_supplier { <https://w3id.org/armsgraph/id/country/north-korea> }" in shown.output
    empty = kg("query", "treaties-of", "--graph", sample_graph, "--party=Poland")
    assert (empty.exit_code, empty.output.splitlines()[-1]) == (0, "0 rows")


def test_asking_loads_nothing_heavy(sample_graph: Path) -> None:
    script = (
        "import sys; from kg.cli import main\n"
        f"sys.argv = ['kg', 'query', 'transfers', '--graph', {str(sample_graph)!r}, '--format', 'json']\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'spacy', 'owlready2', 'rdflib', 'numpy', 'xlsxwriter', 'rich'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True)


# --------------------------------------------------------------------------------------------------------- others


def test_explain_an_address_and_a_sentence(sample_graph: Path) -> None:
    told = kg("explain", "https://w3id.org/armsgraph/id/person/john-kirby", "--graph", sample_graph)
    assert told.exit_code == 0
    assert "spokesman of White House" in told.output
    read = kg("explain", "North Korea has sent artillery shells to Russia.")
    assert read.exit_code == 0, read.output
    assert "North Korea" in read.output


def test_evaluate_prints_figures(tmp_path: Path, sample_graph: Path) -> None:
    gold = {"people": [], "organizations": [], "treaties": [], "transfers": []}
    (tmp_path / "first.json").write_text(json.dumps(gold))
    result = kg("evaluate", tmp_path, "--graph", sample_graph, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.output)["articles"] == 1


def test_version_and_help() -> None:
    assert kg("--version").output.strip().endswith(__version__)
    assert {"build", "query", "check", "explain", "evaluate"} <= set(kg("--help").output.split())
    assert SEEDS.is_dir()
