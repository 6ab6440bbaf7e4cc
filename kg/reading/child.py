"""A process that reads articles: told its task, then batches, it answers article by article until its input ends."""

from __future__ import annotations

import gc
import os
import signal
import struct
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from kg.errors import KgError
from kg.reading.task import Task
from kg.records import Article

_LENGTH = struct.Struct(">I")


def send(stream: BinaryIO, data: bytes) -> None:
    """Write one message: its length in four bytes, then itself."""
    stream.write(_LENGTH.pack(len(data)) + data)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """The next message, or None where the other side has gone."""
    head = _read(stream, _LENGTH.size)
    return _read(stream, _LENGTH.unpack(head)[0]) if head else None


def _read(stream: BinaryIO, length: int) -> bytes | None:
    parts = []
    while length:
        part = stream.read(length)
        if not part:
            return None
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def main() -> None:
    """Serve the process that has started this one, on standard input and output."""
    # Whoever presses Ctrl-C speaks to the parent, which ends this process in its turn.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ours = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a package prints gets between the messages
    with os.fdopen(0, "rb", closefd=False) as stream, ours:
        told = receive(stream)
        if told is None:
            return
        try:
            reader = msgspec.json.decode(told, type=Task).load()
        except KgError as error:
            send(ours, str(error).encode())
            return
        # The vocabulary and the pipeline stay for good: the collector need not look at them again and again.
        gc.collect()
        gc.freeze()
        send(ours, b"")
        decoder = msgspec.json.Decoder(list[Article])
        for batch in _messages(stream):
            for answer in reader.read(decoder.decode(batch)):
                send(ours, msgspec.msgpack.encode(answer))


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    while (data := receive(stream)) is not None:
        yield data
