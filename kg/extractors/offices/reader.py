"""Knows the titles of a Doc: where one begins and ends, and which words before it belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.extractors.names.spans import Span
from kg.extractors.names.writing import Writing
from kg.gazetteer import pieces
from kg.ontology import Title, fold

MODIFIERS = 6  # words at most between a country or organization and the title
DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my", "s", "one", "this", "that"})
PREPOSITIONS = frozenset({"of", "for", "at", "in", "to", "with", "on", "from"})
NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A title with its surroundings, as read from tokens ``start`` to ``end``."""

    words: tuple[str, ...]
    title: Title
    of: tuple[Span, ...]
    start: int
    end: int
    past: bool
    plural: bool = False
    master: str = ""  # the person whose the office is: "Mr. Doe's spokesman"


class Reader:
    """The titles, names and sentences of one Doc."""

    def __init__(self, writing: Writing, spans: list[Span]) -> None:
        self.writing = writing
        self.lexicon = writing.lexicon
        self.words = writing.words
        self.texts = writing.texts
        self.spans = spans
        self.span_of = {i: span for span in spans for i in range(span.start, span.end)}
        words = self.lexicon.ontology.words
        self.functionaries = words("functionary")
        self.speakers = words("speaker") | self.functionaries
        self.past, self.passing, self.own = words("past-office"), words("passing-modifier"), words("title-modifier")
        self.copulas, self.heading, self.same = words("office-copula"), words("heading-verb"), words("same-office")
        self.open_offices = words("no-context-office")
        self.owning = words("owning-pronoun")
        self.of_companies = words("office-of-company")
        self.envoys_to, self.of_state = words("envoy-to"), words("office-of-state")
        self.seats, self.state_owners = words("seat-of-government"), words("office-owner")
        self.envoys, self.of_organizations = words("envoy"), words("office-of-organization")
        self.sentence = sentence_numbers(writing)
        self.bodies = self.bodies_of_people()

    def bodies_of_people(self) -> dict[str, Span]:
        """Organizations named as a person's: "Jo Doe's National Army"."""
        found: dict[str, Span] = {}
        for person in (span for span in self.spans if span.kind == "Person"):
            body = self.span_of.get(person.end + 1) if self.words[person.end : person.end + 1] == ["'s"] else None
            if body is not None and body.kind in {"ArmedGroup", "MilitaryForce"}:
                found.setdefault(person.name, body)
        return found

    def is_owned(self, reading: Reading) -> bool:
        """Whether "its" or "their" stands before a title."""
        return bool({*self.words[max(0, reading.start - 1) : reading.start + 1]} & self.owning)

    def speaks_for(self, words: Sequence[str]) -> bool:
        """Whether a title is that of somebody who speaks for others."""
        return bool(words) and fold(words[-1]).removesuffix("s") in self.speakers

    def seat(self, span: Span) -> Span:
        """The office in a palace that is named for it, "the Kremlin", as a body of its country; other spans as they are."""
        if span.form != "capital" or fold(written := self.writing.name(span.start, span.end)) not in self.seats:
            return span
        return replace(span, kind="GovernmentBody", name=written, iri="", form="name")

    def without_country(self, span: Span) -> int:
        """Where a name begins without the country at its head: "Chinese Foreign Ministry", "Peru's Senate"."""
        for end in range(span.end - 1, span.start, -1):
            text = pieces(self.writing.doc[span.start : end].text)
            match = next(self.lexicon.gazetteer.find(text), None)
            if match is not None and (match.start, match.end) == (0, len(text)) and match.entry.kind == "Country":
                return end + (self.words[end] == "'s")
        return span.start

    def target(self, span: Span, end: int) -> bool:
        """Whether a country before a title is what the office deals with, not whose it is: "the Ukraine envoy"."""
        word = self.words[end] if end < len(self.words) else ""
        plain = span.form == "name" and any(c.islower() for c in self.texts[span.start])
        return span.kind == "Country" and plain and word in self.envoys

    def noun_before(self, i: int) -> bool:
        """Whether token ``i`` can modify a title: a noun or adjective, not a verb, number or pronoun."""
        text = self.texts[i]
        if not text[:1].isalpha() or self.words[i] in DETERMINERS | PREPOSITIONS or self.words[i] in self.lexicon.dates:
            return False
        token = self.writing.doc[i]
        if token.is_stop and not text.isupper():
            return False
        return token.pos_ in NOMINAL if self.writing.tagged else True

    def title_at(self, end: int) -> tuple[int, Title | None, bool]:
        """Where the title that ends at ``end`` begins, the title, and whether its word is in the plural."""
        if end <= 0:
            return end, None, False
        start = self.lexicon.title_at(self.words, end)
        inside = self.span_of.get(start)
        if inside is not None and inside.start < start < inside.end < end:  # "Indian Air Force commander"
            start = inside.end if tuple(self.words[inside.end : end]) in self.lexicon.titles else start
        if start < end and self.words[end - 1] not in self.lexicon.honorifics:
            return start, self.lexicon.titles[tuple(self.words[start:end])], False
        word = self.words[end - 1]
        if word.endswith("s") and word[:-1] in self.lexicon.title_ends:
            words = [*self.words[: end - 1], word[:-1]]
            start = self.lexicon.title_at(words, end)
            if start < end:
                return start, self.lexicon.titles[tuple(words[start:end])], True
        if word in self.same:
            return end - 1, Title(word, "Country", False), False
        return end, None, False

    def longer_noun(self, end: int) -> bool:
        """Whether the title before ``end`` is only the first part of a longer one ("defense secretary", "press office
        chief")."""
        return self.title_from(end) > end

    def title_from(self, at: int) -> int:
        if self.words[at] in self.same:
            return at + 1
        end = self.lexicon.title_from(self.words, at)
        if end > at:
            return end if self.words[at] not in self.lexicon.honorifics or end - at > 1 else at
        for last in range(min(at + 3, len(self.words)), at, -1):
            word = self.words[last - 1]
            if word.endswith("s") and (*self.words[at : last - 1], word[:-1]) in self.lexicon.titles:
                return last
        return at

    def title_of(self, at: int, end: int) -> tuple[Title, bool]:
        if self.words[at] in self.same:
            return Title(self.words[at], "Country", False), False
        title = self.lexicon.titles.get(tuple(self.words[at:end]))
        if title is not None:
            return title, False
        return self.lexicon.titles[(*self.words[at : end - 1], self.words[end - 1][:-1])], True


def sentence_numbers(writing: Writing) -> list[int]:
    """For each token the number of its sentence."""
    numbers, number = [], -1
    for i in range(len(writing.texts)):
        if i in writing.starts or number < 0:
            number += 1
        numbers.append(number)
    return numbers
