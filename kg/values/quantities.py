"""Reads how many of something there are: "more than 11,000", "dozens", "between 20 and 30"."""

from __future__ import annotations

import re

from kg.records import Quantity
from kg.values.numbers import Number, find_numbers

_MANY = "dozens|scores|tens|hundreds|thousands|millions|billions"
_SOME = "several|a few|few|many"  # "several hundred tanks"
_ROUND = "dozen|score|hundred|thousand|million|billion"
VAGUE = re.compile(
    rf"\b((?:(?:many|several|{_MANY}) of )?(?:{_MANY})|(?:{_SOME}) (?:{_ROUND})|by the (?:{_ROUND}))\b(?: of\b)?", re.IGNORECASE
)
VAGUE_LOW = {
    "dozens": 24.0,
    "scores": 40.0,
    "tens": 20.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
}
# Words beside a number, with what they do: bound it below or above, make it a guess, count on, or confirm it.
QUALIFIERS: dict[str, str] = {
    word: effect
    for effect, words in (
        (
            "low",
            "more than|over|at least|no fewer than|no less than|not less than|upwards of|upward of|in excess of|above",
        ),
        ("low", "well over|greater than|a minimum of|exceeding"),
        ("high", "up to|as many as|as much as|at most|no more than|not more than|fewer than|less than|under|below"),
        ("high", "nearly|almost|a maximum of|just under"),
        ("about", "about|around|some|roughly|approximately|an estimated|estimated|circa|close to|more or less"),
        ("about", "in the region of|on the order of"),
        ("exact", "exactly|precisely|just|only"),
        ("part", "the first|first"),
        ("more", "another|additional|an additional|a further|further|other"),
        ("", "reportedly"),
    )
    for word in words.split("|")
}
_QUALIFIER = "|".join(sorted((re.escape(q) for q in QUALIFIERS), key=len, reverse=True))
BEFORE = re.compile(rf"(?:\b(?P<q>{_QUALIFIER})\b[\s(]*(?:(?:of|its|their|the|a|an|us)\s+)*)$", re.IGNORECASE)
AFTER = re.compile(
    r"^\s*(?P<q>or more|or so|or fewer|or less|in total|in all|more|additional|further|other)\b", re.IGNORECASE
)
RANGE = re.compile(r"^\s*(?:to|and|or|-|–|—)\s*$", re.IGNORECASE)
_SIZE = (
    "undetermined|unspecified|undisclosed|unknown|large|significant|huge|vast|small|limited|considerable|substantial"
    "|growing|unprecedented"
)
AMOUNTS = re.compile(
    rf"\b((?:an? )?(?:{_SIZE}) (?:amounts?|numbers?|quantit(?:y|ies)|supplies|stocks)"
    r"|squadrons|batches|another batch|an array|a number|a range|a series)\b(?: of\b)?",
    re.IGNORECASE,
)
LOOSE = re.compile(
    r"\b(several|many|numerous|some|a few|few|countless|additional|more|further|multiple|various)\b", re.IGNORECASE
)


def parse_quantity(text: str, unit: str = "") -> Quantity | None:
    """The first count in a text: "more than 11,000 containers", "dozens of tanks", "between 20 and 30"; None where
    there is none."""
    vague = VAGUE.search(text)
    numbers = list(find_numbers(text))
    ordinary = [n for n in numbers if not (vague and vague.start() <= n.start < vague.end())]
    if ordinary and not (vague and vague.start() < ordinary[0].start):
        return _counted(text, ordinary, unit)
    if vague:
        words = re.sub(r"\s+", " ", vague[1].lower())
        before = BEFORE.search(text[: vague.start()])
        low = 1.0
        for part in words.split():
            least = VAGUE_LOW.get(part) or VAGUE_LOW.get(f"{part}s", 0.0)
            low = low * (least if low == 1.0 else least / 2) if least else low
        start = before.start() if before else vague.start()
        return Quantity(None, low, None, words, unit, text[start : vague.end(1)].strip())
    amount = AMOUNTS.search(text) or LOOSE.search(text)
    if amount:
        return Quantity(None, None, None, amount[1].lower(), unit, amount[1])
    return None


def _counted(text: str, numbers: list[Number], unit: str) -> Quantity:
    first = numbers[0]
    start, end = first.start, first.end
    low: float | None = first.value
    high: float | None = first.value
    qualifier = ""
    value: float | None = first.value
    if len(numbers) > 1 and RANGE.match(text[first.end : numbers[1].start]) and numbers[1].value > first.value:
        opened = re.search(r"\b(between|from)\s+$", text[: first.start], re.IGNORECASE)
        joint = re.match(r"\s*(?:to|or|-|–|—)\s*$", text[first.end : numbers[1].start], re.IGNORECASE)
        if opened or joint:
            start = opened.start() if opened else start
            return Quantity(None, first.value, numbers[1].value, "between", unit, text[start : numbers[1].end].strip())
    before = BEFORE.search(text[:start])
    if before:
        qualifier, start = before["q"].lower(), before.start()
    after = AFTER.match(text[end:])
    if after and not qualifier:
        qualifier, end = after["q"].lower(), end + after.end()
    effect = {"or more": "low", "or fewer": "high", "or less": "high", "or so": "about"}.get(
        qualifier, QUALIFIERS.get(qualifier, "")
    )
    if effect == "low":
        high = None
    elif effect == "high":
        low = None
    elif effect == "about":
        low, high = None, None
    return Quantity(value, low, high, qualifier, unit, text[start:end].strip())
