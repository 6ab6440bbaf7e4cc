"""How real a statement is and whose word it is: the cues over an event, applied from the inside out.

A verb or noun that evokes an event stands under others ("was urged not to agree to supply"). Starting from the form of the
word itself, each cue above it changes the stage, denies, or says who says so, in the order in which the sentence nests
them. The cues and their effects are the ontology's; how effects combine is the one table COMPOSE.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.extractors import syntax
from kg.ontology import Cue, Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Token

OPEN = ""  # the stage of a word that asserts nothing yet: an infinitive, a gerund, a noun under a cue
REAL = "delivered"

# effect → stage below → stage above; "" is an open event, "*" any other
COMPOSE: dict[str, dict[str, str]] = {
    "commit": {OPEN: "committed", "sought": "committed", "nominal": "committed", "*": "="},
    "propose": {OPEN: "proposed", "committed": "proposed", "nominal": "proposed", "*": "="},
    "reconsider": {"delivered": "delivered", "ended": "ended", "*": "proposed"},
    "seek": {
        OPEN: "sought",
        "committed": "sought",
        "proposed": "sought",
        "nominal": "sought",
        "ended": "delivered",
        "*": "=",
    },
    "withhold": {"withheld": "proposed", "ended": "delivered", "*": "withheld"},
    "end": {"withheld": "committed", "ended": "ended", "*": "ended"},
    "negate": {"withheld": "proposed", "ended": "delivered", "*": "withheld"},
    "resume": {OPEN: "committed", "nominal": "committed", "ended": "committed", "withheld": "committed", "*": "="},
    "lift": {"withheld": "committed", "*": "="},
    "attempt": {OPEN: "proposed", "nominal": "proposed", "*": "="},
    "foil": {"*": "withheld"},
}


@dataclass(frozen=True, slots=True)
class Operator:
    """One cue at work: the word, its effect, and the stage before and after."""

    token: int
    effect: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who affirms or denies: the token that names them, their stance, and the cue."""

    token: int
    stance: str
    cue: int


@dataclass(slots=True)
class Factuality:
    """What the sentence makes of an event: stage, certainty, who says so and who denies it, and the cues in order."""

    stage: str
    certainty: str = "certain"
    voices: list[Voice] = field(default_factory=list)
    operators: list[Operator] = field(default_factory=list)
    denied: bool = False
    past_negation: bool = False  # "did not supply": in a party's mouth this denies what others say

    def apply(self, token: Token, effect: str) -> None:
        """Change the stage by an effect, and remember it."""
        table = COMPOSE.get(effect)
        if table is None:
            return
        before = self.stage
        after = table.get(before, table["*"])
        self.stage = before if after == "=" else after
        self.operators.append(Operator(token.i, effect, before, self.stage))


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


class Cues:
    """The ontology's cues by part of speech and first word."""

    def __init__(self, cues: Iterable[Cue]) -> None:
        self.table: dict[tuple[str, str], list[Cue]] = {}
        for cue in cues:
            self.table.setdefault((cue.pos, cue.lemma.split()[0]), []).append(cue)

    def of(self, token: Token, *kinds: str) -> list[Cue]:
        """The cues that a token is, given the parts of speech it may have; longer ones (with particle) first."""
        found = []
        for kind in kinds:
            for word in sorted(stems(token, kind)):
                for cue in self.table.get((kind, word.split()[0] if word else ""), ()):
                    if cue.lemma == word or continues(token, cue.lemma, word):
                        found.append(cue)
        longest = max((len(c.lemma.split()) for c in found), default=0)
        return [c for c in found if len(c.lemma.split()) == longest]

    def of_base(self, token: Token) -> list[Cue]:
        """The verb cues whose third person a noun in -s may be ("reports")."""
        return [c for c in self.table.get(("verb", token.lower_[:-1]), ()) if " " not in c.lemma]

    def effects(self, token: Token) -> dict[str, Cue]:
        """Effects of a governing word by its part of speech."""
        kind = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}.get(token.pos_, "")
        if not kind:
            return {}
        kinds = (kind, "adjective") if kind == "verb" and token.tag_ in {"VBN", "JJ"} else (kind,)
        if token.lower_.endswith("ing") and kind != "verb":  # a gerund that the tagger takes for a noun
            kinds = (*kinds, "verb")
        return {cue.effect: cue for cue in reversed(self.of(token, *kinds))}


