"""Whose word a stretch of text is: who says it, found by the verbs and prepositions of saying and by quotation marks.

Each report in the Doc has a scope, the tokens that it covers; what stands in several scopes is the word of the innermost.
The reading is by order of words where a parse is easily wrong (a report after its quotation), by the parse elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.extractors import asides, cues, quotations, syntax
from kg.extractors.asides import PHRASE_TAGS
from kg.extractors.cues import Cues
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "PRP"})


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody (``holder``, a token) says what stands in ``start:end``; ``cue`` is the word that tells so."""

    start: int
    end: int
    holder: int
    cue: int


_REPORTS: WeakKeyDictionary[Doc, tuple[Report, ...]] = WeakKeyDictionary()


def find(doc: Doc, ontology: Ontology) -> tuple[Report, ...]:
    """All reports of a Doc, found once."""
    found = _REPORTS.get(doc)
    if found is None:
        found = _REPORTS[doc] = tuple(_find(doc, ontology))
    return found


def of(token: Token, ontology: Ontology) -> Report | None:
    """The innermost report that covers a token without being part of its own reporting clause, or None."""
    covering = [
        r for r in find(token.doc, ontology) if r.start <= token.i < r.end and r.cue != token.i and r.holder != token.i
    ]
    return min(covering, key=lambda r: (r.end - r.start, r.start), default=None)


def _find(doc: Doc, ontology: Ontology) -> Iterator[Report]:
    table = cues.of(ontology)
    spoken: dict[int, list[Report]] = {}
    for sentence in doc.sents:
        parts = tuple(asides.parts(sentence))
        aside = {cue: holder for holder, cue in asides.find(sentence, table, ontology)}
        for token in sentence:
            part = next(part for part in parts if token.i < part.end)
            if token.i in aside:
                found: Iterable[Report] = (Report(part.start, part.end, aside[token.i], token.i),)
            else:
                found = _of_word(token, part, table, ontology)
            for report in found:
                spoken.setdefault(sentence.start, []).append(report)
                yield report
    for start, end, word in quotations.find(
        doc, {at: [(r.holder, r.cue) for r in said] for at, said in spoken.items()}
    ):
        yield Report(start, end, *word)


def _of_word(token: Token, sentence: Span, table: Cues, ontology: Ontology) -> Iterator[Report]:
    effects = table.effects(token) if token.pos_ in {"VERB", "AUX"} or token.tag_.startswith("VB") else {}
    if "report" in effects:
        yield from _of_verb(token, sentence, table, ontology)
    elif token.pos_ in {"ADP", "VERB", "SCONJ", "ADJ"}:
        for cue in table.table.get(("preposition", token.lower_), ()):
            words = cue.lemma.split()
            if cue.effect == "report" and [t.lower_ for t in token.doc[token.i : token.i + len(words)]] == words:
                holder = _noun_after(token.i + len(words), sentence)
                if holder is not None and (
                    cue.lemma not in {"citing", "quoting"}
                    or holder.i in token.doc._.mention_of
                    or fold(holder.lemma_) in ontology.words("claimant-noun")
                ):
                    yield Report(sentence.start, sentence.end, holder.i, token.i)
                return


def _of_verb(verb: Token, sentence: Span, table: Cues, ontology: Ontology) -> Iterator[Report]:
    """The report of a verb of saying: before its clause ("X said that …"), after it ("…, X said"), or in the middle."""
    if any(c.lower_ in {"not", "n't", "never"} for c in verb.children) or ("preposition", verb.lower_) in table.table:
        return  # "citing X" is read as a preposition: X says so
    holder = _speaker(verb, sentence)
    if holder is None:
        return
    doc = verb.doc
    bare = verb.lemma_.lower() in ontology.words("says-a-clause")  # "found their way" reports nothing
    said = {"ccomp", "parataxis"} if bare else {"ccomp", "xcomp", "parataxis", "obj"}
    clause = next(
        (c for c in verb.children if c.dep_ in said and c.pos_ in {"VERB", "AUX", "ADJ", "NOUN", "PROPN"}), None
    )
    start, end = sentence.start, sentence.end
    if clause is None and verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ == "as" for c in verb.children):
        yield Report(start, end, holder.i, verb.i)  # "As the ministry explained, …"
        return
    left, right = min(verb.i, _left_edge(holder, sentence)), max(verb.i, holder.i)
    after = _skip(doc, verb.i + 1, end)
    follows = after < end and (
        doc[after].lower_ in {"that", ":", "“", '"', "how", "whether"} or clause is not None and clause.i > right
    )
    opens = left > start and (doc[left - 1].text in {",", "”", '"', "?", "!", "-", "--", "—"} or doc[left - 1].is_quote)
    inserted = opens and _closes(doc, right + 1, end)
    if opens and (left - start > 2) and (inserted or not _introduces(doc, start, left)):
        # "…, X said": the report covers what stands before it, and what goes on after it
        yield Report(start, end, holder.i, verb.i)
    elif follows or clause is not None:
        if verb.dep_ in {"advcl", "acl", "acl:relcl"}:
            end = max(right, verb.right_edge.i) + 1  # an aside, as in "when X certified that …, the main clause"
        yield Report(left, end, holder.i, verb.i)
        if clause is not None and clause.i < left:
            yield Report(start, end, holder.i, verb.i)
    elif (
        not bare
        and verb.dep_ in {"ROOT", "parataxis", "conj"}
        and any(c.dep_ in {"obj", "nsubj:pass", "obl"} for c in verb.children)
    ):
        yield Report(left if not syntax.is_passive(verb) else start, end, holder.i, verb.i)


