"""Rows that answer a question, and the forms they are printed in."""

from __future__ import annotations

import contextlib
import csv
import datetime
import html
import io
import itertools
import json
import re
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import QueryError

Json = dict[str, object]
Cell = str | int | float | bool | datetime.date
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}
# A longer word is broken in a table.
WORD_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Value:
    """One RDF term as SPARQL results name it: ``kind`` is "uri", "literal" or "bnode"."""

    kind: str
    text: str
    datatype: str = ""
    language: str = ""

    def to_python(self) -> Cell:
        """The number, truth value or day that it is; otherwise its text."""
        if self.datatype in NUMBERS:
            with contextlib.suppress(ValueError):
                return int(self.text) if re.fullmatch(r"[+-]?\d+", self.text) else float(self.text)
        if self.datatype == XSD + "boolean" and self.text in ("true", "false"):
            return self.text == "true"
        if self.datatype == XSD + "date":
            with contextlib.suppress(ValueError):
                return datetime.date.fromisoformat(self.text)
        return self.text


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns in their order, and rows that leave out what is unbound."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Value], ...]

    def cells(self) -> list[list[str]]:
        return [[row[name].text if name in row else "" for name in self.columns] for row in self.rows]


def order(answer: Answer, by: str) -> Answer:
    """The rows by one column or several ("recipient,-claims": claims from the most), otherwise in the order they were in.

    Numbers stand by their value and before text, text without regard to case, and empty cells last either way.
    """
    rows = list(answer.rows)
    for word in reversed(by.split(",")):
        name = word.strip().removeprefix("-")
        if name not in answer.columns:
            raise QueryError(f"--order: there is no column {name!r}; the columns are {', '.join(answer.columns)}")
        filled = [row for row in rows if name in row and row[name].text]
        empty = [row for row in rows if name not in row or not row[name].text]
        filled.sort(key=lambda row: _place(row[name]), reverse=word.strip().startswith("-"))
        rows = filled + empty
    return Answer(answer.columns, tuple(rows))


def _place(value: Value) -> tuple[bool, float, str, str]:
    number = value.to_python()
    if isinstance(number, int | float):
        return False, float(number), "", ""
    return True, 0.0, value.text.casefold(), value.text


def to_text(found: Answer | bool | str, form: str, *, width: int, terminal: bool) -> str:
    """What a query finds, in one of FORMATS: rows, a truth value, or Turtle, which is a form of its own."""
    if isinstance(found, Answer):
        return to_table(found, width=width, terminal=terminal) if form == "table" else FORMATS[form](found)
    if isinstance(found, bool):
        if form not in ("table", "json", "csv", "tsv"):
            raise QueryError(f"--format {form}: ASK answers yes or no, without a table; use json, or leave it out")
        truth = "true" if found else "false"
        return f'{{"head": {{}}, "boolean": {truth}}}\n' if form == "json" else f"{truth}\n"
    if form != "table":
        raise QueryError(f"--format {form}: CONSTRUCT and DESCRIBE answer with a graph, printed as Turtle; leave it out")
    return found


def to_json(answer: Answer) -> str:
    """SPARQL 1.1 Query Results JSON."""
    bindings = [{name: _term(value) for name, value in row.items()} for row in answer.rows]
    document = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _term(value: Value) -> Json:
    found: Json = {"type": value.kind, "value": value.text}
    if value.language:
        found["xml:lang"] = value.language
    if value.datatype:
        found["datatype"] = value.datatype
    return found


def to_csv(answer: Answer) -> str:
    """SPARQL 1.1 Query Results CSV."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(answer.columns)
    writer.writerows(answer.cells())
    return out.getvalue()


def to_tsv(answer: Answer) -> str:
    """Plain values separated by tabs; line ends and tabs inside a value become spaces."""
    lines = [answer.columns, *answer.cells()]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)


def to_markdown(answer: Answer) -> str:
    lines = [list(answer.columns), ["---"] * len(answer.columns), *answer.cells()]
    return "".join("| " + " | ".join(_cell(c) for c in line) + " |\n" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|")


def to_html(answer: Answer) -> str:
    """A table and nothing around it."""
    head = "".join(f"<th>{html.escape(name)}</th>" for name in answer.columns)
    body = "".join("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in line) + "</tr>\n" for line in answer.cells())
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def to_table(answer: Answer, *, width: int = 160, terminal: bool = False) -> str:
    """Columns side by side, wrapped to the width, a line between rows; on a terminal with drawn lines."""
    cells = [[cell.replace("|", ", ") for cell in line] for line in answer.cells()]
    widths = _widths([list(answer.columns), *cells], width)
    drawn = _draw(answer.columns, cells, widths) if terminal else _write(answer.columns, cells, widths)
    rows = len(answer.rows)
    return drawn + f"{rows} row{'' if rows == 1 else 's'}\n"


def _widths(lines: Sequence[Sequence[str]], width: int) -> list[int]:
    """Widths that make the rows as low as they can be: each further character goes to the column that is tallest."""
    columns = list(zip(*lines, strict=True))
    widths = [min(max(len(w) for c in column for w in (c.split() or [""])), WORD_WIDTH) for column in columns]
    longest = [max(map(len, column)) for column in columns]
    spare = width - sum(widths) - 3 * len(columns) - 1
    while spare > 0:
        tall = max(range(len(columns)), key=lambda n: (longest[n] > widths[n], longest[n] / max(widths[n], 1), -n))
        if longest[tall] <= widths[tall]:
            break
        widths[tall] += 1
        spare -= 1
    return widths


def _write(names: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+\n"
    out = [rule]
    for line in [names, *cells]:
        parts = [textwrap.wrap(cell, w) or [""] for cell, w in zip(line, widths, strict=True)]
        for row in itertools.zip_longest(*parts, fillvalue=""):
            out.append("|" + "|".join(f" {text:{w}} " for text, w in zip(row, widths, strict=True)) + "|\n")
        out.append(rule)
    return "".join(out)


def _draw(names: Sequence[str], cells: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.ROUNDED, show_lines=True, header_style="bold", border_style="dim")
    for name, wide in zip(names, widths, strict=True):
        table.add_column(name, width=wide, overflow="fold")
    for line in cells:
        table.add_row(*line)
    console = Console(width=sum(widths) + 3 * len(widths) + 1, force_terminal=True, highlight=False, markup=False)
    with console.capture() as captured:
        console.print(table)
    return captured.get()


FORMATS: Mapping[str, Callable[[Answer], str]] = {
    "table": to_table,
    "csv": to_csv,
    "tsv": to_tsv,
    "json": to_json,
    "markdown": to_markdown,
    "html": to_html,
}
