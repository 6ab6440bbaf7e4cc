"""Reading the vocabulary costs little beside loading the language pipeline."""

from __future__ import annotations

import time

import pytest

from kg import gazetteer, ontology, pipeline
from kg.extractors import cues, matches, triggers

pytestmark = pytest.mark.slow
LIMIT = 0.5  # seconds; the best of five runs, since machines are shared


def seconds() -> float:
    """How long it takes to read the files, check that they are known to be sound, and compile the tables of words."""
    start = time.perf_counter()
    vocabulary = pipeline.load_vocabulary()
    matches.lexicon(vocabulary)
    triggers.Triggers(vocabulary)
    cues.of(vocabulary)
    gazetteer.Gazetteer(vocabulary)
    for table in ("actors", "treaties", "titles", "name_patterns", "agreement_words", "treaty_cues", "roles", "stages"):
        getattr(vocabulary, table)
    return time.perf_counter() - start


def test_the_vocabulary_is_read_in_half_a_second() -> None:
    ontology.load()  # the files are in the page cache, and the imports done
    assert min(seconds() for _ in range(5)) < LIMIT
