"""Reading on the workers of a Dask scheduler, which are real processes here."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.ontology import Ontology
from kg.pipeline import Settings
from kg.reading import cluster
from kg.reports import Event
from tests.conftest import ROOT, SEEDS

pytestmark = pytest.mark.slow


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]], cwd=ROOT)


@contextmanager
def running(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler with so many workers, and their processes."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    address = f"tcp://127.0.0.1:{port}"
    scheduler = start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    # Without a nanny a worker that is killed stays away, as a machine that is lost.
    started = [start("worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard") for _ in range(workers)]
    try:
        yield address, started
    finally:
        for process in (*started, scheduler):
            process.kill()
            process.wait()


def test_other_machines_write_the_same_bytes_though_one_is_lost(
    tmp_path: Path, seeds_graph: Path, vocabulary: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[int] = []
    with running(2) as (address, workers):

        def lose(event: Event) -> None:
            if event.name == "read" and not lost:
                lost.append(workers[0].pid)
                os.kill(workers[0].pid, signal.SIGKILL)

        monkeypatch.setattr("kg.reading.batches.ARTICLES", 1)
        settings = Settings(scheduler=address)
        outcome = pipeline.build([SEEDS], tmp_path / "g.ttl", ontology=vocabulary, settings=settings, notice=lose)
    assert lost
    assert (outcome.read, outcome.skipped) == (5, [])
    assert (tmp_path / "g.ttl").read_bytes() == seeds_graph.read_bytes()


def test_a_scheduler_that_is_not_there_is_told(
    tmp_path: Path, vocabulary: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "WAIT", 2)
    with pytest.raises(KgError, match=r"tcp://127\.0\.0\.1:1: no Dask scheduler with workers answers"):
        pipeline.build([SEEDS], tmp_path / "g.ttl", ontology=vocabulary, settings=Settings(scheduler="tcp://127.0.0.1:1"))
