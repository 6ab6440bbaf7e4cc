"""People and their offices."""

from __future__ import annotations

import pytest

from kg.extractors import people
from kg.extractors.names.lexicons import lexicon
from tests.reading import annotated


def offices(nlp, vocabulary, *paragraphs: str) -> dict[str, list[tuple[str, str]]]:
    doc = annotated(nlp, vocabulary, *paragraphs)
    return {
        person.name: [(office.title, office.of.name if office.of else "") for office in person.offices]
        for person in people.extract(doc, vocabulary)
    }


@pytest.mark.parametrize(
    ("text", "name", "title", "of"),
    [
        # before the name
        ("Peruvian President Luis Rojas has spoken.", "Luis Rojas", "President", "Peru"),
        ("NATO Secretary-General Anna Brandt has spoken.", "Anna Brandt", "Secretary-General", "NATO"),
        ("Pentagon spokesman John Harlow said so.", "John Harlow", "spokesman", "Pentagon"),
        ("Pentagon policy chief John Harlow said so.", "John Harlow", "policy chief", "Pentagon"),
        ("Airbus spokesman John Harlow said so.", "John Harlow", "spokesman", "Airbus"),
        (
            "Peru's ambassador to Japan Ana Rojas said so.",
            "Ana Rojas",
            "ambassador to Japan",
            "Peru",
        ),
        (
            "Chinese Foreign Ministry spokeswoman Li Wenhua said so.",
            "Li Wenhua",
            "spokeswoman",
            "Chinese Foreign Ministry",
        ),
        ("Poland's Defense Minister Jan Nowicki said so.", "Jan Nowicki", "Defense Minister", "Poland"),
        ("Former Norwegian Prime Minister Lars Holm said so.", "Lars Holm", "Former Prime Minister", "Norway"),
        ("Foreign Minister of Chile Pablo Araya said so.", "Pablo Araya", "Foreign Minister", "Chile"),
        # after the name
        (
            "It was signed by Jan Nowicki, the Polish defence minister, on Monday.",
            "Jan Nowicki",
            "defence minister",
            "Poland",
        ),
        ("Anna Brandt, head of the European Commission, said so.", "Anna Brandt", "head", "European Commission"),
        ("John Harlow, spokesperson for the White House, said so.", "John Harlow", "spokesperson", "White House"),
        (
            "General Laura Marsh, who heads the US Central Command, said so.",
            "Laura Marsh",
            "head",
            "US Central Command",
        ),
        (
            "Anna Brandt, who is an analyst at the Brookings Institution, said so.",
            "Anna Brandt",
            "analyst",
            "Brookings Institution",
        ),
        (
            "Anna Brandt, former head of the security firm Blackwater, said so.",
            "Anna Brandt",
            "former head",
            "Blackwater",
        ),
        (
            "Anna Brandt, who chairs the defence committee of the Bundestag, said so.",
            "Anna Brandt",
            "chair of the defence committee",
            "Bundestag",
        ),
        (
            "Anna Brandt, chair of the Bundestag's defence committee, said so.",
            "Anna Brandt",
            "chair of the defence committee",
            "Bundestag",
        ),
        # the title first, then a comma
        ("Norway's ambassador to the UN, Lars Holm, said so.", "Lars Holm", "ambassador to the UN", "Norway"),
        ("A spokesman for the Peruvian navy, Luis Rojas, said so.", "Luis Rojas", "spokesman", "Peruvian navy"),
        (
            "A Foreign Ministry spokesman in Lima, Luis Rojas, said so.",
            "Luis Rojas",
            "Foreign Ministry spokesman",
            "Peru",
        ),
        ("The Indian Air Force commander, Air Marshal Om Rao, came.", "Om Rao", "commander", "Indian Air Force"),
        (
            "It went to Airbus, whose chief technology officer Eva Lund spoke.",
            "Eva Lund",
            "chief technology officer",
            "Airbus",
        ),
        ("The Turkish president, Mehmet Aydin, said so.", "Mehmet Aydin", "president", "Turkey"),
        (
            "A spokeswoman for the Turkish minister, Anna Brandt, said so.",
            "Anna Brandt",
            "spokeswoman for the Turkish minister",
            "Turkey",
        ),
        ("Guns have come, the Peruvian general, Luis Rojas, said at the port.", "Luis Rojas", "general", "Peru"),
        ("In Peru, Public Enterprises Minister Luis Rojas spoke.", "Luis Rojas", "Public Enterprises Minister", "Peru"),
        ("So said Luis Rojas, an adviser to the air force of Peru.", "Luis Rojas", "adviser", "Peru"),
        ("A Peruvian officer, Captain Luis Rojas, said so.", "Luis Rojas", "officer", "Peru"),
    ],
)
def test_an_office_beside_a_name(nlp, vocabulary, text: str, name: str, title: str, of: str) -> None:
    assert (title, of) in offices(nlp, vocabulary, text)[name]


