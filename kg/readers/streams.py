"""A file or standard input → a stream of bytes, unpacked, that never grows without end."""

from __future__ import annotations

import gzip
import io
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import ArticleError

# The most bytes of one article, before its markup is taken off.
ARTICLE_BYTES = 8_000_000
# Text packs to a tenth, a log of one line to a hundredth; what grows more than this is made to fill a disk.
PACKED_RATIO = 150
# Below this nothing is taken for such a thing.
PACKED_BYTES = 16_000_000
# What a zstandard frame may ask for as memory.
WINDOW_BYTES = 1 << 27
# A block of zstandard is a few bytes at the least, and 128 KiB when it is unpacked.
FRAME_BYTES = 256
CHUNK = 1 << 16
STDIN = "-"


class _Counted(io.RawIOBase):
    """Counts what is read of a packed file."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Unpacked(io.RawIOBase):
    """What a packed file holds; breaks off where it is damaged, or grows beyond all reason."""

    def __init__(self, file: BinaryIO, where: str, *, zstandard: bool) -> None:
        self.where = where
        self.packed = _Counted(file)
        self.count = 0
        self.unpacker: Any = _Frames(self.packed, where) if zstandard else gzip.GzipFile(fileobj=self.packed)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data: bytes = self.unpacker.read(min(len(buffer), CHUNK))
        except (EOFError, OSError, zlib.error) as error:
            what = str(error).rstrip(".")
            raise ArticleError(
                f"{self.where}: is damaged ({what}), and what follows is lost; pack the file again"
            ) from None
        self.count += len(data)
        if self.count > PACKED_BYTES and self.count > PACKED_RATIO * self.packed.count:
            raise ArticleError(
                f"{self.where}: unpacks to more than {PACKED_RATIO} times its size; unpack it yourself if it is to be trusted"
            )
        buffer[: len(data)] = data
        return len(data)


class _Frames:
    """What the frames of a zstandard file hold. The library's own stream takes a file that breaks off for one that ends."""

    def __init__(self, packed: _Counted, where: str) -> None:
        try:
            import zstandard
        except ImportError:
            raise ArticleError(f"{where}: is packed with zstandard; pip install 'armsgraph[archives]'") from None
        self.packed = packed
        self.library = zstandard
        self.frame: Any = None
        self.data = b""

    def read(self, size: int) -> bytes:
        while not self.data and self._more():
            pass
        data, self.data = self.data[:size], self.data[size:]
        return data

    def _more(self) -> bool:
        """Unpack some more; whether there is any."""
        head = self.frame.unused_data if self.frame and self.frame.eof else b""
        given = head or self.packed.read(FRAME_BYTES)
        if not given:
            if self.frame and not self.frame.eof:
                raise EOFError("Compressed file ended before the end of its last frame")
            return False
        if not self.frame or self.frame.eof:
            self.frame = self.library.ZstdDecompressor(max_window_size=WINDOW_BYTES).decompressobj()
        try:
            self.data = self.frame.decompress(given)
        except self.library.ZstdError as error:
            raise EOFError(str(error)) from None
        return True


@contextmanager
def opened(path: Path | str, where: str) -> Iterator[io.BufferedReader]:
    """The bytes of a regular file, or of standard input for ``-``; gzip and zstandard are known by their first bytes."""
    if str(path) == STDIN:
        yield _unpack(io.BufferedReader(_Counted(sys.stdin.buffer), CHUNK), where)
        return
    path = Path(path)
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise ArticleError(f"{where}: is a folder; name one file")
        if not stat.S_ISREG(kind):
            raise ArticleError(f"{where}: is a pipe or a device; name a file, or pipe it into `kg build -`")
        file = path.open("rb")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ArticleError(f"{where}: cannot be read ({reason}); name a readable file") from None
    with file:
        try:
            yield _unpack(file, where)
        except OSError as error:  # the disk, or a share that has gone
            raise ArticleError(f"{where}: cannot be read ({error.strerror or error}); name a readable file") from None


def read_whole(stream: io.BufferedReader, where: str, limit: int = ARTICLE_BYTES) -> bytes:
    """All bytes of a file that holds one article."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ArticleError(f"{where}: holds more than {limit:,} bytes; an article is shorter, split it")
    return data


def read_lines(stream: io.BufferedReader, limit: int = ARTICLE_BYTES) -> Iterator[bytes | None]:
    """The lines of a file, with their ends; None for one that is longer than the limit and has been passed over."""
    while line := stream.readline(limit + 1):
        if len(line) > limit:
            while not line.endswith(b"\n") and (line := stream.readline(CHUNK)):
                pass
            yield None
        else:
            yield line


def _unpack(file: io.BufferedReader, where: str) -> io.BufferedReader:
    head = file.peek(4)[:4]
    if head[:2] == b"\x1f\x8b" or head == b"\x28\xb5\x2f\xfd":
        return io.BufferedReader(_Unpacked(file, where, zstandard=head[:2] != b"\x1f\x8b"), CHUNK)
    return file
