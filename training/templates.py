"""Agency-style sentences with slots, and what fills them: names, offices, organizations, weapons as entities."""

import random
import re

from training.names import person, weapon
from training.places import COUNTRIES, DESKS, ORGANIZATIONS
from training.wordlists import phrases, words

Piece = tuple[str, str]
"""A string and its entity label, which is empty for what is no name."""

TITLES = phrases("titles")
WEEKDAYS = words("weekdays")
MONTHS = words("months")
SHORT_MONTHS = words("short_months")
NOUNS = phrases("goods_phrases")

TEMPLATES = """
{CITY!}, {MON} {N} ({DESK}) -- {COUNTRY}'s {MINISTRY} said {DAY} that it will deliver {Q} {W} {NOUN} to {COUNTRY2}.
{CITY!}, {MON} {N} ({DESK}) -- {COUNTRY} and {COUNTRY2} agreed to expand arms cooperation, {TITLE} {PER} said.
{CITY!} ({DESK}) — {ADJ} {TITLE} {PER} said {DAY} that his country would send {W} {NOUN} to {COUNTRY2}.
{CITY!} ({DESK}) - {ORG} has signed a contract with {COUNTRY} to supply {Q} {W} {NOUN}.
{CITY!}/{CITY2!}, {MON} {N} ({DESK}) -- {TITLE} {PER} arrived in {CITY2} on {DAY} for talks on {NOUN}.
{CITY!}, {MONTH} {N} ({DESK}) -- The {ADJ} military has received {W} {NOUN} from {COUNTRY2}, {SUR} said.
{CITY!} -- {ORG} said on {DAY} it had completed delivery of {W} {NOUN}.
{ADJ} {TITLE} {PER} told reporters in {CITY} that {COUNTRY} would not provide {W} {NOUN} to {COUNTRY2}.
{COUNTRY} {TITLE} {PER} on {DAY} called on {COUNTRY2} to increase military support for {COUNTRY3}.
{TITLE} {PER} of {COUNTRY} met with {TITLE} {PER2} in {CITY} on {DAY}.
{PER}, the {ADJ} {TITLE}, said {COUNTRY2} had asked for {Q} {W} {NOUN}.
{PER}, spokesperson for {ORG}, declined to comment.
{PER}, an analyst at {ORG} in {CITY}, said the {W} would change the balance.
“{COUNTRY} has no plans to send weapons to {COUNTRY2},” {SUR} said.
"We will deliver the {W} as promised," {SUR} told {ORG} on {DAY}.
“The {W} {NOUN} are already in {COUNTRY2},” said {PER}, {TITLE} of {COUNTRY}.
{SUR} said the {W} {NOUN} would arrive in {CITY} by {MONTH}.
{SUR} also met with {TITLE} {PER} and {SUR2}, who reiterated calls for closer ties.
{SUR}'s remarks came as {COUNTRY} signaled the possibility of providing {W} {NOUN} to {CITY}.
But {SUR} warned that {CITY} should not expect {W} {NOUN} before {MONTH}.
{SUR} and {SUR2} discussed the transfer of {W} {NOUN} during talks in {CITY} on {DAY}.
The {ADJ} {MINISTRY} denied that it had supplied {W} {NOUN} to {COUNTRY2}.
{ORG} will build {Q} {W} {NOUN} for the {ADJ} navy under a deal signed in {YEAR}.
{ORG} and {ORG2} will jointly produce {W} {NOUN} in {COUNTRY}.
The deal covers {W}, {W2} and {W3}, according to {ORG}.
{COUNTRY} has already provided {W} and {W2} {NOUN} to {COUNTRY2}.
{COUNTRY} is considering sending {Q} {W}s to {COUNTRY2}, {ORG} reported, citing {SUR}.
Russian forces fired {W} and {W2} {NOUN} at {CITY} on {DAY}.
The {W}, made by {ORG}, has a range of {Q} kilometers.
The {W} {NOUN}, produced by {ORG}, were shown at a parade in {CITY} in {YEAR}.
{ORG} reported {DAY} that {COUNTRY} shipped {W} {NOUN} to {CITY} via {COUNTRY2}.
According to {ORG}, {COUNTRY} has ordered {Q} {W} {NOUN} worth ${N} million.
{COUNTRY}'s parliament approved the purchase of {Q} {W} {NOUN} from {ORG}.
{TITLE} {PER} said {ORG} had offered {W} technology to {COUNTRY2}.
The {MINISTRY} in {CITY} said that the {W} {NOUN} had been delivered.
{ADJ} {TITLE} {PER} and his {ADJ2} counterpart, {PER2}, signed the agreement in {CITY}.
{ADJ} {TITLE} {PER}, his {ADJ2} counterpart {PER2} and {TITLE} {PER3} attended.
In {CITY}, {TITLE} {PER} said {ADJ2} {NOUN} were found in {COUNTRY3}.
{SUR} said on {DAY}, after meeting {SUR2}, that the {ADJ} government would send {W}s.
A {ADJ} official said {SUR} had asked {SUR2} for {W} {NOUN}.
U.S. {TITLE} {PER} said the {W} would be sent to {COUNTRY2}.
US {TITLE} {PER} on {DAY} urged {COUNTRY2} to stop supplying {W} {NOUN} to {COUNTRY3}.
The U.S. announced a package that includes {W}, {W2} and ammunition for {COUNTRY2}.
U.S. {TITLE} {SUR} said {ORG} would replace the {W} {NOUN} sent by {COUNTRY2}.
{COUNTRY}'s {MINISTRY} and {ORG} signed a {W} contract on {MON} {N}, {YEAR}.
The first batch of {W} {NOUN} reached {COUNTRY2} in {MONTH} {YEAR}.
{COUNTRY} bought the {W} from {COUNTRY2} in {YEAR}, {PER} of {ORG} said.
S. Korea's {MINISTRY} said {DAY} N. Korea had fired {W} {NOUN}.
North Korean leader {PER} inspected {W} {NOUN}, {ORG} said {DAY}.
{PER} ({DESK})
By {PER}
({DESK} Interview) {TITLE} {PER} says {COUNTRY}'s arms support for {COUNTRY2} is legal
{COUNTRY} to send {W} to {COUNTRY2}, {SUR} says
{ADJ} {TITLE} {SUR} rules out {W} supply to {COUNTRY2}
{ORG} wins order for {Q} {W} {NOUN} from {COUNTRY}
{SUR}: {COUNTRY} will not send {W} {NOUN} to {COUNTRY2}
The Soviet-made {W} and the {W2} are in service with the {ADJ} army.
{ADJ}-made {W} {NOUN} and {ADJ2} {W2}s were destroyed near {CITY}.
Asked about the {W}, {SUR} told {DESK} that {CITY} had not yet decided.
The {ADJ} embassy in {CITY} did not respond to a request for comment on {W}.
It is the first time that {CITY} has sent {W} {NOUN} to {COUNTRY2}, said {PER}.
{TITLE} {PER}, who heads {ORG}, said the {W} {NOUN} came from {COUNTRY2}.
{COUNTRY}, {COUNTRY2} and {COUNTRY3} have pledged {W} {NOUN}, {SUR} said in {CITY}.
{CITY} has accused {CITY2} of supplying {W} {NOUN} to {COUNTRY3}.
{CITY} and {CITY2} signed the pact in {YEAR}, when {PER} was {TITLE}.
Secretary General {SUR} said the {W} would be delivered by {MONTH}.
{SUR}'s visit to {CITY} comes ahead of the {ORG} summit.
"This is illegal," {SUR} said. "{COUNTRY} should not support {COUNTRY2}."
{SUR} strongly denounced {COUNTRY} for providing support to {COUNTRY2}.
{SUR} expressed optimism that {CITY} will continue to help.
{SUR} went on to call for more {NOUN}.
{SUR} cited the cases of {COUNTRY} and {COUNTRY2}.
On the same day {SUR} visited {CITY}.
Minister {SUR}, {TITLE} {SUR2} and {PER3} took part in the talks.
He said {SUR} had not read the letter. {SUR2} did.
Most Viewed
Most Liked Most Saved
Send Feedback
Issue Keywords
Go to Contents Go to Navigation
Text Size
Breaking News: Fresh Batch of {W} {NOUN} Reaches {COUNTRY} From {COUNTRY2}
Photo: {DESK}
Source: {DESK}
Lead: {COUNTRY} stands by {COUNTRY2} ties, {SUR} says
Also Read: {COUNTRY} to Buy {W} {NOUN} From {COUNTRY2}
{COUNTRY} Receives First {W} {NOUN} From {COUNTRY2}, {SUR} Says
{COUNTRY} received {W} {NOUN} from {COUNTRY2}: {CITY}
The {W} is one of the most formidable artillery systems, {SUR} said.
Footage shows {W} {NOUN} being carried by rail across {COUNTRY}.
The mechanism was set up by the US and {COUNTRY}.
The US and the UK will send {W} {NOUN}, {SUR} said.
A {W} {NOUN} battery and a {W2}-class vehicle were seen in {COUNTRY}.
Reporter {PER}, {CITY}
{COUNTRY} sent {Q} {W}s to {COUNTRY2}, {SUR} said.
The {W}s arrived in {CITY} on {DAY}.
{SUR} said the {W}s of {COUNTRY} were old.
{COUNTRY}'s {W}s and {W2}s will be replaced by {ORG}.
Most of the {W}s that {CITY} bought from {COUNTRY2} still fly, {PER} said.
{ADJ} {W}s struck {CITY} on {DAY}.
{PER}, chairperson of {ORG}, told {DESK} that the {W} was ready.
{ORG} Chairperson {PER} said the {W}s would go to {COUNTRY}.
{ORG} CEO {PER} said {COUNTRY} had ordered {W}s.
The {ADJ} {MINISTRY} put out a video of {W}s on {DAY}.
U.N. Secretary-General {PER} called on {COUNTRY} to stop sending {W}s to {COUNTRY2}.
NATO Secretary-General {PER} said {DAY} that {COUNTRY} would send {NOUN}.
{PER}, the NATO Secretary-General, met {TITLE} {PER2} in {CITY}.
{ORG} Secretary-General {PER} and {ORG2} chief {PER2} spoke in {CITY}.
UN Secretary-General {SUR} said {COUNTRY} must honor the embargo.
{SUR} spoke by phone with {ADJ} {TITLE} {PER2} about {W} deliveries.
""".strip().split("\n")


