"""The language pipeline: loading it, checking that it speaks Universal Dependencies, and reading articles with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg import resources
from kg.errors import ModelError
from kg.records import Article

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# Relations that a pipeline trained on Universal Dependencies has and one with ClearNLP or other labels lacks.
UD_RELATIONS = frozenset({"obl", "nsubj", "case", "obj"})
BATCH = 32  # articles given to the pipeline at once
SENTENCE_END = ".!?…"
# Marks with which no sentence begins.
CLOSING = frozenset({",", ".", ";", ":", "!", "?", ")", "]", "”", "’", "'s", "’s", "%"})
# A dateline: where an article was written, in capitals, with who wrote it or when, and a dash ("BAKU/PARIS (agencies) - ").
DASHES = frozenset({"-", "--", "–", "—"})
DATELINE = 12  # tokens
PLACE = 3  # letters at least


def load(path: str | Path | None = None) -> Language:
    """The shipped pipeline, or the one at ``path`` (a folder or an installed package)."""
    # numpy's own matrix product is faster here than the one that spaCy prefers, and one thread is enough for small ones
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    import spacy
    from thinc.api import NumpyOps, set_current_ops

    set_current_ops(NumpyOps(use_blis=False))
    name = path if path is not None else resources.pipeline_folder()
    try:
        nlp = spacy.load(name)
    except OSError:
        raise ModelError(
            f"{name}: no language pipeline there; name a folder that holds a spaCy pipeline or an installed package"
        ) from None
    check(nlp, str(name))
    register()
    return nlp


def find_files(path: str | Path | None = None) -> list[Path]:
    """The files that ``load`` would load, in order of name; none where it would find no pipeline."""
    folder = Path(path) if path is not None else resources.pipeline_folder()
    if not folder.is_dir():
        from spacy.util import get_package_path, is_package

        if not is_package(str(path)):
            return []
        folder = get_package_path(str(path))
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc")


def check(nlp: Language, name: str) -> None:
    """Raise where the pipeline's labels are not those that the frames are written in."""
    if "parser" not in nlp.pipe_names:
        raise ModelError(
            f"{name}: the pipeline has no parser; a pipeline trained on Universal Dependencies would be right"
        )
    relations = {label.split(":")[0] for label in nlp.get_pipe("parser").labels}  # type: ignore[attr-defined]
    if not relations >= UD_RELATIONS:
        missing = ", ".join(sorted(UD_RELATIONS - relations))
        raise ModelError(
            f"{name}: the parser's relations are not Universal Dependencies (no {missing}); "
            "a pipeline trained on a UD treebank would be right, or leave --model out"
        )


def register() -> None:
    """Declare the Doc's extensions; may be called again."""
    from spacy.tokens import Doc

    if not Doc.has_extension("article"):
        Doc.set_extension("article", default=None)


def read(nlp: Language, article: Article) -> Doc:
    """One article read: a Doc whose text is the article's, so that offsets hold, with ``doc._.article`` set."""
    return next(read_all(nlp, [article]))


def read_all(nlp: Language, articles: Iterable[Article]) -> Iterator[Doc]:
    """Articles read in batches, in order."""
    register()
    prepared = ((prepare(nlp, article), article) for article in articles)
    for doc, article in nlp.pipe(prepared, as_tuples=True, batch_size=BATCH):
        doc._.article = article
        yield doc


def prepare(nlp: Language, article: Article) -> Doc:
    """The article's tokens with the sentence bounds that are certain, which the parser then keeps to."""
    doc = nlp.make_doc(article.text)
    starts = paragraph_starts(doc, article)
    texts = [token.text for token in doc]
    spaced = [bool(token.whitespace_) for token in doc]
    for token in doc:
        if token.i in starts:
            token.is_sent_start = True
        elif token.i and inside(texts, spaced, token.i):
            token.is_sent_start = False
    for start in starts:
        if (behind := after_dateline(texts, spaced, start)) is not None:
            doc[behind].is_sent_start = True
    return doc


def paragraph_starts(doc: Doc, article: Article) -> set[int]:
    """The first token of each paragraph; the blank lines between paragraphs are tokens that end the one before."""
    starts: set[int] = set()
    bounds = iter(sorted(paragraph.start for paragraph in article.paragraphs))
    bound = next(bounds, None)
    for token in doc:
        if bound is None:
            break
        if token.idx >= bound and not token.is_space:
            starts.add(token.i)
            while bound is not None and bound <= token.idx:
                bound = next(bounds, None)
    return starts


def after_dateline(texts: list[str], spaced: list[bool], start: int) -> int | None:
    """Where a paragraph goes on behind its dateline, None without one; as in the treebanks it is a sentence of its own."""
    place = texts[start]
    if len(place) < PLACE or not place.isupper():
        return None
    bracketed = False
    for i in range(start + 1, min(start + DATELINE, len(texts) - 1)):
        text = texts[i]
        if text in DASHES and spaced[i - 1] and spaced[i]:
            following = texts[i + 1]
            return i + 1 if not following[0].islower() else None
        bracketed = text == "(" or bracketed and text != ")"
        if text[0].islower() and not bracketed:
            return None
    return None


def inside(texts: list[str], spaced: list[bool], i: int) -> bool:
    """Whether no sentence can begin at token ``i``: what stands before it ends none, or it goes on in lower case."""
    text, before = texts[i], texts[i - 1]
    if text.isspace() or text in CLOSING:
        return True
    if before.isspace():
        return "\n" not in before
    last = before[-1]
    if last in ")]":
        return i < 2 or texts[i - 2][-1] not in SENTENCE_END
    if last == "." and len(before) == 2 and before[0].isupper():
        return True  # an initial: George H. W. Bush
    if last in ",;-–—" or (last.isalnum() and text[0].islower() and not before.isupper()):
        return True
    return last.isalnum() and text[0].isalnum() and spaced[i - 1] and before[0].isupper()
