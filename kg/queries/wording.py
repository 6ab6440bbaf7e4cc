"""Words that the messages on questions share."""

from __future__ import annotations

from collections.abc import Iterable

# How many near names an unknown one is answered with.
SUGGESTIONS = 5


def alternatives(names: Iterable[str]) -> str:
    names = list(names)
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else "none"


def quoted(text: str) -> str:
    return f'"{text}"' if " " in text else text
