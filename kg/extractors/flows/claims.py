"""Claims of the judge: a flow that it finds likely, as a record with the words that show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg import values
from kg.extractors import counts, evidence, times
from kg.extractors.flows import anchors, attributing, resolving, stage
from kg.extractors.flows.sheet import Entry, Sheet
from kg.extractors.flows.weights import Weights
from kg.records import Claim, Event, Evidence, Filler

if TYPE_CHECKING:
    from spacy.tokens import Token


def make(sheet: Sheet, entry: Entry, giver: str, taker: str, reached: str, likely: float, learnt: Weights) -> Claim:
    """The claim of a flow between two sides ("" for nobody) at an anchor, by the word of whoever the article says."""
    doc, ontology = sheet.doc, sheet.reader.ontology
    token, _ = stage.trigger_of(sheet, entry)
    affirming, denying, certainty = attributing.by_rules(sheet, entry)
    named = sorted((role, name) for role, name in zip(learnt.roles, (giver, taker), strict=True) if name)
    filler = goods_of(sheet, entry)
    event = Event(
        learnt.event,
        tuple((role, entry.candidates[name].actor) for role, name in named),
        ((learnt.goods, filler.concept, filler.designation),),
    )
    return Claim(
        event,
        doc._.article.id,
        reached,
        "denies" if denying and not affirming else "affirms",
        certainty,
        affirming or denying,
        ((learnt.goods, filler),),
        values.parse_money(sheet.sentences[entry.sentence].text),
        times.of_event(token, doc._.article.published, ontology),
        tuple(show(sheet, entry, named, token, likely, learnt)),
        resolving.confidence(likely),
    )


def goods_of(sheet: Sheet, entry: Entry) -> Filler:
    """The goods at an anchor: those named there, or in the words of those that it takes up, with the anchor's own count."""
    doc, anchor = sheet.doc, entry.anchor
    if anchor.item is None:
        return Filler(doc[anchor.token].text, anchor.concept)
    if anchor.kind == anchors.GOODS:
        return counts.filler(doc, anchor.item)
    words = doc[anchor.item.start : anchor.item.end].text
    goods = sheet.reader.goods.item_at
    count = counts.of_number(doc, doc[anchor.token], anchor.item, goods) if anchor.kind == anchors.COUNT else None
    return Filler(words, anchor.item.concept, anchor.item.designation, anchor.item.origin, count)


def show(
    sheet: Sheet, entry: Entry, named: list[tuple[str, str]], token: Token, likely: float, learnt: Weights
) -> Iterator[Evidence]:
    """The sentence, and the words that show each side, the goods and the event."""
    doc, rule = sheet.doc, f"judge ({likely:.2f})"
    sentence = sheet.sentences[entry.sentence]
    end = sentence.end
    while end > sentence.start + 1 and doc[end - 1].is_space:
        end -= 1
    yield evidence.point(doc[sentence.start : end], rule)
    anchor = entry.anchor
    span = (anchor.token, anchor.token + 1)
    if anchor.item is not None and anchor.kind == anchors.GOODS:
        span = (anchor.item.start, anchor.item.end)
    yield evidence.point(doc[span[0] : span[1]], f"{rule}; {anchor.kind}", learnt.goods)
    for role, name in named:
        mention = entry.candidates[name].mention or next(s for s in sheet.sides if s.actor.name == name)
        yield evidence.point(doc[mention.start : mention.end], f"{rule}; {mention.rule}", role)
    yield evidence.point(doc[token.i : token.i + 1], rule, "trigger")
