"""Countries swapped for others in what the encoder learns from, to learn how texts tell a flow, not who supplies whom."""

from __future__ import annotations

import random
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from kg.ontology import KnownActor, Ontology

SHARE = 0.5  # of windows in which countries are swapped, anew each time that they are read
LONGEST_FORM = 4  # words
# In the order in which a form that means several things is taken.
FORMS = ("labels", "demonyms", "peoples", "capitals")

# The words that stand in the place of one: none where the next takes them over.
Spelling = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Words ``start`` to ``end`` name a country in one of FORMS."""

    start: int
    end: int
    country: str
    form: str


class Countries:
    """The countries of an ontology with the words by which news means them; those ``named`` can stand for any other."""

    def __init__(self, ontology: Ontology, named: Collection[str]) -> None:
        countries = [actor for actor in ontology.actors.values() if actor.kind == "Country"]
        self._forms: dict[Spelling, tuple[str, str]] = {}
        for form in FORMS:
            for country in countries:
                for label in getattr(country, form):
                    self._forms.setdefault(tuple(label.split()), (country.name, form))
        full = (country for country in countries if all(getattr(country, form) for form in FORMS))
        self._others = [country for country in full if country.name in named]

    def find(self, words: Sequence[str]) -> list[Found]:
        """The countries that words name, the longest form first."""
        found, at = [], 0
        while at < len(words):
            for length in range(min(LONGEST_FORM, len(words) - at), 0, -1):
                if meant := self._forms.get(tuple(words[at : at + length])):
                    found.append(Found(at, at + length, *meant))
                    break
            at = found[-1].end if found and found[-1].start == at else at + 1
        return found

    def swap(self, words: Sequence[str], chance: random.Random) -> list[Spelling]:
        """Each word as it is or, in a share of calls, with each country in all its forms changed for another."""
        spelled: list[Spelling] = [(word,) for word in words]
        if chance.random() >= SHARE:
            return spelled
        found = self.find(words)
        names = sorted({each.country for each in found})
        chosen = chance.sample(self._others, min(len(names), len(self._others)))
        others: Mapping[str, KnownActor] = dict(zip(names, chosen, strict=False))
        for each in found:
            if other := others.get(each.country):
                spelled[each.start : each.end] = [()] * (each.end - each.start)
                spelled[each.end - 1] = tuple(getattr(other, each.form)[0].split())
        return spelled
