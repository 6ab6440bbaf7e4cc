"""Turtle as it is written: which file and line says what, for messages that point at it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.ontology import KG

BASE = KG.rstrip("#")
TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<long>\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*'{3})
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |<(?P<iri>[^<>"{}|^`\s]*)>
    |(?P<prefix>(?:[^\W\d_][\w.-]*)?):(?P<local>(?:[\w:%-]|\\.|\.(?=[\w:%\\-]))*)
    |(?P<word>@?[\w+-]+)
    |(?P<mark>[.;,\[\]()])""",
    re.VERBOSE | re.DOTALL,
)
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Why a file is no Turtle, and where."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Token:
    """An IRI or the text of a literal, with its line and the number of the statement that it stands in."""

    value: str
    line: int
    statement: int


class Source:
    """One Turtle file: its triples, and where in the text each thing stands."""

    def __init__(self, path: Path, data: bytes) -> None:
        self.path = path
        self.data = data
        self.triples: list[tuple[Any, str, Any]] = []
        self.fault: SyntaxFault | None = None
        try:
            for quad in ox.parse(data, ox.RdfFormat.TURTLE, base_iri=BASE, rename_blank_nodes=True):
                self.triples.append((quad.subject, quad.predicate.value, quad.object))
        except (SyntaxError, ValueError) as error:
            self.fault = SyntaxFault(_line_of_fault(error), str(error).split("\n")[0])

    @cached_property
    def text(self) -> str:
        return self.data.decode("utf-8", errors="replace")

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares."""
        return dict(re.findall(r"(?im)^\s*@?prefix\s+([\w.-]*):\s*<([^>]*)>", self.text))

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        return tuple(self._read_tokens())

    def _read_tokens(self) -> Iterator[Token]:
        breaks = [m.start() for m in re.finditer("\n", self.text)]
        statement = depth = 0
        for match in TOKEN.finditer(self.text):
            kind = match.lastgroup
            line = bisect_right(breaks, match.start()) + 1
            if kind == "mark":
                mark = match.group()
                depth += (mark in "[(") - (mark in "])")
                if mark == "." and depth <= 0:
                    statement, depth = statement + 1, 0
            elif kind == "iri":
                yield Token(match["iri"], line, statement)
            elif kind == "local":
                local = re.sub(r"\\(.)", r"\1", match["local"])
                yield Token(self.prefixes.get(match["prefix"], match["prefix"] + ":") + local, line, statement)
            elif kind == "string":
                yield Token(re.sub(r"\\(.)", r"\1", match.group()[1:-1]), line, statement)
            elif kind == "long":
                yield Token(match.group()[3:-3], line, statement)

    @cached_property
    def _first(self) -> dict[str, list[int]]:
        """Subject → the numbers of its statements."""
        found: dict[str, list[int]] = defaultdict(list)
        last = -1
        for token in self.tokens:
            if token.statement != last:
                last = token.statement
                found[token.value].append(token.statement)
        return found

    def line_of(self, subject: str, values: Iterable[str] = ()) -> int:
        """The line where a statement about the subject has one of these values, or begins; 0 where the file has none."""
        wanted = set(values)
        statements = set(self._first.get(subject, ()))
        mine = [token for token in self.tokens if token.statement in statements]
        for value in [*values]:
            for token in mine:
                if token.value == value:
                    return token.line
        if mine:
            return mine[0].line
        return next((token.line for token in self.tokens if token.value in wanted | {subject}), 0)


def _line_of_fault(error: Exception) -> int:
    line = getattr(error, "lineno", None)
    if not line:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else 1
    return int(line)


class Sources:
    """The files of a vocabulary, read side by side: all triples by subject, and where each subject is described."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = [Source(path, path.read_bytes()) for path in files]
        self.of: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.home: dict[Any, list[Source]] = defaultdict(list)
        self.owner: dict[Any, Any] = {}  # blank node → the node that has it
        self.by_type: dict[str, list[Any]] = defaultdict(list)
        for source in self.files:
            last = None
            for subject, predicate, value in source.triples:
                values = self.of[subject][predicate]
                if value in values:
                    continue  # said in another file too
                values.append(value)
                if subject != last and source not in self.home[subject]:
                    self.home[subject].append(source)
                last = subject
                if isinstance(value, ox.BlankNode):
                    self.owner[value] = subject
                elif predicate == TYPE and isinstance(value, ox.NamedNode):
                    self.by_type[value.value].append(subject)

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """Namespace → prefix, as the files declare them."""
        return {iri: prefix for source in reversed(self.files) for prefix, iri in source.prefixes.items()}

    def values(self, subject: Any, *predicates: str) -> list[Any]:
        entry = self.of.get(subject)
        return [value for p in predicates for value in entry.get(p, ())] if entry else []

    def texts(self, subject: Any, *predicates: str) -> list[str]:
        return [value.value for value in self.values(subject, *predicates) if not isinstance(value, ox.Triple)]

    def show(self, term: Any) -> str:
        """A term as the files write it: kg:supplier, "text", or <an address>."""
        if isinstance(term, ox.Literal):
            return f'"{term.value}"'
        if isinstance(term, ox.BlankNode):
            return self.show(self.owner[term]) if term in self.owner else "[ … ]"
        iri = term.value if isinstance(term, ox.NamedNode) else str(term)
        for namespace in sorted(self.prefixes, key=len, reverse=True):
            if iri.startswith(namespace) and namespace and "/" not in iri[len(namespace) :]:
                return f"{self.prefixes[namespace]}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def place(self, subject: Any, *values: Any, source: Source | None = None) -> tuple[Path, int]:
        """File and line of what is said about a subject, best where it has one of these values."""
        top = subject
        while isinstance(top, ox.BlankNode) and top in self.owner:
            top = self.owner[top]
        texts = [v.value if hasattr(v, "value") else str(v) for v in values]
        homes = [source] if source else self.home.get(top) or self.home.get(subject) or self.files
        name = top.value if isinstance(top, ox.NamedNode) else ""
        if len(homes) > 1 and texts:
            # several files describe it: the one that says this
            said = [
                s for s in homes if any(t.value == texts[0] for t in s.tokens if t.statement in s._first.get(name, ()))
            ]
            homes = said or homes
        for home in homes:
            line = home.line_of(name, texts)
            if line:
                return home.path, line
        return homes[0].path, 1
