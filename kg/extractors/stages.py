"""Stages of an event and how cues change them: the one table COMPOSE, and what a sentence makes of an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

OPEN = ""  # the stage of a word that asserts nothing yet: an infinitive, a gerund, a noun under a cue
REAL = "delivered"

# effect → stage below → stage above; "" is an open event, "*" any other
COMPOSE: dict[str, dict[str, str]] = {
    "commit": {OPEN: "committed", "sought": "committed", "nominal": "committed", "*": "="},
    "settle": {"sought": "committed", "proposed": "committed", "*": "="},
    "propose": {OPEN: "proposed", "committed": "proposed", "nominal": "proposed", "*": "="},
    "reconsider": {"delivered": "delivered", "ended": "ended", "*": "proposed"},
    "seek": {
        OPEN: "sought",
        "committed": "sought",
        "proposed": "sought",
        "nominal": "sought",
        "ended": "delivered",
        "*": "=",
    },
    "withhold": {"withheld": "proposed", "ended": "delivered", "*": "withheld"},
    "end": {"withheld": "committed", "ended": "ended", "*": "ended"},
    "negate": {"withheld": "proposed", "ended": "delivered", "*": "withheld"},
    "resume": {OPEN: "committed", "nominal": "committed", "ended": "committed", "withheld": "committed", "*": "="},
    "lift": {"withheld": "committed", "*": "="},
    "attempt": {OPEN: "proposed", "nominal": "proposed", "*": "="},
    "foil": {"*": "withheld"},
    "fulfil": {"withheld": "withheld", "ended": "ended", "*": "delivered"},
}


@dataclass(frozen=True, slots=True)
class Operator:
    """One cue at work: the word, its effect, and the stage before and after."""

    token: int
    effect: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Someone who affirms or denies: the token that names them, their stance, and the cue."""

    token: int
    stance: str
    cue: int


@dataclass(slots=True)
class Factuality:
    """What the sentence makes of an event: stage, certainty, who says so and who denies it, and the cues in order."""

    stage: str
    certainty: str = "certain"
    voices: list[Voice] = field(default_factory=list)
    operators: list[Operator] = field(default_factory=list)
    open_when_negated: bool = False  # a decision that has not been taken may still be
    past_negation: bool = False  # "did not supply": in a party's mouth this denies what others say

    def apply(self, token: Token, effect: str) -> None:
        """Change the stage by an effect, and remember it."""
        table = COMPOSE.get(effect)
        if table is None:
            return
        before = self.stage
        after = table.get(before, table["*"])
        if effect == "negate" and before == "committed" and self.open_when_negated:
            after = "proposed"
        self.stage = before if after == "=" else after
        self.operators.append(Operator(token.i, effect, before, self.stage))
