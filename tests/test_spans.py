"""Who is named where, and under which name."""

from __future__ import annotations

import pytest

from tests.reading import annotated


def mentions(nlp, vocabulary, *paragraphs: str) -> list[tuple[str, str, str]]:
    doc = annotated(nlp, vocabulary, *paragraphs)
    return [(doc[m.start : m.end].text, m.kind, m.name) for m in doc._.mentions]


@pytest.mark.parametrize(
    ("text", "words", "name", "form"),
    [
        ("Seoul has sent tanks.", "Seoul", "South Korea", "capital"),
        ("A South Korean firm built them.", "South Korean", "South Korea", "demonym"),
        ("The Poles have paid for them.", "Poles", "Poland", "people"),
        ("The DPRK denies it.", "DPRK", "North Korea", "name"),
        ("U.S. officials were told.", "U.S.", "United States", "demonym"),
    ],
)
def test_a_country_has_many_names(nlp, vocabulary, text: str, words: str, name: str, form: str) -> None:
    doc = annotated(nlp, vocabulary, text)
    found = {doc[m.start : m.end].text: m for m in doc._.mentions}
    assert (found[words].name, found[words].kind, found[words].form) == (name, "Country", form)


@pytest.mark.parametrize(
    ("published", "text", "state"),
    [
        ("1985-05-01", "Moscow has sold Peru tanks.", "Soviet Union"),
        ("1985-05-01", "The Russian tanks came by ship.", "Soviet Union"),
        ("1991-12-26", "Moscow has sold Peru tanks.", "Russia"),
        ("", "Moscow has sold Peru tanks.", "Russia"),
        ("2021-05-01", "Soviet tanks came to Peru in 1973.", "Soviet Union"),
        ("1989-02-01", "Prague has sold Peru tanks.", "Czechoslovakia"),
        ("1989-02-01", "Bonn has sold Peru tanks.", "West Germany"),
        ("1995-02-01", "Bonn has sold Peru tanks.", "Germany"),
        ("1995-02-01", "West German tanks came to Peru in 1973.", "West Germany"),
        ("1941-07-01", "German tanks have crossed the Bug.", "Germany"),
    ],
)
def test_a_name_is_of_the_state_of_its_day(nlp, vocabulary, published: str, text: str, state: str) -> None:
    doc = annotated(nlp, vocabulary, text, published=published)
    assert state in {mention.name for mention in doc._.mentions}


def test_the_north_is_a_country_beside_its_name_only(nlp, vocabulary) -> None:
    assert ("the North", "Country", "North Korea") in mentions(
        nlp, vocabulary, "North Korea sold shells. Experts say the North needs cash."
    )
    assert mentions(nlp, vocabulary, "Rain fell in the North of the island.") == []


def test_a_longer_name_hides_the_country_in_it(nlp, vocabulary) -> None:
    kinds = [kind for _, kind, _ in mentions(nlp, vocabulary, "The Bank of China Tower stands in New Mexico.")]
    assert "Country" not in kinds


def test_small_words_are_no_country(nlp, vocabulary) -> None:
    assert mentions(nlp, vocabulary, "They told us that it is over.") == []


def test_a_surname_is_the_person_named_before(nlp, vocabulary) -> None:
    found = mentions(nlp, vocabulary, "Maria Lindgren spoke first.", "Later Lindgren left.")
    assert [name for _, kind, name in found if kind == "Person"] == ["Maria Lindgren", "Maria Lindgren"]


def test_a_family_name_may_come_first(nlp, vocabulary) -> None:
    found = mentions(nlp, vocabulary, "President Choi Min-ho spoke first.", "Later Choi left for Busan.")
    assert [name for _, kind, name in found if kind == "Person"] == ["Choi Min-ho", "Choi Min-ho"]


def test_titles_are_no_part_of_a_name(nlp, vocabulary) -> None:
    found = mentions(nlp, vocabulary, "Swedish Defence Minister Anna Lindgren met General Paul Brandt.")
    assert [name for _, kind, name in found if kind == "Person"] == ["Anna Lindgren", "Paul Brandt"]


def test_an_acronym_in_brackets_is_the_name_before(nlp, vocabulary) -> None:
    found = mentions(
        nlp, vocabulary, "The Baltic Sanctions Monitoring Team (BSMT) met in Riga.", "The BSMT will report in May."
    )
    assert [name for words, _, name in found if words == "BSMT"] == ["Baltic Sanctions Monitoring Team"] * 2


def test_an_acronym_of_wares_is_nobody(nlp, vocabulary) -> None:
    found = mentions(nlp, vocabulary, "Peru bought unmanned boats (UB) in May.", "The UB are fast.")
    assert all(words != "UB" for words, _, _ in found)


def test_a_person_has_the_country_of_the_office(nlp, vocabulary) -> None:
    doc = annotated(nlp, vocabulary, "Peruvian President Luis Rojas spoke.", "Rojas then left.")
    people = [m for m in doc._.mentions if m.kind == "Person"]
    assert [m.country for m in people] == ["Peru", "Peru"]


def test_an_administration_is_a_government(nlp, vocabulary) -> None:
    doc = annotated(nlp, vocabulary, "The Harding administration has told Congress.")
    first = doc._.mentions[0]
    assert (first.kind, first.name, first.country) == ("GovernmentBody", "Harding administration", "United States")


def test_mentions_do_not_overlap_and_come_in_order(nlp, vocabulary) -> None:
    doc = annotated(nlp, vocabulary, "South Korea's Foreign Ministry spoke to the UN Security Council in New York.")
    ends = [0]
    for mention in doc._.mentions:
        assert mention.start >= ends[-1]
        assert mention.start <= mention.root < mention.end
        ends.append(mention.end)
