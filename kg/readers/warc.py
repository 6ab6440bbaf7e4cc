"""Web archives (WARC, ISO 28500): an article for each page that a server answered with, one record at a time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from kg.errors import ArticleError
from kg.readers import charsets, html, layout, streams
from kg.readers.layout import Fields, Given
from kg.records import Article

# What servers and extractors call pages and texts.
_PAGES = ("text/html", "application/xhtml+xml")
_TEXTS = ("text/plain",)
# Longer headers are none.
HEADER_BYTES = 1_000_000


def read(stream: io.BufferedReader, where: str, names: Fields) -> Iterator[Article | ArticleError]:
    """The articles of an archive: pages as they were answered, and texts as WET files have them.

    Requests, pictures, scripts, redirections and errors of servers hold none and are passed over.
    """
    if not stream.peek(5).startswith(b"WARC/"):
        raise ArticleError(f"{where}: is no web archive; one begins with WARC/1.0 or WARC/1.1")
    records = _open(stream, where)
    number = wrong = 0
    while True:
        number += 1
        try:
            record = next(records, None)
        except ArticleError:
            raise
        except Exception as error:  # warcio lets through whatever a broken header makes its parsers do
            raise ArticleError(
                f"{where}#{number}: is no WARC record ({_words(error)}), nor is what follows read; write the archive again"
            ) from None
        if records.err_count > wrong:
            wrong = records.err_count
            yield ArticleError(
                f"{where}#{number - 1}: is longer than it says, and what follows it may be lost; write the archive again"
            )
        if record is None:
            return
        if found := _read_record(record, f"{where}#{number}"):
            yield found


def _open(stream: io.BufferedReader, where: str) -> Any:
    try:
        from warcio.archiveiterator import ArchiveIterator
        from warcio.bufferedreaders import DecompressingBufferedReader
    except ImportError:
        raise ArticleError(f"{where}: is a web archive; pip install 'armsgraph[archives]'") from None

    class Reader(DecompressingBufferedReader):
        """Reads no header without end, as warcio would."""

        header = 0

        def readline(self, length: int | None = None) -> bytes:
            line: bytes = super().readline(length or HEADER_BYTES)
            self.header = self.header + len(line) if line.strip() else 0
            if self.header > HEADER_BYTES:
                raise ArticleError(
                    f"{where}: is no web archive, or broken: a header does not end; write the archive again"
                )
            return line

    class Records(ArchiveIterator):
        INC_RECORD = ""  # which warcio would print; ``err_count`` says it too

    records = Records(stream)
    records.reader = Reader(records.fh)
    return records


def _read_record(record: Any, where: str) -> Article | ArticleError | None:
    if not record.rec_type or record.length is None:
        return ArticleError(f"{where}: has no kind or no length, or breaks off; write the archive again")
    kind = _kind(record)
    if not kind:
        return None
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    given = Given(url=url.strip("<>"))
    try:
        data = record.content_stream().read(streams.ARTICLE_BYTES + 1)
    except ArticleError:
        raise
    except Exception as error:  # warcio lets through what its decompressors and parsers of headers raise
        return ArticleError(f"{where}: its body cannot be read ({_words(error)}); fetch the page again")
    if len(data) > streams.ARTICLE_BYTES:
        return ArticleError(f"{where}: holds more than {streams.ARTICLE_BYTES:,} bytes; an article is shorter")
    if record.raw_stream.limit > 0 and not record.raw_stream.read(1):
        return ArticleError(
            f"{where}: breaks off, {record.raw_stream.limit:,} bytes before its end; write the archive again"
        )
    try:
        charset = _charset(record)
        if kind in _PAGES:
            return html.read_page(data, where, charset=charset, url=given.url)
        return layout.lay_out(charsets.decode(data, where, charset), where, given=given)
    except ArticleError as error:
        return error


def _kind(record: Any) -> str:
    """The media type of a record that may be an article; "" for all others."""
    if record.rec_type == "response" and record.http_headers is not None:
        answered = str(record.http_headers.get_statuscode()).strip() == "200"
        kind = record.http_headers.get_header("Content-Type") or "" if answered else ""
    elif record.rec_type in ("resource", "conversion"):
        kind = record.rec_headers.get_header("Content-Type") or ""
    else:
        return ""
    kind = kind.partition(";")[0].strip().lower()
    # A server's text/plain is a robots.txt or a script more often than an article.
    return kind if kind in _PAGES or (kind in _TEXTS and record.rec_type == "conversion") else ""


def _charset(record: Any) -> str:
    headers = record.http_headers or record.rec_headers
    _, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    name, _, value = parameters.strip().partition("=")
    return str(value) if name.strip().lower() == "charset" else ""


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