@pytest.mark.parametrize(
    ("text", "name", "title", "of"),
    [
        # a known leader, whatever country the article speaks of
        ("Ethiopia will buy them, President Tayyip Erdogan said.", "Tayyip Erdogan", "President", "Turkey"),
        ("Chancellor Scholz said so.", "Scholz", "Chancellor", "Germany"),
        # where an envoy is posted is part of the title
        (
            "Philippine Ambassador to Washington Jose Santos spoke.",
            "Jose Santos",
            "Ambassador to Washington",
            "Philippines",
        ),
        ("Ana Rojas, Peru's ambassador to the UN, spoke.", "Ana Rojas", "ambassador to the UN", "Peru"),
        # so is a ministry that does not say of which country it is
        (
            "Tehran rejects it. Foreign Ministry spokesman Reza Karimi spoke.",
            "Reza Karimi",
            "Foreign Ministry spokesman",
            "Iran",
        ),
        (
            "A Foreign Ministry spokesman in Ankara, Mehmet Aydin, spoke.",
            "Mehmet Aydin",
            "Foreign Ministry spokesman",
            "Turkey",
        ),
        # no more than a rank
        ("Brigadier General John Harlow said so.", "John Harlow", "Brigadier General", ""),
        ("A military official, Brigadier General John Harlow, said so.", "John Harlow", "Brigadier General", ""),
        # after the name
        (
            "Eva Lund, who chairs the defence committee of the Bundestag, said so.",
            "Eva Lund",
            "chair of the defence committee",
            "Bundestag",
        ),
        ("Paul Brandt, former head of the security firm Blackwater, left.", "Paul Brandt", "former head", "Blackwater"),
        ("Economics Minister Eva Lund of Norway wrote to Chile.", "Eva Lund", "Economics Minister", "Norway"),
    ],
)
def test_one_office_for_each(nlp, vocabulary, text: str, name: str, title: str, of: str) -> None:
    assert offices(nlp, vocabulary, text)[name] == [(title, of)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Abu Dhabi's ambassador to the UN, Salma Haddad, wrote to the council.", ["Salma Haddad"]),
        ("They want a base on the Red Sea, a member of the junta said.", []),
        ("Walder St. Louis, who did the buying, was arrested.", ["Walder St. Louis"]),
        ("The recipient was Germine Joly, known as Yonyon, who ran the gang.", ["Germine Joly"]),
        ("The frigate stopped a ship, the Cirkin. The Cirkin sailed on.", []),
        ("France is to provide radars, and Bastion armoured carriers are on the way.", []),
    ],
)
def test_who_is_a_person(nlp, vocabulary, text: str, names: list[str]) -> None:
    assert list(offices(nlp, vocabulary, text)) == names


def test_two_prime_ministers_share_a_title(nlp, vocabulary) -> None:
    found = offices(
        nlp, vocabulary, "He met Paul Brandt and Anna Lindgren, prime ministers of Norway and Sweden, on Monday."
    )
    assert found == {"Paul Brandt": [("prime minister", "Norway")], "Anna Lindgren": [("prime minister", "Sweden")]}


def test_a_counterpart_has_the_same_office(nlp, vocabulary) -> None:
    found = offices(nlp, vocabulary, "Peruvian President Luis Rojas met his Chilean counterpart, Pablo Araya, in May.")
    assert found["Pablo Araya"] == [("President", "Chile")]


def test_a_counterpart_may_follow_the_name(nlp, vocabulary) -> None:
    text = "Peruvian Prime Minister Luis Rojas stood with President Joe Marsh and Lars Holm, his Norwegian counterpart."
    assert offices(nlp, vocabulary, text)["Lars Holm"] == [("Prime Minister", "Norway")]


