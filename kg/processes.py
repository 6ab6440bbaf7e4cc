"""Processes of the program's own that answer messages, and can be ended whatever they do.

A message is its length in four bytes, then itself, on the process's standard input and output.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from typing import BinaryIO, cast

_LENGTH = struct.Struct(">I")


class Lost(Exception):
    """A process has ended."""


class Late(Exception):
    """A process has let wait longer than it may."""


class Process:
    """A process that runs the ``main`` of a module."""

    def __init__(self, module: str) -> None:
        # The same modules as here, wherever they lie; a group of its own, so that Ctrl-C does not reach it.
        start = f"import sys; sys.path[:] = {sys.path!r}; from {module} import main; main()"
        self._process = subprocess.Popen(
            [sys.executable, "-c", start], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0
        )
        self._to, self._from = cast(BinaryIO, self._process.stdin), cast(BinaryIO, self._process.stdout)

    def send(self, data: bytes) -> None:
        """Send a message; raises ``Lost``."""
        try:
            send(self._to, data)
        except OSError:
            raise Lost from None

    def receive(self, seconds: float | None = None) -> bytes:
        """The next message; raises ``Lost``, or ``Late`` where it has not begun after so many seconds."""
        waiting = select.poll()
        waiting.register(self._from, select.POLLIN)
        if not waiting.poll(None if seconds is None else seconds * 1000):
            raise Late
        data = _receive(self._from)
        if data is None:
            raise Lost
        return data

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._to, self._from):
            with contextlib.suppress(OSError):
                stream.close()


@contextlib.contextmanager
def serving() -> Iterator[tuple[Iterator[bytes], BinaryIO]]:
    """In such a process: the messages that come, until the other side has gone, and where answers are sent."""
    # Whoever presses Ctrl-C speaks to the parent, which ends this process in its turn.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    ours = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that a package prints gets between the messages
    with os.fdopen(0, "rb", closefd=False) as stream, ours:
        yield iter(lambda: _receive(stream), None), ours


def send(stream: BinaryIO, data: bytes) -> None:
    """Write one message."""
    left = memoryview(_LENGTH.pack(len(data)) + data)
    while left:
        left = left[stream.write(left) :]
    stream.flush()


def _receive(stream: BinaryIO) -> bytes | None:
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
