"""Sorts more statements than memory holds: sorted runs in unnamed files, merged when they are read."""

from __future__ import annotations

import heapq
import itertools
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from pathlib import Path
from typing import IO

# How many bytes of lines are sorted at once in memory, where they take about twice as much.
RUN_BYTES = 64 << 20
# So many runs are merged at once; of more, the first ones are merged into one.
RUNS = 256


class Sorter:
    """Takes lines (bytes without a line end) and gives them back in order of their bytes, each once.

    ``folder`` is where the runs lie, the system's for temporary files where none is named; they have no names, so that
    nothing is left of a run that was killed.
    """

    def __init__(self, folder: Path | str | None = None, run_bytes: int = RUN_BYTES) -> None:
        self._folder = folder
        self._run_bytes = run_bytes
        self._lines: list[bytes] = []
        self._size = 0
        self._runs: list[IO[bytes]] = []

    def add(self, lines: Sequence[bytes]) -> None:
        """Take more lines."""
        self._lines.extend(lines)
        self._size += sum(map(len, lines))
        if self._size >= self._run_bytes:
            self._runs.append(self._write(_unique(sorted(self._lines))))
            self._lines, self._size = [], 0
            if len(self._runs) >= RUNS:
                self._runs = [self._write(self._merged())]

    def __iter__(self) -> Iterator[bytes]:
        """The lines in order; can be asked for again once the last has been given."""
        self._lines.sort()
        return self._merged(self._lines)

    def _merged(self, *more: Iterable[bytes]) -> Iterator[bytes]:
        for run in self._runs:
            run.seek(0)
        return _unique(heapq.merge(*(map(_bare, run) for run in self._runs), *more))

    def _write(self, lines: Iterable[bytes]) -> IO[bytes]:
        run = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - lives as long as the sorter
        run.writelines(line + b"\n" for line in lines)
        return run


def _bare(line: bytes) -> bytes:
    return line[:-1]


def _unique(lines: Iterable[bytes]) -> Iterator[bytes]:
    return map(itemgetter(0), itertools.groupby(lines))
