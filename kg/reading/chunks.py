"""Keeps what each article says on disk, under a key made of all that it depends on, so that nothing is read twice.

All chunks of a graph are rows of one SQLite file: a million small files cost more to write, to copy and to delete, and
SQLite survives a kill at any moment. A chunk is a reading as JSON, compressed to a sixth.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from kg.errors import ArticleError, GraphError
from kg.records import Article, Reading

# What the file is, and in which version; SQLite keeps both numbers in its header.
APPLICATION, VERSION = 0x61726D73, 1
LEVEL = 6  # of compression: higher ones cost more time and save nothing
COMMIT = 64  # chunks written before they are made safe; a kill costs at most so many articles' reading
KEPT_DAYS = 30  # that a chunk of a shared file is kept without being used

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Reading)


def encode(reading: Reading) -> bytes:
    """A reading → its chunk; the same bytes for the same reading."""
    return zlib.compress(_to_json(reading, reading.article), LEVEL)


def decode(chunk: bytes) -> Reading:
    """A chunk → the reading that it was made of."""
    return _decoder.decode(zlib.decompress(chunk))


def key(article: Article, stamp: str) -> bytes:
    """The digest of an article and of all that it is read with; where the article lies does not matter."""
    data = _to_json(replace(article, source=""), article)
    return hashlib.blake2b(data, digest_size=16, key=stamp.encode()[:64]).digest()


def _to_json(record: Reading | Article, article: Article) -> bytes:
    try:
        return _encoder.encode(record)
    except UnicodeEncodeError:
        raise ArticleError(
            f"{article.source!a}: holds characters that are no text; save the file and its name as UTF-8"
        ) from None


class Chunks:
    """The chunks in one file, and which of them the articles of this run have.

    ``path`` None keeps them in a temporary file that goes with the object. ``shared`` files serve several graphs: they keep
    what this run does not use.
    """

    def __init__(self, path: Path | str | None, *, shared: bool = False) -> None:
        self.path = path
        self.shared = shared
        self._today = datetime.date.today().toordinal()
        self._unsafe = 0
        with self._telling():
            if path is not None:
                Path(path).parent.mkdir(parents=True, exist_ok=True)
            # "" is a temporary file of SQLite's own.
            self._file = sqlite3.connect(str(path or ""), timeout=0.1, isolation_level=None)
            self._open()

    def _open(self) -> None:
        found = [self._one(f"PRAGMA {name}") for name in ("application_id", "user_version")]
        if found != [APPLICATION, VERSION]:
            if self._one("SELECT count(*) FROM sqlite_master"):
                raise GraphError(f"{self.path}: holds no chunks of this version; remove it, or name another file")
            self._file.execute(f"PRAGMA application_id = {APPLICATION}")
            self._file.execute(f"PRAGMA user_version = {VERSION}")
        # One run at a time; without a second one no shared memory is needed, so that network disks do too.
        self._file.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = NORMAL")
        self._file.execute("BEGIN")
        self._file.execute("CREATE TABLE IF NOT EXISTS chunk (key BLOB PRIMARY KEY, day INTEGER, data BLOB)")
        self._file.execute("CREATE TEMP TABLE used (article TEXT PRIMARY KEY, source TEXT, key BLOB) WITHOUT ROWID")
        self._file.execute("CREATE TEMP TABLE text (digest BLOB PRIMARY KEY, article TEXT) WITHOUT ROWID")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            self.save()
            empty = self._one("SELECT EXISTS (SELECT 1 FROM chunk)") == 0
        finally:
            self._file.close()
        if empty and self.path is not None:
            Path(self.path).unlink()

    def use(self, article: Article, key: bytes) -> bool:
        """Whether an article of this run has its chunk already; a second article of the same name is an error."""
        with self._telling():
            known = self._file.execute("SELECT source FROM used WHERE article = ?", (article.id,)).fetchone()
            if known:
                raise ArticleError(f"{article.source}: is named {article.id} as {known[0]} is; give one another name")
            self._file.execute("INSERT INTO used VALUES (?, ?, ?)", (article.id, article.source, key))
            return bool(self._one("SELECT EXISTS (SELECT 1 FROM chunk WHERE key = ?)", key))

    def find_first(self, article: Article) -> str:
        """The name of the first article of this run that has the same text, its own where there is none before."""
        digest = bytes.fromhex(article.digest)
        with self._telling():
            self._file.execute("INSERT OR IGNORE INTO text VALUES (?, ?)", (digest, article.id))
            return str(self._one("SELECT article FROM text WHERE digest = ?", digest))

    def add(self, key: bytes, chunk: bytes) -> None:
        """Keep a chunk; it is safe from a kill when ``save`` is called or a few more have come."""
        with self._telling():
            self._file.execute("INSERT OR REPLACE INTO chunk VALUES (?, ?, ?)", (key, self._today, chunk))
        self._unsafe += 1
        if self._unsafe >= COMMIT:
            self.save()

    def drop(self, article: str) -> None:
        """Forget an article of this run that could not be read."""
        self._file.execute("DELETE FROM used WHERE article = ?", (article,))

    def save(self) -> None:
        """Make what was added safe."""
        with self._telling():
            self._file.execute("COMMIT")
            self._file.execute("BEGIN")
        self._unsafe = 0

    def readings(self) -> Iterator[Reading]:
        """What the articles of this run say, in order of their names; may be asked for again."""
        rows = self._file.execute("SELECT source, data FROM used JOIN chunk USING (key) ORDER BY article")
        for source, data in rows:
            reading = decode(data)
            yield replace(reading, article=replace(reading.article, source=source))

    def clean(self) -> None:
        """Remove what this run has not used; from a shared file, what no run has used for a month."""
        with self._telling():
            self._file.execute("UPDATE chunk SET day = ? WHERE key IN (SELECT key FROM used) AND day < ?", (self._today,) * 2)
            if self.shared:
                self._file.execute("DELETE FROM chunk WHERE day < ?", (self._today - KEPT_DAYS,))
            else:
                self._file.execute("DELETE FROM chunk WHERE key NOT IN (SELECT key FROM used)")
        self.save()

    def _one(self, sql: str, *values: object) -> object:
        row = self._file.execute(sql, values).fetchone()
        return row[0] if row else None

    @contextlib.contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            locked = getattr(error, "sqlite_errorname", "") in {"SQLITE_BUSY", "SQLITE_LOCKED"}
            right = "wait until the other build is done" if locked else "make room there, remove it, or name another file"
            raise GraphError(f"{self.path or 'temporary file'}: chunks cannot be kept ({error}); {right}") from None
        except OSError as error:
            raise GraphError(
                f"{self.path}: cannot be written ({error.strerror}); name a file in a folder you may write to"
            ) from None
