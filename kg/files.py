"""Writes whole files and folders or none: beside the target first, safe on disk, then renamed over it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
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
            _lock(file.fileno(), part, path)
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


@contextlib.contextmanager
def replacing_folder(path: Path | str, mark: str) -> Iterator[Path]:
    """The same for a folder: a new and empty one. An old one is replaced only where ``refuse_other`` lets it."""
    path = Path(path)
    part, old = (path.with_name(f".{path.name}.{ending}") for ending in ("part", "old"))
    refuse_other(path, mark)
    try:
        part.mkdir(parents=True, exist_ok=True)
        lock = os.open(part, os.O_RDONLY)
        try:
            _lock(lock, part, path)
            for left in (*part.iterdir(), old):
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)
            try:
                yield part
                if path.exists():
                    path.rename(old)
                part.rename(path)
            except BaseException:
                shutil.rmtree(part)
                raise
        finally:
            os.close(lock)
        shutil.rmtree(old, ignore_errors=True)
        _settle(path.parent)
    except OSError as error:
        reason = error.strerror or error
        raise GraphError(f"{path}: cannot be written ({reason}); name a folder in one you may write to") from None


def refuse_other(path: Path | str, mark: str) -> None:
    """An error where something is in the place of a folder and lacks the file by which such folders are known."""
    if Path(path).exists() and not (Path(path) / mark).exists():
        raise GraphError(f"{path}: is something else than a graph that was written before; name another")


def _lock(handle: int, part: Path, path: Path) -> None:
    """Alone with what is written; another may hold it, or may just have given it its name."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_ino == part.stat().st_ino:
            return
    except (BlockingIOError, FileNotFoundError):
        pass
    raise GraphError(f"{path}: is being written by another build; wait until it is done")


def _settle(folder: Path) -> None:
    """Have the disk remember the new name too, where the system lets folders be opened."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
