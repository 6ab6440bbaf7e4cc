"""What the rules of a vocabulary look at, and what they say."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from kg.ontology import FOREIGN, KG, OWL, RDF, Ontology, name_of
from kg.sources import Sources

NEAR = 0.6  # how alike a name must be to be suggested (difflib's ratio)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: where it stands, what it is, what would be right."""

    file: str
    line: int
    what: str
    repair: str
    severity: str = "error"

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else "warning: "
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {kind}{self.what}; {self.repair}"


class Vocabulary:
    """What the rules look at: the files as written, and as the reader understands them."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.reader = Ontology(source.path for source in sources.files if source.fault is None)

    def of_type(self, *names: str) -> list[ox.NamedNode]:
        """The described things of these kg: classes, in order of address."""
        found = {s for name in names for s in self.sources.by_type.get(KG + name, ()) if isinstance(s, ox.NamedNode)}
        return sorted(found, key=lambda node: node.value)

    def finding(self, subject: Any, what: str, repair: str, *values: Any, severity: str = "error") -> Finding:
        path, line = self.sources.place(subject, *values)
        return Finding(str(path), line, what, repair, severity)

    @cached_property
    def described(self) -> set[str]:
        """The addresses that some file describes."""
        return {s.value for s in self.sources.of if isinstance(s, ox.NamedNode)}

    @cached_property
    def typed(self) -> set[str]:
        return {s.value for subjects in self.sources.by_type.values() for s in subjects if isinstance(s, ox.NamedNode)}

    def show(self, term: Any) -> str:
        return self.sources.show(term)

    def above(self, name: str) -> frozenset[str]:
        return frozenset(n for n in self.reader.classes if self.reader.is_a(name, n))

    @cached_property
    def disjoint(self) -> set[frozenset[str]]:
        """Pairs of classes that are declared to have nothing in common."""
        pairs = set()
        for node in self.sources.by_type.get(OWL + "AllDisjointClasses", ()):
            members = [
                name_of(m.value) for head in self.sources.values(node, OWL + "members") for m in self.members(head)
            ]
            pairs |= {frozenset({a, b}) for a in members for b in members if a != b}
        for node, entry in self.sources.of.items():
            for other in entry.get(OWL + "disjointWith", ()):
                pairs.add(frozenset({name_of(node.value), name_of(other.value)}))
        return pairs

    def members(self, head: Any) -> Iterator[Any]:
        while head in self.sources.of and RDF + "first" in self.sources.of[head]:
            yield self.sources.of[head][RDF + "first"][0]
            head = self.sources.of[head][RDF + "rest"][0]

    def exclude(self, one: str, other: str) -> bool:
        """Whether nothing can be of both classes."""
        return any(frozenset({a, b}) in self.disjoint for a in self.above(one) for b in self.above(other))


def near(name: str, names: Iterable[str], otherwise: str) -> str:
    """What would be right instead of an unknown name: the nearest known one."""
    known = sorted(set(names))
    folded = {n.lower(): n for n in known}
    found = difflib.get_close_matches(name.lower(), list(folded), n=1, cutoff=NEAR)
    return f"did you mean {folded[found[0]]}" if found else otherwise


def is_own(iri: str) -> bool:
    return not iri.startswith((*FOREIGN, "http://purl.org/", "http://xmlns.com/", "http://data.europa.eu/"))
