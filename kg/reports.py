"""What a run tells while it goes and when it is done: events, and the report as JSON or as a page."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field

SLOWEST = 10  # articles that a report names


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has happened: an article was "read", "kept" from an earlier run, "skipped", or skipped as "foreign";
    something was "noted"; what is begun now ("write")."""

    name: str
    article: str = ""
    error: str = ""
    seconds: float = 0.0

    def to_json(self) -> str:
        """One line for machines; what is not known is left out."""
        known = {"event": self.name, "article": self.article, "error": self.error, "seconds": round(self.seconds, 3)}
        return json.dumps({name: value for name, value in known.items() if value}, ensure_ascii=False)


@dataclass(slots=True)
class Outcome:
    """What a run has come to."""

    counts: dict[str, int] = field(default_factory=dict)  # how many things the graph holds, across all articles
    read: int = 0
    kept: int = 0  # articles whose chunk an earlier run had made
    skipped: list[str] = field(default_factory=list)  # each with the reason
    foreign: int = 0  # of them, those in another language
    noted: list[str] = field(default_factory=list)  # what is odd and yet no fault
    lacking: dict[str, int] = field(default_factory=dict)  # how many articles have no day, no headline, no publisher
    slowest: list[tuple[float, str]] = field(default_factory=list)  # seconds and article, the slowest first
    seconds: float = 0.0

    def note(self, event: Event) -> None:
        """Count what has come of one article."""
        if event.name in ("skipped", "foreign"):
            self.skipped.append(event.error)
            self.foreign += event.name == "foreign"
        elif event.name == "noted":
            self.noted.append(event.error)
        elif event.name == "kept":
            self.kept += 1
        elif event.name == "read":
            self.read += 1
            self.slowest = sorted([*self.slowest, (event.seconds, event.article)], reverse=True)[:SLOWEST]

    def warnings(self) -> list[str]:
        """What is odd and yet no fault, and what so many articles lack."""
        gaps = (f"no {what}: {count} of {self.read + self.kept} articles" for what, count in self.lacking.items())
        return [*self.noted, *(f"{gap}; `kg query gaps-in-articles` names them" for gap in gaps)]

    def to_line(self) -> str:
        """The counts as one line."""
        line = ", ".join(f"{count} {name}" for name, count in self.counts.items())
        return line + (f" ({self.kept} articles as read before)" if self.kept else "")

    def to_json(self) -> str:
        """Counts, each skipped article with its reason, warnings, and where the time went."""
        document = {
            "counts": self.counts,
            "read": self.read,
            "from cache": self.kept,
            "skipped": self.skipped,
            "in other languages": self.foreign,
            "warnings": self.warnings(),
            "slowest": [{"article": article, "seconds": round(seconds, 3)} for seconds, article in self.slowest],
            "seconds": round(self.seconds, 1),
        }
        return json.dumps(document, ensure_ascii=False, indent=1) + "\n"

    def to_html(self) -> str:
        """The same as a page that needs nothing else."""
        run = {"in other languages": self.foreign, "read now": self.read, "from cache": self.kept}
        counts = {**self.counts, **run, "seconds": round(self.seconds, 1)}
        tables: list[tuple[str, list[tuple[str, ...]]]] = [
            ("Counts", [(str(value), name) for name, value in counts.items()]),
            ("Skipped", [(reason,) for reason in self.skipped]),
            ("Warnings", [(reason,) for reason in self.warnings()]),
            ("Slowest articles, in seconds", [(f"{seconds:.2f}", article) for seconds, article in self.slowest]),
        ]
        return _PAGE.format(body="".join(_table(title, rows) for title, rows in tables if rows))


def _table(title: str, rows: list[tuple[str, ...]]) -> str:
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return f"<h2>{title}</h2><table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>\n"


_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>What kg build has read</title>
<style>body {{ font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse }}
td {{ border-top: 1px solid #ccc; padding: .2rem .8rem .2rem 0; overflow-wrap: anywhere }}
</style>
</head><body><h1>What kg build has read</h1>
{body}</body></html>
"""
