"""One world from many articles: what is the same is joined, what is not stays apart, and a user has the last word."""

from __future__ import annotations

import itertools
import pickle
import random
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kg import articles, linking
from kg.addresses import Addresses
from kg.errors import DecisionError
from kg.linking import Decision, copies, names, people
from kg.ontology import Ontology
from kg.rdf.accounts import Accounts, span
from kg.records import Actor, Claim, Event, Filler, Interval, Office, Organization, Person, Quantity, Reading, Treaty
from tests.samples import NORTH_KOREA, POLAND, RUSSIA, UKRAINE, US, country

SOUTH_KOREA = country("South Korea")


def reading(
    id: str,
    *,
    people: tuple[Person, ...] = (),
    organizations: tuple[Organization, ...] = (),
    treaties: tuple[Treaty, ...] = (),
    claims: tuple[Claim, ...] = (),
    body: str = "Nothing else.",
    publisher: str = "",
    published: str = "",
    agency: str = "",
) -> Reading:
    article = articles.compose(
        id=id,
        source=f"{id}.txt",
        title="",
        publisher=publisher,
        published=published,
        byline=(),
        paragraphs=[("body", body)],
        agency=agency,
    )
    return Reading(article, people, organizations, treaties, tuple(replace(claim, article=id) for claim in claims))


def person(name: str, title: str = "", of: Actor | None = None) -> Person:
    return Person(name, (), (Office(title, of),) if title else ())


def claim(
    supplier: Actor,
    recipient: Actor,
    item: str = "unspecified",
    *,
    system: str = "",
    stage: str = "delivered",
    count: float | None = None,
    year: int = 0,
) -> Claim:
    iri = f"https://w3id.org/armsgraph/id/designation/{system}" if system else ""
    event = Event("ArmsTransfer", (("supplier", supplier), ("recipient", recipient)), (("item", item, iri),))
    quantity = Quantity(count, count, count) if count else None
    date = Interval(f"{year}-01-01", f"{year}-12-31", "year") if year else None
    fillers = (("item", Filler(system or item, item, iri, quantity=quantity)),)
    return Claim(event, "", stage, "affirms", "certain", (), fillers, date=date)


def body(kind: str, name: str, of: str) -> Actor:
    return Actor(kind, name, "", of)


def people_of(readings: list[Reading], vocabulary: Ontology, decisions: tuple[Decision, ...] = ()) -> set[str]:
    return {p.name for r in linking.link(readings, vocabulary, decisions) for p in r.people}


def transfers_of(readings: list[Reading], vocabulary: Ontology, decisions: tuple[Decision, ...] = ()) -> list[set[str]]:
    """For each transfer the articles that have a claim about it."""
    found: dict[object, set[str]] = {}
    for linked in linking.link(readings, vocabulary, decisions):
        for made in linked.claims:
            found.setdefault(made.event.key(), set()).add(made.article)
    return sorted(found.values(), key=sorted)


