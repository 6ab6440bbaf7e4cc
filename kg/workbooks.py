"""Answers as workbooks of Excel, LibreOffice and the like: numbers and dates as such, addresses as links, no formulas."""

from __future__ import annotations

import datetime
import io
import math
import re

from kg.answers import XSD, Answer, Cell, Value
from kg.errors import QueryError

# Limits that Excel documents: rows of a sheet, links of a sheet, characters of a cell and of a link, exact digits.
ROWS, LINKS, TEXT, LINK, DIGITS = 1_048_576, 65_530, 32_767, 2_079, 15
# Excel takes 1900 for a leap year, so that earlier days are not what they seem.
FIRST_DAY = datetime.date(1900, 3, 1)
WIDEST = 60  # characters; a longer text is wrapped


def to_xlsx(answer: Answer, *, name: str = "answer") -> bytes:
    """A workbook of one sheet; the same bytes for the same answer. Text stays text, whatever it begins with.

    A day (ISO 8601) is a date also where the question gives it as text. Raises QueryError for what no sheet can hold.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise QueryError("--format xlsx: XlsxWriter is not installed; pip install 'armsgraph[xlsx]'") from None
    if len(answer.rows) >= ROWS:
        raise QueryError(f"--format xlsx: a sheet holds {ROWS - 1:,} rows, not {len(answer.rows):,}; use --limit, or csv")
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)})
    sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", name)[:31] or "answer")
    head, plain = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})
    link = book.add_format({"font_color": "blue", "underline": 1, "valign": "top"})
    for column, title in enumerate(answer.columns):
        sheet.write_string(0, column, title, head)
        longest = max((len(row[title].text) for row in answer.rows if title in row), default=0)
        sheet.set_column(column, column, min(max(len(title), longest) + 2, WIDEST))
    links = 0
    for line, row in enumerate(answer.rows, start=1):
        for column, title in enumerate(answer.columns):
            value = to_cell(row[title]) if title in row else None
            if isinstance(value, bool):
                sheet.write_boolean(line, column, value, plain)
            elif isinstance(value, int | float):
                sheet.write_number(line, column, value, plain)
            elif isinstance(value, datetime.date):
                sheet.write_datetime(line, column, value, day)
            elif value is not None:
                if len(value) > TEXT:
                    raise QueryError(f"--format xlsx: {title} of row {line} has more than {TEXT:,} characters; use csv")
                if row[title].kind == "uri" and value.startswith(("http://", "https://")) and len(value) < LINK and links < LINKS:
                    sheet.write_url(line, column, value, link, string=value)
                    links += 1
                else:
                    sheet.write_string(line, column, value, plain)
    if answer.columns:
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(answer.rows), len(answer.columns) - 1)
    book.close()
    return out.getvalue()


def to_cell(value: Value) -> Cell:
    """What a cell holds: a number that a sheet keeps exactly, a truth value, a day, or the text as it is."""
    cell = value.to_python()
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return cell if math.isfinite(cell) and len(re.sub(r"\D", "", value.text)) <= DIGITS else value.text
    if value.kind == "literal" and not value.datatype and re.fullmatch(r"\d{4}-\d\d-\d\d", value.text, flags=re.A):
        cell = Value("literal", value.text, XSD + "date").to_python()
    return value.text if isinstance(cell, datetime.date) and cell < FIRST_DAY else cell
