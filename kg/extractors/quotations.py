"""Quotations that run over sentences and paragraphs: whose word each of their sentences is.

A running quotation is the word of whoever says it where it begins or ends; one that stands by itself is the word of who
spoke last. Quotation marks are read by the spaces around them, since straight ones do not tell which way they face.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MARKS = frozenset({'"', "“", "”", "``", "''", "«", "»", "„"})
OPENING, CLOSING = frozenset({"“", "„", "«", "``"}), frozenset({"”", "»", "''"})

_QUOTED: WeakKeyDictionary[Doc, frozenset[int]] = WeakKeyDictionary()

Word = tuple[int, int]  # the token that names who says it, and the one that tells so


def find(doc: Doc, said: Mapping[int, Sequence[Word]]) -> Iterator[tuple[int, int, Word]]:
    """The sentences that are a quotation's and tell no speaker, with whose word they are: start, end, word.

    ``said`` holds the reports that each sentence makes itself, by the sentence's first token.
    """
    inside = quoted(doc)
    sentences = list(doc.sents)
    own = [
        next((word for word in said.get(sentence.start, ()) if word[1] not in inside), None) for sentence in sentences
    ]
    last: Word | None = None
    for position, sentence in enumerate(sentences):
        word = own[position]
        if word is not None:
            last = word
            continue
        first = next((token for token in sentence if not token.is_space and token.text not in MARKS), None)
        if first is None or first.i not in inside:
            continue
        ahead = _ahead(doc, sentences, own, position, inside)
        chosen = ahead or last or _person_before(doc, sentences, position)
        if chosen is not None:
            last = chosen
            yield sentence.start, sentence.end, chosen


def quoted(doc: Doc) -> frozenset[int]:
    """The tokens that stand in quotation marks, found once; a quotation that is never closed ends with its paragraph."""
    found = _QUOTED.get(doc)
    if found is None:
        found = _QUOTED[doc] = _quoted(doc)
    return found


def _quoted(doc: Doc) -> frozenset[int]:
    found: set[int] = set()
    run: list[int] = []
    opened = False
    for token in doc:
        if "\n" in token.text:
            if opened and not _reopens(token):
                run, opened = [], False
        elif token.text not in MARKS:
            if opened:
                run.append(token.i)
        elif _opens(token):
            opened = True
        else:
            found.update(run)
            run, opened = [], False
    return frozenset(found)


def _opens(mark: Token) -> bool:
    if mark.text in OPENING or mark.text in CLOSING:
        return mark.text in OPENING
    before = mark.nbor(-1) if mark.i else None
    spaced = before is None or bool(before.whitespace_) or before.is_space or before.text in {"(", "["}
    return spaced and not mark.whitespace_ and mark.i + 1 < len(mark.doc)


def _reopens(end: Token) -> bool:
    """Whether the next paragraph takes up the quotation that this one leaves open, by a mark at its beginning."""
    after = end.nbor(1) if end.i + 1 < len(end.doc) else None
    return after is not None and after.text in MARKS and _opens(after)


def _ahead(
    doc: Doc, sentences: Sequence[Span], own: Sequence[Word | None], position: int, inside: frozenset[int]
) -> Word | None:
    """Who is told to say it where the quotation, sentence by sentence, comes to its end."""
    for later in range(position + 1, len(sentences)):
        if any(token.text in MARKS and not _opens(token) for token in sentences[later - 1]):
            return None  # closed before
        word = own[later]
        if word is not None:
            opening = next((token for token in sentences[later] if not token.is_space), None)
            return word if opening is not None and opening.i in inside else None
    return None


def _person_before(doc: Doc, sentences: Sequence[Span], position: int) -> Word | None:
    """The person whom the sentence before has as its subject."""
    if not position:
        return None
    for token in sentences[position - 1]:
        mention = doc._.mention_of.get(token.i)
        if mention is not None and mention.kind == "Person" and mention.root == token.i and token.dep_ == "nsubj":
            return token.i, token.i
    return None
