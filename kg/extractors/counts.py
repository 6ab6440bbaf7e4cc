"""Counts of goods: the number before or behind a phrase that names arms, and the phrase as a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
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
    r"|,?\s*of which (?P<of>[\w.,-]+(?:\s[\w-]+)?)\s"
    r"|.{0,24}?\b(?:amount|number) of (?P<amount>[\w.,-]+(?:\s[\w-]+){0,2})"
)

# What a number names ("the type 358"), and nouns behind "of" that leave it counting the goods ("two of the older kind").
NAMED_BY_NUMBER = frozenset("type block mark mk model version class resolution article page".split())
KINDS = frozenset("type kind sort class version variant model make series generation latter former total order own".split())
NOT_ONE = frozenset("no not any every each another this that some by for with".split())  # "one by one", "not one"
MILLIONS = frozenset({"ammunition", "small-arms", "unspecified", "other"})  # of other goods there are never so many
MANY, MONEY = 1e6, 1e9  # from which on a number counts those only, and from which on only money
SHARE = re.compile(r"\s+in\s+(?:every\s+)?(?:two|three|four|five|six|seven|eight|nine|ten|a hundred|\d{1,3})\b", re.IGNORECASE)
REACH = 30  # characters before a number that may belong to it
VARIANT = re.compile(r"\b(?:block|type|tranche|flight|mark|mk) \d+\w*", re.IGNORECASE)  # "the Block 70 of the F-16"
NONE = re.compile(r"\b(?:not (?:a single|one|a)|none)\b(?: of\b)?", re.IGNORECASE)  # "not one of 66 fighters"
OF_THEM = re.compile(r",\s+(?P<count>[^,;:]{1,30}?) of (?:them|these)\b")  # "tanks came from Minsk, 50 of them in May"


def quantity_of(doc: Doc, item: Item) -> Quantity | None:
    """The count that stands before an item, or before the container that holds it ("hundreds of tanks"), or None."""
    found = values.parse_quantity(_words_before(doc, item))
    if found is None or found.value is None:
        found = _count_after(doc, item) or found
    return found or _of_them(doc, item) or _single(doc, item)


def of_number(doc: Doc, token: Token, item: Item, goods: Mapping[int, Item]) -> Quantity | None:
    """How many of the goods spoken of a number says that stands without them ("the other 18"), or None where it counts no goods."""
    text, at = token.sent.text, token.idx - token.sent.start_char
    numbers = list(values.find_numbers(text))
    place = next((i for i, n in enumerate(numbers) if n.start <= at < n.end), None)
    if place is None or _counts_otherwise(doc, token, goods):
        return None
    number, former = numbers[place], numbers[place - 1] if place else None
    if number.value >= MONEY or number.value >= MANY and item.concept not in MILLIONS or _is_money(text, at):
        return None
    shares = [n for n in (number, former) if n is not None and SHARE.match(text[n.end :])]
    if any(n is number or number.start - n.end < len(" in every ") for n in shares):
        return None
    start = max(number.start - REACH, text.rfind(",", 0, number.start) + 1, former.end if former else 0)
    return values.parse_quantity(text[start : number.end + 10])


def _counts_otherwise(doc: Doc, token: Token, goods: Mapping[int, Item]) -> bool:
    """Whether a number names a type, says "one" of nobody, or counts what its words tell ("three of the officials")."""
    before = doc[token.i - 1] if token.i > token.sent.start else None
    after = doc[token.i + 1] if token.i + 1 < token.sent.end else None
    if before is not None and (before.lower_ in NAMED_BY_NUMBER or before.pos_ == "PROPN" and token.is_digit):
        return True
    shared = after is not None and after.lower_ == "of"
    if token.lower_ == "one" and not shared and token.dep_ not in {"obj", "nsubj:pass"}:
        return True
    if token.lower_ == "one" and before is not None and before.lower_ in NOT_ONE:
        return True
    if after is None or not shared:
        return False
    whole = next((c for c in token.children if c.i > after.i and any(x.i == after.i for x in c.children)), None)
    return (
        whole is not None
        and whole.pos_ in {"NOUN", "PROPN"}
        and whole.i not in goods
        and whole.lemma_.lower() not in KINDS
    )


def _is_money(text: str, at: int) -> bool:
    """Whether a number that stands at a character of a sentence is part of a sum of money."""
    end = 0
    for money in values.find_money(text):
        start = text.find(money.words, end)
        end = start + len(money.words)
        if start <= at < end:
            return True
    return False


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
    before = VARIANT.sub("", before)
    # the digits of a type are no count, but what follows a number tells whether it is one ("122-millimetre guns")
    return NONE.sub("", before + re.sub(r"\d", "", doc[item.start : item.end].text))


def _parts(token: Token) -> bool:
    """Whether what stands before a word counts nothing that stands behind it."""
    if token.pos_ == "ADP":
        return token.lower_ not in WITHIN or token.dep_ == "compound:prt"  # "handed over 108 tanks"
    if token.text in STOPS:
        return token.text != "," or token.whitespace_ != ""
    if token.tag_ in {"VBN", "VBG"} and token.head.i > token.i or token.dep_ == "amod":
        return False  # "wheeled vehicles"
    if token.pos_ not in {"VERB", "AUX", "CCONJ", "SCONJ"} and token.tag_ != "WRB" or token.lower_ in {"be", "or"}:
        return False
    before, after = token.nbor(-1) if token.i else token, token.nbor(1)
    number = after.like_num or after.lower_ in {"a", "an"} and after.nbor(1).lower_ in {"half", "quarter"}
    if token.lower_ == "and" and not number and before.tag_ in {"NN", "JJ", "NNP"} and before.i:
        counted = before.nbor(-1).pos_ == "NUM" and (before.text[-1:] != "s" or before.tag_ == "NN")
        return not counted  # "twelve transport and patrol aircraft", "1,000 Mica and Magic missiles"
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


def _of_them(doc: Doc, item: Item) -> Quantity | None:
    """How many of goods without a count are told at the end of the clause, where it names no other plural: "…, 50 of them"."""
    if doc[item.head].tag_ not in {"NNS", "NNPS"}:
        return None
    rest = doc[item.end : doc[item.head].sent.end]
    match = OF_THEM.search(rest.text) if any(t.lower_ in {"them", "these"} for t in rest) else None
    if match is None:
        return None
    reach = rest.char_span(0, match.start(), alignment_mode="contract")
    if reach is not None and any(t.tag_ in {"NNS", "NNPS"} and t.i not in doc._.mention_of for t in reach):
        return None
    found = values.parse_quantity(match["count"])
    return found if found is not None and found.value is not None and found.words == match["count"] else None


def _single(doc: Doc, item: Item) -> Quantity | None:
    """One, where the goods are a single thing: "a frigate", "its second submarine"."""
    head = doc[item.head]
    if head.tag_ == "CD" and item.designation and item.start and doc[item.start - 1].lower_ in {"a", "an"}:
        return Quantity(1.0, 1.0, 1.0, "", "", doc[item.start - 1].text)  # "a Dornier 228"
    if head.tag_ not in {"NN", "NNP"} or head.tag_ == "NNP" and head.text[-1:] == "s":
        return None
    owned = any(child.dep_ in {"det", "nmod:poss"} for child in head.children)
    for token in doc[left_edge(head) : item.head]:
        if token.lower_ == "only" and not owned:
            continue  # "only non-lethal aid", not "its only submarine"
        denied = token.i > head.sent.start and token.nbor(-1).lower_ in {"not", "never", "nor"}  # "not a shell"
        if denied or token.nbor(1).lower_ in {"little", "few"}:
            continue
        if token.lower_ in ONE and token.head.i == head.i:
            return Quantity(1.0, 1.0, 1.0, "", "", token.text)
    name = doc[item.end] if item.end < head.sent.end else None
    if item.concept == "ships" and name is not None and item.head == item.end - 1 and _names_one(name):
        return Quantity(1.0, 1.0, 1.0, "", "", name.text)
    return None


def _names_one(token: Token) -> bool:
    """Whether a word after "the frigate" begins the name of a ship, and not of a country, a yard or a class."""
    if token.pos_ != "PROPN" or not token.text[:1].isupper() or token.i in (token.doc._.mention_of or {}):
        return False
    after = [t.text for t in token.doc[token.i + 1 : min(token.i + 3, token.sent.end)] if t.text not in {"-", "–"}]
    return after[:1] != ["class"]


def filler(doc: Doc, item: Item) -> Filler:
    """The item as a record: words used, category, designation, origin and count."""
    return Filler(doc[item.start : item.end].text, item.concept, item.designation, item.origin, quantity_of(doc, item))
