"""Rows that answer a question, and the forms they are printed in."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

Json = dict[str, object]
# A cell up to this long is not wrapped in a table.
NAME_WIDTH = 20


@dataclass(frozen=True, slots=True)
class Value:
    """One RDF term as SPARQL results name it: ``kind`` is "uri", "literal" or "bnode"."""

    kind: str
    text: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns in their order, and rows that leave out what is unbound."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Value], ...]

    def cells(self) -> list[list[str]]:
        return [[row[name].text if name in row else "" for name in self.columns] for row in self.rows]


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
    return _separated(answer, csv.excel)


def to_tsv(answer: Answer) -> str:
    """Plain values separated by tabs; line ends and tabs inside a value become spaces."""
    lines = [answer.columns, *answer.cells()]
    return "".join("\t".join(" ".join(cell.split()) for cell in line) + "\n" for line in lines)


def _separated(answer: Answer, dialect: type[csv.Dialect]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, dialect=dialect)
    writer.writerow(answer.columns)
    writer.writerows(answer.cells())
    return out.getvalue()


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
    """Columns side by side, wrapped to the width; every line between rows, so that wrapped sentences stay apart."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.ROUNDED if terminal else box.ASCII2, show_lines=True)
    cells = answer.cells()
    for place, name in enumerate(answer.columns):
        longest = max([len(name), *(len(line[place]) for line in cells)])
        # Names stay on one line; sentences and lists take what they leave.
        table.add_column(name, no_wrap=longest <= NAME_WIDTH, overflow="fold", min_width=min(longest, NAME_WIDTH // 2))
    for line in cells:
        table.add_row(*(cell.replace("|", ", ") for cell in line))
    console = Console(
        width=width, force_terminal=terminal, file=io.StringIO(), highlight=False, markup=False, emoji=False
    )
    with console.capture() as captured:
        console.print(table)
    rows = len(answer.rows)
    return captured.get() + f"{rows} row{'' if rows == 1 else 's'}\n"


FORMATS: Mapping[str, Callable[[Answer], str]] = {
    "table": to_table,
    "csv": to_csv,
    "tsv": to_tsv,
    "json": to_json,
    "markdown": to_markdown,
    "html": to_html,
}
