"""A built graph as the pages read it: by pattern, each entity under a local address."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.ontology import ID, KG, RDF, RDFS, SKOS, name_of

Column = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Graph:
    """A store that does not change any more."""

    store: ox.Store

    @cached_property
    def base(self) -> str:
        """What the addresses of articles, people, transfers … begin with."""
        for iri in self.instances(KG + "Article"):
            head, found, _ = iri.partition("article/")
            if found:
                return head
        return ID

    @cached_property
    def class_counts(self) -> Counter[str]:
        """How many things are of each class."""
        pattern = self.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None)
        return Counter(quad.object.value for quad in pattern if isinstance(quad.object, ox.NamedNode))

    def instances(self, kind: str) -> Iterator[str]:
        """The addresses of all things of a class."""
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(RDF + "type"), ox.NamedNode(kind)):
            if isinstance(quad.subject, ox.NamedNode):
                yield quad.subject.value

    def column(self, predicate: str) -> Column:
        """All values of a property, by subject."""
        found: dict[str, list[str]] = defaultdict(list)
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            found[_text(quad.subject)].append(_text(quad.object))
        return {subject: tuple(sorted(values)) for subject, values in found.items()}

    def values(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The values of a property of one thing, in order."""
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(predicate), None)
        return tuple(sorted(_text(quad.object) for quad in quads))

    def value(self, subject: str, predicate: str) -> str:
        """The first value of a property; "" without one."""
        return next(iter(self.values(subject, predicate)), "")

    def subjects(self, predicate: str, value: str) -> tuple[str, ...]:
        """What has that thing for the value of a property, in order."""
        quads = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value))
        return tuple(sorted(_text(quad.subject) for quad in quads))

    def said(self, subject: str) -> list[tuple[str, str, bool]]:
        """All that is said of a thing: property, value, and whether the value is an address."""
        quads = self.store.quads_for_pattern(ox.NamedNode(subject), None, None)
        return sorted((q.predicate.value, _text(q.object), isinstance(q.object, ox.NamedNode)) for q in quads)

    def holds(self, iri: str) -> bool:
        """Whether anything is said of an address."""
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            return False
        return next(iter(self.store.quads_for_pattern(node, None, None)), None) is not None

    def kinds(self, iri: str) -> set[str]:
        """The local names of a thing's classes in our ontology."""
        return {name_of(kind) for kind in self.values(iri, RDF + "type") if kind.startswith(KG)}

    def label(self, iri: str) -> str:
        """What people call it."""
        return self.value(iri, RDFS + "label") or name_of(iri)

    def notation(self, iri: str) -> str:
        """The word that answers use for it."""
        return self.value(iri, SKOS + "notation") or name_of(iri)

    def path(self, iri: str) -> str:
        """Where this server shows it: a path for what is ours, the address itself for what is not."""
        if iri.startswith(self.base):
            return "/id/" + quote(iri.removeprefix(self.base), safe="/")
        if iri.startswith(KG):
            return "/ontology#" + quote(iri.removeprefix(KG))
        return iri

    def iri(self, path: str) -> str:
        """The address behind a path below ``/id/``."""
        return self.base + unquote(path)


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)
