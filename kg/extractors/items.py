"""Things that can be supplied: noun phrases that name arms, with category, designation, origin and quantity.

The words and their categories are the ontology's; this module finds them in a Doc and decides whether the phrase as a whole
names goods ("missile parts") or something else ("a missile test").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.extractors.matches import find_matches, kinds_of
from kg.extractors.syntax import MADE
from kg.ontology import Concept, Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Universal Dependencies relations that join the words of one name or compound to their head
PREMODIFIERS = frozenset(
    {"compound", "amod", "nummod", "flat", "nmod", "nmod:poss", "det", "advmod", "punct", "dep", "fixed", "appos"}
)
NAMING = frozenset({"NOUN", "PROPN", "NUM", "X", "SYM"})  # what a name of goods is tagged as
COUNTED = frozenset({"nsubj", "obj", "nsubj:pass", "nmod", "obl", "conj", "ROOT", "appos"})  # of a number that counts for itself
CALIBRE = re.compile(r"(?:\d[\d.]*)?(?:mm|millimet(?:re|er)s?|calibre|caliber)")
PLURAL = re.compile(r"[A-Z]\S*\ds")  # "MiG-21s"


@dataclass(frozen=True, slots=True)
class Item:
    """A noun phrase that names arms, or what else fills a role no actor fills: head, words ``start:end``, what they name."""

    head: int
    start: int
    end: int
    concept: str  # notation of the top category
    designation: str
    origin: str
    strong: bool  # False where only a military modifier or the frame makes it arms
    phrase_head: int  # the head of the larger phrase ("shipments" in "shipments of arms"), head itself elsewhere
    made: bool = False  # whether the origin is only where they were made ("Chinese-made drones")
    bare: bool = False  # whether one noun alone names it, and no word beside it tells its kind


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The syntactic head of a span: the token whose head lies outside it, the last one where the parse is at odds."""
    for token in reversed(doc[start:end]):
        if not start <= token.head.i < end or token.head.i == token.i:
            return token
    return doc[end - 1]


def find(doc: Doc, ontology: Ontology) -> tuple[Item, ...]:
    """The arms that the Doc names, in order; each token is the head of at most one."""
    goods, containers = ontology.words("goods-head"), ontology.words("container")
    military, not_arms, mutual = ontology.military_modifiers, ontology.words("not-arms"), ontology.words("not-goods")
    events = {t.lemma for t in ontology.triggers if t.pos == "noun"}
    found: dict[int, Item] = {}
    matches = list(find_matches(doc, ontology))
    spans = {i: match for match in matches for i in range(match[0], match[1])}
    for start, end, concept, strong in matches:
        if concept.kind == "WeaponDesignation":
            settle_name(doc, end - 1)
        settle_head(doc, start, end)
        settle_list(doc, end - 1)
        head = doc[end - 1] if doc[end - 1].pos_ in NAMING else head_of(doc, start, end)
        if head.pos_ in {"VERB", "AUX", "ADP", "ADV", "PRON"}:
            continue
        top = phrase_head(head)
        modifiers = {fold(t.text) for t in doc[max(left_edge(top), start - 6) : max(end, top.i + 1)] if t.i < end}
        is_military = bool(modifiers & military) or any(CALIBRE.fullmatch(word) for word in modifiers)
        phrase = " ".join(fold(t.text) for t in doc[max(0, start - 1) : end])
        if (
            modifiers & mutual
            or (start and doc[start - 1].lower_ in mutual)
            or ("military" not in modifiers and (modifiers & not_arms or phrase in not_arms))
            or is_denied(doc, start, end, military)
        ):
            continue
        if not strong and not is_military and top.i == head.i:
            found.setdefault(head.i, make(doc, head, start, end, concept, False, head.i))
            continue
        if top.i != head.i and top.i not in spans:
            lemma = fold(top.lemma_)
            if lemma in events:  # "arms shipments": the arms fill the event's compound slot
                found.setdefault(head.i, make(doc, head, start, end, concept, strong or is_military, top.i))
            elif lemma in goods or lemma in containers or concept.category in kinds_of(doc, top, ontology):
                found[top.i] = make(doc, top, start, top.i + 1, concept, strong or is_military, top.i)
            continue
        if top.i != head.i and spans.get(top.i, (0, 0))[0] != start:
            outer = spans[top.i]
            if fold(top.lemma_) in events and not outer[3]:  # "arms supplies": the goods of an event, not supplies
                found.pop(top.i, None)
                found.setdefault(head.i, make(doc, head, start, end, concept, True, top.i))
                continue
            generic = fold(top.lemma_) in goods and not outer[3]
            if generic:  # "missile equipment": the modifier tells the category
                found[top.i] = make(doc, top, start, top.i + 1, concept, True, top.i)
            elif (
                concept.kind == "WeaponDesignation" and outer[2].category
            ):  # "Shahed drones": the designation narrows the noun
                listed = end < top.i and doc[end].tag_ == "CC"
                if listed or top.i in found and found[top.i].designation:  # "Javelin and Stinger missiles"
                    found[head.i] = make(doc, head, start, end, concept, True, top.i)
                elif outer[2].category == "production":  # "a Shahed factory"
                    found[top.i] = make(doc, top, start, top.i + 1, outer[2], True, top.i)
                else:
                    kinds = {outer[2].category, *kinds_of(doc, top, ontology)}
                    kind = concept if not outer[3] or concept.category in kinds else outer[2]  # "Gepard cartridges"
                    found[top.i] = make(doc, top, start, top.i + 1, kind, True, top.i)
            continue
        item = make(doc, head, start, end, concept, strong or is_military, top.i)
        held = found.get(head.i)
        if held is None or (item.strong and not held.strong):
            found[head.i] = item
    return tuple(sorted(found.values(), key=lambda item: item.start))


def is_denied(doc: Doc, start: int, end: int, military: frozenset[str]) -> bool:
    """Whether "non-" stands before a military modifier ("non-lethal") and the words are none for such goods."""
    if fold(doc[start].text).startswith("non"):
        return False
    words = " ".join(fold(t.text) for t in doc[max(0, start - 4) : end] if t.text != "-")
    return "non " in words and any("non " + modifier in words for modifier in military)


def find_named(doc: Doc, ontology: Ontology, family: str) -> dict[int, Item]:
    """What the Doc names of another family of concepts ("asset freeze", a measure), by head token."""
    found = {}
    for start, end, concept, strong in find_matches(doc, ontology, family):
        head = head_of(doc, start, end)
        if head.pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "X", "VERB"}:
            found[head.i] = Item(head.i, start, end, concept.category, "", "", strong, phrase_head(head).i)
    return found


def phrase(token: Token) -> Item | None:
    """A noun phrase by its words alone, for a role whose range has no words in the ontology, or None where it says nothing."""
    if token.pos_ not in {"NOUN", "PROPN", "NUM", "SYM", "X"} and token.tag_ != "VBG":
        return None
    start, end = left_edge(token), token.i + 1
    while start < token.i and (
        token.doc[start].pos_ in {"DET", "PUNCT"}
        or token.doc[start].dep_ == "nmod:poss"
        or token.doc[start].tag_ == "POS"
    ):
        start += 1
    for child in token.rights:  # "the use of air defences"
        if (
            child.dep_ in {"nmod", "obj"}
            and child.pos_ in {"NOUN", "PROPN"}
            and (child.dep_ == "obj" or any(c.dep_ == "case" and c.lower_ == "of" for c in child.children))
        ):
            end = max(end, child.i + 1)
            break
    return Item(token.i, start, end, "", "", "", True, token.i)


def phrase_head(token: Token) -> Token:
    """The head of the noun phrase that a token modifies from the left ("missile" → "test" in "missile test")."""
    while (
        token.dep_ in {"compound", "nmod", "amod", "flat"}
        and token.head.i > token.i
        and token.head.pos_ in {"NOUN", "PROPN"}
    ):
        if token.dep_ == "nmod" and any(c.dep_ == "case" for c in token.children):
            break
        token = token.head
    return token


