"""Reads numbers in digits and in words: "11,000", "twenty-four", "half a million"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
UNITS = {word: value for value, word in enumerate(_ONES.split())} | {"single": 1}
TENS = {
    word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
SCALES = {
    word: value
    for value, words in (
        (1e2, "hundred"),
        (1e3, "thousand k"),
        (1e5, "lakh"),
        (1e6, "million mn mln m"),
        (1e7, "crore"),
        (1e9, "billion bn bln b"),
        (1e12, "trillion tn trn"),
    )
    for word in words.split()
}
GROUPS = {"dozen": 12.0, "pair": 2.0, "couple": 2.0, "brace": 2.0, "score": 20.0}  # "a dozen", "a pair of"
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_WORD_NUMBER = "|".join(
    sorted(
        [*UNITS, *TENS, *GROUPS, "hundred", "thousand", "million", "billion", "trillion", "half", "quarter", "a", "an"],
        key=len,
        reverse=True,
    )
)
# A designation, a calibre or a length is no count: "F-16", "155mm", "155 mm", "T-72", "Mi-17", "3rd", "40 kilometers".
SCALE = r"hundred|thousand|million|billion|trillion|mln|bln|lakh|crore|(?:mn|bn|tn|k|m|b)\b"
_MEASURE = (
    r"mm|millimet\w*|cm|kilomet\w*|km|miles?|met(?:er|re)s?|per\s?cent|percent|%|degrees|years?|months?|days?|hours?|weeks?"
    r"|minutes?|knots"
)
# "and" joins what a hundred or more is with the rest, and halves: "six from the one and four from the other" are no five.
_AND = r"(?:(?<=hundred)|(?<=thousand)|(?<=million)|(?<=billion))\s+and\s+|\s+and\s+(?=a\s+half|a\s+quarter|half|quarter)"
SPELLED = rf"(?:{_WORD_NUMBER})(?:(?:{_AND}|[\s-]+)(?:{_WORD_NUMBER}))*"
NUMBER = re.compile(
    rf"(?:(?<![\w.,$€£¥-])|(?<=\d[-–]))(?P<digits>{DIGITS.pattern})(?P<scale>\s*-?\s*(?:{SCALE}))?(?![\w%])"
    rf"(?!\s*-?\s*(?:{_MEASURE})\b)"
    rf"|(?<![\w-])(?P<words>{SPELLED})(?:-odd\b)?(?![\w-])",
    re.IGNORECASE,
)
# A number of this form after such a word is a year.
YEAR = re.compile(r"(?:19|20)\d\d")
_MONTH = "jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
BEFORE_YEAR = re.compile(
    rf"\b(?:in|since|of|by|until|from|the|during|after|before|year|for|(?:{_MONTH})[a-z]*\.?(?:\s+\d\d?,)?)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    value: float
    start: int
    end: int


def parse_number(text: str) -> float | None:
    """The number that a whole text says, in digits or words: "11,000", "twenty-four", "half a million"."""
    found = next(find_numbers(text.strip()), None)
    return found.value if found and found.start == 0 and found.end == len(text.strip()) else None


def find_numbers(text: str) -> Iterator[Number]:
    for match in NUMBER.finditer(text):
        if match["digits"]:
            value = float(match["digits"].replace(",", ""))
            if YEAR.fullmatch(match["digits"]) and not match["scale"] and BEFORE_YEAR.search(text[: match.start()]):
                continue
            scale = (match["scale"] or "").strip(" -").lower()
            end = match.end()
            if scale in {"m", "b", "k"} and match["scale"][:1] == " ":
                scale, end = "", match.end("digits")  # "10 m" is a length
            yield Number(value * SCALES.get(scale, 1.0), match.start(), end)
        else:
            number = parse_spelled(match["words"])
            if number is not None:
                yield Number(number[0], match.start() + number[1], match.end())


def parse_spelled(words: str) -> tuple[float, int] | None:
    """The value of number words, and how many characters before them say nothing ("a"); None where they are no
    number."""
    parts = re.split(r"[\s-]+", words.lower())
    if all(p in {"a", "an", "and", "half", "quarter"} for p in parts):
        return None
    skip = 0
    if parts[0] in {"a", "an"} and len(parts) > 1 and parts[1] not in {*SCALES, *GROUPS, "half", "quarter"}:
        skip = len(parts[0]) + 1
        parts = parts[1:]
    if parts[0] == "single" or (parts[0] in {"a", "an"} and parts[1:2] == ["single"]):
        return 1.0, skip
    total = current = 0.0
    fraction = scale = 1.0
    seen = False
    for part in parts:
        if part in {"and", "a", "an"}:
            continue
        if part == "half" or part == "quarter":
            fraction = 0.5 if part == "half" else 0.25
            if seen and current:  # "two and a half million"
                current, fraction = current + fraction, 1.0
            elif seen:  # "a million and a half"
                total, fraction = total + fraction * scale, 1.0
        elif part in UNITS:
            current, seen = current + UNITS[part], True
        elif part in TENS:
            current, seen = current + TENS[part], True
        elif part in GROUPS:
            current, seen = (current or 1.0) * GROUPS[part], True
        elif part == "hundred":
            current, seen = (current or 1.0) * 100, True
        elif part in SCALES:
            scale = SCALES[part]
            total, current, seen = total + (current or 1.0) * scale, 0.0, True
    return ((total + current) * fraction, skip) if seen else None
