"""Finds the files of an ontology, loads them, and writes them out as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.errors import OntologyError
from kg.ontology.namespaces import PREFIXES
from kg.ontology.tables import Ontology


def load(paths: Iterable[Path | str] = (), *, shipped: Path | None = None) -> Ontology:
    """Read the shipped ontology (or the folder ``shipped`` instead of it) with the given files or folders beside it."""
    return Ontology(find_files(paths, shipped=shipped))


def world(paths: Iterable[Path | str] = ()) -> Any:
    """The vocabulary as an owlready2 ``World``, to go on with in Python."""
    return load(paths).world


def find_files(paths: Iterable[Path | str] = (), *, shipped: Path | None = None) -> list[Path]:
    """The shipped files (or those of the folder ``shipped``) and then those that the given files and folders name."""
    return [*_turtle_files(shipped or resources.ontology_folder()), *(f for p in paths for f in _turtle_files(Path(p)))]


def _turtle_files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.ttl"))
        if not files:
            raise OntologyError(
                f"{path}: holds no Turtle file; an ontology folder holds one or more files that end in .ttl"
            )
        return files
    if not path.exists():
        raise OntologyError(f"{path}: no such file or folder; name a Turtle file or a folder of them")
    return [path]


def export(ontology: Ontology, ending: str) -> bytes:
    """All files as one, in the format that the ending of a file's name tells: owl (RDF/XML), ttl, nt …; always the same bytes."""
    format = ox.RdfFormat.from_extension({"owl": "rdf"}.get(ending, ending))
    if format is None:
        raise OntologyError(f"{ending}: unknown format; owl, ttl and nt are some that are known")
    names = {node: ox.BlankNode(f"b{number}") for number, node in enumerate(_blank_nodes(ontology.quads))}

    def named(term: Any) -> Any:
        return names.get(term, term)

    triples = {ox.Triple(named(t.subject), t.predicate, named(t.object)) for t in ontology.quads}
    data = ox.serialize(sorted(triples, key=str), format=format, prefixes=PREFIXES)
    assert data is not None
    return data


def _blank_nodes(triples: Iterable[ox.Triple]) -> Iterator[ox.BlankNode]:
    """Blank nodes in the order in which the files have them."""
    seen = dict.fromkeys(n for t in triples for n in (t.subject, t.object) if isinstance(n, ox.BlankNode))
    yield from seen
