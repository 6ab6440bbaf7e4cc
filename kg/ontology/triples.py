"""The triples of Turtle files, indexed by subject and by type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.ontology.namespaces import KG, TYPE

Node = ox.NamedNode | ox.BlankNode


def to_node(iri: str) -> Node:
    """The node of an IRI; of what is none, such as a text where an address should stand, a node that nothing describes."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return ox.BlankNode()


class Triples:
    """All triples of the given files, indexed by subject, and by type."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = tuple(files)
        self.of: dict[Node, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.by_type: dict[str, list[Node]] = defaultdict(list)
        self.quads: list[ox.Triple] = []
        for file in self.files:
            self.add(file)

    def add(self, file: Path) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise OntologyError(
                f"{file}: cannot be read ({error.strerror}); name a Turtle file or a folder of them"
            ) from None
        try:
            for quad in ox.parse(data, ox.RdfFormat.TURTLE, base_iri=KG.rstrip("#"), rename_blank_nodes=True):
                if isinstance(quad.subject, ox.Triple):
                    continue
                self.quads.append(ox.Triple(quad.subject, quad.predicate, quad.object))
                predicate = quad.predicate.value
                self.of[quad.subject][predicate].append(quad.object)
                if predicate == TYPE:
                    self.by_type[quad.object.value].append(quad.subject)
        except (SyntaxError, ValueError) as error:
            raise OntologyError(f"{file}: not valid Turtle ({error}); mend the line that the message names") from None

    def subjects(self, *types: str) -> list[Node]:
        """Subjects of any of these types, in order of IRI, so that nothing depends on the order of files."""
        found = {subject for kind in types for subject in self.by_type.get(kind, ())}
        return sorted(found, key=lambda node: node.value)

    def texts(self, subject: Node, *predicates: str) -> tuple[str, ...]:
        """The literals or IRIs of these properties as text, sorted within each property, without repeats."""
        entry = self.of.get(subject)
        if entry is None:
            return ()
        values: list[str] = []
        for predicate in predicates:
            found = entry.get(predicate)
            if found:
                values.extend(o.value for o in (found if len(found) == 1 else sorted(found, key=str)))
        return tuple(dict.fromkeys(values))

    def text(self, subject: Node, *predicates: str) -> str:
        values = self.texts(subject, *predicates)
        return values[0] if values else ""
