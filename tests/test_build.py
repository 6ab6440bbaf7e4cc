"""Building: the same bytes by one process or several, after any interruption, and nothing read twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.ontology import Ontology
from kg.pipeline import Settings
from kg.reading.children import Children
from kg.reading.task import plan
from kg.reports import Event, Outcome
from tests.conftest import ROOT, SEEDS
from tests.reading import article

PAIRS = (("Poland", "Ukraine", "tanks"), ("Iran", "Russia", "drones"), ("France", "India", "fighter jets"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dozen short articles."""
    found = tmp_path / "articles"
    found.mkdir()
    for number in range(12):
        supplier, recipient, item = PAIRS[number % len(PAIRS)]
        text = f"{supplier} has sent {number + 2} {item} to {recipient}, an official said.\n\n{recipient} denied it.\n"
        (found / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return found


@pytest.fixture
def graph(folder: Path, tmp_path: Path, vocabulary: Ontology, nlp) -> bytes:
    """The Turtle of the dozen, built at one go in this process."""
    pipeline.build([folder], tmp_path / "whole.ttl", ontology=vocabulary, nlp=nlp)
    return (tmp_path / "whole.ttl").read_bytes()


def kg(folder: Path, output: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "kg", "build", str(folder), "-o", str(output), *words]


def children() -> set[int]:
    """The processes that this one has begun and that are not over."""
    lines = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for line in lines for pid in line.read_text(encoding="ascii").split()}


# ------------------------------------------------------------------------------------------------------- same bytes


@pytest.mark.parametrize("workers", [pytest.param(1, marks=pytest.mark.slow), 2])
def test_workers_write_the_same_bytes(
    workers: int, folder: Path, graph: bytes, tmp_path: Path, vocabulary: Ontology
) -> None:
    pipeline.build([folder], tmp_path / "g.ttl", ontology=vocabulary, settings=Settings(workers=workers))
    assert (tmp_path / "g.ttl").read_bytes() == graph
    assert children() == set()


