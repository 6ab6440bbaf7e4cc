"""Reads articles: each becomes the chunk that holds what it says, here or in processes of their own.

``read_article`` is the reading itself; ``Reader`` reads batches with the tools loaded once; ``children`` keeps processes that
do so on this machine and ``cluster`` on others. A chunk is the same bytes wherever it was made.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import ArticleError
from kg.linking.uniting import unite_within
from kg.ontology import Ontology
from kg.reading import chunks
from kg.records import Article, Claim, Organization, Person, Reading, Treaty

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Answer:
    """What has come of one article: its chunk, or the reason why there is none."""

    article: str
    chunk: bytes = b""
    error: str = ""
    seconds: float = 0.0  # that the article took by itself; the parse of its batch is shared evenly


class Reader:
    """Reads articles with one language pipeline and one vocabulary."""

    def __init__(self, nlp: Language, ontology: Ontology) -> None:
        self.nlp = nlp
        self.ontology = ontology

    def read(self, articles: Sequence[Article]) -> Iterator[Answer]:
        """The answer for each article, in order; what goes wrong with one is its error, and the others are still read."""
        from kg import language

        begun = time.perf_counter()
        # What a text adds to the pipeline's tables of words goes with it: memory stays as it is, however much is read.
        with self.nlp.memory_zone():
            try:
                docs = list(language.read_all(self.nlp, articles))
            except Exception as error:  # the one article that the pipeline fails on must not take the others with it
                if len(articles) == 1:
                    yield Answer(articles[0].id, error=_fault(articles[0], error))
                    return
                docs = []
            shared = (time.perf_counter() - begun) / len(articles)
            for doc in docs:
                yield self._answer(doc, shared)
        if not docs:
            for article in articles:
                yield from self.read([article])

    def _answer(self, doc: Doc, shared: float) -> Answer:
        article: Article = doc._.article
        begun = time.perf_counter()
        try:
            chunk = chunks.encode(find(doc, self.ontology))
        except ArticleError as error:
            return Answer(article.id, error=str(error))
        except Exception as error:  # one article must not end the run of a thousand
            return Answer(article.id, error=_fault(article, error))
        return Answer(article.id, chunk, seconds=shared + time.perf_counter() - begun)


def read_article(article: Article, *, ontology: Ontology, nlp: Language) -> Reading:
    """What one article says."""
    from kg import language

    return find(language.read(nlp, article), ontology)


def find(doc: Doc, ontology: Ontology) -> Reading:
    """What a parsed article says, each record once."""
    from kg.extractors import EXTRACTORS, spans

    spans.annotate(doc, ontology)
    records = [record for extractor in EXTRACTORS for record in extractor.extract(doc, ontology)]
    reading = Reading(
        doc._.article,
        tuple(record for record in records if isinstance(record, Person)),
        tuple(record for record in records if isinstance(record, Organization)),
        tuple(record for record in records if isinstance(record, Treaty)),
        tuple(record for record in records if isinstance(record, Claim)),
    )
    return unite_within(reading)


def _fault(article: Article, error: Exception) -> str:
    return (
        f"{article.source}: could not be read ({type(error).__name__}: {error}); this is a fault of the program, "
        "please report it with the article"
    )


def lost(article: Article, reason: str) -> Answer:
    """The answer for an article that a process could not finish."""
    return Answer(article.id, error=f"{article.source}: {reason}")
