"""Candidates for the roles of a trigger: what hangs on it and what stands around it, each with its marker."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import arguments, cues, items, syntax
from kg.extractors.arguments import Argument
from kg.extractors.goods import Goods
from kg.extractors.triggers import Triggers, takes_arms
from kg.ontology import Ontology, Trigger, fold

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

LIGHT_EFFECTS = frozenset({"commit", "propose", "end", "withhold", "resume", "lift", "attempt", "deny"})
CLAUSE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB"})
CLAUSE_MARKS = frozenset(
    {";", ":", "--", "—", "(", ")", "that", "because", "after", "before", "while", "although", "when", "as", "but"}
)
PHRASE_TAGS = frozenset(
    {"DT", "JJ", "JJR", "JJS", "CD", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "HYPH", "VBN", "$", "AFX", "RBS"}
)


class Candidates:
    """Finds what may fill the roles of the triggers of one Doc."""

    def __init__(self, doc: Doc, ontology: Ontology, triggers: Triggers, goods: Goods) -> None:
        self.doc = doc
        self.ontology = ontology
        self.triggers = triggers
        self.goods = goods
        self._of: dict[tuple[int, str], list[Argument]] = {}
        self._phrases: dict[tuple[int, int], list[tuple[int, int]]] = {}
        self.light_words: dict[str, list[str]] = {}
        for words in ontology.words("light-verb"):
            self.light_words.setdefault(words.split()[0], []).append(words)

    def control(self, up: Token) -> str:
        """Who is understood as the subject of what a word governs."""
        return cues.control(up, self.ontology)

    def of(self, token: Token, trigger: Trigger) -> list[Argument]:
        """All that may fill a role of the trigger, with the marker under which it stands; found once."""
        found = self._of.get((token.i, trigger.iri))
        if found is None:
            benefit = self.ontology.words("benefit")
            every = self._by_syntax(token, trigger)
            found = [a for a in every if not a.marker.startswith("purpose-") or a.marker[8:] in benefit]
            self._of[token.i, trigger.iri] = found
        return found

    def _by_syntax(self, token: Token, trigger: Trigger) -> list[Argument]:
        if trigger.pos == "verb" or trigger.pos == "adjective":
            found = arguments.of_verb(token, self.control, self.loose(trigger))
            found.extend(self.datives(found))
            found.extend(self.around_participle(token))
            found = [
                a
                for a in found
                if a.marker != "with" or a.tier == 0 or a.rule.startswith("other side") or a.token.i in self.goods.item_at
            ]
            found = [self.as_middle(a, token, trigger) for a in found]
            if token.dep_ == "conj" and trigger.lemma in self.ontology.words("passing-on"):
                found = [a for a in found if a.rule != "shared agent"]
                found.extend(  # "sold to Poland and then passed on to Ukraine"
                    Argument("subject", syntax.antecedent(c), 1, "who got it first")
                    for c in token.head.children
                    if c.dep_ in syntax.OBLIQUE and syntax.case_of(c) == "to"
                )
            if trigger.pos == "adjective":
                noun = token.head if token.dep_ in {"amod", "acl"} else None
                if noun is not None:
                    found.append(Argument("subject", noun, 0, "modified noun"))
        else:
            found = arguments.of_noun(token, self.is_light, self.control)
            referents = arguments.referents_of(token)
            named = [] if referents and trigger.pattern in {"supplier", "buyer"} else [token]
            found.extend(Argument("self", t, 0, "the noun itself") for t in [*named, *referents])
            found = [self.as_compound(self.as_receiver(self.as_bidder(a, token, trigger), token, trigger)) for a in found]
        return found

    def loose(self, trigger: Trigger) -> frozenset[str]:
        """Prepositions that tell one role only, and no arms: their phrase is that role's, whatever word a parser hangs it on."""
        told = [m for r in trigger.realizations for m in r.markers]
        own = {
            m
            for r in trigger.realizations
            if not takes_arms(r.role, self.ontology)
            for m in r.markers
            if told.count(m) == 1
        }
        return arguments.LOOSE | (own - {"of", "as", "at"})

    def as_middle(self, argument: Argument, verb: Token, trigger: Trigger) -> Argument:
        """Goods before a participle are what is given, whatever the parser says: "Tanks sent to Sudan by Belarus"."""
        if (
            argument.rule != "subject"
            or argument.marker != "subject"
            or argument.token.i not in self.goods.item_at
            or verb.tag_ not in {"VBN", "VBD"}
            or any(c.dep_ in {"obj", "aux"} for c in verb.children)
            or any("subject" in r.markers for r in trigger.realizations if takes_arms(r.role, self.ontology))
        ):
            return argument
        return Argument("object", argument.token, 1, "goods before the participle")

    def as_bidder(self, argument: Argument, noun: Token, trigger: Trigger) -> Argument:
        """Who wins an order or is awarded a contract sells: there the verb over the noun turns the markers round."""
        if trigger.lemma not in self.ontology.words("bid"):
            return argument
        up = next((t for t in noun.ancestors if t.pos_ == "VERB"), None)
        if up is None:
            return argument
        verb = up.lemma_.lower()
        turned = {"subject": "from", "from": "subject"} if verb in self.ontology.words("winning") else {}
        if verb in self.ontology.words("awarding"):
            turned = {"to": "with", "indirect": "with"}
        return replace(argument, marker=turned.get(argument.marker, argument.marker))

    def as_receiver(self, argument: Argument, noun: Token, trigger: Trigger) -> Argument:
        """Who gets a delivery is its recipient: the subject of a verb of getting over the noun stands for "to".

        So does the one who turns an offer down.
        """
        buys = any(r.role == "recipient" and "subject" in r.markers for r in trigger.realizations)
        if argument.rule != "subject of the verb over it" or buys or trigger.stage == "withheld":
            return argument
        for up in noun.ancestors:
            if up.pos_ == "VERB":
                if trigger.stage == "proposed" and trigger.pattern == "give" and self.answers(up):
                    return Argument("to", argument.token, argument.tier, "subject of the answer to the offer")
                subjects = {
                    r.role for t in self.triggers.of(up) for r in t.realizations if r.markers[:1] == ("subject",)
                }
                if "recipient" in subjects and "supplier" not in subjects:
                    return Argument("to", argument.token, argument.tier, "subject of the verb of getting over it")
                break
        return argument

    def around_participle(self, token: Token) -> Iterator[Argument]:
        """Beside a participle: "U.S.-supplied weapons", "Taiwan unveiled aircraft bought from …", "its jets bought from …"."""
        if token.tag_ != "VBN" or token.dep_ not in {"acl", "amod", "xcomp", "acl:relcl", "compound"}:
            return
        before = token.i - 1
        while before > 0 and self.doc[before].text in {"-", "–"}:
            before -= 1
        mention = self.doc._.mention_of.get(before)
        noun = token.head if token.head.pos_ in syntax.NOMINAL else None
        if mention is not None and noun is not None and noun.i > token.i:
            yield Argument("subject", self.doc[mention.root], 1, "name before the participle")
        if noun is None or noun.i > token.i:
            noun = next((self.doc[i] for i in self.goods.item_at if i == token.i - 1), noun)
        if noun is None:
            return
        for child in noun.children:
            if child.dep_ == "nmod:poss":
                yield Argument("owner", child, 1, "owner of the goods")
        if noun.dep_ in {"obj", "nsubj", "conj"} and noun.head.pos_ == "VERB" and noun.dep_ == "obj":
            subject = syntax.surface_subject(noun.head, self.control)
            if subject is not None and not syntax.is_passive(noun.head):
                yield Argument("owner", subject[0], 2, "subject of the verb over the goods")

    def datives(self, arguments: list[Argument]) -> Iterator[Argument]:
        """A bare name that opens the object ("send [Ukraine] tanks"), which parsers take for a modifier of the goods."""
        for argument in arguments:
            if argument.marker != "object" or not any(
                True for _ in self.goods.of_phrase(argument.token, argument.token)
            ):
                continue
            edge = self.doc[items.left_edge(argument.token)]
            mention = self.doc._.mention_of.get(edge.i)
            if (
                mention is None
                or argument.token.i < mention.end
                or edge.i != mention.start
                or self.doc[mention.end].lower_ in {"'s", "’s", "'", "’"}
            ):
                continue
            if mention.kind == "Company":
                continue  # "offered Boeing Chinooks": the maker
            root = Argument("adjective", self.doc[mention.root], 1, "name that opens the object")
            if mention.kind != "Country" or self.as_compound(root).marker == "compound":
                yield Argument("indirect", root.token, 1, root.rule)

    def as_compound(self, argument: Argument) -> Argument:
        """A country's bare name before a noun ("Taiwan arms sales") says less than its adjective ("Taiwanese")."""
        mention = self.doc._.mention_of.get(argument.token.i)
        if argument.marker != "adjective" or mention is None or mention.kind != "Country":
            return argument
        text = self.doc[mention.start : mention.end].text
        known = self.ontology.actors.get(mention.iri)
        if known is None or text in known.demonyms or text.replace(".", "").isupper():
            return argument
        return Argument("compound", argument.token, argument.tier, "name before the noun")

    def wishes_otherwise(self, verb: Token) -> bool:
        """Whether a wish is denied, or is that something happen to the goods: "wants the missiles removed"."""
        if any(c.dep_ == "advmod" and c.lower_ in {"not", "n't", "never"} for c in verb.children):
            return True
        goods = next((t for t in self.doc[verb.i + 1 : verb.sent.end] if t.i in self.goods.item_at), None)
        if goods is None or goods.i + 1 >= verb.sent.end:
            return False
        after = goods.nbor(1)
        return after.tag_ == "VBN" and after.lower_ not in syntax.MADE and not self.triggers.of(after)

    def answers(self, verb: Token) -> bool:
        """Whether a verb is one of taking or turning down what is offered."""
        lemma = verb.lemma_.lower()
        return any(word == lemma or cues.continues(verb, word, lemma) for word in self.ontology.words("answering"))

    def is_light(self, verb: Token) -> bool:
        """Whether a verb's subject is party to the event that its object names ("make a delivery", "halt shipments")."""
        bound = cues.bound(self.ontology)
        if verb.lemma_.lower() in self.ontology.words("seizing"):
            return False
        if self.answers(verb):
            return True
        return (
            bool(LIGHT_EFFECTS & cues.of(self.ontology).effects(verb).keys())
            or bool(bound.effects(verb))
            or any(
                w == verb.lemma_.lower() or w.split()[0] == verb.lemma_.lower() and cues.has_words(verb, w.split()[1:])
                for w in self.light_words.get(verb.lemma_.lower(), ())
            )
        )

    def by_order(self, token: Token, trigger: Trigger) -> Iterator[Argument]:
        """Phrases of the sentence by their place: under a preposition after the trigger, or next to it."""
        passive = trigger.pos == "verb" and token.tag_ == "VBN" and syntax.is_passive(token)
        yield from self._after(token, trigger, passive)
        if trigger.pos != "noun":
            yield from self._before(token, passive)

    def _after(self, token: Token, trigger: Trigger, passive: bool) -> Iterator[Argument]:
        # the verb of which a noun is the subject stands between it and its phrases: "deals were concluded with …"
        over = token.head if trigger.pos == "noun" and token.dep_ in {"nsubj:pass", "nsubj"} else None
        own = (
            {over.i, *(c.i for c in over.children if c.dep_ in {"aux", "aux:pass"})}
            if over is not None and self.is_light(over)
            else set()
        )
        first = True
        last_marker, last_end = "", -1
        for head, edge in self.phrases(token.sent.start, token.sent.end):
            if head <= token.i:
                continue
            between = self.doc[token.i + 1 : edge]
            if any((t.tag_ in CLAUSE_TAGS and t.i not in own) or t.text in CLAUSE_MARKS for t in between):
                break
            before = self.doc[edge - 1]
            marker = ""
            if before.pos_ == "ADP" or before.tag_ in {"TO", "IN"}:
                marker = "subject" if before.lower_ == "by" and passive else before.lower_
            elif before.i == token.i and trigger.pos == "verb" and not passive and first:
                marker = "object"
            elif before.lower_ in {",", "and", "or"} and edge - last_end <= 3:
                marker = last_marker
            last_marker, last_end = marker, head
            first = False
            if marker:
                yield Argument(marker, self.doc[head], 2, "by the order of words")

    def _before(self, token: Token, passive: bool) -> Iterator[Argument]:
        start = token.sent.start
        for head, edge in reversed(list(self.phrases(start, token.i))):
            if passive and head == token.i - 1:
                yield Argument("object", self.doc[head], 2, "by the order of words")
            bare = edge <= start or self.doc[edge - 1].pos_ != "ADP"
            if passive and head in self.goods.item_at and bare and self.only_reports(head + 1, token.i):
                yield Argument("object", self.doc[head], 2, "by the order of words")
            gap = self.doc[head + 1 : token.i]
            if bare and not any(t.pos_ in {"VERB", "NOUN", "PROPN", "SCONJ"} or t.text in CLAUSE_MARKS for t in gap):
                yield Argument("object" if passive else "subject", self.doc[head], 2, "by the order of words")
            if not passive:
                break

    def only_reports(self, start: int, end: int) -> bool:
        """Whether only auxiliaries and verbs of saying have tense between two tokens ("shells, he said, will be sent")."""
        effects = cues.of(self.ontology).effects
        return all(
            "report" in effects(t)
            for t in self.doc[start:end]
            if t.pos_ == "VERB" and t.tag_ in {"VBD", "VBZ", "VBP", "VBN"}
        ) and not any(t.text in {";", ":", "“", '"'} or t.tag_ in {"WP", "WDT"} for t in self.doc[start:end])

    def phrases(self, start: int, end: int) -> list[tuple[int, int]]:
        """Heads of phrases that name actors or goods between two tokens, each with the left edge of its phrase."""
        if (start, end) not in self._phrases:
            self._phrases[start, end] = list(self._find_phrases(start, end))
        return self._phrases[start, end]

    def _find_phrases(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        mention_of = self.doc._.mention_of
        heads = {item.head for item in self.goods.items if start <= item.head < end}
        heads |= {
            m.end - 1
            for m in self.doc._.mentions
            if start <= m.start
            and m.end <= end
            and not (m.end < len(self.doc) and self.doc[m.end].pos_ in {"NOUN", "PROPN", "PART"})
        }
        described = self.ontology.words("group-noun") | self.ontology.words("state-noun")
        heads |= {
            t.i
            for t in self.doc[start:end]
            if t.pos_ == "NOUN" and fold(t.lemma_) in described and t.i not in mention_of
        }
        for head in sorted(heads):
            edge = head
            named = mention_of.get(head)
            while (
                edge > start and self.doc[edge - 1].tag_ in PHRASE_TAGS and self.doc[edge - 1].text not in CLAUSE_MARKS
            ):
                other = mention_of.get(edge - 1)
                if named is not None and named.kind == "Country" and other is not None and other is not named:
                    break  # a country's name holds no other name: "Sale to Armenia Irks Baku"
                edge -= 1
            yield head, edge
