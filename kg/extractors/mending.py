"""Mends what a small parser gets wrong most often, before anything reads the parse: verbs with tense but no subject.

Each rule looks for a clause that cannot be as parsed (English verbs with tense have subjects) and moves one arc. The words'
tags and order, which are far surer than arcs, decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import syntax

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

PHRASE = frozenset(
    {"DT", "JJ", "JJR", "JJS", "NN", "NNP", "CD", "NNS", "PRP$", "POS", "NNPS", "HYPH", "VBN", "VBG", "PDT", "$", "AFX"}
)
AFTER_VERB = PHRASE | {"TO", "RP", "IN", "PRP", "RBS", "JJS"}
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
OPENERS = frozenset({"who", "which", "whose", "where", "a", "an", "the", "along", "including", "such", "as"})


def mend(doc: Doc, verbs: frozenset[str], goods: frozenset[str]) -> None:
    """Mend the parse of a Doc in place; ``verbs`` and ``goods`` are the base forms of verbs and goods that the ontology knows."""
    for sentence in doc.sents:
        for token in sentence:
            if token.tag_ in {"VBZ", "VBP"} and token.i > sentence.start:
                restore_noun(token, verbs, goods)
            elif token.lower_ == "up" and token.i + 2 < sentence.end:
                join_limit(token)
        if not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in sentence):
            find_verb(sentence, verbs)
            raise_infinitive(sentence)
        for token in sentence:
            if token.pos_ == "VERB" and token.i + 1 < sentence.end:
                join_particle(token)
        for token in sentence:
            if token.tag_ in {"VBD", "VBZ", "VBP", "VB"} and token.pos_ in {"ADJ", "NOUN", "PROPN"}:
                token.pos_ = "VERB"  # tagger and morphologizer at odds: the finer tag is the surer
                if token.lower_.endswith("ed"):
                    token.lemma_ = base_form(token.lower_)
            if token.tag_ == "JJ" and token.lower_.endswith("ed"):
                revive_participle(token)
        if len(sentence) > 5:
            unfold_cleft(sentence)
        for token in sentence:
            if (
                token.tag_ in {"VBD", "VBZ", "VBP"}
                and token.dep_ == "cop"
                and token.i + 1 < sentence.end
                and token.nbor(1).lower_ == "to"
                and token.head.tag_ in {"VB", "VBN"}
            ):
                token.dep_ = "aux"  # "is to deliver" has no predicate but the verb
        for token in sentence:
            if token.pos_ in {"ADJ", "NOUN"} and token.dep_ in {"conj", "advcl", "parataxis", "ROOT", "ccomp"}:
                find_clausal_subject(token)
        for token in sentence:
            if token.pos_ == "VERB" and syntax.unmarked_past(token):
                noun = token.head
                token.head, token.dep_ = token, "ROOT"
                noun.head, noun.dep_ = token, "nsubj"
                for child in list(noun.children):
                    if child.i > token.i or child.dep_ == "punct" and child.i > noun.i:
                        child.head = token
        for token in sentence:
            if token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"}:
                replace_far_subject(token)
        for token in sentence:
            if token.pos_ in {"VERB", "AUX"} and needs_subject(token):
                subject = find_subject(token)
                if subject is not None and subject.dep_ == "ROOT" and any(t.i == subject.i for t in token.ancestors):
                    raise_verb(token, subject)
                elif (
                    subject is not None
                    and subject.i != token.head.i
                    and subject.i not in {t.i for t in token.ancestors}
                ):
                    if token.dep_ == "conj":  # no "and" between: the clause is what the first verb governs
                        token.dep_ = "ccomp"
                    subject.head, subject.dep_ = token, "nsubj:pass" if is_passive_form(token) else "nsubj"


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
        if edge > start and (doc[edge - 1].pos_ == "ADP" or doc[edge - 1].tag_ in {"IN", "TO"}):
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
    ):
        opening = next((i for i in range(opening - 1, start, -1) if doc[i].text == mark), None)
    return opening - 1 if opening is not None and opening - 1 >= start else at
