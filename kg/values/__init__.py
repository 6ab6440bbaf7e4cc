"""Reads dates, money and counts out of the words of an article."""

from __future__ import annotations

from kg.values.dates import find_dates, locate_dates, parse_date
from kg.values.money import find_money, parse_money
from kg.values.numbers import find_numbers, parse_number
from kg.values.quantities import parse_quantity

__all__ = [
    "find_dates",
    "find_money",
    "find_numbers",
    "locate_dates",
    "parse_date",
    "parse_money",
    "parse_number",
    "parse_quantity",
]