def test_what_is_read_together_does_not_matter(
    tmp_path: Path, seeds_graph: Path, vocabulary: Ontology, nlp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.reading.batches.ARTICLES", 1)
    pipeline.build([SEEDS], tmp_path / "g.ttl", ontology=vocabulary, nlp=nlp)
    assert (tmp_path / "g.ttl").read_bytes() == seeds_graph.read_bytes()


# ---------------------------------------------------------------------------------------------- nothing is read twice


class Building:
    """Builds again and again over the same chunks, in this process."""

    def __init__(self, folder: Path, output: Path, vocabulary: Ontology, nlp) -> None:
        self.folder, self.output, self.vocabulary, self.nlp = folder, output, vocabulary, nlp

    def run(self) -> list[str]:
        """The articles that were read."""
        read: list[str] = []
        pipeline.build(
            [self.folder],
            self.output,
            ontology=self.vocabulary,
            nlp=self.nlp,
            settings=Settings(chunks=Path(f"{self.output}.chunks")),
            notice=lambda event: read.append(event.article) if event.name == "read" else None,
        )
        return read


@pytest.fixture
def building(folder: Path, tmp_path: Path, vocabulary: Ontology, nlp) -> Building:
    return Building(folder, tmp_path / "g.ttl", vocabulary, nlp)


def test_only_what_is_new_or_changed_is_read(building: Building, graph: bytes) -> None:
    assert len(building.run()) == 12
    assert building.run() == []
    assert building.output.read_bytes() == graph
    (building.folder / "05.txt").write_text("Poland has sent nine tanks to Ukraine.\n", encoding="utf-8")
    (building.folder / "new.txt").write_text("Iran has sent nine drones to Russia.\n", encoding="utf-8")
    assert building.run() == ["05", "new"]
    (building.folder / "new.txt").unlink()
    assert building.run() == []
    assert b"nine drones" not in building.output.read_bytes()


def test_another_vocabulary_reads_all_anew(building: Building, tmp_path: Path) -> None:
    building.run()
    more = tmp_path / "more.ttl"
    more.write_text("# nothing yet\n", encoding="utf-8")
    building.vocabulary = Ontology([*building.vocabulary.files, more])
    assert len(building.run()) == 12


def test_an_error_in_one_article_costs_no_other(
    folder: Path, tmp_path: Path, vocabulary: Ontology, nlp, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The pipeline takes no text longer than it was made for, and says so for the whole batch.
    monkeypatch.setattr(nlp, "max_length", 100)
    (folder / "03.txt").write_text("Poland has sent tanks to Ukraine. " * 9, encoding="utf-8")
    outcome = pipeline.build([folder], tmp_path / "g.ttl", ontology=vocabulary, nlp=nlp)
    assert outcome.read == 11
    assert len(outcome.skipped) == 1
    assert "03.txt: could not be read" in outcome.skipped[0]


# ----------------------------------------------------------------------------------------------- whatever may happen


def interrupt(folder: Path, output: Path, graph: bytes, times: int, seed: int) -> None:
    """Kill builds at random moments; whatever stands under the graph's name is whole, and in the end it is the graph."""
    chance = random.Random(seed)
    begun = time.monotonic()
    subprocess.run(kg(folder, output, "-q", "--no-cache"), cwd=ROOT, check=True)
    whole = time.monotonic() - begun
    for _ in range(times):
        process = subprocess.Popen(kg(folder, output, "-q"), cwd=ROOT, stderr=subprocess.PIPE)
        try:
            _, said = process.communicate(timeout=chance.uniform(0, 1.1 * whole))
            assert (process.returncode, said) == (0, b"")
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        if output.exists():
            assert output.read_bytes() == graph
            output.unlink()
        if chance.random() < 0.2:
            Path(f"{output}.chunks").unlink(missing_ok=True)
    subprocess.run(kg(folder, output, "-q"), cwd=ROOT, check=True)
    assert output.read_bytes() == graph
    assert {path.name for path in output.parent.glob("g.ttl*")} == {"g.ttl", "g.ttl.chunks"}
    assert not list(output.parent.glob(".g.ttl*"))


def test_a_kill_at_any_moment_costs_nothing(folder: Path, graph: bytes, tmp_path: Path) -> None:
    interrupt(folder, tmp_path / "g.ttl", graph, times=2, seed=1)


@pytest.mark.slow
def test_fifty_kills_cost_nothing(folder: Path, graph: bytes, tmp_path: Path) -> None:
    interrupt(folder, tmp_path / "g.ttl", graph, times=50, seed=2)


@pytest.mark.parametrize("number", [signal.SIGINT, pytest.param(signal.SIGTERM, marks=pytest.mark.slow)])
def test_a_stopped_build_says_how_to_go_on(number: signal.Signals, folder: Path, graph: bytes, tmp_path: Path) -> None:
    output = tmp_path / "g.ttl"
    process = subprocess.Popen(
        kg(folder, output, "--json"),
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # a shell's background jobs are begun deaf to SIGINT
    )
    assert process.stderr
    for line in process.stderr:
        if json.loads(line)["event"] == "read":
            break
    process.send_signal(number)
    _, said = process.communicate()
    assert process.returncode == 128 + number
    assert said.endswith("kg: stopped; the same command goes on where this one was\n")
    assert not output.exists()
    again = subprocess.run(kg(folder, output), cwd=ROOT, check=True, capture_output=True, text=True)
    assert "as read before" in again.stdout
    assert output.read_bytes() == graph


def test_lost_workers_are_replaced(folder: Path, graph: bytes, tmp_path: Path, vocabulary: Ontology) -> None:
    killed: set[int] = set()

    def kill(event: Event) -> None:
        if event.name == "read" and len(killed) < 2 and (alive := children() - killed):
            killed.add(min(alive))
            os.kill(min(alive), signal.SIGKILL)

    outcome = pipeline.build(
        [folder], tmp_path / "g.ttl", ontology=vocabulary, settings=Settings(workers=1), notice=kill
    )
    assert len(killed) == 2
    assert (outcome.read, outcome.skipped) == (12, [])
    assert (tmp_path / "g.ttl").read_bytes() == graph


@pytest.mark.slow
def test_an_article_that_ends_every_process_is_skipped(vocabulary: Ontology) -> None:
    over = threading.Event()

    def kill() -> None:
        while not over.is_set():
            for pid in children():
                # Once it has begun to read, and so has loaded its tools.
                if int(Path(f"/proc/{pid}/stat").read_text(encoding="ascii").split()[13]) > 400:
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)

    text = "Poland has sent tanks to Ukraine, and Iran has sent drones to Russia. " * 3000
    readers = Children(plan(vocabulary), seconds=600)
    killer = threading.Thread(target=kill)
    killer.start()
    try:
        (answer,) = readers.read([article(text)])
    finally:
        over.set()
        killer.join()
        readers.close()
    assert "test.txt: ended the process that read it, 3 times" in answer.error


def test_an_article_that_takes_too_long_is_skipped_alone(vocabulary: Ontology) -> None:
    readers = Children(plan(vocabulary), seconds=5)
    long, short = article("Poland has sent tanks to Ukraine. " * 14000), article("Poland has sent tanks to Ukraine.")
    try:
        answers = readers.read([short, long, short])
    finally:
        readers.close()
    assert [bool(answer.chunk) for answer in answers] == [True, False, True]
    assert answers[1].error == "test.txt: takes longer than 5 s to read; split it, or raise --time-limit"


def test_a_page_that_takes_too_long_is_skipped_alone(tmp_path: Path, vocabulary: Ontology) -> None:
    page = "<html><body><article><p>Poland has sent tanks to Ukraine, an official said in Warsaw.</p>{}</article></body></html>"
    (tmp_path / "a.html").write_text(page.format("<p>" + "<b>a</b> " * 200_000), encoding="utf-8")  # takes hours
    (tmp_path / "b.html").write_text(page.format(""), encoding="utf-8")
    outcome = pipeline.build(
        [tmp_path], tmp_path / "g.ttl", ontology=vocabulary, settings=Settings(workers=1, seconds=5)
    )
    assert outcome.read == 1
    wrong = "takes longer than 5 s to be told from its page; save it as text, or raise --time-limit"
    assert outcome.skipped == [f"{tmp_path}/a.html: {wrong}"]


def test_a_process_that_would_read_otherwise_refuses(vocabulary: Ontology, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text("# nothing yet\n", encoding="utf-8")
    task = plan(Ontology([*vocabulary.files, more]))
    more.write_text("# something else\n", encoding="utf-8")
    readers = Children(task, seconds=60)
    with pytest.raises(KgError, match="has another program, vocabulary or language pipeline than the build began with"):
        readers.read([article("Poland has sent tanks to Ukraine.")])


def test_a_full_disk_is_told_and_leaves_nothing_half_written(folder: Path, graph: bytes, tmp_path: Path) -> None:
    output = tmp_path / "g.ttl"
    for most in (16_384, len(graph) // 2):  # too small for the chunks, then for the graph
        script = (
            "import resource, sys; from kg.cli import main; from kg.readers import languages\n"
            "languages.find_foreign('Its model is unpacked to disk, and is larger than that.')\n"
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))\n"
            f"sys.argv[1:] = {kg(folder, output)[3:]!r}; main()"
        )
        full = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
        assert full.returncode == 2, full.stderr
        assert "Traceback" not in full.stderr
        assert full.stderr.startswith(f"kg: {output}")
        assert not output.exists()
        assert not list(tmp_path.glob(".g.ttl*"))
    subprocess.run(kg(folder, output, "-q"), cwd=ROOT, check=True)
    assert output.read_bytes() == graph


# ----------------------------------------------------------------------------------------------------------- telling


def test_machines_are_told_line_by_line(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    report = tmp_path / "report.html"
    told = subprocess.run(
        kg(folder, tmp_path / "g.ttl", "--json", "--report", str(report)), cwd=ROOT, capture_output=True, text=True
    )
    assert told.returncode == 1
    events = [json.loads(line) for line in told.stderr.splitlines()]
    assert sorted(event["article"] for event in events if event["event"] == "read") == [f"{n:02}" for n in range(12)]
    (skipped,) = (event["error"] for event in events if event["event"] == "skipped")
    assert skipped.startswith(f"{folder}/empty.txt: is empty")
    assert "empty.txt: is empty" in report.read_text(encoding="utf-8")


def test_the_report_names_the_slowest_articles() -> None:
    outcome = Outcome(counts={"articles": 20})
    for number in range(20):
        outcome.note(Event("read", f"<{number}>", seconds=number))
    told = json.loads(outcome.to_json())
    assert [entry["article"] for entry in told["slowest"]] == [f"<{n}>" for n in range(19, 9, -1)]
    assert "&lt;19&gt;" in outcome.to_html()


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    yield
    assert children() == set()
