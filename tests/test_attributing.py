"""Whose word a flow is: rules and the encoder weighed against each other, denials, and the words that show them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from spacy.language import Language

from kg.extractors.flows import attributing, weights
from kg.extractors.flows.encoder import Impression
from kg.extractors.flows.sheet import Entry, Sheet
from kg.extractors.flows.weights import Weights
from kg.ontology import Ontology
from kg.records import Claim
from tests.test_flows import claims, sheet_of

TEXT = "Sweden has delivered twelve howitzers to Ukraine. Norwegian diplomats expect more, and Chad has denied it."


def impression(says: dict[str, float], denies: dict[str, float]) -> Impression:
    heard = {"says": dict.fromkeys(says, 0), "denies": dict.fromkeys(denies, 0)}
    return Impression(0.0, {}, {}, {}, {}, {"says": says, "denies": denies}, heard)


@pytest.fixture
def read(nlp: Language, vocabulary: Ontology) -> tuple[Claim, Sheet, Entry, Weights]:
    """A claim in the article's own voice, with its anchor, which Norway, Chad and Sweden may speak at."""
    claim = replace(claims(nlp, vocabulary, "Sweden has delivered twelve howitzers to Ukraine.")[0], claimants=())
    sheet = sheet_of(nlp, vocabulary, TEXT)
    entry = next(iter(sheet.entries()))
    entry.spoken = {name: [0] for name in ("Sweden", "Norway", "Chad")}
    learnt = weights.Weights("ArmsTransfer", ("supplier", "recipient"), "item", 0.0, {}, {}, voice_mix=(1.0, 2.0, 0.5))
    return claim, sheet, entry, learnt


def test_speakers_are_names_and_those_who_speak_for_them(nlp: Language, vocabulary: Ontology) -> None:
    sheet = sheet_of(nlp, vocabulary, TEXT + " A report by two experts doubts it, and Jens Berg, who is a farmer, said he saw it.")
    assert {"Sweden", "Ukraine", "Norway", "Chad", "Jens Berg"} <= sheet.speakers.keys()
    at = {sheet.doc[speaker.token].text for each in sheet.speakers.values() for speaker in each}
    assert {"diplomats", "experts"} <= at
    assert not {"howitzers", "farmer"} & at


def test_the_likeliest_speaker_is_the_claimant(read: tuple[Claim, Sheet, Entry, Weights]) -> None:
    claim, sheet, entry, learnt = read
    entry.seen = impression({"": 0.0, "Norway": 3.0, "Chad": 1.0}, {"": 5.0, "Chad": 0.0})
    (said,) = attributing.attribute(claim, sheet, entry, learnt)
    assert [actor.name for actor in said.claimants] == ["Norway"]
    (shown,) = [e for e in said.evidence if e.role == "claimant"]
    assert sheet.doc._.article.text[shown.start : shown.end] == shown.quote
    assert "judge" in shown.rule


def test_what_rules_name_is_changed_only_for_much(read: tuple[Claim, Sheet, Entry, Weights]) -> None:
    claim, sheet, entry, learnt = read
    chad = sheet.speakers["Chad"][0].actor
    named = replace(claim, claimants=(chad,))
    entry.seen = impression({"": 0.0, "Norway": 0.55, "Chad": 0.0}, {"": 5.0})
    assert next(attributing.attribute(named, sheet, entry, learnt)) == named
    assert [a.name for a in next(attributing.attribute(claim, sheet, entry, learnt)).claimants] == ["Norway"]
    entry.seen = impression({"": 0.0, "Norway": 9.0, "Chad": 0.0}, {"": 5.0})
    assert [a.name for a in next(attributing.attribute(named, sheet, entry, learnt)).claimants] == ["Norway"]


