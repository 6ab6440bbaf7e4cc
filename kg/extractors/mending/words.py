"""Mends words that the tagger takes for another kind: nouns for verbs, verbs for nouns, participles for adjectives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import syntax

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

PHRASE = frozenset(
    {"DT", "JJ", "JJR", "JJS", "NN", "NNP", "CD", "NNS", "PRP$", "POS", "NNPS", "HYPH", "VBN", "VBG", "PDT", "$", "AFX"}
)
DATIVE = frozenset({"give", "sell", "hand", "lend", "offer", "promise", "grant", "loan", "provide", "supply"})
CLAUSES = frozenset({"acl:relcl", "ccomp", "advcl"})
AFTER_VERB = PHRASE | {"TO", "RP", "IN", "PRP", "RBS", "JJS"}


def restore_noun(token: Token, verbs: frozenset[str], goods: frozenset[str]) -> None:
    """Make goods that the tagger takes for a verb a noun again, where a verb stands before them: "imports [frigates]"."""
    word = token.lower_
    base = word[:-1] if token.tag_ == "VBZ" and word.endswith("s") else word
    if token.tag_ == "VBZ" and token.dep_ == "obj" and not any(c.dep_ in {"obj", "aux"} for c in token.children):
        token.tag_, token.pos_, token.lemma_ = "NNS", "NOUN", base  # "rejected U.S. claims": the arcs know better
        for child in token.children:
            if child.dep_ == "nsubj":
                child.dep_ = "compound"
        return
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


def restore_verb(token: Token, verbs: frozenset[str]) -> None:
    """Make the head of a clause that the tagger takes for a plural noun the verb that it must be: "which Tehran [denies]"."""
    base = third_person(token, verbs)
    if not base or not any(c.dep_ in {"obj", "nsubj", "mark"} for c in token.children):
        return
    token.tag_, token.pos_, token.lemma_ = "VBZ", "VERB", base
    before = token.nbor(-1)
    if before.head.i == token.i and before.tag_ in {"NNP", "NN", "NNPS"} and before.dep_ in {"compound", "amod", "flat"}:
        before.dep_ = "nsubj"


def find_verb(sentence: Span, verbs: frozenset[str]) -> None:
    """Take the first plural noun that is also a known verb for the verb of a sentence without one: "Iran transfers rockets".

    So it is with an adjective before a name: "Iran [armed] Syrian rebels".
    """
    for token in sentence[1:-1]:
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} and token.dep_ != "acl:relcl":
            return
        base = third_person(token, verbs)
        before, after = token.nbor(-1), token.nbor(1)
        past = (
            token.tag_ == "JJ"
            and token.lower_.endswith("ed")
            and (after.text[:1].isupper() or after.tag_ in {"DT", "PRP$", "CD"})
            and before.tag_ in {"NNP", "NNPS"}
        )
        if past:
            base = base_form(token.lower_) if base_form(token.lower_) in verbs else ""
        if before.text == "," and not past and sentence.root.i < token.i and sentence.root.dep_ == "ROOT":
            before = sentence.root  # "Oman, which …, buys rifles"
            if before.pos_ != "PROPN":
                continue
        if not base or not before.tag_.startswith("NN"):
            continue
        if after.lower_ in {"over", "off", "out", "up"}:
            pass  # a particle
        elif after.tag_ not in AFTER_VERB or after.tag_ == "IN" and after.lower_ in {"of", "by", "to", "from"}:
            continue
        subject = before
        while (
            subject.head.i < token.i
            and subject.head.i != subject.i
            and subject.dep_ in {"flat", "compound", "nmod", "amod"}
        ):
            subject = subject.head
        root = sentence.root
        token.tag_, token.pos_, token.lemma_ = "VBD" if past else "VBZ", "VERB", base
        token.head, token.dep_ = token, "ROOT"
        subject.head, subject.dep_ = token, "nsubj"
        for child in root.children:
            if child.dep_ == "conj" and child.pos_ == "VERB" and child.i > token.i:
                child.head = token  # "buys helicopters and [sells] rifles"
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


def has_phrasal(sentence: Span, phrasal: frozenset[str]) -> bool:
    """Whether a plural noun and the particle after it can only be a verb: "Saab [hands over] jets"."""
    return any(
        token.tag_ == "NNS" and f"{token.lower_[:-1]} {token.nbor(1).lower_}" in phrasal for token in sentence[:-1]
    )


def third_person(token: Token, verbs: frozenset[str]) -> str:
    """The base form where a noun in -s may be the third person of a known verb, "" elsewhere."""
    word = token.lower_
    if (
        token.tag_ not in {"NNS", "NNPS", "NNP", "JJ"}
        or not word.endswith("s")
        or len(word) < 4
        or (token.tag_ in {"NNP", "NNPS"} and token.text[:1].isupper())
    ):
        return ""
    forms = [word[:-1], word[:-2] if word.endswith("es") else "", word[:-3] + "y" if word.endswith("ies") else ""]
    return next((form for form in forms if form in verbs), "")


def restore_gerund(token: Token, acts: frozenset[str], goods: frozenset[str]) -> None:
    """Make an -ing word before goods the verb that it is after a preposition or at the start: "accused of [smuggling] rifles"."""
    noun, start = token.head, token.sent.start
    before = token.nbor(-1) if token.i > start else None
    if (
        noun.i <= token.i
        or noun.lemma_.lower() not in goods
        or before is not None
        and not (before.lower_ in {"of", "from", "by", "for", "without"} and before.head.i in {noun.i, token.i})
    ):
        return
    stem = token.lower_[:-3]
    base = next((b for b in (stem, stem + "e", stem[:-1] if stem[-1:] == stem[-2:-1] else "") if b in acts), "")
    if not base:
        return
    up, relation = noun.head, "csubj" if before is None else "advcl"
    if before is not None:
        before.head, before.dep_ = token, "mark"
        up = next((t for t in noun.ancestors if t.pos_ == "VERB"), up)
    token.tag_, token.pos_, token.lemma_ = "VBG", "VERB", base
    token.head, token.dep_ = (token, "ROOT") if noun.dep_ == "ROOT" else (up, relation)
    noun.head, noun.dep_ = token, "obj"


def collapse_causative(participle: Token, acts: frozenset[str]) -> None:
    """Read who has something done as who does it: "accused of [having] rifles [delivered]" as "of delivering rifles"."""
    noun = participle.head if participle.dep_ == "acl" else None
    have = noun.head if noun is not None else participle.head
    noun = noun or next((c for c in have.children if c.dep_ == "obj"), None)
    if (
        have.lemma_.lower() not in {"have", "get"}
        or have.pos_ != "VERB"
        or noun is None
        or noun.head.i != have.i
        or not have.i < noun.i < participle.i
        or participle.lemma_.lower() not in acts
        or any(c.pos_ == "PRON" or syntax.case_of(c) == "by" for c in participle.children)
    ):
        return
    participle.tag_ = have.tag_
    participle.head, participle.dep_ = (participle, "ROOT") if have.dep_ == "ROOT" else (have.head, have.dep_)
    for child in list(have.children):
        if child.i != participle.i:
            child.head = participle
    have.head, have.dep_ = participle, "dep"


def part_dative(noun: Token, takers: frozenset[str], goods: frozenset[str], military: frozenset[str]) -> None:
    """Part who gets goods from the goods after him: "gave [the police] rifles", "sold [the country] howitzers"."""
    verb, start = noun.head, noun.left_edge.i
    doc = noun.doc
    if (
        verb.lemma_.lower() not in DATIVE
        or start <= verb.i
        or not any(t.lemma_.lower() in goods or t.lower_ in military for t in doc[start : noun.i + 1])
        or doc[start].lower_ not in {"the", "its", "their", "this"}
    ):
        return
    taker = next((t for t in doc[start + 1 : noun.i] if t.tag_ in {"NN", "NNS"}), None)
    if taker is None or taker.lemma_.lower() not in takers or any(t.tag_ in {"HYPH", "POS"} for t in doc[start : taker.i + 2]):
        return
    for token in doc[start : taker.i]:
        token.head = taker
    taker.head, taker.dep_ = verb, "iobj"


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
    if token in number.ancestors:
        number.head, number.dep_ = verb, token.dep_
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
    while before is not None and (before.pos_ == "ADV" or before.lower_ == "since") and before.i > token.sent.start:
        before = before.nbor(-1)
    if before is None or before.lemma_ != "have" or token.dep_ != "amod" or noun.i < token.i:
        return
    if before.dep_ == "aux" and before.head.i == noun.i:  # "has meanwhile armed Hezbollah"
        top = noun
    elif before.pos_ in {"VERB", "AUX"} and noun.dep_ in {"obj", "obl"} and noun.head.i == before.i:
        top = before
    else:
        return
    token.tag_, token.pos_, token.lemma_ = "VBN", "VERB", base_form(token.lower_)
    token.head, token.dep_ = (token, "ROOT") if top.dep_ == "ROOT" else (top.head, top.dep_)
    for child in list(top.children):
        if child.i != token.i and (child.i < token.i or child.dep_ == "punct" or top.i == before.i):
            child.head = token
    for word in token.doc[before.i + 1 : token.i]:
        word.head, word.dep_ = token, "advmod"
    before.head, before.dep_ = token, "aux"
    noun.head, noun.dep_ = token, "obj"


def base_form(participle: str) -> str:
    """The verb of a regular participle in -ed, well enough to look it up ("armed" → "arm", "supplied" → "supply")."""
    if participle.endswith("ied"):
        return participle[:-3] + "y"
    stem = participle[:-2]
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "ls" else stem
