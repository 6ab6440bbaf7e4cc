"""Decisions are data: which two names mean the same, why, and who says so, as lines of a table that a user can edit."""

from __future__ import annotations

import csv
import io
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import DecisionError

COLUMNS = ("kind", "a", "b", "verdict", "reason", "score", "by")
KINDS = ("person", "organization", "treaty", "transfer")
VERDICTS = ("same", "not same", "unsure")
RULE, USER = "rule", "user"


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """That two things are the same, are not, or may be; ``a`` and ``b`` are names or addresses, in order of letters."""

    kind: str  # one of KINDS
    a: str
    b: str
    verdict: str  # one of VERDICTS
    reason: str = ""
    score: float = 1.0  # between 0 and 1: how sure a rule is; what a user decides counts 1
    by: str = USER  # RULE or USER
    line: int = 0  # of the file that it was read from
    about: tuple[str, ...] = ()  # what the two are known by while linking; afterwards the addresses that they have now

    @property
    def pair(self) -> tuple[str, str]:
        one, other = self.about or (self.a, self.b)
        return min(one, other), max(one, other)


def read(path: Path | str) -> tuple[Decision, ...]:
    """The user's decisions in a file; what rules have written there is found anew at each build, and not read."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DecisionError(f"{path}: no such file; name a table with the columns {', '.join(COLUMNS)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path}: cannot be read ({error}); name a CSV file in UTF-8") from None
    rows = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS[:4] if name not in (rows.fieldnames or ())]
    if missing:
        raise DecisionError(f"{path}: line 1: has no column {missing[0]}; the columns are {', '.join(COLUMNS)}")
    found = []
    for row in rows:
        where = f"{path}: line {rows.line_num}"
        fields = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if not any(fields.values()):
            continue
        if (fields["by"] or USER) not in (USER, RULE):
            raise DecisionError(f"{where}: {fields['by']!r} decides nothing; by is {USER} or {RULE}")
        if fields["by"] == RULE:
            continue
        for name, known in (("kind", KINDS), ("verdict", VERDICTS)):
            if fields[name] not in known:
                raise DecisionError(f"{where}: {fields[name]!r} is no {name}; it can be {', '.join(known)}")
        if not fields["a"] or not fields["b"] or fields["a"] == fields["b"]:
            raise DecisionError(f"{where}: names no two things; a and b are two names or addresses")
        a, b = sorted((fields["a"], fields["b"]))
        found.append(Decision(fields["kind"], a, b, fields["verdict"], fields["reason"], line=rows.line_num))
    return tuple(found)


def to_csv(decisions: Iterable[Decision]) -> str:
    """The table: the user's lines first, then those of the rules, both in order."""
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    for d in sorted(set(decisions), key=lambda d: (d.by == RULE, d.kind, d.a, d.b, d.verdict, d.reason)):
        writer.writerow((d.kind, d.a, d.b, d.verdict, d.reason, f"{d.score:.2f}", d.by))
    return output.getvalue()


def check(decisions: Sequence[Decision]) -> None:
    """An error where a user's lines on one kind say of two things, by themselves or by a chain of lines, that they are and
    are not the same; things are told apart by what the decisions are about."""
    ties: dict[str, list[tuple[str, Decision]]] = defaultdict(list)
    verdicts: dict[tuple[str, str], Decision] = {}
    for decision in sorted(decisions, key=lambda d: (d.line, d)):
        before = verdicts.setdefault(decision.pair, decision)
        if before.verdict != decision.verdict:
            raise DecisionError(_contradiction(decision, [before]))
        if decision.verdict == "same":
            one, other = decision.pair
            ties[one].append((other, decision))
            ties[other].append((one, decision))
    for decision in verdicts.values():
        chain = _chain(decision, ties) if decision.verdict == "not same" else []
        if chain:
            raise DecisionError(_contradiction(decision, chain))


def _chain(decision: Decision, ties: Mapping[str, list[tuple[str, Decision]]]) -> list[Decision]:
    """The lines by which the two are the same, the fewest that do; none where they are not."""
    start, end = decision.pair
    before: dict[str, tuple[str, Decision] | None] = {start: None}
    todo = deque([start])
    while todo:
        name = todo.popleft()
        for other, line in ties.get(name, ()):
            if other not in before:
                before[other] = (name, line)
                todo.append(other)
    found = []
    step = before.get(end)
    while step is not None:
        found.append(step[1])
        step = before[step[0]]
    return found


def _contradiction(decision: Decision, others: Iterable[Decision]) -> str:
    told = ", ".join(f"“{other.a}” and “{other.b}” are {other.verdict} (line {other.line})" for other in others)
    return (
        f"decisions: line {decision.line}: “{decision.a}” and “{decision.b}” cannot be {decision.verdict} where {told}; "
        "take one of these lines out"
    )
