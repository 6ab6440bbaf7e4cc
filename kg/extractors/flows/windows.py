"""Windows: the stretches of an article that the encoder reads at once, with what stands before and after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

WHOLE = 340  # tokens of a window, but for a sentence that is longer; what the encoder takes, with a margin
BEFORE = 80  # tokens of the sentences before those that a window is read for, which are read along
SENTENCES_BEFORE = 4
AFTER = 50  # tokens of the sentences after them, where what they tell may be denied
SENTENCES_AFTER = 2
TITLE = 30  # tokens of the article's first sentence that stand before all later windows


@dataclass(frozen=True, slots=True)
class Window:
    """Some sentences with those around them: ``start`` to ``end`` are tokens of the Doc, ``title`` of its first sentence."""

    first: int  # sentence from which, and before which, it counts
    last: int
    start: int
    end: int
    title: int

    def words(self, doc: Doc) -> list[str]:
        """What the encoder reads."""
        return [token.text for token in doc[: self.title]] + [token.text for token in doc[self.start : self.end]]

    def place(self, token: int) -> int | None:
        """Where a token of the Doc stands among the words, None where the window does not hold it."""
        return token - self.start + self.title if self.start <= token < self.end else None


def find(sentences: Sequence[Span]) -> Iterator[Window]:
    """The windows of a Doc, in order; each sentence is of one core."""
    lengths = [len(sentence) for sentence in sentences]
    first = 0
    while first < len(sentences):
        begin = first - _fitting(lengths[:first][::-1], BEFORE, SENTENCES_BEFORE)
        title = min(TITLE, lengths[0]) if begin > 0 else 0
        room = WHOLE - title - sum(lengths[begin:first])
        left = len(sentences) - first
        last = first + (_fitting(lengths[first:], room, left) or 1)
        if last < len(sentences):  # the end of the article needs no room for what comes after
            last = first + (_fitting(lengths[first:], room - AFTER, left) or 1)
        end = last + _fitting(lengths[last:], AFTER, SENTENCES_AFTER)
        yield Window(first, last, sentences[begin].start, sentences[end - 1].end, title)
        first = last


def _fitting(lengths: Sequence[int], room: int, most: int) -> int:
    """How many of the first sentences fit into so many tokens."""
    found = 0
    while found < min(most, len(lengths)) and sum(lengths[: found + 1]) <= room:
        found += 1
    return found
