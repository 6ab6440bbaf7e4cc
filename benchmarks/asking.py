"""Times every saved question on graphs of any size, and writes the table asking.md.

    python -m benchmarks.graphs 1000000 build/1m.ttl
    python -m benchmarks.asking memory=build/1m.ttl disk=build/1m.ttl cold=build/1m.ttl rdflib=build/100k.ttl

``memory`` is the embedded store in memory, ``disk`` the copy that `kg query` keeps beside a large file, ``cold`` a whole
`kg query` with that copy made, ``rdflib`` rdflib's own engine. Seconds are of the processor, the least of RUNS, so that other
work on the machine counts for little. Required parameters have the values of the questions' own examples.

Each graph is asked in a process of its own. A question that takes longer than --time-limit of the clock is stopped and said
to. What was measured is kept at once in --results, by the bytes of the graph and of the question: a run that was cut off
goes on, and a changed question alone is measured again. The table is made of what is kept of the graphs that are named.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import multiprocessing as mp
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from kg import copies, files, queries, store

TABLE = Path(__file__).with_name("asking.md")
RESULTS = Path("build/asking.json")
RUNS = 2
# Longer ones are run once, as little else can change them.
LONG = 5.0
# Loading is not limited by the time of a question.
LOADING_SECONDS = 3600.0
COLD = ("suppliers-of", "--recipient", "Ukraine")
HEADS = {"memory": "in memory", "disk": "on disk", "cold": "`kg query`", "rdflib": "rdflib"}

# Processor seconds and rows, or None where it took too long.
Measured = tuple[float, int] | None


def measure(work: Callable[[], int]) -> tuple[float, int]:
    """The least processor time of RUNS, and how many rows there are."""
    least, rows = float("inf"), 0
    for _ in range(RUNS):
        begun = time.process_time()
        rows = work()
        least = min(least, time.process_time() - begun)
        if least > LONG:
            break
    return least, rows


def fill(name: str, graph: store.Queried) -> str:
    question = queries.find(name)
    return queries.fill(question, {p.name: p.example for p in question.parameters if p.required}, graph)


def serve(engine: str, path: Path, pipe: Connection) -> None:
    """Load a graph, tell how many triples it has, and answer with the measure of each question that is named."""
    if engine == "rdflib":
        import rdflib

        names, parsed = store.load(path), rdflib.Graph().parse(path)
        pipe.send(len(parsed))

        def ask(name: str) -> int:
            return len(list(parsed.query(fill(name, names))))
    else:
        graph = copies.load(path) if engine == "disk" else store.load(path)
        pipe.send(len(graph))

        def ask(name: str) -> int:
            return len(queries.ask(graph, fill(name, graph)).rows)

    with contextlib.suppress(EOFError):  # the process that asks has ended
        while name := pipe.recv():
            pipe.send(measure(lambda asked=name: ask(asked)))  # type: ignore[misc]


class Asked:
    """A process that holds one graph in one engine; started when it is needed, and again after it was stopped."""

    def __init__(self, engine: str, path: Path, limit: float) -> None:
        self._engine, self._path, self._limit = engine, path, limit
        self._process: mp.process.BaseProcess | None = None
        self.triples = 0

    def ask(self, name: str) -> Measured:
        if self._process is None:
            context = mp.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=serve, args=(self._engine, self._path, theirs), daemon=True)
            self._process.start()
            theirs.close()
            if not self._pipe.poll(LOADING_SECONDS):
                sys.exit(f"{self._path}: is not loaded after {LOADING_SECONDS:.0f} seconds; name a smaller graph")
            self.triples = self._pipe.recv()
        self._pipe.send(name)
        # The limit is of one run.
        if self._pipe.poll(RUNS * self._limit):
            found: tuple[float, int] = self._pipe.recv()
            return found
        self.close()
        return None

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process = None


def ask_cold(path: Path) -> tuple[float, int]:
    """Processor seconds of `kg query` from the start of its process to its end, once the copy on disk is there; its rows."""
    with tempfile.TemporaryDirectory() as folder:
        linked = Path(folder) / path.name
        linked.symlink_to(path.resolve())
        copies.load(linked)

        def run() -> int:
            command = [sys.executable, "-m", "kg", "query", *COLD, "--graph", str(linked), "--format", "csv"]
            printed = subprocess.run(command, check=True, capture_output=True).stdout
            return len(printed.splitlines()) - 1

        least, rows = float("inf"), 0
        for _ in range(RUNS):
            begun = os.times()
            rows = run()
            ended = os.times()
            least = min(least, sum(ended[2:4]) - sum(begun[2:4]))
        return least, rows


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


class Results:
    """What was measured, kept as JSON: by engine and graph its triples, and by question and its bytes the measure."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}

    def of(self, engine: str, path: Path) -> dict[str, list[float] | int | None]:
        with path.open("rb") as file:
            graph = hashlib.file_digest(file, "sha256").hexdigest()[:16]
        found: dict[str, list[float] | int | None] = self._kept.setdefault(f"{engine} {graph}", {})
        return found

    def save(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with files.replacing(self._path) as file:
            file.write(json.dumps(self._kept, indent=1).encode())


def run(engine: str, path: Path, results: Results, limit: float) -> dict[str, Measured]:
    """The measure of every question, "" that of a cold start."""
    kept, found = results.of(engine, path), {}
    asked = Asked(engine, path, limit)
    for name in [""] if engine == "cold" else queries.load():
        key = f"{name} {digest(queries.find(name).sparql.encode())}" if name else "cold"
        if key not in kept:
            measured = asked.ask(name) if name else ask_cold(path)
            kept[key] = list(measured) if measured else None
            kept["triples"] = asked.triples or len(store.load(path))
            results.save()
            told = f"{measured[0]:8.2f} s {measured[1]:7} rows" if measured else f"over {limit:.0f} s"
            print(f"{engine:7} {path.name}  {name:30} {told}", flush=True)
        measure = kept[key]
        found[name] = (measure[0], int(measure[1])) if isinstance(measure, list) else None
    asked.close()
    return found


def to_table(columns: list[tuple[str, int, dict[str, Measured]]], limit: float) -> str:
    """Markdown: a row for each question, a column for each engine and graph."""

    def cell(measured: Measured) -> str:
        return f"{measured[0]:.2f}" if measured else f"over {limit:.0f}"

    wide = [column for column in columns if column[0] != "cold"]
    heads = ["question", *(f"{HEADS[engine]}, {triples:,} triples" for engine, triples, _ in wide), "rows"]
    lines = [" | ".join(heads), " | ".join(["---"] + ["--:"] * (len(heads) - 1))]
    for name in queries.load():
        rows = max((found[name] or (0, 0))[1] for _, _, found in wide)
        lines.append(" | ".join([f"`{name}`", *(cell(found[name]) for _, _, found in wide), str(rows)]))
    table = "".join(f"| {line} |\n" for line in lines)
    cold = [f"{cell(found[''])} s on {triples:,} triples" for engine, triples, found in columns if engine == "cold"]
    return table + (f"\n`kg query {' '.join(COLD)}`, the whole process: {', '.join(cold)}.\n" if cold else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="+", metavar="ENGINE=GRAPH", help=f"ENGINE is one of {', '.join(HEADS)}")
    parser.add_argument("--time-limit", type=float, default=60.0, help="seconds for one question (default: 60)")
    parser.add_argument("--results", type=Path, default=RESULTS)
    parser.add_argument("--table", type=Path, default=TABLE)
    chosen = parser.parse_args()
    results, columns = Results(chosen.results), []
    for named in chosen.graphs:
        engine, _, path = named.partition("=")
        if engine not in HEADS or not Path(path).is_file():
            parser.error(
                f"{named}: is no ENGINE=GRAPH; name one of {', '.join(HEADS)} and a file, such as memory=graph.ttl"
            )
        found = run(engine, Path(path), results, chosen.time_limit)
        triples = results.of(engine, Path(path))["triples"]
        assert isinstance(triples, int)
        columns.append((engine, triples, found))
    chosen.table.write_text(
        "# Seconds that the saved questions take\n\nWritten by `python -m benchmarks.asking`, which says how they are measured.\n\n"
        + to_table(columns, chosen.time_limit),
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