def stems(token: Token, kind: str) -> set[str]:
    """The base forms under which a token is looked up; a gerund tagged as a noun is looked up as a verb too."""
    found = {fold(token.lemma_), fold(token.text)}
    text = fold(token.text)
    if kind == "verb" and token.pos_ in {"NOUN", "ADJ", "PROPN"} and text.endswith("ing") and len(text) > 5:
        stem = text[:-3]
        found |= {stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
    return found


_CUES: WeakKeyDictionary[Ontology, dict[str, Cues]] = WeakKeyDictionary()
ANY_SCHEME = "*"


def cues(ontology: Ontology, scheme: str = "") -> Cues:
    """The cues that act on events of a scheme of stages, built once.

    A cue that imposes a stage acts on events of that stage's scheme only; there it goes before what the word does elsewhere.
    """
    tables = _CUES.setdefault(ontology, {})
    found = tables.get(scheme)
    if found is None:
        own = [cue for cue in ontology.cues if cue.scheme and cue.scheme == scheme]
        words = {(cue.pos, cue.lemma) for cue in own}
        others = [cue for cue in ontology.cues if not cue.scheme and (cue.pos, cue.lemma) not in words]
        found = tables[scheme] = Cues([*own, *others])
    return found


def bound_cues(ontology: Ontology) -> Cues:
    """All cues that impose a stage of some scheme."""
    tables = _CUES.setdefault(ontology, {})
    found = tables.get(ANY_SCHEME)
    if found is None:
        found = tables[ANY_SCHEME] = Cues(cue for cue in ontology.cues if cue.scheme)
    return found


def continues(token: Token, lemma: str, word: str) -> bool:
    """Whether an entry of several words ("rule out") begins with a token's word and goes on near by."""
    return lemma.startswith(word + " ") and _has_words(token, lemma[len(word) + 1 :].split())


def _has_words(token: Token, rest: list[str]) -> bool:
    """Whether a verb's other words ("out" in "rule out") follow it: as particle, preposition or adverb, near by."""
    following = [t.lower_ for t in token.doc[token.i + 1 : token.i + 7]]
    if following[: len(rest)] == rest:
        return True
    if rest == ["to"]:
        return False
    below = {c.lower_: c for c in token.children} | {
        c.lower_: c for o in token.children for c in o.children if c.dep_ in {"case", "mark"}
    }
    return all(
        word in below and below[word].dep_ in {"compound:prt", "case", "mark", "advmod", "obj", "obl", "fixed", "det"}
        for word in rest
    )


def control(token: Token, ontology: Ontology) -> str:
    """Who is the understood subject of what a word governs: its object (urge, allow, accuse) or its own subject."""
    effects = cues(ontology).effects(token)
    if token.lemma_.lower() in ontology.words("helper"):
        return "helped"
    if {"seek", "accuse"} & effects.keys() or token.lemma_.lower() in ontology.words("object-control"):
        return "object"
    if token.lemma_.lower() in ontology.words("opposing"):
        return "opposed"
    return "subject"


def read(trigger: Token, base: str, ongoing: str, ontology: Ontology, scheme: str = "") -> Factuality:
    """Read the stage and the voices over a trigger; ``base`` is what the bare word asserts, ``ongoing`` in the progressive.

    ``scheme`` is the scheme of stages of the event, whose own cues count beside the general ones.
    """
    table = cues(ontology, scheme)
    state = _form(trigger, base, ongoing, table)
    _modifiers(trigger, state, table, own=True)
    token = trigger
    seen = {trigger.i}
    blocked = False  # past a finite clause boundary only voices count
    while token.head.i != token.i and token.head.i not in seen and len(seen) < 40:
        relation, up = token.dep_, token.head
        seen.add(up.i)
        blocked = _step(token, relation, up, state, table, blocked, base)
        token = up
    if state.stage in {OPEN, "nominal"}:
        state.stage = _default(trigger, state, base)
    opening = _opening(trigger)
    if (
        opening is not None
        and opening.lower_ in ontology.words("inverted-condition")
        and state.stage in {"sought", "delivered", "committed", "proposed"}
    ):
        _suppose(opening, state)
    return state


def _opening(trigger: Token) -> Token | None:
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


def _form(trigger: Token, base: str, ongoing: str, table: Cues) -> Factuality:
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
        if (
            any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in verb.children)
            or verb.tag_ == "VB"
            and not words
        ):
            return Factuality(base)
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
        if any(a.lower_ == "have" for a in auxiliaries):
            return Factuality(REAL)
        return Factuality(OPEN)
    if (
        verb.tag_ == "VBG"
        and not any(a.lemma_ == "be" for a in auxiliaries)
        and not any(a.lemma_ == "have" for a in auxiliaries)
    ):
        return Factuality(REAL if verb.dep_ in {"acl:relcl"} else OPEN)
    if verb.tag_ == "VBG" and ongoing:
        return Factuality(ongoing)
    if verb.tag_ == "VB" and not any(a.lemma_ == "do" for a in auxiliaries):
        if syntax.is_passive(verb) and any(a.lower_ == "be" for a in auxiliaries) or not auxiliaries:
            return Factuality(OPEN)  # subjunctive: "that arms be sent"
    if any(a.lower_ == "be" for a in auxiliaries):
        return Factuality(OPEN)
    return Factuality(REAL)