# ------------------------------------------------------------------------------------------------------------ people


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yoon Suk-yeol", "Yoon Suk Yeol"),
        ("Yoon Suk-yeol", "Suk-yeol Yoon"),
        ("Lee Jong-sup", "Lee Jong-seop"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Abdel Fatah al-Sisi", "Abdel Fattah el-Sisi"),
        ("Dmitri Peskov", "Dmitry Peskov"),
        ("Владимир Путин", "Vladimir Putin"),
        ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    ],
)
def test_spellings_of_one_name_are_one_without_further_evidence(one: str, other: str, vocabulary: Ontology) -> None:
    assert len(people_of([reading("a", people=(person(one),)), reading("b", people=(person(other),))], vocabulary)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong Un", "Kim Jong Gyu"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Park Jin", "Park Jun"),
        ("George W. Bush", "George H. W. Bush"),
        ("Andrei Rudenko", "Andrei Belousov"),
        ("Dmitry Peskov", "Dmitry Shugayev"),
    ],
)
def test_other_people_of_one_country_stay_apart(one: str, other: str, vocabulary: Ontology) -> None:
    readings = [
        reading("a", people=(person(one, "aide", RUSSIA),)),
        reading("b", people=(person(other, "envoy", RUSSIA),)),
    ]
    assert people_of(readings, vocabulary) == {one, other}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed bin Salman", "Mohammad bin Salman"),
        ("J. Biden", "Joe Biden"),
        ("Putin", "Vladimir Putin"),
        ("Volodymyr Zelensky", "Vladimir Zelenskiy"),
        ("Alberto Marquez", "Alberto Marquez Jr."),
    ],
)
def test_weaker_likeness_needs_the_office(one: str, other: str, vocabulary: Ontology) -> None:
    def told(*offices: tuple[str, Actor | None]) -> set[str]:
        readings = [
            reading(id, people=(person(name, title, of),))
            for id, name, (title, of) in zip("ab", (one, other), offices, strict=True)
        ]
        return people_of(readings, vocabulary)

    assert len(told(("President", UKRAINE), ("president", UKRAINE))) == 1
    assert len(told(("President", UKRAINE), ("Foreign Minister", POLAND))) == 2
    assert len(told(("", None), ("President", UKRAINE))) == 2


def test_a_reason_names_the_first_of_several_offices_that_agree() -> None:
    titles = ("prime minister", "interim prime", "interim minister", "interim prime minister")
    offices = {(frozenset(title.split()), "Israel") for title in titles}
    known = {
        key: people.Known(Counter({name: 1}), offices={(frozenset({"interim", "prime", "minister"}), "Israel")} | more)
        for key, name, more in (("a", "Lee Jong-sup", set()), ("b", "Lee Jong-seop", offices))
    }
    tie = people.compare("a", "b", known)
    assert tie is not None
    assert tie.reason == "another spelling, and the office: interim minister, Israel"


def test_a_surname_that_two_bear_joins_neither(vocabulary: Ontology) -> None:
    bearers = [person("Zar Do Un", "leader", NORTH_KOREA), person("Zar Do Gyu", "leader", NORTH_KOREA)]
    readings = [reading("a", people=(bearers[0],)), reading("b", people=(bearers[1],))]
    short = reading("c", people=(person("Zar", "leader", NORTH_KOREA),))
    assert people_of([*readings, short], vocabulary) == {"Zar Do Un", "Zar Do Gyu", "Zar"}
    assert people_of([readings[0], short], vocabulary) == {"Zar Do Un"}


def test_a_bare_surname_needs_the_country_in_its_article(vocabulary: Ontology) -> None:
    known = reading("a", people=(person("Joe Biden", "President", US),))
    sent = reading("b", people=(person("Biden"),), claims=(claim(US, UKRAINE),))
    other = reading("b", people=(person("Biden"),), claims=(claim(POLAND, UKRAINE),))
    namesake = reading("c", people=(person("Hunter Biden"),))
    assert people_of([known, sent], vocabulary) == {"Joe Biden"}
    assert people_of([known, other], vocabulary) == {"Joe Biden", "Biden"}
    assert people_of([known, sent, namesake], vocabulary) == {"Joe Biden", "Biden", "Hunter Biden"}


def test_the_article_keeps_its_own_name(vocabulary: Ontology) -> None:
    one = reading("a", people=(person("Ahn Jong-sup"),))
    others = [reading(id, people=(person("Ahn Jong-seop"),)) for id in "bc"]
    first = linking.link([one, *others], vocabulary)[0].people[0]
    assert (first.name, first.told, first.aliases) == ("Ahn Jong-seop", "Ahn Jong-sup", ("Ahn Jong-sup",))


def test_whom_the_vocabulary_knows(vocabulary: Ontology) -> None:
    assert people_of([reading("a", people=(person("Joseph Biden"),))], vocabulary) == {"Joe Biden"}
    elsewhere = reading("a", people=(person("Joseph Biden", "Mayor", POLAND),))
    assert people_of([elsewhere], vocabulary) == {"Joseph Biden"}
    # Two presidents have borne the name, though the articles name one.
    readings = [
        reading(id, people=(person(n, "President", US),)) for id, n in (("a", "George H. W. Bush"), ("b", "Bush"))
    ]
    assert people_of(readings, vocabulary) == {"George H. W. Bush", "Bush"}


