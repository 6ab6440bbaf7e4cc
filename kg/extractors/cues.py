"""Cues: the words over an event that change its stage, deny it or say who says so, as the ontology lists them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.ontology import Cue, Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Token

_CUES: WeakKeyDictionary[Ontology, dict[str, Cues]] = WeakKeyDictionary()
ANY_SCHEME = "*"


class Cues:
    """The ontology's cues by part of speech and first word, and its lists of verbs that work in a way of their own.

    ``happening`` say whether their subject takes place; ``deciding`` leave open what they are denied of; what is expected
    of ``arriving`` has been agreed; a clause under ``untruth``, or under ``truth`` negated, is denied; under ``admission``,
    of which there is none, it is granted.
    """

    def __init__(self, cues: Iterable[Cue], ontology: Ontology) -> None:
        self.happening = ontology.words("happening")
        self.deciding = ontology.words("deciding")
        self.arriving = ontology.words("arriving")
        self.untruth = ontology.words("untruth")
        self.admission = ontology.words("admission")
        self.truth = ontology.words("truth")
        self.table: dict[tuple[str, str], list[Cue]] = {}
        for cue in cues:
            self.table.setdefault((cue.pos, cue.lemma.split()[0]), []).append(cue)

    def of(self, token: Token, *kinds: str) -> list[Cue]:
        """The cues that a token is, given the parts of speech it may have; longer ones (with particle) first."""
        found = []
        for kind in kinds:
            for word in sorted(stems(token, kind)):
                for cue in self.table.get((kind, word.split()[0] if word else ""), ()):
                    if cue.lemma == word or continues(token, cue.lemma, word):
                        found.append(cue)
        longest = max((len(c.lemma.split()) for c in found), default=0)
        return [c for c in found if len(c.lemma.split()) == longest]

    def of_base(self, token: Token) -> list[Cue]:
        """The verb cues whose third person a noun in -s may be ("reports", "denies")."""
        word = token.lower_
        base = word[:-3] + "y" if word.endswith("ies") else word[:-1]
        return [c for c in self.table.get(("verb", base), ()) if " " not in c.lemma]

    def effects(self, token: Token) -> dict[str, Cue]:
        """Effects of a governing word by its part of speech."""
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}.get(token.pos_, "")
        if not kind:
            return {}
        kinds = (kind, "adjective") if kind == "verb" and token.tag_ in {"VBN", "JJ"} else (kind,)
        if token.lower_.endswith("ing") and kind != "verb":  # a gerund that the tagger takes for a noun
            kinds = (*kinds, "verb")
        return {cue.effect: cue for cue in reversed(self.of(token, *kinds))}


def stems(token: Token, kind: str) -> frozenset[str]:
    """The base forms under which a token is looked up; a gerund tagged as a noun is looked up as a verb too."""
    return _stems(token.text, token.lemma_, kind == "verb" and token.pos_ in {"NOUN", "ADJ", "PROPN"})


@lru_cache(maxsize=1 << 16)
def _stems(text: str, lemma: str, gerund: bool) -> frozenset[str]:
    found = {fold(lemma), fold(text)}
    text = fold(text)
    if gerund and text.endswith("ing") and len(text) > 5:
        stem = text[:-3]
        found |= {stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
    return frozenset(found)


def of(ontology: Ontology, scheme: str = "") -> Cues:
    """The cues that act on events of a scheme of stages, built once.

    A cue that imposes a stage acts on events of that stage's scheme only; there it goes before what the word does elsewhere.
    """
    tables = _CUES.setdefault(ontology, {})
    found = tables.get(scheme)
    if found is None:
        own = [cue for cue in ontology.cues if cue.scheme and cue.scheme == scheme]
        words = {(cue.pos, cue.lemma) for cue in own}
        others = [cue for cue in ontology.cues if not cue.scheme and (cue.pos, cue.lemma) not in words]
        found = tables[scheme] = Cues([*own, *others], ontology)
    return found


def bound(ontology: Ontology) -> Cues:
    """All cues that impose a stage of some scheme."""
    tables = _CUES.setdefault(ontology, {})
    found = tables.get(ANY_SCHEME)
    if found is None:
        found = tables[ANY_SCHEME] = Cues((cue for cue in ontology.cues if cue.scheme), ontology)
    return found


def continues(token: Token, lemma: str, word: str) -> bool:
    """Whether an entry of several words ("rule out") begins with a token's word and goes on near by."""
    return lemma.startswith(word + " ") and has_words(token, lemma[len(word) + 1 :].split())


def has_words(token: Token, rest: list[str]) -> bool:
    """Whether a verb's other words ("out" in "rule out") follow it: as particle, preposition or adverb, near by."""
    following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 7]]
    if following[: len(rest)] == rest:
        return True
    if rest == ["to"]:
        return False
    below = {c.lower_: c for c in token.children} | {
        c.lower_: c for o in token.children for c in o.children if c.dep_ in {"case", "mark"}
    }
    return all(
        word in below and below[word].dep_ in {"compound:prt", "case", "mark", "advmod", "obj", "obl", "fixed", "det"}
        for word in rest
    )


def control(token: Token, ontology: Ontology) -> str:
    """Who is the understood subject of what a word governs: its object (urge, allow, accuse) or its own subject."""
    effects = of(ontology).effects(token)
    if token.lemma_.lower() in ontology.words("helper"):
        return "helped"
    if {"seek", "accuse"} & effects.keys() or token.lemma_.lower() in ontology.words("object-control"):
        return "object"
    if token.lemma_.lower() in ontology.words("opposing"):
        return "opposed"
    return "subject"
