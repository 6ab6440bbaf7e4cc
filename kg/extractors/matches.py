"""Where the ontology's words for things stand in a Doc: labels of concepts, variants of designations, families of designations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from kg.ontology import Concept, Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

ARMS = "WeaponCategory"  # the family of concepts whose words are weighed by military modifiers and events
DESIGNATION = "WeaponDesignation"
LONGEST = 3  # words of a noun of several kinds ("fire control centre")
ACRONYM = 4  # letters up to which capitals tell an acronym from a word ("LAW"); longer ones are also written "Himars"
# What a variant has behind the type that it varies: "Su-30SM2", "M1A2", "CH-92A".
VARIANT = re.compile(r"(?P<type>.*?\d)(?P<variant>[A-Z][A-Za-z]*\d{0,2}[A-Z]?)$")
CALIBRE = re.compile(r"(\d)mm\b")
JOINTS = frozenset({"-", "–", "/"})  # tokens within a designation
SHORT = 3  # letters of a word from which an s is taken only where the tagger reads a plural
TAIL = re.compile(r"[A-Z0-9]{1,4}s?")  # the same where the tokenizer parts it from its type: "Tor-M2", "K"
Held = tuple[Concept, bool, str]  # what ends at a node of the trie: the concept, whether it needs no context, the label


@dataclass(slots=True)
class Lexicon:
    """The words of a family of concepts: a trie over folded words (``None`` keys hold what ends there), and patterns."""

    root: dict[str | None, object] = field(default_factory=dict)
    patterns: list[tuple[re.Pattern[str], Concept]] = field(default_factory=list)

    def add(self, label: str, concept: Concept, strong: bool) -> None:
        if "mm" in label and (apart := CALIBRE.sub(r"\1 mm", label)) != label:  # as the tokenizer parts them: "152 mm gun"
            self.add(apart, concept, strong)
        node: dict[str | None, object] = self.root
        for word in fold(label).replace("/", " ").split():
            node = node.setdefault(word, {})  # type: ignore[assignment]
        held = node.get(None)
        if held is None or (strong and not held[1]):  # type: ignore[index]
            node[None] = (concept, strong, label)

    def concept_of(self, designation: str) -> Concept | None:
        """The concept whose family of designations a word belongs to ("Kh-47M2" to the missiles), or None."""
        return next((concept for pattern, concept in self.patterns if pattern.fullmatch(designation)), None)


_LEXICONS: WeakKeyDictionary[Ontology, dict[str, Lexicon]] = WeakKeyDictionary()


def lexicon(ontology: Ontology, family: str = ARMS) -> Lexicon:
    """The words of the concepts of one family (a class and those below it), built once."""
    tries = _LEXICONS.setdefault(ontology, {})
    found = tries.get(family)
    if found is None:
        found = tries[family] = Lexicon()
        events = {
            t.lemma
            for t in ontology.triggers
            if t.pos == "noun" and t.pattern not in {"aid", "supplier", "buyer", "content"}
        }
        events |= {word + "s" for word in events} | {"supplies"}
        for concept in ontology.concepts.values():
            if not ontology.is_a(concept.family, family):
                continue
            for strong, labels in ((True, concept.labels), (False, concept.context_labels)):
                for label in labels:
                    words = fold(label).split()
                    if (
                        len(words) < 2 or words[-1] not in events
                    ):  # "arms exports" is an event; its goods stand before it
                        found.add(label, concept, strong)
            found.patterns.extend((re.compile(pattern), concept) for pattern in concept.patterns)
    return found


def forms(token: Token) -> tuple[str, ...]:
    """The folded forms under which a token may stand in the lexicon: as written, its lemma, without a plural s or a variant."""
    return _forms(token.text, token.lemma_, token.tag_ in {"NNS", "NNPS"})


@lru_cache(maxsize=1 << 16)
def _forms(text: str, lemma: str, plural: bool) -> tuple[str, ...]:
    found = [fold(text), fold(lemma)]
    single = text.removesuffix("s")
    if plural or text[-2:-1].isdigit() or text[:1].isupper() or len(single) > SHORT and single[-1] != "s":
        found.append(fold(single))
    while match := VARIANT.match(single):
        single = match["type"]
        found.append(fold(single))
    return tuple(dict.fromkeys(form.replace("/", " ") for form in found if form))


def find_matches(doc: Doc, ontology: Ontology, family: str = ARMS) -> Iterator[tuple[int, int, Concept, bool]]:
    """Longest matches of a family's lexicon in the Doc, not overlapping: start, end (tokens), concept, strong."""
    words = lexicon(ontology, family)
    position = 0
    while position < len(doc):
        found = _longest(doc, position, words.root) or _patterned(doc, position, words)
        if found is None:
            position += 1
            continue
        end, concept, strong = found
        yield position, end, concept, strong
        position = end


