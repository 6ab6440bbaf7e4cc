"""Goods: which arms, or other things that an event is about, a noun phrase stands for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.extractors import items, kinds, syntax
from kg.extractors.items import Item
from kg.extractors.triggers import Triggers
from kg.ontology import Ontology, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

VAGUE = frozenset(
    {"unspecified", "other", "production"}
)  # "aid", "equipment": arms only where the words themselves say so
# Words that stand for a part of what follows them: "none of the tanks".
PARTS = frozenset("some many more most several few all both each any half those none neither either".split())
PRONOUNS = frozenset({"them", "they", "it", "these", "those", "some", "which"})


def is_plural(token: Token) -> bool:
    """Whether "them" and not "it" takes up a noun."""
    return token.tag_ in {"NNS", "NNPS"} or token.lemma_.lower() == "equipment"


class Goods:
    """The items of one Doc, and which of them a phrase, a list or a sentence speaks of."""

    def __init__(self, doc: Doc, ontology: Ontology, triggers: Triggers) -> None:
        self.doc = doc
        self.ontology = ontology
        self.triggers = triggers
        self.items = kinds.settle(doc, items.find(doc, ontology), ontology)
        self.item_at = {item.head: item for item in self.items}
        self.by_phrase: dict[int, list[Item]] = {}
        for item in self.items:
            self.by_phrase.setdefault(item.phrase_head, []).append(item)
        self.containers = ontology.words("container")
        self.families: dict[str, dict[int, Item] | None] = {}

    def of_phrase(self, token: Token, trigger: Token, depth: int = 0) -> Iterable[Item]:
        """The items of a noun phrase: its head, what it holds ("a batch of …"), what is coordinated, what it includes."""
        seen: dict[int, Item] = {}
        for part in syntax.conjuncts(token):
            for item in self._of_one(part, trigger, depth):
                if item.strong or self.supported(item):
                    seen.setdefault(item.head, item)
        return seen.values()

    def _of_one(self, token: Token, trigger: Token, depth: int) -> Iterator[Item]:
        """The items of one noun phrase without what is coordinated with it."""
        yield from self._at(token, trigger, depth)
        if depth > 3:
            return
        lemma = fold(token.lemma_)
        own = token.i in self.item_at
        holds = not own and (
            lemma in self.containers
            or self.triggers.names_event(token)
            or token.pos_ in {"NUM", "SYM"}
            or token.tag_ == "CD"
            or lemma in PARTS
        )
        if holds and lemma in self.ontology.words("sum-noun") or token.pos_ == "SYM":
            yield from self._priced(token)
        if holds and token.pos_ == "NUM":  # "16 Bell 412s", where the number is taken for the head
            yield from (i for i in self.items if i.start == token.i + 1)
        opener = self.ontology.words("list-opener")
        for child in token.children:
            case = syntax.case_of(child)
            if child.dep_ in {"nmod", "obl"} and holds and case in {"of", "in"} and child.pos_ in syntax.NOMINAL:
                yield from self.of_phrase(child, trigger, depth + 1)
            elif (
                child.dep_ in {"nmod", "obl", "appos", "acl", "dep", "advcl", "amod"}
                and (case in opener or child.lower_ in opener)
                and child.pos_ in syntax.NOMINAL
            ):
                yield from self.of_phrase(child, trigger, depth + 1)
            elif child.dep_ in {"acl", "advcl", "case", "prep"} and child.lower_ in opener:
                for below in child.children:
                    if below.dep_ in {"obj", "obl", "nmod", "pobj"}:
                        yield from self.of_phrase(below, trigger, depth + 1)
            elif child.dep_ == "appos" and not own and child.i > token.i:
                yield from self.of_phrase(child, trigger, depth + 1)

    def _at(self, token: Token, trigger: Token, depth: int) -> Iterator[Item]:
        """The items that a word itself names, holds or takes up."""
        lemma = fold(token.lemma_)
        own = self.item_at.get(token.i)
        if own is not None:
            yield own
            yield from (i for i in self.by_phrase.get(token.i, ()) if i.head != token.i and i.designation)
        elif (
            lemma in self.containers
            and token.dep_ in {"nmod", "obl"}
            and syntax.case_of(token) == "in"
            and token.head.i in self.item_at
        ):
            for part in syntax.conjuncts(token.head):  # "rockets and shells, in their millions, which …"
                if part.i in self.item_at:
                    yield self.item_at[part.i]
        elif token.i in self.by_phrase and (
            lemma in self.containers or token.i == trigger.i or self.triggers.names_event(token)
        ):
            yield from self.by_phrase[token.i]
        elif depth == 0:
            yield from self._taken_up(token, trigger)

    def _taken_up(self, token: Token, trigger: Token) -> Iterator[Item]:
        """The items spoken of before that a definite event noun ("the deliveries") or a pronoun ("them") takes up."""
        if token.i != trigger.i and self.triggers.names_event(token) and token.i not in self.by_phrase:
            if any(c.lower_ in {"the", "these", "those", "this", "its", "their"} for c in token.children):
                earlier = [i for i in self.items if i.head < token.i and i.strong]
                if earlier and not any(c.dep_ == "nmod" and syntax.case_of(c) == "of" for c in token.children):
                    yield earlier[-1]
        elif token.pos_ == "PRON" and token.lower_ in PRONOUNS and token.head.i == trigger.i and trigger.pos_ == "VERB":
            reach = trigger.sent.start if trigger.sent.start == 0 else self.doc[trigger.sent.start - 1].sent.start
            plural = token.lower_ != "it"
            earlier = [
                i
                for i in self.items
                if reach <= i.head < token.i and i.strong and is_plural(self.doc[i.head]) == plural
            ]
            if earlier:
                yield earlier[-1]

    def _priced(self, token: Token) -> Iterator[Item]:
        """The goods named right after a sum of money: "$1 billion in tanks"."""
        near = next(
            (
                i
                for i in self.items
                if token.i < i.start <= token.i + 6
                and any(t.lower_ in {"in", "of"} for t in self.doc[token.i + 1 : i.start])
            ),
            None,
        )
        if near is not None and not any(t.pos_ == "VERB" for t in self.doc[token.i + 1 : near.start]):
            yield near

    def supported(self, item: Item) -> bool:
        """Whether a word of many uses ("planes") means arms here: strong words in its sentence, or the same kind before it."""
        if item.concept == "production":  # "technology to make missiles"
            return self._names_arms(self.doc[item.head].subtree)
        if item.concept == "other":  # "rifles, ammunition and helmets"
            return self._listed_with_arms(item)
        if item.concept in VAGUE:
            return False
        sentence = self.doc[item.head].sent
        for other in self.items:
            if (
                other.strong
                and other.head != item.head
                and (
                    sentence.start <= other.head < sentence.end
                    or other.head < item.head
                    and other.concept == item.concept
                )
            ):
                return True
        return any(
            m.kind in {"MilitaryForce", "ArmedGroup"} and sentence.start <= m.start < sentence.end
            for m in self.doc._.mentions
        )

    def _listed_with_arms(self, item: Item) -> bool:
        """Whether goods stand in one list with arms of some kind."""
        first = self.doc[item.head]
        while first.dep_ == "conj":
            first = first.head
        return self._names_arms(syntax.conjuncts(first))

    def _names_arms(self, tokens: Iterable[Token]) -> bool:
        """Whether one of some words surely names arms of some kind."""
        places = {token.i for token in tokens}
        return any(i.strong and i.concept not in VAGUE and i.head in places for i in self.items)

    def included(self, verb: Token) -> list[Item]:
        """The goods that a sum of money given away is said to include: "gave Lebanon over $1 billion, including missiles"."""
        end = verb.sent.end
        opener = next((t for t in self.doc[verb.i + 1 : end] if t.lower_ == "including"), None)
        if opener is None or not any(t.tag_ == "$" for t in self.doc[verb.i + 1 : opener.i]):
            return []
        after = self.doc[opener.i + 1 : end]
        stop = next((t.i for t in after if t.tag_ in {"VBD", "VBZ", "VBP", "MD", "WP", "WDT"} or t.text == ";"), end)
        return [i for i in self.items if opener.i < i.head < stop and (i.strong or self.supported(i))]

    def listed(self, known: tuple[Item, ...], trigger: Token, taken: set[int]) -> Iterator[Item]:
        """The goods of a list that the sentence opens after some: "containers of arms, among them …"."""
        openers = self.ontology.words("list-opener")
        end = trigger.sent.end
        start = max(item.head for item in known) + 1
        words = [t.lower_ for t in self.doc[start:end]]
        at = next(
            (i for i, w in enumerate(words[:12]) if w in openers or " ".join(words[i : i + 2]) in openers or w == ":"),
            None,
        )
        among = next(
            (
                i
                for i in range(len(words) - 1)
                if words[i : i + 2] == ["among", "them"]
                or words[i] == "included"
                and i
                and words[i - 1] not in {"was", "were", "is", "are", "be"}
            ),
            None,
        )
        if at is not None:
            start += at
        elif among is not None:
            end = start + among
        else:
            return
        for item in self.items:
            if start <= item.head < end and item.head not in taken and (item.strong or self.supported(item)):
                if any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in self.doc[start : item.start]):
                    return
                yield item

    def contents(self, sentence: Span) -> tuple[Token, list[Item]] | None:
        """The verb after which a sentence lists what a delivery holds, with the goods listed; None where it lists none."""
        verb = self._opens_contents(sentence)
        if verb is None:
            return None
        found = [
            item for item in self.items if verb.i < item.head < sentence.end and (item.strong or self.supported(item))
        ]
        return (verb, found) if found else None

    def _opens_contents(self, sentence: Span) -> Token | None:
        """The verb after which a sentence lists what a delivery holds, or None."""
        first = next((t for t in sentence if not t.is_space and not t.is_punct), None)
        if first is None:
            return None
        holders = self.ontology.words("content-holder")
        fronted = first.lower_ in self.ontology.words("content-preposition")
        participle = first.tag_ == "VBN" and first.lemma_.lower() in self.ontology.words("content-verb")
        if not fronted and not participle:
            return None
        at = next((t for t in sentence if t.lemma_ == "be" and t.i > first.i and t.pos_ in {"AUX", "VERB"}), None)
        if at is None:
            return None
        before = self.doc[first.i + 1 : at.i]
        if any(t.tag_ in {"WDT", "WP"} for t in before):
            return None
        if not any(
            fold(t.lemma_) in holders or t.lower_ in {"it", "them", "these", "those"} or self.triggers.names_event(t)
            for t in before
        ):
            return None
        return at

    def named(self, role: str) -> dict[int, Item] | None:
        """What the Doc names of the concepts that may fill a role, by head token, or None where any words may."""
        family = self.ontology.roles[role].range if role in self.ontology.roles else ""
        if family not in self.families:
            known = (
                any(self.ontology.is_a(c.family, family) for c in self.ontology.concepts.values())
                and family != "Concept"
            )
            self.families[family] = items.find_named(self.doc, self.ontology, family) if known else None
        return self.families[family]

    def things(self, role: str, token: Token, trigger: Token) -> Iterator[Item]:
        """What fills a role that neither actors nor arms fill: concepts of its range, or where it has none the phrase itself."""
        named = self.named(role)
        for part in syntax.conjuncts(token):
            if named is not None:
                yield from (item for head, item in sorted(named.items()) if part.i in {head, item.phrase_head})
                continue
            found = self.item_at.get(part.i)
            if found is None and part.i != trigger.i and part.i not in self.doc._.mention_of:
                found = items.phrase(part)
            if found is not None:
                yield found
