"""Forms of an event's own word: what its inflection asserts, and what auxiliaries, negation and adverbs on it change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extractors import syntax
from kg.extractors.cues import Cues
from kg.extractors.stages import OPEN, REAL, Factuality, Operator

if TYPE_CHECKING:
    from spacy.tokens import Token

AUXILIARIES = {"wo": "will", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would", "ca": "can"}
PAST = frozenset({"was", "were", "been"})  # with which a progressive tells what has taken place
NEGATIONS = frozenset({"not", "n't", "n’t", "never"})
# Words before which "not" denies nothing: "not only tanks", "not long ago".
NOT_AGAINST = frozenset({"only", "just", "merely", "least", "long"})
ADVERBIAL = frozenset({"advmod", "det", "case", "mark", "cc:preconj", "neg", "cc"})


def form(trigger: Token, base: str, ongoing: str) -> Factuality:
    """The stage that the form of the word gives by itself."""
    if trigger.pos_ not in {"VERB", "AUX"}:
        return Factuality("nominal" if base == REAL else base)
    verb = trigger
    auxiliaries = [c for c in verb.children if c.dep_ in {"aux", "aux:pass"}]
    if (
        verb.dep_ == "conj"
        and verb.head.pos_ == "VERB"
        and not auxiliaries
        and not any(c.dep_ in syntax.SUBJECTS | syntax.PASSIVE_SUBJECTS for c in verb.children)
    ):
        auxiliaries = [c for c in verb.head.children if c.dep_ in {"aux", "aux:pass"}]
        if verb.tag_ == "VB" or any(a.tag_ == "MD" for a in auxiliaries):
            verb = verb.head
    words = [a.lower_ for a in auxiliaries]
    if base != REAL:
        return Factuality(base)
    if any(w in {"will", "shall", "'ll", "’ll", "wo"} for w in words):
        return Factuality(OPEN)  # the auxiliary itself is a cue
    if any(a.tag_ == "MD" for a in auxiliaries):
        perfect = any(a.lemma_ == "have" for a in auxiliaries)
        state = Factuality(REAL if perfect and set(words) & {"may", "might", "could", "must"} else OPEN)
        if state.stage == REAL:
            state.certainty = "possible"
        return state
    if any(c.lower_ == "to" and c.dep_ in {"mark", "aux", "case"} and c.i < verb.i for c in verb.children) or any(
        c.lower_ == "to" and c.dep_ in {"mark", "aux"} and c.i < trigger.i for c in trigger.children
    ):
        if any(a.lower_ == "have" for a in auxiliaries):  # "was to have sent": it came to nothing
            return Factuality("ended" if any(a.lower_ in {"was", "were"} for a in auxiliaries) else REAL)
        return Factuality(OPEN)
    if verb.tag_ == "VBG" and {"as", "nsubj"} <= {w for c in verb.children for w in (c.lower_, c.dep_)}:
        return Factuality("proposed")  # "as far as Seoul providing arms": a subject of talk
    if (
        verb.tag_ == "VBG"
        and not any(a.lemma_ == "be" for a in auxiliaries)
        and not any(a.lemma_ == "have" for a in auxiliaries)
    ):
        return Factuality(REAL if verb.dep_ in {"acl:relcl"} else OPEN)
    if verb.tag_ == "VBG" and ongoing and not set(words) & PAST:
        return Factuality(ongoing)
    if verb.tag_ == "VB" and not any(a.lemma_ == "do" for a in auxiliaries):
        if syntax.is_passive(verb) and any(a.lower_ == "be" for a in auxiliaries) or not auxiliaries:
            return Factuality(OPEN)  # subjunctive: "that arms be sent"
    if any(a.lower_ == "be" for a in auxiliaries):
        return Factuality(OPEN)
    return Factuality(REAL)


def modify(token: Token, state: Factuality, table: Cues, *, own: bool) -> None:
    """Apply what stands on a word: auxiliaries, negation, adverbs, adjectives, determiners; ``own`` for the event's own."""
    children = _modifiers(token)
    late: list[Token] = []  # negation comes after all others
    for child in sorted(children, key=lambda c: -c.i):
        if child.dep_ in {"aux", "aux:pass", "cop"} and token.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
            _apply_auxiliary(child, token, children, state, table)
        elif child.dep_ == "mark" and child.lower_ == "due" and token.tag_ == "VB":
            state.apply(child, "commit")  # "is due to begin"
        elif child.lower_ in {"not", "n't", "never"} or child.dep_ in ADVERBIAL:
            late.extend(_apply_adverb(child, state, table))
        elif child.dep_ in {"amod", "compound", "nmod"} and token.pos_ in {"NOUN", "PROPN"} and child.i < token.i:
            _apply_adjective(child, state, table)
        elif (
            child.dep_ in {"obl", "advmod"}
            and child.pos_ == "NOUN"
            and any(c.lower_ in {"no", "neither"} for c in child.children)
            and syntax.case_of(child) in {"at", "in", "under", "by", "on"}
        ):
            late.append(child)  # "at no time", "under no circumstances"
    if own and token.pos_ in {"VERB", "AUX"}:
        late.extend(child for child in children if _is_none(child))
    if _has_ended(token, children):
        state.apply(token, "end")
        late = [c for c in late if c.lower_ not in {"no", "longer", "not", "n't"}]
    for child in dict.fromkeys(late):
        if state.stage == REAL:
            state.past_negation = True
        state.apply(child, "negate")


