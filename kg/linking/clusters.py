"""Groups what is the same: ties between things, the surest first, under the decisions of a user."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.linking.decisions import RULE, Decision

# From here on a tie joins; between the two it is reported as unsure. Set on the articles of benchmarks/corpora, where any
# pair that a reader would not join stays under SAME.
SAME = 0.8
UNSURE = 0.6


@dataclass(frozen=True, slots=True)
class Tie:
    """Why two things may be one. A ``short`` form ("Yoon", "George Bush") may mean several: it joins one group or none."""

    a: str
    b: str
    score: float
    reason: str
    short: str = ""  # which of the two is the shorter form


class Groups:
    """Disjoint sets of things, some of which must not meet."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}
        self._apart: dict[str, set[str]] = defaultdict(set)
        self._members: dict[str, list[str]] = {}

    def find(self, thing: str) -> str:
        above = self._above.get(thing, thing)
        if above == thing:
            return thing
        root = self._above[thing] = self.find(above)
        return root

    def members(self, thing: str) -> list[str]:
        root = self.find(thing)
        return self._members.get(root, [root])

    def part(self, a: str, b: str) -> None:
        self._apart[self.find(a)].add(b)
        self._apart[self.find(b)].add(a)

    def may_join(self, a: str, b: str) -> bool:
        a, b = self.find(a), self.find(b)
        return b not in {self.find(other) for other in self._apart[a]} if a in self._apart else True

    def join(self, a: str, b: str) -> bool:
        """Whether the two were apart and are together now."""
        a, b = sorted((self.find(a), self.find(b)))
        if a == b or not self.may_join(a, b):
            return False
        if len(self.members(a)) < len(self.members(b)):
            a, b = b, a
        self._members[a] = self.members(a) + self.members(b)
        self._above[b] = a
        self._members.pop(b, None)
        if b in self._apart:
            self._apart[a] |= self._apart.pop(b)
        return True


def group(
    kind: str, names: Mapping[str, str], ties: Iterable[Tie], users: Iterable[Decision]
) -> tuple[Groups, list[Decision]]:
    """The groups of things of one kind, and the decisions: the user's on these things, and one for each tie that joined or
    was unsure. ``names`` tells how a decision names each thing; the user's are about the same keys as the ties.
    """
    groups, found = Groups(), []
    users = sorted(users)
    settled = {decision.pair for decision in users}
    for decision in users:
        if decision.verdict == "same":
            groups.join(*decision.pair)
    for decision in users:
        if decision.verdict == "not same":
            groups.part(*decision.pair)
    found += [decision for decision in users if set(decision.pair) & set(names)]

    def decide(tie: Tie, verdict: str, reason: str = "") -> None:
        (a, one), (b, other) = sorted((names[key], key) for key in (tie.a, tie.b))
        score = round(tie.score, 2)
        found.append(Decision(kind, a, b, verdict, reason or tie.reason, score, RULE, about=(one, other)))

    open_ties = [tie for tie in ties if (min(tie.a, tie.b), max(tie.a, tie.b)) not in settled]
    for tie in sorted(open_ties, key=lambda t: (-t.score, t.a, t.b)):
        if not tie.short and tie.score >= SAME and groups.join(tie.a, tie.b):
            decide(tie, "same")
    shorts: dict[str, list[Tie]] = defaultdict(list)
    for tie in open_ties:
        if tie.short and tie.score >= SAME:
            shorts[tie.short].append(tie)
    # The longer of the short forms first: "George Bush" finds its bearer before "G. Bush" does.
    for short in sorted(shorts, key=lambda s: (-len(names[s]), names[s], s)):
        candidates = {groups.find(tie.a if tie.b == short else tie.b) for tie in shorts[short]} - {groups.find(short)}
        best = sorted(shorts[short], key=lambda t: (-t.score, t.a, t.b))
        if len(candidates) == 1:
            if groups.join(best[0].a, best[0].b):
                decide(best[0], "same")
        elif candidates:
            for tie in best:
                decide(tie, "unsure", f"{tie.reason}, which {len(candidates)} share")
    for tie in open_ties:
        if UNSURE <= tie.score < SAME and groups.find(tie.a) != groups.find(tie.b):
            decide(tie, "unsure")
    return groups, found
