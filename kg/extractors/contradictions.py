"""Denials by what is told instead: a side says that nothing was sent, or answers "untrue".

"No missiles were bought", "denied having supplied anything": the event is told and negated, or denied, without goods or
sides that a frame could be filled with. What is denied is what the article tells of the same flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.extractors import (
    attribution,
    claimants,
    cues,
    denials,
    descriptions,
    factuality,
    items,
    parties,
    quotations,
    triggers,
)
from kg.extractors.evidence import point
from kg.extractors.stages import REAL
from kg.ontology import Ontology
from kg.records import Actor, Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

NEGATIVE = frozenset({"no", "not", "n't", "n’t", "never", "none", "nothing", "neither", "nor", "nobody"})
ANYTHING = frozenset({"nothing", "anything", "any", "none", "some", "one", "them", "they", "weapon", "arms"})
BACK = 4  # sentences over which a bare "untrue" may reach
PREDICATE = frozenset({"ROOT", "ccomp", "parataxis", "conj", "obj", "appos"})
RULE = "denial by what is told instead"
_GOODS: WeakKeyDictionary[Doc, frozenset[int]] = WeakKeyDictionary()


def find(doc: Doc, claims: Iterable[Claim], ontology: Ontology) -> Iterator[Claim]:
    """The claims that somebody who speaks for a side contradicts, as denials."""
    told = [c for c in claims if denials.can_be_denied(c) and c.stage != "proposed"]
    if not told:
        return
    sentences = list(doc.sents)
    for position, sentence in enumerate(sentences):
        near = sentences[max(0, position - BACK)].start_char
        negative = any(_negative(token, ontology) for token in sentence)
        for token in sentence:
            named: frozenset[str] = frozenset()
            contradicted = told
            deniers, holders = _told_otherwise(token, ontology) if negative else ((), [])
            if deniers:
                contradicted = [c for c in told if c.stage in _contradicted(token, ontology)]
                named = _named_beside(token, ontology)
            else:
                deniers, holders = _called_false(token, ontology)
            if not deniers:
                continue
            earlier = [c for c in contradicted if denials.trigger_at(c) < token.idx]
            recent = [c for c in earlier if c.evidence[0].start >= near]
            for claim in _meant(earlier if named else recent, deniers, holders, named, ontology):
                who = tuple(a for a in deniers if a not in claim.claimants)
                shown = (point(sentence, RULE), *claim.evidence[1:], point(doc[token.i : token.i + 1], RULE, "stage"))
                if who:
                    yield replace(claim, stance="denies", claimants=who, evidence=shown)


def _goods(doc: Doc, ontology: Ontology) -> frozenset[int]:
    """The tokens that name goods in a Doc, found once and only where they are asked for: few texts deny anything."""
    found = _GOODS.get(doc)
    if found is None:
        named = items.find(doc, ontology)
        found = frozenset(i for item in named for i in (*range(item.start, item.end), item.phrase_head))
        _GOODS[doc] = found
    return found


def _told_otherwise(token: Token, ontology: Ontology) -> tuple[tuple[Actor, ...], list[Token]]:
    """Who says in a negative sentence of an event that it has not taken place, or denies it, and the words that name them."""
    words = triggers.load(ontology).of(token)
    if not words:
        return (), []
    thing = next((c for c in token.children if c.dep_ in {"obj", "nsubj:pass"}), None)
    if thing is not None and not (thing.i in _goods(token.doc, ontology) or thing.lower_ in ANYTHING or thing.pos_ == "NUM"):
        return (), []  # "it has not been delivered" of a contract
    if thing is not None and any(c.dep_ == "acl" and c.tag_ == "VB" for c in thing.children):
        return (), []  # "had nothing to add"
    scheme, base = ontology.scheme_of(words[0].evokes), ontology.played(words[0].stage) or REAL
    state = factuality.read(token, base, ontology.played(words[0].ongoing_stage), ontology, scheme)
    affirming, denying = claimants.of_event(token, state, ontology)
    changing = {o.effect for o in state.operators if o.before != o.after}
    none = token.pos_ == "NOUN" and any(c.lower_ == "no" for c in token.children)  # "no such contract exists"
    if not denying and not (state.stage == "withheld" and changing == {"negate"} and (state.past_negation or none)):
        return (), []
    report = attribution.of(token, ontology)
    holders = [token.doc[v.token] for v in state.voices if (v.stance == "denies") == bool(denying)]
    if report is not None and not denying:
        holders.append(token.doc[report.holder])
    return denying or affirming, holders


def _contradicted(token: Token, ontology: Ontology) -> frozenset[str]:
    """The stages that cannot be where an event has not taken place: what is agreed may still be undelivered."""
    words = triggers.load(ontology).of(token)
    base = ontology.played(words[0].stage) or REAL
    return frozenset({base, REAL, "withheld"})


def _negative(token: Token, ontology: Ontology) -> bool:
    return token.lower_ in NEGATIVE or "deny" in cues.of(ontology).effects(token)


def _called_false(token: Token, ontology: Ontology) -> tuple[tuple[Actor, ...], list[Token]]:
    """Who answers that what was told is false: "Baseless," said X; X said this was not true."""
    untrue = token.lower_ == "true" and any(c.lower_ in NEGATIVE for c in token.children)
    false = token.lower_ in ontology.words("falsehood") or "deny" in cues.of(ontology).effects(token)
    if not (untrue or false and token.pos_ in {"ADJ", "NOUN"}) or token.dep_ not in PREDICATE:
        return (), []
    report = attribution.of(token, ontology)
    if report is None or token.i not in quotations.quoted(token.doc) and token.dep_ not in {"ccomp", "parataxis"}:
        return (), []
    if any(c.dep_ in {"nsubj", "nsubj:pass"} and c.pos_ in {"NOUN", "PROPN"} for c in token.children):
        return (), []  # something else is false
    return tuple(claimants.of_report(report, token.doc, ontology)), [token.doc[report.holder]]


def _named_beside(token: Token, ontology: Ontology) -> frozenset[str]:
    """Countries and organizations among the arguments of an event's word, by name or pronoun."""
    mention_of = token.doc._.mention_of
    found = (mention_of[t.i] for t in token.subtree if t.i in mention_of)
    names = {m.country or m.name for m in found if m.kind != "Person"}
    for child in token.children:
        if child.dep_ in {"obj", "iobj", "obl"} and child.lower_ in {"it", "them", "him", "her", "us"}:
            party = parties.find_one(child, ontology)
            names.add(party.actor.country or party.actor.name if party is not None else "")
    return frozenset(names)


def _meant(
    claims: Sequence[Claim], deniers: Sequence[Actor], holders: Sequence[Token], named: frozenset[str], ontology: Ontology
) -> list[Claim]:
    """The claims of the flow that is denied: one of which the denier is a side, with those named beside as the others."""
    own = {name for actor in deniers for name in (actor.name, actor.country) if name} | {
        name for holder in holders for name in _spoken_for(holder, ontology)
    }
    mine = [c for c in claims if own & _sides(c)]
    others = named - own
    return [c for c in mine if (others & _sides(c) if others else c.event.participants == mine[-1].event.participants)]


def _sides(claim: Claim) -> set[str]:
    return {name for _, side in claim.event.participants for name in (side.name, side.country) if name}


def _spoken_for(holder: Token, ontology: Ontology) -> Iterator[str]:
    """For whom somebody speaks by the words beside his name: "Moscow's envoy, A B"."""
    phrase = holder.head if holder.dep_ in {"appos", "flat", "nmod:desc"} else holder
    for owner in [next(descriptions.owners(phrase), None)]:
        party = parties.find_one(owner, ontology) if owner is not None else None
        if party is not None:
            yield party.actor.country or party.actor.name
