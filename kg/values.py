"""Reads dates, money and counts out of the words of an article."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.records import Interval, Money, Quantity

# --------------------------------------------------------------------------------------------------------- numbers

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
_MANY = "dozens|scores|tens|hundreds|thousands|millions|billions"
VAGUE = re.compile(rf"\b((?:(?:many|several|{_MANY}) of )?(?:{_MANY}))\b(?: of\b)?", re.IGNORECASE)
VAGUE_LOW = {
    "dozens": 24.0,
    "scores": 40.0,
    "tens": 20.0,
    "hundreds": 200.0,
    "thousands": 2e3,
    "millions": 2e6,
    "billions": 2e9,
}
DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_WORD_NUMBER = "|".join(
    sorted(
        [*UNITS, *TENS, *GROUPS, "hundred", "thousand", "million", "billion", "trillion", "half", "quarter", "a", "an"],
        key=len,
        reverse=True,
    )
)
# A designation, a calibre or a length is no count: "F-16", "155mm", "155 mm", "T-72", "Mi-17", "3rd", "40 kilometers".
_SCALE = r"hundred|thousand|million|billion|trillion|mln|bln|lakh|crore|(?:mn|bn|tn|k|m|b)\b"
_MEASURE = (
    r"mm|millimet\w*|cm|kilomet\w*|km|miles?|met(?:er|re)s?|per\s?cent|percent|%|degrees|years?|months?|days?|hours?|weeks?"
    r"|minutes?|knots"
)
_SPELLED = rf"(?:{_WORD_NUMBER})(?:(?:\s+and\s+|[\s-]+)(?:{_WORD_NUMBER}))*"
NUMBER = re.compile(
    rf"(?:(?<![\w.,$€£¥-])|(?<=\d[-–]))(?P<digits>{DIGITS.pattern})(?P<scale>\s*-?\s*(?:{_SCALE}))?(?![\w%])"
    rf"(?!\s*-?\s*(?:{_MEASURE})\b)"
    rf"|(?<![\w-])(?P<words>{_SPELLED})(?![\w-])",
    re.IGNORECASE,
)
# A number of this form after such a word is a year.
YEAR = re.compile(r"(?:19|20)\d\d")
BEFORE_YEAR = re.compile(r"\b(?:in|since|of|by|until|from|the|during|after|before|year|for)\s+$", re.IGNORECASE)
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


@dataclass(frozen=True, slots=True)
class _Number:
    value: float
    start: int
    end: int


def parse_number(text: str) -> float | None:
    """The number that a whole text says, in digits or words: "11,000", "twenty-four", "half a million"."""
    found = next(_numbers(text.strip()), None)
    return found.value if found and found.start == 0 and found.end == len(text.strip()) else None


def _numbers(text: str) -> Iterator[_Number]:
    for match in NUMBER.finditer(text):
        if match["digits"]:
            value = float(match["digits"].replace(",", ""))
            if YEAR.fullmatch(match["digits"]) and not match["scale"] and BEFORE_YEAR.search(text[: match.start()]):
                continue
            scale = (match["scale"] or "").strip(" -").lower()
            end = match.end()
            if scale in {"m", "b", "k"} and match["scale"][:1] == " ":
                scale, end = "", match.end("digits")  # "10 m" is a length
            yield _Number(value * SCALES.get(scale, 1.0), match.start(), end)
        else:
            number = _spelled(match["words"])
            if number is not None:
                yield _Number(number[0], match.start() + number[1], match.end())


def _spelled(words: str) -> tuple[float, int] | None:
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
    fraction = 1.0
    seen = False
    for part in parts:
        if part in {"and", "a", "an"}:
            continue
        if part == "half" or part == "quarter":
            fraction = 0.5 if part == "half" else 0.25
            if seen:  # "two and a half million"
                current, fraction = current + fraction, 1.0
        elif part in UNITS:
            current, seen = current + UNITS[part], True
        elif part in TENS:
            current, seen = current + TENS[part], True
        elif part in GROUPS:
            current, seen = (current or 1.0) * GROUPS[part], True
        elif part == "hundred":
            current, seen = (current or 1.0) * 100, True
        elif part in SCALES:
            total, current, seen = total + (current or 1.0) * SCALES[part], 0.0, True
    return ((total + current) * fraction, skip) if seen else None


# --------------------------------------------------------------------------------------------------------- counts


def parse_quantity(text: str, unit: str = "") -> Quantity | None:
    """The first count in a text: "more than 11,000 containers", "dozens of tanks", "between 20 and 30"; None where
    there is none."""
    vague = VAGUE.search(text)
    numbers = list(_numbers(text))
    ordinary = [n for n in numbers if not (vague and vague.start() <= n.start < vague.end())]
    if ordinary and not (vague and vague.start() < ordinary[0].start):
        return _counted(text, ordinary, unit)
    if vague:
        words = re.sub(r"\s+", " ", vague[1].lower())
        before = BEFORE.search(text[: vague.start()])
        low = 1.0
        for part in words.split():
            low = low * (VAGUE_LOW[part] if low == 1.0 else VAGUE_LOW[part] / 2) if part in VAGUE_LOW else low
        start = before.start() if before else vague.start()
        return Quantity(None, low, None, words, unit, text[start : vague.end(1)].strip())
    amount = AMOUNTS.search(text) or LOOSE.search(text)
    if amount:
        return Quantity(None, None, None, amount[1].lower(), unit, amount[1])
    return None


def _counted(text: str, numbers: list[_Number], unit: str) -> Quantity:
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


# --------------------------------------------------------------------------------------------------------- money

CURRENCY_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₩": "KRW",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "₪": "ILS",
}
SIGN_PREFIXES = {
    "us": "USD",
    "u.s.": "USD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "nt": "TWD",
    "s": "SGD",
    "hk": "HKD",
    "nz": "NZD",
}
CURRENCY_CODES = frozenset(
    (
        "USD EUR GBP JPY CNY RMB KRW INR RUB UAH TRY ILS SEK NOK DKK PLN CZK HUF CHF CAD AUD NZD SGD TWD PHP IDR MYR"
        " THB VND PKR SAR AED QAR KWD EGP NGN ZAR BRL MXN ARS CLP COP IRR IQD RON BGN"
    ).split()
)
# The word for the unit alone means the currency of the first entry; a demonym before it chooses another.
CURRENCY_WORDS: dict[str, dict[str, str]] = {
    "dollar": {
        "": "USD",
        "australian": "AUD",
        "canadian": "CAD",
        "taiwan": "TWD",
        "taiwanese": "TWD",
        "new zealand": "NZD",
        "singapore": "SGD",
        "hong kong": "HKD",
    },
    "euro": {"": "EUR"},
    "pound": {"": "GBP", "egyptian": "EGP", "sudanese": "SDG", "syrian": "SYP", "lebanese": "LBP"},
    "yen": {"": "JPY"},
    "yuan": {"": "CNY"},
    "renminbi": {"": "CNY"},
    "won": {"": "KRW", "north korean": "KPW"},
    "rupee": {"": "INR", "pakistani": "PKR", "sri lankan": "LKR", "nepalese": "NPR"},
    "ruble": {"": "RUB"},
    "rouble": {"": "RUB"},
    "hryvnia": {"": "UAH"},
    "lira": {"": "TRY"},
    "shekel": {"": "ILS"},
    "zloty": {"": "PLN"},
    "forint": {"": "HUF"},
    "crown": {"": "SEK", "swedish": "SEK", "norwegian": "NOK", "danish": "DKK", "czech": "CZK", "icelandic": "ISK"},
    "krona": {"": "SEK"},
    "kronor": {"": "SEK"},
    "krone": {"": "NOK", "danish": "DKK"},
    "kroner": {"": "NOK", "danish": "DKK"},
    "koruna": {"": "CZK"},
    "franc": {"": "CHF"},
    "peso": {"": "PHP", "mexican": "MXN", "argentine": "ARS", "colombian": "COP", "chilean": "CLP"},
    "rupiah": {"": "IDR"},
    "ringgit": {"": "MYR"},
    "baht": {"": "THB"},
    "riyal": {"": "SAR", "qatari": "QAR", "iranian": "IRR"},
    "rial": {"": "IRR", "omani": "OMR", "yemeni": "YER"},
    "dirham": {"": "AED", "moroccan": "MAD"},
    "dinar": {"": "IQD", "kuwaiti": "KWD", "jordanian": "JOD", "algerian": "DZD", "libyan": "LYD"},
    "naira": {"": "NGN"},
    "rand": {"": "ZAR"},
    "real": {"": "BRL"},
    "reais": {"": "BRL"},
    "leu": {"": "RON"},
    "lev": {"": "BGN"},
}
_AMOUNT = rf"(?:{DIGITS.pattern})(?:\s*-?\s*(?:{_SCALE}|trn\b))?"
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
    rf"|(?P<amount>(?<![\w.,-])(?:{_AMOUNT}|{_SPELLED}))\s+"
    rf"(?:(?P<code2>{_CODE})\b|(?:(?P<demonym>{_DEMONYM}|[A-Z]\w+)\s+)?(?P<word>{_UNIT})s?\b)",
    re.IGNORECASE,
)


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
    number = _spelled(text.strip())
    return number[0] if number else None


# --------------------------------------------------------------------------------------------------------- dates

MONTHS = (
    {name.lower(): k for k, name in enumerate(calendar.month_name) if name}
    | {name.lower(): k for k, name in enumerate(calendar.month_abbr) if name}
    | {"sept": 9}
)
WEEKDAYS = {name.lower(): k for k, name in enumerate(calendar.day_name)}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_MONTHS = "|".join(sorted(MONTHS, key=len, reverse=True))
_MONTH = rf"(?P<month>{_MONTHS})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_WEEKDAY = r"(?P<weekday>" + "|".join(WEEKDAYS) + r")"
_THIS_YEAR = r"(?:\s+(?P<which>this|last|next) year)?"
_RELATIVE = "earlier this|later this|this|last|next|the past|past|the previous|the following|the same"
# "the 9th" is a day, but not before what is counted: "the 9th package".
_COUNTED = "century|time|package|delivery|batch|shipment|anniversary|round"
_OF_YEAR = "in|since|during|of|by|until|from|year|before|after|for|late|early|mid|summer|autumn|spring|winter|the"
_OF_MONTH = "in|since|during|by|until|from|before|after|through|of|last|this|next|early|mid|late|to"
# How a time is written, the more telling forms first.
_PATTERNS = (
    ("iso", r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b"),
    (
        "span",
        rf"(?:from\s+|between\s+)?{_MONTH}\s+(?:to|and|through|until|-|–)\s+(?P<month2>{_MONTHS})\b\.?"
        rf"(?:\s*,?\s*(?:of\s+)?(?:{_YEAR}|(?P<which>this|last|next) year))",
    ),
    ("day", rf"{_MONTH}\s+{_DAY}(?!\d|,\d)(?:\s*(?:-|–)\s*\d\d?)?(?:\s*,?\s*{_YEAR})?{_THIS_YEAR}"),
    ("day", rf"{_DAY}\s+(?:of\s+)?{_MONTH}(?:\s*,?\s*{_YEAR})?{_THIS_YEAR}"),
    ("day-of-month", r"(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)\s+of\s+(?P<which>this|last|next)\s+month\b"),
    ("month", rf"(?:(?P<part>early|mid|late)[\s-]+)?{_MONTH}(?:\s*,?\s*(?:of\s+)?{_YEAR})(?!\d)"),
    (
        "month",
        rf"(?:(?P<part>early|mid|late)[\s-]+)?{_MONTH}"
        r"(?:\s+(?:of\s+)?(?P<which>this|last|next|the past|the same)\s+year)",
    ),
    ("season", rf"(?P<season>{'|'.join(SEASONS)})\s+(?:of\s+|in\s+)?{_YEAR}"),
    ("season", rf"(?P<which>this|last|next)\s+(?P<season>{'|'.join(SEASONS)})"),
    (
        "weekday",
        rf"(?:(?P<which>last|next|this|the following|the previous)\s+)?{_WEEKDAY}\b(?!\s*'s|,?\s+(?:{_MONTHS})\b)",
    ),
    ("relative", rf"(?P<which>{_RELATIVE})\s+(?P<unit>week|month|year|weekend|quarter|decade)\b"),
    (
        "ago",
        r"(?:about\s+|roughly\s+|some\s+)?(?P<count>\w+)\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier|before)\b",
    ),
    ("today", r"(?P<today>today|yesterday|tomorrow)\b"),
    ("day-alone", rf"(?:on\s+)?the\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?!\s+[A-Za-z]*\s*(?:{_COUNTED}))"),
    ("decade", r"(?:the\s+)?(?P<part>early|mid|late)?[\s-]*(?P<decade>(?:19|20)\d0)s\b"),
    ("year", rf"(?:(?:{_OF_YEAR})[\s-]+){_YEAR}(?![\d,.]?\d|-\w)"),
    ("month-alone", rf"(?:(?:{_OF_MONTH})[\s-]+){_MONTH}(?!\s+\d)"),
)
FORMS = tuple((name, re.compile(rf"\b(?:{pattern})", re.IGNORECASE)) for name, pattern in _PATTERNS)


def parse_date(text: str, published: str = "") -> Interval | None:
    """The first time that a text gives: absolute, or relative to the day ``published`` (ISO 8601); None where there is
    none or it hangs in the air."""
    return next(find_dates(text, published), None)


def find_dates(text: str, published: str = "") -> Iterator[Interval]:
    """Every time that a text gives, in order, the longest reading at each place."""
    today = _day(published)
    found: list[tuple[int, int, Interval]] = []
    for name, pattern in FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end, _ in found):
                continue
            interval = _interval(name, match, today)
            if interval is None:
                continue
            found.append((match.start(), match.end(), interval))
    for _, _, interval in sorted(found, key=lambda f: f[0]):
        yield interval


def _interval(name: str, match: re.Match[str], today: date | None) -> Interval | None:
    groups = match.groupdict()
    words = match.group().strip()
    year = int(groups["year"]) if groups.get("year") else None
    which = (groups.get("which") or "").lower()
    try:
        if name == "iso":
            return _one_day(date(int(match["year"]), int(match["month"]), int(match["day"])), words)
        if name in {"day", "month", "month-alone", "span"}:
            month = MONTHS[match["month"].lower().rstrip(".")]
            if match["month"][0].islower() and name != "span":
                return None  # "may", "march": the verbs
            day = int(groups["day"]) if groups.get("day") else None
            if year is None:
                year = _near_year(month, day, which or words.split()[0].lower(), today)
            if year is None:
                return None
            if name == "span":
                last = MONTHS[match["month2"].lower().rstrip(".")]
                return Interval(date(year, month, 1).isoformat(), _last(year, last).isoformat(), "range", words)
            if day is not None:
                return _one_day(date(year, month, day), words)
            return Interval(date(year, month, 1).isoformat(), _last(year, month).isoformat(), "month", words)
        if name == "year":
            assert year is not None
            return Interval(f"{year}-01-01", f"{year}-12-31", "year", words)
        if name == "decade":
            start = int(match["decade"])
            return Interval(f"{start}-01-01", f"{start + 9}-12-31", "range", words)
        if name == "season":
            first, last = SEASONS[match["season"].lower()]
            if year is None:
                if today is None:
                    return None
                year = today.year + {
                    "last": -1 if today.month <= last else 0,
                    "next": 1 if today.month >= first else 0,
                }.get(which, 0)
            return Interval(date(year, first, 1).isoformat(), _last(year, last).isoformat(), "range", words)
    except ValueError:  # 31 June, day 0
        return None
    return _relative(name, groups, which, words, today) if today is not None else None


def _relative(name: str, groups: dict[str, str | None], which: str, words: str, today: date) -> Interval | None:
    if name == "today":
        step = {"today": 0, "yesterday": -1, "tomorrow": 1}[(groups["today"] or "").lower()]
        return _one_day(today + timedelta(days=step), words)
    if name == "weekday":
        wanted = WEEKDAYS[(groups["weekday"] or "").lower()]
        back = (today.weekday() - wanted) % 7
        if which in {"next", "the following"}:
            return _one_day(today + timedelta(days=(wanted - today.weekday()) % 7 or 7), words)
        return _one_day(today - timedelta(days=back), words)
    if name in {"day-of-month", "day-alone"}:
        past = (
            name == "day-alone" and int(groups["day"] or 0) > today.day
        )  # "on the 30th", told on the 10th, was last month
        year, month = _shift(today, -1 if past else {"last": -1, "next": 1}.get(which, 0))
        try:
            return _one_day(date(year, month, int(groups["day"] or 0)), words)
        except ValueError:
            return None
    if name == "ago":
        count = parse_number(groups["count"] or "")
        if (groups["count"] or "").lower() in {"a", "an"}:
            count = 1.0
        if count is None:
            return None
        return _ago(int(count), groups["unit"] or "", words, today)
    unit = (groups.get("unit") or "").lower()
    step = (
        -1 if which in {"last", "past", "the past", "the previous"} else 1 if which in {"next", "the following"} else 0
    )
    if unit == "year":
        return Interval(f"{today.year + step}-01-01", f"{today.year + step}-12-31", "year", words)
    if unit == "month":
        year, month = _shift(today, step)
        return Interval(date(year, month, 1).isoformat(), _last(year, month).isoformat(), "month", words)
    if unit in {"week", "weekend"}:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        if unit == "weekend":
            saturday = monday + timedelta(days=5)
            if step == 0 and saturday > today:
                saturday -= timedelta(weeks=1)
            return Interval(saturday.isoformat(), (saturday + timedelta(days=1)).isoformat(), "range", words)
        return Interval(monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "range", words)
    return None


def _ago(count: int, unit: str, words: str, today: date) -> Interval:
    unit = unit.lower()
    if unit == "day":
        return _one_day(today - timedelta(days=count), words)
    if unit == "week":
        monday = today - timedelta(days=today.weekday(), weeks=count)
        return Interval(monday.isoformat(), (monday + timedelta(days=6)).isoformat(), "range", words)
    if unit == "month":
        year, month = _shift(today, -count)
        return Interval(date(year, month, 1).isoformat(), _last(year, month).isoformat(), "month", words)
    return Interval(f"{today.year - count}-01-01", f"{today.year - count}-12-31", "year", words)


def _near_year(month: int, day: int | None, which: str, today: date | None) -> int | None:
    """The year of a month without one: the nearest past, as news tells of what has happened; None without an article
    date."""
    if today is None:
        return None
    if which in {"this", "the same"}:
        return today.year
    if which == "next":
        return today.year + (1 if month <= today.month else 0)
    if which in {"last", "the past"}:
        return today.year - 1
    if which in {"by", "until", "before"} and month >= today.month:
        return today.year
    return today.year if month <= today.month + 1 else today.year - 1  # what is announced lies weeks ahead at most


def _one_day(day: date, words: str) -> Interval:
    return Interval(day.isoformat(), day.isoformat(), "day", words)


def _day(published: str) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _last(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _shift(today: date, months: int) -> tuple[int, int]:
    count = today.year * 12 + today.month - 1 + months
    return count // 12, count % 12 + 1
