"""Triggers: the words that name an event, and what kind of filler each of its roles takes, as the ontology lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.extractors import cues, matches
from kg.ontology import Ontology, Trigger, fold

if TYPE_CHECKING:
    from spacy.tokens import Token

WITHIN_PHRASES = frozenset({"of", "to", "for", "in", "on", "with", "from", "over", "up", "out", "off"})
TRIGGERING = frozenset({"VERB", "NOUN", "PROPN", "ADJ"})
_TRIGGERS: WeakKeyDictionary[Ontology, Triggers] = WeakKeyDictionary()


class Triggers:
    """The ontology's triggers by part of speech and first word."""

    def __init__(self, ontology: Ontology) -> None:
        self.table: dict[tuple[str, str], list[Trigger]] = {}
        for trigger in ontology.triggers:
            words = trigger.lemma.split()
            # what stands around a compound noun hangs on its last word ("ring exchange"), around a phrase on its first
            key = words[-1] if trigger.pos == "noun" and not WITHIN_PHRASES & set(words) else words[0]
            self.table.setdefault((trigger.pos, key), []).append(trigger)

    def of(self, token: Token) -> list[Trigger]:
        """The triggers that a token may be; a longer one ("hand over") hides the shorter ("hand")."""
        pos = token.pos_
        if pos not in TRIGGERING or relates(token):
            return []
        gerund = pos == "NOUN" and token.lower_.endswith("ing")
        kinds = {
            "VERB": ("verb",),
            "NOUN": ("noun", "verb") if gerund else ("noun",),
            "PROPN": ("noun",),
            "ADJ": ("adjective", "verb") if token.tag_ == "VBN" else ("adjective",),
        }[pos]
        found = []
        for kind in kinds:
            for word in sorted(cues.stems(token, kind)):
                for trigger in self.table.get((kind, word), ()):
                    first, *rest = trigger.lemma.split()
                    if not rest or (
                        cues.has_words(token, rest) if first == word else stands_before(token, [first, *rest[:-1]])
                    ):
                        found.append(trigger)
                if " " in word:  # "re-export", one token and two words
                    found.extend(t for t in self.table.get((kind, word.split()[0]), ()) if t.lemma == word)
        if not found:
            return found
        longest = max(len(t.lemma.split()) for t in found)
        return [t for t in found if len(t.lemma.split()) == longest]

    def names_event(self, token: Token) -> bool:
        """Whether a noun names an event, and not who takes part in it or what is given."""
        return any(t.pos == "noun" and t.pattern not in {"aid", "supplier", "buyer"} for t in self.of(token))


def load(ontology: Ontology) -> Triggers:
    """The table of an ontology's triggers, built once."""
    table = _TRIGGERS.get(ontology)
    if table is None:
        table = _TRIGGERS[ontology] = Triggers(ontology)
    return table


def relates(token: Token) -> bool:
    """Whether a participle is a preposition or conjunction: ", given the cost", ", provided that it pays"."""
    if token.lower_ not in {"given", "granted", "provided"} or any(c.dep_.startswith("aux") for c in token.children):
        return False
    if token.dep_ in {"case", "mark"}:
        return True
    opens = token.i == token.sent.start or token.nbor(-1).is_punct
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    follows = {"that"} if token.lower_ != "given" else {"that", "the", "its", "their", "his", "her", "how"}
    return opens and after is not None and after.lower_ in follows


def stands_before(token: Token, words: list[str]) -> bool:
    """Whether these words stand right before a token, with or without hyphens."""
    at = token.i - 1
    for word in reversed(words):
        while at > 0 and token.doc[at].text in {"-", "–"}:
            at -= 1
        if at < 0 or word not in {fold(token.doc[at].lemma_), fold(token.doc[at].text)}:
            return False
        at -= 1
    return True


def is_actor_role(role: str, ontology: Ontology) -> bool:
    """Whether an actor fills the role, and not goods or words."""
    known = ontology.roles.get(role)
    return known is None or ontology.is_a(known.range, "Actor")


def takes_arms(role: str, ontology: Ontology) -> bool:
    """Whether a role that no actor fills is filled by arms: the reader weighs their words by what stands around them."""
    known = ontology.roles.get(role)
    return known is None or ontology.is_a(known.range, matches.ARMS)
