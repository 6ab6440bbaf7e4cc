"""Denials that name no event of their own: "Tehran denies this", "…, a charge that Minsk rejects", "Both have denied it".

What is denied was said before, in the same sentence or in the nearest of the last few that tells of a flow; there the one who
denies must be a side. What may as well turn down an offer ("rejects this") denies only what others say has been done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import actors, claimants, cues, syntax
from kg.extractors.cues import Cues
from kg.extractors.evidence import point
from kg.extractors.stages import REAL
from kg.ontology import Ontology
from kg.records import Actor, Claim, Event

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

BACK = 5  # sentences
POINTING = frozenset({"it", "this", "that", "them", "which", "something", "so", "any"})
CONTENT = frozenset({"ccomp", "xcomp", "csubj"})
SPELT_OUT = frozenset({"acl", "acl:relcl", "ccomp"})  # how a noun has a clause: "a suggestion that …"
RULE = "denial of what was said before"


def find(doc: Doc, claims: Iterable[Claim], ontology: Ontology) -> Iterator[Claim]:
    """The claims before that somebody denies in words of their own, as denials."""
    table = cues.of(ontology)
    affirmed = [c for c in claims if can_be_denied(c)]
    if not affirmed:
        return
    sentences = list(doc.sents)
    for position, sentence in enumerate(sentences):
        for verb in sentence:
            false = _calls_false(verb, table, ontology)
            if not false and not _denies(verb, table, ontology):
                continue
            denier = _denier(verb)
            if denier is None:
                continue
            both = denier.lower_ == "both" or any(c.lower_ == "both" for c in denier.children) and denier.tag_ == "NNS"
            who = () if both else tuple(dict.fromkeys(claimants.find(denier, ontology)))
            here = range(sentence.start_char, verb.idx)
            near = [
                c
                for c in affirmed
                if trigger_at(c) in here and all(is_side(a, c.event) for a in who if a.country or a.kind == "Country")
            ]
            for back in range(1, BACK + 1):
                if not near and position >= back:
                    before = range(sentences[position - back].start_char, sentences[position - back].end_char)
                    near = [
                        c for c in affirmed if trigger_at(c) in before and all(is_side(a, c.event) for a in who)
                    ]
            if not false and _may_turn_down(verb, table):
                near = [c for c in near if c.stage == REAL and by_others(c)]
            for claim in near:
                sides = tuple(actor for _, actor in claim.event.participants)
                deniers = sides if both else tuple(a for a in who if a not in claim.claimants)
                if deniers:
                    shown = (point(sentence, RULE), *claim.evidence[1:], point(doc[verb.i : verb.i + 1], RULE, "stage"))
                    yield replace(claim, stance="denies", claimants=deniers, evidence=shown)


def can_be_denied(claim: Claim) -> bool:
    """Whether somebody says of a flow that it is or will be, or, being no side of it, that it was intercepted."""
    if claim.stance != "affirms" or claim.stage == "sought":
        return False
    return claim.stage != "withheld" or by_others(claim)


def by_others(claim: Claim) -> bool:
    """Whether those who say so are no side of the flow."""
    return bool(claim.claimants) and not any(is_side(actor, claim.event) for actor in claim.claimants)


def is_side(actor: Actor, event: Event) -> bool:
    """Whether somebody speaks for one of the sides of an event."""
    return actors.speaks_for(actor, [side for _, side in event.participants])


def trigger_at(claim: Claim) -> int:
    """Where the word stands by which an event is told, -1 for none."""
    return next((e.start for e in claim.evidence if e.role == "trigger"), -1)


def _calls_false(verb: Token, table: Cues, ontology: Ontology) -> bool:
    """Whether somebody calls what was said false: "called the claim nonsense", "described it as a lie"."""
    if verb.pos_ != "VERB" or verb.lemma_.lower() not in ontology.words("labelling"):
        return False
    called = {"obj", "nsubj:pass", "nsubj"} if syntax.is_passive(verb) else {"obj", "nsubj:pass"}
    things = [c for c in verb.children if c.dep_ in called and not any(d.dep_ in SPELT_OUT for d in c.children)]
    if verb.i + 1 < verb.sent.end:
        things.append(verb.nbor())  # "calls that groundless", in which a parse takes "that" for an article
    return any(_told(thing, table) for thing in things) and any(
        t.lower_ in ontology.words("falsehood") or t.pos_ == "ADJ" and "deny" in table.effects(t)
        for t in verb.doc[verb.i + 1 : verb.sent.end]
    )


def _told(thing: Token, table: Cues) -> bool:
    """Whether a word points at what was said: "it", "the claim"."""
    if thing.pos_ == "NOUN":
        return bool({"report", "doubt"} & table.effects(thing).keys())
    return _points(thing)


def _denies(verb: Token, table: Cues, ontology: Ontology) -> bool:
    """Whether a word denies what it only points at, be it taken for a noun ("a charge Tehran denies")."""
    effects = _effects(verb, table)
    if not {"deny", "withhold"} & effects or any(c.dep_ in CONTENT for c in verb.children):
        return False
    if any(c.lower_ in {"not", "n't", "never", "neither", "nor"} for c in verb.children):
        return False
    thing = _denied(verb, table)
    if thing is None:
        return False
    if _points(thing):
        return True
    if "deny" in effects and thing.lemma_.lower() in ontology.words("blanket-denial"):
        return not any(c.dep_ in {"nmod", "acl", "obl"} for c in thing.children)
    return _told(thing, table) and not any(
        c.dep_ in {"acl", "acl:relcl", "ccomp", "nmod"} and c.i < verb.i for c in _further(thing, verb)
    )


def _may_turn_down(verb: Token, table: Cues) -> bool:
    """Whether a word may turn down an offer as well as deny a charge, as what it points at does not tell: "Tehran rejects this"."""
    thing = _denied(verb, table)
    return thing is not None and _points(thing) and "deny" not in _effects(verb, table)


def _effects(verb: Token, table: Cues) -> set[str]:
    """What a verb does to what it speaks of, be it taken for a noun."""
    spelled = table.of_base(verb) if verb.tag_ == "NNS" else table.of(verb, "verb") if verb.pos_ == "VERB" else []
    return {cue.effect for cue in spelled}


def _denied(verb: Token, table: Cues) -> Token | None:
    """What a verb denies or turns down: its object, or what the apposition points at of which it is the clause."""
    thing = next((c for c in verb.children if c.dep_ in {"obj", "nsubj:pass"}), None)
    return thing if thing is not None else _pointed_before(verb, table)


def _points(thing: Token) -> bool:
    """Whether a word only points at what was said: "it", "this"."""
    return thing.lower_ in POINTING and thing.pos_ != "NOUN"


def _further(thing: Token, verb: Token) -> Iterator[Token]:
    """What spells a noun out, besides the clause in which it is denied."""
    for child in thing.children:
        if child.i != verb.i and verb not in child.subtree:
            yield child
    for child in thing.children:
        if child.dep_ in {"acl", "ccomp"} and child.i > thing.i and thing.i > verb.i:
            yield child


def _pointed_before(verb: Token, table: Cues) -> Token | None:
    """The "charge" or "something" of an apposition that a bare relative clause denies, by the order of words."""
    for token in reversed(verb.doc[max(verb.sent.start, verb.i - 8) : verb.i]):
        if token.text in {",", ";", "—", "–"}:
            return None
        if (
            token.lower_ in {"which", "something"}
            or token.pos_ == "NOUN"
            and {"report", "doubt"} & table.effects(token).keys()
        ):
            opened = token.i - (2 if verb.doc[token.i - 1].tag_ == "DT" else 1)
            return token if opened >= 0 and verb.doc[opened].text in {",", "—", "–", "-"} else None
    return None


def _denier(verb: Token) -> Token | None:
    """Who denies: the subject, in the passive the agent, or the name just before."""
    if syntax.is_passive(verb):
        return next((c for c in verb.children if c.dep_ in syntax.OBLIQUE and syntax.case_of(c) == "by"), None)
    subject = next((c for c in verb.children if c.dep_ in syntax.SUBJECTS and c.lower_ not in POINTING - {"it"}), None)
    if subject is not None and verb.pos_ == "VERB":
        return subject
    at = verb.i - 1
    while at > verb.sent.start and verb.doc[at].pos_ in {"ADV", "AUX"}:
        at -= 1
    mention = verb.doc._.mention_of.get(at)
    return verb.doc[mention.root] if mention is not None else None
