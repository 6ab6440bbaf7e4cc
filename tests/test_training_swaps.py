"""Countries swapped in training texts: every form of one for the same form of another, and each word keeps its place."""

from __future__ import annotations

import random

import pytest

from kg.ontology import Ontology
from training import swaps
from training.swaps import Countries

WORDS = "North Korea denied that Pyongyang had sold North Korean shells to Russia , a Russian paper wrote .".split()

NAMED = {"Chad", "France", "Japan", "New Zealand", "North Korea", "Peru", "Russia", "South Korea"}


@pytest.fixture
def countries(vocabulary: Ontology, monkeypatch: pytest.MonkeyPatch) -> Countries:
    monkeypatch.setattr(swaps, "SHARE", 1.0)
    return Countries(vocabulary, NAMED)


def test_countries_are_found_in_each_form(countries: Countries) -> None:
    found = [(" ".join(WORDS[f.start : f.end]), f.country, f.form) for f in countries.find(WORDS)]
    assert found == [
        ("North Korea", "North Korea", "labels"),
        ("Pyongyang", "North Korea", "capitals"),
        ("North Korean", "North Korea", "demonyms"),
        ("Russia", "Russia", "labels"),
        ("Russian", "Russia", "demonyms"),
    ]


def test_one_country_becomes_one_other_throughout(countries: Countries, vocabulary: Ontology) -> None:
    seen = set()
    for seed in range(20):
        spelled = countries.swap(WORDS, random.Random(seed))
        assert len(spelled) == len(WORDS)
        assert (spelled[0], spelled[7]) == ((), ())  # the last word of a name stands for all of it
        text = [word for words in spelled for word in words]
        found = countries.find(text)
        north, south = found[0].country, found[3].country
        assert [f.country for f in found] == [north, north, north, south, south]
        assert north != south
        assert [w for w in text if w in WORDS and w.islower()] == [w for w in WORDS if w.islower()]
        seen.add(north)
    assert len(seen) > 4
    assert seen <= NAMED


def test_what_is_swapped_is_chance_and_may_be_nothing(countries: Countries, monkeypatch: pytest.MonkeyPatch) -> None:
    assert countries.swap(WORDS, random.Random(3)) == countries.swap(WORDS, random.Random(3))
    assert countries.swap(WORDS, random.Random(3)) != countries.swap(WORDS, random.Random(4))
    monkeypatch.setattr(swaps, "SHARE", 0.0)
    assert countries.swap(WORDS, random.Random(3)) == [(word,) for word in WORDS]
