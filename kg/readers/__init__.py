"""Readers of the kinds of files that hold articles: the one list of them, and which file is of which kind."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import NamedTuple

from kg.errors import ArticleError
from kg.readers import html, json, pdf, plain, tables, warc
from kg.readers.layout import Fields
from kg.records import Article

Read = Callable[[io.BufferedReader, str, Fields], Iterator[Article | ArticleError]]


class Reader(NamedTuple):
    """What reads a kind of file, and how the names of such files end."""

    read: Read
    endings: tuple[str, ...]


# A reader for another format is one more line here: it ends in `layout.lay_out`, as `plain.read` does.
READERS: dict[str, Reader] = {
    "txt": Reader(plain.read, (".txt",)),
    "html": Reader(html.read, (".html", ".htm", ".xhtml")),
    "pdf": Reader(pdf.read, (".pdf",)),
    "jsonl": Reader(json.read_lines, (".jsonl", ".ndjson")),
    "json": Reader(json.read_document, (".json",)),
    "csv": Reader(tables.read, (".csv", ".tsv")),
    "warc": Reader(warc.read, (".warc", ".wet")),
}
# Those of which a file holds one article; the others hold a record for each of many.
SINGLE = ("txt", "html", "pdf")
# What any of them may be packed with.
PACKED = (".gz", ".zst")
ENDINGS = tuple(ending for reader in READERS.values() for ending in reader.endings)


def find_kind(name: str) -> str:
    """The kind of a file by its name's ending, "" where none of these reads it: news.jsonl.gz → jsonl."""
    ending = PurePath(unpacked(name)).suffix.lower()
    return next((kind for kind, reader in READERS.items() if ending in reader.endings), "")


def find_kind_of(head: bytes) -> str:
    """The kind of a stream by how it begins, for one that has no name."""
    begin = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:512].lower()
    if begin.startswith(b"%pdf-"):
        return "pdf"
    if begin.startswith(b"warc/"):
        return "warc"
    if begin.startswith((b"{", b"[{", b"[ {", b"[\n")):
        return "json"
    return "html" if begin.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<!--")) else "txt"


def unpacked(name: str) -> str:
    """A file's name without what says how it is packed."""
    ending = PurePath(name).suffix
    return name.removesuffix(ending) if ending.lower() in PACKED else name