@pytest.mark.parametrize(
    ("before", "text", "office"),
    [
        (
            "The Peruvian foreign ministry denied it.",
            "Spokesman Luis Rojas said so on Monday.",
            ("foreign ministry spokesman", "Peru"),
        ),
        ("Airbus will build them.", "Spokeswoman Eva Lund said so on Monday.", ("Spokeswoman", "Airbus")),
        (
            "The US Fifth Fleet stopped a ship. The Peruvian navy helped.",
            "It came late, a fleet spokesman, Cmdr. Jon Hall, said.",
            ("spokesman", "US Fifth Fleet"),
        ),
        (
            "Musa Daoud's Free Syrian Army left.",
            "Daoud's spokesman, Ali Hamid, said so.",
            ("spokesman", "Free Syrian Army"),
        ),
    ],
)
def test_a_bare_spokesman_speaks_for_the_body_before(nlp, vocabulary, before: str, text: str, office) -> None:
    assert office in [found[0] for found in offices(nlp, vocabulary, before, text).values() if found]


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        # where an envoy is posted is not whose he is
        ("Peru's ambassador in Berlin, Ana Rojas, objected.", "Ana Rojas", [("ambassador in Berlin", "Peru")]),
        ("An Arab League diplomat in Canberra, Nabil Haddad, objected.", "Nabil Haddad", [("diplomat", "Arab League")]),
        # whom somebody serves
        ("It was said by Ana Rojas, an adviser to the Peruvian government.", "Ana Rojas", [("adviser", "Peru")]),
        ("It was said by Ana Rojas, an aide to President Vladimir Putin.", "Ana Rojas", [("aide", "Russia")]),
        (
            "Peru objected. Ana Rojas, an adviser to the interior minister, spoke.",
            "Ana Rojas",
            [("adviser to the interior minister", "Peru")],
        ),
        ("It was the idea of a friend of President Vladimir Putin, Ana Rojas.", "Ana Rojas", []),
        # one of several
        ("Airbus knew of it, said one of its engineers, Ana Rojas.", "Ana Rojas", [("engineer", "Airbus")]),
        ("They were told, said officials, Ana Rojas's friends among them.", "Ana Rojas", []),
        # who leads
        ("Ana Rojas, who leads the Democratic Party, spoke.", "Ana Rojas", [("leader", "Democratic Party")]),
        ("They followed Ana Rojas, who heads the security firm Vega Systems.", "Ana Rojas", [("head", "Vega Systems")]),
        # who is known to have acted for a state
        (
            "Spain and Egypt waited, according to its prime minister, Kyriakos Mitsotakis.",
            "Kyriakos Mitsotakis",
            [("prime minister", "Greece")],
        ),
        ("Japan protested. Leader Kim Jong Un watched.", "Kim Jong Un", [("Leader", "North Korea")]),
        ("Japan protested. Leader Luis Rojas watched.", "Luis Rojas", [("Leader", "")]),
        ("Japan protested. President Eisenhower watched.", "Eisenhower", [("President", "United States")]),
        ("In Chile the head of the junta, Luis Rojas, watched.", "Luis Rojas", [("head of the junta", "Chile")]),
    ],
)
def test_whose_an_office_is(nlp, vocabulary, text: str, name: str, found) -> None:
    assert offices(nlp, vocabulary, text)[name] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Lebanon waited. Army commander General Ziad Khoury spoke.",
            [("Army commander", "Lebanon"), ("General", "Lebanon")],
        ),
        ("Lebanon waited. Gen. Ziad Khoury, army commander, spoke.", [("army commander", "Lebanon"), ("Gen.", "Lebanon")]),
        (
            "Egypt watched. General Ziad Khoury, spokesman for the Lebanese army, spoke.",
            [("spokesman", "Lebanese army"), ("General", "Lebanon")],
        ),
        ("Lebanon waited. Brigadier (ret.) Ziad Khoury spoke.", [("Brigadier", "Lebanon")]),
        ("A fleet spokesman, Cmdr. Ziad Khoury, spoke.", [("spokesman", ""), ("Cmdr.", "")]),
        ("A member of the junta, Gen. Ziad Khoury, spoke.", [("member of the junta", ""), ("Gen.", "")]),
        ("Lebanon waited. General Ziad Khoury spoke.", [("General", "Lebanon")]),
        ("Lebanon waited for General Ziad Khoury's rebels.", [("General", "")]),
    ],
)
def test_a_rank_stands_after_the_office_and_is_of_the_same_state(nlp, vocabulary, text: str, found) -> None:
    assert offices(nlp, vocabulary, text)["Ziad Khoury"] == found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Otokar was told of it. Its director Ana Rojas was pleased.", "Ana Rojas", [("director", "Otokar")]),
        ("Hanoi got the planes, said its ambassador, Ana Rojas.", "Ana Rojas", [("ambassador", "Vietnam")]),
        (
            "Saab sells the radars. Jan Nowicki, chairman of the manufacturer, signed.",
            "Jan Nowicki",
            [("chairman", "Saab")],
        ),
        (
            "The Polish deputy prime minister and defence minister, Jan Nowicki, signed.",
            "Jan Nowicki",
            [("deputy prime minister", "Poland"), ("defence minister", "Poland")],
        ),
        (
            "Ana Rojas, the transport minister and head of the Awami League, spoke in Dhaka.",
            "Ana Rojas",
            [("transport minister", "Bangladesh"), ("head", "Awami League")],
        ),
        ("Peru's ex-president Ana Rojas left.", "Ana Rojas", [("ex-president", "Peru")]),
        ("Ana Rojas, Peru's ambassador in Quito, left.", "Ana Rojas", [("ambassador in Quito", "Peru")]),
        (
            "Ana Rojas, who speaks for the Defense Department, left.",
            "Ana Rojas",
            [("spokesperson", "Defense Department")],
        ),
        (
            "Peru's minister of defence, the Hon Ana Rojas MP, left.",
            "Ana Rojas",
            [("minister of defence", "Peru")],
        ),
        ("Ana Rojas, until this week the Peruvian trade minister, left.", "Ana Rojas", [("trade minister", "Peru")]),
        ("King Hussein of Jordan left.", "Hussein", [("King", "Jordan")]),
        # of a body named after the name
        ("General Ana Rojas, of the US Southern Command, left.", "Ana Rojas", [("General", "US Southern Command")]),
        # of a person whose country the article tells
        (
            "Peruvian President Luis Rojas came. Rojas's spokesman, Jan Soto, spoke.",
            "Jan Soto",
            [("spokesman", "Peru")],
        ),
        # of the government, whose country the article is about
        (
            "LIMA - Peru buys them. In Lima the government's spokesman, Jan Soto, said so.",
            "Jan Soto",
            [("government's spokesman", "Peru")],
        ),
        ("Chile will wait. Jan Soto, the president's spokesman, said so.", "Jan Soto", [("president's spokesman", "Chile")]),
        # who acts in the sentence owns the minister
        (
            "Peru had sold nothing to Moscow, its foreign minister, Ana Rojas, said.",
            "Ana Rojas",
            [("foreign minister", "Peru")],
        ),
        # a seat of government is a body, but part of the title where it stands before it
        ("The Kremlin's spokesman, Oleg Demidov, spoke.", "Oleg Demidov", [("spokesman", "Kremlin")]),
        ("Kremlin spokesman Oleg Demidov spoke.", "Oleg Demidov", [("Kremlin spokesman", "Russia")]),
    ],
)
def test_offices_whose_owner_stands_elsewhere(nlp, vocabulary, text: str, name: str, found) -> None:
    assert offices(nlp, vocabulary, text)[name] == found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("\"It is loud,\" said Ana Rojas, a welder.", "Ana Rojas", [("welder", "")]),
        ("A lawyer in Lyon, Ana Rojas, thinks so.", "Ana Rojas", [("lawyer", "")]),
        ("A retired colonel, Ana Rojas, thinks so.", "Ana Rojas", [("colonel", "")]),
        ("Ana Rojas, formerly a judge, thinks so.", "Ana Rojas", [("judge", "")]),
        ("An official of the Polish defence ministry, Jan Soto, said so.", "Jan Soto", [("official", "Polish defence ministry")]),
        ("The welder said that Ana Rojas, a friend, had gone.", "Ana Rojas", []),
        ("Two officials, Jan Soto's neighbours, had gone.", "Jan Soto", []),
    ],
)
def test_callings_by_which_witnesses_are_introduced(nlp, vocabulary, text: str, name: str, found) -> None:
    assert offices(nlp, vocabulary, text)[name] == found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Emmanuel Macron came on Monday. The French president was pleased.", "Emmanuel Macron", [("president", "France")]),
        ("Emmanuel Macron came on Monday. The president was pleased.", "Emmanuel Macron", [("president", "France")]),
        # another country's, another person's, a clause about somebody else
        ("Emmanuel Macron came on Monday. The Peruvian president was pleased.", "Emmanuel Macron", []),
        ("Emmanuel Macron came on Monday. The prime minister of Peru, Luis Soto, was pleased.", "Emmanuel Macron", []),
        ("Emmanuel Macron met Luis Soto. The president was pleased.", "Luis Soto", []),
        ("Emmanuel Macron came on Monday. An adviser of the French president was pleased.", "Emmanuel Macron", []),
    ],
)
def test_a_description_that_takes_up_a_known_statesman(nlp, vocabulary, text: str, name: str, found) -> None:
    assert offices(nlp, vocabulary, text)[name] == found


