"""Sides: everybody in an article who may supply or receive, at each place where it speaks of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extractors import actors, parties
from kg.extractors.frames import Reader
from kg.extractors.references import DESCRIPTIONS
from kg.ontology import Ontology, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Token

PRONOUNS = frozenset({"it", "its", "they", "their", "them", "we", "our", "us"})
KINDS = frozenset(
    {"Country", "Company", "ArmedGroup", "Alliance", "IntergovernmentalOrganization", "OtherOrganization"}
)
WORD_LISTS = (
    "group-noun",
    "state-noun",
    "claimant-noun",
    *(name for name in DESCRIPTIONS if name != "person-description"),
)


@dataclass(frozen=True, slots=True)
class Side:
    """Someone who may be party to a flow, at one place: the head of the words, their bounds, and what form they have."""

    actor: Actor
    token: int
    start: int
    end: int
    form: str
    sentence: int
    rule: str


def find(reader: Reader, roles: tuple[str, str], sentence: dict[int, int]) -> list[Side]:
    """The names of a Doc that may fill one of the roles, then the pronouns and descriptions that take one up."""
    doc, ontology = reader.doc, reader.ontology
    found: list[Side] = []
    named: set[int] = set()
    for mention in doc._.mentions:
        named_one = actors.of_mention(mention, ontology)
        actor = actors.as_side(named_one, ontology)
        if actors.kind_of_side(actor) in KINDS and any(reader.may_act(actor, role) for role in roles):
            form = mention.form if mention.kind == "Country" else actors.kind_of_side(named_one)
            place = (mention.root, mention.start, mention.end, form, sentence[mention.root])
            found.append(Side(actor, *place, mention.form))
            named.update(range(mention.start, mention.end))
    found.extend(_unnamed(reader, named, found, sentence))
    return found


def _unnamed(reader: Reader, named: set[int], found: list[Side], sentence: dict[int, int]) -> Iterator[Side]:
    at: dict[int, str] = {side.token: side.actor.name for side in found}
    for token in reader.doc:
        if token.i in named or not _may_refer(token, reader.ontology):
            continue
        party = parties.find_one(token, reader.ontology)
        if party is None:
            continue
        actor = actors.as_side(party.actor, reader.ontology)
        if actors.kind_of_side(actor) not in KINDS or any(at.get(t.i) == actor.name for t in token.subtree):
            continue
        form = "pronoun" if token.lower_ in PRONOUNS else "description"
        at[token.i] = actor.name
        yield Side(actor, token.i, token.i, token.i + 1, form, sentence[token.i], party.rule)


def _may_refer(token: Token, ontology: Ontology) -> bool:
    if token.lower_ in PRONOUNS:
        return True
    common = token.pos_ == "NOUN" or token.pos_ == "PROPN" and token.is_lower  # a tagger may take "militia" for a name
    return common and any(fold(token.lemma_) in ontology.words(name) for name in WORD_LISTS)