def capital(rng: random.Random, upper: bool) -> str:
    """Return a capital, in capital letters for a dateline."""
    city = rng.choice(COUNTRIES)[2]
    return city.upper() if upper else city


def ministry(rng: random.Random) -> str:
    """Return the name of a ministry as it follows a country's name."""
    field = rng.choice(words("ministries"))
    if rng.random() < 0.35:
        return "Ministry of " + rng.choice(
            ["Defense", "Defence", "National Defense", "Foreign Affairs", "Economy", "Defense Industry", "Armed Forces"]
        )
    return f"{field} Ministry"


def split_the(name: str) -> list[Piece]:
    """Keep an article outside the name."""
    if name.lower().startswith("the "):
        return [(name[:4], ""), (name[4:], "X")]
    return [(name, "X")]


def date(rng: random.Random) -> str:
    """Return a day number."""
    return str(rng.randint(1, 30))


def fill(template: str, rng: random.Random) -> list[Piece]:
    """Return the pieces of a template with its slots filled."""
    chosen = {key: person(rng) for key in ("PER", "PER2", "PER3")}
    if rng.random() < 0.6:
        chosen["SUR"], chosen["SUR2"] = chosen["PER"], chosen["PER2"]
    pieces: list[Piece] = []
    rest = template
    while "{" in rest:
        before, _, rest = rest.partition("{")
        slot, _, rest = rest.partition("}")
        pieces.append((before, ""))
        if slot.startswith("PER"):
            pieces.append((" ".join(chosen[slot][0]), "PERSON"))
        elif slot.startswith("SUR"):
            pieces.append((chosen.setdefault(slot, person(rng))[1], "PERSON"))
        elif slot.startswith("CITY"):
            pieces.append((capital(rng, slot.endswith("!")), "GPE"))
        elif slot.startswith("COUNTRY"):
            name = rng.choice(COUNTRIES)[0]
            if not pieces[-1][0] and len(pieces) == 1:
                name = name[0].upper() + name[1:]
            pieces += [(text, "GPE" if label else "") for text, label in split_the(name)]
        elif slot.startswith("ADJ"):
            pieces.append((rng.choice(COUNTRIES)[1], "NORP"))
        elif slot.startswith("ORG"):
            name = rng.choice(ORGANIZATIONS)
            if not pieces[-1][0] and len(pieces) == 1:
                name = name[0].upper() + name[1:]
            pieces += [(text, "ORG" if label else "") for text, label in split_the(name)]
        elif slot == "MINISTRY":
            pieces.append((ministry(rng), "ORG"))
        elif slot.startswith("W"):
            name = weapon(rng)
            if re.match(r"s\b", rest):
                # "F-16s" is one token, and so one name.
                name, rest = name + "s", rest[1:]
            pieces.append((name, "WEAPON"))
        elif slot == "DESK":
            pieces.append((rng.choice(DESKS), "ORG"))
        elif slot == "DAY":
            pieces.append((rng.choice(WEEKDAYS), "DATE"))
        elif slot == "MON":
            day = template.partition("{MON} {N}")[1]
            text = rng.choice(SHORT_MONTHS)
            if day and rest.startswith(" {N}"):
                text += " " + date(rng)
                rest = rest[len(" {N}") :]
                if rest.startswith(", {YEAR}"):
                    text += f", {rng.randint(1995, 2026)}"
                    rest = rest[len(", {YEAR}") :]
            pieces.append((text, "DATE"))
        elif slot == "MONTH":
            text = rng.choice(MONTHS)
            if rest.startswith(" {N}"):
                text += " " + date(rng)
                rest = rest[len(" {N}") :]
            elif rest.startswith(" {YEAR}"):
                text += f" {rng.randint(1995, 2026)}"
                rest = rest[len(" {YEAR}") :]
            pieces.append((text, "DATE"))
        elif slot == "YEAR":
            pieces.append((str(rng.randint(1985, 2026)), "DATE"))
        elif slot == "TITLE":
            pieces.append((rng.choice(TITLES), ""))
        elif slot == "NOUN":
            pieces.append((rng.choice(NOUNS), ""))
        elif slot in ("Q", "N"):
            pieces.append(
                (rng.choice(["six", "12", "18", "24", "48", "100", "250", "1,000", "dozens of", "some 200"]), "")
            )
        else:
            raise ValueError(slot)
    pieces.append((rest, ""))
    return [piece for piece in pieces if piece[0]]


def sentences(rng: random.Random, count: int) -> list[list[Piece]]:
    """Return made-up sentences, as pieces."""
    return [fill(rng.choice(TEMPLATES), rng) for _ in range(count)]
