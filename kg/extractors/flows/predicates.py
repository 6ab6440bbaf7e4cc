"""Predicates: the verbs and event nouns of a sentence, and in which place of each a word stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extractors import arguments, syntax
from kg.extractors.flows.words import Words

if TYPE_CHECKING:
    from spacy.tokens import Span

INNER = frozenset({"of", "in", "from", "for", "to", "with", "on"})  # under which a phrase stands within another
DEPTH = 5  # words up to the argument in whose phrase a word stands


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or event noun: its kind (pattern of the event, effect of a cue, or part of speech) and its arguments' places."""

    token: int
    lemma: str
    kind: str
    evokes: bool
    places: dict[int, tuple[str, int]]  # token → marker, how doubtful
    _found: dict[int, tuple[str, int] | None] = field(default_factory=dict)

    def place(self, word: int, words: Words) -> tuple[str, int] | None:
        """The marker of the argument in whose phrase a word stands, with "+" and how it stands there; None where in none."""
        if word not in self._found:
            self._found[word] = self._place(word, words)
        return self._found[word]

    def _place(self, word: int, words: Words) -> tuple[str, int] | None:
        within = ""
        for _ in range(DEPTH):
            if word in self.places:
                marker, doubt = self.places[word]
                return marker + within, doubt
            whole = words.relations[word]
            relation = whole.split(":")[0]
            if whole in {"compound", "amod", "nmod:poss", "flat"}:
                within = within or "+modifier"
            elif relation in {"nmod", "obl"}:
                case = words.case(word)
                if case not in INNER:
                    return None
                within = within or "+" + case
            elif relation == "acl":
                within = within or "+clause"
            elif relation not in {"conj", "appos"}:
                return None
            if words.heads[word] == word:
                return None
            word = words.heads[word]
        return None


def find(sentence: Span, words: Words) -> Iterator[Predicate]:
    """The predicates of a sentence in order of reading."""
    reader = words.reader
    control = reader.candidates.control
    for token in sentence:
        trigger = words.trigger(token.i)
        if trigger is not None and trigger.pattern not in {"supplier", "buyer"}:
            found = reader.candidates.of(token, trigger)
        elif token.pos_ == "VERB":
            found = arguments.of_verb(token, control)
        elif trigger is not None:
            found = arguments.of_noun(token, reader.candidates.is_light, control)
        else:
            continue
        places: dict[int, tuple[str, int]] = {}
        for argument in sorted(found, key=lambda a: a.tier):
            for part in syntax.conjuncts(argument.token):
                places.setdefault(part.i, (argument.marker, min(argument.tier, 1)))
        kind = trigger.pattern if trigger is not None else words.kind(token.i)
        kind += "-verb" if token.pos_ == "VERB" else "-noun"
        yield Predicate(token.i, token.lemma_.lower(), kind, trigger is not None, places)
