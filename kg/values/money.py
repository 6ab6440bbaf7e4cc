"""Reads amounts of money: "$1 billion", "USD 375 million", "4.6 billion Swedish crowns"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg.records import Money
from kg.values.currencies import CURRENCY_CODES, CURRENCY_SIGNS, CURRENCY_WORDS, SIGN_PREFIXES
from kg.values.numbers import DIGITS, SCALE, SCALES, SPELLED, parse_spelled

_AMOUNT = rf"(?:{DIGITS.pattern})(?:\s*-?\s*(?:{SCALE}|trn\b))?"
_DEMONYM = "|".join(
    sorted(
        {d for forms in CURRENCY_WORDS.values() for d in forms if d} | {"us", "u.s.", "american"}, key=len, reverse=True
    )
)
_CODE = "|".join(sorted(CURRENCY_CODES))
_UNIT = "|".join(sorted(CURRENCY_WORDS, key=len, reverse=True))
MONEY = re.compile(
    rf"(?<![\w])(?P<prefix>[A-Za-z.]{{1,4}})?(?P<sign>[{''.join(CURRENCY_SIGNS)}])\s*(?P<signed>{_AMOUNT})"
    rf"|\b(?P<code>{_CODE})\s*(?P<coded>{_AMOUNT})"
    rf"|(?P<amount>(?<![\w.,-])(?:{_AMOUNT}|{SPELLED}))\s+"
    rf"(?:(?P<code2>{_CODE})\b|(?:(?P<demonym>{_DEMONYM}|[A-Z]\w+)\s+)?(?P<word>{_UNIT})s?\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)  # several claims of one sentence ask for its sum
def parse_money(text: str) -> Money | None:
    """The first amount of money in a text: "$1 billion", "USD 375 million", "4.6 billion Swedish crowns"; None where
    there is none."""
    return next(find_money(text), None)


def find_money(text: str) -> Iterator[Money]:
    """Every amount of money in a text, in order."""
    for match in MONEY.finditer(text):
        words = match.group().strip()
        code = match["code"] or match["code2"]
        if match["sign"]:
            currency = CURRENCY_SIGNS[match["sign"]]
            if match["sign"] == "$" and match["prefix"]:
                currency = SIGN_PREFIXES.get(match["prefix"].lower(), currency)
            amount = _amount(match["signed"])
        elif code:
            if not code.isupper():
                continue
            currency = "CNY" if code == "RMB" else code
            amount = _amount(match["coded"] or match["amount"])
        else:
            by_demonym = CURRENCY_WORDS[match["word"].lower()]
            currency = by_demonym.get((match["demonym"] or "").lower(), by_demonym[""])
            amount = _amount(match["amount"])
        if amount is not None:
            yield Money(amount, currency, words)


def _amount(text: str) -> float | None:
    match = re.fullmatch(rf"(?P<digits>{DIGITS.pattern})\s*-?\s*(?P<scale>[a-z]+)?", text.strip(), re.IGNORECASE)
    if match:
        scale = (match["scale"] or "").lower()
        # digits and scale are multiplied as decimals: 13.13 × 10⁹ is no round number in binary
        return round(float(match["digits"].replace(",", "")) * SCALES.get(scale, 1.0), 2)
    number = parse_spelled(text.strip())
    return number[0] if number else None
