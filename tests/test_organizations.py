"""Organizations and their classes."""

from __future__ import annotations

import pytest

from kg import resources
from kg.extractors import organizations
from kg.extractors.names import entities
from kg.extractors.names.writing import Writing
from kg.ontology import fold
from tests.reading import annotated


def kinds(nlp, vocabulary, *paragraphs: str) -> dict[str, str]:
    doc = annotated(nlp, vocabulary, *paragraphs)
    return {o.name: vocabulary.notation(o.kind) for o in organizations.extract(doc, vocabulary)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("NATO will decide in June.", "NATO", "alliance"),
        ("The Pentagon said so.", "Pentagon", "government"),
        ("The Turkish defence ministry said so.", "Turkish defence ministry", "government"),
        ("The Ministry of Strategic Affairs of Peru said so.", "Ministry of Strategic Affairs of Peru", "government"),
        ("The Defence Ministry in Lima said so.", "Defence Ministry in Lima", "government"),
        ("Three soldiers of the 47th mechanized brigade fell.", "47th mechanized brigade", "military"),
        ("It was told by the Social Democrats.", "Social Democrats", "other"),
        ("A deputy of the Left party said so.", "Left party", "other"),
        ("Konrad Ott wrote on X that they had left.", "X", "company"),
        ("The tanks were mended at the Tarvik works.", "Tarvik works", "company"),
        ("The yards of Hanwha Defense are full.", "Hanwha Defense", "company"),
        ("It has ordered 72 jets from BAE Systems 72 days ago.", "BAE Systems", "company"),
        ("The U.N. Office on Drugs and Crime said so.", "U.N. Office on Drugs and Crime", "intergovernmental"),
        ("It is the base of the 1st Air Defence Brigade.", "1st Air Defence Brigade", "military"),
        ("It was told by the German Bundestag.", "Bundestag", "government"),
        ("The Peruvian navy has two ships.", "Peruvian navy", "military"),
        ("The Royal Danish Navy has two ships.", "Royal Danish Navy", "military"),
        ("It was built by Nordic Aerospace Industries in Oslo.", "Nordic Aerospace Industries", "company"),
        (
            "He works at the Harlow Institute for Advanced Studies.",
            "Harlow Institute for Advanced Studies",
            "think-tank",
        ),
        ("The US embassy in Lima said so.", "US embassy in Lima", "government"),
        ("Hezbollah fired the rockets.", "Hezbollah", "armed-group"),
        ("The Kremlin said so.", "Kremlin", "government"),
    ],
)
def test_an_organization_and_its_class(nlp, vocabulary, text: str, name: str, kind: str) -> None:
    assert kinds(nlp, vocabulary, text)[name] == kind


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("The pumps came from the Oslo firm Tarvik, which is small.", "Tarvik", "company"),
        ("A Danish maker, Tarvik, sold them.", "Tarvik", "company"),
        ("The pumps were made by Tarvik in May.", "Tarvik", "company"),
        ("Peru bought them through the Finnish-based Tarvik.", "Tarvik", "company"),
        ("Peru has a contract with Tarvik for pumps.", "Tarvik", "company"),
        ("Rheinmetall, Tarvik and Ollberg have offers ready.", "Ollberg", "company"),
        ("It was told by the portal Tarvik on Monday.", "Tarvik", "media"),
        ("She told Tarvik radio so.", "Tarvik", "media"),
        ("The trucks came from BMC in May.", "BMC", "company"),
        ("Hanwha Aerospace Co. said so on Monday.", "Hanwha Aerospace Co.", "company"),
        ("The Peruvian police found the rifles.", "Peruvian police", "military"),
        ("The rifles are gone, the interior ministry said.", "interior ministry", "government"),
        ("Peru's defence ministry said so.", "Peru's defence ministry", "government"),
        ("Their former interior ministry is empty.", "interior ministry", "government"),
        ("The Peruvian ministry of trade said so.", "Peruvian ministry of trade", "government"),
        ("The Peruvian embassy said so.", "Peruvian embassy", "government"),
        ("Vietnamese state media reported the visit.", "Vietnamese state media", "media"),
        ("A Chilean foreign ministry spokeswoman said so.", "Chilean foreign ministry", "government"),
        ("It was told by the site Tarvik, which is new.", "Tarvik", "media"),
    ],
)
def test_an_unknown_organization_is_told_by_the_words_beside_it(
    nlp, vocabulary, text: str, name: str, kind: str
) -> None:
    assert kinds(nlp, vocabulary, text).get(name) == kind


@pytest.mark.parametrize(
    "text",
    [
        "Peru's navy has two ships.",
        "Peru's embassy said so.",
        "A foreign ministry official said so.",
        "Neither defence ministry said so.",
        "The rifles went to Syrian rebels.",
        "Arms reached Chile's insurgents.",
        "What state television showed was old.",
        "The Bush administration said so.",
    ],
)
def test_a_body_of_a_state_in_small_letters_is_described_and_not_named(nlp, vocabulary, text: str) -> None:
    assert kinds(nlp, vocabulary, text) == {}


