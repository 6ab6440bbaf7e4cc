"""Predicates: the verbs and event nouns of a sentence, and in which place of each a word stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extractors import arguments, cues, syntax
from kg.extractors.flows.anchors import pattern_of
from kg.extractors.frames import Reader

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

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

    def place(self, token: Token) -> tuple[str, int] | None:
        """The marker of the argument in whose phrase a word stands, with "+" and how it stands there; None where in none."""
        within = ""
        for _ in range(DEPTH):
            if token.i in self.places:
                marker, doubt = self.places[token.i]
                return marker + within, doubt
            relation = token.dep_.split(":")[0]
            case = syntax.case_of(token)
            if token.dep_ in {"compound", "amod", "nmod:poss", "flat"}:
                within = within or "+modifier"
            elif relation in {"nmod", "obl"} and case in INNER:
                within = within or "+" + case
            elif relation == "acl":
                within = within or "+clause"
            elif relation not in {"conj", "appos"}:
                return None
            if token.head.i == token.i:
                return None
            token = token.head
        return None


def kind_of(token: Token, reader: Reader, event: str) -> str:
    """What a word is to such events: the pattern of a trigger, the effect of a cue, else its part of speech."""
    pattern = pattern_of(token, reader, event)
    if pattern:
        return pattern + ("-passive" if token.pos_ == "VERB" and syntax.is_passive(token) else "")
    if token.pos_ in {"VERB", "AUX"}:
        effects = cues.of(reader.ontology).effects(token)
        if effects:
            return "cue-" + min(effects)
    return token.pos_


def find(sentence: Span, reader: Reader, event: str) -> Iterator[Predicate]:
    """The predicates of a sentence in order of reading."""
    for token in sentence:
        trigger = next((t for t in reader.triggers.of(token) if t.evokes == event), None)
        control = reader.candidates.control
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
        kind = trigger.pattern if trigger is not None else kind_of(token, reader, event)
        kind += "-verb" if token.pos_ == "VERB" else "-noun"
        yield Predicate(token.i, token.lemma_.lower(), kind, trigger is not None, places)
