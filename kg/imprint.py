"""What a page tells of its article: publisher, date and byline, in lines of their own, datelines and credits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg import furniture
from kg.values.days import DAYS, MONTH, parse_day

_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?\b"
    r"|\b(?:gmt|utc|kst|jst|est|edt|et|cet|cest|ist|msk|bst)\b(?:\s*[+-]\s*\d{1,2}(?::?\d\d)?)?",
    re.I,
)
_DATE_WORDS = frozenset(
    "published publication date posted post updated update last modified revised issued first all news on at by time "
    "input registered monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun".split()
)
_UPDATED = re.compile(r"\b(updated?|modified|revised)\b", re.I)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|ⓒ|copyrights?\b)\s*(?:(?:19|20)\d\d[-–, \d]*)?\s*(?P<owner>[^.(\n]*)", re.I)
_BYLINE = re.compile(
    r"^\(?(?:by|written by|reporting by|reported by|words by|author:|text by|story by|from)\s+"
    r"(?P<names>[^.!?]{2,160}?)\)?\.?$",
    re.I,
)
_REPORTING = re.compile(r"^\(?(?:additional )?(?:reporting|writing|editing|edited|compiled|written)\b.* by .*", re.I)
_ROLE = re.compile(
    r"\b(?:additional )?(?:reporting|reported|writing|written|editing|edited|compiled)"
    r"(?: and \w+)?(?: in [A-Z]\w+)? by\b",
    re.I,
)
_BRACKETED = re.compile(r"^\[(?P<inside>[^\]]{3,80})\]\s+(?=\S)")
_REPORTER = re.compile(r"^(?P<paper>.*?)\s*\b(?:reporter|correspondent|journalist|기자)\b\s*(?P<name>.*)$", re.I)
_CREDIT = re.compile(r"""(?<=[.!?"”’)\]])\s*[(\[](?P<inside>[^()\[\].!?]{2,60})[)\]]\s*$""")
_LINK = re.compile(r"\s*[\[(]https?://[^\s\])]+[\])]")
_SOURCE = re.compile(r"""(?<=[.!?"”’])\s+(?:source|via)\s*:\s*(?P<name>[^.!?]{2,60})\.?$""", re.I)
# 'SEOUL, South Korea (AP) —', 'BRUSSELS/SEOUL, June 28 (Yonhap) --', 'BEIJING. Dec 5 (Interfax) -', 'Jul 3 —'
_DATELINE = re.compile(
    rf"""^(?P<place>
            [A-Z][A-Z.'’-]+(?:[,/ ]+[A-Z][A-Z.'’-]+)*(?:,\s+[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?  # in capitals
            |[A-Z][\w.'’-]+(?:[,/ ]+[A-Z][\w.'’-]+){{0,3}}
        )?
        [.,]?\s*(?P<date>(?i:{MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{MONTH})(?:,?\s+(?:19|20)\d\d)?)?
        \s*(?:\((?P<agency>[^()]{{2,40}})\))?\s*(?P<dash>--+|[–—]|-)\s+(?=\S)""",
    re.X,
)
# What a credit and the mark before it take at most, so that a text of nothing but brackets is not read again for each.
CREDIT_CHARACTERS = 100
# A dateline is short; what is longer is a sentence with a dash.
DATELINE_CHARACTERS = 90


@dataclass(slots=True)
class Imprint:
    """What is gathered while a page is read: names and days by where they stood."""

    byline: list[str] = field(default_factory=list)
    publishers: dict[str, str] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)

    def publisher(self) -> str:
        """The name from the surest place; "" where none was seen."""
        places = ("title", "head", "copyright", "dateline", "byline", "source")
        return next((self.publishers[place] for place in places if place in self.publishers), "")

    def agency(self, byline: Iterable[str] = (), publisher: str = "") -> str:
        """The news agency that the page credits, in these or wherever it does; "" where it credits none."""
        places = ("dateline", "byline", "source", "title", "head")
        named = [*(self.publishers[place] for place in places if place in self.publishers), *byline, *self.byline, publisher]
        return next((name for name in named if name.casefold() in furniture.phrases().agencies), "")

    def published(self) -> str:
        return next((self.dates[place] for place in ("published", "dateline", "updated") if place in self.dates), "")


# -------------------------------------------------------------------------------------------------------- days


def find_date_line(line: str) -> str | None:
    """The date of a line that says little else ('Published : July 10, 2024 - 09:28')."""
    if len(line) > 120:
        return None
    day = parse_day(line)
    if day is None:
        return None
    rest = _CLOCK.sub(" ", line)
    for pattern in DAYS:
        rest = pattern.sub(" ", rest)
    left = [w for w in re.findall(r"[^\W\d_]+", rest.casefold()) if w not in _DATE_WORDS]
    return day if len(left) <= 2 else None


# ------------------------------------------------------------------------------------------------------- names


def is_publisher(text: str) -> bool:
    words = re.findall(r"[\w.'’&-]+", text)
    known = furniture.phrases()
    if not 1 <= len(words) <= 5 or furniture.is_sentence(text):
        return False
    # One word alone ("World") is a section of the site.
    titled = len(words) > 1 and any(w.casefold().strip(".") in known.publishers for w in words)
    named = text.casefold() in known.agencies or titled
    site = bool(re.fullmatch(r"[\w-]+\.(?:com|org|net|info|news|co\.\w\w|\w\w)", text.casefold()))
    return site or (named and all(w[0].isupper() or w in {"of", "the", "and", "for"} for w in words))


