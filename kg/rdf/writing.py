"""Writes any number of statements as a file: sorted on disk, in the format that the file's name tells, always the same bytes.

Or as a store, a folder in Oxigraph's own form, which is asked without being read first.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import IO, BinaryIO, TypeVar, cast

import pyoxigraph as ox

from kg import files, store
from kg.errors import GraphError
from kg.ontology import RDF
from kg.sorting import Sorter

# By the ending of the file's name; those of the second line tell which article each statement comes from.
FORMATS: Mapping[str, ox.RdfFormat] = {
    "ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG, "nq": ox.RdfFormat.N_QUADS, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
# What parts a line to be sorted into subject, rank and predicate, object: smaller than any character of a statement, in which
# control characters are escaped. A node's type goes before the rest, as people write Turtle.
_SUBJECT, _TYPE, _OTHER, _PREDICATE = b"\x00", b"\x01", b"\x02", b"\x03"
_RDF_TYPE = f"<{RDF}type>".encode()
# Statements made into lines, and lines into statements, at once.
_BLOCK = 4096
STORE = "store"
# Statements handed to a store at once: 150 MB of memory, where all at once take gigabytes.
_STORED = 100_000

_Item = TypeVar("_Item")


def find_format(path: Path | str, name: str = "") -> ox.RdfFormat | None:
    """The format of that name, or the one that the ending of the file's name tells; None for a store."""
    if (name or PurePath(path).suffix) in (STORE, f".{STORE}"):
        files.refuse_other(path, store.MARK)
        return None
    ending = name or PurePath(str(path).removesuffix(".gz")).suffix.lstrip(".")
    if ending not in FORMATS:
        raise GraphError(
            f"{path}: a graph ends in .{', .'.join(FORMATS)}, or one of these and .gz, or .{STORE}; or name its --format"
        )
    return FORMATS[ending]


def to_lines(quads: Sequence[ox.Quad], *, graphs: bool) -> list[bytes]:
    """Statements as lines to be sorted; with ``graphs`` the named graph stands in front."""
    data = ox.serialize((quad.triple for quad in quads), format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    lines = []
    for line in data.splitlines():
        subject, predicate, value = line.split(b" ", 2)
        rank = _TYPE if predicate == _RDF_TYPE else _OTHER
        lines.append(subject + _SUBJECT + rank + predicate[:-1] + _PREDICATE + value[:-2])
    if not graphs:
        return lines
    names = (str(q.graph_name).encode() if isinstance(q.graph_name, ox.NamedNode) else b"" for q in quads)
    return [name + _SUBJECT + line for name, line in zip(names, lines, strict=True)]


def to_nquads(lines: Iterable[bytes], *, graphs: bool) -> bytes:
    """The same lines as N-Quads."""
    if graphs:
        parted = (line.split(_SUBJECT, 1) for line in lines)
        lines = (b"%b %b" % (line, name) if name else line for name, line in parted)
    data = b"".join(line + b" .\n" for line in lines)
    return data.replace(_SUBJECT + _TYPE, b" ").replace(_SUBJECT + _OTHER, b" ").replace(_PREDICATE, b"> ")


def write(quads: Iterable[ox.Quad], path: Path | str, format: ox.RdfFormat | None, prefixes: Mapping[str, str]) -> int:
    """Write a whole file, or a whole store where there is no format, or nothing; and tell how many statements it holds."""
    path = Path(path)
    if format is None:
        return _write_store(quads, path)
    count = 0

    def counted(lines: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    with files.replacing(path) as file, _packed(file, path) as stream:
        graphs = format.supports_datasets
        sorter = Sorter(path.parent)
        for some in _blocks(quads):
            sorter.add(to_lines(some, graphs=graphs))
        _write((to_nquads(some, graphs=graphs) for some in _blocks(counted(sorter))), stream, format, prefixes)
    return count


def _write_store(quads: Iterable[ox.Quad], path: Path) -> int:
    with files.replacing_folder(path, store.MARK) as folder:
        try:
            return _fill(folder, quads)
        except RuntimeError as error:
            raise GraphError(f"{path}: cannot be written ({error}); make room on its disk, or name another") from None


def _fill(folder: Path, quads: Iterable[ox.Quad]) -> int:
    held = ox.Store(str(folder))
    # Questions ask all articles together.
    for some in _blocks((ox.Quad(*quad.triple) for quad in quads), _STORED):
        held.bulk_extend(some)
    held.optimize()
    held.flush()
    return len(held)


def _write(blocks: Iterator[bytes], stream: BinaryIO, format: ox.RdfFormat, prefixes: Mapping[str, str]) -> None:
    if format in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        stream.writelines(blocks)
        return
    # What this program has written itself need not be validated.
    quads = itertools.chain.from_iterable(ox.parse(block, ox.RdfFormat.N_QUADS, lenient=True) for block in blocks)
    headed = format in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG)
    ox.serialize(quads, cast(IO[bytes], _Ordered(stream) if headed else stream), format, prefixes=dict(prefixes))


def _blocks(items: Iterable[_Item], size: int = _BLOCK) -> Iterator[list[_Item]]:
    rest = iter(items)
    while block := list(itertools.islice(rest, size)):
        yield block


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
