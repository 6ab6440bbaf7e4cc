"""Readings made by hand: two articles on one disputed flow, with every kind of record in them."""

from __future__ import annotations

from kg import articles
from kg.records import (
    Actor,
    Claim,
    Event,
    Evidence,
    Filler,
    Interval,
    Money,
    Office,
    Organization,
    Person,
    Quantity,
    Reading,
    Treaty,
)

COUNTRY = "https://w3id.org/armsgraph/id/country/"


def country(name: str) -> Actor:
    return Actor("Country", name, COUNTRY + name.lower().replace(" ", "-"), name)


NORTH_KOREA, RUSSIA, UKRAINE, POLAND, US = (
    country(name) for name in ("North Korea", "Russia", "Ukraine", "Poland", "United States")
)
WAGNER = Actor("ArmedGroup", "Wagner Group", country="Russia")
BODIES = {
    "first": (
        "Shells reach Russia",
        [
            "North Korea has sent Russia more than 11,000 containers of shells, White House spokesman John Kirby said.",
            "Pyongyang denies sending shells.",
            "Poland pledged 14 tanks worth $5.5 million to Ukraine in June 2024.",
        ],
    ),
    "second": (
        "Wagner gets missiles",
        [
            "The Wagner Group has received missiles from North Korea, a U.S. official said.",
            "Russia and North Korea signed a partnership treaty.",
        ],
    ),
}


def evidence(article: str, text: str, words: str, rule: str, role: str = "") -> Evidence:
    start = text.index(words)
    return Evidence(article, start, start + len(words), words, rule, role)


def readings() -> tuple[Reading, Reading]:
    first, second = (
        articles.compose(
            id=name,
            source=f"{name}.txt",
            title=title,
            publisher="A Paper" if name == "first" else "",
            published="2024-06-28" if name == "first" else "",
            byline=(),
            paragraphs=[("body", text) for text in body],
        )
        for name, (title, body) in BODIES.items()
    )
    sentences = [evidence("first", first.text, text, "frame:send") for text in BODIES["first"][1]]
    told, signed = (evidence("second", second.text, text, "frame:receive") for text in BODIES["second"][1])
    kirby = Actor("Person", "John Kirby", country="United States")
    shells = Event("ArmsTransfer", (("supplier", NORTH_KOREA), ("recipient", RUSSIA)), (("item", "ammunition", ""),))
    tanks = Event("ArmsTransfer", (("supplier", POLAND), ("recipient", UKRAINE)), (("item", "armoured-vehicles", ""),))
    missiles = Event("ArmsTransfer", (("supplier", NORTH_KOREA), ("recipient", WAGNER)), (("item", "missiles", ""),))
    many = Quantity(11000, 11000, None, "more than", "containers", "more than 11,000 containers")
    span = evidence("first", first.text, "shells", "frame:send", "item")
    house = evidence("first", first.text, "White House", "name", "name")
    group = evidence("second", second.text, "Wagner Group", "name", "name")
    spokesman = Office("spokesman", Actor("GovernmentBody", "White House", country="United States"), (sentences[0],))
    one = Reading(
        first,
        (Person("John Kirby", ("Kirby",), (spokesman,), (sentences[0],)),),
        (Organization("GovernmentBody", "White House", (), "", "United States", (house,)),),
        (),
        (
            Claim(
                shells, "first", "delivered", "affirms", "certain", (kirby,),
                (("item", Filler("containers of shells", "ammunition", quantity=many)),), evidence=(sentences[0], span),
            ),
            Claim(
                shells, "first", "delivered", "denies", "certain", (NORTH_KOREA,),
                (("item", Filler("shells", "ammunition")),), evidence=(sentences[1],),
            ),
            Claim(
                tanks, "first", "committed", "affirms", "certain", (),
                (("item", Filler("tanks", "armoured-vehicles", quantity=Quantity(14, 14, 14, unit="tanks"))),),
                Money(5.5e6, "USD"), Interval("2024-06-01", "2024-06-30", "month"), (sentences[2],),
            ),
        ),
    )  # fmt: skip
    official = Actor("Person", "U.S. official", country="United States", office="U.S. official")
    two = Reading(
        second,
        (),
        (Organization("ArmedGroup", "Wagner Group", ("Wagner",), "", "Russia", (group,)),),
        (Treaty("partnership treaty", "partnership", (RUSSIA, NORTH_KOREA), "signed", evidence=(signed,)),),
        (
            Claim(
                missiles, "second", "delivered", "affirms", "probable", (official,),
                (("item", Filler("missiles", "missiles")),), evidence=(told,),
            ),
        ),
    )  # fmt: skip
    return one, two


def dealt() -> Reading:
    """Three sentences: a type of weapon that its maker's country allows another to hand on, an open end, a treaty."""
    lines = ["Washington says Poland will give Ukraine F-16s.", "Russia exports missiles.", "New START is suspended."]
    article = articles.compose(
        id="third",
        source="t.txt",
        title="",
        publisher="",
        published="",
        byline=(),
        paragraphs=[("body", x) for x in lines],
    )
    given, sold, broken = (evidence("third", article.text, line, "frame:give") for line in lines)
    jets = Event(
        "ArmsTransfer",
        (("supplier", POLAND), ("recipient", UKRAINE)),
        (("item", "aircraft", "https://w3id.org/armsgraph/id/designation/f-16"),),
    )
    missiles = Event("ArmsTransfer", (("supplier", RUSSIA),), (("item", "missiles", ""),))
    claims = (
        Claim(jets, "third", "committed", "affirms", "certain", (US,), evidence=(given,)),
        Claim(missiles, "third", "delivered", "affirms", "certain", (), evidence=(sold,)),
    )
    treaty = Treaty("New START", "arms control", (RUSSIA, US), "suspended", evidence=(broken,))
    return Reading(article, (), (), (treaty,), claims)
