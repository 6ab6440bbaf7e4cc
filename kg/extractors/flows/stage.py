"""Stage features: the words that tell how far a flow has got, with what the cues make of its trigger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.extractors import standing
from kg.extractors.flows.sheet import Entry, Sheet
from kg.ontology import Trigger

if TYPE_CHECKING:
    from spacy.tokens import Token

ABOVE = 7  # words over the trigger that are looked at
NEAR = 4  # words to either side of the anchor
TELLING = frozenset({"VERB", "NOUN", "ADJ", "ADV", "AUX", "PART", "SCONJ"})
BESIDE = frozenset({"aux", "aux:pass", "cop", "advmod", "mark", "case", "det"})


def trigger_of(sheet: Sheet, entry: Entry) -> tuple[Token, Trigger | None]:
    """The word that tells of the flow at an anchor: an event's that has it in a place, or over it; else the next verb over it."""
    doc = sheet.doc
    here = [p for p, thing in zip(sheet.predicates(entry.sentence), entry.goods, strict=True) if thing]
    evoking = next((p for p in here if p.evokes), None)
    if evoking is not None:
        return doc[evoking.token], sheet.words.trigger(evoking.token)
    anchor = doc[entry.anchor.token]
    verb = next((up for up in (anchor, *anchor.ancestors) if up.pos_ == "VERB"), anchor)
    return verb, None


def features(sheet: Sheet, entry: Entry) -> Iterator[str]:
    """What tells the stage at an anchor."""
    doc = sheet.doc
    token, trigger = trigger_of(sheet, entry)
    if trigger is not None:
        state, stage = standing.staged(token, trigger, sheet.reader.ontology)
        yield f"read={stage}"
        yield f"read.certainty={state.certainty}"
        yield f"read.operators={stage}|{len(state.operators)}"
        yield f"read.word={stage}|{trigger.lemma}"
        yield f"trigger={trigger.pattern}"
        yield f"trigger.word={trigger.lemma}"
        for operator in state.operators:
            yield f"operator={operator.effect}"
            yield f"operator.word={doc[operator.token].lemma_.lower()}"
    else:
        yield "read="
    for height, up in enumerate((token, *token.ancestors)):
        if height == ABOVE:
            break
        level = min(height, 2)
        lemma = up.lemma_.lower()
        yield f"over={lemma}:{up.pos_}"
        yield f"over{level}={lemma}"
        if up.pos_ in {"VERB", "AUX"}:
            yield f"form{level}={up.tag_}"
        for child in up.children:
            if child.dep_ in BESIDE or child.tag_ == "MD":
                yield f"beside{level}={child.lower_}"
            if child.ent_type_ == "DATE":
                yield f"time={child.lemma_.lower()}"
    sentence = sheet.sentences[entry.sentence]
    yield from (f"word={t.lemma_.lower()}" for t in sentence if t.pos_ in TELLING or t.tag_ == "MD")
    at = entry.anchor.token
    yield from (f"near={t.lower_}" for t in doc[max(sentence.start, at - NEAR) : min(sentence.end, at + NEAR + 1)])
    yield f"title={doc._.article.is_title(doc[at].idx)}"
