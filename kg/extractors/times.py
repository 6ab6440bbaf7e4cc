"""The time of an event: of the times that its sentence names, the one that stands in its own clause.

"Said on Monday", "the 2015 deal" and "a group that has fought since April" tell when something else was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg import values
from kg.extractors import cues
from kg.ontology import Ontology
from kg.records import Interval

if TYPE_CHECKING:
    from spacy.tokens import Token

WITHIN = frozenset({"compound", "amod", "nummod", "nmod:poss", "nmod:desc", "flat"})  # a time that tells which thing
BESIDE = frozenset(
    {"acl", "acl:relcl", "advcl", "ccomp", "parataxis", "appos", "csubj"}
)  # what opens a clause of its own


def of_event(trigger: Token, published: str, ontology: Ontology) -> Interval | None:
    """When the event of a trigger takes place, by the words of its sentence; None where they do not say."""
    sentence = trigger.sent
    best: tuple[int, int, Interval] | None = None
    for start, end, interval in values.locate_dates(sentence.text, published):
        span = trigger.doc.char_span(sentence.start_char + start, sentence.start_char + end, alignment_mode="expand")
        if span is None:
            continue
        distance = _distance(span.root, trigger, ontology)
        if distance is not None and (best is None or (distance, span.start) < best[:2]):
            best = distance, span.start, interval
    return best[2] if best is not None else None


def _distance(time: Token, trigger: Token, ontology: Ontology) -> int | None:
    """How many clauses lie between a time and an event; None where the time is another's."""
    over = [trigger, *trigger.ancestors]
    token = time
    while token not in over:
        if token.head.i == token.i or token.dep_ in BESIDE:
            return None
        if token.dep_ in WITHIN and token.head not in over and token.head.pos_ in {"NOUN", "PROPN"}:
            return None
        token = token.head
    between = over[: over.index(token)]
    for below, verb in zip([*between, token], [*between[1:], token], strict=False):
        if below.dep_ in {"ccomp", "parataxis"} and {"report", "doubt"} & cues.of(ontology).effects(verb).keys():
            return None  # the time of the saying
        if below.dep_ == "acl:relcl":
            return None  # what the clause in which the event stands only tells of
    return sum(below.dep_ in BESIDE for below in between)
