"""Text and metadata → the article record: paragraphs as offsets into one stored text."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg import pages
from kg.errors import ArticleError
from kg.readers.charsets import clean
from kg.records import Article, Paragraph
from kg.values.days import parse_day, parse_stamp

# A longer text is a book or a dump; the language pipeline takes no more at once.
ARTICLE_CHARACTERS = 500_000
# What is longer is no name and no address.
NAME_CHARACTERS = 300
URL_CHARACTERS = 2_000
# The sites of one publisher: www.example.com, m.example.com, en.example.com
_SITE = re.compile(r"^(?:www\d?|m|mobile|amp|en|eng|english|edition)\.(?=[^.]+\.[^.])")

# Which field of a record holds what, where the user says so: {"text": "body"}
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """What a file says of an article beside its text, which is surer than what the text itself tells."""

    title: str = ""
    publisher: str = ""
    published: str = ""  # as written; a day is looked for in it
    byline: tuple[str, ...] = ()
    url: str = ""


NOTHING = Given()


def lay_out(text: str, where: str, *, key: str = "", given: Given = NOTHING) -> Article:
    """An article out of the lines of a text, cleaned of what pages print around it; ``key`` becomes its id."""
    if len(text) > ARTICLE_CHARACTERS:
        raise ArticleError(
            f"{where}: holds {len(text):,} characters; an article holds at most {ARTICLE_CHARACTERS:,}, split it"
        )
    name = host(given.publisher) or to_line(given.publisher)
    page = pages.read(text, title=_without_publisher(to_line(given.title), name))
    if not page.paragraphs and not page.title:
        raise ArticleError(
            f"{where}: holds no sentence of an article; "
            "an article holds a headline and paragraphs, or at least one sentence"
        )
    url = to_url(given.url)
    byline = tuple(filter(None, map(to_line, given.byline))) or tuple(page.imprint.byline)
    return compose(
        id=key,
        source=where,
        title=page.title,
        publisher=name or page.imprint.publisher() or host(url),
        published=parse_stamp(given.published) or page.imprint.published() or parse_day(url) or "",
        byline=tuple(dict.fromkeys(byline)),
        paragraphs=page.paragraphs,
        url=url,
        agency=page.imprint.agency(byline, name),
    )


def compose(
    *,
    id: str,
    source: str,
    title: str,
    publisher: str,
    published: str,
    byline: tuple[str, ...],
    paragraphs: Iterable[tuple[str, str]],
    url: str = "",
    agency: str = "",
) -> Article:
    """The article record: title and (kind, text) paragraphs laid out in one stored text, two line ends between them."""
    parts: list[str] = []
    spans: list[Paragraph] = []
    at = 0
    for kind, text in ([("title", title)] if title else []) + list(paragraphs):
        spans.append(Paragraph(at, at + len(text), kind))
        parts.append(text)
        at += len(text) + 2
    text = "\n\n".join(parts)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Article(id, source, title, publisher, published, byline, text, tuple(spans), digest, url, agency)


def to_line(text: str) -> str:
    """A name or headline on one line; "" for what is too long to be one."""
    line = " ".join(clean(text).split())
    return line if len(line) <= NAME_CHARACTERS else ""


def to_url(text: str) -> str:
    """A web address as given; "" for anything else, such as a script."""
    text = text.strip()
    if len(text) > URL_CHARACTERS or not re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f]+", text, re.I):
        return ""
    return text if clean(text) == text and host(text) else ""


def host(url: str) -> str:
    """The site of an address: https://www.example.com/a → example.com."""
    try:
        return _SITE.sub("", urlsplit(url).hostname or "")
    except ValueError:
        return ""


def _without_publisher(title: str, publisher: str) -> str:
    """'Headline - Site' → 'Headline', where the site's name is known."""
    for mark in (" | ", " - ", " – ", " — "):
        if publisher and title.endswith(mark + publisher):
            return title.removesuffix(mark + publisher)
    return title
