"""Sheets: all that the judge weighs in one article: its anchors, the sides within reach of each, and their features."""

from __future__ import annotations

import functools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.extractors import attribution
from kg.extractors.actors import as_side, kind_of_side
from kg.extractors.fills import Frame
from kg.extractors.flows import anchors, features, predicates, sides, speakers
from kg.extractors.flows.anchors import Anchor
from kg.extractors.flows.encoder import Impression
from kg.extractors.flows.predicates import Predicate
from kg.extractors.flows.sides import Side
from kg.extractors.flows.speakers import Speaker
from kg.extractors.flows.words import Words
from kg.extractors.frames import Reader
from kg.records import Actor, Claim

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

REACH = 3  # sentences back in which a side may be named
LEADING = 4  # so many of the sides named most often are in reach from anywhere behind their first mention
NOBODY = ""  # the side that an article leaves open

Pair = tuple[str, str]  # names of the giver and the taker


@dataclass(slots=True)
class Candidate:
    """A side in reach of an anchor: its mention in the anchor's sentence, if any, and its features."""

    actor: Actor
    mention: Side | None  # the nearest in the sentence, else the last before it, None where far
    here: bool
    features: list[str]

    @property
    def place(self) -> str:
        """In which place of the sentence's main predicate it stands, of another's where in none of that."""
        for wanted in ("main=", "role.kind=", "beside=", "verb="):
            found = next((f for f in self.features if f.startswith(wanted)), "")
            if found:
                return found
        return ""


@dataclass(slots=True)
class Entry:
    """An anchor with its features and its candidates by name."""

    anchor: Anchor
    sentence: int
    features: list[str]
    candidates: dict[str, Candidate] = field(default_factory=dict)
    goods: list[str] = field(default_factory=list)  # the anchor's place in each predicate of its sentence, "" for none
    seen: Impression | None = None  # what the encoder makes of it
    spoken: dict[str, list[int]] = field(default_factory=dict)  # speaker → which of his places the encoder has looked at