def _modifiers(token: Token, state: Factuality, table: Cues, *, own: bool) -> None:
    """Apply what stands on the word itself: auxiliaries, negation, adverbs, adjectives, determiners."""
    children = list(token.children)
    if (
        token.dep_ == "conj"
        and token.pos_ == "VERB"
        and not any(c.dep_ in {"aux", *syntax.SUBJECTS, *syntax.PASSIVE_SUBJECTS} for c in children)
    ):
        children += [
            c
            for c in token.head.children
            if c.dep_ in {"aux"} or c.dep_ == "advmod" and c.lower_ in {"not", "never", "n't"} and c.i < token.head.i
        ]
    late = []
    for child in sorted(children, key=lambda c: -c.i):
        if child.dep_ in {"aux", "aux:pass", "cop"} and token.pos_ in {"VERB", "AUX", "ADJ", "NOUN"}:
            word = {"wo": "will", "'ll": "will", "’ll": "will", "'d": "would", "’d": "would", "ca": "can"}.get(
                child.lower_, child.lower_
            )
            if state.stage == REAL and any(c.lemma_ == "have" and c.dep_ == "aux" for c in children):
                continue
            if (
                child.lemma_ == "be"
                and child.dep_ == "aux"
                and child.i + 1 < len(child.doc)
                and child.nbor(1).lower_ == "to"
            ):
                state.apply(child, "commit")  # "is to deliver"
                continue
            for cue in table.table.get(("auxiliary", word), ()):
                if cue.lemma != word:
                    continue
                if word == "would" and _reported_future(token, table):
                    state.apply(child, "commit")
                else:
                    state.apply(child, cue.effect)
            if word in {"can"} and any(c.lower_ in {"not", "n't"} for c in children):
                continue
        elif child.dep_ == "aux" and child.lower_ == "to":
            continue
        elif child.lower_ in {"not", "n't", "never"} or child.dep_ in {
            "advmod",
            "det",
            "case",
            "mark",
            "cc:preconj",
            "neg",
            "cc",
        }:
            for cue in table.of(child, "adverb", "determiner", "preposition"):
                if cue.effect == "negate":
                    if child.i + 1 < len(child.doc) and child.nbor(1).lower_ in {"only", "just", "merely", "least"}:
                        continue  # "not only trains but also sells"
                    late.append(child)
                elif cue.effect == "doubt":
                    state.certainty = cue.certainty or "probable"
                    state.operators.append(Operator(child.i, "doubt", state.stage, state.stage))
                elif cue.effect in {"propose"} and state.stage != REAL:
                    state.apply(child, cue.effect)
        elif child.dep_ in {"amod", "compound", "nmod"} and token.pos_ in {"NOUN", "PROPN"} and child.i < token.i:
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
        elif (
            child.dep_ in {"obl", "advmod"}
            and child.pos_ in {"NOUN"}
            and any(c.lower_ in {"no", "neither"} for c in child.children)
            and syntax.case_of(child) in {"at", "in", "under", "by", "on"}
        ):
            late.append(child)  # "at no time", "under no circumstances"
    if own and token.pos_ in {"VERB", "AUX"}:
        for child in children:
            if (
                child.dep_ in {"obj", "nsubj", "nsubj:pass"} or child.dep_ == "obl" and syntax.case_of(child) == "with"
            ) and (
                child.lower_ in {"none", "nobody", "nothing", "neither"}
                or any(
                    c.lower_ in {"no", "neither"}
                    and c.dep_ in {"det", "cc:preconj", "cc", "advmod", "dep"}
                    and c.i < child.i
                    for c in child.children
                )
            ):
                late.append(child)  # "no missiles were sent", "gave no weapons", "neither X nor Y has sent"
    before = [t.lower_ for t in token.doc[max(token.sent.start, token.i - 4) : token.i]]
    ended = any(before[i : i + 2] == ["no", "longer"] for i in range(len(before)))
    if (
        token.pos_ == "VERB"
        and ended
        or any(c.lower_ == "more" and c.nbor(-1).lower_ == "any" for c in children if c.i and c.dep_ == "advmod")
    ):
        state.apply(token, "end")
        late = [c for c in late if c.lower_ not in {"no", "longer", "not", "n't"}]
    for child in dict.fromkeys(late):
        if state.stage == REAL:
            state.past_negation = True
        state.apply(child, "negate")


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