@pytest.mark.parametrize(
    ("name", "words"), [("윤석열", 1), ("Łukasz Żółć-Nowak", 3), ("O'Brien", 1), ("J. R. Smith Jr.", 3)]
)
def test_a_name_in_plain_letters(name: str, words: int) -> None:
    found = names.words(name)
    assert len(found) == words
    assert all(word.isascii() and word.islower() for word in found)


# ----------------------------------------------------------------------------------------------------- organizations


def organizations_of(vocabulary: Ontology, *told: tuple[str, str, str], aliases: tuple[str, ...] = ()) -> int:
    """How many organizations stand for these (kind, name, country), each in an article of its own."""
    readings = [
        reading(str(at), organizations=(Organization(kind, name, aliases if not at else (), "", of),))
        for at, (kind, name, of) in enumerate(told)
    ]
    return len({o.key() for r in linking.link(readings, vocabulary) for o in r.organizations})


def test_a_ministry_belongs_to_a_country(vocabulary: Ontology) -> None:
    kind = "GovernmentBody"
    one = (kind, "Russian Defense Ministry", "Russia")
    assert organizations_of(vocabulary, one, (kind, "Moscow's defence ministry", "Russia")) == 1
    assert organizations_of(vocabulary, one, (kind, "Ministry of Defence of Russia", "Russia")) == 1
    assert organizations_of(vocabulary, one, (kind, "Ministry of Defence", "Ukraine")) == 2
    assert organizations_of(vocabulary, one, (kind, "Defense Ministry", "")) == 2


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        (("Company", "Acme Rockets Corp.", "France"), ("Company", "Acme Rockets", "France"), 1),
        (("Company", "Acme Rockets", "France"), ("Company", "Acme Rockets", ""), 1),
        (("Company", "Acme Rockets", "France"), ("Company", "Acme Rockets", "Brazil"), 2),
        (("Company", "Acme Rockets Ltd", "France"), ("MediaOrganization", "Acme Rockets", "France"), 2),
        (("Company", "Zavod Strelna", "Russia"), ("Company", "Zavod Streljna", "Russia"), 1),
        (("MilitaryForce", "Northern Command", "India"), ("MilitaryForce", "Southern Command", "India"), 2),
        (("Company", "Plant 9", "Russia"), ("Company", "Plant 7", "Russia"), 2),
    ],
)
def test_names_of_organizations(
    one: tuple[str, str, str], other: tuple[str, str, str], count: int, vocabulary: Ontology
) -> None:
    assert organizations_of(vocabulary, one, other) == count


def test_an_acronym_that_an_article_explains(vocabulary: Ontology) -> None:
    long = ("ArmedGroup", "Front for the Liberation of Zembla", "")
    assert organizations_of(vocabulary, long, ("ArmedGroup", "FLZ", ""), aliases=("FLZ",)) == 1
    assert organizations_of(vocabulary, long, ("ArmedGroup", "FLZ", "")) == 2


# --------------------------------------------------------------------------------------------------------- transfers

HANWHA = body("Company", "Hanwha Aerospace", "South Korea")
ROTEM = body("Company", "Hyundai Rotem", "South Korea")


def test_a_company_and_its_country_supply_one_thing(vocabulary: Ontology) -> None:
    company = reading("a", claims=(claim(HANWHA, POLAND, "artillery", count=212),))
    state = reading("b", claims=(claim(SOUTH_KOREA, POLAND, "artillery", stage="committed", count=600),))
    rival = reading("c", claims=(claim(ROTEM, POLAND, "artillery"),))
    assert transfers_of([company, state], vocabulary) == [{"a", "b"}]
    assert transfers_of([company, state, rival], vocabulary) == [{"a"}, {"b"}, {"c"}]
    linked = linking.link([company, state], vocabulary)
    assert {c.fillers[0][1].quantity.value for r in linked for c in r.claims if c.fillers[0][1].quantity} == {212, 600}


