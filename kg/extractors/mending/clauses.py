"""Mends clauses: gives verbs with tense the subject that stands before them, and the sentence its verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import syntax
from kg.extractors.mending.words import PHRASE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

LOOSE = frozenset(
    {
        "appos",
        "conj",
        "dep",
        "nmod",
        "nmod:desc",
        "nmod:unmarked",
        "obl:unmarked",
        "ROOT",
        "list",
        "parataxis",
        "flat",
        "obl",
        "nsubj",
        "vocative",
        "dislocated",
        "fixed",
        "advmod",
        "obj",
        "compound",
    }
)
SUBORDINATORS = frozenset({"after", "before", "since", "until", "because", "while", "although", "though"})
OPENERS = frozenset({"who", "which", "whose", "where", "a", "an", "the", "along", "including", "such", "as"})


def find_clausal_subject(predicate: Token) -> None:
    """Give "… is not possible" the gerund before it as subject: "[providing weapons to Ukraine] is not possible"."""
    copula = next((c for c in predicate.children if c.dep_ == "cop" and c.tag_ in {"VBZ", "VBD"}), None)
    if copula is None or any(c.dep_.startswith(("nsubj", "csubj", "expl")) for c in predicate.children):
        return
    for token in reversed(predicate.doc[predicate.sent.start : copula.i]):
        if token.tag_ in {"VBD", "VBZ", "VBP", "MD"} or token.text in {";", ":"}:
            return
        if token.tag_ == "VBG" and token.dep_ in {"acl", "advcl", "csubj", "ROOT", "xcomp", "dep"}:
            if token.i not in {t.i for t in predicate.ancestors} and not any(
                c.dep_ in {"aux", "case"} for c in token.children
            ):
                token.head, token.dep_ = predicate, "csubj"
            return


def raise_infinitive(sentence: Span) -> None:
    """Make a headline's infinitive its verb: "Germany [to send] Ukraine tanks"."""
    noun = sentence.root
    if noun.pos_ not in {"NOUN", "PROPN"} or noun.i + 2 >= sentence.end:
        return
    verb = next((c for c in noun.children if c.tag_ == "VB" and c.dep_ in {"acl", "xcomp", "advcl"}), None)
    if verb is None or verb.nbor(-1).lower_ != "to" or not noun.i < verb.i <= noun.i + 3:
        return
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, "nsubj"


def unfold_cleft(sentence: Span) -> None:
    """Give "it was from X that Y got Z" the order of "Y got Z from X"."""
    doc, start = sentence.doc, sentence.start
    if doc[start].lower_ != "it" or doc[start + 1].lemma_ != "be" or doc[start + 2].pos_ != "ADP":
        return
    that = next((t for t in doc[start + 3 : min(sentence.end, start + 14)] if t.lower_ == "that"), None)
    if that is None:
        return
    verb = next(
        (t for t in doc[that.i + 1 : sentence.end] if t.pos_ == "VERB" and t.tag_ in {"VBD", "VBZ", "VBP", "VBN"}), None
    )
    noun = next((t for t in doc[start + 3 : that.i] if any(c.i == start + 2 for c in t.children)), None)
    if verb is None or noun is None or noun.i in {t.i for t in verb.subtree}:
        return
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, "obl"


def raise_verb(verb: Token, noun: Token) -> None:
    """Make a verb the root in place of its subject: "three submarines, he said, would be built"."""
    below = verb
    while below.head.i != noun.i:
        below = below.head
    if below.i != verb.i:
        below.head, below.dep_ = verb, "parataxis"
    verb.head, verb.dep_ = verb, "ROOT"
    noun.head, noun.dep_ = verb, "nsubj:pass" if is_passive_form(verb) else "nsubj"


def replace_far_subject(verb: Token) -> None:
    """Give a verb the noun phrase right before it in place of one beyond a comma: "Iran among them, an assessment stated"."""
    subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if subject is None or verb.i - subject.i < 4 or subject.i > verb.i:
        return
    near = find_subject(verb)
    if (
        near is None
        or near.i <= subject.i
        or near.dep_ not in {"appos", "conj", "dep"}
        or near.i in {t.i for t in verb.ancestors}
    ):
        return
    edge = phrase_edge(verb.doc, near.i, verb.sent.start)
    if verb.doc[edge - 1].text == "," and subject.i < edge - 1 and verb.doc[verb.i - 1].text != ",":
        subject.dep_ = "dep"
        near.head, near.dep_ = verb, "nsubj"


