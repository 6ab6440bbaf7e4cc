"""Training the judge of flows: examples from articles with gold, and weights that tell right from wrong ones."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kg.extractors import flows
from kg.extractors.flows import encoder, resolving, weights
from tests.conftest import ROOT
from training import facts
from training import flows as training
from training.facts import FactsError

TEXT = """=== made-up-1 2020-02-03
Poland buys tanks

Poland has bought 250 tanks from the United States, its minister said.
---
T: United States > Poland | tanks=armoured-vehicles=250 | committed | says=Poland | shows=Poland has bought 250 tanks
?T: - > Poland | tanks=armoured-vehicles | delivered | shows=250 tanks
O: Abrams Works | company
"""


@pytest.fixture(scope="module")
def taught() -> list[training.Lesson]:
    """What eight articles and the cases of one phenomenon teach."""
    texts = list(training.read_folders([ROOT / "benchmarks" / "corpora" / "news"]))[:8]
    cases = [case for case in training.read_cases(ROOT / "tests" / "cases") if case[0].id.startswith("active-give")]
    return list(training.teach(texts, cases))


def test_gold_makes_right_and_wrong_examples(taught: list[training.Lesson]) -> None:
    found = training.examples(taught)
    assert sum(found.right) > 20
    assert found.right.count(False) > sum(found.right)
    labels = [label for lesson in taught for place in lesson.places for label in place.labels.values()]
    assert None in labels  # told of elsewhere: neither right nor wrong here
    assert {"delivered", "proposed"} <= set(found.stages)


def test_what_is_fitted_tells_right_from_wrong(taught: list[training.Lesson]) -> None:
    learnt, found = training.fit(taught), training.examples(taught)
    assert (learnt.event, learnt.roles) == (training.EVENT, training.ROLES)
    judged = [training.judge(learnt, row) for row in found.features]
    mean = {r: [p for p, right in zip(judged, found.right, strict=True) if right is r] for r in (True, False)}
    assert sum(mean[True]) / len(mean[True]) > 5 * sum(mean[False]) / len(mean[False])
    assert learnt.stage(["read=delivered"]) in learnt.stages
    assert training.fit(taught) == learnt  # the same examples give the same weights


def test_weights_to_start_from_are_kept_where_nothing_is_learnt(taught: list[training.Lesson]) -> None:
    start = weights.load()
    learnt = training.fit(taught[:2], start)
    seen = {name for row in training.examples(taught[:2]).features for name in row}
    part, name = next((p, f) for p, table in start.parts.items() for f in table if f"{p} {f}" not in seen)
    assert learnt.parts[part][name] == start.parts[part][name]
    assert (learnt.mix, learnt.stage_mix, learnt.rows) == (start.mix, start.stage_mix, start.rows)


def test_features_of_training_are_those_of_reading(taught: list[training.Lesson]) -> None:
    known = weights.load()
    parts = {part: set(table) for part, table in known.parts.items()}
    assert set(parts) == {flows.ANCHOR, flows.GIVER, flows.TAKER, flows.PAIR}
    seen = [name.partition(" ")[::2] for row in training.examples(taught).features for name in row]
    assert sum(name in parts[part] for part, name in seen) > 0.5 * len(seen)


def test_trust_is_measured_by_articles_not_learnt_from(taught: list[training.Lesson]) -> None:
    apart, rest = taught[:4], training.fit(taught[4:])
    seen = {lesson.article.id: training.look(lesson, encoder.load()) for lesson in apart}
    mix, stage_mix, voice_mix = training.trust(rest, apart, seen)
    assert all(math.isfinite(x) for x in (*mix, *stage_mix, *voice_mix))
    assert mix[1] > 0  # what the encoder finds likely is likelier


def test_goods_told_of_elsewhere_are_left_out_and_other_goods_are_wrong(taught: list[training.Lesson]) -> None:
    labels = {
        (place.entry.anchor.concept, label)
        for lesson in taught
        for place in lesson.places
        for pair, label in place.labels.items()
        if place.entry.anchor.kind == "goods" and all(pair) and any(_told(lesson, pair))
    }
    assert {label for concept, label in labels if concept == "unspecified"} <= {True, None}
    assert any(label is False for concept, label in labels if concept != "unspecified")


def _told(lesson: training.Lesson, pair: tuple[str, str]) -> list[bool]:
    giver, taker = pair
    return [giver in t["supplier"] and taker in t["recipient"] for t in lesson.gold["transfers"]]


def test_who_speaks_is_learnt_where_gold_tells_of_it(taught: list[training.Lesson]) -> None:
    voices = [place.voices for lesson in taught for place in lesson.places if place.voices]
    said = {name for each in voices for name in each.get("says", ())}
    assert "" in said
    assert len(said) > 3
    assert all(place.voices == {} for lesson in taught for place in lesson.places if True not in place.labels.values())


def test_rows_are_weighed_by_what_gold_has(taught: list[training.Lesson]) -> None:
    found, right = training.rows(weights.load(), taught[:8])
    assert len(found) == len(right) > sum(right) > 5
    table = training.weigh_rows(found, right)
    mean = {r: [resolving.likely(row, table) for row, x in zip(found, right, strict=True) if x is r] for r in (True, False)}
    assert sum(mean[True]) / len(mean[True]) > sum(mean[False]) / len(mean[False])


def test_texts_with_facts_are_read_as_gold(tmp_path: Path) -> None:
    (tmp_path / "some.facts").write_text(TEXT, encoding="utf-8")
    ((article, gold),) = training.read_folders([tmp_path])
    assert (article.id, article.published) == ("made-up-1", "2020-02-03")
    assert article.is_title(0)
    assert [t["optional"] for t in gold["transfers"]] == [False, True]
    assert gold["transfers"][0]["items"][0]["quantity"] == 250
    assert gold["organizations"] == [{"name": "Abrams Works", "aliases": [], "type": "company", "optional": False}]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("T: United States > Poland | tanks=cars | committed | shows=Poland", "wants words=category"),
        ("T: United States | tanks=ships | committed | shows=Poland", "SUPPLIER > RECIPIENT"),
        ("T: United States > Poland | tanks=ships | sold | shows=Poland", "sold is no stage"),
        ("T: United States > Poland | tanks=ships | sought | shows=elsewhere", "words of the text"),
        ("T: United States > Poland | tanks=ships=many | sought | shows=Poland", "many is no number"),
        ("T: United States > Poland | tanks=ships | sought | told=x | shows=Poland", "knows no told"),
        ("X: Poland", "wants T:, P:, O: or A:"),
        ("O: Poland | country", "NAME | TYPE"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, line: str, complaint: str) -> None:
    file = tmp_path / "some.facts"
    file.write_text(TEXT + line + "\n", encoding="utf-8")
    with pytest.raises(FactsError, match=r"some\.facts: made-up-1: .*") as error:
        list(facts.load(file))
    assert complaint in str(error.value)


def test_the_training_texts_can_be_read() -> None:
    files = sorted((ROOT / "training" / "data").glob("*/*.facts"))
    texts = [text for file in files for text in facts.load(file)]
    assert len(texts) > 100
    assert len({text.id for text in texts}) == len(texts)
