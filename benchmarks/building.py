"""Measures building: against the bare language pipeline, by workers, by number of articles, and writing statements.

    python -m benchmarks.building                          # the articles that lie here
    python -m benchmarks.building --articles FOLDER --sizes 5000 10000 20000

Shorter articles than news are made of the folder's sentences, a few each, no two alike. Times are of this machine while it was
used: only ratios within one run hold.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from benchmarks.reading import CORPORA, tools
from kg import articles, language, rdf
from kg.reading import Reader
from kg.reading.batches import batch
from kg.records import Article

SENTENCES = 3  # of a short article
STATEMENTS = 1_000_000


def share(found: list[Article], rounds: int = 3) -> None:
    """Words a second of the bare pipeline and of reading, in CPU time of one process, batch about with batch."""
    nlp, vocabulary = tools()
    reader = Reader(nlp, vocabulary)
    list(reader.read(found[:4]))
    bare = whole = 0.0
    words = 0
    for together in itertools.chain.from_iterable(batch(found) for _ in range(rounds)):
        begun = time.process_time()
        words += sum(map(len, language.read_all(nlp, together)))
        between = time.process_time()
        list(reader.read(together))
        bare += between - begun
        whole += time.process_time() - between
    print(f"bare pipeline {words / bare:,.0f} words/s, reading {words / whole:,.0f} words/s: {bare / whole:.0%}")


def shorten(found: list[Article], count: int, folder: Path) -> None:
    """So many short articles, of the sentences of others."""
    nlp, _ = tools()
    sentences = [s.text.strip() for doc in language.read_all(nlp, found) for s in doc.sents if len(s) > 8]
    chance = random.Random(0)
    for number in range(count):
        name = folder / f"{number % 100:02}" / f"{number:07}.txt"
        name.parent.mkdir(exist_ok=True)
        name.write_text(" ".join(chance.sample(sentences, SENTENCES)) + "\n", encoding="utf-8")


class Run(NamedTuple):
    """What a build has taken."""

    wall: float  # seconds
    cpu: float  # seconds of the processor, of all its processes
    memory: float  # MB: the peaks of all its processes together


def run(folder: Path, output: Path, *words: str) -> Run:
    """Build a graph of a folder of articles."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "kg", "build", "-q", str(folder), "-o", str(output), *words]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    peaks: dict[int, int] = {}
    ended, usage = 0, None
    while not ended:
        peaks.update((pid, peak) for pid in _family(process.pid) if (peak := _peak(pid)))
        time.sleep(0.1)
        ended, _, usage = os.wait4(process.pid, os.WNOHANG)
    return Run(time.perf_counter() - begun, usage.ru_utime + usage.ru_stime, sum(peaks.values()) / 1024)


def _family(pid: int) -> list[int]:
    """A process and all that it has begun."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, task.read_text(encoding="ascii").split())
    return found


def _peak(pid: int) -> int:
    """The most memory that a process has taken since its program began, in KB; ``ru_maxrss`` begins with what the process
    had taken that has begun it."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def grow(found: list[Article], sizes: list[int], workers: int) -> None:
    """Building by number of articles: first reading all, then again from chunks, which is all but the reading."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder, output = Path(name) / "articles", Path(name) / "graph.nt"
            folder.mkdir()
            shorten(found, size, folder)
            whole = run(folder, output, "--workers", str(workers))
            again = run(folder, output)
            chunks = Path(f"{output}.chunks").stat().st_size / size
            print(
                f"{size:>8,} articles: {_told(whole, size)}; from chunks {_told(again, size)}; {chunks:,.0f} bytes a chunk"
            )


def _told(took: Run, size: int) -> str:
    each = 1000 * took.cpu / size
    return f"{took.wall:.0f} s, {took.cpu:.0f} s of CPU, {each:.1f} ms each, {took.memory:.0f} MB"


def compare(found: list[Article], size: int) -> None:
    """One worker and two over the same articles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "articles"
        folder.mkdir()
        shorten(found, size, folder)
        one, two = (run(folder, Path(name) / "g.nt", "--no-cache", "--workers", n).wall for n in "12")
        print(f"{size:,} articles by one worker {one:.0f} s, by two {two:.0f} s: {one / two:.2f} times")


def write() -> None:
    """A million statements, sorted and written as Turtle."""

    def quads() -> Iterator[ox.Quad]:
        chance = random.Random(0)
        predicate = [ox.NamedNode(f"https://example.org/p{n}") for n in range(9)]
        for number in range(STATEMENTS):
            subject = ox.NamedNode(f"https://example.org/id/{chance.randrange(STATEMENTS // 8)}")
            yield ox.Quad(subject, predicate[number % 9], ox.Literal(f"value {number}"))

    begun = time.process_time()
    made = list(quads())
    between = time.process_time()
    with tempfile.TemporaryDirectory() as name:
        rdf.write(made, Path(name) / "g.ttl", ox.RdfFormat.TURTLE, {"id": "https://example.org/id/"})
    print(f"{STATEMENTS:,} statements made in {between - begun:.1f} s of CPU, written in {time.process_time() - between:.1f} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=CORPORA[1][1], metavar="FOLDER")
    parser.add_argument("--sizes", type=int, nargs="+", default=[500, 1000, 2000], metavar="N")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    found = [article for article in articles.load([chosen.articles]) if isinstance(article, Article)]
    share(found)
    write()
    compare(found, chosen.sizes[0])
    grow(found, chosen.sizes, chosen.workers)


if __name__ == "__main__":
    main()
