"""A graph put into a running store, in chunks, and read back to see that it is there.

The file's statements are sorted on disk, so that memory does not grow with the graph. It is cut between subjects: a chunk
holds all that is said of its subjects. Before a chunk is sent the store
is asked for what it holds of these subjects, unless it was empty; only what is missing is sent, so that a load that was
cut off goes on where it stopped. When all is sent, every chunk is asked for again and compared statement by statement.
Numbers and truth values are compared by value, since a store may keep "1" for "true", "5.5" for "5.50", and a great
integer as a decimal.

The digest is that of the statements read back: the sum, modulo 2^128, of the 128-bit BLAKE2b of each as a line of
N-Triples. It does not depend on their order, and a dry run over the same graph gives the same one.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from kg import store
from kg.errors import EndpointError, GraphError
from kg.sorting import Sorter
from kg.targets import Target

CHUNK = 5000
# Statements handed to the sorter at once.
BLOCK = 4096
XSD = "http://www.w3.org/2001/XMLSchema#"

# Called with the triples that are done and those there are.
Notice = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load has found and done, in triples."""

    triples: int
    missing: int  # were not there before: sent, or in a dry run to be sent
    chunks: int  # requests that carried them
    held: int  # by the graph of the store, in the end
    digest: str


def load(
    path: Path | str,
    target: Target,
    *,
    chunk: int = CHUNK,
    replace: bool = False,
    dry_run: bool = False,
    notice: Notice = lambda done, total: None,
) -> Loaded:
    """Put the graph of a file into a store; ``chunk`` is in triples, more where one subject has more.

    Raises GraphError for a file that cannot be loaded so, EndpointError for a store that does not take it or does not hold
    it afterwards.
    """
    graph = read(path)
    total = sum(1 for _ in graph)
    held = target.count()
    if replace and held and not dry_run:
        target.clear()
        held = 0
    missing = chunks = digest = done = 0
    try:
        for triples in cut(graph, chunk):
            present = _held(target, triples) if held and not replace else set()
            lacking = sorted(line for key, line in _lines(triples).items() if key not in present)
            missing += len(lacking)
            chunks += bool(lacking)
            if dry_run:
                digest += sum(_lines(triples))
            elif lacking:
                target.add("".join(lacking))
            done += len(triples)
            # Each triple is looked at twice: when it is sent, and when it is read back.
            notice(done, 2 * total)
    except EndpointError as error:
        if not done or dry_run:
            raise
        sent = f"{done} of {total} triples are in the {target.name}"
        without = " without --replace" if replace else ""
        raise EndpointError(f"{error}; {sent}: the same command{without} goes on from there") from None
    for triples in () if dry_run else cut(graph, chunk):
        digest += _verify(target, triples)
        done += len(triples)
        notice(done, 2 * total)
    held = held if dry_run else target.count()
    return Loaded(total, missing, chunks, held, f"{digest % (1 << 128):032x}")


def to_lines(done: Loaded, path: Path | str, target: Target, *, dry_run: bool, replace: bool) -> Iterator[str]:
    """What a load has done, or would do, as lines of text."""
    address = target.address
    manner = "SPARQL Update" if address.update else "the Graph Store Protocol"
    requests = f"{done.chunks} request{'' if done.chunks == 1 else 's'}"
    yield f"{path}: {done.triples} triples, digest {done.digest}"
    if dry_run:
        emptied = f", emptied first of the {done.held} triples that it holds" if replace and done.held else ""
        there = f"; {done.triples - done.missing} are there" if done.missing < done.triples else ""
        yield f"would send {done.missing} in {requests} by {manner} to {address.write}, into the {target.name}{emptied}{there}"
        return
    there = f", {done.triples - done.missing} were there" if done.missing < done.triples else ""
    more = f", with {done.held - done.triples} that are not of this file" if done.held > done.triples else ""
    yield f"sent {done.missing} in {requests} to {address.write}{there}"
    yield f"read back and the same: the {target.name} holds {done.held} triples{more}"
    named = f" --named-graph {target.named_graph}" if target.named_graph else ""
    yield f"ask it: kg query who-supplied-what --endpoint {address.ask}{named}"


def read(path: Path | str) -> Sorter:
    """The statements of a file in order of their subjects, each once, as N-Triples without the final point.

    The file has no blank nodes: they would be doubled by loading it again.
    """
    graph, triples = Sorter(), store.parse(path)
    while block := list(itertools.islice(triples, BLOCK)):
        if any(isinstance(node, ox.BlankNode) for triple in block for node in (triple.subject, triple.object)):
            raise GraphError(f"{path}: holds blank nodes, which each load would add anew; give them addresses")
        graph.add([str(triple).encode() for triple in block])
    return graph


def cut(graph: Iterable[bytes], size: int) -> Iterator[list[ox.Triple]]:
    """Triples in chunks of about so many, the subjects in their order; no subject is in two."""
    chunk: list[bytes] = []
    for _, lines in itertools.groupby(graph, key=lambda line: line.partition(b" ")[0]):
        said = list(lines)
        if chunk and len(chunk) + len(said) > size:
            yield _parse(chunk)
            chunk = []
        chunk += said
    if chunk:
        yield _parse(chunk)


def _parse(lines: Iterable[bytes]) -> list[ox.Triple]:
    data = b"".join(line + b" .\n" for line in lines)
    return [quad.triple for quad in ox.parse(data, ox.RdfFormat.N_TRIPLES)]


def _lines(triples: Iterable[ox.Triple]) -> dict[int, str]:
    """Each triple's hash, and the triple as a line of N-Triples."""
    return {_hash(triple): f"{triple} .\n" for triple in triples}


def _hash(triple: ox.Triple) -> int:
    line = f"{triple.subject} {triple.predicate} {_canonical(triple.object)} ."
    return int.from_bytes(hashlib.blake2b(line.encode(), digest_size=16).digest())


def _canonical(term: object) -> str:
    if isinstance(term, ox.Literal) and not term.language:
        kind = term.datatype.value.removeprefix(XSD)
        try:
            if kind == "boolean":
                return f"{term.value in ('true', '1')}^^{kind}"
            if kind in ("integer", "decimal"):
                return f"{Decimal(term.value).normalize():f}^^decimal"
            if kind in ("double", "float"):
                return f"{float(term.value)!r}^^{kind}"
        except (ArithmeticError, ValueError):
            pass
    return str(term)


def _held(target: Target, triples: list[ox.Triple]) -> set[int]:
    """The hashes of what the store says of the subjects of these triples."""
    subjects = " ".join(str(subject) for subject, _ in itertools.groupby(triples, key=lambda triple: triple.subject))
    # Virtuoso tells of rows that it leaves out, but not of triples.
    rows = store.select(target.endpoint, f"SELECT ?s ?p ?o WHERE {{ VALUES ?s {{ {subjects} }} ?s ?p ?o }}")
    return {_hash(ox.Triple(*row)) for row in rows}


def _verify(target: Target, triples: list[ox.Triple]) -> int:
    """The sum of the hashes of triples that the store holds, all of them."""
    wanted = _lines(triples)
    held = _held(target, triples)
    gone = sorted(line for key, line in wanted.items() if key not in held)
    if gone:
        raise EndpointError(
            f"{target.address.ask}: lacks {len(gone)} of {len(wanted)} triples that it was sent, the first {gone[0].strip()}; "
            "load them again, and look into the log of the store"
        )
    return sum(wanted)
