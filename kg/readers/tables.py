"""Tables with an article a row: CSV with commas or semicolons, and tab-separated values."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from kg.errors import ArticleError
from kg.readers import charsets, fields, streams
from kg.readers.layout import Fields
from kg.records import Article


def read(stream: io.BufferedReader, where: str, names: Fields) -> Iterator[Article | ArticleError]:
    """The articles of a table whose first row names the columns, one row in memory at a time."""
    charsets.refuse_binary(stream.peek(1), where)
    csv.field_size_limit(streams.ARTICLE_BYTES)
    lines = _Lines(stream, where)
    first = next(lines, "")
    if not first.strip():
        raise ArticleError(f"{where}: is empty; the first row of a table names its columns")
    mark = max("\t,;|", key=first.count)
    columns = _read_head(first, mark, where)
    wanted = {names.get("text", "").partition(".")[0]} if "text" in names else set(fields.NAMES["text"])
    if not any(fields.plain(column) in {fields.plain(w) for w in wanted} for column in columns):
        has = ", ".join(column[:40] for column in columns[:20])
        raise ArticleError(
            f"{where}: no column holds text; name it with --fields text=COLUMN (the first row has: {has})"
        )
    rows = csv.reader(lines, delimiter=mark)
    number = 0
    while True:
        number += 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            raise ArticleError(
                f"{where}#{number}: cannot be read ({error}), nor what follows, from line {lines.number} on; "
                "close the quotation mark that opens it"
            ) from None
        if any(map(str.strip, row)):
            yield _read_row(dict(zip(columns, row, strict=False)), f"{where}#{number}", names)


def _read_head(line: str, mark: str, where: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error as error:
        raise ArticleError(f"{where}: its first row cannot be read ({error}); name the columns there") from None


def _read_row(record: dict[str, str], where: str, names: Fields) -> Article | ArticleError:
    try:
        return fields.to_article(record, where, names)
    except ArticleError as error:
        return error


class _Lines:
    """The lines of a table as text; one that is too long ends it, for a quotation mark may stand in it."""

    def __init__(self, stream: io.BufferedReader, where: str) -> None:
        self.where = where
        self.number = 0
        self.lines = (part for line in streams.read_lines(stream) for part in self._split(line))

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        return next(self.lines)

    def _split(self, line: bytes | None) -> Iterator[str]:
        """A line as text, or as several where a carriage return alone ends them, as on old Macs."""
        self.number += 1
        if line is None:
            raise ArticleError(
                f"{self.where}: line {self.number} is longer than {streams.ARTICLE_BYTES:,} bytes, "
                "and what follows it is not read; split the table"
            )
        text = charsets.decode_record(line, self.where).replace("\r\n", "\n").replace("\r", "\n")
        yield from io.StringIO(text)
