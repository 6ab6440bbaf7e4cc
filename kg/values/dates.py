"""Reads times, absolute ones and those told from the day of publication: "4 May 2022", "last month", "two years ago"."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from kg.records import Interval
from kg.values.numbers import parse_number

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


@lru_cache(maxsize=256)  # several claims of one sentence ask for its time
def parse_date(text: str, published: str = "") -> Interval | None:
    """The first time that a text gives: absolute, or relative to the day ``published`` (ISO 8601); None where there is
    none or it hangs in the air."""
    return next(find_dates(text, published), None)


def find_dates(text: str, published: str = "") -> Iterator[Interval]:
    """Every time that a text gives, in order, the longest reading at each place."""
    for _, _, interval in locate_dates(text, published):
        yield interval


def locate_dates(text: str, published: str = "") -> Iterator[tuple[int, int, Interval]]:
    """Every time that a text gives, in order, with the offsets of its words."""
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
    yield from sorted(found, key=lambda f: f[0])


def _interval(name: str, match: re.Match[str], today: date | None) -> Interval | None:
    groups = match.groupdict()
    words = match.group().strip()
    year = int(groups["year"]) if groups.get("year") else None
    which = (groups.get("which") or "").lower()
    try:
        if name == "iso":
            return _one_day(date(int(match["year"]), int(match["month"]), int(match["day"])), words)
        if name in {"day", "month", "month-alone", "span"}:
            month = MONTHS[match["month"][:3].casefold()]
            if match["month"][0].islower() and name != "span":
                return None  # "may", "march": the verbs
            day = int(groups["day"]) if groups.get("day") else None
            if year is None:
                year = _near_year(month, day, which or words.split()[0].lower(), today)
            if year is None:
                return None
            if name == "span":
                last = MONTHS[match["month2"][:3].casefold()]
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