def raise_modifier(verb: Token) -> None:
    """Make a past tense the verb of its clause where it is taken for a modifier: "after Oslo [unveiled] plans to sell"."""
    noun, before = verb.head, verb.nbor(-1)
    opener = next((c for c in noun.children if c.dep_ == "case" and c.lower_ in SUBORDINATORS and c.i < verb.i), None)
    if opener is None or noun.i < verb.i or before.tag_ not in {"NNP", "NNPS", "NNS", "PRP"}:
        return
    subject = before
    while opener.i < subject.head.i < verb.i:
        subject = subject.head
    verb.tag_, verb.pos_ = "VBD", "VERB"
    verb.head, verb.dep_ = noun.head, "advcl"
    noun.head, noun.dep_ = verb, "obj"
    subject.head, subject.dep_ = verb, "nsubj"
    opener.head, opener.dep_ = verb, "mark"


def restore_subject(gerund: Token) -> None:
    """Hang an -ing clause on the noun before it, which is the subject: "a law [authorizing war] could make …"."""
    noun = next((c for c in gerund.children if c.dep_ == "nsubj"), None)
    if noun is None or noun.i != gerund.i - 1 or noun.pos_ not in {"NOUN", "PROPN"}:
        return
    noun.head, noun.dep_ = gerund.head, "nsubj"
    gerund.head, gerund.dep_ = noun, "acl"


def join_over_report(verb: Token) -> None:
    """Join a verb to the clause before a report between commas: "Oslo knows of it, he said, and [will send] guns"."""
    report = verb.head
    first = next((c for c in report.children if c.dep_ in {"ccomp", "parataxis"} and c.i < report.i), None)
    if report.dep_ == "parataxis" and report.head.i < report.i:
        first = report.head
    subject = next((c for c in report.children if c.dep_ == "nsubj" and c.i < report.i), None)
    if first is None or subject is None or first.i > subject.i or any(c.dep_ == "nsubj" for c in verb.children):
        return
    edge = subject.left_edge.i
    if edge and verb.doc[edge - 1].text == "," and report.nbor(1).text == ",":
        verb.head = first


def reduce_after_object(verb: Token, acts: frozenset[str]) -> None:
    """Hang a participle that looks like a past tense on the goods before it: "gave Ukraine [aid valued at $70 million]".

    ``acts`` are verbs that are followed by things and by nothing that is said.
    """
    governor, noun = verb.head, next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if (
        noun is None
        or noun.i != verb.i - 1
        or governor.i > noun.i
        or governor.lemma_.lower() not in acts
        or any(c.dep_ in {"obj", "aux"} for c in (*governor.children, *verb.children) if c.i > governor.i)
        or any(t.text in {",", ":", '"', "“"} or t.lower_ == "that" for t in verb.doc[governor.i + 1 : noun.i])
    ):
        return
    noun.head, noun.dep_ = governor, "obj"
    verb.head, verb.dep_, verb.tag_ = noun, "acl", "VBN"


def reduce_before_verb(verb: Token) -> None:
    """Hang a participle that looks like the main verb on its subject: "[rifles shipped from Iran] were found"."""
    first = min([verb.i, *(c.i for c in verb.children if c.dep_ in {"aux", "aux:pass", "cop"})])
    participle = verb.head
    noun = next((c for c in participle.children if c.dep_ == "nsubj"), None)
    if (
        participle.i > first
        or participle.tag_ not in {"VBD", "VBN"}
        or noun is None
        or not participle.i - 2 <= noun.i < participle.i
        or any(c.dep_ in {"obj", "aux", "aux:pass"} for c in participle.children)
        or verb.dep_ not in {"ccomp", "advcl", "parataxis", "conj", "dep", "xcomp"}
        or any(
            t.tag_ in {"CC", "WDT", "WP"} or t.text in {",", ";", ":", '"', "“", "”"} or t.dep_ == "mark"
            for t in verb.doc[participle.i + 1 : first]
        )
    ):
        return
    verb.head, verb.dep_ = (verb, "ROOT") if participle.dep_ == "ROOT" else (participle.head, participle.dep_)
    for child in list(participle.children):
        if child.i > first or child.i < noun.left_edge.i:
            child.head = verb
    noun.head, noun.dep_ = verb, "nsubj:pass" if is_passive_form(verb) else "nsubj"
    participle.head, participle.dep_, participle.tag_ = noun, "acl", "VBN"


def is_passive_form(verb: Token) -> bool:
    return verb.tag_ == "VBN" and any(c.dep_ == "aux:pass" for c in verb.children)


