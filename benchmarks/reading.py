"""Reads folders of articles with gold facts, prints how well, and fails where a figure falls under its floor.

    python -m benchmarks.reading                       # the corpora that lie here
    python -m benchmarks.reading --corpus NAME ARTICLES GOLD …   # others beside them, by path
    python -m benchmarks.reading --raise-floors        # set the floors to what was measured now

Floors are kept in floors.json with the digest of the corpus they were measured on: a changed corpus has no floor until one
is set. A figure may fall short of its floor by SLACK, since one article more or less moves a small corpus by that much.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg import evaluation, language, ontology, pipeline, store

HERE = Path(__file__).parent
FLOORS = HERE / "floors.json"
CORPORA = (
    ("seeds", HERE.parent / "seeds", HERE / "corpora" / "seeds" / "gold"),
    ("news", HERE / "corpora" / "news" / "articles", HERE / "corpora" / "news" / "gold"),
)
SLACK = 0.005  # of a figure between 0 and 1


def digest(folders: Iterable[Path]) -> str:
    """SHA-256 over the names and bytes of the files of some folders, hexadecimal, first 16 digits."""
    found = hashlib.sha256()
    for folder in folders:
        for file in sorted(f for f in folder.iterdir() if f.is_file()):
            found.update(file.name.encode())
            found.update(file.read_bytes())
    return found.hexdigest()[:16]


@functools.cache
def tools() -> tuple[Any, ontology.Ontology]:
    """The shipped pipeline and ontology, loaded once."""
    return language.load(), ontology.load()


def measure(articles: Path, gold: Path) -> tuple[dict[str, float], float]:
    """The figures of one corpus by name, and the seconds that building its graph took."""
    nlp, vocabulary = tools()
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "graph.ttl"
        begun = time.perf_counter()
        pipeline.build([articles], graph, ontology=vocabulary, nlp=nlp)
        seconds = time.perf_counter() - begun
        score = evaluation.evaluate(gold, store.load(graph))
    figures: dict[str, float] = {}
    for name, entry in json.loads(evaluation.to_json(score)).items():
        if not isinstance(entry, dict):
            continue
        value = next((entry[key] for key in ("f1", "accuracy", "share") if entry.get(key) is not None), None)
        if value is not None:
            figures[name] = round(float(value), 4)
    return figures, seconds


def shortfalls(name: str, figures: dict[str, float], floors: dict[str, float]) -> list[str]:
    """Where a corpus has fallen under its floors; for false assertions the floor is a ceiling."""
    found = []
    for figure, floor in floors.items():
        got = figures.get(figure, 0.0)
        if got > floor + SLACK if "false" in figure else got < floor - SLACK:
            found.append(f"{name}: {figure} is {got:.4f}, its floor {floor:.4f}; mend the reading, or say why it may fall")
    return found


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", nargs=3, action="append", default=[], metavar=("NAME", "ARTICLES", "GOLD"))
    parser.add_argument("--raise-floors", action="store_true")
    chosen = parser.parse_args(arguments)
    corpora = [*CORPORA, *((name, Path(articles), Path(gold)) for name, articles, gold in chosen.corpus)]
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.exists() else {}
    table: dict[str, dict[str, float]] = {}
    short: list[str] = []
    for name, articles, gold in corpora:
        figures, seconds = measure(articles, gold)
        table[name] = figures
        mark = digest((articles, gold))
        print(f"{name} ({mark}), built in {seconds:.1f} s")
        for figure, value in figures.items():
            print(f"  {figure:32}{value:.4f}")
        known = floors.get(name)
        if chosen.raise_floors and (name, articles, gold) in CORPORA:
            floors[name] = {"digest": mark, "figures": figures}
        elif known and known["digest"] == mark:
            short += shortfalls(name, figures, known["figures"])
        elif (name, articles, gold) in CORPORA:
            short.append(f"{name}: the corpus is not the one that its floors were measured on; run with --raise-floors")
    if chosen.raise_floors:
        FLOORS.write_text(json.dumps(floors, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for line in short:
        print(line, file=sys.stderr)
    return 1 if short else 0


if __name__ == "__main__":
    raise SystemExit(main())
