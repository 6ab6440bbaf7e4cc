"""Words: the tokens of a Doc as the judge looks at them again and again: heads, relations and cases without spaCy's iterators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import cues, syntax
from kg.extractors.frames import Reader
from kg.ontology import Trigger

if TYPE_CHECKING:
    from spacy.tokens import Doc

CASED = frozenset({"obl", "nmod", "advcl", "acl"})
KEPT = frozenset({"nsubj:pass", "nmod:poss", "obl:agent"})  # relations whose subtype tells

Path = tuple[list[int], int, list[int]]  # up from one word, where both meet, down to the other


class Words:
    """One Doc for one class of events; words are told by their place."""

    def __init__(self, reader: Reader, event: str) -> None:
        self.reader, self.event = reader, event
        self.doc: Doc = reader.doc
        self.heads = [token.head.i for token in self.doc]
        self.relations = [token.dep_ for token in self.doc]
        self.children: list[list[int]] = [[] for _ in self.heads]
        for place, head in enumerate(self.heads):
            if head != place:
                self.children[head].append(place)
        self._triggers: dict[int, Trigger | None] = {}
        self._kinds: dict[int, str] = {}
        self._edges: dict[int, str] = {}
        self._cases: dict[int, str] = {}
        self._over: dict[int, list[int]] = {}
        self._leads: dict[int, int] = {}
        self._paths: dict[tuple[int, int], Path | None] = {}

    def trigger(self, place: int) -> Trigger | None:
        """The trigger of such events that a word is."""
        if place not in self._triggers:
            found = self.reader.triggers.of(self.doc[place])
            self._triggers[place] = next((t for t in found if t.evokes == self.event), None)
        return self._triggers[place]

    def lead(self, place: int) -> int:
        """The first of the nouns that a noun is coordinated with, in whose place it stands."""
        found = self._leads.get(place)
        if found is None:
            found = place
            while self.relations[found] == "conj" and all(
                self.doc[i].pos_ in syntax.NOMINAL for i in (found, self.heads[found])
            ):
                found = self.heads[found]
            self._leads[place] = found
        return found

    def case(self, place: int) -> str:
        """The preposition of a phrase."""
        found = self._cases.get(place)
        if found is None:
            found = self._cases[place] = syntax.case_of(self.doc[place])
        return found

    def kind(self, place: int) -> str:
        """What a word is to such events: the pattern of a trigger, the effect of a cue, else its part of speech."""
        found = self._kinds.get(place)
        if found is None:
            found = self._kinds[place] = self._kind(place)
        return found

    def _kind(self, place: int) -> str:
        token, trigger = self.doc[place], self.trigger(place)
        if trigger is not None:
            return trigger.pattern + ("-passive" if token.pos_ == "VERB" and syntax.is_passive(token) else "")
        if token.pos_ in {"VERB", "AUX"}:
            effects = cues.of(self.reader.ontology).effects(token)
            if effects:
                return "cue-" + min(effects)
        return token.pos_

    def edge(self, place: int) -> str:
        """The relation of a word to its head, with the preposition of a phrase."""
        found = self._edges.get(place)
        if found is None:
            whole = self.relations[place]
            found = whole if whole in KEPT else whole.split(":")[0]
            case = self.case(place) if found in CASED else ""
            found = self._edges[place] = f"{found}:{case}" if case else found
        return found

    def over(self, place: int) -> list[int]:
        """A word and those over it."""
        found = self._over.get(place)
        if found is None:
            found = [place]
            while self.heads[found[-1]] != found[-1]:
                found.append(self.heads[found[-1]])
            self._over[place] = found
        return found

    def path(self, one: int, other: int) -> Path | None:
        """The words from one up to where both meet, the meeting word, and those down to the other; None across sentences."""
        if (one, other) not in self._paths:
            self._paths[one, other] = self._path(one, other)
        return self._paths[one, other]

    def _path(self, one: int, other: int) -> Path | None:
        up = self.over(one)
        at = {place: n for n, place in enumerate(up)}
        for n, place in enumerate(self.over(other)):
            if place in at:
                return up[: at[place]], place, self.over(other)[:n][::-1]
        return None

    def length(self, one: int, other: int) -> int:
        """The edges between two words; 99 across sentences."""
        found = self.path(one, other)
        return len(found[0]) + len(found[2]) if found else 99
