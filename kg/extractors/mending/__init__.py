"""Mends what a small parser gets wrong most often, before anything reads the parse: verbs with tense but no subject.

Each rule looks for a clause that cannot be as parsed (English verbs with tense have subjects) and moves one arc. The words'
tags and order, which are far surer than arcs, decide.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import syntax
from kg.extractors.mending import clauses, loops, words
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.tokens import Doc


def mend(doc: Doc, ontology: Ontology) -> None:
    """Mend the parse of a Doc in place, by the verbs and goods that the ontology knows."""
    parsed = loops.arcs(doc)
    _mend(doc, ontology)
    loops.undo(doc, parsed)


def _mend(doc: Doc, ontology: Ontology) -> None:
    verbs, goods = ontology.verbs, ontology.goods
    takers = ontology.words("country-noun") | ontology.words("group-noun") | ontology.words("force-description")
    for token in doc:
        if token.is_space:
            token.tag_, token.pos_ = "_SP", "SPACE"  # the tagger sees verbs in blank lines
    for sentence in doc.sents:
        tokens = list(sentence)  # made once: a sentence makes each token anew whenever it is walked over
        for token in tokens:
            if token.tag_ in {"VBZ", "VBP"} and token.i > sentence.start:
                words.restore_noun(token, verbs, goods)
            elif token.lower_ == "up" and token.i + 2 < sentence.end:
                words.join_limit(token)
            elif token.tag_ == "NNS" and token.dep_ in words.CLAUSES:
                words.restore_verb(token, verbs)
        tensed = any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in tokens)
        if not tensed or sentence.root.pos_ in {"NOUN", "PROPN"} or words.has_phrasal(sentence, ontology.phrasal_verbs):
            words.find_verb(sentence, verbs)
        if not tensed:
            clauses.raise_infinitive(sentence)
        for token in tokens:
            if token.pos_ == "VERB" and token.i + 1 < sentence.end:
                words.join_particle(token)
            if token.tag_ == "VBN" and token.dep_ in {"acl", "xcomp"}:
                words.collapse_causative(token, ontology.event_verbs)
            if token.dep_ == "case" and token.head.dep_ == "compound" and token.i < token.head.left_edge.i + 1:
                token.head = clauses.phrase_head(token.head)  # "for [Javelin missiles]"
            if token.dep_ == "obj" and token.i - 2 > token.head.i:
                words.part_dative(token, takers, goods, ontology.military_modifiers)
            if token.lower_.endswith("ing") and token.dep_ in {"compound", "amod"}:
                words.restore_gerund(token, ontology.event_verbs, goods)
            if token.dep_ == "nsubj" and token.head.dep_ == "aux" and token.head.head.pos_ == "VERB":
                token.head = token.head.head  # an auxiliary has no subject of its own
        for token in tokens:
            if token.tag_ in {"VBD", "VBZ", "VBP", "VB"} and token.pos_ in {"ADJ", "NOUN", "PROPN"}:
                token.pos_ = "VERB"  # tagger and morphologizer at odds: the finer tag is the surer
                if token.lower_.endswith("ed"):
                    token.lemma_ = words.base_form(token.lower_)
            if token.tag_ == "JJ" and token.lower_.endswith("ed"):
                words.revive_participle(token)
        if len(sentence) > 5:
            clauses.unfold_cleft(sentence)
        for token in tokens:
            if (
                token.tag_ in {"VBD", "VBZ", "VBP"}
                and token.dep_ == "cop"
                and token.i + 1 < sentence.end
                and token.nbor(1).lower_ == "to"
                and token.head.tag_ in {"VB", "VBN"}
            ):
                token.dep_ = "aux"  # "is to deliver" has no predicate but the verb
        for token in tokens:
            if token.pos_ in {"ADJ", "NOUN"} and token.dep_ in {"conj", "advcl", "parataxis", "ROOT", "ccomp"}:
                clauses.find_clausal_subject(token)
        for token in tokens:
            if token.pos_ == "VERB" and syntax.unmarked_past(token):
                noun = token.head
                token.head, token.dep_ = token, "ROOT"
                noun.head, noun.dep_ = token, "nsubj"
                for child in list(noun.children):
                    if child.i > token.i or child.dep_ == "punct" and child.i > noun.i:
                        child.head = token
        for token in tokens:
            if token.dep_ == "amod" and token.i > sentence.start and token.tag_ in {"VBD", "JJ"}:
                if token.tag_ == "VBD" or token.lower_.endswith("ed") and words.base_form(token.lower_) in verbs:
                    clauses.raise_modifier(token)
            elif token.tag_ == "VBG" and token.dep_ == "csubj":
                clauses.restore_subject(token)
            if token.pos_ == "VERB" and token.dep_ == "conj":
                clauses.join_over_report(token)
            if token.pos_ == "VERB" and token.tag_ in {"VBD", "VBZ", "VBP"}:
                clauses.replace_far_subject(token)
            if token.tag_ == "VBD" and token.dep_ == "ccomp":
                clauses.reduce_after_object(token, ontology.event_verbs)
        for token in tokens:
            if token.pos_ in {"VERB", "AUX"} and clauses.needs_subject(token):
                subject = clauses.find_subject(token)
                if subject is None:
                    clauses.reduce_before_verb(token)
                elif subject.dep_ == "ROOT" and any(t.i == subject.i for t in token.ancestors):
                    clauses.raise_verb(token, subject)
                elif subject.i != token.head.i and subject.i not in {t.i for t in token.ancestors}:
                    if token.dep_ == "conj":  # no "and" between: the clause is what the first verb governs
                        token.dep_ = "ccomp"
                    subject.head, subject.dep_ = token, "nsubj:pass" if clauses.is_passive_form(token) else "nsubj"