def needs_subject(verb: Token) -> bool:
    """Whether a verb has tense, stands in no clause that shares a subject, and has none."""
    children = list(verb.children)
    if any(c.dep_ in syntax.SUBJECTS | syntax.PASSIVE_SUBJECTS or c.dep_ == "expl" for c in children):
        return False
    if verb.dep_ == "conj" and any(
        c.dep_ == "cc" for c in (*children, *verb.head.children) if c.i < verb.i and c.i > verb.head.i
    ):
        return False
    if verb.dep_ in {"aux", "aux:pass", "cop", "fixed", "case", "mark"} or verb.pos_ == "AUX" and verb.dep_ != "ROOT":
        return False
    if any(c.lower_ == "to" and c.dep_ in {"mark", "aux"} for c in children) and not any(
        c.lower_ in {"is", "are", "was", "were"} and c.dep_ == "aux" for c in children
    ):
        return False
    if verb.dep_ == "acl:relcl" and any(t.lower_ in syntax.RELATIVES and t.i < verb.i for t in verb.subtree):
        return False
    tensed = verb.tag_ in {"VBD", "VBZ", "VBP"} or any(
        c.tag_ in {"VBD", "VBZ", "VBP", "MD"} and c.dep_ in {"aux", "aux:pass"} for c in children
    )
    return tensed and not (verb.i + 1 < len(verb.doc) and verb.tag_ == "VBD" and verb.dep_ in {"acl", "amod"})


def find_subject(verb: Token) -> Token | None:
    """The head of the noun phrase that stands before a verb, past adverbs, times, places and insertions between commas."""
    doc, start = verb.doc, verb.sent.start
    first = min([verb.i, *(c.i for c in verb.children if c.dep_ in {"aux", "aux:pass"})])
    at = first - 1
    for _ in range(4):
        while at >= start and doc[at].pos_ in {"ADV", "AUX", "PART"}:
            at -= 1
        if at < start:
            return None
        if doc[at].text in {",", "--", "—", "-", "–"}:
            jumped = before_insertion(doc, at, start)
            if jumped == at:
                return None
            at = jumped
            continue
        if doc[at].pos_ not in {"NOUN", "PROPN", "PRON", "NUM"}:
            return None
        edge = phrase_edge(doc, at, start)
        opened = edge > start and doc[edge - 1].lower_ in SUBORDINATORS and doc[edge - 1].dep_ == "case"
        if opened and verb.tag_ in {"VBD", "VBZ", "VBP"}:
            doc[edge - 1].head, doc[edge - 1].dep_ = verb, "mark"  # "after [the cabinet] told parliament"
        elif edge > start and (doc[edge - 1].pos_ == "ADP" or doc[edge - 1].tag_ in {"IN", "TO"}):
            head = doc[edge - 2] if edge - 2 >= start else None
            if (
                head is not None
                and head.pos_ in {"NOUN", "PROPN", "NUM"}
                and doc[edge - 1].lower_ in {"of", "in", "for", "on", "at", "with", "from", "to", "by", "about"}
            ):
                at = edge - 2  # "the minister [of defence]", "Stoltenberg [on Monday]"
                continue
            return None
        token = doc[at]
        while token.dep_ in {"flat", "compound"} and edge <= token.head.i <= at:
            token = token.head
        if token.pos_ == "PRON" and token.lower_ in syntax.RELATIVES:
            return None
        return token if token.dep_ in LOOSE else None
    return None


def phrase_head(token: Token) -> Token:
    """The noun that a compound stands before."""
    while token.dep_ == "compound" and token.head.i > token.i:
        token = token.head
    return token


def phrase_edge(doc: Doc, at: int, start: int) -> int:
    """The first token of the noun phrase that ends at a token."""
    edge = at
    while edge - 1 >= start and doc[edge - 1].tag_ in PHRASE:
        edge -= 1
    return edge


def before_insertion(doc: Doc, at: int, start: int) -> int:
    """The token before a relative clause or apposition that ends at a comma or dash: "X, who …, could export"."""
    mark = doc[at].text
    opening = next((i for i in range(at - 1, start, -1) if doc[i].text == mark), None)
    while (
        opening is not None
        and mark == ","
        and doc[opening + 1].lower_ not in OPENERS
        and doc[opening + 1].pos_ not in {"PROPN", "NOUN"}
        and doc[opening + 1].tag_ not in {"VBN", "VBG"}
    ):
        opening = next((i for i in range(opening - 1, start, -1) if doc[i].text == mark), None)
    return opening - 1 if opening is not None and opening - 1 >= start else at
