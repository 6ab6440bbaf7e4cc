"""Claimants: who stands behind the words that say who says so, by name where the article names them.

"The NATO chief", "the country's president" and "the minister" are the people whom the article gives that office; a speaker
whom it describes and never names stays an unnamed source, so that what he says is not told in the article's own voice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import actors, attribution, descriptions, parties, references
from kg.extractors.actors import Party
from kg.ontology import Ontology, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extractors.offices.posts import Post
    from kg.extractors.stages import Factuality


def find(token: Token, ontology: Ontology) -> Iterator[Actor]:
    """Those whom a phrase that says who says so stands for."""
    yield from _named(token, parties.find(token, ontology), ontology)


def of_report(report: attribution.Report, doc: Doc, ontology: Ontology) -> Iterator[Actor]:
    """Those who speak in a report."""
    holder = doc[report.holder]
    found = tuple(_named(holder, parties.speakers(report, doc, ontology), ontology))
    yield from found or _described(holder, report, ontology)


def of_event(
    trigger: Token, state: Factuality, ontology: Ontology
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Those who affirm an event and those who deny it: by the cues over its word, and by the report that covers it."""
    doc: Doc = trigger.doc
    affirming: dict[Actor, None] = {}
    denying: dict[Actor, None] = {}
    for voice in state.voices:
        for actor in find(doc[voice.token], ontology):
            (denying if voice.stance == "denies" else affirming).setdefault(actor)
    report = attribution.of(trigger, ontology)
    if report is not None:
        for actor in of_report(report, doc, ontology):
            affirming.setdefault(actor)
    return tuple(a for a in affirming if a not in denying), tuple(denying)


def _named(token: Token, found: Iterable[Party], ontology: Ontology) -> Iterator[Actor]:
    for party in found:
        actor = party.actor
        if actor.kind == "Country" and actor.office in ontology.words("private-claimant"):
            yield _private(token.doc[party.token], actor, ontology)
        else:
            yield (_holder_of_office(token, actor, ontology) if actor.office else None) or actor


def _private(token: Token, actor: Actor, ontology: Ontology) -> Actor:
    """Whom a noun with a country's name calls that speaks for no country: a company named before, else by its own words."""
    if any(child.lower_ in parties.DEFINITE for child in token.children):
        named = references.of_description(token, ontology, frozenset())
        if named is not None and named.actor.country in {"", actor.country}:
            return named.actor
    return replace(descriptions.source(token), office=actor.office)


def _holder_of_office(token: Token, actor: Actor, ontology: Ontology) -> Actor | None:
    """The one person to whom the article gives the office by which somebody is called, or None."""
    if token.tag_ in {"NNS", "NNPS"} or any(c.lower_ in {"a", "an", "another", "one"} for c in token.children):
        return None
    posts = [post for post in token.doc._.offices if not post.past]
    holders = {post.person for post in posts if _is_office(post, token, actor, ontology)}
    if not holders and any(c.dep_ == "nmod:poss" and c.pos_ == "NOUN" for c in token.children):
        holders = {post.person for post in posts if fold(token.lemma_) in fold(post.title).split()}  # "its president"
    if len(holders) != 1:
        return None
    name = holders.pop()
    mention = next(m for m in token.doc._.mentions if m.kind == "Person" and m.name == name)
    return actors.of_mention(mention, ontology)


def _is_office(post: Post, token: Token, actor: Actor, ontology: Ontology) -> bool:
    """Whether a post is of the country or body that an actor stands for, and the noun one that may name it."""
    if post.of is None:
        return False
    whose = actor.country if actor.kind == "Country" or actor.country else actor.name.removesuffix(" " + token.text)
    title, noun = fold(post.title).split(), fold(token.lemma_)
    if post.of.name != whose and (not actor.country or post.of.country != whose or post.of.kind != "Country"):
        return False
    if noun in ontology.words("head-of-any-body") and fold(post.title).replace("-", " ") in ontology.words(
        "title-of-a-head"
    ):
        return True
    words = {
        fold(t.text)
        for t in token.lefts
        if t.dep_ in {"amod", "compound", "flat"} and t.i not in token.doc._.mention_of
    }
    return noun in title and (words <= {*title} or noun not in {"minister", "secretary"})


def _described(holder: Token, report: attribution.Report, ontology: Ontology) -> Iterator[Actor]:
    """Who is spoken to where the speaker has no name ("six sources told Reuters"), else the speaker's own description."""
    if holder.pos_ not in {"NOUN", "PROPN", "NUM"} or fold(holder.lemma_) not in ontology.words("claimant-noun"):
        return
    for child in holder.doc[report.cue].children:
        mention = holder.doc._.mention_of.get(child.i)
        if mention is not None and mention.kind == "MediaOrganization" and child.dep_ in {"iobj", "obj", "obl"}:
            yield actors.of_mention(mention, ontology)
            return
    yield descriptions.source(holder)