def _step(token: Token, relation: str, up: Token, state: Factuality, table: Cues, blocked: bool, base: str) -> bool:
    """Go from a word to the one above it; returns whether later cues may change only the voices."""
    effects = table.effects(up)
    if (
        relation in {"obl", "nmod"}
        and up.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}
        and syntax.case_of(token) not in UNDER
    ):
        _beside(up, state, table)
        return True
    if (
        relation == "acl:relcl"
        and up.pos_ == "NOUN"
        and effects
        and any(c.lower_ == "that" and c.dep_ == "mark" for c in token.children)
    ):
        relation = "acl"  # "the report that …" spells the noun out
    if relation in {"acl:relcl"}:
        _noun_voices(up, effects, state, table, blocked=True)
        return True
    if relation == "advcl":
        marks = {c.lower_ for c in token.children if c.dep_ in {"mark", "advmod", "case"}}
        if marks & {"if", "unless", "lest", "whether"}:
            if state.stage in {OPEN, REAL, "nominal", "committed"} and not blocked:
                state.apply(token, "propose") if state.stage != REAL else _suppose(token, state)
        purpose = state.stage in {OPEN, "nominal"} and (token.tag_ in {"VB"} or "to" in marks)
        if (
            state.stage == OPEN
            and not marks & {"of", "from", "about", "in", "on", "for", "to", "at", "with", "against", "into", "over"}
            and not purpose
            and token.tag_ == "VBG"
            and not (
                {"seek", "withhold", "negate", "accuse", "affirm", "doubt", "end", "propose", "attempt", "resume"}
                & effects.keys()
            )
            and "without" not in marks
        ):
            state.stage = REAL
        if "withhold" in effects and "from" in marks or {"accuse", "affirm"} & effects.keys() and marks & {"of", "for"}:
            pass
        elif not purpose and state.stage != OPEN:
            _voices(token, up, effects, state, table)
            return True
    if relation == "conj":
        _modifiers_shared(token, up, state, table, blocked)
        return blocked
    if relation in {"appos", "list", "discourse", "punct", "dep"} and up.pos_ not in {"VERB"}:
        _noun_voices(up, {}, state, table, blocked)
        return blocked
    if up.pos_ in {"NOUN", "PROPN"}:
        if (
            relation in {"acl", "nmod", "ccomp", "advcl", "obl", "xcomp", "nsubj", "compound", "nmod:poss", "csubj"}
            and not blocked
        ):
            if (
                relation in {"acl", "ccomp", "advcl"}
                and token.tag_ in {"VBN"}
                and state.stage == REAL
                and any(c.dep_ in {"nsubj", "aux"} for c in token.children) is False
                and syntax.is_passive(token)
            ):
                # "aircraft purchased from …": the participle states a fact about the noun
                _noun_voices(up, {}, state, table, blocked)
                return state.stage == REAL
            _apply(token, up, effects, state, table)
            _noun_voices(up, effects, state, table, blocked)
            if effects:
                _modifiers(up, state, table, own=False)
            elif any(c.lower_ == "no" and c.dep_ == "det" for c in up.children):
                state.apply(up, "negate")
        else:
            _noun_voices(up, effects, state, table, blocked)
        return blocked
    if up.pos_ in {"VERB", "AUX", "ADJ"}:
        if (
            relation == "nsubj"
            and up.pos_ == "VERB"
            and not (
                up.lemma_
                in {
                    "continue",
                    "begin",
                    "resume",
                    "stop",
                    "end",
                    "depend",
                    "remain",
                    "go",
                    "proceed",
                    "cease",
                    "halt",
                    "take",
                    "occur",
                    "happen",
                    "materialize",
                    "materialise",
                }
                or "propose" in effects
                or "commit" in effects
                and up.tag_ == "VBN"
            )
        ):
            _voices(token, up, {}, state, table)
            return blocked or up.tag_ in {"VBD", "VBZ", "VBP"} and state.stage == REAL
        if not blocked:
            if relation in {"advcl", "xcomp"} and token.tag_ == "VB" and state.stage == OPEN:
                for child in up.children:  # "closed deals to buy": the deal is what the infinitive spells out
                    if child.dep_ == "obj" and up.i < child.i < token.i and child.pos_ == "NOUN":
                        _apply(token, child, table.effects(child), state, table)
            _apply(token, up, effects, state, table)
            finite = _is_open(up)
            if (
                state.stage in {"nominal", OPEN}
                and "affirm" in effects
                and not finite
                and relation in {"xcomp", "ccomp", "obj", "advcl", "nsubj:pass", "obl"}
            ):
                state.stage = REAL
                state.operators.append(Operator(up.i, "affirm", OPEN, REAL))
            _modifiers(up, state, table, own=False) if effects or relation in {
                "xcomp",
                "ccomp",
                "obj",
                "nsubj:pass",
                "csubj",
                "nsubj",
            } and state.stage in {OPEN, "nominal"} or _carries(up, relation, state) else None
        _voices(token, up, effects, state, table)
        if relation in {"ccomp", "parataxis"} and ({"report", "doubt", "deny"} & effects.keys()):
            return blocked
    return blocked


