"""`kg build` over the files that people have: options, what is said of what is left out, and what the graph keeps."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg import language, store
from kg.cli import main
from kg.ontology import ID, KG
from kg.server import entities, passages
from kg.server.entities import Link
from kg.server.graph import Graph
from tests.saved import BODY, TITLE, URL, page, warc, write

SENT = "North Korea has sent artillery shells to Russia, South Korea's defense ministry said on Monday."


@pytest.fixture(autouse=True)
def load_once(nlp, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline is loaded once for all commands that these tests run in one process."""
    monkeypatch.setattr(language, "load", lambda path=None: nlp)


def build(*words: object, given: bytes | None = None, folder: Path) -> Result:
    graph = ["-o", str(folder / "graph.ttl"), "--report", str(folder / "report.json"), "--no-cache"]
    return CliRunner().invoke(main, ["build", *map(str, words), *graph], input=given)


def ids(folder: Path) -> set[str]:
    graph = store.load(folder / "graph.ttl")
    query = f"SELECT ?id {{ ?a a <{KG}Article> ; <http://www.w3.org/2004/02/skos/core#notation> ?id }}"
    return {str(row["id"].value) for row in store.select(graph, query)}


def test_options_reach_the_readers(tmp_path: Path) -> None:
    table = f"nr;words\n1;{SENT}\n2;Deutschland liefert der Ukraine 18 Kampfpanzer vom Typ Leopard 2.\n"
    path = write(tmp_path / "export.dat", table)
    assert build(path, folder=tmp_path).exit_code == 2
    told = build(path, "--kind", ".csv", folder=tmp_path)
    assert (told.exit_code, "--fields text=COLUMN (the first row has: nr, words)" in told.stderr) == (2, True)
    one = build(path, "--kind", "csv", "--fields", "text=words,id=nr", folder=tmp_path)
    assert (one.exit_code, ids(tmp_path)) == (1, {"export/1"})
    both = build(path, "--kind", "csv", "--fields", "text=words,id=nr", "--any-language", folder=tmp_path)
    assert (both.exit_code, ids(tmp_path)) == (0, {"export/1", "export/2"})
    assert "; one of txt, html, " in build(path, "--kind", "docx", folder=tmp_path).stderr


def test_standard_input(tmp_path: Path) -> None:
    told = build("-", given=SENT.encode(), folder=tmp_path)
    assert (told.exit_code, ids(tmp_path)) == (0, {"stdin"}), told.output


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder / "a.txt", SENT)
    write(folder / "b.html", page(body=f"<p>{SENT}</p>"))
    write(folder / "c.txt", SENT)
    write(folder / "d.txt", "La France livrera des canons Caesar à l’Ukraine, a annoncé le ministre.")
    write(folder / "e.docx", b"PK")
    told = build(folder, folder=tmp_path)
    assert (told.exit_code, ids(tmp_path)) == (1, {"a", "b", "c"})
    assert f"kg: skipped {folder}/d.txt: is not in English (fr); " in told.stderr
    assert f"kg: {folder}/c.txt: has the same text as a; " in told.stderr
    assert "kg: left alone in folders: 1 .docx; articles are in .txt, .html" in told.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["in other languages"], len(report["skipped"]), len(report["warnings"])) == (1, 1, 5)
    assert report["warnings"][2] == "no day: 3 of 3 articles; `kg query gaps-in-articles` names them"


def test_the_address_is_kept_in_the_graph(tmp_path: Path) -> None:
    record = {"text": f"{BODY} {SENT}", "title": TITLE, "url": URL, "date": "2024-06-26"}
    build(write(tmp_path / "n.json", json.dumps(record)), folder=tmp_path)
    facts = entities.facts(Graph(store.load(tmp_path / "graph.ttl")), f"{ID}article/n")
    assert [(fact.name, fact.values) for fact in facts if fact.name == "web address"] == [
        ("web address", (Link(URL, URL),))
    ]
    graph = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert f'kg:url "{URL}"^^xsd:anyURI' in graph
    assert CliRunner().invoke(main, ["check", "--graph", str(tmp_path / "graph.ttl")]).output == "0 findings\n"


@pytest.mark.parametrize("kind", ["jsonl", "csv", "html", "warc"])
def test_the_article_is_found_again_to_show_its_sentences(tmp_path: Path, kind: str) -> None:
    texts = {
        "jsonl": "\n".join(json.dumps({"id": n, "text": text}) for n, text in enumerate((BODY, SENT))),
        "csv": f"id,text\n0,{BODY}\n1,{SENT}\n".replace(SENT, f'"{SENT}"'),
        "html": page(body=f"<p>{SENT}</p>"),
        "warc": warc((URL, "200 OK", "text/html", page(body=f"<p>{SENT}</p>"))).decode(),
    }
    build(write(tmp_path / f"n.{kind}", texts[kind]), folder=tmp_path)
    graph = Graph(store.load(tmp_path / "graph.ttl"))
    (found,) = {iri for iris in graph.column(KG + "article").values() for iri in iris}
    for folder in (None, tmp_path):
        assert SENT in passages.find_text(graph, found, folder)


def test_fields_that_are_called_otherwise_are_found_again(tmp_path: Path) -> None:
    path = write(tmp_path / "export", f"nr;words\n1;{SENT}\n")
    build(path, "--kind", "csv", "--fields", "text=words,id=nr", folder=tmp_path)
    graph = Graph(store.load(tmp_path / "graph.ttl"))
    assert passages.find_text(graph, f"{ID}article/export/1", None, fields="text=words,id=nr", kind="csv") == SENT
    assert passages.find_text(graph, f"{ID}article/export/1", None) == ""
