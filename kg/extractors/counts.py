"""Counts of goods: the number before or behind a phrase that names arms, and the phrase as a record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg import values
from kg.extractors.items import Item, left_edge
from kg.records import Filler, Quantity

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

YEAR = re.compile(r"(?:19|20)\d\d$")
QUANTITY_WORDS_BEFORE = 6  # tokens before the number that may belong to it ("as many as", "at least some")
# Prepositions that stand between a number and its goods or in a bound ("up to 20", "over 30 of the tanks")
WITHIN = frozenset({"of", "to", "than", "as", "at", "up", "about", "over", "between", "around", "under"})
STOPS = frozenset({",", ";", ":", "(", "--", "—"})
# Words before one single thing: "an S-300 battery", "a third frigate".
ONE = frozenset(
    "a an one another first second third fourth fifth sixth seventh eighth ninth tenth last final only sole lone".split()
)
# A count behind the goods: "shells, 500,000 of them", "(24 in all)", "fighters: 24 are wanted", "Leclercs, of which 390".
_BEHIND = r"of (?:them|which|these|the type|each)|in (?:number|all|total)|or (?:so|more)|altogether|apiece|units?"
AFTER = re.compile(
    rf"\s*(?:[,(:–—-]+\s*)(?P<count>[\w.,’'-]+(?:\s[\w.,-]+){{0,4}}?)(?:\s(?:{_BEHIND})\b|\s?\))"
    r"|\s*[:–—-]+\s*(?P<opened>[\w.,-]+(?:\s[\w-]+)?)\s(?:for|from|to|are|were|have|had|systems?)\b"
    r"|,?\s+of which (?P<of>[\w.,-]+(?:\s[\w-]+)?)\s"
    r"|.{0,24}?\b(?:amount|number|tune) of (?P<amount>[\w.,-]+(?:\s[\w-]+){0,2})"
)


def quantity_of(doc: Doc, item: Item) -> Quantity | None:
    """The count that stands before an item, or before the container that holds it ("hundreds of tanks"), or None."""
    found = values.parse_quantity(_words_before(doc, item))
    if found is None or found.value is None:
        found = _count_after(doc, item) or found
    return found or _single(doc, item)


def _words_before(doc: Doc, item: Item) -> str:
    """What may count the item: the words before it that no comma, verb, preposition or sum of money parts from it."""
    head = doc[item.head]
    starts = [item.start]
    up = head
    while up.dep_ == "nmod" and up.head.i < up.i and any(c.dep_ == "case" and c.lower_ == "of" for c in up.children):
        up = up.head
        starts.append(up.i)
    first = min([*starts, *(left_edge(doc[i]) for i in [*starts[1:], head.i])])
    first = max(head.sent.start, first - QUANTITY_WORDS_BEFORE)
    for token in reversed(doc[first : item.start]):
        if _parts(token):
            first = token.i + 1
            break
    if first < item.start and YEAR.match(doc[first].text) and doc[first - 1].pos_ in {"ADP", "PROPN"} and first:
        first += 1  # "imposed in 2015"
    before = doc[first : item.start].text_with_ws
    for money in values.find_money(before):  # money counts nothing; what follows it may
        before = before.rpartition(money.words)[2]
    # the digits of a type are no count, but what follows a number tells whether it is one ("122-millimetre guns")
    return before + re.sub(r"\d", "", doc[item.start : item.end].text)


def _parts(token: Token) -> bool:
    """Whether what stands before a word counts nothing that stands behind it."""
    if token.pos_ == "ADP":
        return token.lower_ not in WITHIN
    if token.text in STOPS:
        return token.text != "," or token.whitespace_ != ""
    if token.tag_ in {"VBN", "VBG"} and token.head.i > token.i or token.dep_ == "amod":
        return False  # "wheeled vehicles"
    if token.pos_ not in {"VERB", "AUX", "CCONJ", "SCONJ"} and token.tag_ != "WRB" or token.lower_ in {"be", "or"}:
        return False
    before, after = token.nbor(-1) if token.i else token, token.nbor(1)
    number = after.like_num or after.lower_ in {"a", "an"} and after.nbor(1).lower_ in {"half", "quarter"}
    return not (token.lower_ in {"to", "and"} and number and before.like_num and not YEAR.match(before.text))


def _count_after(doc: Doc, item: Item) -> Quantity | None:
    """A count in apposition behind the goods: "shells, 500,000 of them", "jets, 24 in number", "rounds in the amount of 36,000"."""
    sentence = doc[item.head].sent
    match = AFTER.match(doc[item.end : min(sentence.end, item.end + 12)].text)
    if match is None:
        return None
    text = next(group for group in match.groups() if group)
    found = values.parse_quantity(text)
    return found if found is not None and found.value is not None and found.words in text else None


def _single(doc: Doc, item: Item) -> Quantity | None:
    """One, where the goods are a single thing: "a frigate", "its second submarine"."""
    head = doc[item.head]
    if head.tag_ not in {"NN", "NNP"} or head.tag_ == "NNP" and head.text[-1:] == "s":
        return None
    owned = any(child.dep_ in {"det", "nmod:poss"} for child in head.children)
    for token in doc[left_edge(head) : item.head]:
        if token.lower_ == "only" and not owned:
            continue  # "only non-lethal aid", not "its only submarine"
        if token.lower_ in ONE and token.head.i == head.i and token.nbor(1).lower_ not in {"little", "few"}:
            return Quantity(1.0, 1.0, 1.0, "", "", token.text)
    return None


def filler(doc: Doc, item: Item) -> Filler:
    """The item as a record: words used, category, designation, origin and count."""
    return Filler(doc[item.start : item.end].text, item.concept, item.designation, item.origin, quantity_of(doc, item))
