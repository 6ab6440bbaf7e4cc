"""Keeps a mended parse a tree: a sentence whose arcs have come to run in a circle gets back those of the parser."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.tokens import Doc

COLUMNS: list[int | str] = ["HEAD", "DEP"]


def arcs(doc: Doc) -> Any:
    """(words, 2): how far each word's head is from it, and the relation."""
    return doc.to_array(COLUMNS)


def undo(doc: Doc, parsed: Any) -> None:
    """Give the sentences in which a word is over itself the arcs that they had, as ``arcs`` has told them."""
    import numpy as np

    mended = arcs(doc)
    heads = np.arange(len(doc)) + mended[:, 0].astype("int64")
    over = heads
    for _ in range(len(doc).bit_length()):  # twice as far up each time, so that all who have a root have come to it
        over = over[over]
    if (heads[over] == over).all():
        return
    for sentence in list(doc.sents):
        within = slice(sentence.start, sentence.end)
        if (heads[over[within]] != over[within]).any():
            mended[within] = parsed[within]
    doc.from_array(COLUMNS, mended)
