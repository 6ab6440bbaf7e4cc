"""Knows people of the ontology by their names, and the country that they act or acted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from kg.letters import bare
from kg.ontology import KnownPerson, fold

# Letters with a stroke or without a dot, which Unicode does not take apart.
STROKES = str.maketrans("łŁøØđĐı", "lLoOdDi")


class Statesmen:
    """Countries by full name, and by surname where all who bear it acted for one country."""

    def __init__(self, people: Iterable[KnownPerson], family_first: frozenset[str]) -> None:
        self._countries: dict[str, set[str]] = defaultdict(set)
        self._leading: dict[str, set[bool]] = defaultdict(set)
        self._full: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        for person in people:
            for label in person.labels:
                words = tuple(plain(label).split())
                surname = words[0] if words[0] in family_first and len(words) > 1 else words[-1]
                for name in (" ".join(words), surname):
                    self._countries[name].add(person.country)
                    self._leading[name].add(person.leads)
                if len(words) > 1:
                    self._full[words[0]].add(words)

    def country_of(self, name: str) -> str:
        """The country that the bearer of a name acts or acted for; "" where nobody or more than one is known by it."""
        found = self._countries.get(plain(name), set())
        return next(iter(found)) if len(found) == 1 else ""

    def leads(self, name: str) -> bool:
        """Whether all who are known by a name command armed groups of their own."""
        return self._leading.get(plain(name)) == {True}

    def find(self, texts: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Start and end of every full name of a known person among the tokens of a text."""
        words = [plain(text) for text in texts]
        for start, first in enumerate(words):
            ends = [end for name in self._full.get(first, ()) if (end := match(words, start, name)) > start]
            if ends:
                yield start, max(ends)


def match(words: list[str], start: int, name: tuple[str, ...]) -> int:
    """Where a name ends that begins at ``start``, hyphens left out; ``start`` where the words are others."""
    at = start
    for word in name:
        while at < len(words) and words[at] == "" and at > start:
            at += 1
        if at >= len(words) or words[at] != word:
            return start
        at += 1
    return at


@lru_cache(maxsize=1 << 16)
def plain(name: str) -> str:
    """A name as it is compared: without accents, hyphens and capitals."""
    return fold(bare(name.translate(STROKES)))
