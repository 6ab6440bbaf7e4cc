"""Writes whole files or none: beside the target first, safe on disk, then renamed over it."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from kg.errors import GraphError


@contextlib.contextmanager
def replacing(path: Path | str) -> Iterator[BinaryIO]:
    """A file that takes the place of ``path`` when all is written; until then, and after any failure, the old one stays.

    Its name is always the same, so that what a killed run has left is written over by the next one.
    """
    path = Path(path)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("ab") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise GraphError(f"{path}: is being written by another build; wait until it is done") from None
            try:
                file.truncate(0)
                yield file
                file.flush()
                os.fsync(file.fileno())
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
        _settle(path.parent)
    except OSError as error:
        reason = error.strerror or error
        raise GraphError(f"{path}: cannot be written ({reason}); name a file in a folder you may write to") from None


def _settle(folder: Path) -> None:
    """Have the disk remember the new name too, where the system lets folders be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
