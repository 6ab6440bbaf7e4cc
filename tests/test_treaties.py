"""Treaties and other agreements between states."""

from __future__ import annotations

import pytest

from kg.extractors import treaties
from kg.records import Treaty
from tests.reading import annotated


def found(nlp, vocabulary, *paragraphs: str) -> list[Treaty]:
    return list(treaties.extract(annotated(nlp, vocabulary, *paragraphs), vocabulary))


@pytest.mark.parametrize(
    ("text", "name", "parties"),
    [
        ("Peru and Chile signed a mutual defense treaty in May.", "mutual defense treaty", {"Peru", "Chile"}),
        ("A transit agreement between Norway and Sweden was signed.", "transit agreement", {"Norway", "Sweden"}),
        ("Peru has ratified a nuclear cooperation deal with Chile.", "nuclear cooperation deal", {"Peru", "Chile"}),
        ("Norway praised its treaty of friendship with Sweden.", "treaty of friendship", {"Norway", "Sweden"}),
    ],
)
def test_a_described_agreement(nlp, vocabulary, text: str, name: str, parties: set[str]) -> None:
    (treaty,) = found(nlp, vocabulary, text)
    assert treaty.name == name
    assert {party.name for party in treaty.parties} == parties


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rifles reached Somalia in spite of the United Nations embargo.", ["United Nations embargo"]),
        ("The arms embargo that the Security Council imposed holds.", ["arms embargo"]),
        ("Norway keeps its embargo on Chile.", []),
        ("An agreement between the governments, worth $2 billion, was signed.", ["agreement between the governments"]),
        ("Peru and Chile keep their vehicle deal.", []),
        ("The pact was signed on Monday.", ["pact"]),
        ("Norway kept to the treaty of 1958.", ["treaty of 1958"]),
        ("Ships of Peru guard the coast under an agreement of May.", ["agreement of May"]),
        ("Peru signed a defence agreement with Chile and then sold it trucks.", ["defence agreement"]),
        ("Norway is bound by the 1958 agreement.", ["1958 agreement"]),
        ("Peru and Chile have signed mutual assistance pacts.", ["mutual assistance pacts"]),
        ("Peru has signed agreements.", []),
        ("It is forbidden by a resolution that the Security Council adopted.", ["resolution"]),
        ("It is forbidden by a resolution that the party adopted.", []),
        ("The truce of March 2022 holds.", ["truce of March 2022"]),
        ("A ceasefire brokered by Norway holds.", ["ceasefire"]),
        ("A truce is wanted by the neighbours.", []),
        ("There is no UN resolution against it.", []),
        ("The United Nations arms embargo on Libya holds.", ["United Nations arms embargo on Libya"]),
    ],
)
def test_what_binds_states(nlp, vocabulary, text: str, names: list[str]) -> None:
    assert [treaty.name for treaty in found(nlp, vocabulary, text)] == names


def test_a_known_treaty_brings_its_parties(nlp, vocabulary) -> None:
    (treaty,) = found(nlp, vocabulary, "Russia has suspended New START.")
    assert (treaty.name, treaty.status, treaty.kind) == ("New START", "suspended", "arms control")
    assert {party.name for party in treaty.parties} >= {"Russia", "United States"}


def test_a_known_treaty_may_be_written_with_a_small_letter(nlp, vocabulary) -> None:
    (treaty,) = found(nlp, vocabulary, "The Pretoria agreement ended the war.")
    assert (treaty.name, treaty.kind) == ("Pretoria agreement", "peace")


def test_the_treaty_is_the_one_before(nlp, vocabulary) -> None:
    told = found(nlp, vocabulary, "Peru and Chile signed a border treaty.", "The treaty will take effect in May.")
    assert [treaty.name for treaty in told] == ["border treaty"]
    assert "treaty" in told[0].aliases


def test_both_countries_are_the_two_named_before(nlp, vocabulary) -> None:
    (treaty,) = found(
        nlp, vocabulary, "Norway works closely with Sweden.", "Last year the two countries signed a defense pact."
    )
    assert {party.name for party in treaty.parties} == {"Norway", "Sweden"}


def test_a_resolution_of_the_united_nations(nlp, vocabulary) -> None:
    (treaty,) = found(nlp, vocabulary, "The sale violates UN Security Council Resolution 1718.")
    assert (treaty.name, treaty.kind, treaty.status) == (
        "UN Security Council Resolution 1718",
        "resolution",
        "violated",
    )


@pytest.mark.parametrize(
    "text",
    [
        "Peru signed a $2 billion deal with Norway to buy ships.",
        "An arms deal between Peru and Norway was announced.",
        "The deal includes spare parts.",
        "No agreement between Peru and Chile was reached.",
        "Chile's agreement to lend the tanks was welcomed.",
        "The North Atlantic Treaty Organization met.",
    ],
)
def test_what_is_no_treaty(nlp, vocabulary, text: str) -> None:
    assert found(nlp, vocabulary, text) == []


def test_the_evidence_shows_name_and_sentence(nlp, vocabulary) -> None:
    (treaty,) = found(nlp, vocabulary, "Peru and Chile signed a border treaty.")
    assert [e.quote for e in treaty.evidence] == ["border treaty", "Peru and Chile signed a border treaty."]