def test_an_armed_group_is_not_its_country(vocabulary: Ontology) -> None:
    group = body("ArmedGroup", "Zemblan Rebels", "Ukraine")
    readings = [reading("a", claims=(claim(RUSSIA, group),)), reading("b", claims=(claim(RUSSIA, UKRAINE),))]
    assert transfers_of(readings, vocabulary) == [{"a"}, {"b"}]


def test_weapons_are_no_kind_of_arms(vocabulary: Ontology) -> None:
    readings = [
        reading("a", claims=(claim(US, UKRAINE, "unspecified"),)),
        reading("b", claims=(claim(US, UKRAINE, "armoured-vehicles"),)),
        reading("c", claims=(replace(claim(US, UKRAINE), event=replace(claim(US, UKRAINE).event, things=())),)),
    ]
    assert transfers_of(readings, vocabulary) == [{"a", "c"}, {"b"}]


def test_a_type_and_its_kind(vocabulary: Ontology) -> None:
    both = reading(
        "a", claims=(claim(US, UKRAINE, "aircraft", system="f-16", count=24), claim(US, UKRAINE, "aircraft"))
    )
    other = reading("b", claims=(claim(US, UKRAINE, "aircraft"),))
    same = reading("b", claims=(claim(US, UKRAINE, "aircraft", count=24),))
    assert transfers_of([both, other], vocabulary) == [{"a"}, {"b"}]
    assert transfers_of([both, same], vocabulary) == [{"a", "b"}]
    second = claim(US, UKRAINE, "aircraft", system="a-10")
    three = replace(both, claims=(*both.claims, replace(second, article="a")))
    assert len(transfers_of([three], vocabulary)) == 3


def test_stages_are_history_and_far_years_are_not(vocabulary: Ontology) -> None:
    def told(*years: int) -> list[set[str]]:
        stages = itertools.cycle(("committed", "delivered"))
        made = zip("abcdef", years, stages, strict=False)
        return transfers_of([reading(i, claims=(claim(US, POLAND, year=y, stage=s),)) for i, y, s in made], vocabulary)

    assert told(2018, 2022) == [{"a", "b"}]
    assert told(2008, 2022) == [{"a"}, {"b"}]
    assert told(2008, 2012, 2016, 2020) == [{"a", "b", "c", "d"}]
    assert told(2008, 2022, 0) == [{"a"}, {"b", "c"}]


# ---------------------------------------------------------------------------------------------------------- treaties


def treaty(name: str, *parties: Actor, kind: str = "agreement", status: str = "signed", signed: str = "") -> Treaty:
    return Treaty(name, kind, parties, status, Interval(signed, signed, "day") if signed else None)


def treaties_of(readings: list[Reading], vocabulary: Ontology) -> set[str]:
    return {t.name for r in linking.link(readings, vocabulary) for t in r.treaties}


def test_a_described_agreement_joins_the_named_one(vocabulary: Ontology) -> None:
    named = "Treaty on Comprehensive Strategic Partnership between Russia and North Korea"
    pact = treaty("comprehensive pact", NORTH_KOREA, RUSSIA, kind="strategic partnership")
    assert treaties_of([reading("a", treaties=(pact,))], vocabulary) == {named}
    new = treaty("new treaty pledging mutual military assistance", RUSSIA, NORTH_KOREA)
    assert treaties_of([reading("a", treaties=(new,), published="2024-06-28")], vocabulary) == {named}
    assert treaties_of([reading("a", treaties=(new,), published="2019-06-28")], vocabulary) == {new.name}
    assert treaties_of([reading("a", treaties=(replace(new, parties=(RUSSIA, UKRAINE)),))], vocabulary) == {new.name}


def test_papers_about_a_treaty_are_not_the_treaty(vocabulary: Ontology) -> None:
    paper = treaty("protocol", NORTH_KOREA, RUSSIA, kind="protocol", signed="2024-06-19")
    assert treaties_of([reading("a", treaties=(paper,), published="2024-06-28")], vocabulary) == {"protocol"}


