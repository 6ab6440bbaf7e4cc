"""The copy on disk of a large graph: never of another state of the file, whole or not there, and no error where it cannot be."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg import copies, queries, store
from kg.cli import main
from kg.errors import GraphError
from tests.conftest import ROOT

TRIPLE = '<x:a> <http://www.w3.org/2000/01/rdf-schema#label> "{}" .\n'
# Loads a graph whatever its size, and says what its one label is.
CHILD = """
import sys
from kg import copies
copies.SMALLEST = 0
{}
print([q.object.value for q in copies.load(sys.argv[1])])
"""


@pytest.fixture(autouse=True)
def keep_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "SMALLEST", 0)
    monkeypatch.setattr(copies, "_in_use", {})


def child(path: Path, lines: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CHILD.format(lines), str(path)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def label(graph: ox.Store) -> str:
    (quad,) = graph
    return str(quad.object.value)  # type: ignore[union-attr]


def write(path: Path, text: str) -> Path:
    path.write_text(TRIPLE.format(text), encoding="utf-8")
    return path


def whole(path: Path) -> list[str]:
    return sorted(entry.name for entry in path.with_name(f"{path.name}.store").iterdir() if entry.is_dir())


def test_the_copy_answers_as_the_file_does(sample_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(sample_graph.read_bytes())
    lines: list[str] = []
    made = copies.load(path, notice=lines.append)
    assert [line.partition(":")[0] for line in lines] == [f"{path}.store"]
    monkeypatch.setattr(store, "load", None)  # from now on the file is not read
    for graph in (made, copies.load(path, notice=lines.append)):
        for question in queries.load().values():
            assert queries.ask(graph, question.sparql) == queries.ask(copies.load(path), question.sparql)
    assert len(lines) == 1
    assert len(whole(path)) == 1


def test_a_changed_file_is_read_anew_however_like_it_looks(tmp_path: Path) -> None:
    path = write(tmp_path / "graph.ttl", "one")
    before = path.stat()
    assert label(copies.load(path)) == "one"
    write(path, "two")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert label(copies.load(path)) == "two"
    write(path, "one")
    assert label(copies.load(path)) == "one"


def test_a_copy_in_use_stays_and_others_go(tmp_path: Path) -> None:
    path = write(tmp_path / "graph.ttl", "one")
    held = copies.load(path)
    (first,) = whole(path)
    write(path, "two")
    assert child(path).communicate()[0] == "['two']\n"
    assert len(whole(path)) == 2
    assert label(held) == "one"
    write(path, "three")
    assert child(path).communicate()[0] == "['three']\n"
    assert len(whole(path)) == 2
    assert first in whole(path)


def test_several_processes_at_once_make_one_copy(tmp_path: Path) -> None:
    path = write(tmp_path / "graph.ttl", "one")
    processes = [child(path) for _ in range(4)]
    assert [process.communicate() for process in processes] == [("['one']\n", "")] * 4
    copies.load(path)
    assert len(whole(path)) == 1


def test_a_process_that_is_killed_leaves_no_half_copy(tmp_path: Path) -> None:
    path = write(tmp_path / "graph.ttl", "one")
    stop = """
import time
known = copies._key(copies.Path(sys.argv[1]))
calls = []
def key(path):
    calls.append(path)
    if len(calls) == 2:
        print("making", flush=True)
        time.sleep(60)
    return known
copies._key = key
"""
    process = child(path, stop)
    assert process.stdout is not None
    assert process.stdout.readline() == "making\n"
    assert [name[:4] for name in whole(path)] == ["new-"]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert label(copies.load(path)) == "one"
    assert [name[:4] == "new-" for name in whole(path)] == [False]


def test_a_file_that_changes_while_it_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path / "graph.ttl", "one")
    real = store.load

    def load(named: Path, *, into: ox.Store | None = None) -> ox.Store:
        if into is not None:
            write(path, "two")
        return real(named, into=into)

    monkeypatch.setattr(store, "load", load)
    assert label(copies.load(path)) == "two"
    assert whole(path) == []


def test_a_broken_copy_is_made_anew(tmp_path: Path) -> None:
    path = write(tmp_path / "graph.ttl", "one")
    assert child(path).communicate()[0] == "['one']\n"
    (name,) = whole(path)
    copy = path.with_name("graph.ttl.store") / name
    (copy / "CURRENT").write_text("nonsense")
    assert label(copies.load(path)) == "one"
    assert (copy / "CURRENT").read_text().startswith("MANIFEST")


def test_where_nothing_can_be_kept_the_file_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "graph.ttl", "one")
    (tmp_path / "graph.ttl.store").write_text("in the way")
    assert label(copies.load(path)) == "one"


def test_errors_are_those_of_the_file(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("<a> <b> .", encoding="utf-8")
    for path in (broken, tmp_path / "missing.ttl", tmp_path):
        with pytest.raises(GraphError, match="; "):
            copies.load(path)
    assert whole(broken) == []


def test_the_command_tells_of_the_copy_and_can_do_without(sample_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(sample_graph.read_bytes())
    words = ["query", "transfers", "--graph", str(path), "--format", "csv"]
    plain = CliRunner().invoke(main, [*words, "--in-memory"])
    assert (plain.exit_code, plain.stderr, list(tmp_path.iterdir())) == (0, "", [path])
    first, second = (CliRunner().invoke(main, words) for _ in range(2))
    assert first.stdout == second.stdout == plain.stdout
    assert "graph.ttl.store: made" in first.stderr
    assert second.stderr == ""


def test_a_small_graph_is_not_kept(sample_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    path = tmp_path / "graph.ttl"
    path.write_bytes(sample_graph.read_bytes())
    copies.load(path)
    assert list(tmp_path.iterdir()) == [path]
