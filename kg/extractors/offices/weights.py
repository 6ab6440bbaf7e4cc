"""Weighs how much each country is spoken of around an office that names none, and whether its bearer's name goes with it.

A logistic regression (``training/offices.py``) has learnt the weights, and which pieces of names the office-holders of a
country bear more often than those of others: of two countries that an article speaks of alike, "Eitan" is a spokesman of
Israel's sooner than of Lebanon's. A name never brings in a country that the article does not speak of.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from math import sqrt

import msgspec

from kg import packed, resources
from kg.extractors.names.spans import BODY_KINDS, Span
from kg.extractors.offices.reader import Reader
from kg.letters import bare
from kg.odds import softmax

LEAST = 0.35  # less likely than this is no answer
LATER_MENTION = 0.5  # the surroundings of the person's other mentions
NEAR = (-1, 0)  # the sentences that tell whose an office is: the one before and its own
BEGINNING = 4  # words at the beginning of a sentence, where "In Kyiv" holds for all that follows
PLACE = frozenset({"in", "from", "at", "inside", "around", "near"})
ASIDE = frozenset({"to", "for", "against", "on", "with", "into", "over", "toward", "towards", "of", "between", "by"})
QUOTES = frozenset({'"', "“", "”", "``", "''"})

PIECES = (2, 3, 4)  # letters of a piece of a name, whose ends count as letters
NAME = "name"  # the feature of how well a name goes with a country
NOWHERE = "nowhere"  # the feature of no country at all
ANY = ""  # what each piece counts that a country's table does not have

Features = dict[str, dict[str, float]]  # country → feature → how much of it


class Weights(msgspec.Struct, frozen=True):
    """What training has learnt of whose an office is."""

    features: dict[str, float]
    names: dict[str, dict[str, float]]  # country → piece of a name → log-odds that one of its office-holders bears it

    def compare(self, name: str, countries: Iterable[str]) -> dict[str, float]:
        """How well a name goes with the office-holders of each country: log-odds, 0 where none of them is known."""
        found = list(pieces(name))
        return {
            country: sum(table[ANY] + table.get(piece, 0.0) for piece in found) / sqrt(len(found) + 1)
            if (table := self.names.get(country)) is not None
            else 0.0
            for country in countries
        }

    def choose(self, features: Features, candidates: list[str]) -> str:
        """The likeliest candidate by what is said of it, or of none of them, "" where nothing stands out."""
        sums = {c: sum(self.features.get(name, 0.0) * value for name, value in features[c].items()) for c in candidates}
        likely = softmax({**sums, "": self.features[NOWHERE]})
        best = max(candidates, key=lambda c: (round(likely[c], 6), c), default="")
        return best if best and likely[best] >= LEAST else ""


def pieces(name: str) -> Iterator[str]:
    """The words of a name and all their pieces, in small letters without accents."""
    for word in re.findall(r"[a-z']+", bare(name.lower())):
        bounded = f"^{word}$"
        yield bounded
        for length in PIECES:
            yield from (bounded[i : i + length] for i in range(len(bounded) - length + 1))


@functools.cache
def load() -> Weights:
    """The weights of the package, read once."""
    return packed.unpack(resources.offices_file().read_bytes(), Weights)


class Surroundings:
    """What one Doc tells of countries: where each is named, and as what."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.paragraph, self.quoted = layout(reader.texts)
        self.named = [span for span in reader.spans if span.country and span.kind != "Person"]
        self.parts = [self.part(span) for span in self.named]
        self.people = [span for span in reader.spans if span.kind == "Person"]
        self.administrations = [  # the sentence of each that has no name: an administration is a president's
            reader.sentence[i] for i, w in enumerate(reader.words) if w == "administration" and i not in reader.span_of
        ]
        self.known = {span.name: reader.lexicon.statesmen.country_of(span.name) for span in self.people}
        self.whole = self.of_article()

    def of_article(self) -> Features:
        """How much the article as a whole is about each country."""
        home: Features = defaultdict(lambda: defaultdict(float))
        for span in self.named:
            home[span.country]["share"] += 1 / len(self.named)
        if self.named:
            home[self.named[0].country]["first"] = 1.0
            home[max(home, key=lambda c: home[c]["share"])]["most"] = 1.0
        for span in self.named:
            word = self.reader.texts[span.start]
            if span.form == "capital" and word.isupper() and len(word) > 2:  # "BUENOS AIRES - "
                home[span.country]["dateline"] = 1.0
                break
        return home

    def part(self, span: Span) -> str:
        """What a country is in its sentence: where something happens, who acts, whose something is."""
        reader, doc = self.reader, self.reader.writing.doc
        if self.quoted[span.start]:
            return "quoted"
        if span.kind in {"Company", "MediaOrganization"} or self.is_of_firm(span):
            return "firm"
        before = span.start - 1
        if before > 0 and reader.words[before] == "the":
            before -= 1
        word = reader.words[before] if before >= 0 else ""
        modifies = span.end < len(doc) and doc[span.end].pos_ == "NOUN"
        initial = span.start < BEGINNING or reader.sentence[span.start - BEGINNING] != reader.sentence[span.start]
        if word in PLACE and span.form in {"name", "capital"} and not modifies and span.kind == "Country":
            return "place-first" if initial else "place"
        depends = {doc[i].dep_ for i in range(span.start, span.end)}
        if depends & {"nsubj", "nsubj:pass", "obl:agent"}:
            return "subject"
        if reader.words[span.end : span.end + 1] == ["'s"]:
            return "owner-first" if initial else "owner"
        if word in ASIDE and not modifies:
            return "aside"
        if depends & {"obj", "iobj"}:
            return "object"
        return "modifier-first" if initial else "modifier"

    def is_of_firm(self, span: Span) -> bool:
        """Whether a country is only that of a firm or a paper: "the Czech company"."""
        ahead = self.reader.words[span.end : span.end + 3]
        heads = self.reader.lexicon.heads
        return span.form in {"demonym", "name"} and any(
            heads.get((word,)) in {"Company", "MediaOrganization"} for word in ahead
        )

    def weigh(self, at: int, told: Set[int]) -> Features:
        """What is said of each country around token ``at``; ``told`` are the countries that are those of other offices."""
        found: Features = defaultdict(lambda: defaultdict(float))
        here, paragraph = self.reader.sentence[at], self.paragraph[at]
        before: list[Span] = []  # the countries of the paragraph so far
        for span, part in zip(self.named, self.parts, strict=True):
            distance = self.reader.sentence[span.start] - here
            if self.paragraph[span.start] != paragraph:
                continue
            found[span.country]["paragraph"] = 1.0
            if span.start < at and part not in {"quoted", "firm"}:
                before.append(span)
            if distance in NEAR:
                where = "sentence before" if distance else "before" if span.start < at else "after"
                found[span.country][f"{where}: {'told' if span.start in told else part}"] = 1.0
                if span.kind in BODY_KINDS:
                    found[span.country]["body"] = 1.0
        if before:
            found[before[0].country]["opening"] = 1.0
            found[before[-1].country]["last"] = 1.0
        if any(sentence - here in NEAR for sentence in self.administrations):
            found[self.reader.lexicon.default_country]["administration"] = 1.0
        return found

    def companions(self, at: int, person: str, countries: Mapping[str, str]) -> Features:
        """The office-holders named near token ``at``, by their countries."""
        found: Features = defaultdict(lambda: defaultdict(float))
        here = self.reader.sentence[at]
        for span in self.people:
            country = (countries.get(span.name) or self.known[span.name]) if span.name != person else ""
            distance = self.reader.sentence[span.start] - here
            if not country or distance not in NEAR or span.end > at or self.paragraph[span.start] != self.paragraph[at]:
                continue
            joined = at <= span.end + 1 and self.reader.words[span.end] in {"and", ","}
            found[country]["joined holder" if joined else "holder before"] = 1.0
        return found


def layout(texts: list[str]) -> tuple[list[int], list[bool]]:
    """For each token the number of its paragraph, and whether it stands within quotation marks."""
    paragraphs, quoted = [], []
    number, inside = 0, False
    for text in texts:
        if "\n" in text:
            number, inside = number + 1, False
        elif text in QUOTES:
            inside = not inside
        paragraphs.append(number)
        quoted.append(inside)
    return paragraphs, quoted
