"""Finds what a user's decisions name: things by name, by another form of it, or by address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from kg.addresses import slug
from kg.errors import DecisionError
from kg.linking import names
from kg.linking.decisions import Decision, check
from kg.ontology import ID


def resolve(
    kind: str,
    decisions: Sequence[Decision],
    labels: Mapping[str, str],
    forms: Mapping[str, set[str]],
    address: Callable[[str], str],
) -> list[Decision]:
    """The user's decisions on one kind, each about two keys; what no article names stays under its words.

    Raises ``DecisionError`` where a name means several things, or where the decisions contradict each other.
    """
    mine = [decision for decision in decisions if decision.kind == kind]
    if not mine:
        return []
    by_name: dict[str, set[str]] = defaultdict(set)
    by_form: dict[str, set[str]] = defaultdict(set)
    by_tail: dict[str, str] = {}
    for key, label in labels.items():
        by_name[_plain(label)].add(key)
        by_tail[address(key).removeprefix(ID)] = key
        for form in forms[key]:
            by_form[_plain(form)].add(key)

    def find(text: str, decision: Decision) -> str:
        if text.startswith(("http://", "https://")):
            # Whatever the base of the graph's addresses, they end in the same words.
            return next((key for tail, key in by_tail.items() if text.endswith(f"/{tail}")), text)
        keys = by_name.get(_plain(text)) or by_form.get(_plain(text)) or {_plain(text)}
        if len(keys) > 1:
            right = " or ".join(sorted(labels[key] for key in keys))
            raise DecisionError(f"decisions: line {decision.line}: “{text}” means several things; write {right}")
        return next(iter(keys))

    found = []
    for decision in mine:
        one, other = find(decision.a, decision), find(decision.b, decision)
        if one == other and decision.verdict == "not same":
            raise DecisionError(
                f"decisions: line {decision.line}: “{decision.a}” and “{decision.b}” are two spellings of one address, "
                f"{address(one)}, and cannot be parted; take the line out"
            )
        found.append(replace(decision, about=(one, other)))
    check(found)
    return found


def _plain(text: str) -> str:
    return " ".join(names.words(text)) or slug(text)
