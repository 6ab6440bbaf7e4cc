"""The encoder of the judge: windows over an article, vectors for its words, and what they say of an anchor."""

from __future__ import annotations

import numpy as np
import pytest
from spacy.language import Language

from kg.extractors import flows
from kg.extractors.flows import encoder, weights, windows
from kg.extractors.flows.sheet import Sheet
from kg.ontology import Ontology
from tests.reading import annotated
from tests.test_flows import sheet_of

LONG = tuple(
    f"In the year {year} the ministry of Chad told the press once more that it would buy trucks and radios, and little came of it."
    for year in range(1990, 2022)
)


def test_windows_cover_each_sentence_once(nlp: Language, vocabulary: Ontology) -> None:
    doc = annotated(nlp, vocabulary, *LONG)
    sentences = list(doc.sents)
    found = list(windows.find(sentences))
    assert len(found) > 2
    assert [n for w in found for n in range(w.first, w.last)] == list(range(len(sentences)))
    for window in found:
        words = window.words(doc)
        assert len(words) <= windows.WHOLE
        for token in (window.start, window.end - 1):
            place = window.place(token)
            assert place is not None
            assert words[place] == doc[token].text
        assert window.place(window.end) is None
    assert found[-1].title  # the first sentence is read along
    assert all(sentences[w.last].start < w.end for w in found[:-1])  # and what comes next


def test_a_short_article_is_one_window_and_a_long_sentence_another(nlp: Language, vocabulary: Ontology) -> None:
    short = list(annotated(nlp, vocabulary, *LONG[:8]).sents)
    assert len(list(windows.find(short))) == 1
    endless = annotated(nlp, vocabulary, "They met. " + ", ".join(f"gun {n}" for n in range(200)) + ". They left.")
    found = list(windows.find(list(endless.sents)))
    assert [n for w in found for n in range(w.first, w.last)] == list(range(len(list(endless.sents))))


def test_there_is_a_vector_for_each_word() -> None:
    words = ["Howitzers", " ", "\n\n", "антон", "of", "superlongwordsthatnobodyknows" * 4]
    found = encoder.load().read(words)
    assert found.shape == (len(words), encoder.COLUMNS)
    assert np.isfinite(found).all()
    assert (found == encoder.load().read(words)).all()  # the same words, the same bytes
    some = encoder.load().read(words, [4, 1])
    assert some[[1, 4]] == pytest.approx(found[[1, 4]], abs=0.5)  # numbers in eight bits, scaled by what is looked at
    assert not some[[0, 2, 3, 5]].any()


def test_what_is_longer_than_the_encoder_reads_is_cut() -> None:
    words = ["shell"] * (2 * encoder.LONGEST)
    found = encoder.load().read(words)
    assert len(found) == len(words)
    assert (found[-1] == found[encoder.LONGEST]).all()


def test_sides_are_told_from_each_other_and_from_nobody() -> None:
    words = "Sweden has delivered twelve howitzers to Ukraine .".split()
    found = encoder.impression(
        encoder.load().read(words), words.index("howitzers"), {"Sweden": [0], "Ukraine": [6], "Chad": []}
    )
    likely = {
        pair: found.pair(*pair)
        for pair in [("Sweden", "Ukraine"), ("Ukraine", "Sweden"), ("", "Ukraine"), ("Chad", "Ukraine"), ("Sweden", "Chad")]
    }
    assert max(likely, key=lambda pair: likely[pair]) == ("Sweden", "Ukraine")
    assert set(found.stage("Sweden", "Ukraine")) == set(weights.load().stages) == set(encoder.STAGES)


def test_each_anchor_with_sides_is_looked_at(nlp: Language, vocabulary: Ontology) -> None:
    sheet: Sheet = sheet_of(nlp, vocabulary, "Sweden has delivered twelve howitzers to Ukraine.")
    entries = list(sheet.entries())
    assert all(entry.seen is None for entry in entries)
    flows.look(sheet, entries)
    assert all(entry.seen is not None for entry in entries if entry.anchor.item is not None)
    seen = entries[0].seen
    assert seen is not None
    assert set(seen.gives) == {"", "Sweden", "Ukraine"}
    assert {voice: set(odds) for voice, odds in seen.voices.items()} == {v: {"", "Sweden", "Ukraine"} for v in encoder.VOICES}
    assert seen.pair("Sweden", "Ukraine") == pytest.approx(
        seen.base + seen.gives["Sweden"] + seen.takes["Ukraine"] + seen.together["Sweden", "Ukraine"]
    )


def test_the_encoder_is_not_asked_where_features_expect_nothing(nlp: Language, vocabulary: Ontology) -> None:
    sheet: Sheet = sheet_of(nlp, vocabulary, "In Chad the army said that two tanks were parked at the museum of Abeche.")
    entries = list(sheet.entries())
    assert entries
    flows.look(sheet, entries, weights.load())
    assert all(entry.seen is None for entry in entries)
    flows.look(sheet, entries)
    assert any(entry.seen is not None for entry in entries)
