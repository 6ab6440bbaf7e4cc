"""How real a statement is and whose word it is: the cues over an event, applied from the inside out.

A verb or noun that evokes an event stands under others ("was urged not to agree to supply"). Starting from the form of the
word itself, each cue above it changes the stage, denies, or says who says so, in the order in which the sentence nests
them. The cues and their effects are the ontology's; how effects combine is the one table COMPOSE of ``stages``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import cues, forms, syntax, voices
from kg.extractors.cues import Cues
from kg.extractors.stages import COMPOSE, OPEN, REAL, Factuality, Operator
from kg.ontology import Cue, Ontology

if TYPE_CHECKING:
    from spacy.tokens import Token

# prepositions under which a phrase stands within what governs it; others ("despite", "after") only stand beside it
UNDER = frozenset(
    {
        "",
        "of",
        "to",
        "on",
        "for",
        "against",
        "from",
        "in",
        "into",
        "over",
        "about",
        "regarding",
        "with",
        "concerning",
        "towards",
        "at",
        "as",
        "upon",
        "by",
    }
)

# conjunctions and prepositions under which a gerund is part of what its verb says, and effects that bear on it
WITHIN_VERB = frozenset(
    {"of", "from", "about", "in", "on", "for", "to", "at", "with", "against", "into", "over", "without", "as"}
)
BEARING = frozenset({"seek", "withhold", "negate", "accuse", "affirm", "doubt", "end", "propose", "attempt", "resume"})
# effects on the stage in the order in which they are looked for: of a word that has several the first counts
EFFECTS = "foil fulfil settle reconsider withhold end seek resume lift attempt propose commit".split()
SPELT_OUT = frozenset({"csubj", "ccomp", "acl"})  # how a clause stands on what is said of it
COMPLEMENTS = frozenset({"xcomp", "ccomp", "obj", "nsubj:pass", "csubj", "nsubj"})


def read(trigger: Token, base: str, ongoing: str, ontology: Ontology, scheme: str = "") -> Factuality:
    """Read the stage and the voices over a trigger; ``base`` is what the bare word asserts, ``ongoing`` in the progressive.

    ``scheme`` is the scheme of stages of the event, whose own cues count beside the general ones.
    """
    table = cues.of(ontology, scheme)
    state = forms.form(trigger, base, ongoing)
    forms.modify(trigger, state, table, own=True)
    voices.of_own(trigger, state, table)
    token = trigger
    seen = {trigger.i}
    blocked = False  # past a finite clause boundary only voices count
    while token.head.i != token.i and token.head.i not in seen and len(seen) < 40:
        told = _noun_told(token, table)
        if told is not None:
            voices.of_noun(told, table.effects(told), state)
        up = token.head
        seen.add(up.i)
        blocked = _step(token, up, state, table, blocked)
        token = up
    if state.stage in {OPEN, "nominal"}:
        state.stage = forms.default(trigger, state, base)
    if state.stage in {"committed", REAL} and _asked(trigger):
        _suppose(trigger, state)
    opening = forms.opening(trigger)
    if (
        opening is not None
        and opening.lower_ in ontology.words("inverted-condition")
        and state.stage in {"sought", "delivered", "committed", "proposed"}
    ):
        _suppose(opening, state)
    return state


def _asked(trigger: Token) -> bool:
    """Whether the sentence asks if it is so: "Will Italy send …?"; what "why" or "when" asks of is taken for granted."""
    sentence = [t for t in trigger.sent if not t.is_space and not t.is_quote]
    clause = trigger
    while clause.dep_ == "conj" and clause.head.i != clause.i:
        clause = clause.head
    return sentence[-1].text == "?" and clause.dep_ in {"ROOT", "ccomp", "parataxis"} and sentence[0].pos_ == "AUX"


def _step(token: Token, up: Token, state: Factuality, table: Cues, blocked: bool) -> bool:
    """Go from a word to the one above it; returns whether later cues may change only the voices."""
    effects = table.effects(up)
    relation = "acl" if _spells_out(token, up, effects) else token.dep_
    if not blocked and _is_untrue(token, up, table):
        state.past_negation = state.past_negation or state.stage == REAL
        state.apply(up, "negate")
        return True
    if (
        relation in {"obl", "nmod"}
        and up.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}
        and syntax.case_of(token) not in UNDER
        and not any(syntax.case_of(token) in cue.lemma.split()[1:] for cue in effects.values())  # "called off the sale"
    ):
        voices.beside(up, state, table)
        return True
    if relation == "acl:relcl":
        voices.of_noun(up, effects, state)
        return blocked or not {"commit", "propose"} & effects.keys()  # what befalls a deal befalls what it is about
    if relation == "advcl" and _stands_beside(token, up, effects, state, table, blocked):
        return True
    if relation == "conj" or relation in {"appos", "list", "discourse", "punct", "dep"} and up.pos_ != "VERB":
        return blocked
    if up.pos_ in {"NOUN", "PROPN"}:
        return _under_noun(token, relation, up, state, table, blocked)
    if up.pos_ in {"VERB", "AUX", "ADJ"}:
        return _under_verb(token, relation, up, state, table, blocked)
    return blocked


def _that(token: Token) -> Token | None:
    """The "that" which opens a clause."""
    return next((c for c in token.children if c.dep_ == "mark" and c.lower_ == "that"), None)


def _is_untrue(token: Token, up: Token, table: Cues) -> bool:
    """Whether a clause is called untrue: "it is not true that …", "that … is a lie"."""
    if token.dep_ not in SPELT_OUT or up.pos_ not in {"ADJ", "NOUN"} or not any(c.dep_ == "cop" for c in up.children):
        return False
    if _that(token) is None:
        return False
    negated = forms.is_denied(up)
    return up.lower_ in table.truth and negated or up.lower_ in table.untruth and not negated


def _noun_told(token: Token, table: Cues) -> Token | None:
    """The noun that a clause spells out though the parser hangs it on the verb: "denied U.S. [accusations] that it …"."""
    mark = _that(token)
    if token.dep_ != "ccomp" or mark is None or mark.i == 0:
        return None
    noun = mark.nbor(-1)
    told = noun.head.i == token.head.i and noun.pos_ == "NOUN" and {"report", "doubt"} & table.effects(noun).keys()
    return noun if told else None


def _spells_out(token: Token, up: Token, effects: dict[str, Cue]) -> bool:
    """Whether what a parser takes for a relative clause spells the noun out: "the report that …"."""
    return (
        token.dep_ == "acl:relcl"
        and up.pos_ == "NOUN"
        and bool(effects)
        and _that(token) is not None
    )


def _stands_beside(
    token: Token, up: Token, effects: dict[str, Cue], state: Factuality, table: Cues, blocked: bool
) -> bool:
    """Whether an adverbial clause only stands beside its verb; what its conjunction says of its stage is applied."""
    marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "advmod", "case"}}
    if (
        marks & {"if", "unless", "lest", "whether"}
        and state.stage in {OPEN, REAL, "nominal", "committed"}
        and not blocked
    ):
        if state.stage == REAL:
            _suppose(token, state)
        else:
            state.apply(token, "propose")
    purpose = state.stage in {OPEN, "nominal"} and (token.tag_ == "VB" or "to" in marks)
    if (
        state.stage == OPEN
        and token.tag_ == "VBG"
        and not purpose
        and not marks & WITHIN_VERB
        and not BEARING & effects.keys()
    ):
        state.stage = REAL
    within = (
        "withhold" in effects and "from" in marks or {"accuse", "affirm"} & effects.keys() and marks & {"of", "for"}
    )
    asked = token.tag_ == "VB" and "to" in marks and bool({"seek", "withhold"} & effects.keys())
    if within or purpose or asked or state.stage == OPEN:
        return False
    voices.of_verb(token, up, effects, state, table)
    return True


def _under_noun(token: Token, relation: str, up: Token, state: Factuality, table: Cues, blocked: bool) -> bool:
    """Apply a governing noun ("the plan to …") and what stands on it."""
    effects = table.effects(up)
    if blocked or relation not in {
        "acl",
        "nmod",
        "ccomp",
        "advcl",
        "obl",
        "xcomp",
        "nsubj",
        "compound",
        "nmod:poss",
        "csubj",
    }:
        voices.of_noun(up, effects, state)
        return blocked
    if (
        relation in {"acl", "ccomp", "advcl"}
        and token.tag_ == "VBN"
        and state.stage == REAL
        and not any(c.dep_ in {"nsubj", "aux"} for c in token.children)
        and syntax.is_passive(token)
    ):
        return True  # "aircraft purchased from …": the participle states a fact about the noun
    _apply(token, up, effects, state, table)
    voices.of_noun(up, effects, state)
    if effects:
        forms.modify(up, state, table, own=False)
    elif up.lemma_ not in table.admission and any(c.lower_ == "no" and c.dep_ == "det" for c in up.children):
        state.apply(up, "negate")
    return False


def _under_verb(token: Token, relation: str, up: Token, state: Factuality, table: Cues, blocked: bool) -> bool:
    """Apply a governing verb or adjective ("urged … to", "is likely to") and what stands on it."""
    effects = table.effects(up)
    if (
        relation == "nsubj"
        and up.pos_ == "VERB"
        and not (up.lemma_ in table.happening or "propose" in effects or "commit" in effects and up.tag_ == "VBN")
        and not ("end" in effects and not any(c.dep_ == "obj" for c in up.children))  # "the purchase lapsed"
    ):
        voices.beside(up, state, table)
        return blocked or up.tag_ in {"VBD", "VBZ", "VBP"} and state.stage == REAL
    real = state.stage == REAL
    told = relation == "ccomp" and real and bool({"report", "affirm"} & effects.keys())
    if not blocked:
        if relation in {"advcl", "xcomp", "obl"} and syntax.is_passive(up) and not effects:
            for child in up.children:  # "no decision has been taken on sending …": so it is with a passive's subject
                if child.dep_ == "nsubj:pass" and child.pos_ == "NOUN" and table.effects(child):
                    _apply(token, child, table.effects(child), state, table)
                    forms.modify(child, state, table, own=False)
        if relation in {"advcl", "xcomp"} and token.tag_ == "VB" and state.stage == OPEN:
            for child in up.children:  # "closed deals to buy": the deal is what the infinitive spells out
                if child.dep_ == "obj" and up.i < child.i < token.i and child.pos_ == "NOUN":
                    _apply(token, child, table.effects(child), state, table)
        _apply(token, up, effects, state, table)
        if (
            state.stage in {"nominal", OPEN}
            and "affirm" in effects
            and not forms.is_open(up)
            and relation in {"xcomp", "ccomp", "obj", "advcl", "nsubj:pass", "obl"}
        ):
            state.stage = REAL
            state.operators.append(Operator(up.i, "affirm", OPEN, REAL))
        confirmed = real and "affirm" in effects and relation in {"ccomp", "nsubj:pass", "obj"}
        if not confirmed and (effects or relation in COMPLEMENTS and state.stage in {OPEN, "nominal"}):
            forms.modify(up, state, table, own=False)  # "could not be confirmed" says nothing against it
    voices.of_verb(token, up, effects, state, table)
    return blocked or told  # what stands over a verb of saying bears on the saying: "declined to confirm that it had …"


def _suppose(token: Token, state: Factuality) -> None:
    """A condition takes back even what a finite verb states."""
    state.operators.append(Operator(token.i, "suppose", state.stage, "proposed"))
    state.stage = "proposed"


def _apply(token: Token, up: Token, effects: dict[str, Cue], state: Factuality, table: Cues) -> None:
    """Apply the stage effects of a governing word."""
    if voices.rejects_report(token, effects, table):
        effects = {"deny": effects["withhold"]}
    if "deny" in effects:
        if state.stage in {OPEN, "nominal"}:
            state.stage = REAL
        state.operators.append(Operator(up.i, "deny", state.stage, state.stage))
        return
    if "accuse" in effects or "doubt" in effects:
        if state.stage == OPEN and "accuse" in effects or state.stage in {OPEN, "nominal"} and token.tag_ != "VB":
            state.stage = REAL
        if "doubt" in effects:
            state.certainty = "probable"
        state.operators.append(Operator(up.i, "doubt" if "doubt" in effects else "accuse", state.stage, state.stage))
        if "withhold" not in effects:
            return
    marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "case"}} if "commit" in effects else set()
    if marks & {"whether", "if"}:
        effects = {"propose": effects["commit"]}  # "decide whether to sell"
    elif "against" in marks:
        effects = {"withhold": effects["commit"]}  # "decided against selling"
    if up.lemma_ == "expect" and "propose" in effects and token.lemma_.lower() in table.arriving and syntax.is_passive(up):
        effects = {"commit": effects["propose"]}  # "is expected to arrive in May" has been agreed
    finite = up.pos_ == "ADJ" and token.tag_ in {"VBD", "VBZ", "VBP"}  # "it is certain that …" commits to nothing
    barred = token.pos_ == "NOUN" and {"withhold", "end"} & table.effects(token).keys()  # "renewed its ban"
    for effect in EFFECTS:
        if effect == "settle" and state.stage not in COMPOSE[effect] or effect == "resume" and barred:
            continue
        if effect in effects and not (effect == "commit" and finite):
            if (
                effect in {"commit", "propose"}
                and state.stage == REAL
                and token.dep_ in {"ccomp", "conj", "advcl", "parataxis"}
            ):
                continue
            if (
                effect == "commit"
                and up.pos_ == "NOUN"
                and token.dep_ == "nmod"
                and syntax.case_of(token) in {"after", "since", "before"}
            ):
                continue
            state.apply(up, effect)
            state.open_when_negated = effect == "commit" and up.lemma_.lower() in table.deciding
            return
