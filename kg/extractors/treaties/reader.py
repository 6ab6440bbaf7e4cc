"""Knows the words of a Doc and those of the ontology that tell of agreements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors.names.lexicons import lexicon
from kg.extractors.names.spans import Span as Name
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extractors.spans import Mention

POSSESSIVES = frozenset({"their", "its", "his", "her", "our"})
DETERMINERS = frozenset(
    {"the", "this", "that", "these", "those", "a", "an", "any", "some", "no", "another", "each", *POSSESSIVES}
)


class Reader:
    """The words of one Doc, and who is mentioned in it."""

    def __init__(self, doc: Doc, ontology: Ontology) -> None:
        self.doc = doc
        self.ontology = ontology
        self.lexicon = lexicon(ontology)
        self.words = [token.lower_.replace("’", "'") for token in doc]
        self.texts = [token.text for token in doc]
        self.kinds = self.lexicon.agreement_kinds
        self.longest = max((len(words) for words in self.kinds), default=0)
        self.first_words = {words[0] for words in self.kinds}
        self.weapons = self.lexicon.arms
        words = ontology.words
        self.modifiers, self.generic, self.commerce = (
            words("agreement-modifier"),
            words("generic-modifier"),
            words("commerce"),
        )
        self.bodies, self.both, self.signing = words("resolution-body"), words("both-parties"), words("signing")
        self.calendar = {fold(word) for word in words("calendar")}
        self.joint = words("joint-parties")
        self.truces = words("truce")
        self.contractual = words("contractual-agreement")
        self.mention_of: dict[int, Mention] = doc._.mention_of

    def text(self, start: int, end: int) -> str:
        text = self.doc[start:end].text
        for mark in '“”"‘[]':
            text = text.replace(mark, "")
        return " ".join(text.replace("’", "'").split()).strip(" '")


def doc_spans(doc: Doc) -> tuple[Name, ...]:
    return doc._.treaty_names or ()
