"""PDF files: the text of their pages, as far as they hold text and no pictures of it."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

from kg.errors import ArticleError
from kg.readers import charsets, layout, streams
from kg.readers.bounds import bounds
from kg.readers.layout import Fields, Given
from kg.records import Article

FILE_BYTES = 50_000_000
# A longer document is a report or a book.
PAGES = 60


def read(stream: io.BufferedReader, where: str, fields: Fields) -> Iterator[Article]:
    """The one article of a PDF file."""
    yield read_document(streams.read_whole(stream, where, FILE_BYTES), where)


@bounds
def read_document(data: bytes, where: str) -> Article:
    """The article of a document."""
    try:
        import pypdf
    except ImportError:
        raise ArticleError(f"{where}: is PDF; pip install 'armsgraph[pdf]'") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it cannot read is told below
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise ArticleError(f"{where}: is locked with a password; save it without one")
        if len(document.pages) > PAGES:
            raise ArticleError(f"{where}: has {len(document.pages)} pages; an article has at most {PAGES}, split it")
        text = "\n\n".join(page.extract_text() for page in document.pages)
        said = document.metadata
        title, author = (said.title or "", said.author or "") if said else ("", "")
        made = str(said.get("/CreationDate") or "") if said else ""
    except ArticleError:
        raise
    except Exception as error:  # pypdf lets through whatever a broken file makes its parser do
        raise ArticleError(f"{where}: is PDF that cannot be read ({error}); save the article as text") from None
    if not text.strip():
        raise ArticleError(f"{where}: holds pictures of text only; run it through a program that recognises text (OCR)")
    return layout.lay_out(charsets.clean(text), where, given=_given(str(title), str(author), made))


def _given(title: str, author: str, made: str) -> Given:
    # Programs put the name of the file that was printed there ("Microsoft Word - draft3.doc").
    spoken = len(title.split()) >= 4 and "." not in title[-5:]
    return Given(title=title if spoken else "", byline=(author,) if " " in author.strip() else (), published=made[2:10])