def _suppose(token: Token, state: Factuality) -> None:
    """A condition takes back even what a finite verb states."""
    state.operators.append(Operator(token.i, "suppose", state.stage, "proposed"))
    state.stage = "proposed"


def _carries(up: Token, relation: str, state: Factuality) -> bool:
    """Whether the modals and negation of a governing verb bear on what stands below it although it is no cue."""
    return relation in {"xcomp", "obj", "nsubj:pass"} and state.stage in {OPEN, "nominal"}


def _is_open(verb: Token) -> bool:
    """Whether a verb asserts nothing by itself: infinitive, under a modal, or gerund."""
    return (
        verb.tag_ == "VB"
        or any(c.tag_ == "MD" for c in verb.children if c.dep_ == "aux")
        or verb.tag_ == "VBG"
        and not any(c.lemma_ == "be" and c.dep_ == "aux" for c in verb.children)
    )


def _apply(token: Token, up: Token, effects: dict[str, Cue], state: Factuality, table: Cues) -> None:
    """Apply the stage effects of a governing word."""
    if rejects_report(token, effects, table):
        effects = {"deny": effects["withhold"]}
    if "deny" in effects:
        if state.stage in {OPEN, "nominal"}:
            state.stage = REAL
        state.operators.append(Operator(up.i, "deny", state.stage, state.stage))
        return
    if "accuse" in effects or "doubt" in effects:
        if state.stage in {OPEN} and "accuse" in effects or state.stage in {OPEN, "nominal"} and token.tag_ != "VB":
            state.stage = REAL
        if "doubt" in effects:
            state.certainty = "probable"
        state.operators.append(Operator(up.i, "doubt" if "doubt" in effects else "accuse", state.stage, state.stage))
        if "withhold" not in effects:
            return
    for effect in ("foil", "reconsider", "withhold", "end", "seek", "resume", "lift", "attempt", "propose", "commit"):
        if effect in effects:
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
            return


