"""Weights: what training has learnt for each feature, as one compressed JSON file of the package.

``training/flows.py`` writes it. The parts of a score: a bias, the anchor's features, each side's in its role, and those of
both sides together; a stage has a score of its own from the stage features.
"""

from __future__ import annotations

import functools
import gzip
import math
from collections.abc import Iterable, Mapping

import msgspec

from kg import resources

ANCHOR, GIVER, TAKER, PAIR = "anchor", "giver", "taker", "pair"


class Weights(msgspec.Struct, frozen=True):
    """A log-linear model of the flows of one class of events between two roles."""

    event: str  # local name of the class
    roles: tuple[str, str]  # giver, taker
    goods: str  # the role of what is given
    bias: float
    parts: dict[str, dict[str, float]]
    stages: dict[str, dict[str, float]]  # stage → feature → weight; "" holds the bias

    def score(self, part: str, features: Iterable[str]) -> float:
        """The log-odds that features add in one part."""
        return _sum(self.parts[part], features)

    def stage(self, features: Iterable[str]) -> str:
        """The likeliest stage."""
        found = list(dict.fromkeys(features))
        scores = {stage: table.get("", 0.0) + _sum(table, found) for stage, table in self.stages.items()}
        return max(sorted(scores), key=lambda stage: scores[stage])


def _sum(table: Mapping[str, float], features: Iterable[str]) -> float:
    return sum(table.get(feature, 0.0) for feature in features)


def probability(score: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-score))


@functools.cache
def load() -> Weights:
    """The weights of the package, read once."""
    data = gzip.decompress(resources.flows_file().read_bytes())
    return msgspec.json.decode(data, type=Weights)


def encode(weights: Weights) -> bytes:
    """The file's bytes; the same for the same weights."""
    return gzip.compress(msgspec.json.encode(weights, order="sorted"), 9, mtime=0)