def test_the_country_of_the_whole_article_goes_before_the_one_named_last(nlp, vocabulary) -> None:
    found = offices(
        nlp,
        vocabulary,
        "LIMA - Peru wants submarines, and Peruvian yards shall build them.",
        "France and South Korea have made offers to Peru.",
        "France is the dearer of the two, deputy defence minister Eva Araya said.",
    )
    assert found["Eva Araya"] == [("deputy defence minister", "Peru")]


def test_an_office_without_a_country_gets_that_of_the_context(nlp, vocabulary) -> None:
    found = offices(
        nlp, vocabulary, "Peru has sold the ships to Chile.", "Defence Minister Ana Rojas said so on Monday."
    )
    assert found["Ana Rojas"] == [("Defence Minister", "Peru")]


@pytest.mark.parametrize(
    ("text", "name", "of"),
    [
        ("Chilean Prime Minister Eva Araya met Foreign Minister Paul Soto.", "Paul Soto", "Chile"),
        (
            "It was agreed by President Eva Araya with Luis Rojas, a Peruvian minister. Chile paid.",
            "Eva Araya",
            "Chile",
        ),
        ("Taiwan's defence ministry thanked Peru. Peru agreed. Defence Minister Lin Bo came.", "Lin Bo", "Taiwan"),
        ("Chile and Peru signed it, President Eva Araya said.", "Eva Araya", "Chile"),
        ("Norwegian President Lars Holm and Defence Minister Eva Lund left Chile.", "Eva Lund", "Norway"),
        ("Peru bought it from France. Congresswoman Eva Soto doubts it.", "Eva Soto", "Peru"),
    ],
)
def test_which_country_of_the_context(nlp, vocabulary, text: str, name: str, of: str) -> None:
    assert [place for _, place in offices(nlp, vocabulary, text)[name]] == [of]