def _modifiers_shared(token: Token, up: Token, state: Factuality, table: Cues, blocked: bool) -> None:
    """A coordinated verb without a subject of its own stands under what stands on the first."""
    if blocked or token.pos_ != "VERB" or up.pos_ != "VERB":
        return


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


def _voices(token: Token, up: Token, effects: dict[str, Cue], state: Factuality, table: Cues) -> None:
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
        if holder.i == token.i or holder in token.subtree and effect in {"report"} and holder.i != up.i:
            continue
        state.voices.append(Voice(holder.i, "denies" if effect == "deny" else "affirms", up.i))
        if effect == "deny":
            state.denied = True
        break
    _beside(up, state, table)


def _noun_voices(noun: Token, effects: dict[str, Cue], state: Factuality, table: Cues, blocked: bool) -> None:
    """Who says so by a noun: "U.S. accusations that …", "a report by …", "a denial by …"."""
    for effect in ("deny", "report", "doubt", "seek", "propose"):
        if effect in effects:
            said = effect in {"report", "doubt"}
            owner = None if said else syntax._owner(noun, lambda _: "subject", 0)
            author = syntax.author_of(noun) if said else owner[0] if owner is not None else None
            if author is not None:
                state.voices.append(Voice(author.i, "denies" if effect == "deny" else "affirms", noun.i))
            if effect == "deny":
                state.denied = True
            if effect == "doubt":
                state.certainty = "probable"
            break


def _beside(verb: Token, state: Factuality, table: Cues) -> None:
    """ "According to X" and parenthetical reports ("…, officials said") beside a clause."""
    for child in verb.children:
        if child.dep_ in {"obl", "nmod", "advcl", "obl:agent", "parataxis", "acl"} and child.pos_ in syntax.NOMINAL:
            case = syntax.case_of(child)
            if any(
                c.effect == "report"
                for c in table.table.get(("preposition", case.split()[0] if case else ""), ())
                if c.lemma == case or c.lemma.startswith(case + " ")
            ):
                state.voices.append(Voice(child.i, "affirms", child.i))
        if child.dep_ in {"parataxis", "ccomp", "advcl", "dep"} and child.pos_ == "VERB":
            effects = table.effects(child)
            if "report" in effects and not any(c.dep_ == "ccomp" for c in child.children):
                holder = _subject_of(child)
                if holder is not None and holder.head.i == child.i or holder is not None and child.dep_ == "parataxis":
                    state.voices.append(Voice(holder.i, "affirms", child.i))


def _default(trigger: Token, state: Factuality, base: str) -> str:
    """What an open event comes to with no cue over it."""
    if state.stage == "nominal":
        return base
    if trigger.dep_ == "ROOT" and any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in trigger.children):
        return "committed"  # a headline's "to supply"
    if trigger.tag_ == "VBG" or trigger.tag_ == "VBN":
        return base
    return "proposed"
