"""Speakers: everybody in an article who may vouch for a flow or deny it, at each place where it speaks of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extractors import claimants, descriptions
from kg.extractors.actors import of_mention
from kg.extractors.frames import Reader
from kg.extractors.references import PERSONAL
from kg.ontology import Ontology, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone whose word it may be, and the head of the words that name him there."""

    actor: Actor
    token: int


def find(reader: Reader) -> Iterator[Speaker]:
    """The names of a Doc, and the nouns and pronouns that stand for those who say things, in order."""
    doc, ontology = reader.doc, reader.ontology
    roots = {mention.root: mention for mention in doc._.mentions}
    for token in doc:
        mention = roots.get(token.i)
        if mention is not None:
            yield Speaker(of_mention(mention, ontology), token.i)
        elif token.i not in doc._.mention_of and _may_speak(token, ontology):
            actor = _stands_for(token, ontology)
            if actor is not None:
                yield Speaker(actor, token.i)


def _may_speak(token: Token, ontology: Ontology) -> bool:
    if token.lower_ in PERSONAL:
        return True
    return token.pos_ == "NOUN" and fold(token.lemma_) in ontology.words("claimant-noun")


def _stands_for(token: Token, ontology: Ontology) -> Actor | None:
    """Whom a noun or pronoun stands for; a noun for one who has no name calls him by its own words."""
    named = next(claimants.find(token, ontology), None)
    if named is not None or token.lower_ in PERSONAL:
        return named
    return descriptions.source(token)
