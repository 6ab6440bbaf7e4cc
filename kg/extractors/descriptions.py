"""Descriptions of actors without a name: whose they are, what they are called, and the names that a list gives them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import actors, syntax
from kg.extractors.actors import Party
from kg.extractors.asides import PHRASE_TAGS
from kg.ontology import Ontology, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PLACING = frozenset({"in", "of", "with", "at", "from", "to", "inside", "within"})
NEARNESS = frozenset({"close", "familiar", "acquainted"})
DESCRIBING = frozenset({"JJ", "NN", "NNP", "NNPS", "NNS", "VB", "HYPH", "VBN"})


def owners(token: Token) -> Iterator[Token]:
    """The words by which a noun phrase says whose it is, nearest kind first."""
    mention_of = token.doc._.mention_of
    for child in token.children:
        if child.dep_ in {"amod", "compound", "nmod", "flat", "dep"} and child.i < token.i and child.i in mention_of:
            yield child
    for child in token.children:
        if child.dep_ == "nmod:poss":
            yield child
    for child in token.children:
        if (
            child.dep_ in {"nmod", "obl"}
            and syntax.case_of(child) in {"of", "from", "in", "for", "at", "within", "by"}
            and child.pos_ in {"PROPN", "NOUN", "PRON"}
        ):
            yield child
    for child in token.children:  # "former Iraqi government": the demonym may hang one deeper
        if child.dep_ in {"amod", "compound"} and child.i < token.i:
            for below in child.children:
                if below.i in mention_of and below.dep_ in {"amod", "compound", "nmod", "advmod", "obl"}:
                    yield below


def unnamed(actor: Actor, token: Token, ontology: Ontology) -> Actor:
    """An unnamed official or body: a country, a body, or whom a spokesman speaks for; else named by its words ("NATO official")."""
    noun = token.lemma_.lower()
    bodies = ontology.words("own-body") | ontology.words("speaker")
    if actor.kind in {"Country", "Person", "GovernmentBody", "MilitaryForce"} or noun in bodies:
        return replace(actor, office=noun)
    return Actor("UnnamedSource", f"{actor.name} {token.text}", "", actor.country, office=noun)


def group_words(token: Token) -> str:
    """The words by which an armed group without a name is called: "insurgents in Iraq", "Lebanese militants"."""
    doc: Doc = token.doc
    end = token.i + 1
    for child in token.rights:
        if (
            child.dep_ in {"nmod", "obl"}
            and syntax.case_of(child) in {"in", "of", "within", "inside"}
            and child.i in doc._.mention_of
        ):
            end = doc._.mention_of[child.i].end
            break
    return doc[_start(token) : end].text


def source(token: Token) -> Actor:
    """Those who say something without a name, called by their words: "two people close to the talks"."""
    end = token.i + 1
    while further := _complement_end(end, token.sent):
        end = further
    words = token.doc[_start(token, counted=True) : end].text
    return Actor("UnnamedSource", words, "", "", office=fold(token.lemma_))


def _start(token: Token, *, counted: bool = False) -> int:
    """Where the words before a noun begin that describe it, and with ``counted`` those that say how many."""
    start, first = token.i, token.sent.start
    while start > first:
        before = token.doc[start - 1]
        if not _describes(before, start, token) and not (counted and before.tag_ == "CD"):
            break
        start -= 1
    return start


def _complement_end(at: int, sentence: Span) -> int:
    """Where a complement that begins at a token ends, 0 where none does: "in Kyiv", "close to the talks"."""
    doc, noun = sentence.doc, False
    at += at < sentence.end and doc[at].lower_ in NEARNESS
    if at >= sentence.end or doc[at].lower_ not in PLACING:
        return 0
    at += 1
    while at < sentence.end and (doc[at].tag_ in PHRASE_TAGS or at in doc._.mention_of):
        if doc[at].tag_ == "DT" and noun:
            break
        mention = doc._.mention_of.get(at)
        noun = noun or mention is not None or doc[at].pos_ in {"NOUN", "PROPN"}
        at = mention.end if mention is not None else at + 1
    return at if noun else 0


def _describes(word: Token, start: int, token: Token) -> bool:
    """Whether the word before a phrase that begins at ``start`` belongs to it."""
    if word.lower_ in {"several", "various", "many", "other"}:
        return False
    if word.tag_ == "CC":  # "Sunni and Shiite militants"
        first = token.doc[start - 2]
        return first.tag_ in {"NN", "JJ"} and first.head.i in {token.i, start, start - 2}
    return word.tag_ in DESCRIBING


def listed(token: Token, ontology: Ontology) -> Iterator[Party]:
    """The names that a plural noun announces: "countries including Iran", "other states, Iran and North Korea among them"."""
    if token.tag_ != "NNS" or token.i in token.doc._.mention_of:
        return
    doc, sentence = token.doc, token.sent
    stretch = doc[token.i + 1 : min(sentence.end, token.i + 16)]
    words = [t.lower_ for t in stretch]
    opener = next(
        (
            i
            for i, w in enumerate(words[:5])
            if w in {"including", "like", "namely"}
            or words[i : i + 2] in (["such", "as"], ["that", "include"], ["which", "include"])
        ),
        None,
    )
    among = next(
        (i for i in range(len(words) - 1) if words[i : i + 2] == ["among", "them"] or words[i] == "included"), None
    )
    if opener is None and among is None:
        return
    start, end = (opener, len(words)) if opener is not None else (0, among or 0)
    if opener is not None:
        stop = next(
            (
                i
                for i in range(opener + 1, len(words))
                if stretch[i].pos_ in {"VERB", "AUX"} or words[i] in {";", ".", "”"}
            ),
            len(words),
        )
        end = stop
    seen = set()
    for i in range(start, end):
        mention = doc._.mention_of.get(stretch[i].i)
        if mention is not None and mention.root not in seen and mention.form != "demonym" and mention.kind != "Person":
            if opener is None or doc[mention.start - 1].lower_ in {
                ",",
                "and",
                "or",
                "including",
                "include",
                "as",
                "like",
                "namely",
                "the",
            }:
                seen.add(mention.root)
                yield Party(actors.of_mention(mention, ontology), mention.root, "named in the list")
