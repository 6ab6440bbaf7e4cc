"""Which flows stand: claims united to rows, what speaks for them, and a confidence for each."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

from kg.extractors.flows import resolving
from kg.extractors.flows.weights import Weights
from kg.ontology import Ontology
from kg.records import Article, Claim
from tests.reading import article
from tests.test_flows import claims, sheet_of

SENTENCE = "Sweden has delivered twelve howitzers to Ukraine."


@pytest.fixture
def told(nlp: Language, vocabulary: Ontology) -> tuple[Article, Claim]:
    return article(SENTENCE), replace(claims(nlp, vocabulary, SENTENCE)[0], confidence=0.9)


def learnt(**rows: float) -> Weights:
    return Weights("ArmsTransfer", ("supplier", "recipient"), "item", 0.0, {}, {}, rows=rows)


def other(claim: Claim, concept: str, confidence: float | None) -> Claim:
    """The same flow of other goods."""
    return replace(claim, event=replace(claim.event, things=(("item", concept, ""),)), confidence=confidence)


def test_claims_of_the_same_sides_and_kind_of_goods_are_one_row(told: tuple[Article, Claim]) -> None:
    text, claim = told
    all_told = [claim, replace(claim, stage="proposed", confidence=0.4), other(claim, "ammunition", None)]
    rows = resolving.rows_of(all_told, learnt())
    assert [(row.concept, row.at, row.likely) for row in rows] == [("artillery", [0, 1], 0.9), ("ammunition", [2], 0.0)]
    found = resolving.features(text, all_told, rows, rows[1])
    assert found["unjudged"]
    assert found["more likely goods"]
    assert {"stage=delivered", "stage=proposed"} <= resolving.features(text, all_told, rows, rows[0]).keys()


def test_an_unlikely_row_falls_and_the_others_have_their_confidence(told: tuple[Article, Claim]) -> None:
    text, claim = told
    weighed = learnt(odds=1.0, unjudged=-3.0)
    stand = resolving.resolve(text, [other(claim, "ammunition", None), claim], weighed)
    assert [at for at, _ in stand] == [1]
    assert stand[0][1].confidence == pytest.approx(0.9)
    assert stand[0][1] == claim


def test_without_weights_and_for_other_events_all_stands(told: tuple[Article, Claim]) -> None:
    text, claim = told
    training = replace(claim, event=replace(claim.event, kind="MilitaryTraining"), confidence=None)
    assert resolving.resolve(text, [claim, training], learnt()) == [(0, claim), (1, training)]
    none = learnt(odds=-9.0)
    assert resolving.resolve(text, [claim, training], none) == [(1, training)]


def test_where_nobody_else_is_named_what_frames_have_read_stands_sooner(told: tuple[Article, Claim]) -> None:
    text, claim = told
    weighed = learnt(odds=0.0, framed=-0.5)
    assert not resolving.resolve(text, [claim], weighed)
    assert len(resolving.resolve(text, [claim], weighed, alone=True)) == 1


def test_what_one_frame_lists_is_known_to_be_listed(nlp: Language, vocabulary: Ontology) -> None:
    sentence = "Sweden has delivered howitzers to Ukraine, Estonia and Chad."
    text, found = article(sentence), [replace(c, confidence=0.5) for c in claims(nlp, vocabulary, sentence)]
    rows = resolving.rows_of(found, learnt())
    assert len(rows) == 3
    assert all(resolving.features(text, found, rows, row)["listed"] for row in rows)
    assert "listed" not in resolving.features(text, found, rows[:1], rows[0])


def test_a_row_is_seen_beside_others_at_its_anchor_and_over_all_anchors(nlp: Language, vocabulary: Ontology) -> None:
    sentence = "Sweden has delivered howitzers to Ukraine and more howitzers are to follow."
    first, second = sheet_of(nlp, vocabulary, sentence).entries()
    told = [replace(c, confidence=0.5) for c in claims(nlp, vocabulary, "Sweden has delivered howitzers to Ukraine.")]
    mine, others = ("Sweden", "Ukraine"), ("Norway", "Ukraine")
    row = resolving.rows_of(told, learnt(), [(first, {mine: 0.5, others: 0.8}), (second, {mine: 0.4})])[0]
    assert row.anywhere == pytest.approx(0.7)
    assert row.ahead == pytest.approx(-1.386, abs=1e-3)
    assert resolving.rows_of(told, learnt(), [(first, {mine: 0.5}), (second, {})])[0].ahead == resolving.FAR
    assert resolving.rows_of(told, learnt(), [(first, {others: 0.8})])[0].ahead == 0.0
