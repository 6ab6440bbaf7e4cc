"""Mends words that the tagger takes for another kind: nouns for verbs, verbs for nouns, participles for adjectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import syntax

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

PHRASE = frozenset(
    {"DT", "JJ", "JJR", "JJS", "NN", "NNP", "CD", "NNS", "PRP$", "POS", "NNPS", "HYPH", "VBN", "VBG", "PDT", "$", "AFX"}
)
AFTER_VERB = PHRASE | {"TO", "RP", "IN", "PRP", "RBS", "JJS"}


def restore_noun(token: Token, verbs: frozenset[str], goods: frozenset[str]) -> None:
    """Make goods that the tagger takes for a verb a noun again, where a verb stands before them: "imports [frigates]"."""
    word = token.lower_
    base = word[:-1] if token.tag_ == "VBZ" and word.endswith("s") else word
    if base not in goods or any(c.dep_ in {"aux", "aux:pass"} for c in token.children):
        return
    before = [t for t in token.doc[token.sent.start : token.i] if t.tag_ == "VBD" or third_person(t, verbs)]
    if not before or token.i - before[-1].i > 3:
        return
    token.tag_, token.pos_, token.lemma_ = ("NNS" if token.tag_ == "VBZ" else "NN"), "NOUN", base
    verb = before[-1]
    following = token.nbor(1) if token.i + 1 < token.sent.end else token
    if following.pos_ == "NOUN" and following.head.i == token.i:  # "halts [bomb] shipment"
        following.head, following.dep_ = (following, "ROOT") if token.dep_ == "ROOT" else (token.head, token.dep_)
        for child in list(token.children):
            child.head = following
        token.head, token.dep_ = following, "compound"
        return
    for child in list(token.children):
        if child.dep_ in {"nsubj", "nsubj:pass"}:
            child.dep_ = "compound"
    if verb.tag_ == "VBD" and token.dep_ in {"xcomp", "ccomp", "advcl", "conj", "parataxis"}:
        token.head, token.dep_ = verb, "obj"


def find_verb(sentence: Span, verbs: frozenset[str]) -> None:
    """Take the first plural noun that is also a known verb for the verb of a sentence without one: "Iran transfers rockets"."""
    for token in sentence[1:-1]:
        base = third_person(token, verbs)
        before, after = token.nbor(-1), token.nbor(1)
        if not base or before.pos_ not in {"PROPN", "NOUN"} or before.tag_ == "POS":
            continue
        if after.tag_ not in AFTER_VERB or after.tag_ == "IN" and after.lower_ in {"of", "by", "to", "from"}:
            continue
        subject = before
        while (
            subject.head.i < token.i
            and subject.head.i != subject.i
            and subject.dep_ in {"flat", "compound", "nmod", "amod"}
        ):
            subject = subject.head
        root = sentence.root
        token.tag_, token.pos_, token.lemma_ = "VBZ", "VERB", base
        token.head, token.dep_ = token, "ROOT"
        subject.head, subject.dep_ = token, "nsubj"
        if root.i != token.i and root.i != subject.i:
            infinitive = any(c.lower_ == "to" and c.dep_ == "mark" for c in root.children)
            root.head, root.dep_ = (
                token,
                "xcomp"
                if infinitive or root.tag_ == "VBG"
                else "obj"
                if root.i > token.i and root.pos_ in {"NOUN", "PROPN"}
                else "dep",
            )
        for child in list(subject.children):
            if child.i > token.i:
                child.head, child.dep_ = (
                    token,
                    "obj"
                    if child.pos_ in {"NOUN", "PROPN"} and child.dep_ in {"appos", "flat", "compound", "nmod", "conj"}
                    else child.dep_,
                )
        for child in list(token.children):
            if (
                child.i > token.i
                and child.dep_ in {"appos", "flat", "compound", "conj", "nmod:desc"}
                and child.pos_ in {"NOUN", "PROPN"}
            ):
                child.dep_ = "obj"
        return


def third_person(token: Token, verbs: frozenset[str]) -> str:
    """The base form where a noun in -s may be the third person of a known verb, "" elsewhere."""
    word = token.lower_
    if (
        token.tag_ not in {"NNS", "NNPS", "NNP", "JJ"}
        or not word.endswith("s")
        or len(word) < 4
        or (token.tag_ == "NNP" and token.text[:1].isupper())
    ):
        return ""
    forms = [word[:-1], word[:-2] if word.endswith("es") else "", word[:-3] + "y" if word.endswith("ies") else ""]
    return next((form for form in forms if form in verbs), "")


def join_limit(token: Token) -> None:
    """Give "up to" back to the number after it: "will buy [up to 16] aircraft"."""
    to, number = token.nbor(1), token.nbor(2)
    if (
        to.lower_ != "to"
        or not (number.like_num or number.tag_ == "$")
        or token.dep_ not in {"compound:prt", "advmod", "case"}
    ):
        return
    noun = to.head
    verb = token.head
    token.head, token.dep_ = number, "advmod"
    to.head, to.dep_ = token, "fixed"
    if noun.i > number.i and noun.dep_ in {"obl", "nmod"} and verb.pos_ == "VERB":
        noun.head, noun.dep_ = verb, "obj"


def join_particle(verb: Token) -> None:
    """Give "over" back to "handed over four jets" where the parser takes it for a preposition."""
    particle = verb.nbor(1)
    if (
        particle.lower_ != "over"
        or particle.dep_ != "case"
        or verb.lemma_.lower() not in {"hand", "turn", "take", "sign"}
    ):
        return
    noun = particle.head
    particle.head, particle.dep_ = verb, "compound:prt"
    if (
        noun.i != verb.i
        and noun.dep_ in {"obl", "nmod"}
        and not any(c.dep_ == "case" and c.i < noun.i for c in noun.children)
    ):
        noun.head, noun.dep_ = verb, "obj"


def revive_participle(token: Token) -> None:
    """Make a participle that the tagger takes for an adjective a verb again: "was armed with rifles by …", "had armed rebels"."""
    copula = next((c for c in token.children if c.dep_ == "cop" and c.lemma_ == "be"), None)
    if copula is not None and any(
        c.dep_ in {"obl", "nmod"} and syntax.case_of(c) in {"with", "by"} for c in token.children
    ):
        token.tag_, token.pos_, copula.dep_ = "VBN", "VERB", "aux:pass"
        token.lemma_ = base_form(token.lower_)
        for child in token.children:
            if child.dep_ == "nsubj":
                child.dep_ = "nsubj:pass"
        return
    noun = token.head
    before = token.doc[token.i - 1] if token.i else None
    if (
        before is not None
        and before.lemma_ == "have"
        and before.pos_ in {"VERB", "AUX"}
        and token.dep_ == "amod"
        and noun.i > token.i
        and noun.dep_ == "obj"
        and noun.head.i == before.i
    ):
        token.tag_, token.pos_, token.lemma_ = "VBN", "VERB", base_form(token.lower_)
        token.head, token.dep_ = (before.head, before.dep_) if before.dep_ != "ROOT" else (token, "ROOT")
        for child in list(before.children):
            if child.i != token.i:
                child.head = token
        before.head, before.dep_ = token, "aux"
        noun.head, noun.dep_ = token, "obj"


def base_form(participle: str) -> str:
    """The verb of a regular participle in -ed, well enough to look it up ("armed" → "arm", "supplied" → "supply")."""
    if participle.endswith("ied"):
        return participle[:-3] + "y"
    stem = participle[:-2]
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem
