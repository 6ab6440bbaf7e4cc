"""Weights: what training has learnt for each feature, as one compressed JSON file of the package.

``training/flows.py`` writes it. The parts of a score: a bias, the anchor's features, each side's in its role, and those of
both sides together; a stage has a score of its own from the stage features. ``mix`` and ``stage_mix`` say how much these
count beside what the encoder makes of the same places.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping

import msgspec

from kg import packed, resources
from kg.odds import softmax

ANCHOR, GIVER, TAKER, PAIR = "anchor", "giver", "taker", "pair"


class Weights(msgspec.Struct, frozen=True):
    """A log-linear model of the flows of one class of events between two roles."""

    event: str  # local name of the class
    roles: tuple[str, str]  # giver, taker
    goods: str  # the role of what is given
    bias: float
    parts: dict[str, dict[str, float]]
    stages: dict[str, dict[str, float]]  # stage → feature → weight; "" holds the bias
    mix: tuple[float, float, float] = (1.0, 0.0, 0.0)  # of the features' log-odds and the encoder's, and a bias
    stage_mix: tuple[float, float] = (1.0, 0.0)  # of the features' scores of stages and the encoder's
    # of the encoder's log-odds of who says so, and what is added to those whom rules name, and to nobody if they name none
    voice_mix: tuple[float, float, float] = (0.0, 0.0, 0.0)
    rows: dict[str, float] = {}  # feature → weight of the rows that are told of, none for all to stand

    def score(self, part: str, features: Iterable[str]) -> float:
        """The log-odds that features add in one part."""
        return _sum(self.parts[part], features)

    def stage(self, features: Iterable[str], seen: Mapping[str, float] | None = None) -> str:
        """The likeliest stage; ``seen`` are the encoder's scores."""
        return likeliest(self.likely_stages(features, seen))

    def likely_stages(self, features: Iterable[str], seen: Mapping[str, float] | None = None) -> dict[str, float]:
        """How likely each stage is."""
        found = list(dict.fromkeys(features))
        own, other = self.stage_mix
        scores = {
            stage: own * (table.get("", 0.0) + _sum(table, found)) + (other * seen[stage] if seen else 0.0)
            for stage, table in self.stages.items()
        }
        return softmax(scores)


def _sum(table: Mapping[str, float], features: Iterable[str]) -> float:
    return sum(table.get(feature, 0.0) for feature in features)


def likeliest(found: Mapping[str, float]) -> str:
    """The name with the greatest number, of equal ones the first by letters."""
    return max(sorted(found), key=lambda name: found[name])


@functools.cache
def load() -> Weights:
    """The weights of the package, read once."""
    return decode(resources.flows_file().read_bytes())


def decode(data: bytes) -> Weights:
    """The weights that a file's bytes hold."""
    return packed.unpack(data, Weights)


def encode(weights: Weights) -> bytes:
    """The file's bytes; the same for the same weights."""
    return packed.pack(weights)