@pytest.mark.parametrize(("name", "of"), [("Nguyen Van Hung", "Vietnam"), ("Carlos Sepúlveda", "Chile")])
def test_of_two_countries_a_name_is_that_of_whose_office_holders_bear_such(nlp, vocabulary, name: str, of: str) -> None:
    text = f"Chile and Vietnam have signed it, Defence Minister {name} said."
    assert [place for _, place in offices(nlp, vocabulary, text)[name]] == [of]


def test_a_name_brings_in_no_country(nlp, vocabulary) -> None:
    found = offices(nlp, vocabulary, "Peru has bought the ships.", "Defence Minister Nguyen Van Hung said so.")
    assert [place for _, place in found["Nguyen Van Hung"]] in (["Peru"], [""])


def test_a_chief_executive_is_that_of_the_company_before(nlp, vocabulary) -> None:
    found = offices(nlp, vocabulary, "Rheinmetall will build them.", "Chief executive Paul Brandt said so on Monday.")
    assert found["Paul Brandt"] == [("Chief executive", "Rheinmetall")]


def test_another_name_of_the_same_person(nlp, vocabulary) -> None:
    doc = annotated(nlp, vocabulary, "The rebels of General Musa Daoud, known as Koba, took Kidal. Koba then left.")
    (person,) = people.extract(doc, vocabulary)
    assert (person.name, person.aliases) == ("Musa Daoud", ("Koba",))


@pytest.mark.parametrize(
    "name", ["Hassan al-Maliki", "Chen Wei-ting", "Luiz da Costa", "George H. W. Marsh", "Ana Rojas Jr."]
)
def test_a_name_is_read_whole(nlp, vocabulary, name: str) -> None:
    assert name in offices(nlp, vocabulary, f"Peruvian President {name} said so on Monday.")


