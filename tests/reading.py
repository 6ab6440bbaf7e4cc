"""Texts of our own, read as the pipeline reads articles."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg import language
from kg.extractors import spans
from kg.ontology import Ontology
from kg.records import Article, Paragraph


def article(*paragraphs: str, published: str = "") -> Article:
    """An article of these body paragraphs."""
    bounds, start = [], 0
    for paragraph in paragraphs:
        bounds.append(Paragraph(start, start + len(paragraph)))
        start += len(paragraph) + 2
    text = "\n\n".join(paragraphs)
    return Article("test", "test.txt", "", "", published, (), text, tuple(bounds), "")


def annotated(nlp: Language, vocabulary: Ontology, *paragraphs: str, published: str = "") -> Doc:
    """The Doc of these paragraphs with its mentions."""
    doc = language.read(nlp, article(*paragraphs, published=published))
    spans.annotate(doc, vocabulary)
    return doc
