"""Files of news → articles: title, publisher, date, byline, and clean paragraphs with offsets into a stored text.

The kinds of files are read by ``readers``; here files are found, and their articles named and sorted out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path, PurePath
from urllib.parse import urlsplit

from kg.errors import ArticleError, ForeignError
from kg.readers import READERS, files, find_kind, find_kind_of, languages, layout, streams
from kg.readers.fields import parse as parse_fields
from kg.readers.files import Listing, Source, find
from kg.readers.layout import compose
from kg.records import Article
from kg.values.days import parse_file_day

__all__ = ["Listing", "Options", "Source", "compose", "find", "load", "read", "read_all"]

# A record's own name is no longer than this; addresses and sentences are shortened to it.
NAME_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Options:
    """How files are read: by which reader, with which names of fields, and whether only those in English are kept."""

    kind: str = ""  # a key of READERS, for files whose name does not tell it
    fields: Mapping[str, str] = field(default_factory=dict)  # {"text": "body"}
    any_language: bool = False

    @classmethod
    def parse(cls, *, kind: str = "", fields: str = "", any_language: bool = False) -> Options:
        """The options as a command gives them: a kind by its name or ending, fields as ``text=body,title=head``."""
        known = next(
            (name for name, reader in READERS.items() if f".{kind.lstrip('.')}" in (f".{name}", *reader.endings)), ""
        )
        if kind and not known:
            raise ArticleError(f"--kind {kind}: no such kind of file; one of {', '.join(READERS)} would be right")
        return cls(known, parse_fields(fields), any_language)


DEFAULT = Options()


def load(paths: Iterable[Path | str] | Listing, options: Options = DEFAULT) -> Iterator[Article | ArticleError]:
    """Every article in files and folders, in order of name; what cannot be read comes as its error instead."""
    listing = paths if isinstance(paths, Listing) else find(paths, kind=options.kind)
    yield from listing.errors
    for source in listing.sources:
        yield from read_all(source, options)


def read_all(source: Source, options: Options = DEFAULT) -> Iterator[Article | ArticleError]:
    """The articles of one file. They do not depend on other files, so that several can be read at once."""
    names: Counter[str] = Counter()
    for found in _read(source, options):
        if isinstance(found, ArticleError):
            yield found
            continue
        article = replace(found, id=_name(found, source, names))
        if article.source == source.where and not article.published:
            article = replace(article, published=parse_file_day(source.path.name) or "")
        language = "" if options.any_language else languages.find_foreign(article.text)
        if language:
            yield ForeignError(
                f"{article.source}: is not in English ({language}); --any-language reads it as if it were"
            )
        else:
            yield article


def read(path: Path | str, *, id: str = "") -> Article:
    """The one article of a file, in whatever language."""
    path = Path(path)
    if path.exists() and not path.is_dir() and not find_kind(path.name):
        raise ArticleError(f"{path}: cannot be read as an article; an article is a {files.endings()} file")
    source = Source(path, id or path.stem, find_kind(path.name))
    found = next(read_all(source, Options(any_language=True)))
    if isinstance(found, ArticleError):
        raise found
    return found


def _read(source: Source, options: Options) -> Iterator[Article | ArticleError]:
    """What the reader for a file makes of it; where it gives up, its error is the last."""
    found = None
    try:
        with streams.opened(source.path, source.where) as stream:
            kind = source.kind or find_kind_of(stream.peek(512))
            for found in READERS[kind].read(stream, source.where, options.fields):
                yield found
        if found is None:
            raise ArticleError(f"{source.where}: holds no article; name a file that holds one")
    except ArticleError as error:
        yield error


def _name(article: Article, source: Source, names: Counter[str]) -> str:
    """An article's id: the file's, and for a record its own id or address, or else a digest of its text.

    So it stays the same when records are added before it; the second of two with one name has the digest of its text
    behind, the next a number.
    """
    if article.source == source.where:  # the file holds this one alone
        return source.id
    name = f"{source.id}/{_record_name(article)}"
    for tried in (name, f"{name}-{article.digest[:8]}"):
        names[tried] += 1
        if names[tried] == 1:
            return tried
    return f"{name}-{article.digest[:8]}-{names[tried]}"


def _record_name(article: Article) -> str:
    own = article.id or article.url
    if not own:
        return article.digest[:16]
    plain = re.sub(r"[^\w.-]+", "-", own).strip("-.")
    if plain and len(plain) <= NAME_CHARACTERS and not layout.to_url(own):
        return plain
    parts = [PurePath(part).stem for part in urlsplit(own).path.split("/") if part] if layout.to_url(own) else [plain]
    word = re.sub(r"[^\w-]+", "-", parts[-1] if parts else "")[:NAME_CHARACTERS].strip("-")
    digest = sha256(own.encode("utf-8", "replace")).hexdigest()[:8]
    return f"{word}-{digest}" if word else digest
