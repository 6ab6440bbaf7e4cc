"""Anchors: the words in an article at which a flow may be told of: goods, the word of an event without goods, a bare count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extractors.counts import YEAR
from kg.extractors.fills import Frame
from kg.extractors.flows.words import Words
from kg.extractors.items import COUNTED, Item

if TYPE_CHECKING:
    from spacy.tokens import Token

GOODS, EVENT, COUNT = "goods", "event", "count"
SENTENCES_BACK = 4  # how far a bare event or count may reach for its goods
# what a number is that counts no goods, by the entity it is part of
NO_COUNT = frozenset({"DATE", "MONEY", "PERCENT", "TIME"})


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place at which a flow may be told of; ``item`` is what it names, or what was named before that it takes up."""

    kind: str
    token: int
    phrase: int  # the head of the phrase that it stands in
    item: Item | None

    @property
    def concept(self) -> str:
        return self.item.concept if self.item is not None else "unspecified"


def find(words: Words, frames: Sequence[Frame], sentence: dict[int, int]) -> Iterator[Anchor]:
    """The anchors of a Doc for one class of events: first the goods, then the words that stand without any."""
    doc, goods = words.doc, words.reader.goods
    named = [item for item in goods.items if item.strong or goods.supported(item)]
    for item in named:
        yield Anchor(GOODS, item.head, item.phrase_head, item)
    inside = {i for item in named for i in range(item.start, item.end)} | {item.phrase_head for item in named}
    heads = {item.head for item in named}
    filled = {frame.token for frame in frames if any(fill.items for fill in frame.fills)}
    for token in doc:
        if token.i in inside:
            continue
        kind = ""
        trigger = words.trigger(token.i)
        if trigger is not None and trigger.pattern not in {"supplier", "buyer"}:
            if token.i not in filled and not any(t.i in heads for t in token.subtree):
                kind = EVENT
        elif counts_alone(token):
            kind = COUNT
        if not kind:
            continue
        goods_before = taken_up(token, named, sentence)
        if goods_before is not None or kind == EVENT:
            yield Anchor(kind, token.i, token.i, goods_before)


def counts_alone(token: Token) -> bool:
    """Whether a number stands for the goods that it counts: "the other 18 are to follow"."""
    doc = token.doc
    if token.pos_ != "NUM" or token.ent_type_ in NO_COUNT or token.dep_ not in COUNTED or YEAR.match(token.text):
        return False
    if token.i and "$" in doc[token.i - 1].text:
        return False
    return token.i + 1 >= len(doc) or doc[token.i + 1].pos_ not in {"NOUN", "PROPN", "NUM"}


def taken_up(token: Token, named: Sequence[Item], sentence: dict[int, int]) -> Item | None:
    """The goods spoken of: those named last within a few sentences, else the next that the sentence after names."""
    here = sentence[token.i]
    before = [i for i in named if i.head < token.i and sentence[i.head] >= here - SENTENCES_BACK]
    if before:
        return before[-1]
    return next((i for i in named if i.head > token.i and sentence[i.head] <= here + 1), None)