def test_one_day_of_signature_makes_two_descriptions_one(vocabulary: Ontology) -> None:
    one = treaty("landmark defence deal", POLAND, UKRAINE, signed="2024-07-08")
    other = treaty("Warsaw Security Accord", POLAND, UKRAINE, signed="2024-07-08")
    later = treaty("Warsaw Security Accord", POLAND, UKRAINE, signed="2025-07-08")
    assert treaties_of([reading("a", treaties=(one,)), reading("b", treaties=(other,))], vocabulary) == {other.name}
    assert len(treaties_of([reading("a", treaties=(one,)), reading("b", treaties=(later,))], vocabulary)) == 2


# ------------------------------------------------------------------------------------------------------------ copies

STORY = " ".join(
    f"Sentence {n} tells of the {n * 7919 % 1013} shells that went over the border that night." for n in range(12)
)
OTHER = " ".join(
    f"Report {n} speaks of {n * 104729 % 997} tanks, and of nothing that was said elsewhere." for n in range(12)
)


def origins_of(vocabulary: Ontology, *readings: Reading) -> list[str]:
    return [linked.article.origin for linked in linking.link(readings, vocabulary)]


def test_copies_of_one_text_have_one_origin(vocabulary: Ontology) -> None:
    paper = reading("a", body=STORY, publisher="The Zembla Post", published="2024-05-02")
    copy = reading(
        "b", body=f"A line of the site's own. {STORY[:500]}", publisher="Kinbote News", published="2024-05-03"
    )
    own = reading("c", body=OTHER, publisher="Kinbote News")
    assert origins_of(vocabulary, paper, copy, own) == ["The Zembla Post", "The Zembla Post", "Kinbote News"]


def test_an_agency_is_the_origin_of_its_copy(vocabulary: Ontology) -> None:
    copy = reading("a", body=STORY, publisher="The Zembla Post")
    credited = reading("b", body=STORY, publisher="Kinbote News", agency="AP")
    assert origins_of(vocabulary, copy, credited) == ["Associated Press", "Associated Press"]


def test_an_unknown_publisher_is_no_independent_one(vocabulary: Ontology) -> None:
    assert origins_of(vocabulary, reading("a", body=STORY), reading("b", body=OTHER)) == ["", ""]


def test_two_short_texts_are_no_copies() -> None:
    one, other = (reading(id, body="Poland will send Ukraine 14 tanks, its minister said.").article for id in "ab")
    assert not copies.is_copy(copies.sign(one), copies.sign(other))


# ------------------------------------------------------------------------------------------------------ the whole


def world() -> list[Reading]:
    people = ("Lee Jong-sup", "Lee Jong-seop", "Lee Jong-seob", "Yoon Suk Yeol", "Yoon Suk-yeol")
    return [
        reading(
            str(at),
            people=(person(name, "Defense Minister", SOUTH_KOREA), person("Biden")),
            organizations=(Organization("GovernmentBody", name, (), "", "Russia"),),
            claims=(claim((SOUTH_KOREA, HANWHA)[at % 2], POLAND, "artillery", year=2008 + 5 * at),),
        )
        for at, (name, _) in enumerate(zip(people, range(5), strict=True))
    ]


def test_the_order_of_articles_does_not_matter(vocabulary: Ontology) -> None:
    readings = world()
    expected = linking.link(readings, vocabulary)
    for seed in range(5):
        random.Random(seed).shuffle(readings)
        assert linking.link(readings, vocabulary) == expected


def test_linking_what_is_linked_changes_nothing(vocabulary: Ontology) -> None:
    once = linking.link(world(), vocabulary)
    assert linking.link(once, vocabulary) == once


def test_summaries_and_identities_can_be_sent(vocabulary: Ontology) -> None:
    summaries = [linking.summarize(linking.unite_within(r)) for r in world()]
    identities = linking.decide(pickle.loads(pickle.dumps(summaries)), vocabulary)
    assert pickle.loads(pickle.dumps(identities)) == identities == linking.decide(summaries, vocabulary)


