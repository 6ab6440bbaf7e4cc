"""Clauses read off a Universal Dependencies parse: voice, case, coordination, and who stands as the subject.

The passive is undone, relative pronouns stand for their antecedents, coordinated verbs share what they leave out, and the
unspoken subject of an infinitive is found. What a word means is not decided here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "X"})
OBLIQUE = frozenset({"obl", "nmod", "obl:agent", "obl:arg", "advmod", "nmod:poss", "obl:unmarked", "advcl", "dep"})
MADE = frozenset("made built designed produced manufactured style era developed type".split())  # "Chinese-made"
SUBJECTS = frozenset({"nsubj", "csubj", "nsubj:outer"})
PASSIVE_SUBJECTS = frozenset({"nsubj:pass", "csubj:pass"})
CLAUSES_WITHOUT_SUBJECT = frozenset(
    {"xcomp", "ccomp", "advcl", "acl", "parataxis", "dep", "obl", "nmod", "csubj", "amod"}
)
ADVERBIAL_MARKS = frozenset({"without", "by", "after", "before", "while", "when", "since", "despite", "besides"})
RELATIVES = frozenset({"who", "which", "that", "whom", "whose"})


def is_passive(verb: Token) -> bool:
    """Whether the verb's surface subject is its logical object."""
    if any(c.dep_ in PASSIVE_SUBJECTS or c.dep_ == "aux:pass" for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ in {"VBN", "VBD"} and verb.head.pos_ == "VERB" and verb.head.tag_ == "VBN":
        if not any(c.dep_ in {"aux", "obj", "nsubj"} for c in verb.children):
            return is_passive(verb.head)  # "would be built and sold"
    participle = verb.tag_ == "VBN" or verb.tag_ == "VBD" and verb.dep_ in {"acl", "amod"} and verb.head.dep_ == "obj"
    if not participle or any(c.dep_ == "aux" and c.lemma_ in {"have", "be"} for c in verb.children):
        return False
    return verb.dep_ in {"acl", "amod", "advcl", "acl:relcl", "xcomp", "ROOT", "dep", "parataxis"} and not any(
        c.dep_ in SUBJECTS for c in verb.children
    )


def case_of(token: Token) -> str:
    """The preposition before a noun phrase, several words joined by spaces ("according to"), "" for none."""
    for child in token.children:
        if child.dep_ in {"case", "mark"} and child.i < token.i and child.lower_ not in {"'s", "’s", "'", "’"}:
            return " ".join([child.lower_, *(c.lower_ for c in child.children if c.dep_ == "fixed")])
    return ""


def conjuncts(token: Token) -> Iterator[Token]:
    """The token and all that is coordinated with it, below it, in order."""
    for child in token.lefts:  # "Iran and Lebanese militants" read as one compound
        if (
            child.dep_ in {"compound", "amod", "nmod"}
            and child.i in token.doc._.mention_of
            and child.nbor(1).lower_ in {"and", "or"}
        ):
            yield child
    yield token
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ in NOMINAL:
            yield from conjuncts(child)
        elif (
            child.i > token.i
            and child.dep_ in {"nmod", "obl", "appos", "cc"}
            and case_of(child).split(" ")[:2] in (["as", "well"], ["along", "with"], ["together", "with"])
        ):
            yield child


def antecedent(token: Token) -> Token:
    """What a relative pronoun stands for; any other token stands for itself."""
    if token.lower_ in RELATIVES and token.pos_ in {"PRON", "DET", "SCONJ"}:
        for up in token.ancestors:
            if up.dep_ in {"acl:relcl", "acl"}:
                return up.head
    return token


def surface_subject(verb: Token, control: Callable[[Token], str], depth: int = 0) -> tuple[Token, int, str] | None:
    """The word that stands as subject of a verb, its own or an understood one: token, tier, rule.

    ``control(governor)`` tells for a governing word who is understood as the subject of what it governs:
    "object", "subject" or "" for no one.
    """
    for child in verb.children:
        if child.dep_ in SUBJECTS or child.dep_ in PASSIVE_SUBJECTS:
            return antecedent(child), 0, "subject"
    named = _subject_of_infinitive(verb)
    if named is not None:
        return named, 0, "subject of the infinitive"
    if depth > 6:
        return None
    if verb.tag_ == "VBG" and verb.i and verb.nbor(-1).tag_ == "POS" and verb.nbor(-1).head.i < verb.i:
        return verb.nbor(-1).head, 0, "possessor of the gerund"  # "the UAE's providing arms"
    head = verb.head
    if verb.dep_ in {"acl:relcl", "acl"} and head.pos_ in NOMINAL:
        return _subject_from_noun(verb, head, control, depth)
    if verb.dep_ == "conj" and head.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} and head.i != verb.i:
        found = surface_subject(head, control, depth + 1)
        return (found[0], found[1], "shared subject") if found else None
    gerund = verb.tag_ == "VBG" and verb.dep_ == "obj" and head.pos_ == "VERB"  # "denied planning to export"
    if (verb.dep_ in CLAUSES_WITHOUT_SUBJECT or gerund) and head.i != verb.i:
        if head.pos_ in {"VERB", "AUX", "ADJ"}:
            aside = any(c.dep_ in {"mark", "case"} and c.lower_ in ADVERBIAL_MARKS for c in verb.children)
            if control(head) in {"object", "helped"} and verb.dep_ != "parataxis" and not aside:
                found_object = _controlling_object(head, verb)
                if found_object is not None:
                    return found_object, 1, "object of the governing verb"
            found = surface_subject(head, control, depth + 1)
            return (found[0], max(1, found[1]), "subject of the governing verb") if found else None
        if head.pos_ in NOMINAL:
            if any(c.dep_ == "cop" for c in head.children):
                return surface_subject(head, control, depth + 1)
            return owner_of(head, control, depth)
    return None


