"""An article's text cut into runs, so that each sentence that shows something can be marked and linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from kg import articles
from kg.ontology import KG
from kg.records import Article
from kg.server.graph import Graph

# A larger file is no article, and a larger one of records takes too long to look through for a page.
FILE_BYTES = 4 << 20


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of evidence in an article."""

    iri: str
    start: int
    end: int
    text: str
    rule: str
    argument: str  # "" for the sentence itself


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text under the same evidence: sentences of claims, and what they or names in them belong to."""

    text: str
    sentences: tuple[str, ...]
    owner: str
    first_of: tuple[str, ...]  # sentences that begin here
    last_of: tuple[str, ...]  # sentences that end here


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that is to be marked; ``owner`` is the address of the person, organization … named there, if any."""

    iri: str
    start: int
    end: int
    owner: str = ""


def read(graph: Graph, evidence: str) -> Passage:
    """One piece of evidence from the graph."""
    said = {name: value for name, value, _ in graph.said(evidence)}
    return Passage(
        evidence,
        int(said.get(KG + "start", "0")),
        int(said.get(KG + "end", "0")),
        said.get(KG + "exact", ""),
        said.get(KG + "rule", ""),
        said.get(KG + "argument", ""),
    )


def sentences(graph: Graph, owner: str) -> list[Passage]:
    """The sentences that show a claim, in the order of the text; the words within them are left out."""
    found = [read(graph, evidence) for evidence in graph.values(owner, KG + "evidence")]
    return sorted((p for p in found if not p.argument), key=lambda p: (p.start, p.end, p.iri))


def find_text(graph: Graph, article: str, folder: Path | None, *, fields: str = "", kind: str = "") -> str:
    """The article's stored text, where its file can still be read and is unchanged; "" otherwise.

    ``fields`` and ``kind`` are those that the graph was built with, as a command gives them.

    The digest in the graph is asked first, so that no other file is ever shown, whatever path a graph names.
    """
    source, digest = graph.value(article, KG + "source"), graph.value(article, KG + "digest")
    if not source or not digest:
        return ""
    named = Path(re.sub(r"#\d+$", "", source))  # a record is found by its digest
    candidates = [named] if folder is None else [folder / named.name, *folder.glob(f"*/{named.name}"), named]
    return next((text for path in candidates if (text := _read_text(str(path), digest, fields, kind))), "")


@lru_cache(maxsize=64)
def _read_text(path: str, digest: str, fields: str, kind: str) -> str:
    try:
        if not Path(path).is_file() or Path(path).stat().st_size > FILE_BYTES:
            return ""
        found = articles.load([path], articles.Options.parse(kind=kind, fields=fields, any_language=True))
        return next((a.text for a in found if isinstance(a, Article) and a.digest == digest), "")
    except (OSError, ValueError):
        return ""


def cut(text: str, marks: Iterable[Mark]) -> list[list[Run]]:
    """Paragraphs of runs; a run ends wherever a mark begins or ends."""
    marks = _sorted(marks, len(text))
    paragraphs = []
    at = 0
    for paragraph in text.split("\n\n"):
        end = at + len(paragraph)
        within = [m for m in marks if m.start < end and m.end > at]
        edges = sorted({at, end, *(max(m.start, at) for m in within), *(min(m.end, end) for m in within)})
        paragraphs.append([_run(text, a, b, within) for a, b in pairwise(edges)] if paragraph else [])
        at = end + 2
    return [paragraph for paragraph in paragraphs if paragraph]


def _sorted(marks: Iterable[Mark], length: int) -> list[Mark]:
    fitting = (m for m in marks if 0 <= m.start < m.end <= length)
    return sorted(fitting, key=lambda m: (m.start, -m.end, m.iri))


def _run(text: str, start: int, end: int, marks: Sequence[Mark]) -> Run:
    over = [m for m in marks if m.start <= start and m.end >= end]
    told = tuple(m.iri for m in over if not m.owner)
    named = [m for m in over if m.owner]
    # The shortest of several names is the innermost.
    owner = min(named, key=lambda m: (m.end - m.start, m.iri)).owner if named else ""
    first = tuple(m.iri for m in over if not m.owner and m.start == start)
    return Run(text[start:end], told, owner, first, tuple(m.iri for m in over if not m.owner and m.end == end))