def test_an_article_that_says_nothing_new_takes_next_to_no_memory(vocabulary: Ontology) -> None:
    known = [linking.summarize(linking.unite_within(r)) for r in world()]

    def peak(times: int) -> int:
        def again() -> Iterator[linking.Summary]:
            for summary, at in itertools.product(known, range(times)):
                id = f"{summary.article}-{at}"
                yield replace(summary, article=id, claims=tuple(replace(claim, article=id) for claim in summary.claims))

        tracemalloc.start()
        try:
            linking.decide(again(), vocabulary)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # tables of words are made once
    few, many = peak(100), peak(500)
    assert (many - few) / (400 * len(known)) < 500  # bytes; its records are several times as much


# --------------------------------------------------------------------------------------------------------- decisions


def decision(a: str, b: str, verdict: str, kind: str = "person", line: int = 2) -> Decision:
    return Decision(kind, *sorted((a, b)), verdict, line=line)


def test_a_user_joins_and_parts(vocabulary: Ontology) -> None:
    readings = [
        reading(id, people=(person(n),))
        for id, n in zip("abc", ("Ahn Jong-sup", "Ahn Jong-seop", "Ann Other"), strict=True)
    ]
    joined = people_of(readings, vocabulary)
    assert joined == {"Ahn Jong-seop", "Ann Other"}
    parted = decision("Ahn Jong-sup", "Ahn Jong-seop", "not same")
    assert people_of(readings, vocabulary, (parted,)) == {"Ahn Jong-sup", "Ahn Jong-seop", "Ann Other"}
    added = decision("Ann Other", "Ahn Jong-sup", "same", line=3)
    assert people_of(readings, vocabulary, (parted, added)) == people_of(readings, vocabulary, (added, parted))
    assert len(people_of(readings, vocabulary, (parted, added))) == 2
    assert people_of(readings, vocabulary) == joined  # a line taken out leaves no trace


def test_a_user_parts_what_a_third_would_hold_together(vocabulary: Ontology) -> None:
    names_ = ("Ahn Jong-sup", "Ahn Jong-seop", "Ahn Jongsup")
    readings = [reading(id, people=(person(n),)) for id, n in zip("abc", names_, strict=True)]
    assert len(people_of(readings, vocabulary)) == 1
    parted = people_of(readings, vocabulary, (decision(names_[0], names_[1], "not same"),))
    assert len(parted) == 2


def test_unsure_keeps_a_rule_from_joining(vocabulary: Ontology) -> None:
    readings = [reading(id, people=(person(n),)) for id, n in zip("ab", ("Ahn Jong-sup", "Ahn Jong-seop"), strict=True)]
    assert len(people_of(readings, vocabulary, (decision("Ahn Jong-sup", "Ahn Jong-seop", "unsure"),))) == 2


def test_transfers_are_named_in_words_or_by_address(vocabulary: Ontology) -> None:
    readings = [
        reading("a", claims=(claim(US, UKRAINE, "unspecified"),)),
        reading("b", claims=(claim(US, UKRAINE, "armoured-vehicles"),)),
    ]
    by_words = decision(
        "United States to Ukraine: unspecified", "United States to Ukraine: armoured-vehicles", "same", "transfer"
    )
    assert transfers_of(readings, vocabulary, (by_words,)) == [{"a", "b"}]
    addresses = Addresses(vocabulary)
    one, other = (addresses.event(r.claims[0].event) for r in readings)
    elsewhere = one.replace("https://w3id.org/armsgraph/id/", "https://example.org/mine/")
    assert transfers_of(readings, vocabulary, (decision(elsewhere, other, "same", "transfer"),)) == [{"a", "b"}]