def unmarked_past(verb: Token) -> bool:
    """Whether what the tagger takes for a participle is the past tense of the sentence's main verb.

    "X on Monday called on Y to …": the noun phrase is the root, and no other verb of the sentence has tense.
    """
    if (
        verb.tag_ != "VBN"
        or verb.dep_ not in {"acl", "acl:relcl"}
        or verb.head.dep_ != "ROOT"
        or verb.head.pos_ not in {"NOUN", "PROPN"}
    ):
        return False
    if any(c.dep_ in {"aux", "aux:pass"} for c in verb.children):
        return False
    return not any(
        t.tag_ in {"VBD", "VBZ", "VBP", "MD"} and t.i != verb.i for t in verb.sent if t.head.i == verb.head.i
    )


def _subject_of_infinitive(verb: Token) -> Token | None:
    """Who does what an infinitive says, where "for" and a name stand right before it: "hard for [Seoul] to arm Kyiv"."""
    to = next((c for c in verb.children if c.lower_ == "to" and c.i < verb.i), None)
    if verb.tag_ != "VB" or to is None or to.i == 0:
        return None
    noun = to.nbor(-1)
    while noun.dep_ in {"flat", "compound"} and noun.head.i < to.i and noun.head.i != noun.i:
        noun = noun.head
    if noun.pos_ not in NOMINAL or case_of(noun) != "for":
        return None
    mention_of = verb.doc._.mention_of
    own = any(t.i in mention_of or t.dep_ == "nmod:poss" for t in noun.doc[noun.left_edge.i : to.i])
    return noun if own else None


def _controlling_object(governor: Token, clause: Token) -> Token | None:
    """Whom a verb such as urge, call on, allow or accuse has its complement speak of."""
    for child in governor.children:
        if child.lower_ == "it" and any(c.pos_ == "ADJ" and c.i > child.i for c in governor.children):
            continue  # "made it hard to buy": nobody
        if child.dep_ in {"obj", "iobj"} and child.i < clause.i and child.pos_ in NOMINAL:
            return antecedent(child)
    for child in governor.children:
        if child.dep_ in PASSIVE_SUBJECTS:
            return antecedent(child)
    for child in governor.children:
        if (
            child.dep_ in OBLIQUE
            and child.pos_ in NOMINAL
            and child.i < clause.i
            and case_of(child) in {"on", "upon", "to", "for", "against", "with"}
        ):
            return antecedent(child)
    if is_passive(governor):
        found = surface_subject(governor, lambda _: "", 5)
        return found[0] if found else None
    return None


