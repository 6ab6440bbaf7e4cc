"""Where an event stands: how far the words over its trigger say that it has got, who says so and who denies it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extractors import cues, factuality
from kg.extractors.stages import REAL, Factuality
from kg.ontology import Ontology, Trigger

if TYPE_CHECKING:
    from spacy.tokens import Token


def staged(token: Token, trigger: Trigger, ontology: Ontology) -> tuple[Factuality, str]:
    """How real the words make an event, and the stage of the event's own scheme that this comes to."""
    scheme = ontology.scheme_of(trigger.evokes)
    base, ongoing = ontology.played(trigger.stage), ontology.played(trigger.ongoing_stage)
    state = factuality.read(token, base or REAL, ongoing, ontology, scheme)
    imposed = [
        cue.stage
        for operator in state.operators
        for cue in cues.bound(ontology).effects(token.doc[operator.token]).values()
        if cue.scheme == scheme and cue.effect == operator.effect and ontology.played(cue.stage) == state.stage
    ]
    return state, ontology.staged(trigger.evokes, state.stage, imposed[-1] if imposed else trigger.stage)
