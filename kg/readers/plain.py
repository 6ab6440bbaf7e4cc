"""Plain text, as copied or saved from a news page."""

from __future__ import annotations

import io
from collections.abc import Iterator

from kg.readers import charsets, layout, streams
from kg.readers.layout import Fields
from kg.records import Article


def read(stream: io.BufferedReader, where: str, fields: Fields) -> Iterator[Article]:
    """The one article of a text file."""
    yield layout.lay_out(charsets.decode(streams.read_whole(stream, where), where), where)
