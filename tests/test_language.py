"""The pipeline: its labels, sentence bounds, batches."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from kg import language
from kg.errors import ModelError
from tests.reading import article


def test_a_missing_pipeline_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no language pipeline there"):
        language.load(tmp_path / "nothing")


def test_other_relations_are_refused(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    parser = nlp.add_pipe("parser")
    for label in ("nsubj", "dobj", "pobj", "prep"):
        parser.add_label(label)
    nlp.initialize()
    nlp.to_disk(tmp_path / "other")
    with pytest.raises(ModelError, match="not Universal Dependencies"):
        language.load(tmp_path / "other")


def test_a_pipeline_without_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(ModelError, match="no parser"):
        language.load(tmp_path / "blank")


def test_the_text_and_its_offsets_stay(nlp) -> None:
    told = article("Peru bought two ships.", "Chile bought none.")
    doc = language.read(nlp, told)
    assert doc.text == told.text
    assert doc._.article is told


def test_no_sentence_crosses_a_paragraph(nlp) -> None:
    doc = language.read(nlp, article("Ships for Peru", "The first one has arrived in Callao."))
    starts = {sent.start_char for sent in doc.sents}
    assert {0, len("Ships for Peru\n\n")} <= starts


@pytest.mark.parametrize(
    "text",
    [
        "The bill was signed by George H. W. Bush in 1991.",
        "He met Park Jin Woo in Oslo.",
        "The envoy [President Jo Doe] Roe was there.",
        "Officials of the U.S. and of Peru met.",
    ],
)
def test_no_sentence_begins_inside_a_name(nlp, text: str) -> None:
    assert len(list(language.read(nlp, article(text)).sents)) == 1


@pytest.mark.parametrize(
    "dateline", ["BAKU - ", "KYIV/LONDON - ", "NEW DELHI (agencies) - ", "RAMSTEIN, Germany — ", "LIMA, May 3 – "]
)
def test_a_dateline_is_a_sentence_of_its_own(nlp, dateline: str) -> None:
    doc = language.read(nlp, article(f"{dateline}Peru bought two ships."))
    assert [sent.text for sent in doc.sents] == [dateline.rstrip(), "Peru bought two ships."]


@pytest.mark.parametrize(
    "text",
    ["NATO - the alliance - met in Oslo.", "Peru - Chile too - bought ships.", "IBM-made radars went to Peru."],
)
def test_what_stands_before_a_dash_is_no_dateline(nlp, text: str) -> None:
    assert len(list(language.read(nlp, article(text)).sents)) == 1


def test_articles_come_back_in_order(nlp) -> None:
    told = [article(f"Peru bought {count} ships.") for count in ("two", "three", "four")]
    assert [doc._.article for doc in language.read_all(nlp, told)] == told
