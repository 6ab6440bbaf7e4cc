"""Files of news → articles: title, publisher, date, byline, and clean paragraphs with offsets into a stored text."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg import pages
from kg.errors import ArticleError
from kg.records import Article, Paragraph

# A longer text is a book or a dump; the language pipeline takes no more at once.
ARTICLE_CHARACTERS = 500_000
# Above this share of control characters a file is no text.
CONTROL_SHARE = 0.02


def load(paths: Iterable[Path | str]) -> Iterator[Article | ArticleError]:
    """Every article in files and folders, in order of name; what cannot be read comes as its error instead."""
    files: list[Path] = []
    for path in map(Path, paths):
        try:
            files.extend(find_files(path))
        except ArticleError as error:
            yield error
    files = list(dict.fromkeys(files))
    stems = Counter(file.stem for file in files)
    for file in files:
        try:
            yield read(file, id="/".join(file.with_suffix("").parts[-2:]) if stems[file.stem] > 1 else file.stem)
        except ArticleError as error:
            yield error


def find_files(path: Path) -> list[Path]:
    """The articles in a folder and its subfolders, or the one file named."""
    if not path.exists():
        raise ArticleError(f"{path}: no such file or folder; name a {_endings()} file or a folder that holds some")
    if not path.is_dir():
        return [path]
    files = sorted(
        p for p in path.rglob("*") if p.suffix.lower() in READERS and p.is_file() and not p.name.startswith(".")
    )
    if not files:
        raise ArticleError(f"{path}: holds no article; an article is a {_endings()} file")
    return files


def read(path: Path | str, *, id: str = "") -> Article:
    """One article from one file."""
    path = Path(path)
    reader = READERS.get(path.suffix.lower())
    if reader is None and path.exists():
        raise ArticleError(f"{path}: cannot be read as an article; an article is a {_endings()} file")
    try:
        data = path.read_bytes()
    except IsADirectoryError:
        raise ArticleError(f"{path}: is a folder; name one {_endings()} file") from None
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}); name a readable {_endings()} file") from None
    assert reader is not None
    return reader(data, str(path), id or path.stem)


def decode(data: bytes, where: str) -> str:
    """Bytes → text without control characters, or an error that says what the bytes are instead."""
    if not data.strip():
        raise ArticleError(f"{where}: is empty; an article holds a headline and paragraphs, or at least one sentence")
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise ArticleError(f"{where}: is UTF-16; save it as UTF-8 (iconv -f UTF-16 -t UTF-8)")
    head = data[:65536]
    control = sum(byte < 32 and byte not in b"\t\n\v\f\r" for byte in head)
    if control / len(head) > CONTROL_SHARE or head.startswith(
        (b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")
    ):
        raise ArticleError(f"{where}: is a binary file; an article is plain text in UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArticleError(
            f"{where}: line {line}: byte 0x{data[error.start]:02x} is not UTF-8; "
            "save the file as UTF-8 (iconv -f WINDOWS-1252 -t UTF-8)"
        ) from None
    # Format characters (zero-width spaces, directional marks, soft hyphens) hide inside words that look whole.
    kept = (
        c if c in "\n\t" or not unicodedata.category(c).startswith("C") else ""
        for c in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    return "".join(kept)


def read_text(data: bytes, where: str, id: str) -> Article:
    """A plain text file, as copied or saved from a news page."""
    text = decode(data, where)
    if len(text) > ARTICLE_CHARACTERS:
        raise ArticleError(
            f"{where}: holds {len(text):,} characters; an article holds at most {ARTICLE_CHARACTERS:,}, split it"
        )
    page = pages.read(text)
    if not page.paragraphs and not page.title:
        raise ArticleError(
            f"{where}: holds no sentence of an article; "
            "an article holds a headline and paragraphs, or at least one sentence"
        )
    return compose(
        id=id,
        source=where,
        title=page.title,
        publisher=page.imprint.publisher(),
        published=page.imprint.published(),
        byline=tuple(dict.fromkeys(page.imprint.byline)),
        paragraphs=page.paragraphs,
    )


# A reader for another format is one more line here: it ends in `compose` as `read_text` does.
READERS: dict[str, Callable[[bytes, str, str], Article]] = {".txt": read_text}


def _endings() -> str:
    return " or ".join(READERS)


def compose(
    *,
    id: str,
    source: str,
    title: str,
    publisher: str,
    published: str,
    byline: tuple[str, ...],
    paragraphs: Iterable[tuple[str, str]],
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
    return Article(
        id, source, title, publisher, published, byline, text, tuple(spans), hashlib.sha256(text.encode()).hexdigest()
    )
