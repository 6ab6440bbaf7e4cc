"""Which kind of arms a noun of several kinds means: what is named beside it or was spoken of before tells ("the launchers")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import syntax
from kg.extractors.items import Item, left_edge, phrase_head
from kg.extractors.matches import kinds_of
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

REACH = 4  # sentences back in which what a noun takes up may stand
NEAR = 1  # the same for parts, which may be those of anything
VAGUE = frozenset({"unspecified", "other", "production"})
# What makes a noun take up what was spoken of: "the aircraft", "such systems", "its missiles".
TAKING_UP = frozenset("the these those this that such its their his both all own same more further additional other".split())


def settle(doc: Doc, items: Iterable[Item], ontology: Ontology) -> tuple[Item, ...]:
    """The items with the kind that the text gives each bare noun, and shared nouns that take up what was spoken of."""
    settled = {item.head: item for item in items}
    covered = {i for item in settled.values() for i in (*range(item.start, item.end), item.phrase_head)}
    sentence_of = {t.i: number for number, sentence in enumerate(doc.sents) for t in sentence}
    parts = ontology.words("component-noun")
    for token in doc:
        if token.pos_ not in {"NOUN", "PROPN"}:
            continue
        own = settled.get(token.i)
        part = (fold(token.lemma_) in parts or token.lower_ in parts) and not _is_share(token)
        if own is None and token.i in covered or own is not None and not (own.bare or part and own.concept == "other"):
            continue
        kinds = frozenset() if part else kinds_of(doc, token, ontology)
        if not part and not kinds:
            continue
        others = [item for item in settled.values() if item.head != token.i and item.strong and item.concept not in VAGUE]
        whole = _complement(token, others, kinds)
        found = whole or _taken_up(doc, token, own, others, kinds, sentence_of)
        if found is None:
            continue
        if own is None:
            own = Item(token.i, token.i, token.i + 1, found.concept, "", found.origin, False, token.i)
        settled[token.i] = replace(own, concept=found.concept, strong=own.strong or whole is not None)
    return tuple(sorted(settled.values(), key=lambda item: item.start))


def _is_share(token: Token) -> bool:
    """Whether "part" is no piece of arms: "for its part", "part of the deal", "the greater part"."""
    return token.lower_ == "part" and (not token.i or token.nbor(-1).lower_ != "spare")


def _complement(token: Token, others: list[Item], kinds: frozenset[str]) -> Item | None:
    """What a noun is said to be of or for: "spare parts for the T-72s", "batteries of Patriots"."""
    for child in token.rights:
        if child.dep_ in {"nmod", "obl"} and syntax.case_of(child) in {"for", "of", "to", "from"}:
            for item in others:
                if item.head == child.i and (not kinds or item.concept in kinds):
                    return item
    return None


def _taken_up(
    doc: Doc,
    token: Token,
    own: Item | None,
    others: list[Item],
    kinds: frozenset[str],
    sentence_of: Mapping[int, int],
) -> Item | None:
    """The nearest item before a noun that is of one of its kinds, or behind it in the same sentence."""
    if phrase_head(token).i != token.i:
        return None
    before = list(doc[left_edge(token) : token.i])
    counted = any(t.dep_ == "nummod" or t.lower_ in TAKING_UP for t in before)
    default = own is not None and own.strong
    if kinds and not counted and own is None:
        return None
    number = sentence_of[token.i]
    reach = REACH if kinds else NEAR
    near = [
        item
        for item in others
        if (not kinds or item.concept in kinds) and 0 <= number - sentence_of[item.head] <= reach
    ]
    earlier = [item for item in near if item.head < token.i]
    if earlier:
        return max(earlier, key=lambda item: item.head)
    if default or kinds and own is None:
        return None
    return min((i for i in near if sentence_of[i.head] == number), key=lambda item: item.head, default=None)