def strip_publisher(title: str, imprint: Imprint) -> str:
    """'Headline | Site' → 'Headline'; after a dash only what is named like a publisher, for headlines have dashes."""
    for mark, sure in ((" | ", True), (" - ", False), (" – ", False), (" — ", False)):
        head, found, tail = title.rpartition(mark)
        # 'Treaty in force - KCNA' tells who says so, not who prints it.
        quoted = not sure and tail.casefold() in furniture.phrases().agencies
        if (
            found
            and not quoted
            and len(head.split()) >= 3
            and len(tail.split()) <= 6
            and (is_publisher(tail) or (sure and not furniture.is_sentence(tail)))
        ):
            imprint.publishers["title"] = _plain_name(tail)
            return strip_publisher(head.strip(), imprint) if sure else head.strip()
    return title.strip()


def _plain_name(text: str) -> str:
    return text.strip(" .|-–—")


def _named(text: str) -> bool:
    words = [
        w
        for w in re.findall(r"[^\W\d_][\w'’.-]*", text)
        if w.casefold() not in {"and", "in", "for", "of", "the", "with", "de", "van", "von", "al"}
    ]
    return bool(words) and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _names(text: str) -> list[str]:
    """'Reporting by A; Additional reporting by B and C; Edited by D, E' → the names."""
    parts = re.split(r"\s*[;,/|&]\s*|\s+and\s+", _ROLE.sub(";", text.strip("() .")))
    return [name for part in parts if (name := part.strip(" .()")) and len(name.split()) <= 5 and _named(name)]


# ------------------------------------------------------------------------------------------------------- lines


def harvest(line: str, imprint: Imprint, ended: bool) -> bool:
    """Take date, byline or owner from a line that says nothing else; whether it was such a line."""
    day = find_date_line(line)
    if day:
        imprint.dates.setdefault("updated" if _UPDATED.search(line) else "published", day)
        return True
    owner = _COPYRIGHT.search(line)
    if owner and (ended or furniture.is_end(line)):
        name = _plain_name(re.sub(r"\b(all rights reserved|copyright)\b.*", "", owner["owner"], flags=re.I)).strip(
            " ,;"
        )
        if 2 < len(name) < 60:
            imprint.publishers.setdefault("copyright", name)
        return False
    if _REPORTING.match(line):
        imprint.byline.extend(_names(line))
        return True
    byline = _BYLINE.match(line)
    if byline and len(line.split()) <= 14 and _named(byline["names"]):
        names = _names(byline["names"])
        for name in names:
            if name.casefold() in furniture.phrases().agencies:
                imprint.publishers.setdefault("byline", name)
        imprint.byline.extend(names)
        return True
    return False


def is_byline(line: str) -> bool:
    return bool(_BYLINE.match(line))


def find_dateline(text: str) -> re.Match[str] | None:
    """The dateline at the head of a paragraph: a place in capitals, a date or an agency, and a dash."""
    match = _DATELINE.match(text)
    if match is None or match.end() > DATELINE_CHARACTERS:
        return None
    place, date, agency = match["place"] or "", match["date"], match["agency"]
    if not (place or date):
        return None
    shout = re.split(r"[,/]", place)[0].strip()
    if place and not (shout.isupper() and len(shout) >= 3) and not agency:
        return None
    known = bool(agency) and agency.casefold() in furniture.phrases().agencies
    if match["dash"] == "-" and not (known or date):
        return None
    if agency and not known and not shout.isupper():
        return None
    return match


def trim(text: str, imprint: Imprint) -> str:
    """A paragraph without dateline, reporter's brackets, links and credits; what they tell is kept."""
    bracket = _BRACKETED.match(text)
    if bracket and (reporter := _REPORTER.match(bracket["inside"])):
        if reporter["name"].strip():
            imprint.byline.append(reporter["name"].strip())
        if reporter["paper"].strip():
            imprint.publishers.setdefault("byline", reporter["paper"].strip())
        text = text[bracket.end() :]
    match = find_dateline(text)
    if match:
        if match["agency"]:
            imprint.publishers.setdefault("dateline", match["agency"].strip())
        if match["date"] and (day := parse_day(match["date"])):
            imprint.dates.setdefault("dateline", day)
        text = text[match.end() :]
    text = _LINK.sub("", text)
    if source := _SOURCE.search(text):
        imprint.publishers.setdefault("source", source["name"].strip())
        text = text[: source.start()]
    end = len(text)
    while credit := _CREDIT.search(text, max(0, end - CREDIT_CHARACTERS), end):
        # '(Reporting by …)' and '(Yonhap)' alike; an agency there is where the text comes from.
        if credit["inside"].casefold() in furniture.phrases().agencies:
            imprint.publishers.setdefault("source", credit["inside"])
        elif re.match(r"(?:additional )?(?:reporting|writing|editing)\b", credit["inside"], re.I):
            imprint.byline.extend(_names(credit["inside"]))
        end = credit.start()
    return text[:end].strip()
