"""JSON Lines, a record a line, and JSON: one record, a list of them, or a list under some key."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from kg.errors import ArticleError
from kg.readers import charsets, fields, streams
from kg.readers.layout import Fields
from kg.records import Article

# A whole JSON document is read at once, unlike JSON Lines.
DOCUMENT_BYTES = 100_000_000


def read_lines(stream: io.BufferedReader, where: str, names: Fields) -> Iterator[Article | ArticleError]:
    """The articles of JSON Lines, one line in memory at a time."""
    charsets.refuse_binary(stream.peek(1), where)
    number = 0
    for line in streams.read_lines(stream):
        if line is not None and not line.strip():
            continue
        number += 1
        at = f"{where}#{number}"
        if line is None:
            yield ArticleError(f"{at}: is longer than {streams.ARTICLE_BYTES:,} bytes; a line holds one article")
        else:
            yield _read_record(line, at, names)


def read_document(stream: io.BufferedReader, where: str, names: Fields) -> Iterator[Article | ArticleError]:
    """The articles of one JSON document; JSON Lines are known by what follows the first line."""
    head = stream.peek(1)
    if head.lstrip().startswith(b"{") and _is_record(head.lstrip().split(b"\n", 1)):
        yield from read_lines(stream, where, names)
        return
    data = stream.read(DOCUMENT_BYTES + 1)
    if len(data) > DOCUMENT_BYTES:
        raise ArticleError(
            f"{where}: is longer than {DOCUMENT_BYTES:,} bytes; write JSON Lines (.jsonl), a record a line"
        )
    records = _find_records(_parse(data, where))
    if not records:
        raise ArticleError(f"{where}: holds no record; JSON of articles is an object with a text, or a list of them")
    alone = len(records) == 1
    for number, record in enumerate(records, 1):
        yield _to_article(record, where if alone else f"{where}#{number}", names)


def _is_record(lines: list[bytes]) -> bool:
    """Whether a first line is a whole object and another one follows it."""
    try:
        return len(lines) == 2 and lines[1].lstrip().startswith(b"{") and isinstance(json.loads(lines[0]), dict)
    except (ValueError, RecursionError):
        return False


def _read_record(line: bytes, where: str, names: Fields) -> Article | ArticleError:
    try:
        return _to_article(_parse(line, where), where, names)
    except ArticleError as error:
        return error


def _to_article(record: Any, where: str, names: Fields) -> Article | ArticleError:
    if not isinstance(record, dict):
        return ArticleError(
            f'{where}: is {_kind(record)}; a record is an object with a text: {{"title": …, "text": …}}'
        )
    try:
        return fields.to_article(record, where, names)
    except ArticleError as error:
        return error


def _parse(data: bytes, where: str) -> Any:
    try:
        return json.loads(charsets.decode_record(data, where), strict=False)
    except RecursionError:
        raise ArticleError(f"{where}: nests lists or objects without end; a record is an object with a text") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ArticleError(f"{where}: is not JSON at {place} ({error.msg}); write one whole object a record") from None
    except ValueError as error:  # an integer of more digits than Python reads
        raise ArticleError(
            f"{where}: is not JSON that can be read ({error}); write one whole object a record"
        ) from None


def _find_records(document: Any) -> list[Any]:
    """The list itself, the longest list of objects under a key, or the one object."""
    if isinstance(document, list):
        return document
    if isinstance(document, dict):
        lists = [v for v in document.values() if isinstance(v, list) and v and all(isinstance(r, dict) for r in v)]
        known = {str(key).lower() for key in document}
        if lists and not known & set(fields.NAMES["text"]):
            return max(lists, key=len)
    return [document]


def _kind(value: Any) -> str:
    kinds = {list: "a list", str: "a text", bool: "a truth value", type(None): "null"}
    return kinds.get(type(value), "a number")
