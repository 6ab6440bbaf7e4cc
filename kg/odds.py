"""Log-odds and the probabilities that they stand for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TypeVar

Name = TypeVar("Name")
SURE = 1e-4  # nothing is nearer to certain


def probability(score: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-score))


def log_odds(probability: float) -> float:
    """A probability as log-odds, neither for certain."""
    kept = min(1 - SURE, max(SURE, probability))
    return math.log(kept / (1 - kept))


def softmax(scores: Mapping[Name, float]) -> dict[Name, float]:
    """How likely each of some names is of which one is right, by their scores; nothing for none."""
    most = max(scores.values(), default=0.0)
    powers = {name: math.exp(score - most) for name, score in scores.items()}
    total = sum(powers.values())
    return {name: power / total for name, power in powers.items()}