def _longest(doc: Doc, position: int, trie: dict[str | None, object]) -> tuple[int, Concept, bool] | None:
    """The longest label that begins at a token: where it ends, its concept, whether it needs no context."""
    best: tuple[int, Concept, bool] | None = None
    nodes: list[Any] = [trie]
    at = position
    while at < len(doc) and nodes:
        token = doc[at]
        if token.text in JOINTS and at > position:
            at += 1
            continue
        following = []
        for node in nodes:
            for word in forms(token):
                below: Any = node
                for part in word.split():
                    below = below.get(part)
                    if below is None:
                        break
                if below:
                    following.append(below)
        nodes = following
        at += 1
        for node in nodes:
            held: Held | None = node.get(None)
            if held is not None and not _goes_on(doc, at) and is_written(doc[position:at].text, held[2]):
                best = (at, held[0], held[1])
                break  # the word as written says more than its lemma ("Hawks", the aircraft)
    if best is not None and best[0] < len(doc) and doc[best[0] - 1].text[-1].isalnum():
        end = best[0]
        while end < len(doc) and not doc[end - 1].whitespace_ and TAIL.fullmatch(doc[end].text):
            end += 1
        best = (end, best[1], best[2])
    return best


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether a hyphen joins what ends before a token to what follows."""
    return at < len(doc) and doc[at].text == "-" and doc[at].whitespace_ == "" and not doc[at - 1].whitespace_


@lru_cache(maxsize=1 << 14)
def is_written(text: str, label: str) -> bool:
    """Whether a text has the capitals of a label: "law" is no LAW, and "spike" no Spike; plain words may have any."""
    for word, asked in zip(re.split(r"[\s/–-]+", text), re.split(r"[\s/–-]+", label), strict=False):
        if asked.isupper() and asked.isalpha() and len(asked) <= ACRONYM:
            if not word.startswith(asked) and (len(asked) < ACRONYM or not word.istitle()):
                return False
        elif asked[:1].isupper() and word[:1].islower():
            return False
    return True


def _patterned(doc: Doc, position: int, words: Lexicon) -> tuple[int, Concept, bool] | None:
    """A word that no label holds and a family of designations does: "Kh-59MK2"."""
    if not words.patterns or not doc[position].text[0].isupper() or position and not doc[position - 1].whitespace_:
        return None
    end = position + 1
    while end < len(doc) and not doc[end - 1].whitespace_ and (doc[end].text in {"-", "/"} or doc[end].text[0].isalnum()):
        end += 1
    text = doc[position:end].text
    concept = words.concept_of(text) or words.concept_of(text.removesuffix("s"))
    return None if concept is None else (end, replace(concept, kind=DESIGNATION, iri=""), True)


@lru_cache(maxsize=4)
def shared_nouns(ontology: Ontology) -> Mapping[str, frozenset[str]]:
    """Folded nouns of several kinds, with the top categories that have them."""
    found: dict[str, set[str]] = {}
    for concept in ontology.concepts.values():
        for label in concept.generic_labels:
            found.setdefault(fold(label), set()).add(concept.category)
    return {noun: frozenset(kinds) for noun, kinds in found.items()}


def kinds_of(doc: Doc, token: Token, ontology: Ontology) -> frozenset[str]:
    """The kinds that the noun which ends at a token may mean; none where it is no shared noun."""
    nouns = shared_nouns(ontology)
    for length in range(LONGEST, 0, -1):
        if length <= token.i + 1 - token.sent.start:
            words = doc[token.i + 1 - length : token.i + 1]
            label = fold(" ".join([*(t.text for t in words[:-1]), token.lemma_]))
            if label in nouns:
                return nouns[label]
    return frozenset()