def test_no_country_is_guessed_where_none_is_named(nlp, vocabulary) -> None:
    assert offices(nlp, vocabulary, "President Araya said so on Monday.")["Araya"] == [("President", "")]


def test_a_country_that_lacks_the_office_is_passed_over(nlp, vocabulary) -> None:
    found = offices(nlp, vocabulary, "Peru was patient, but Japan will wait, President Ana Rojas said.")
    assert found["Ana Rojas"] == [("President", "Peru")]


@pytest.mark.parametrize("title", ["King", "Crown Prince"])
def test_a_republic_has_no_king(nlp, vocabulary, title: str) -> None:
    found = offices(nlp, vocabulary, f"The United States promised Jordan the jets. The Americans knew {title} Faris well.")
    assert found["Faris"] == [(title, "Jordan")]


def test_a_title_that_goes_on_to_speak_is_nobody_s_apposition(nlp, vocabulary) -> None:
    found = offices(nlp, vocabulary, "After the talks with Luis Rojas, the Chilean president said that it was over.")
    assert found["Luis Rojas"] == []


def test_an_honorific_is_no_office(nlp, vocabulary) -> None:
    assert offices(nlp, vocabulary, "Mr. Araya said so on Monday.") == {"Araya": []}


def test_the_country_dealt_with_is_part_of_the_title(nlp, vocabulary) -> None:
    found = offices(nlp, vocabulary, "The White House sent its Ukraine envoy Paul Brandt to Kyiv.")
    assert ("Ukraine envoy", "Ukraine") not in found["Paul Brandt"]
    assert found["Paul Brandt"][0][0] == "Ukraine envoy"


@pytest.mark.parametrize(
    "text",
    [
        "The parade crossed Kim Il Sung Square.",
        "The frigate HMS John Harlow sailed on Monday.",
        "A Gerald Ford-class carrier sailed on Monday.",
    ],
)
def test_squares_and_ships_are_no_people(nlp, vocabulary, text: str) -> None:
    assert offices(nlp, vocabulary, text) == {}


def test_the_evidence_shows_the_fullest_name(nlp, vocabulary) -> None:
    doc = annotated(nlp, vocabulary, "Rojas came late.", "Luis Rojas, the president of Peru, spoke. Rojas left.")
    (person,) = people.extract(doc, vocabulary)
    assert [e.quote for e in person.evidence if e.role == "name"] == ["Luis Rojas"]
    assert all(doc.text[e.start : e.end] == e.quote for e in person.evidence)


@pytest.mark.parametrize(
    ("text", "name", "title", "of"),
    [
        ("Romania spoke with President Emmanuel Macron on Monday.", "Emmanuel Macron", "President", "France"),
        ("Kyiv thanked Defence Minister Boris Pistorius for it.", "Boris Pistorius", "Defence Minister", "Germany"),
        ("Ethiopia bought it, President Tayyip Erdoğan said.", "Tayyip Erdoğan", "President", "Turkey"),
        ("In Warsaw, Prime Minister Modi praised the accord.", "Modi", "Prime Minister", "India"),
        # an office that the state has no longer
        ("China built it, Prime Minister Ahmet Davutoglu said.", "Ahmet Davutoglu", "Prime Minister", "Turkey"),
    ],
)
def test_the_state_of_a_known_person_is_not_guessed_from_the_words_around(
    nlp, vocabulary, text: str, name: str, title: str, of: str
) -> None:
    assert offices(nlp, vocabulary, text)[name] == [(title, of)]


def test_a_surname_that_people_of_several_states_share_tells_no_state(vocabulary) -> None:
    known = lexicon(vocabulary).statesmen
    assert known.country_of("Merkel") == "Germany"
    assert known.country_of("Kim") == known.country_of("Johnson") == known.country_of("Nobody") == ""


def test_a_known_person_without_a_title_in_the_article_gets_none(nlp, vocabulary) -> None:
    assert offices(nlp, vocabulary, "Angela Merkel was in Rome.") == {"Angela Merkel": []}


@pytest.mark.parametrize(
    "text", ["The ferry left Rosario Largo.", "It was carried home by the Kang Nam.", "Two were laid down: the HMAS Doe."]
)
def test_ships_are_no_people(nlp, vocabulary, text: str) -> None:
    assert "Kang Nam" not in offices(nlp, vocabulary, text)
    assert "HMAS Doe" not in offices(nlp, vocabulary, text)