def test_contradictions_are_named_with_their_lines(vocabulary: Ontology) -> None:
    readings = [reading("a", people=(person("Ann One"),))]
    chain = (
        decision("Ann One", "Ann Two", "same", line=2),
        decision("Ann Two", "Ann Three", "same", line=3),
        decision("Ann Three", "Ann One", "not same", line=9),
    )
    with pytest.raises(DecisionError, match=r"line 9: .*line 2.*line 3|line 9: .*line 3.*line 2"):
        people_of(readings, vocabulary, chain)
    with pytest.raises(DecisionError, match="two spellings of one address"):
        people_of(
            [reading("a", people=(person("Kim Jong-un"),))],
            vocabulary,
            (decision("Kim Jong-un", "Kim Jong Un", "not same"),),
        )


def test_a_name_of_several_things_asks_which(vocabulary: Ontology) -> None:
    bodies = [Organization("GovernmentBody", "Ministry of Plenty", (), "", of) for of in ("Russia", "Ukraine")]
    readings = [reading(id, organizations=(o,)) for id, o in zip("ab", bodies, strict=True)]
    unclear = decision("Ministry of Plenty", "Plenty", "same", "organization")
    with pytest.raises(DecisionError, match=r"several things; write Ministry of Plenty \(Russia\) or"):
        linking.link(readings, vocabulary, (unclear,))


HEADER = "kind,a,b,verdict,reason,score,by\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,other\n", "line 1: has no column kind"),
        (HEADER + "ship,A,B,same,,,user\n", "line 2: 'ship' is no kind"),
        (HEADER + "person,A,B,perhaps,,,user\n", "line 2: 'perhaps' is no verdict"),
        (HEADER + "person,A,,same,,,user\n", "line 2: names no two things"),
        (HEADER + "person,A,B,same,,,me\n", "line 2: 'me' decides nothing"),
    ],
)
def test_a_table_that_cannot_be_used_says_where(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(text)
    with pytest.raises(DecisionError, match=message):
        linking.read_decisions(path)


def test_only_the_user_s_lines_are_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    path.write_text(HEADER + "person,B,A,same,told me so,,\nperson,A,C,same,alike,0.9,rule\n\n")
    (found,) = linking.read_decisions(path)
    assert (found.a, found.b, found.verdict, found.reason, found.by, found.line) == (
        "A",
        "B",
        "same",
        "told me so",
        "user",
        2,
    )
    assert linking.to_csv([found]) == HEADER + "person,A,B,same,told me so,1.00,user\n"


# ------------------------------------------------------------------------------------------------ what the graph tells


def test_a_transfer_tells_how_it_went(vocabulary: Ontology) -> None:
    sought = claim(POLAND, UKRAINE, "ships", stage="sought")
    pledged = [claim(POLAND, UKRAINE, "ships", stage="committed", year=year) for year in (2023, 2022)]
    sent = claim(POLAND, UKRAINE, "ships", year=2024)
    denied = replace(claim(POLAND, UKRAINE, "ships", stage="ended", year=2021), stance="denies")
    readings = [
        reading("a", claims=(sought, pledged[0]), published="2023-06-01", publisher="One", body=STORY),
        reading("b", claims=(pledged[1], denied), publisher="Two", body=OTHER),
        reading("c", claims=(sent, sent), publisher="Three", body=f"{OTHER[:300]} {STORY[:300]}"),
        reading("d", claims=(claim(POLAND, UKRAINE, "ships"),)),
    ]
    accounts = Accounts(Addresses(vocabulary))
    made = {}
    for linked in linking.link(readings, vocabulary):
        accounts.add(linked)
        made |= {accounts.a.claim(one): (one.stage, one.article) for one in linked.claims}
    (account,) = accounts.accounts()
    assert [made[iri] for iri in account.history] == [("committed", "b"), ("sought", "a"), ("delivered", "c")]
    assert (account.stage, account.disputed, account.publishers) == ("delivered", True, 3)
    assert account.date == Interval("2024-01-01", "2024-12-31", "year")


def test_the_time_of_several_times() -> None:
    june, year = Interval("2024-06-01", "2024-06-30", "month"), Interval("2024-01-01", "2024-12-31", "year")
    may = Interval("2024-05-05", "2024-05-05", "day")
    assert span(june, june) == june
    assert span(june, year) == span(year, june) == year
    assert span(june, may) == Interval("2024-05-05", "2024-06-30", "range")