def _modifiers(token: Token) -> list[Token]:
    """What hangs on a word, and on the verb whose auxiliaries and negation it shares."""
    children = list(token.children)
    if (
        token.dep_ == "conj"
        and token.pos_ == "VERB"
        and not any(c.dep_ in {"aux", *syntax.SUBJECTS, *syntax.PASSIVE_SUBJECTS} for c in children)
    ):
        children += [
            c
            for c in token.head.children
            if c.dep_ == "aux" or c.dep_ == "advmod" and c.lower_ in {"not", "never", "n't"} and c.i < token.head.i
        ]
    return children


def _apply_auxiliary(child: Token, token: Token, children: list[Token], state: Factuality, table: Cues) -> None:
    word = AUXILIARIES.get(child.lower_, child.lower_)
    if state.stage == REAL and any(c.lemma_ == "have" and c.dep_ == "aux" for c in children):
        return
    if child.lemma_ == "be" and child.dep_ == "aux" and child.i + 1 < len(child.doc) and child.nbor(1).lower_ == "to":
        state.apply(child, "commit")  # "is to deliver"
        return
    for cue in table.table.get(("auxiliary", word), ()):
        if cue.lemma != word:
            continue
        foretold = word == "should" and token.lemma_ in table.arriving and all(c.dep_ != "obj" for c in children)
        if foretold or word == "would" and _reported_future(token, table):  # "should arrive in May"
            state.apply(child, "commit")
        else:
            state.apply(child, cue.effect)


def _apply_adverb(child: Token, state: Factuality, table: Cues) -> Iterator[Token]:
    """Apply doubt and proposal; a negation is handed back for later."""
    for cue in table.of(child, "adverb", "determiner", "preposition"):
        if cue.effect == "negate":
            if _next(child) in NOT_AGAINST:
                continue  # "not only trains but also sells"
            yield child
        elif cue.effect == "doubt":
            state.certainty = cue.certainty or "probable"
            state.operators.append(Operator(child.i, "doubt", state.stage, state.stage))
        elif cue.effect == "propose" and state.stage != REAL:
            state.apply(child, cue.effect)


def _apply_adjective(child: Token, state: Factuality, table: Cues) -> None:
    if child.lower_.endswith("ing") and child.pos_ in {"VERB", "NOUN"}:  # "began [blocking] arms sales"
        for cue in table.of(child, "verb"):
            if cue.effect in {"withhold", "end", "resume"}:
                state.apply(child, cue.effect)
                break
    for cue in table.of(child, "adjective"):
        if cue.effect == "doubt":
            state.certainty = "probable"
            state.operators.append(Operator(child.i, "doubt", state.stage, state.stage))
        else:
            state.apply(child, cue.effect)


