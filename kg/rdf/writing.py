"""Writes any number of statements as a file: sorted on disk, in the format that the file's name tells, always the same bytes."""

from __future__ import annotations

import contextlib
import gzip
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePath
from typing import IO, BinaryIO, cast

import pyoxigraph as ox

from kg import files
from kg.errors import GraphError
from kg.ontology import RDF
from kg.rdf.sorting import Sorter

# By the ending of the file's name; those of the second line tell which article each statement comes from.
FORMATS: Mapping[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
# Between the parts of a line to be sorted: smaller than any character of a statement.
_SEP = b"\x00"
_TYPE = f"<{RDF}type>"
# Lines handed to the parser at once.
_BLOCK = 4096


def find_format(path: Path | str, name: str = "") -> ox.RdfFormat:
    """The format of that name, or the one that the ending of the file's name tells."""
    ending = name or PurePath(str(path).removesuffix(".gz")).suffix.lstrip(".")
    if ending not in FORMATS:
        raise GraphError(
            f"{path}: a graph ends in .{', .'.join(FORMATS)}, or one of these and .gz; or name its --format"
        )
    return FORMATS[ending]


def to_line(quad: ox.Quad, *, graphs: bool) -> bytes:
    """A statement as a line whose bytes sort as people write Turtle: a node's type before the rest."""
    predicate = str(quad.predicate)
    rank = "0" if predicate == _TYPE else "1"
    graph = str(quad.graph_name) if graphs and isinstance(quad.graph_name, ox.NamedNode) else ""
    return f"{graph}\0{quad.subject}\0{rank}{predicate[:-1]}\0{quad.object}".encode()


def write(quads: Iterable[ox.Quad], path: Path | str, format: ox.RdfFormat, prefixes: Mapping[str, str]) -> int:
    """Write a whole file or nothing, and tell how many statements it holds."""
    path = Path(path)
    count = 0

    def counted(lines: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    with files.replacing(path) as file, _packed(file, path) as stream:
        sorter = Sorter(path.parent)
        lines = (to_line(quad, graphs=format.supports_datasets) for quad in quads)
        while block := list(itertools.islice(lines, _BLOCK)):
            sorter.add(block)
        _write(map(_to_nquads, counted(sorter)), stream, format, prefixes)
    return count


def _write(lines: Iterator[bytes], stream: BinaryIO, format: ox.RdfFormat, prefixes: Mapping[str, str]) -> None:
    if format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        stream.writelines(lines)
        return
    quads: Iterator[ox.Quad] = itertools.chain.from_iterable(_parse(lines))
    headed = format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
    ox.serialize(quads, cast(IO[bytes], _Ordered(stream) if headed else stream), format, prefixes=dict(prefixes))


def _parse(lines: Iterator[bytes]) -> Iterator[Iterable[ox.Quad]]:
    while block := b"".join(itertools.islice(lines, _BLOCK)):
        yield ox.parse(block, ox.RdfFormat.N_QUADS)


def _to_nquads(line: bytes) -> bytes:
    graph, subject, predicate, value = line.split(_SEP)
    return b"%b %b> %b %b .\n" % (subject, predicate[1:], value, graph) if graph else b"%b %b> %b .\n" % (
        subject, predicate[1:], value,
    )  # fmt: skip


class _Ordered:
    """Puts the prefixes at the head of Turtle and TriG, which the serializer writes in an order of its own, in order of name."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._head: bytes | None = b""

    def write(self, data: bytes) -> int:
        if self._head is None:
            self._stream.write(data)
            return len(data)
        self._head += data
        lines = self._head.split(b"\n")
        body = next((n for n, line in enumerate(lines[:-1]) if not line.startswith(b"@prefix")), None)
        if body is not None:
            self._stream.write(b"\n".join([*sorted(lines[:body]), *lines[body:]]))
            self._head = None
        return len(data)

    def flush(self) -> None:
        self._stream.flush()


@contextlib.contextmanager
def _packed(file: BinaryIO, path: Path) -> Iterator[BinaryIO]:
    if path.suffix != ".gz":
        yield file
        return
    # No name and no time in the head: the same bytes for the same graph.
    with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
        stream = io.BufferedWriter(cast(io.RawIOBase, packed), 1 << 20)
        yield cast(BinaryIO, stream)
        stream.flush()
