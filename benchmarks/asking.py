"""Times every saved question on graphs, and writes the table asking.md.

    python -m benchmarks.graphs 1000000 build/large.ttl
    python -m benchmarks.asking build/large.ttl              # the embedded store, in memory
    python -m benchmarks.asking --rdflib build/small.ttl …   # rdflib beside it, on the first graph only, which should be small

Seconds are of the processor, the least of RUNS, so that other work on the machine counts for little. Required parameters
have the values of the questions' own examples. The aim is a second a million triples.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg import copies, queries, store

TABLE = Path(__file__).with_name("asking.md")
RUNS = 2
COLD = ("suppliers-of", "--recipient", "Ukraine")


def seconds(work: Callable[[], object]) -> float:
    """The least processor time of RUNS; of one run where that takes longer than half a minute."""
    least = float("inf")
    for _ in range(RUNS):
        begun = time.process_time()
        work()
        least = min(least, time.process_time() - begun)
        if least > 30:
            break
    return least


def fill(name: str, graph: store.Queried) -> str:
    question = queries.find(name)
    return queries.fill(question, {p.name: p.example for p in question.parameters if p.required}, graph)


def ask_all(path: Path) -> tuple[int, dict[str, tuple[float, int]]]:
    """The number of triples, and seconds and rows of every question."""
    graph = store.load(path)
    found = {}
    for name in queries.load():
        sparql = fill(name, graph)
        found[name] = (seconds(lambda text=sparql: queries.ask(graph, text)), len(queries.ask(graph, sparql).rows))  # type: ignore[misc]
        print(f"{path.name}  {name:30} {found[name][0]:8.2f} s {found[name][1]:7} rows", flush=True)
    return len(graph), found


def ask_rdflib(path: Path) -> dict[str, float]:
    """Seconds of every question in rdflib's own engine."""
    import rdflib

    graph, names = rdflib.Graph().parse(path), store.load(path)
    return {name: seconds(lambda n=name: list(graph.query(fill(n, names)))) for name in queries.load()}  # type: ignore[misc]


def ask_cold(path: Path) -> float:
    """Processor seconds of `kg query` from the start of its process to its end, once the copy on disk is there."""
    with tempfile.TemporaryDirectory() as folder:
        linked = Path(folder) / path.name
        linked.symlink_to(path.resolve())
        copies.load(linked)
        begun = os.times()
        command = [sys.executable, "-m", "kg", "query", *COLD, "--graph", str(linked), "--format", "csv"]
        subprocess.run(command, check=True, capture_output=True)
        ended = os.times()
        return ended.children_user + ended.children_system - begun.children_user - begun.children_system


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("graphs", nargs="+", type=Path)
    parser.add_argument("--rdflib", action="store_true")
    chosen = parser.parse_args()
    measured = [ask_all(path) for path in chosen.graphs]
    cold = [ask_cold(path) for path in chosen.graphs]
    other = ask_rdflib(chosen.graphs[0]) if chosen.rdflib else {}
    sizes = [f"{count:,} triples" for count, _ in measured]
    heads = ["question", *(["rdflib, " + sizes[0]] if other else []), *sizes, "rows"]
    lines = [" | ".join(heads), " | ".join(["---"] + ["--:"] * (len(heads) - 1))]
    for name in queries.load():
        row = [f"`{name}`", *([f"{other[name]:.2f}"] if other else [])]
        lines.append(" | ".join([*row, *(f"{found[name][0]:.2f}" for _, found in measured), str(measured[-1][1][name][1])]))
    lines.append(" | ".join(["`kg query suppliers-of`, cold", *([""] if other else []), *(f"{time:.2f}" for time in cold), ""]))
    table = "".join(f"| {line} |\n" for line in lines)
    TABLE.write_text(
        "# Seconds that the saved questions take\n\nWritten by `python -m benchmarks.asking`, which says how they are measured; "
        "Oxigraph in memory where no other is named.\n\n" + table,
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