def left_edge(token: Token) -> int:
    """The first token of the modifiers that stand unbroken before a noun."""
    edge = token.i
    for child in token.lefts:
        if child.dep_ in PREMODIFIERS:
            edge = min(edge, child.left_edge.i)
    return edge


def settle_name(doc: Doc, at: int) -> None:
    """Make a type of arms a noun where the tagger reads another word ("43 [BMP-3s]" as an adverb), and what its number counts."""
    token = doc[at]
    if token.pos_ in NAMING or not token.text[0].isupper():
        return
    token.pos_, token.tag_ = "PROPN", "NNPS" if token.text.endswith("s") else "NNP"
    number = doc[at - 1] if at > token.sent.start else token
    if number.pos_ == "NUM" and token.head.i != number.head.i and number.head.i != at and number.dep_ in COUNTED:
        token.head, token.dep_ = (token, "ROOT") if number.dep_ == "ROOT" else (number.head, number.dep_)
        number.head, number.dep_ = token, "nummod"


def settle_list(doc: Doc, at: int) -> None:
    """Make a plural before "and" the first of a list where the parser reads it as a modifier ("two [MiG-21s] and six engines")."""
    first, joint = doc[at], doc[at + 1] if at + 1 < len(doc) else doc[at]
    last = first.head
    if first.dep_ not in {"compound", "amod", "nmod"} or joint.tag_ != "CC" or last.i <= joint.i:
        return
    if first.tag_ not in {"NNS", "NNPS"} and not PLURAL.fullmatch(first.text):
        return
    first.head, first.dep_ = (first, "ROOT") if last.dep_ == "ROOT" else (last.head, last.dep_)
    last.head, last.dep_ = first, "conj"
    joint.head = last
    for child in [*last.lefts]:
        if child.i < joint.i and child.i != first.i:
            child.head = first


def settle_head(doc: Doc, start: int, end: int) -> None:
    """Make the last word the head of words that stand in the lexicon together ("infantry [fighting] vehicles" read as a clause)."""
    last = doc[end - 1]
    if last.pos_ not in {"NOUN", "PROPN"}:
        return
    top = last
    while start <= top.head.i < end and top.head.i != top.i:
        top = top.head
    if top.i == last.i:
        return
    outside = [c for c in top.children if not start <= c.i < end]
    relation = top.dep_
    preposition = next((c for c in outside if c.dep_ in {"mark", "case"} and c.i < start), None)
    if preposition is not None:
        preposition.dep_, relation = "case", "obl"
    elif relation in {"xcomp", "advcl", "ccomp", "acl"}:
        relation = "obj"
    last.head, last.dep_ = (last, "ROOT") if top.dep_ == "ROOT" else (top.head, relation)
    for token in doc[start : end - 1]:
        if not start <= token.head.i < end or token.i == top.i:
            token.head, token.dep_ = last, "compound"
    for child in outside:
        child.head = last


def make(doc: Doc, head: Token, start: int, end: int, concept: Concept, strong: bool, top: int) -> Item:
    """An item with the words from its first descriptive modifier on, and the country of origin that these name."""
    edge = start
    origin, made = "", False
    for token in reversed(doc[left_edge(head) : start]):
        mention = doc._.mention_of.get(token.i)
        if mention is not None and mention.country and mention.form in {"demonym", "name"}:
            origin = origin or mention.country
            made = made or any(t.lower_ in MADE for t in doc[token.i + 1 : token.i + 3])
        if (
            (token.pos_ in {"ADJ", "NOUN", "PROPN"} or token.lower_ in MADE)
            and token.dep_ in {"amod", "compound"}
            and mention is None
            and token.i == edge - 1
        ):
            edge = token.i
    designation = concept.iri if concept.kind == "WeaponDesignation" else ""
    bare = end - start == 1 and not designation and not any(c.dep_ in {"compound", "nmod", "flat"} for c in head.lefts)
    return Item(head.i, edge, end, concept.category, designation, origin, strong, top, made, bare)
