"""Counting against gold: what is right, missed, too much, and said without ground."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import evaluation, store
from kg.errors import GoldError


def transfer(supplier: str, recipient: str, category: str, stage: str, **more: object) -> dict[str, object]:
    item = {"text": "x", "category": category, "quantity": more.pop("quantity", None), "qualifier": None, "unit": None}
    return {
        "supplier": [supplier] if supplier else [],
        "recipient": [recipient],
        "items": [item],
        "stage": stage,
        "sources": [],
        "denied_by": [],
        "optional": False,
        **more,
    }


GOLD: dict[str, dict[str, object]] = {
    "first": {
        "people": [
            {
                "name": "John Kirby",
                "aliases": ["Kirby"],
                "roles": [{"title": "spokesperson", "of": "White House"}],
                "optional": False,
            },
            {"name": "Jane Missed", "aliases": [], "roles": [], "optional": False},
        ],
        "organizations": [{"name": "The White House", "aliases": [], "type": "government", "optional": False}],
        "treaties": [],
        "transfers": [
            transfer(
                "DPRK", "Russia", "ammunition", "delivered",
                sources=["Kirby"], denied_by=["North Korea"], quantity=11000,
            ),
            transfer("Poland", "Ukraine", "armoured-vehicles", "delivered", quantity=13),
        ],
    },
    "second": {
        "people": [],
        "organizations": [],
        "treaties": [
            {"name": "Partnership Treaty of Somewhere", "aliases": [], "parties": ["Russia", "DPRK"], "optional": False}
        ],
        "transfers": [transfer("North Korea", "Russia", "missiles", "withheld")],
    },
}  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    for name, facts in GOLD.items():
        (folder / f"{name}.json").write_text(json.dumps(facts), encoding="utf-8")
    return folder


def test_counts(gold: Path, sample_graph: Path) -> None:
    score = evaluation.evaluate(gold, store.load(sample_graph))
    found = {name: (f["tp"], f["fp"], f["fn"]) for name, f in score.figures().items() if "tp" in f}
    assert found == {
        "transfer pair": (3, 0, 0),
        "transfer pair+category": (3, 0, 0),
        "transfer pair+category+stage": (1, 2, 2),
        "people": (1, 0, 1),
        "roles": (0, 1, 1),  # spokesman is not spokesperson
        "organizations": (1, 1, 0),  # Wagner Group is not in this gold
        "treaties": (1, 0, 0),
    }
    assert {name: (d.right, d.of) for name, d in score.details.items()} == {
        "source": (1, 1),
        "denial": (1, 1),
        "quantity": (1, 1),
    }


def test_false_assertions(gold: Path, sample_graph: Path) -> None:
    score = evaluation.evaluate(gold, store.load(sample_graph))
    # Poland to Ukraine has ground; the denied flow is not asserted; missiles to Russia are withheld by the gold.
    assert (score.false_assertions.right, score.false_assertions.of) == (1, 2)
    assert [article for article, _ in score.groundless] == ["second"]


def test_what_is_optional_counts_for_nothing(gold: Path, sample_graph: Path) -> None:
    facts = json.loads((gold / "first.json").read_text())
    for entry in (*facts["transfers"], *facts["people"]):
        entry["optional"] = True
    (gold / "first.json").write_text(json.dumps(facts))
    figures = evaluation.evaluate(gold, store.load(sample_graph)).figures()
    assert (figures["people"]["tp"], figures["people"]["fp"], figures["people"]["fn"]) == (0, 0, 0)


def test_reports(gold: Path, sample_graph: Path) -> None:
    score = evaluation.evaluate(gold, store.load(sample_graph))
    assert json.loads(evaluation.to_json(score))["articles"] == 2
    table = evaluation.to_table(score, verbose=True)
    assert "MISSED people first jane missed" in table
    assert "false assertions" in table


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"people": []}', '{"people": [{}], "organizations": [], "treaties": [], "transfers": []}']
)
def test_gold_that_cannot_be_read(text: str, tmp_path: Path, sample_graph: Path) -> None:
    (tmp_path / "first.json").write_text(text)
    with pytest.raises(GoldError, match="; "):
        evaluation.evaluate(tmp_path, store.load(sample_graph))


def test_gold_that_is_not_there(tmp_path: Path, sample_graph: Path) -> None:
    for folder in (tmp_path, tmp_path / "missing"):
        with pytest.raises(GoldError, match="; "):
            evaluation.evaluate(folder, store.load(sample_graph))