class Sheet:
    """One Doc as the judge sees it, for one class of events and its two roles (giver, taker).

    ``claims`` are those that frames have read: what a side does elsewhere in the article tells what it may do here.
    """

    def __init__(
        self, reader: Reader, frames: Sequence[Frame], claims: Iterable[Claim], event: str, roles: tuple[str, str]
    ) -> None:
        self.reader, self.event, self.roles = reader, event, roles
        self.doc: Doc = reader.doc
        self.sentences: list[Span] = list(self.doc.sents)
        self.sentence = {i: n for n, s in enumerate(self.sentences) for i in range(s.start, s.end)}
        self.words = Words(reader, event)
        self.anchors = list(anchors.find(self.words, frames, self.sentence))
        self.sides = sides.find(reader, roles, self.sentence) if self.anchors else []
        self.places: dict[str, list[int]] = defaultdict(list)  # of each side, by name
        self.by_sentence: dict[int, list[Side]] = defaultdict(list)
        counted: Counter[str] = Counter()
        self.titled: set[str] = set()
        self.actors: dict[str, Actor] = {}
        self.began: dict[str, int] = {}  # the sentence that first names somebody
        for side in self.sides:
            self.places[side.actor.name].append(side.token)
            self.by_sentence[side.sentence].append(side)
            counted[side.actor.name] += 1
            self.actors.setdefault(side.actor.name, side.actor)
            self.began[side.actor.name] = min(side.sentence, self.began.get(side.actor.name, side.sentence))
            if self.doc._.article.is_title(self.doc[side.token].idx):
                self.titled.add(side.actor.name)
        self.rank = {name: n for n, (name, _) in enumerate(counted.most_common())}
        self.counted = counted
        self._note_claims(claims)
        self._note_frames(frames)
        self._predicates: dict[int, list[Predicate]] = {}

    @property
    def alone(self) -> bool:
        """Whether the article names one possible side only."""
        return len(self.places) == 1

    @functools.cached_property
    def speakers(self) -> dict[str, list[Speaker]]:
        """Those who may speak, by name; looked for only where the encoder is asked."""
        found: dict[str, list[Speaker]] = defaultdict(list)
        for speaker in speakers.find(self.reader) if self.anchors else ():
            found[speaker.actor.name].append(speaker)
        return found

    def _note_claims(self, claims: Iterable[Claim]) -> None:
        self.told: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        self.pairs: dict[tuple[str, str], set[str]] = defaultdict(set)
        for claim in claims:
            if claim.event.kind != self.event:
                continue
            found = tuple([actor.name for actor in claim.event.actors(role)] for role in self.roles)
            for n, names in enumerate(found):
                for name in names:
                    self.told[name][n] += 1
            concepts = {concept for _, concept, _ in claim.event.things}
            for giver in found[0] or [NOBODY]:
                for taker in found[1] or [NOBODY]:
                    self.pairs[giver, taker] |= concepts

    def _note_frames(self, frames: Sequence[Frame]) -> None:
        self.filled: dict[int, dict[str, dict[str, str]]] = {}
        self.filled_near: dict[int, dict[str, dict[str, str]]] = {}
        for frame in frames:
            if frame.trigger.evokes != self.event:
                continue
            things = [item.head for fill in frame.fills for item in fill.items]
            near = self.filled_near.setdefault(self.sentence[frame.token], {})
            for fill in frame.fills:
                how = f"{frame.trigger.pattern}|{fill.rule.split(':')[0]}|{fill.tier}"
                for party in fill.parties:
                    name = as_side(party.actor, self.reader.ontology).name
                    near.setdefault(fill.role, {})[name] = how
                    for head in things:
                        self.filled.setdefault(head, {}).setdefault(fill.role, {})[name] = how

    def entries(self) -> Iterator[Entry]:
        """The anchors in order, each with the sides in reach."""
        for anchor in self.anchors:
            entry = Entry(anchor, self.sentence[anchor.token], [])
            here = self.predicates(entry.sentence)
            entry.goods = [self._place(anchor, predicate) for predicate in here]
            evoking = [n for n, thing in enumerate(entry.goods) if thing and here[n].evokes]
            main = next(iter(evoking), next((n for n, thing in enumerate(entry.goods) if thing), -1))
            entry.features = list(dict.fromkeys(self._of_anchor(entry, here, main)))
            for name, mentions in self._in_reach(entry).items():
                entry.candidates[name] = self._candidate(entry, name, mentions, here, main)
            yield entry

    def predicates(self, sentence: int) -> list[Predicate]:
        """The predicates of a sentence, found once."""
        found = self._predicates.get(sentence)
        if found is None:
            found = list(predicates.find(self.sentences[sentence], self.words))
            self._predicates[sentence] = found
        return found

    def _place(self, anchor: Anchor, predicate: Predicate) -> str:
        if predicate.token in {anchor.token, anchor.phrase}:
            return "itself"
        place = predicate.place(anchor.token, self.words) or predicate.place(anchor.phrase, self.words)
        return place[0] if place else ""

    def _of_anchor(self, entry: Entry, here: list[Predicate], main: int) -> Iterator[str]:
        anchor, words = entry.anchor, self.words
        head = self.doc[anchor.token]
        edge = words.edge(head.i)
        yield f"anchor={anchor.kind}"
        yield f"concept={anchor.concept}"
        if anchor.item is not None and anchor.kind == anchors.GOODS:
            yield f"strong={anchor.item.strong}"
            yield f"named={bool(anchor.item.designation)}"
            if anchor.item.made:
                yield "made"
        yield f"edge={edge}"
        yield f"head={words.kind(head.head.i)}"
        yield f"head.word={head.head.lemma_.lower()}:{edge.split(':')[0]}"
        yield f"title={self.doc._.article.is_title(head.idx)}"
        kinds = sorted({p.kind for p in here if p.evokes})
        yield from (f"event={kind}" for kind in kinds or ["none"])
        for predicate, thing in zip(here, entry.goods, strict=True):
            if thing:
                yield f"thing={predicate.kind}|{thing}"
                yield f"thing.word={predicate.lemma}|{thing}"
        if main >= 0:
            yield f"main={here[main].kind}|{entry.goods[main]}"
        for up in words.over(head.i)[1:]:
            yield f"under={words.kind(up)}"
            yield f"under.word={self.doc[up].lemma_.lower()}"
        yield f"phrase={words.kind(anchor.phrase) if anchor.phrase != anchor.token else 'itself'}"
        yield f"determiner={next((self.doc[c].lower_ for c in words.children[head.i] if words.relations[c] == 'det'), '')}"
        yield f"counted={any(words.relations[c] == 'nummod' for c in words.children[head.i])}"
        yield f"filled={','.join(sorted(self.filled.get(anchor.token, {})))}"
        if any(t.ent_type_ == "DATE" for t in self.sentences[entry.sentence]):
            yield "date"

    def _in_reach(self, entry: Entry) -> dict[str, list[Side]]:
        found: dict[str, list[Side]] = {}
        for back in range(REACH + 1):
            for side in self.by_sentence.get(entry.sentence - back, ()):
                found.setdefault(side.actor.name, []).append(side)
        for name, rank in self.rank.items():
            if name in self.titled or rank < LEADING and self.began[name] <= entry.sentence:
                found.setdefault(name, [])
        return found

    def _candidate(self, entry: Entry, name: str, mentions: list[Side], here: list[Predicate], main: int) -> Candidate:
        near = [side for side in mentions if side.sentence == entry.sentence]
        best: Side | None
        head = entry.anchor.token
        if near:
            nearest = min(near, key=lambda side: (self.words.length(side.token, head), abs(side.token - head)))
            best, found = nearest, list(self._of_near(entry, nearest, near, here, main))
        else:
            best = max(mentions, key=lambda side: side.token, default=None)
            found = list(self._of_far(entry, best, self.actors[name]))
        found.extend(self._of_roles(entry, name))
        found.extend(self._of_article(name, found[0]))
        item = entry.anchor.item
        if item is not None and entry.anchor.kind == anchors.GOODS and item.origin == name:
            found.append("origin-made" if item.made else "origin")
        return Candidate(self.actors[name], best, bool(near), list(dict.fromkeys(found)))

    def _of_near(self, entry: Entry, side: Side, near: list[Side], here: list[Predicate], main: int) -> Iterator[str]:
        doc, words, head = self.doc, self.words, self.doc[entry.anchor.token]
        order = "before" if side.token < head.i else "after"
        low, high = sorted((side.token, head.i))
        yield "at=same"
        yield f"side={order}"
        yield f"distance={order}{features.step(high - low)}"
        others = {s.actor.name for s in self.by_sentence[entry.sentence] if low < s.token < high} - {side.actor.name}
        yield f"between={order}{min(len(others), 3)}"
        yield f"clauses={order}{min(sum(t.tag_ in features.TENSED for t in doc[low:high]), 3)}"
        yield f"form={side.form}"
        yield f"kind={kind_of_side(side.actor)}"
        yield from features.of_path(words, side.token, head.i)
        for feature in features.of_place(words, side.token, side.start, side.end):
            yield feature
            if feature.startswith(("before=", "edge=", "head=", "modifies=")):
                yield f"{feature}|{order}"
        places = [s.token for s in near]
        yield from features.of_predicates(words, places, head.i, here, entry.goods, main)
        yield from features.of_triggers(words, side.token, side.start, here)
        if len(near) > 1:
            yield "often"
        report = attribution.of(head, self.reader.ontology)
        if report is not None and any(report.holder in {s.token, doc[s.token].head.i} for s in near):
            yield "speaks"

    def _of_far(self, entry: Entry, side: Side | None, actor: Actor) -> Iterator[str]:
        yield f"at=back{entry.sentence - side.sentence}" if side is not None else "at=far"
        yield f"far.kind={kind_of_side(actor)}"
        if side is not None:
            edge = self.words.edge(side.token)
            yield f"far.edge={edge}"
            yield f"far.form={side.form}"
            yield f"far.head={self.words.kind(self.words.heads[side.token])}:{edge}"

    def _of_roles(self, entry: Entry, name: str) -> Iterator[str]:
        filled = self.filled.get(entry.anchor.token, {})
        for role in self.roles:
            how = filled.get(role, {}).get(name)
            if how:
                yield f"frame={role}"
                yield f"frame.how={role}|{how}"
            elif filled.get(role):
                yield f"frame.other={role}"
            for back in range(REACH):
                near = self.filled_near.get(entry.sentence - back, {}).get(role, {}).get(name)
                if near:
                    yield f"frame.back{back}={role}"
                    if not back:
                        yield f"frame.near={role}|{near.split('|')[0]}"

    def _of_article(self, name: str, at: str) -> Iterator[str]:
        rank = f"rank={min(self.rank[name], LEADING)}"
        title = f"title={name in self.titled}"
        gave, took = self.told.get(name, (0, 0))
        told = f"told={min(gave, 2)}{min(took, 2)}"
        for feature in (rank, title, told):
            yield feature
            yield f"{at}|{feature}"
        yield f"share={round(5 * self.counted[name] / len(self.sides))}"

    def of_pair(self, entry: Entry, giver: str, taker: str) -> Iterator[str]:
        """The features of two sides together."""
        one, other = entry.candidates[giver], entry.candidates[taker]
        if one.actor.country == taker or other.actor.country == giver:
            yield "kin"
        where = f"{'h' if one.here else 'f'}{'h' if other.here else 'f'}"
        yield f"where={where}"
        yield f"kinds={kind_of_side(one.actor)}>{kind_of_side(other.actor)}"
        if one.here and other.here and one.mention is not None and other.mention is not None:
            yield from self._of_both(entry, one.mention.token, other.mention.token)
        else:
            yield from self._of_distant(entry, giver, taker, where)
        concepts = self.pairs.get((giver, taker))
        if concepts is not None:
            yield "claimed"
            yield f"claimed|{where}"
            yield f"claimed.concept={entry.anchor.concept in concepts}"
        if (taker, giver) in self.pairs:
            yield "claimed.reversed"

    def _of_both(self, entry: Entry, one: int, other: int) -> Iterator[str]:
        words = self.words
        yield f"order={'<' if one < other else '>'}"
        yield from features.of_path(words, one, other)
        places = sorted((("S", one), ("R", other), ("G", entry.anchor.token)), key=lambda place: place[1])
        order = "".join(letter for letter, _ in places)
        first, second = words.lead(one), words.lead(other)
        cases = f"{words.case(first)}>{words.case(second)}"
        yield f"sequence={order}"
        yield f"cases={cases}"
        yield f"sequence.cases={order} {cases}"
        yield f"edges={words.edge(first)}>{words.edge(second)}"
        both = False
        for predicate, thing in zip(self.predicates(entry.sentence), entry.goods, strict=True):
            gives, takes = predicate.place(one, words), predicate.place(other, words)
            if gives is not None and takes is not None:
                both = True
                yield f"roles={predicate.kind}|{gives[0]}|{takes[0]}|{thing.split('+')[0]}"
                yield f"roles.kind={predicate.kind}|{gives[0]}|{takes[0]}"
                yield f"roles.word={predicate.lemma}|{gives[0]}|{takes[0]}"
        yield f"both={both}"

    def _of_distant(self, entry: Entry, giver: str, taker: str, where: str) -> Iterator[str]:
        """A pair of which one side, or both, stands in another sentence: what the near one does here, what the far one is."""
        main = next((f for f in entry.features if f.startswith("main=")), "main=none").removeprefix("main=")
        others = sum(c.here for name, c in entry.candidates.items() if name not in {giver, taker})
        yield f"distant={where}|{main}"
        yield f"distant.others={where}{min(others, 3)}"
        near = giver if where[0] == "h" else taker if where[1] == "h" else NOBODY
        place = entry.candidates[near].place if near else ""
        for name, role in ((giver, "giver"), (taker, "taker")):
            if name == near:
                continue
            status = self._status(entry, name)
            yield f"distant.{role}={where}|{status}"
            yield f"distant.{role}.main={where}|{main}|{status}"
            if near:
                yield f"distant.{role}.place={place}|{status}"
                yield f"distant.{role}.rank={place}|{min(self.rank[name], LEADING)}|{name in self.titled}"

    def _status(self, entry: Entry, name: str) -> str:
        """How far back a side is named, and what it does elsewhere in the article by the frames."""
        mention = entry.candidates[name].mention
        back = str(entry.sentence - mention.sentence) if mention is not None else "far"
        gave, took = self.told.get(name, (0, 0))
        return f"{back}|{min(gave, 1)}{min(took, 1)}"

    def of_half(self, entry: Entry, name: str, role: str) -> Iterator[str]:
        """The features of a side whose counterpart is left open."""
        others = sum(c.here for other, c in entry.candidates.items() if other != name)
        yield f"alone={role}"
        yield f"alone.concept={entry.anchor.concept}"
        yield f"alone.others={role}{min(others, 3)}"
