"""The fields of a record → what is given of an article: which name of a column or key stands for what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.errors import ArticleError
from kg.readers import html, layout
from kg.readers.charsets import clean
from kg.readers.layout import Fields, Given
from kg.records import Article

# What a field may be called, the commonest first: schema.org, NewsAPI, GDELT, news-please, Common Crawl's extractors.
NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "body", "articlebody", "content", "maintext", "fulltext", "article", "bodytext", "rawtext"),
    "title": ("title", "headline", "webtitle", "articletitle"),
    "date": ("date", "published", "datepublished", "publisheddate", "publicationdate", "publishdate", "datepublish",
             "publishedat", "pubdate", "publishedtime", "webpublicationdate", "timestamp"),
    "publisher": ("publisher", "outlet", "sitename", "sourcename", "source", "site", "newspaper", "sourcedomain", "domain"),
    "author": ("author", "authors", "byline", "creator"),
    "url": ("url", "link", "articleurl", "weburl", "canonicalurl", "sourceurl", "documentidentifier"),
    "id": ("id", "articleid", "docid", "uuid", "guid"),
}  # fmt: skip
_MARKUP = re.compile(r"</(?:p|div|body|article|span|a)>|<(?:p|br)\s*/?>", re.I)


def parse(text: str) -> dict[str, str]:
    """``title=headline,text=body`` → the user's names of fields."""
    found: dict[str, str] = {}
    for part in filter(None, map(str.strip, text.split(","))):
        name, _, field = part.partition("=")
        if name not in NAMES or not field:
            raise ArticleError(f"--fields {part}: names no field; write NAME=FIELD with one of {', '.join(NAMES)}")
        found[name] = field
    return found


def to_article(record: Mapping[str, Any], where: str, fields: Fields) -> Article:
    """One record of a JSON, CSV … file; its own id, or what stands for it, is the article's id for now."""
    found = {name: _find(record, name, fields) for name in NAMES}
    text = _text(found["text"])
    given = Given(
        title=_text(found["title"]),
        publisher=_text(found["publisher"]),
        published=_text(found["date"]),
        byline=tuple(_texts(found["author"])),
        url=_text(found["url"]),
    )
    if not text.strip():
        has = ", ".join(str(key)[:40] for key in list(record)[:20]) or "none"
        raise ArticleError(
            f"{where}: has no text; name the field that holds it with --fields text=FIELD (it has: {has})"
        )
    if _MARKUP.search(text):
        return html.read_markup(
            f"<html><body><article>{text}</article></body></html>", where, key=_text(found["id"]), given=given
        )
    return layout.lay_out(clean(text), where, key=_text(found["id"]), given=given)


def _find(record: Mapping[str, Any], name: str, fields: Fields) -> Any:
    if name in fields:
        return _follow(record, fields[name])
    known = {plain(str(key)): value for key, value in reversed(list(record.items()))}
    return next((known[n] for n in NAMES[name] if known.get(n) not in (None, "")), None)


def plain(field: str) -> str:
    """The form in which names of fields are compared: ``Date_Published`` is ``datepublished``."""
    return re.sub(r"[\W_]", "", field).lower()


def _follow(record: Any, path: str) -> Any:
    """A field by its name, or by the names that lead to it: ``source.name``."""
    if isinstance(record, Mapping) and path in record:
        return record[path]
    for name in path.split("."):
        record = record.get(name) if isinstance(record, Mapping) else None
    return record


def _text(value: Any) -> str:
    return "\n\n".join(_texts(value)) if isinstance(value, list) else next(iter(_texts(value)), "")


def _texts(value: Any) -> list[str]:
    """The words of a field: a text, a number, a list of them, or objects that have a name."""
    if isinstance(value, list):
        return [text for part in value if not isinstance(part, list) for text in _texts(part)]
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return []
    try:
        return [str(value)] if str(value).strip() else []
    except ValueError:  # an integer of more digits than Python writes
        return []
