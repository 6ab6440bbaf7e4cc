"""Event frames: triggers of the ontology over the dependency parse, each role filled by the word that stands best.

Nothing here knows of arms: a trigger names its event class, the class its roles, a role the class that may fill it, and the
pattern the markers under which the filler stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from kg.extractors import arguments, cues, items, parties, syntax
from kg.extractors.arguments import Argument
from kg.extractors.items import Item
from kg.extractors.parties import Party
from kg.ontology import Ontology, Trigger, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

VAGUE = frozenset(
    {"unspecified", "other", "production"}
)  # "aid", "equipment": arms only where the words themselves say so
WITHIN_PHRASES = frozenset({"of", "to", "for", "in", "on", "with", "from", "over", "up", "out", "off"})
LIGHT_EFFECTS = frozenset({"commit", "propose", "end", "withhold", "resume", "lift", "attempt", "deny"})


@dataclass(frozen=True, slots=True)
class Fill:
    """One role's fillers: parties where an actor fills it, items where goods do, with the rule that chose them."""

    role: str
    parties: tuple[Party, ...]
    items: tuple[Item, ...]
    tokens: tuple[int, ...]
    rule: str
    tier: int


@dataclass(frozen=True, slots=True)
class Frame:
    """A trigger in a sentence with its filled roles."""

    trigger: Trigger
    token: int
    fills: tuple[Fill, ...]

    def fill(self, role: str) -> Fill | None:
        """The fill of one role, or None."""
        return next((f for f in self.fills if f.role == role), None)


class Triggers:
    """The ontology's triggers by part of speech and first word."""

    def __init__(self, ontology: Ontology) -> None:
        self.table: dict[tuple[str, str], list[Trigger]] = {}
        for trigger in ontology.triggers:
            words = trigger.lemma.split()
            # what stands around a compound noun hangs on its last word ("ring exchange"), around a phrase on its first
            key = words[-1] if trigger.pos == "noun" and not WITHIN_PHRASES & set(words) else words[0]
            self.table.setdefault((trigger.pos, key), []).append(trigger)

    def of(self, token: Token) -> list[Trigger]:
        """The triggers that a token may be; a longer one ("hand over") hides the shorter ("hand")."""
        gerund = token.pos_ == "NOUN" and token.lower_.endswith("ing")
        kinds = {
            "VERB": ("verb",),
            "NOUN": ("noun", "verb") if gerund else ("noun",),
            "PROPN": ("noun",),
            "ADJ": ("adjective", "verb") if token.tag_ == "VBN" else ("adjective",),
        }.get(token.pos_, ())
        found = []
        for kind in kinds:
            for word in sorted(cues.stems(token, kind)):
                for trigger in self.table.get((kind, word), ()):
                    first, *rest = trigger.lemma.split()
                    if not rest or (
                        cues.has_words(token, rest) if first == word else stands_before(token, [first, *rest[:-1]])
                    ):
                        found.append(trigger)
                if " " in word:  # "re-export", one token and two words
                    found.extend(t for t in self.table.get((kind, word.split()[0]), ()) if t.lemma == word)
        longest = max((len(t.lemma.split()) for t in found), default=0)
        return [t for t in found if len(t.lemma.split()) == longest]


def stands_before(token: Token, words: list[str]) -> bool:
    """Whether these words stand right before a token, with or without hyphens."""
    at = token.i - 1
    for word in reversed(words):
        while at > 0 and token.doc[at].text in {"-", "–"}:
            at -= 1
        if at < 0 or word not in {fold(token.doc[at].lemma_), fold(token.doc[at].text)}:
            return False
        at -= 1
    return True


_TRIGGERS: WeakKeyDictionary[Ontology, Triggers] = WeakKeyDictionary()


def is_actor_range(ontology: Ontology, role: str) -> bool:
    """Whether an actor fills the role, and not goods or words."""
    known = ontology.roles.get(role)
    return known is None or ontology.is_a(known.range, "Actor")