def _left_edge(holder: Token, sentence: Span) -> int:
    """Where the noun phrase of a speaker begins, by the order of words."""
    doc = holder.doc
    mention = doc._.mention_of.get(holder.i)
    at = min(holder.i, mention.start) if mention is not None else holder.i
    while at > sentence.start and doc[at - 1].tag_ in PHRASE_TAGS:
        at -= 1
    return int(at)


def _closes(doc: Doc, at: int, end: int) -> bool:
    """Whether a comma ends the reporting clause here, or after a word of time or place: ", X reported in autumn,"."""
    while at < end and doc[at].pos_ in {"ADP", "DET", "NOUN", "PROPN", "NUM", "ADV", "ADJ"}:
        at += 1
    return at < end and doc[at].text == "," and at + 1 < end


def _introduces(doc: Doc, start: int, left: int) -> bool:
    """Whether what stands before the speaker is only an introduction ("On Monday, X said …", "Meanwhile, …")."""
    return not any(t.tag_ in {"VBD", "VBZ", "VBP", "MD", "VB"} for t in doc[start:left])


def _skip(doc: Doc, at: int, end: int) -> int:
    """Past the time, place or hearer between a verb of saying and what is said."""
    limit = min(end, at + 8)
    while (
        at < limit
        and doc[at].lower_ not in {"that", ":", "“", '"', ","}
        and doc[at].pos_ in {"NOUN", "PROPN", "ADP", "DET", "NUM", "ADJ", "ADV", "PRON"}
    ):
        at += 1
    return at


def _speaker(verb: Token, sentence: Span) -> Token | None:
    """Who says it: the verb's own subject, in the passive its "by" phrase, or the name right beside the verb."""
    if syntax.is_passive(verb):
        agent = next(
            (
                c
                for c in verb.children
                if c.dep_ in syntax.OBLIQUE and syntax.case_of(c) in {"by", "from"} and c.pos_ in syntax.NOMINAL
            ),
            None,
        )
        if agent is not None:
            return syntax.antecedent(agent)
        subject = next((c for c in verb.children if c.dep_ in syntax.PASSIVE_SUBJECTS), None)
        follows = verb.i + 1 < sentence.end and verb.nbor(1).lower_ == "as"
        return subject if follows else None
    subject = _subject(verb)
    near = _phrase_before(verb, sentence)
    if near is not None and (subject is None or subject.i < near.left_edge.i) and verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return near  # "jets, the report added, …": what stands between comma and verb speaks
    if subject is not None:
        return syntax.antecedent(subject)
    if verb.tag_ in {"VBD", "VBZ", "VBP"} and verb.i > sentence.start and verb.nbor(-1).text in {",", "”", '"'}:
        inverted = _noun_after(verb.i + 1, sentence)  # "…, stated X, head of …"
        if inverted is not None and (inverted.pos_ == "PROPN" or inverted.i in verb.doc._.mention_of):
            return inverted
        for child in verb.rights:  # "…, said the outgoing Dutch government"
            if child.dep_ in {"obj", "nsubj"} and child.left_edge.i == verb.i + 1 and child.pos_ in syntax.NOMINAL:
                return child
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        subject = _subject(verb.head)
        return syntax.antecedent(subject) if subject is not None else None
    after = verb.i + 1  # "said X" with the subject missed by the parser
    if (
        verb.tag_ in {"VBD", "VBZ", "VBP", "VBN"}
        and verb.i > sentence.start
        and verb.nbor(-1).text in {",", "”", '"'}
        and after < sentence.end
    ):
        return _noun_after(after, sentence)
    before = verb.i - 1
    if verb.tag_ in {"VBD", "VBZ", "VBP"} and before >= sentence.start and verb.doc[before].tag_ in NOUN_TAGS:
        return verb.doc[before]
    if verb.dep_ in {"xcomp", "advcl"}:
        found = syntax.surface_subject(verb, lambda _: "subject")
        return found[0] if found is not None and found[1] <= 1 else None
    return None


def _subject(verb: Token) -> Token | None:
    """The subject of a verb; of two ("Mr." and the name read apart) the one that names somebody."""
    found = [c for c in verb.children if c.dep_ in syntax.SUBJECTS]
    return next((c for c in found if c.i in verb.doc._.mention_of), found[0] if found else None)


def _phrase_before(verb: Token, sentence: Span) -> Token | None:
    """The noun phrase that fills the space between a comma or quotation mark and a verb of saying, or None."""
    doc, at = verb.doc, verb.i - 1
    while at > sentence.start and doc[at].pos_ == "ADV":
        at -= 1
    if at <= sentence.start or doc[at].pos_ not in {"NOUN", "PROPN"}:
        return None
    edge = at
    while edge - 1 >= sentence.start and doc[edge - 1].tag_ in PHRASE_TAGS:
        edge -= 1
    if edge == sentence.start or doc[edge - 1].text not in {",", "”", '"'}:
        return None
    mention = doc._.mention_of.get(at)
    token: Token = doc[mention.root] if mention is not None else doc[at]
    return token


def _noun_after(at: int, sentence: Span) -> Token | None:
    """The head of the noun phrase that begins at a token."""
    doc = sentence.doc
    while at < sentence.end and (doc[at].tag_ in PHRASE_TAGS or doc[at].tag_ in {"PRP", "VBN"}):
        mention = doc._.mention_of.get(at)
        last = mention.end - 1 if mention is not None else at
        follows = doc[last + 1] if last + 1 < sentence.end else None
        if follows is not None and follows.tag_ == "JJ" and doc[last].tag_ == "NNS":
            follows = None  # "officials familiar with the matter"
        if follows is None or follows.tag_ not in {"JJ", "CD", "NNP", "NN", "NNS", "POS", "HYPH", "NNPS"}:
            return doc[mention.root] if mention is not None else doc[last]
        at = last + 1
    return None