def _is_none(child: Token) -> bool:
    """Whether an argument says none: "no missiles were sent", "not one of them was", "neither X nor Y has sent"."""
    if child.dep_ not in {"obj", "nsubj", "nsubj:pass"} and not (
        child.dep_ == "obl" and syntax.case_of(child) == "with"
    ):
        return False
    return child.lower_ in {"none", "nobody", "nothing", "neither"} or any(
        c.lower_ in {"no", "neither"} and c.dep_ in {"det", "cc:preconj", "cc", "advmod", "dep"} and c.i < child.i
        or c.lower_ == "not" and child.lower_ == "one" and c.i == child.i - 1 and _next(child) != "but"
        for c in child.children
    )


def is_negated(token: Token) -> bool:
    """Whether the verb over a word is negated: "the tanks that were promised have never arrived"."""
    verb = next((up for up in token.ancestors if up.pos_ == "VERB"), None)
    return verb is not None and is_denied(verb)


def is_denied(word: Token) -> bool:
    """Whether a negation stands on a word."""
    return any(c.lower_ in NEGATIONS and _next(c) not in NOT_AGAINST for c in word.children)


def _next(token: Token) -> str:
    """The word after another, "" at the end of a text."""
    return str(token.nbor(1).lower_) if token.i + 1 < len(token.doc) else ""


def _has_ended(token: Token, children: list[Token]) -> bool:
    """Whether "no longer" or "any more" stands on a word."""
    before = [t.lower_ for t in token.doc[max(token.sent.start, token.i - 4) : token.i]]
    ended = any(before[i : i + 2] == ["no", "longer"] for i in range(len(before)))
    return (
        token.pos_ == "VERB"
        and ended
        or any(c.lower_ == "more" and c.nbor(-1).lower_ == "any" for c in children if c.i and c.dep_ == "advmod")
    )


def _reported_future(token: Token, table: Cues) -> bool:
    """Whether "would" is the future of a past report ("said it would sell") and no condition hangs on it."""
    for child in token.children:
        if child.dep_ == "advcl" and any(c.lower_ in {"if", "unless", "provided"} for c in child.children):
            return False
    if any(up.dep_ == "acl:relcl" for up in [token, *token.ancestors]):
        return False
    for verb in token.sent:
        if (
            verb.pos_ == "VERB"
            and verb.i != token.i
            and verb.tag_ in {"VBD", "VBZ", "VBP", "VBN"}
            and verb.dep_ not in {"acl:relcl", "acl", "amod"}
        ):
            effects = table.effects(verb)
            if (
                (
                    "report" in effects
                    or "commit" in effects
                    and (verb.tag_ == "VBD" or verb.dep_ == "ROOT" and verb.tag_ == "VBN")
                )
                and "doubt" not in effects
                and "propose" not in effects
            ):
                return True
    return False


def opening(trigger: Token) -> Token | None:
    """The auxiliary that opens the trigger's clause before its subject, in a sentence that asks nothing."""
    first = trigger.sent[0]
    if (
        first.pos_ not in {"AUX", "VERB", "PROPN"}
        or trigger.sent[-1].text == "?"
        or trigger.sent.text.rstrip().endswith("?")
    ):
        return None
    if any(t.text == "," for t in trigger.doc[first.i : trigger.i]) or not any(
        t.tag_ in {"NNP", "NN", "PRP", "NNS"} for t in trigger.doc[first.i + 1 : trigger.i]
    ):
        return None
    return first if first.i < trigger.i else None


def default(trigger: Token, state: Factuality, base: str) -> str:
    """What an open event comes to with no cue over it."""
    if state.stage == "nominal":
        return base
    if trigger.dep_ == "ROOT" and any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in trigger.children):
        return "committed"  # a headline's "to supply"
    if trigger.tag_ == "VBG" or trigger.tag_ == "VBN":
        return base
    return "proposed"


def is_open(verb: Token) -> bool:
    """Whether a verb asserts nothing by itself: infinitive, under a modal, or gerund."""
    return (
        verb.tag_ == "VB"
        or any(c.tag_ == "MD" for c in verb.children if c.dep_ == "aux")
        or verb.tag_ == "VBG"
        and not any(c.lemma_ == "be" and c.dep_ == "aux" for c in verb.children)
    )
