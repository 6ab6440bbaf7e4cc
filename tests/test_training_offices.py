"""Training whose an office is: examples from texts with facts, pieces of names, and weights that tell countries apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import packed
from kg.extractors.offices import countries, weights
from kg.extractors.offices.weights import ANY, NAME, NOWHERE, Weights
from kg.ontology import Ontology
from training import offices
from training.offices import Example

TEXTS = """=== made-up-1 2020-02-03
Peru buys ships

Peru has bought two ships from France. Defence Minister Ana Rojas said so in Lima.
---
P: Ana Rojas | role=Defence Minister @ Peru

=== made-up-2 2020-02-04
Chile waits

Chile waits for Germany's answer. Admiral Luis Rojas works for the port authority.
---
P: Luis Rojas | role=Admiral @ port authority
"""
HOLDERS = [("Ana Rojas", "Peru"), ("Luis Rojas", "Peru"), ("Jean Moreau", "France"), ("Luc Morel", "France")]


def test_examples_are_offices_without_a_country_whose_country_the_gold_has(tmp_path: Path, vocabulary: Ontology) -> None:
    (tmp_path / "made-up.facts").write_text(TEXTS, encoding="utf-8")
    before = countries.may_be_of
    (example,), holders = offices.read([tmp_path], vocabulary)
    assert (example.person, example.right) == ("Ana Rojas", {"Peru"})
    assert {"Peru", "France"} <= set(example.features)
    assert holders == {("Ana Rojas", "Peru", "made-up-1")}
    assert countries.may_be_of is before


def test_names_are_weighed_by_who_bears_alike_ones() -> None:
    learnt = Weights({}, offices.learn_names(HOLDERS))
    rojas, moreau = (learnt.compare(name, ["Peru", "France", "Norway"]) for name in ("Eva Rojas", "Marie Moreau"))
    assert rojas["Peru"] > rojas["France"]
    assert moreau["France"] > moreau["Peru"]
    assert rojas["Norway"] == 0.0, "nobody is known there"
    assert all(table[ANY] < 0 for table in learnt.names.values())


def test_pieces_have_no_accents_and_know_the_ends_of_words() -> None:
    found = [*weights.pieces("José Ng")]
    assert {"^jose$", "^jo", "se$", "ng$"} <= {*found}
    assert all(piece.isascii() for piece in found)


def test_an_article_s_own_names_do_not_judge_it() -> None:
    holders = {(name, country, "one") for name, country in HOLDERS}
    (told,) = offices.judge_names([Example("one", "Ana Rojas", {"Peru": {"first": 1.0}}, frozenset({"Peru"}))], holders)
    assert told.features == {"Peru": {"first": 1.0, NAME: 0.0}}


@pytest.fixture
def examples() -> list[Example]:
    """Thirty offices, each of the country that is named first."""
    found = []
    for n, (first, other) in enumerate([("Peru", "France"), ("France", "Peru")] * 15):
        found.append(Example(f"a{n}", "Ana Rojas", {first: {"first": 1.0}, other: {"first": 0.0}}, frozenset({first})))
    return found


def test_weights_tell_which_country_it_is(examples: list[Example]) -> None:
    found = offices.fit(examples)
    assert found["first"] > offices.BY_HAND["first"]
    assert found[NOWHERE] < 0, "no example is nobody's"
    assert offices.measure(Weights(found, {}), examples) == {"right": 30}


def test_the_same_weights_make_the_same_bytes(examples: list[Example]) -> None:
    one, other = (packed.pack(Weights(offices.fit(examples), offices.learn_names(HOLDERS))) for _ in range(2))
    assert one == other
