"""The saved questions: found, described by their headers, filled with parameters, asked."""

from __future__ import annotations

from kg.queries.asking import ask, find_unwanted
from kg.queries.nodes import describe
from kg.queries.parameters import CLASSES, KG, LITERALS, fill, find_named, fold
from kg.queries.questions import Parameter, Question, find, load, parse_header, read, to_catalogue

__all__ = [
    "CLASSES",
    "KG",
    "LITERALS",
    "Parameter",
    "Question",
    "ask",
    "describe",
    "fill",
    "find",
    "find_named",
    "find_unwanted",
    "fold",
    "load",
    "parse_header",
    "read",
    "to_catalogue",
]
