"""The saved questions: found, described by their headers, filled with parameters, asked."""

from __future__ import annotations

from kg.queries.asking import PREFIXES, answer, ask, find_unwanted
from kg.queries.evidence import ask_with_evidence, select_evidence
from kg.queries.names import KG, find_named
from kg.queries.nodes import describe
from kg.queries.parameters import CLASSES, LITERALS, fill
from kg.queries.questions import Parameter, Question, find, load, parse, read, to_catalogue

__all__ = [
    "CLASSES",
    "KG",
    "LITERALS",
    "PREFIXES",
    "Parameter",
    "Question",
    "answer",
    "ask",
    "ask_with_evidence",
    "describe",
    "fill",
    "find",
    "find_named",
    "find_unwanted",
    "load",
    "parse",
    "read",
    "select_evidence",
    "to_catalogue",
]
