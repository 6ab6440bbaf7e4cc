"""Event frames: triggers of the ontology over the dependency parse, each role filled by the word that stands best.

Nothing here knows of arms: a trigger names its event class, the class its roles, a role the class that may fill it, and the
pattern the markers under which the filler stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors import actors, cues, pairs, parties, sides, syntax, triggers
from kg.extractors.arguments import Argument
from kg.extractors.candidates import Candidates
from kg.extractors.fills import Fill, Frame, covers
from kg.extractors.goods import Goods
from kg.extractors.triggers import is_actor_role, takes_arms
from kg.ontology import Ontology, Trigger, fold
from kg.records import Actor

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


CAUSATIVES = frozenset({"have", "get", "let"})  # "had howitzers delivered"


def find(doc: Doc, ontology: Ontology) -> list[Frame]:
    """All frames of a Doc that say something, without those that another frame of the sentence says more fully."""
    return Reader(doc, ontology).frames()


class Reader:
    """Finds the frames of one Doc; holds what all its frames share."""

    def __init__(self, doc: Doc, ontology: Ontology) -> None:
        self.doc = doc
        self.ontology = ontology
        self.triggers = triggers.load(ontology)
        self.goods = Goods(doc, ontology, self.triggers)
        self.candidates = Candidates(doc, ontology, self.triggers, self.goods)
        self.idle_names: dict[str, frozenset[str]] = {}

    def frames(self) -> list[Frame]:
        """All frames that say something, without those that another frame of the sentence says more fully."""
        found = list(self.find())
        found = sorted([*found, *self.find_contents(found)], key=lambda frame: frame.token)
        return [f for f in found if not any(covers(other, f, self.ontology) for other in found if other is not f)]

    def find(self) -> Iterator[Frame]:
        """The frames of the Doc in the order of their triggers."""
        inside = {i for item in self.goods.items for i in range(item.start, item.end) if i != item.head}
        for token in self.doc:
            if token.i in inside:
                continue
            for trigger in self.triggers.of(token):
                frame = self.read(token, trigger)
                if frame is not None:
                    yield frame
                    yield from pairs.more(self, frame)

    def find_contents(self, frames: list[Frame]) -> Iterator[Frame]:
        """What a sentence says that a package or shipment holds: "Among the contents are …", "In it are …", "Included were …"."""
        trigger = next((t for t in self.ontology.triggers if t.pattern == "content" and t.pos == "verb"), None)
        if trigger is None:
            return
        told = {frame.token for frame in frames if any(fill.parties for fill in frame.fills)}
        for sentence in self.doc.sents:
            contents = self.goods.contents(sentence)
            if contents is None or any(sentence.start <= i < sentence.end for i in told):
                continue
            verb, goods = contents
            tokens = tuple(item.head for item in goods)
            yield Frame(trigger, verb.i, (Fill("item", (), tuple(goods), tokens, "list of what a delivery holds", 1),))

    def read(self, token: Token, trigger: Trigger) -> Frame | None:
        """Fill the roles of one trigger, or None where a role that it requires stays empty."""
        if trigger.lemma in self.ontology.words("wishing") and self.candidates.wishes_otherwise(token):
            return None
        candidates = self.candidates.of(token, trigger)
        fills: dict[str, Fill] = {}
        taken: set[int] = set()
        unnamed: set[str] = set()
        # goods first: they are the rarer fillers, and decide whether this is the event at all
        order = sorted(trigger.realizations, key=lambda r: (self.turn(r.role), r.role))
        choices = sorted(
            (
                (self.cost(argument, realization.markers), realization.role, argument)
                for realization in order
                for argument in candidates
                if self.cost(argument, realization.markers) < 99
            ),
            key=lambda c: (self.turn(c[1]), c[0]),
        )
        best: dict[str, Argument] = {}
        for _cost, role, argument in choices:
            best.setdefault(role, argument)
        # names before pronouns and descriptions, which never take up another party to the same event
        choices.sort(key=lambda c: (self.turn(c[1]), best[c[1]].token.i not in self.doc._.mention_of))
        for _cost, role, argument in choices:
            if role in fills or argument.token.i in taken:
                continue
            besides = frozenset(p.actor.name for f in fills.values() for p in f.parties)
            fill = self.fill(role, argument, token, besides)
            if (
                fill is None
                and is_actor_role(role, self.ontology)
                and argument.tier <= 1
                and self.is_generic(argument.token)
            ):
                return None  # "arms to countries in conflict": no flow between sides that are named
            if fill is None and argument.tier == 0 and argument.token.pos_ == "PRON":
                unnamed.add(role)
            if fill is None or set(fill.tokens) & taken:
                continue
            fills[role] = fill
            taken.update((argument.token.i, *fill.tokens))
        self.fill_from_sentence(token, trigger, fills, taken)
        self.fill_from_governor(token, trigger, fills, taken)
        if any(role not in fills for role in trigger.requires):
            return None
        self.add_listed(token, fills, taken)
        sides.settle(trigger, fills, self.ontology)
        if not any(is_actor_role(role, self.ontology) for role in fills) and any(
            is_actor_role(r.role, self.ontology) for r in trigger.realizations
        ):
            return None
        return Frame(
            trigger, token.i, tuple(fills[role] for role in sorted(fills)), frozenset(unnamed - fills.keys())
        )

    def turn(self, role: str) -> int:
        """When a role is filled: those that few words can fill first, those that any words can fill last."""
        if is_actor_role(role, self.ontology):
            return 1
        return 0 if takes_arms(role, self.ontology) or self.goods.named(role) is not None else 2

    @staticmethod
    def cost(argument: Argument, markers: tuple[str, ...]) -> int:
        """How far an argument is from the best place of a role: markers in order, doubtful attachments after all sure ones."""
        if argument.marker.startswith("purpose-") and "purpose" in markers:
            return argument.tier * 10 + markers.index("purpose")
        if argument.marker not in markers:
            return 99
        return argument.tier * 10 + markers.index(argument.marker)

    def fill(self, role: str, argument: Argument, trigger: Token, besides: frozenset[str] = frozenset()) -> Fill | None:
        """The fill that an argument gives a role, or None where it is not of the class that may fill it.

        A pronoun or description never takes up one of those named ``besides`` it in the same event.
        """
        if is_actor_role(role, self.ontology):
            if self.is_run_together(argument.token):
                return None
            found = tuple(
                p
                for p in parties.find(argument.token, self.ontology, besides | self.idle(role))
                if self.may_act(p.actor, role)
            )
            if not found:
                return None
            return Fill(
                role, found, (), tuple(p.token for p in found), f"{argument.marker}: {argument.rule}", argument.tier
            )
        goods = tuple(
            self.goods.of_phrase(argument.token, trigger)
            if takes_arms(role, self.ontology)
            else self.goods.things(role, argument.token, trigger)
        )
        if not goods:
            return None
        return Fill(role, (), goods, tuple(i.head for i in goods), f"{argument.marker}: {argument.rule}", argument.tier)

    def is_run_together(self, token: Token) -> bool:
        """Whether two names stand as one with a word between that may be a verb: "to Armenia Irks Baku" in a headline."""
        before = token.i - 1
        if token.i not in self.doc._.mention_of or before < 1 or before in self.doc._.mention_of:
            return False
        word = self.doc[before]
        return (
            word.text[:1].isupper()
            and word.text.endswith("s")
            and word.dep_ == "compound"
            and self.doc._.mention_of.get(before - 1) is not None
        )

    def idle(self, role: str) -> frozenset[str]:
        """The names that no pronoun in this role takes up, since who bears them may not act in it."""
        found = self.idle_names.get(role)
        if found is None:
            found = self.idle_names[role] = frozenset(
                m.name
                for m in self.doc._.mentions
                if fold(m.name) in self.ontology.words("world-body")
                or not self.may_act(actors.of_mention(m, self.ontology), role)
            )
        return found

    def may_act(self, actor: Actor, role: str) -> bool:
        known = self.ontology.roles.get(role)
        if known is not None and known.in_person:
            return self.ontology.is_a(actor.kind, known.range) or actor.kind not in self.ontology.classes
        if actor.kind in {"MediaOrganization", "ThinkTank"}:
            return False
        if role == "supplier" and fold(actor.name) in self.ontology.words("world-body"):
            return False
        if actor.kind in {"Person", "GovernmentBody", "MilitaryForce"} and not actor.country:
            return actors.acts_for_itself(actor)  # they are party to an event only as acting for a country
        if actor.kind == "UnnamedSource" or (actor.office and actor.kind in {"Alliance", "IntergovernmentalOrganization"}):
            return False  # "NATO allies", "an EU official": members and staff are not the body
        return known is None or self.ontology.is_a(actor.kind, known.range) or actor.kind not in self.ontology.classes

    def fill_from_sentence(self, token: Token, trigger: Trigger, fills: dict[str, Fill], taken: set[int]) -> None:
        """Give roles that stayed empty the phrases that stand right by the order of words.

        A parser often hangs "to Poland" on a wrong word, or takes "shipping" for a noun; the preposition before a phrase,
        the kind of what fills it and the absence of another clause between still tell the role.
        """
        goods = any(self.turn(r.role) == 0 for r in trigger.realizations)
        role = next((r.role for r in trigger.realizations if takes_arms(r.role, self.ontology)), "")
        if trigger.pos == "verb" and role in trigger.requires and role not in fills:
            items = tuple(self.goods.included(token))
            if items:
                fills[role] = Fill(role, (), items, tuple(i.head for i in items), "what the sum includes", 1)
        ordered: list[Argument] | None = None
        for realization in sorted(trigger.realizations, key=lambda r: (self.turn(r.role), r.role)):
            if (
                realization.role in fills
                or realization.role not in trigger.requires
                and goods
                and not any(f.items for f in fills.values())
            ):
                continue
            if ordered is None:
                ordered = list(self.candidates.by_order(token, trigger))
            for argument in ordered:
                if (
                    argument.marker not in realization.markers
                    or argument.token.i in taken
                    or argument.marker == "with"
                    and is_actor_role(realization.role, self.ontology)
                    and not self.is_counterpart(argument.token, trigger)
                ):
                    continue
                if (
                    trigger.pos == "noun"
                    and not is_actor_role(realization.role, self.ontology)
                    and (
                        argument.marker != "of"
                        or any(t.text == "," for t in self.doc[token.i + 1 : argument.token.left_edge.i])
                    )
                ):
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

    def is_counterpart(self, token: Token, trigger: Trigger) -> bool:
        """Whether a "with" phrase away from its deal names the other side ("in recent years with …") and not, say, a border."""
        before = next((t for t in reversed(self.doc[token.sent.start : token.i]) if t.lower_ == "with"), None)
        if trigger.pattern != "deal" or before is None or before.i == 0:
            return False
        word = before.nbor(-1)
        return word.pos_ in {"VERB", "NUM", "ADV", "PUNCT"} or (
            word.lemma_.lower() in {*self.ontology.words("before-counterpart"), trigger.lemma}
        )

    def add_listed(self, token: Token, fills: dict[str, Fill], taken: set[int]) -> None:
        """Add the goods of a list that the sentence opens for those already found: "containers of arms, among them …"."""
        for role, fill in list(fills.items()):
            if fill.items and takes_arms(role, self.ontology):
                more = tuple(self.goods.listed(fill.items, token, taken))
                heads = tuple(item.head for item in more)
                fills[role] = replace(fill, items=fill.items + more, tokens=fill.tokens + heads)
                taken.update(heads)

    def fill_from_governor(self, token: Token, trigger: Trigger, fills: dict[str, Fill], taken: set[int]) -> None:
        """Give a passive without agent the one who denies, agrees or decides that it be done: "France denied that … was sent".

        So it is with a noun where somebody is said to decide on it: "reports of a sale were denied by Spain".
        """
        if not any(f.items for f in fills.values()):
            return
        if trigger.pos != "noun" and (trigger.pos != "verb" or not syntax.is_passive(token)):
            return
        roles = [
            r.role
            for r in trigger.realizations
            if "subject" in r.markers and is_actor_role(r.role, self.ontology) and r.role not in fills
        ]
        effects = cues.of(self.ontology).effects
        for up in token.ancestors:
            has_it_done = up.lemma_.lower() in CAUSATIVES and up.i < token.i and trigger.pos == "verb"
            if trigger.pos == "noun" and up.pos_ == "VERB" and not syntax.is_passive(up):
                return
            if (
                up.pos_ == "VERB"
                and has_it_done
                or up.pos_ == "VERB"
                and {"deny", "commit", "propose", "withhold"} & effects(up).keys()
                and "report" not in effects(up)
            ):
                subject = self.agent(up)
                if subject is None:
                    return
                given = fills.get("recipient")
                if has_it_done and given is not None and self.doc[given.tokens[0]].pos_ == "PRON":
                    roles = ["recipient"]  # "Ukraine will have shells delivered to it"
                    del fills["recipient"]
                for role in roles:
                    found = self.fill(
                        role,
                        Argument("subject", subject, 1 if has_it_done else 2, "subject of the governing verb"),
                        token,
                        frozenset(p.actor.name for f in fills.values() for p in f.parties),
                    )
                    if found is not None and not set(found.tokens) & taken:
                        fills[role] = found
                        taken.update(found.tokens)
                return
            if up.dep_ in {"acl:relcl"}:
                return


    def agent(self, verb: Token) -> Token | None:
        """Who does what a verb says: its subject, or in the passive the one after "by"."""
        if not syntax.is_passive(verb):
            subject = syntax.surface_subject(verb, self.candidates.control)
            return subject[0] if subject is not None else None
        return next((c for c in verb.children if syntax.case_of(c) == "by" and c.pos_ in syntax.NOMINAL), None)
