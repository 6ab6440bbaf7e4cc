"""Words of an article as evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.records import Evidence

if TYPE_CHECKING:
    from spacy.tokens import Span


def point(span: Span, rule: str, role: str = "") -> Evidence:
    """The words of a span, found by ``rule``, that show ``role`` of a record ("name", "office", a participant's role)."""
    return Evidence(span.doc._.article.id, span.start_char, span.end_char, span.text, rule, role)