def test_what_rules_only_infer_counts_for_less() -> None:
    seen, mix = {"": 0.0, "Norway": 1.5, "Chad": 0.0}, (1.0, 2.0, 0.5)
    assert weights.likeliest(attributing.weighed(seen, {"Chad"}, mix)) == "Chad"
    assert weights.likeliest(attributing.weighed(seen, {"Chad"}, mix, implied=True)) == "Norway"
    assert weights.likeliest(attributing.weighed({"": 0.0, "Norway": -0.6}, set(), mix, implied=True)) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norway said Chad had sent Sudan ten howitzers.", True),
        ("Norway accused Chad of sending Sudan ten howitzers.", True),
        ("Norway refused to sell Sudan ten howitzers.", False),
    ],
)
def test_whether_somebody_is_told_to_say_so(nlp: Language, vocabulary: Ontology, text: str, told: bool) -> None:
    sheet = sheet_of(nlp, vocabulary, text)
    assert attributing.reports(sheet, next(iter(sheet.entries()))) is told


def test_what_the_article_says_itself_shows_no_speaker(read: tuple[Claim, Sheet, Entry, Weights]) -> None:
    claim, sheet, entry, learnt = read
    entry.seen = impression({"": 0.0, "Norway": 9.0, "Chad": 0.0}, {"": 5.0})
    named = next(attributing.attribute(claim, sheet, entry, learnt))
    entry.seen = impression({"": 9.0, "Norway": 0.0, "Chad": 0.0}, {"": 5.0})
    own = next(attributing.attribute(named, sheet, entry, learnt))
    assert own.claimants == ()
    assert "claimant" in {e.role for e in named.evidence}
    assert own.evidence == tuple(e for e in named.evidence if e.role != "claimant")


def test_a_side_that_likely_denies_it_stands_beside_it(read: tuple[Claim, Sheet, Entry, Weights]) -> None:
    claim, sheet, entry, learnt = read
    entry.seen = impression({"": 5.0, "Norway": 0.0}, {"": 0.0, "Sweden": 0.5, "Chad": -2.0})
    said, denied = attributing.attribute(claim, sheet, entry, learnt)
    assert said.stance == "affirms"
    assert denied.stance == "denies"
    assert [actor.name for actor in denied.claimants] == ["Sweden"]
    assert (denied.event, denied.stage) == (claim.event, claim.stage)


@pytest.mark.parametrize("odds", [{"": 0.0, "Chad": 9.0}, {"": 2.0, "Sweden": 0.0}])
def test_strangers_and_the_silent_deny_nothing(read: tuple[Claim, Sheet, Entry, Weights], odds: dict[str, float]) -> None:
    claim, sheet, entry, learnt = read
    entry.seen = impression({"": 5.0}, odds)
    assert [said.stance for said in attributing.attribute(claim, sheet, entry, learnt)] == ["affirms"]


def test_without_the_encoder_rules_stand(read: tuple[Claim, Sheet, Entry, Weights]) -> None:
    claim, sheet, entry, learnt = read
    assert list(attributing.attribute(claim, sheet, entry, learnt)) == [claim]
    entry.seen = impression({"": 0.0, "Norway": 3.0}, {"": 0.0, "Chad": 9.0})
    alone = replace_mix(learnt)
    assert list(attributing.attribute(claim, sheet, entry, alone)) == [claim]


def replace_mix(learnt: Weights) -> Weights:
    return Weights(learnt.event, learnt.roles, learnt.goods, learnt.bias, learnt.parts, learnt.stages)


def test_what_stands_in_quotation_marks_is_the_speakers_whom_rules_have_found(nlp: Language, vocabulary: Ontology) -> None:
    text = "“Sweden has delivered twelve howitzers to Ukraine,” Jens Berg said. Norwegian diplomats expect more."
    sheet = sheet_of(nlp, vocabulary, text)
    entry = next(iter(sheet.entries()))
    learnt = weights.Weights("ArmsTransfer", ("supplier", "recipient"), "item", 0.0, {}, {}, voice_mix=(1.0, 2.0, 0.5))
    entry.seen = impression({"": 9.0, "Norway": 12.0, "Jens Berg": 0.0}, {"": 5.0})
    assert attributing.vouching(sheet, entry, {"Jens Berg"}, learnt) == "Jens Berg"
    assert attributing.vouching(sheet, entry, set(), learnt) == "Norway"
