"""Which of many things are compared at all: those that share a part, so that the work grows little faster than their number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

# Where so many share a part of a name, each is compared with its neighbours in order of letters only.
BLOCK = 40
NEIGHBOURS = 8


def pairs(block: Sequence[str], order: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """The pairs of a block that are compared: all of a small one, neighbours in order of letters in a large one
    (the sorted-neighbourhood method of Hernández and Stolfo, 1995)."""
    members = sorted(set(block), key=lambda key: (order(key), key))
    reach = len(members) if len(members) <= BLOCK else NEIGHBOURS
    for at, one in enumerate(members):
        for other in members[at + 1 : at + 1 + reach]:
            yield min(one, other), max(one, other)