def _subject_from_noun(
    verb: Token, noun: Token, control: Callable[[Token], str], depth: int
) -> tuple[Token, int, str] | None:
    """The subject of a clause that modifies a noun: the noun itself, or the one whose plan, deal or order it is."""
    first = noun
    while first.dep_ == "conj" and first.head.i != first.i:
        first = first.head
    if (
        verb.tag_ == "VBG"
        and first.dep_ in {"obj", "nsubj:pass"}
        and control(first.head) == "object"
        and any(c.dep_ == "mark" for c in verb.children)
    ):
        return first, 1, "object of the governing verb"  # "accused X and Y [of supplying]"
    if any(c.dep_ == "cop" for c in noun.children):  # "forces are in the country giving …"
        return surface_subject(noun, control, depth + 1)
    if verb.dep_ == "acl:relcl":
        for child in verb.subtree:
            if child.lower_ in RELATIVES and child.dep_ in SUBJECTS | PASSIVE_SUBJECTS and child.head.i == verb.i:
                return noun, 0, "antecedent"
        if any(c.dep_ == "obj" for c in verb.children) or is_passive(verb):
            return noun, 1, "antecedent"
        return None
    if (verb.tag_ in {"VBN", "VBG"} or is_passive(verb)) and not any(
        c.lower_ in {"to", "of", "for", "in", "on", "from", "against"} and c.dep_ in {"mark", "case"}
        for c in verb.children
    ):
        return noun, 0, "modified noun"
    return owner_of(noun, control, depth)


def author_of(noun: Token) -> Token | None:
    """Whose report, claim or accusation a noun names: possessor, "by" phrase or the name before it."""
    for child in noun.children:
        if child.dep_ == "nmod:poss" or (child.dep_ in {"nmod", "obl"} and case_of(child) in {"by", "from"}):
            return child
    for child in noun.lefts:
        if child.dep_ in {"amod", "compound"} and child.doc._.mention_of.get(child.i) is not None:
            return child
    return None


def owner_of(noun: Token, control: Callable[[Token], str], depth: int) -> tuple[Token, int, str] | None:
    """Whose decision, plan or promise a noun names: possessor, demonym, "by" phrase, or the subject of the verb over it."""
    if control(noun) == "object":  # "pressure on X to …", "a call for X to …"
        for child in noun.children:
            if (
                child.dep_ in {"nmod", "obl"}
                and case_of(child) in {"on", "upon", "to", "for"}
                and child.pos_ in NOMINAL
            ):
                return child, 1, "whom the governing noun asks"
    for child in noun.children:
        if child.dep_ == "nmod:poss":
            return child, 1, "possessor of the governing noun"
    for child in noun.children:
        if (
            child.dep_ in {"nmod", "obl"}
            and case_of(child) in {"by", "from", "of", "between"}
            and child.pos_ in {"PROPN", "PRON"}
        ):
            return child, 1, "agent of the governing noun"
    for child in noun.lefts:
        if child.dep_ in {"amod", "compound"} and child.doc._.mention_of.get(child.i) is not None:
            return child, 1, "owner of the governing noun"
    head = noun.head
    if depth > 6 or head.i == noun.i or head.pos_ == "VERB" and control(head) == "opposed":
        return None
    if noun.dep_ == "nsubj" and head.lemma_ in {"come", "stem", "issue"}:  # "a refusal came from X"
        for child in head.children:
            if child.dep_ in OBLIQUE and case_of(child) == "from" and child.pos_ in NOMINAL:
                return child, 1, "origin of the governing noun"
    if head.pos_ in {"VERB", "AUX"} and noun.dep_ in {"obj", "iobj", "obl", "xcomp", "nsubj:pass"}:
        if noun.dep_ == "nsubj:pass":
            for child in head.children:
                if child.dep_ in OBLIQUE and case_of(child) == "by" and child.pos_ in NOMINAL:
                    return child, 1, "agent of the governing verb"
            return None
        found = surface_subject(head, control, depth + 1)
        if found and is_passive(head):
            agent = next((c for c in head.children if case_of(c) == "by" and c.pos_ in NOMINAL), None)
            return (agent, 1, "agent of the governing verb") if agent is not None else None
        return (found[0], max(1, found[1]), "subject of the governing verb") if found else None
    if head.pos_ in NOMINAL and noun.dep_ in {"nmod", "conj", "appos", "compound"}:
        return owner_of(head, control, depth + 1)
    return None