@pytest.mark.parametrize(
    "text",
    [
        '"They never came," said Tarvik Ollberg, a farmer.',
        "An adviser, Tarvik Ollberg, said so.",
        "She told a Hamburg newspaper so.",
        "An Antonov landed on Monday.",
        "The crew of the Tarvik, a freighter, slept. The Tarvik left on Monday.",
        "Several Social Democrats agreed.",
        "The planes took off from Leipzig on Monday.",
        "Erbil and Kharkiv were hit.",
        "The frigate Tarvik left on Monday.",
        "The ministry in Lima said so.",
        "It is a sale of the Boeing 747.",
        "Security was in the hands of guards.",
        "The crew of the freighter Ong Dal Gang slept.",
        "Peru was offered Foreign Military Sales of trucks.",
        "It was told by retired Air Force Gen. Jo Doe.",
    ],
)
def test_places_ships_and_types_are_no_organizations(nlp, vocabulary, text: str) -> None:
    assert kinds(nlp, vocabulary, text) == {}


@pytest.mark.parametrize(
    ("text", "name", "named"),
    [
        ("It was told by Tarvik.", "Tarvik", True),
        ("It was told by Tarvik Watch.", "Tarvik Watch", True),
        ("Tarvik and Ollberg came.", "Tarvik and Ollberg", False),
        ("The Tarviks are old.", "Tarviks", False),
        ("Peru has BLOCKED it.", "BLOCKED", False),
        ("Boats left Tarvik for Ollberg.", "Tarvik for Ollberg", False),
    ],
)
def test_what_can_be_the_name_of_an_organization(nlp, vocabulary, text: str, name: str, named: bool) -> None:
    doc = annotated(nlp, vocabulary, text)
    span = doc.char_span(text.index(name), text.index(name) + len(name))
    assert entities.is_name(Writing(doc, vocabulary), span.start, span.end) == named


def test_the_list_of_towns_is_in_order_and_as_names_are_compared() -> None:
    names = resources.towns_file().read_text(encoding="utf-8").splitlines()[1:]
    assert names == sorted(set(names))
    assert [name for name in names if name != fold(name) or not name.isascii()] == []


def test_one_head_word_may_name_two_bodies(nlp, vocabulary) -> None:
    assert set(kinds(nlp, vocabulary, "The Danish and Swedish navies sailed.")) == {"Danish navy", "Swedish navy"}


def test_the_name_is_the_one_that_the_article_uses(nlp, vocabulary) -> None:
    assert set(kinds(nlp, vocabulary, "A UN official said so.")) == {"UN"}
    assert set(kinds(nlp, vocabulary, "The United Nations (UN) met.", "The UN said so.")) == {"United Nations"}


def test_a_short_form_is_the_full_one(nlp, vocabulary) -> None:
    found = kinds(nlp, vocabulary, "The Chilean Ministry of Defence bought them.", "The Ministry of Defence paid.")
    assert set(found) == {"Chilean Ministry of Defence"}


@pytest.mark.parametrize(
    "text",
    [
        "Moscow has sold the ships.",  # a capital is the country
        "Chilean military helicopters landed.",  # an adjective
        "The Ministry was told.",  # nothing but the head word
        "The Red Sea is calm.",
        "The government of Peru paid.",
        "Ships sailed from the West Bank.",
        "The people of El Fasher bury their dead.",
        "The dam on the Blue Nile is full.",
        "Ours is a country of peace.",
    ],
)
def test_what_is_no_organization(nlp, vocabulary, text: str) -> None:
    assert kinds(nlp, vocabulary, text) == {}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was told by the German Bundestag.", "Bundestag"),
        ("It was told by Iran's Revolutionary Guards.", "Revolutionary Guards"),
        ("It was told by the Defence Ministry in Lima.", "Defence Ministry in Lima"),
        ("It was told by Peru's Foreign Ministry.", "Peru's Foreign Ministry"),
        ("It was told by the Addis Ababa Tribune.", "Addis Ababa Tribune"),
    ],
)
def test_the_evidence_shows_the_name_alone(nlp, vocabulary, text: str, name: str) -> None:
    (organization,) = organizations.extract(annotated(nlp, vocabulary, text), vocabulary)
    assert [(e.quote, e.role) for e in organization.evidence] == [(name, "name")]


def test_evidence_names_the_place(nlp, vocabulary) -> None:
    doc = annotated(nlp, vocabulary, "The Pentagon said so.", "Officials at the Pentagon agreed.")
    (organization,) = organizations.extract(doc, vocabulary)
    assert organization.country == "United States"
    assert [doc.text[e.start : e.end] for e in organization.evidence] == ["Pentagon", "Pentagon"]
    assert [e.role for e in organization.evidence].count("name") == 1
