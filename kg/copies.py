"""A large graph kept on disk beside its file, so that the next question need not read the file again.

``graph.ttl.store/KEY/`` is the graph in Oxigraph's own form; KEY is the digest of the file and the version of the engine, so
that a copy of another state of the file is never asked. A copy is made in a folder of its own and renamed when whole: one
that is cut off, or made twice at once, is dropped. Locks tell which copies are in use; others are removed when a new one is
made. Where nothing can be kept (a folder that is only to be read, a full disk, a system without such locks) the graph is
read into memory.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from kg import store
from kg.errors import GraphError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# A smaller file is read in less than half a second (7 s a million triples, 63 bytes of Turtle each).
SMALLEST = 4 << 20  # bytes
# What a byte of a zipped file stands for.
UNZIPPED = 8
# What Oxigraph raises where a folder is no store, is broken or cannot be written.
ENGINE_ERRORS = (OSError, RuntimeError)

_in_use: dict[Path, IO[bytes]] = {}  # locks of the copies that this process asks, held until it ends


def load(path: Path | str, *, notice: Callable[[str], None] = lambda line: None) -> ox.Store:
    """The graph of a file: its copy where the file is large, made now if there is none; otherwise in memory.

    ``notice`` is told of a copy that was made. Raises GraphError as ``store.load`` does.
    """
    path = Path(path)
    if fcntl is None or not path.is_file() or path.stat().st_size * (UNZIPPED if path.suffix == ".gz" else 1) < SMALLEST:
        return store.load(path)
    folder = path.with_name(f"{path.name}.store")
    try:
        key = _key(path)
        found = _open(folder / key)
        if found is None and _make(path, folder, key):
            notice(f"{folder}: made, so that the next questions are answered at once; it can be deleted")
            found = _open(folder / key)
    except (*ENGINE_ERRORS, GraphError):
        # What is wrong with the file itself is told when it is read below.
        found = None
    return found or store.load(path)


def _key(path: Path) -> str:
    with path.open("rb") as file:
        return f"{hashlib.file_digest(file, 'sha256').hexdigest()[:32]}-{ox.__version__}"


def _open(copy: Path) -> ox.Store | None:
    """A whole copy, with a lock on it that lasts as long as this process; None where there is none, or a broken one."""
    try:
        lock = _lock_of(copy).open("rb")
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        found = ox.Store.read_only(str(copy))
    except ENGINE_ERRORS:
        lock.close()
        return None
    _in_use[copy] = lock
    return found


def _make(path: Path, folder: Path, key: str) -> bool:
    """Make a copy of the file as it is; False where the file has changed since its key was taken."""
    folder.mkdir(exist_ok=True)
    _remove_unused(folder)
    made = Path(tempfile.mkdtemp(prefix="new-", dir=folder))
    with _locked(made):
        try:
            held = ox.Store(str(made))
            store.load(path, into=held)
            held.optimize()
            held.flush()
            del held
            if _key(path) != key:
                return False
            _lock_of(folder / key).touch()
            # Fails where another process has made the same copy, which is as good.
            with contextlib.suppress(OSError):
                os.rename(made, folder / key)
            return True
        finally:
            shutil.rmtree(made, ignore_errors=True)


def _remove_unused(folder: Path) -> None:
    """Remove copies of other states of the file, and those that were cut off, unless a process has them locked."""
    for copy in sorted(folder.iterdir()):
        if copy.is_dir():
            with contextlib.suppress(OSError), _locked(copy):
                shutil.rmtree(copy, ignore_errors=True)


@contextlib.contextmanager
def _locked(copy: Path) -> Iterator[None]:
    """Alone with a copy; raises OSError where another process has it. The lock's file goes with the copy."""
    lock = _lock_of(copy)
    with lock.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield
        finally:
            if not copy.exists():
                lock.unlink(missing_ok=True)


def _lock_of(copy: Path) -> Path:
    return copy.with_name(f"{copy.name}.lock")
