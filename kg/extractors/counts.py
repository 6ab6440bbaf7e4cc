"""Counts of goods: the number before or behind a phrase that names arms, and the phrase as a record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import values
from kg.extractors.items import Item, left_edge
from kg.records import Filler, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc

YEAR = re.compile(r"(?:19|20)\d\d$")
SHORT_MONEY = re.compile(r"\d[\d.,]*(?:bn|mn|m|tn|k)$")
QUANTITY_WORDS_BEFORE = 6  # tokens before the number that may belong to it ("as many as", "at least some")


def quantity_of(doc: Doc, item: Item) -> Quantity | None:
    """The count that stands before an item, or before the container that holds it ("hundreds of tanks"), or None."""
    head = doc[item.head]
    starts = [item.start]
    up = head
    while up.dep_ == "nmod" and up.head.i < up.i and any(c.dep_ == "case" and c.lower_ == "of" for c in up.children):
        up = up.head
        starts.append(up.i)
    first = min([item.start, *(left_edge(doc[i]) for i in [*starts[1:], head.i]), *(i for i in starts[1:])])
    first = max(doc[item.head].sent.start, first - QUANTITY_WORDS_BEFORE)
    words = doc[first : item.end]
    # only what follows the last comma, verb or conjunction can count the item
    for token in reversed(doc[first : item.start]):
        if (
            token.pos_ in {"VERB", "AUX", "CCONJ"}
            and token.lower_ not in {"be"}
            and token.dep_ != "amod"
            or token.text in {",", ";", ":", "(", "--", "—"}
        ):
            if (
                token.lower_ == "or"
                or token.lower_ in {"to", "and"}
                and token.nbor(1).like_num
                and token.nbor(-1).like_num
            ):
                continue
            if token.text == "," and token.whitespace_ == "":
                continue
            words = doc[token.i + 1 : item.end]
            break
    symbols = [t.i for t in words if t.tag_ == "$" or t.text in {"$", "€", "£", "¥", "USD", "EUR"}]
    if symbols:  # money counts nothing; what follows it may
        at = symbols[-1] + 1
        while at < item.start and (
            doc[at].like_num
            or SHORT_MONEY.match(doc[at].lower_)
            or doc[at].lower_ in {"million", "billion", "bn", "m", "worth", "of", "in"}
        ):
            at += 1
        words = doc[at : item.end]
    for token in reversed(doc[words.start : item.start]):
        if token.pos_ == "ADP" and token.lower_ not in {
            "of",
            "to",
            "than",
            "as",
            "at",
            "up",
            "about",
            "over",
            "between",
            "around",
            "under",
        }:
            words = doc[token.i + 1 : item.end]
            break
    if len(words) and words[0].i and YEAR.match(words[0].text) and words[0].nbor(-1).pos_ in {"ADP", "PROPN"}:
        words = words[1:]  # "imposed in 2015"
    found = values.parse_quantity(words.text)
    if found is None or found.value is None:
        after = _count_after(doc, item)
        found = after or found
    return found


def _count_after(doc: Doc, item: Item) -> Quantity | None:
    """A count in apposition behind the goods: "shells, 500,000 of them", "jets, 24 in number", "rounds in the amount of 36,000"."""
    sentence = doc[item.head].sent
    stretch = doc[item.end : min(sentence.end, item.end + 8)]
    words = [t.lower_ for t in stretch]
    number = next((i for i, t in enumerate(stretch) if t.like_num), None)
    if number is None or any(t.pos_ in {"VERB", "AUX"} for t in stretch[:number]):
        return None
    following, before = words[number + 1 : number + 3], words[:number]
    if following in (["of", "them"], ["in", "number"], ["in", "all"], ["in", "total"], ["of", "which"]) or before[
        -2:
    ] in (["amount", "of"], ["number", "of"], ["tune", "of"]):
        return values.parse_quantity(stretch[: number + 3].text)
    return None


def filler(doc: Doc, item: Item) -> Filler:
    """The item as a record: words used, category, designation, origin and count."""
    return Filler(doc[item.start : item.end].text, item.concept, item.designation, item.origin, quantity_of(doc, item))
