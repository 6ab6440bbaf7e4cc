"""Voices over an event: who says so or denies it, by the verbs and nouns that govern it and by what stands beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import syntax
from kg.extractors.cues import Cues
from kg.extractors.stages import Factuality, Voice
from kg.ontology import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token


def of_verb(token: Token, up: Token, effects: dict[str, Cue], state: Factuality, table: Cues) -> None:
    """Who says so, or denies it, at a governing verb, and by "according to" beside it."""
    if rejects_report(token, effects, table):
        effects = {"deny": effects["withhold"]}
    for effect in ("deny", "accuse", "report", "doubt", "seek", "withhold", "propose", "commit"):
        cue = effects.get(effect)
        if cue is None or cue.holder != "subject":
            continue
        if effect in {"withhold", "propose", "commit"} and any(v.stance == "affirms" for v in state.voices):
            continue
        if effect == "report" and token.dep_ not in {
            "ccomp",
            "parataxis",
            "xcomp",
            "obj",
            "nsubj:pass",
            "advcl",
            "obl",
            "conj",
            "csubj:pass",
            "acl",
            "nsubj",
        }:
            continue
        holder = _subject_of(up)
        negated = any(c.lower_ in {"not", "never", "n't"} for c in up.children)
        if holder is None or negated and effect in {"report", "deny"}:
            continue
        if holder.i == token.i or holder in token.subtree and effect == "report" and holder.i != up.i:
            continue
        denies = effect == "deny" or effect == "report" and unclaimed(state)
        state.voices.append(Voice(holder.i, "denies" if denies else "affirms", up.i))
        break
    beside(up, state, table)


def of_own(trigger: Token, state: Factuality, table: Cues) -> None:
    """Who says so where the event's own verb is one of saying: "Ottawa announced missiles for Kyiv"."""
    if trigger.pos_ == "VERB" and "report" in table.effects(trigger):
        holder = _subject_of(trigger)
        if holder is not None:
            state.voices.append(Voice(holder.i, "affirms", trigger.i))


def unclaimed(state: Factuality) -> bool:
    """Whether it has been called false and nobody named who calls it so: "the reports are false, X said"."""
    return any(o.effect == "deny" for o in state.operators) and all(v.stance != "denies" for v in state.voices)


def of_noun(noun: Token, effects: dict[str, Cue], state: Factuality) -> None:
    """Who says so by a noun: "U.S. accusations that …", "a report by …", "a denial by …"."""
    for effect in ("deny", "report", "doubt", "seek", "propose", "withhold"):
        if effect in effects:
            said = effect in {"report", "doubt"}
            owner = None if said else syntax.owner_of(noun, lambda _: "subject", 0)
            author = syntax.author_of(noun) if said else owner[0] if owner is not None else None
            if author is not None:
                state.voices.append(Voice(author.i, "denies" if effect == "deny" else "affirms", noun.i))
            if effect == "doubt":
                state.certainty = "probable"
            break


def beside(verb: Token, state: Factuality, table: Cues) -> None:
    """ "According to X" and parenthetical reports ("…, officials said") beside a clause."""
    for child in verb.children:
        if child.dep_ in {"obl", "nmod", "advcl", "obl:agent", "parataxis", "acl"} and child.pos_ in syntax.NOMINAL:
            case = syntax.case_of(child)
            cues = table.table.get(("preposition", case.split()[0] if case else ""), ())
            if any(c.effect == "report" and c.lemma == case for c in cues):
                state.voices.append(Voice(child.i, "affirms", child.i))
        if child.dep_ in {"parataxis", "ccomp", "advcl", "dep"} and child.pos_ == "VERB":
            effects = table.effects(child)
            if "report" in effects and not any(c.dep_ == "ccomp" for c in child.children):
                holder = _subject_of(child)
                if holder is not None and holder.head.i == child.i or holder is not None and child.dep_ == "parataxis":
                    state.voices.append(Voice(holder.i, "affirms", child.i))


def rejects_report(token: Token, effects: dict[str, Cue], table: Cues) -> bool:
    """Whether what is rejected is a report: to reject a claim is to deny it, to reject a request is to refuse."""
    below = table.effects(token) if token.pos_ == "NOUN" else {}
    return (
        "withhold" in effects
        and bool({"report", "doubt"} & below.keys())
        and not ({"seek", "propose", "commit"} & below.keys())
    )


def _subject_of(up: Token) -> Token | None:
    """Who a verb of saying has speak: its subject, or in the passive its "by" phrase."""
    if syntax.is_passive(up):
        agent = next(
            (
                c
                for c in up.children
                if c.dep_ in syntax.OBLIQUE and syntax.case_of(c) in {"by", "from"} and c.pos_ in syntax.NOMINAL
            ),
            None,
        )
        return syntax.antecedent(agent) if agent is not None else None
    found = syntax.surface_subject(up, lambda _: "subject")
    return found[0] if found is not None and found[1] <= 1 else None
