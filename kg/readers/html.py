"""Web pages: the article's text by trafilatura, and what the page's metadata says of it."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kg.errors import ArticleError
from kg.readers import charsets, layout, streams
from kg.readers.bounds import bounds
from kg.readers.layout import NOTHING, Fields, Given
from kg.records import Article

# Where a page declares its character set; browsers look no further either.
DECLARED_BYTES = 2048
_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}encoding=["']([\w.:-]{2,40})""", re.I
)
# schema.org's kinds of articles
_ARTICLES = re.compile(r"(?:Article|Posting|Report)$")
# What stands between a headline and the site's name.
_MARK = re.compile(r"\s+[|–—-]\s+")
# No date of an article is in the future; the clock must not decide which one is.
_LAST_DAY = "2099-12-31"


def read(stream: io.BufferedReader, where: str, fields: Fields) -> Iterator[Article]:
    """The one article of a page."""
    yield read_page(streams.read_whole(stream, where), where)


def read_page(data: bytes, where: str, *, charset: str = "", key: str = "", url: str = "") -> Article:
    """The article of a page; ``charset`` is what its server declared."""
    declared = charset or _declared(data)
    return read_markup(charsets.decode(data, where, declared), where, key=key, given=Given(url=url))


@bounds
def read_markup(markup: str, where: str, *, key: str = "", given: Given = NOTHING) -> Article:
    """The article in HTML; what is given of it goes before what the page says."""
    from trafilatura import bare_extraction, load_html

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is told below
    try:
        tree = load_html(markup)
        said = _metadata(tree) if tree is not None else Given()
        found: Any = tree is not None and bare_extraction(
            tree,
            url=given.url or said.url or None,
            include_comments=False,
            include_tables=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "max_date": _LAST_DAY},
        )
    except (ValueError, TypeError, AttributeError, RecursionError, AssertionError, LookupError) as error:
        raise ArticleError(f"{where}: is HTML that cannot be read ({error}); save the article as text") from None
    if not found or not found.text:
        raise ArticleError(f"{where}: holds no article that can be told from the rest of the page; save it as text")
    told = Given(
        title=given.title or said.title or found.title or "",
        publisher=given.publisher or said.publisher or _site_in_title(tree, found.title or "") or found.sitename or "",
        published=given.published or said.published or found.date or "",
        byline=given.byline or said.byline or tuple((found.author or "").split("; ")),
        url=given.url or said.url,
    )
    # A line of what trafilatura returns is a paragraph.
    return layout.lay_out(charsets.clean(found.text).replace("\n", "\n\n"), where, key=key, given=told)


def _declared(data: bytes) -> str:
    match = _CHARSET.search(data[:DECLARED_BYTES])
    return next(filter(None, match.groups()), b"").decode("ascii", "replace") if match else ""


def _metadata(tree: Any) -> Given:
    """What the page says of itself: schema.org in JSON-LD first, then the tags that it shows to social networks."""
    tags: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or "").lower()
        tags.setdefault(name, (tag.get("content") or "").strip())
    links = [link.get("href") or "" for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    said = Given(
        publisher=tags.get("og:site_name", "") or tags.get("application-name", ""),
        published=tags.get("article:published_time", ""),
        url=next((u for u in (tags.get("og:url", ""), *links) if layout.to_url(u)), ""),
    )
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            said = _json_ld(script.text or "", said)
    return said


def _site_in_title(tree: Any, title: str) -> str:
    """'Headline | Site' in the window's title, where the headline is known → the site."""
    window, title = (_MARK.sub("|", " ".join(text.split())) for text in (tree.findtext(".//title") or "", title))
    head, _, site = window.rpartition("|")
    return site if head and head == title else ""


def _json_ld(text: str, said: Given) -> Given:
    try:
        document = json.loads(text.strip().removeprefix("<!--").removesuffix("-->"), strict=False)
    except (ValueError, RecursionError):
        return said
    todo, nodes = [document], []
    while todo:  # @graph and lists nest what is described
        node = todo.pop(0)
        if isinstance(node, list):
            todo.extend(node)
        elif isinstance(node, dict):
            nodes.append(node)
            todo.extend(node[part] for part in ("@graph", "mainEntity") if part in node)
    names = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}
    for node in nodes:
        kinds = node.get("@type")
        if any(isinstance(k, str) and _ARTICLES.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            return replace(
                said,
                title=_text(node.get("headline")),
                publisher=next(iter(_names(node.get("publisher"), names)), said.publisher),
                published=_text(node.get("datePublished")) or said.published,
                byline=tuple(_names(node.get("author"), names)),
            )
    return said


def _names(value: Any, known: dict[str, Any]) -> list[str]:
    """The names of one or several people or organizations, described here or elsewhere on the page."""
    if isinstance(value, list):
        return [name for part in value[:20] for name in _names(part, known) if not isinstance(part, list)]
    if isinstance(value, dict):
        value = value.get("name") or known.get(str(value.get("@id")), {}).get("name")
    return [_text(value)] if _text(value) else []


def _text(value: Any) -> str:
    from html import unescape

    return unescape(value).strip() if isinstance(value, str) else ""
