"""Records as compressed JSON: what training has learnt, in one file each."""

from __future__ import annotations

import gzip
from typing import TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)


def pack(record: msgspec.Struct) -> bytes:
    """A file's bytes; the same for the same record."""
    return gzip.compress(msgspec.json.encode(record, order="sorted"), 9, mtime=0)


def unpack(data: bytes, kind: type[Record]) -> Record:
    """The record that a file's bytes hold; raises ``msgspec.DecodeError`` or ``gzip.BadGzipFile`` for other bytes."""
    return msgspec.json.decode(gzip.decompress(data), type=kind)
