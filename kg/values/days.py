"""Reads the day that a page, a record or a file's name bears: "July 10, 2024", "2024-07-10T09:28Z", "20240710"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from kg.values.dates import MONTHS

MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
# How pages write a full date.
DAYS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_YEAR}\s?[-./年]\s?(?P<month>\d{{1,2}})\s?[-./月]\s?(?P<day>\d{{1,2}})(?!\d)",
        rf"{_YEAR}년\s*(?P<month>\d{{1,2}})월\s*(?P<day>\d{{1,2}})일",
        rf"\b(?P<name>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<name>{MONTH}),?\s+{_YEAR}\b",
    )
)
_COMPACT = re.compile(rf"(?<![^\W_]){_YEAR}(?P<mark>[-_. ]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?![^\W_])")
_STAMP = re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)(?:T?\d{{6}}Z?)?")
_SECONDS = re.compile(r"(?P<seconds>\d{9,10})(?:\d{3})?(?:\.\d+)?")
_EUROPEAN = re.compile(rf"(?P<day>1[3-9]|2\d|3[01])[./-](?P<month>\d{{1,2}})[./-]{_YEAR}\b")
_AMERICAN = re.compile(rf"(?P<month>\d{{1,2}})[./-](?P<day>1[3-9]|2\d|3[01])[./-]{_YEAR}\b")


def parse_day(text: str) -> str | None:
    """The first full date in a text, as ISO 8601."""
    return _first(match for pattern in DAYS if (match := pattern.search(text)))


def parse_stamp(text: str) -> str | None:
    """The day of a field of metadata: also digits alone, and seconds (or thousandths) since 1970, in UTC.

    12/26/2024 and 26/12/2024 are one day; 6/7/2024 is two, and none is taken.
    """
    text = text.strip()
    if match := _STAMP.fullmatch(text):
        return _iso(match)
    if match := _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(match["seconds"]), UTC).date().isoformat()
    return parse_day(text) or _first(m for pattern in (_EUROPEAN, _AMERICAN) if (m := pattern.match(text)))


def parse_file_day(name: str) -> str | None:
    """The day in a file's name: 2024-06-26-title, title_20240626."""
    return _first(_COMPACT.finditer(name))


def _first(matches: Iterator[re.Match[str]]) -> str | None:
    return next((day for match in sorted(matches, key=re.Match.start) if (day := _iso(match))), None)


def _iso(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    month = int(groups["month"]) if groups.get("month") else MONTHS[groups["name"][:3].casefold()]
    try:
        return date(int(groups["year"]), month, int(groups["day"])).isoformat()
    except ValueError:  # 31 February
        return None
