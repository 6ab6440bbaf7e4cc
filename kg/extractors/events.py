"""Events that a frame stands for: each combination of its parties with each kind of its goods."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extractors import actors, counts
from kg.extractors.fills import Frame
from kg.extractors.items import Item
from kg.extractors.triggers import is_actor_role
from kg.ontology import Ontology
from kg.records import Actor, Event, Filler

if TYPE_CHECKING:
    from spacy.tokens import Doc


def of_frame(doc: Doc, frame: Frame, ontology: Ontology) -> Iterator[tuple[Event, tuple[tuple[str, Filler], ...]]]:
    """The events that one frame stands for: parties in one role are events of their own, so are goods of several kinds."""
    combinations: list[tuple[tuple[str, Actor], ...]] = [()]
    things: list[tuple[tuple[str, Item], ...]] = [()]
    for fill in frame.fills:
        if fill.parties:
            known = ontology.roles.get(fill.role)
            in_person = known is not None and known.in_person
            parties = list(
                dict.fromkeys(p.actor if in_person else actors.as_side(p.actor, ontology) for p in fill.parties)
            )
            combinations = [(*c, (fill.role, actor)) for c in combinations for actor in parties]
        if fill.items:
            things = [(*some, (fill.role, item)) for some in things for item in fill.items]
    for combination in combinations:
        named = [actor.key() for _, actor in combination]
        if len(set(named)) < len(named):
            continue  # nobody supplies himself
        for some in things:
            fillers = tuple((role, counts.filler(doc, item)) for role, item in some)
            sides = combination
            for (_, filler), (_, item) in zip(fillers, some, strict=True):
                sides = with_origin(frame, sides, filler, item.made, len(things), ontology)
                if len(things) > 1:
                    sides = with_route(doc, frame, sides, item, ontology)
            named_things = tuple((role, f.concept, f.designation) for role, f in fillers if f.concept or f.designation)
            yield Event(frame.trigger.evokes, sides, named_things), fillers


def with_route(
    doc: Doc, frame: Frame, sides: tuple[tuple[str, Actor], ...], item: Item, ontology: Ontology
) -> tuple[tuple[str, Actor], ...]:
    """A list may give each of its goods a side of its own: "frigates from Italy and jets from France"."""
    at = item.end
    if at + 1 >= len(doc) or doc[at].lower_ not in {"from", "to"}:
        return sides
    mention = doc._.mention_of.get(at + 1) or (doc._.mention_of.get(at + 2) if doc[at + 1].tag_ == "DT" else None)
    role = next(
        (
            r.role
            for r in frame.trigger.realizations
            if doc[at].lower_ in r.markers[:3] and is_actor_role(r.role, ontology)
        ),
        "",
    )
    if mention is None or not role or not any(name == role for name, _ in sides):
        return sides
    actor = actors.as_side(actors.of_mention(mention, ontology), ontology)
    others = tuple((name, who) for name, who in sides if name != role)
    return sides if any(who.name == actor.name for _, who in others) else (*others, (role, actor))


def with_origin(
    frame: Frame, sides: tuple[tuple[str, Actor], ...], filler: Filler, made: bool, count: int, ontology: Ontology
) -> tuple[tuple[str, Actor], ...]:
    """Goods whose words name their country come from there where nothing else says from whom: "signed for Brazilian aircraft".

    So it is too where the supplier stands behind another item of the list ("a Brazilian aircraft and rifles from Russia").
    """
    supplier = frame.fill("supplier")
    gives = any(r.role == "supplier" and r.markers[:1] == ("subject",) for r in frame.trigger.realizations)
    if made and gives or "supplier" in frame.unnamed:
        return sides  # where they were made says nothing of who gives them away
    if not filler.origin or not any(r.role == "supplier" for r in frame.trigger.realizations):
        return sides
    if supplier is not None and (supplier.tier == 0 or count < 2 or supplier.rule.startswith("subject")):
        return sides
    others = tuple((role, actor) for role, actor in sides if role != "supplier")
    if any(actor.name == filler.origin for _, actor in others):
        return sides
    return (*others, ("supplier", actors.country(filler.origin, ontology)))
