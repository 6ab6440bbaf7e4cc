"""Reporting clauses set between commas, read by the order of words: "…, X has said", "…, reckons X, …", "in X's words".

A parser often takes such a clause for part of what it interrupts; between its commas it is short and has few forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extractors import quotations
from kg.extractors.cues import Cues
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

BREAKS = frozenset({",", "”", '"', "''", "-", "--", "—", "–", "?", "!", ";", ":"})
ENDS = BREAKS | {".", ")"}
# what a noun phrase is made of before its head
PHRASE_TAGS = frozenset({"DT", "JJ", "JJR", "CD", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "HYPH"})
JOINING = frozenset({"of", "for", "and", "&"})
# what may stand between a verb of saying and the comma that closes its clause: time, place, hearer
LOOSE = frozenset({"ADP", "DET", "NOUN", "PROPN", "NUM", "ADV", "ADJ", "PRON"})
PERFECT = frozenset({"has", "have", "had", "'s", "’s", "did"})
HEARING = frozenset({"tell", "inform", "brief", "notify"})  # what follows them is who hears it
LONGEST = 14  # tokens between the commas


def find(sentence: Span, table: Cues, ontology: Ontology) -> Iterator[tuple[int, int]]:
    """The speaker and the word that tells so, of each reporting clause that interrupts or closes the sentence."""
    for token in sentence:
        if _says(token, table):
            holder = _inverted(token, sentence, ontology) or _straight(token, sentence, ontology)
            if holder is not None:
                yield holder, token.i
        elif fold(token.lemma_) in ontology.words("account-noun"):
            holder = _owner(token, sentence, ontology)
            if holder is not None:
                yield holder, token.i
        elif token.lower_ == "believed" and token.i > sentence.start + 3:
            holder = _believed(token, sentence, ontology)
            if holder is not None:
                yield holder, token.i


def parts(sentence: Span) -> Iterator[Span]:
    """The parts of a sentence between semicolons outside quotation marks: whoever speaks in one need not in the next."""
    start, quoted = sentence.start, False
    for token in sentence:
        if token.text in quotations.MARKS:
            quoted = not quoted
        elif token.text == ";" and not quoted:
            yield sentence.doc[start : token.i + 1]
            start = token.i + 1
    if start < sentence.end:
        yield sentence.doc[start : sentence.end]


def _says(token: Token, table: Cues) -> bool:
    """Whether a word is a finite verb of saying, be it taken for a noun in -s."""
    if token.tag_ == "NNS" and token.text == token.lower_:
        return any(cue.effect in {"report", "doubt"} for cue in table.of_base(token))
    finite = token.tag_ in {"VBD", "VBZ", "VBP"} or token.tag_ == "VBN" and _auxiliary(token) != token.i
    return finite and any(cue.effect in {"report", "doubt"} for cue in table.of(token, "verb"))


def _auxiliary(verb: Token) -> int:
    """Where the verb phrase begins: at "has" before a participle, else at the verb or its adverb."""
    at = verb.i
    while at > verb.sent.start and (verb.doc[at - 1].lower_ in PERFECT or verb.doc[at - 1].pos_ == "ADV"):
        at -= 1
    return at


def _inverted(verb: Token, sentence: Span, ontology: Ontology) -> int | None:
    """Who says it after the verb: "…, reckons the general, A B, …"."""
    doc = verb.doc
    if verb.i == sentence.start or doc[verb.i - 1].text not in BREAKS or verb.lemma_.lower() in HEARING:
        return None
    end = _phrase_end(verb.i + 1, sentence)
    if end == verb.i + 1 or not _closes(end, sentence):
        return None
    return _named(doc, verb.i + 1, end, ontology)


def _straight(verb: Token, sentence: Span, ontology: Ontology) -> int | None:
    """Who says it before the verb: "…, the general, A B, has said", "…, or so the papers had it"."""
    doc = verb.doc
    if not _closes(verb.i + 1, sentence):
        return None
    end = _auxiliary(verb)
    edge = _phrase_start(end, sentence)
    if edge == end and doc[end - 1].tag_ == "PRP" and end - 2 > sentence.start and doc[end - 2].text in BREAKS:
        return end - 1
    if edge == end and doc[end - 1].text == ",":  # "…, the general, A B, has said": the name is set off itself
        end -= 1
        edge = _phrase_start(end, sentence)
    if edge == end or edge <= sentence.start + 1:
        return None
    if doc[edge - 1].text == ",":  # "…, the general, A B, said"
        before = _phrase_start(edge - 1, sentence)
        if sentence.start + 1 < before < edge - 1 and doc[before - 1].text in BREAKS and _is_name(doc, edge, end):
            return _named(doc, edge, end, ontology)
    so = doc[edge - 1].lower_ == "so" and doc[edge - 2].lower_ == "or"
    return _named(doc, edge, end, ontology) if so or doc[edge - 1].text in BREAKS else None


def _phrase_end(at: int, sentence: Span) -> int:
    """Where the noun phrase that begins at a token ends."""
    doc = sentence.doc
    while at < sentence.end and (doc[at].tag_ in PHRASE_TAGS or doc[at].lower_ in JOINING):
        at += 1
    return at


def _phrase_start(at: int, sentence: Span) -> int:
    """Where the noun phrase that ends before a token begins."""
    doc = sentence.doc
    while at > sentence.start and (doc[at - 1].tag_ in PHRASE_TAGS or doc[at - 1].lower_ in JOINING):
        at -= 1
    return at


def _closes(at: int, sentence: Span) -> bool:
    """Whether the clause ends here, or after words of time, place or hearer."""
    doc = sentence.doc
    last = min(sentence.end, at + LONGEST)
    while at < last and doc[at].pos_ in LOOSE and doc[at].lower_ not in {"that", "which", "who"}:
        at += 1
    return at >= sentence.end or doc[at].text in ENDS or doc[at].is_space


def _is_name(doc: Doc, start: int, end: int) -> bool:
    mention = doc._.mention_of.get(end - 1)
    return mention is not None and mention.kind == "Person" and mention.start == start


def _named(doc: Doc, start: int, end: int, ontology: Ontology) -> int | None:
    """The token that names who speaks in a noun phrase: a person, else the head of the phrase where it may speak."""
    after = doc._.mention_of.get(end + 1) if end + 1 < len(doc) and doc[end].text == "," else None
    if after is not None and after.kind == "Person" and after.start == end + 1:
        return int(after.root)  # "the intelligence chief, A B"
    for token in doc[start:end]:
        mention = doc._.mention_of.get(token.i)
        if mention is not None and mention.kind == "Person":
            return int(mention.root)
    head = next((token for token in doc[start:end] if token.head.i not in range(start, end)), None)
    last = next((token.i for token in doc[start:end] if token.lower_ in {"of", "for"}), end) - 1
    for token in filter(None, (doc[last] if last >= start else None, head)):
        mention = doc._.mention_of.get(token.i)
        if mention is not None and mention.form != "demonym":
            return int(mention.root)
        if fold(token.lemma_) in ontology.words("claimant-noun") | ontology.words("state-noun"):
            return token.i
    return None


def _owner(noun: Token, sentence: Span, ontology: Ontology) -> int | None:
    """Whose account it is by: "by the minister's count", "in the words of A B", "going by the count of the blog"."""
    doc = noun.doc
    at = noun.i - 1
    while at > sentence.start and doc[at].tag_ in {"JJ", "NN"}:
        at -= 1
    if doc[at].tag_ == "POS":
        start = _phrase_start(at, sentence)
        led = start > sentence.start and doc[start - 1].lower_ in {"by", "in", "on"}
        return _named(doc, start, at, ontology) if led else None
    after = noun.i + 1
    if doc[at].lower_ in {"the", "by", "in"} and after < sentence.end and doc[after].lower_ == "of":
        before = at - (doc[at].lower_ == "the")
        if before >= sentence.start and doc[before].lower_ in {"by", "in"}:
            return _named(doc, after + 1, _phrase_end(after + 1, sentence), ontology)
    return None


def _believed(word: Token, sentence: Span, ontology: Ontology) -> int | None:
    """Who has to be right: "if the service is to be believed"."""
    doc = word.doc
    if [t.lower_ for t in doc[word.i - 2 : word.i]] != ["to", "be"] or doc[word.i - 3].lower_ not in {"is", "are"}:
        return None
    start = _phrase_start(word.i - 3, sentence)
    return (
        _named(doc, start, word.i - 3, ontology) if start > sentence.start and doc[start - 1].lower_ == "if" else None
    )
