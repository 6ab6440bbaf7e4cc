"""Pairs of goods and sides that share one verb: "sold rifles to Chad and tanks to Mali", "Oman with ships and Peru with guns"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors.arguments import Argument
from kg.extractors.fills import Fill, Frame

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extractors.frames import Reader

PAIRED = frozenset({"to", "from", "with", "for", "about", "on"})  # prepositions that join the second of a pair


def more(reader: Reader, frame: Frame) -> Iterator[Frame]:
    """The frames of the pairs that follow the goods and the side of a frame after "and", each with the frame's other side."""
    goods = next((f for f in frame.fills if f.items), None)
    if goods is None:
        return
    doc = reader.doc
    for side in frame.fills:
        if not side.parties or min(side.tokens) < frame.token or min(goods.tokens) < frame.token:
            continue
        first, second = sorted((goods, side), key=lambda fill: min(fill.tokens))
        joint = _preposition(doc, max(first.tokens), max(second.tokens))
        if not joint:
            continue
        end = _end(doc, max(second.tokens))
        while True:
            found = _next(reader, frame, first, second, joint, end)
            if found is None:
                break
            one, other, end = found
            others = tuple(f for f in frame.fills if f.role not in {one.role, other.role})
            yield replace(frame, fills=tuple(sorted((*others, one, other), key=lambda fill: fill.role)))
        return


def _preposition(doc: Doc, start: int, end: int) -> str:
    """The preposition between two phrases, "" where anything else stands between them."""
    between = [t for t in doc[start + 1 : end] if t.tag_ in {"IN", "TO"}]
    plain = all(t.tag_ not in {"VBD", "VBZ", "VBP", "MD", "CC", ","} for t in doc[start + 1 : end])
    return between[0].lower_ if len(between) == 1 and plain and between[0].lower_ in PAIRED else ""


def _end(doc: Doc, at: int) -> int:
    """The token after the name or noun at a token."""
    mention = doc._.mention_of.get(at)
    return mention.end if mention is not None else at + 1


def _next(
    reader: Reader, frame: Frame, first: Fill, second: Fill, joint: str, at: int
) -> tuple[Fill, Fill, int] | None:
    """The next pair from a token on, with the token after it, or None."""
    doc, trigger = reader.doc, reader.doc[frame.token]
    end = trigger.sent.end
    while at < end and doc[at].text == ",":
        at += 1
    if at >= end or doc[at].tag_ != "CC" and doc[at - 1].text != ",":
        return None
    if doc[at].tag_ == "CC":
        at += 1
    if at < end and doc[at].tag_ in {"IN", "TO"}:  # "the sale of guns to Oman and [of] ships to Peru"
        at += 1
    heads = [head for head, edge in reader.candidates.phrases(at, end)][:2]
    if len(heads) < 2 or any(t.tag_ in {"IN", "TO", "VBD", "VBZ", "VBP", "CC", ","} for t in doc[at : heads[0]]):
        return None
    if _preposition(doc, heads[0], heads[1]) != joint:
        return None
    fills = []
    for model, head in zip((first, second), heads, strict=True):
        marker = model.rule.partition(":")[0]
        filled = reader.fill(model.role, Argument(marker, doc[head], 2, "next pair"), trigger)
        if filled is None or set(filled.tokens) & set(model.tokens):
            return None
        fills.append(filled)
    return fills[0], fills[1], _end(doc, heads[1])