class Reader:
    """Finds the frames of one Doc; holds what all its frames share."""

    def __init__(self, doc: Doc, ontology: Ontology) -> None:
        self.doc = doc
        self.ontology = ontology
        self.items = items.find(doc, ontology)
        self.item_at = {item.head: item for item in self.items}
        self.by_phrase: dict[int, list[Item]] = {}
        for item in self.items:
            self.by_phrase.setdefault(item.phrase_head, []).append(item)
        self.light_words: dict[str, list[str]] = {}
        for words in ontology.words("light-verb"):
            self.light_words.setdefault(words.split()[0], []).append(words)
        self.containers = ontology.words("container")
        self.families: dict[str, dict[int, Item] | None] = {}
        table = _TRIGGERS.get(ontology)
        if table is None:
            table = _TRIGGERS[ontology] = Triggers(ontology)
        self.triggers = table

    def find(self) -> Iterator[Frame]:
        """The frames of the Doc in the order of their triggers."""
        inside = {i for item in self.items for i in range(item.start, item.end) if i != item.head}
        for token in self.doc:
            if token.i in inside:
                continue
            for trigger in self.triggers.of(token):
                frame = self.read(token, trigger)
                if frame is not None:
                    yield frame

    def find_contents(self, frames: list[Frame]) -> Iterator[Frame]:
        """What a sentence says that a package or shipment holds: "Among the contents are …", "In it are …", "Included were …"."""
        trigger = next((t for t in self.ontology.triggers if t.pattern == "content" and t.pos == "verb"), None)
        if trigger is None:
            return
        told = {frame.token for frame in frames if any(fill.parties for fill in frame.fills)}
        for sentence in self.doc.sents:
            verb = self.opens_contents(sentence)
            if verb is None or any(sentence.start <= i < sentence.end for i in told):
                continue
            goods = [
                item
                for item in self.items
                if verb.i < item.head < sentence.end and (item.strong or self.supported(item, verb))
            ]
            if goods:
                tokens = tuple(item.head for item in goods)
                yield Frame(
                    trigger, verb.i, (Fill("item", (), tuple(goods), tokens, "list of what a delivery holds", 1),)
                )

    def opens_contents(self, sentence: Span) -> Token | None:
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
            fold(t.lemma_) in holders or t.lower_ in {"it", "them", "these", "those"} or self.names_event(t)
            for t in before
        ):
            return None
        return at

    def read(self, token: Token, trigger: Trigger) -> Frame | None:
        """Fill the roles of one trigger, or None where a role that it requires stays empty."""
        arguments = self.arguments(token, trigger)
        fills: dict[str, Fill] = {}
        taken: set[int] = set()
        # goods first: they are the rarer fillers, and decide whether this is the event at all
        order = sorted(trigger.realizations, key=lambda r: (self.turn(r.role), r.role))
        choices = sorted(
            (
                (self.cost(argument, realization.markers), realization.role, argument)
                for realization in order
                for argument in arguments
                if self.cost(argument, realization.markers) < 99
            ),
            key=lambda c: (self.turn(c[1]), c[0]),
        )
        for _cost, role, argument in choices:
            if role in fills or argument.token.i in taken:
                continue
            sides = frozenset(p.actor.name for f in fills.values() for p in f.parties)
            fill = self.fill(role, argument, token, sides)
            if fill is None and self.is_actor_role(role) and argument.tier <= 1 and self.is_generic(argument.token):
                return None  # "arms to countries in conflict": no flow between sides that are named
            if fill is None or set(fill.tokens) & taken:
                continue
            fills[role] = fill
            taken.update(fill.tokens)
        self.fill_from_sentence(token, trigger, fills, taken)
        self.fill_from_governor(token, trigger, fills, taken)
        if any(role not in fills for role in trigger.requires):
            return None
        self.add_listed(token, fills, taken)
        if not any(self.is_actor_role(role) for role in fills) and any(
            self.is_actor_role(r.role) for r in trigger.realizations
        ):
            return None
        return Frame(trigger, token.i, tuple(fills[role] for role in sorted(fills)))

    def is_actor_role(self, role: str) -> bool:
        return is_actor_range(self.ontology, role)

    def turn(self, role: str) -> int:
        """When a role is filled: those that few words can fill first, those that any words can fill last."""
        return 1 if self.is_actor_role(role) else 2 if self.named(role) is None and not self.takes_arms(role) else 0

    def loose(self, trigger: Trigger) -> frozenset[str]:
        """Prepositions that tell one role only, and no arms: their phrase is that role's, whatever word a parser hangs it on."""
        told = [m for r in trigger.realizations for m in r.markers]
        own = {m for r in trigger.realizations if not self.takes_arms(r.role) for m in r.markers if told.count(m) == 1}
        return arguments.LOOSE | (own - {"of", "as", "at"})

    def takes_arms(self, role: str) -> bool:
        """Whether a role that no actor fills is filled by arms: the reader weighs their words by what stands around them."""
        known = self.ontology.roles.get(role)
        return known is None or self.ontology.is_a(known.range, items.ARMS)

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

    @staticmethod
    def cost(argument: Argument, markers: tuple[str, ...]) -> int:
        """How far an argument is from the best place of a role: markers in order, doubtful attachments after all sure ones."""
        if argument.marker.startswith("purpose-") and "purpose" in markers:
            return argument.tier * 10 + markers.index("purpose")
        if argument.marker not in markers:
            return 99
        return argument.tier * 10 + markers.index(argument.marker)

    def arguments(self, token: Token, trigger: Trigger) -> list[Argument]:
        """All that may fill a role of the trigger, with the marker under which it stands."""
        benefit = self.ontology.words("benefit")
        return [
            a for a in self._arguments(token, trigger) if not a.marker.startswith("purpose-") or a.marker[8:] in benefit
        ]

    def _arguments(self, token: Token, trigger: Trigger) -> list[Argument]:
        if trigger.pos == "verb" or trigger.pos == "adjective":
            found = arguments.of_verb(token, lambda up: cues.control(up, self.ontology), self.loose(trigger))
            found.extend(self.datives(found))
            found.extend(self.around_participle(token))
            found = [a for a in found if a.marker != "with" or a.tier == 0 or a.rule.startswith("other side")]
            if trigger.pos == "adjective":
                noun = token.head if token.dep_ in {"amod", "acl"} else None
                if noun is not None:
                    found.append(Argument("subject", noun, 0, "modified noun"))
        else:
            found = arguments.of_noun(token, self.is_light, lambda up: cues.control(up, self.ontology))
            referents = arguments.referents_of(token)
            named = [] if referents and trigger.pattern in {"supplier", "buyer"} else [token]
            found.extend(Argument("self", t, 0, "the noun itself") for t in [*named, *referents])
            found = [self.as_compound(self.as_receiver(a, token)) for a in found]
        return found

    def as_receiver(self, argument: Argument, noun: Token) -> Argument:
        """Who gets a delivery is its recipient: the subject of a verb of getting over the noun stands for "to"."""
        if argument.rule != "subject of the verb over it":
            return argument
        for up in noun.ancestors:
            if up.pos_ == "VERB":
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
            noun = next((self.doc[i] for i in self.item_at if i == token.i - 1), noun)
        if noun is None:
            return
        for child in noun.children:
            if child.dep_ == "nmod:poss":
                yield Argument("owner", child, 1, "owner of the goods")
        if noun.dep_ in {"obj", "nsubj", "conj"} and noun.head.pos_ == "VERB" and noun.dep_ == "obj":
            subject = syntax.surface_subject(noun.head, lambda up: cues.control(up, self.ontology))
            if subject is not None and not syntax.is_passive(noun.head):
                yield Argument("owner", subject[0], 2, "subject of the verb over the goods")

    def datives(self, arguments: list[Argument]) -> Iterator[Argument]:
        """A bare name that opens the object ("send [Ukraine] tanks"), which parsers take for a modifier of the goods."""
        for argument in arguments:
            if argument.marker != "object" or not any(True for _ in self.goods(argument.token, argument.token)):
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

    def is_light(self, verb: Token) -> bool:
        """Whether a verb's subject is party to the event that its object names ("make a delivery", "halt shipments")."""
        bound = cues.bound(self.ontology)
        return (
            bool(LIGHT_EFFECTS & cues.of(self.ontology).effects(verb).keys())
            or bool(bound.effects(verb))
            or any(
                w == verb.lemma_.lower() or w.split()[0] == verb.lemma_.lower() and cues.has_words(verb, w.split()[1:])
                for w in self.light_words.get(verb.lemma_.lower(), ())
            )
        )

    def fill(self, role: str, argument: Argument, trigger: Token, besides: frozenset[str] = frozenset()) -> Fill | None:
        """The fill that an argument gives a role, or None where it is not of the class that may fill it.

        A pronoun or description never takes up one of those named ``besides`` it in the same event.
        """
        if self.is_actor_role(role):
            found = tuple(
                p for p in parties.find(argument.token, self.ontology, besides) if self.may_act(p.actor, role)
            )
            if not found:
                return None
            return Fill(
                role, found, (), tuple(p.token for p in found), f"{argument.marker}: {argument.rule}", argument.tier
            )
        goods = tuple(
            self.goods(argument.token, trigger) if self.takes_arms(role) else self.things(role, argument.token, trigger)
        )
        if not goods:
            return None
        return Fill(role, (), goods, tuple(i.head for i in goods), f"{argument.marker}: {argument.rule}", argument.tier)

    def may_act(self, actor: Actor, role: str) -> bool:
        known = self.ontology.roles.get(role)
        if known is not None and known.in_person:
            return self.ontology.is_a(actor.kind, known.range) or actor.kind not in self.ontology.classes
        if actor.kind in {"MediaOrganization", "ThinkTank"}:
            return False
        if actor.kind in {"Person", "GovernmentBody", "MilitaryForce"} and not actor.country:
            return False  # they are party to an event only as acting for a country
        if actor.office and actor.kind in {"Alliance", "IntergovernmentalOrganization"}:
            return False  # "NATO allies", "an EU official": members and staff are not the body
        return known is None or self.ontology.is_a(actor.kind, known.range) or actor.kind not in self.ontology.classes

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

    def goods(self, token: Token, trigger: Token, depth: int = 0) -> Iterable[Item]:
        """The items of a noun phrase: its head, what it holds ("a batch of …"), what is coordinated, what it includes."""
        seen: dict[int, Item] = {}
        for part in syntax.conjuncts(token):
            for item in self.goods_of_one(part, trigger, depth):
                if item.strong or self.supported(item, trigger):
                    seen.setdefault(item.head, item)
        return seen.values()

    def goods_of_one(self, token: Token, trigger: Token, depth: int) -> Iterator[Item]:
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
            lemma in self.containers or token.i == trigger.i or self.names_event(token)
        ):
            yield from self.by_phrase[token.i]
        elif (
            depth == 0
            and token.i != trigger.i
            and self.names_event(token)
            and not any(i.phrase_head == token.i for i in self.items)
        ):
            if any(c.lower_ in {"the", "these", "those", "this", "its", "their"} for c in token.children):
                earlier = [i for i in self.items if i.head < token.i and i.strong]
                if earlier and not any(c.dep_ == "nmod" and syntax.case_of(c) == "of" for c in token.children):
                    yield earlier[-1]  # "the deliveries": of what was spoken of last
        elif (
            depth == 0
            and token.pos_ == "PRON"
            and token.lower_ in {"them", "they", "it", "these", "those", "some", "which"}
            and trigger.pos_ == "VERB"
        ):
            reach = trigger.sent.start if trigger.sent.start == 0 else self.doc[trigger.sent.start - 1].sent.start
            earlier = [i for i in self.items if reach <= i.head < token.i and i.strong]
            plural = token.lower_ != "it"
            earlier = [
                i
                for i in earlier
                if (self.doc[i.head].tag_ in {"NNS", "NNPS"} or self.doc[i.head].lemma_.lower() == "equipment")
                == plural
            ]
            if earlier and token.head.i == trigger.i:
                yield earlier[-1]
        if depth > 3:
            return
        holds = own is None and (
            lemma in self.containers
            or self.names_event(token)
            or token.pos_ == "NUM"
            or token.pos_ == "SYM"
            or token.tag_ == "CD"
            or lemma in {"some", "many", "more", "several", "those"}
        )
        if holds and lemma in {"dollar", "euro", "pound", "worth"} or token.pos_ == "SYM":
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
        opener = self.ontology.words("list-opener")
        for child in token.children:
            case = syntax.case_of(child)
            if child.dep_ in {"nmod", "obl"} and holds and case in {"of", "in"} and child.pos_ in syntax.NOMINAL:
                yield from self.goods(child, trigger, depth + 1)
            elif (
                child.dep_ in {"nmod", "obl", "appos", "acl", "dep", "advcl", "amod"}
                and (case in opener or child.lower_ in opener)
                and child.pos_ in syntax.NOMINAL
            ):
                yield from self.goods(child, trigger, depth + 1)
            elif child.dep_ in {"acl", "advcl", "case", "prep"} and child.lower_ in opener:
                for below in child.children:
                    if below.dep_ in {"obj", "obl", "nmod", "pobj"}:
                        yield from self.goods(below, trigger, depth + 1)
            elif child.dep_ == "appos" and own is None and child.i > token.i:
                yield from self.goods(child, trigger, depth + 1)

    def names_event(self, token: Token) -> bool:
        return any(t.pos == "noun" and t.pattern not in {"aid", "supplier", "buyer"} for t in self.triggers.of(token))

    def supported(self, item: Item, trigger: Token) -> bool:
        """Whether a word of many uses ("planes") means arms here: strong words in its sentence, or the same kind before it."""
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

    def fill_from_sentence(self, token: Token, trigger: Trigger, fills: dict[str, Fill], taken: set[int]) -> None:
        """Give roles that stayed empty the phrases that stand right by the order of words.

        A parser often hangs "to Poland" on a wrong word, or takes "shipping" for a noun; the preposition before a phrase,
        the kind of what fills it and the absence of another clause between still tell the role.
        """
        goods = any(self.turn(r.role) == 0 for r in trigger.realizations)
        for realization in sorted(trigger.realizations, key=lambda r: (self.turn(r.role), r.role)):
            if (
                realization.role in fills
                or realization.role not in trigger.requires
                and goods
                and not any(f.items for f in fills.values())
            ):
                continue
            for argument in self.surface_arguments(token, trigger):
                if (
                    argument.marker not in realization.markers
                    or argument.token.i in taken
                    or argument.marker == "with"
                    and self.is_actor_role(realization.role)
                    and not self.is_counterpart(argument.token, trigger)
                ):
                    continue
                if trigger.pos == "noun" and not self.is_actor_role(realization.role) and argument.marker != "of":
                    continue
                found = self.fill(realization.role, argument, token)
                if found is not None and not set(found.tokens) & taken:
                    fills[realization.role] = found
                    taken.update(found.tokens)
                    break

    def is_generic(self, token: Token) -> bool:
        """Whether a phrase speaks of countries or zones in general, and of none that is named."""
        return (
            token.tag_ == "NNS"
            and fold(token.lemma_) in self.ontology.words("generic-side")
            and not any(c.lower_ in {"the", "these", "those", "both", "two", "its", "their"} for c in token.children)
        )

    def add_listed(self, token: Token, fills: dict[str, Fill], taken: set[int]) -> None:
        """Add the goods of a list that the sentence opens for those already found: "containers of arms, among them …"."""
        openers = self.ontology.words("list-opener")
        sentence = token.sent
        for role, fill in list(fills.items()):
            if not fill.items or not self.takes_arms(role):
                continue
            last = max(item.head for item in fill.items)
            words = [t.lower_ for t in self.doc[last + 1 : sentence.end]]
            at = next(
                (
                    i
                    for i, w in enumerate(words[:12])
                    if w in openers or " ".join(words[i : i + 2]) in openers or w == ":"
                ),
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
            if at is None and among is None:
                continue
            start, end = (last + 1 + at, sentence.end) if at is not None else (last + 1, last + 1 + (among or 0))
            more = []
            for item in self.items:
                if start <= item.head < end and item.head not in taken and (item.strong or self.supported(item, token)):
                    if any(t.tag_ in {"VBD", "VBZ", "VBP", "MD"} for t in self.doc[start : item.start]):
                        break
                    more.append(item)
            fills[role] = replace(fill, items=(*fill.items, *more), tokens=(*fill.tokens, *(i.head for i in more)))
            taken.update(i.head for i in more)

    def is_counterpart(self, token: Token, trigger: Trigger) -> bool:
        """Whether a "with" phrase away from its deal names the other side ("in recent years with …") and not, say, a border."""
        before = next((t for t in reversed(self.doc[token.sent.start : token.i]) if t.lower_ == "with"), None)
        if trigger.pattern != "deal" or before is None or before.i == 0:
            return False
        word = before.nbor(-1)
        return word.pos_ in {"VERB", "NUM", "ADV", "PUNCT"} or word.lemma_.lower() in {
            "year",
            "month",
            "week",
            "day",
            "deal",
            "contract",
            trigger.lemma,
        }

    def beside(self, goods: tuple[Item, ...], trigger: Token) -> Iterator[Item]:
        """Goods that stand in one list with some, by commas and "and" alone, although the parser broke the list."""
        sentence = trigger.sent
        known = {item.head for item in goods}
        row = [item for item in self.items if sentence.start <= item.head < sentence.end]
        for step in (row, row[::-1]):
            reached = False
            last: Item | None = None
            for item in step:
                if item.head in known:
                    reached = True
                elif reached and last is not None and (item.strong or self.supported(item, trigger)):
                    low, high = sorted((last, item), key=lambda i: i.start)
                    gap = self.doc[low.end : high.start]
                    commas = [t for t in gap if t.text in {",", "and", "or"}]
                    if not commas or any(
                        t.pos_ in {"VERB", "AUX", "ADP", "SCONJ", "PRON"} or t.text in CLAUSE_MARKS or t.i == trigger.i
                        for t in gap
                    ):
                        break
                    known.add(item.head)
                    yield item
                else:
                    reached = False if item.head not in known else reached
                last = item

    def fill_from_governor(self, token: Token, trigger: Trigger, fills: dict[str, Fill], taken: set[int]) -> None:
        """Give a passive without agent the one who denies, agrees or decides that it be done: "France denied that … was sent"."""
        if trigger.pos != "verb" or not syntax.is_passive(token) or not any(f.items for f in fills.values()):
            return
        roles = [
            r.role
            for r in trigger.realizations
            if "subject" in r.markers and self.is_actor_role(r.role) and r.role not in fills
        ]
        effects = cues.of(self.ontology).effects
        for up in token.ancestors:
            if (
                up.pos_ == "VERB"
                and {"deny", "commit", "propose", "withhold"} & effects(up).keys()
                and "report" not in effects(up)
            ):
                subject = (
                    syntax.surface_subject(up, lambda g: cues.control(g, self.ontology))
                    if not syntax.is_passive(up)
                    else None
                )
                if subject is None:
                    return
                for role in roles:
                    found = self.fill(
                        role,
                        Argument("subject", subject[0], 2, "subject of the governing verb"),
                        token,
                        frozenset(p.actor.name for f in fills.values() for p in f.parties),
                    )
                    if found is not None and not set(found.tokens) & taken:
                        fills[role] = found
                        taken.update(found.tokens)
                return
            if up.dep_ in {"acl:relcl"}:
                return

    def surface_arguments(self, token: Token, trigger: Trigger) -> Iterator[Argument]:
        """Phrases of the sentence by their place: under a preposition after the trigger, or next to it."""
        sentence = token.sent
        passive = trigger.pos == "verb" and token.tag_ == "VBN" and syntax.is_passive(token)
        # the verb of which a noun is the subject stands between it and its phrases: "deals were concluded with …"
        over = token.head if trigger.pos == "noun" and token.dep_ in {"nsubj:pass", "nsubj"} else None
        own = (
            {over.i, *(c.i for c in over.children if c.dep_ in {"aux", "aux:pass"})}
            if over is not None and self.is_light(over)
            else set()
        )
        first = True
        last_marker, last_end = "", -1
        for head, edge in self.phrases(sentence.start, sentence.end):
            if head <= token.i:
                continue
            between = self.doc[token.i + 1 : edge]
            if any((t.tag_ in CLAUSE_TAGS and t.i not in own) or t.text in CLAUSE_MARKS for t in between):
                break
            before = self.doc[edge - 1]
            if before.pos_ == "ADP" or before.tag_ in {"TO", "IN"}:
                marker = before.lower_
                if marker == "by" and passive:
                    marker = "subject"
            elif before.i == token.i and trigger.pos == "verb" and not passive and first:
                marker = "object"
            elif before.lower_ in {",", "and", "or"} and edge - last_end <= 3 and last_marker:
                marker = last_marker
            else:
                marker = ""
            last_marker, last_end = marker, head
            first = False
            if marker:
                yield Argument(marker, self.doc[head], 2, "by the order of words")
        if trigger.pos != "noun":
            for head, edge in reversed(list(self.phrases(sentence.start, token.i))):
                if passive and head == token.i - 1:
                    yield Argument("object", self.doc[head], 2, "by the order of words")
                ahead = self.doc[edge - 1] if edge > sentence.start else None
                if (
                    passive
                    and head in self.item_at
                    and (ahead is None or ahead.pos_ != "ADP")
                    and self.only_reports(head + 1, token.i)
                ):
                    yield Argument("object", self.doc[head], 2, "by the order of words")
                gap = self.doc[head + 1 : token.i]
                if (ahead is None or ahead.pos_ != "ADP") and not any(
                    t.pos_ in {"VERB", "NOUN", "PROPN", "SCONJ"} or t.text in CLAUSE_MARKS for t in gap
                ):
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

    def phrases(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Heads of phrases that name actors or goods between two tokens, each with the left edge of its phrase."""
        heads = {item.head for item in self.items if start <= item.head < end}
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
            if t.pos_ == "NOUN" and fold(t.lemma_) in described and t.i not in self.doc._.mention_of
        }
        for head in sorted(heads):
            edge = head
            while (
                edge > start and self.doc[edge - 1].tag_ in PHRASE_TAGS and self.doc[edge - 1].text not in CLAUSE_MARKS
            ):
                edge -= 1
            yield head, edge


CLAUSE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD", "WP", "WDT", "WRB"})
CLAUSE_MARKS = frozenset(
    {";", ":", "--", "—", "(", ")", "that", "because", "after", "before", "while", "although", "when", "as", "but"}
)
PHRASE_TAGS = frozenset(
    {"DT", "JJ", "JJR", "JJS", "CD", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "HYPH", "VBN", "$", "AFX", "RBS"}
)


def find(doc: Doc, ontology: Ontology) -> list[Frame]:
    """All frames of a Doc that say something, without those that another frame of the sentence says more fully."""
    reader = Reader(doc, ontology)
    frames = list(reader.find())
    frames = sorted([*frames, *reader.find_contents(frames)], key=lambda frame: frame.token)
    return [
        frame for frame in frames if not any(_covers(other, frame, ontology) for other in frames if other is not frame)
    ]


def _covers(other: Frame, frame: Frame, ontology: Ontology) -> bool:
    """Whether another frame has the goods and parties of this one and more, or says in a word what kind of event it is."""
    mine, theirs = _content(frame), _content(other)
    if other.trigger.evokes != frame.trigger.evokes:
        return ontology.is_a(other.trigger.evokes, frame.trigger.evokes) and (
            mine <= theirs or other.token == frame.token
        )
    return mine < theirs or mine == theirs and _rank(other) < _rank(frame)


def _rank(frame: Frame) -> tuple[int, int]:
    """Verbs before nouns, nouns that name an event before those that name the goods, then order of reading."""
    return ({"verb": 0, "adjective": 1}.get(frame.trigger.pos, 3 if frame.trigger.pattern == "aid" else 2), frame.token)


def _content(frame: Frame) -> set[tuple[str, int]]:
    return {(fill.role, token) for fill in frame.fills for token in fill.tokens}
