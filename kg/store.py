"""Triples kept, dumped and asked: a thin layer over the embedded Oxigraph store."""

from __future__ import annotations

import contextlib
import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Protocol, cast

import pyoxigraph as ox

from kg import files
from kg.errors import GraphError, QueryError

# A file that every folder in Oxigraph's own form has.
MARK = "CURRENT"


class Queried(Protocol):
    """What can be asked: the embedded store, or a running one over HTTP."""

    def query(self, query: str, /) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples: ...


def load(path: Path | str, *, into: ox.Store | None = None) -> ox.Store:
    """The graph of one file, in memory or ``into`` a store; the ending tells the format (``.ttl``, ``.nt``, ``.ttl.gz`` …).

    A store that `kg build` has written is opened where it lies, to be read, or copied ``into`` the other.
    """
    path = Path(path)
    if path.is_dir() and into is None:
        return _open(path)
    store = ox.Store() if into is None else into
    if path.is_dir():
        store.bulk_extend(_open(path))
        return store
    rdf_format = _find_format(path)
    with _reading(path, rdf_format) as file:
        if rdf_format.supports_datasets:
            # Questions ask all articles together.
            store.bulk_extend(ox.Quad(*quad.triple) for quad in ox.parse(file, rdf_format))
        elif path.suffix == ".gz":
            store.bulk_load(file, format=rdf_format)
        else:
            store.bulk_load(path=str(path), format=rdf_format)
    return store


def parse(path: Path | str) -> Iterator[ox.Triple]:
    """The statements of one file, read as they are asked for, so that none is kept; raises GraphError as ``load`` does."""
    path = Path(path)
    if path.is_dir():
        yield from (quad.triple for quad in _open(path))
        return
    rdf_format = _find_format(path)
    with _reading(path, rdf_format) as file:
        for quad in ox.parse(file, rdf_format):
            yield quad.triple


def _find_format(path: Path) -> ox.RdfFormat:
    if not path.exists():
        raise GraphError(f"{path}: no such file; name a graph that `kg build` has written")
    inner = path.with_suffix("") if path.suffix == ".gz" else path
    rdf_format = ox.RdfFormat.from_extension(inner.suffix.lstrip("."))
    if rdf_format is None:
        raise GraphError(f"{path}: unknown kind of file; a graph is Turtle and ends in .ttl")
    return rdf_format


@contextlib.contextmanager
def _reading(path: Path, rdf_format: ox.RdfFormat) -> Iterator[IO[bytes]]:
    """The open file, unpacked as it is read; whatever is wrong with it is a GraphError."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            yield cast(IO[bytes], file)
    except (SyntaxError, ValueError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise GraphError(f"{path}: not valid {rdf_format.name} ({error}); build the graph again") from None
    except OSError as error:
        raise GraphError(f"{path}: cannot be read ({error.strerror or error}); name a readable graph") from None


def _open(path: Path) -> ox.Store:
    if not (path / MARK).exists():
        raise GraphError(f"{path}: is a folder; name one Turtle file, or a store that `kg build` has written")
    try:
        return ox.Store.read_only(str(path))
    except (OSError, RuntimeError) as error:
        raise GraphError(f"{path}: cannot be read as a store ({error}); build the graph again") from None


def turtle(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Sorted Turtle, the same bytes for the same triples."""
    ordered = sorted(triples, key=_place)
    data = ox.serialize(ordered, format=ox.RdfFormat.TURTLE, prefixes=dict(prefixes))
    assert data is not None
    # The serializer writes the prefixes in an order of its own.
    lines = data.split(b"\n")
    body = next((n for n, line in enumerate(lines) if not line.startswith(b"@prefix")), len(lines))
    return b"\n".join([*sorted(lines[:body]), *lines[body:]])


def write(data: bytes, path: Path | str) -> None:
    """Write a whole file or nothing."""
    with files.replacing(path) as file:
        file.write(data)


def query(store: Queried, sparql: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """What a query finds: solutions, a truth value or triples."""
    try:
        return store.query(sparql)
    except SyntaxError as error:
        raise QueryError(f"query: not valid SPARQL ({error}); mend the line that the message names") from None


def select(store: Queried, sparql: str) -> ox.QuerySolutions:
    """The solutions of a SELECT query."""
    found = query(store, sparql)
    if not isinstance(found, ox.QuerySolutions):
        raise QueryError("query: is no SELECT query; a question selects columns")
    return found


def find_violations(graph: Path | str, shapes: Path) -> list[str]:
    """What SHACL shapes find wrong with a graph, a line for each: which node, which property, what is asked."""
    try:
        import pyshacl
    except ImportError:
        raise GraphError(
            f"{graph}: shapes are checked by pySHACL, which is not installed; pip install pyshacl"
        ) from None
    import rdflib

    told = load(graph).dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph())
    data = rdflib.Graph().parse(data=told, format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=rdflib.Graph().parse(shapes, format="turtle"))
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    found = []
    for result in report.subjects(rdflib.RDF.type, sh.ValidationResult):
        node, path = report.value(result, sh.focusNode), report.value(result, sh.resultPath)
        messages = sorted(str(message) for message in report.objects(result, sh.resultMessage))
        found.append(f"{node}: {path or 'the node'} is not as the shapes ask; {' '.join(messages)}")
    return sorted(found)


def _place(triple: ox.Triple) -> tuple[str, bool, str, str]:
    # A node's type comes first, as people write Turtle.
    predicate = triple.predicate.value
    return str(triple.subject), not predicate.endswith("#type"), predicate, str(triple.object)
