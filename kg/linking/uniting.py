"""Unites the records of one article that have the same key: one record with the evidence of all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from kg.records import Claim, Evidence, Office, Organization, Person, Reading, Treaty

Linked = TypeVar("Linked", Person, Organization, Treaty, Claim, Office)


def unite_within(reading: Reading) -> Reading:
    """The reading with each record once; no other article is needed for it."""
    return Reading(
        reading.article,
        tuple(_unite_offices(person) for person in unite(reading.people)),
        unite(reading.organizations),
        unite(reading.treaties),
        unite(reading.claims),
    )


def unite(records: Iterable[Linked]) -> tuple[Linked, ...]:
    """Records grouped by key, their evidence and other lists united, in order of key."""
    groups: dict[str, list[Linked]] = {}
    for record in records:
        groups.setdefault(repr(record.key()), []).append(record)
    return tuple(_merge(groups[key]) for key in sorted(groups))


def _merge(records: list[Linked]) -> Linked:
    # Which of several comes first must not depend on the order of reading.
    records = sorted(records, key=_content)
    first = records[0]
    changes: dict[str, object] = {"evidence": _evidence(records)}
    if isinstance(first, Person):
        changes["aliases"] = _all(alias for r in records if isinstance(r, Person) for alias in r.aliases)
        changes["offices"] = tuple(o for r in records if isinstance(r, Person) for o in r.offices)
    if isinstance(first, Organization | Treaty):
        changes["aliases"] = _all(a for r in records if isinstance(r, Organization | Treaty) for a in r.aliases)
    if isinstance(first, Person | Organization | Treaty):
        # The fullest of the names that the article uses, where all articles have another.
        rewritten = [r for r in records if isinstance(r, Person | Organization | Treaty) and r.told]
        forms = {r.told or r.name for r in records if isinstance(r, Person | Organization | Treaty)}
        fullest = max(forms, key=lambda form: (len(form), form))
        changes["told"] = fullest if rewritten and fullest != first.name else ""
    if isinstance(first, Treaty):
        parties = {actor.key(): actor for r in records if isinstance(r, Treaty) for actor in r.parties}
        changes["parties"] = tuple(parties[key] for key in sorted(parties, key=repr))
        told = [r for r in records if isinstance(r, Treaty) and r.status != "mentioned"]
        changes["status"] = told[0].status if told else first.status
        changes["date"] = next((r.date for r in records if isinstance(r, Treaty) and r.date), None)
    if isinstance(first, Claim):
        changes["value"] = next((r.value for r in records if isinstance(r, Claim) and r.value), None)
        changes["date"] = next((r.date for r in records if isinstance(r, Claim) and r.date), None)
    return replace(first, **changes)  # type: ignore[arg-type]


def _unite_offices(person: Person) -> Person:
    return replace(person, offices=unite(person.offices))


def _content(record: Person | Organization | Treaty | Claim | Office) -> tuple[tuple[int, int], str]:
    places = sorted((evidence.start, evidence.end) for evidence in record.evidence)
    return (places[0] if places else (0, 0)), repr(record)


def _evidence(records: Iterable[Person | Organization | Treaty | Claim | Office]) -> tuple[Evidence, ...]:
    found = {evidence.key(): evidence for record in records for evidence in record.evidence}
    return tuple(sorted(found.values(), key=lambda e: (e.article, e.start, e.end, e.role, e.rule)))


def _all(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(texts)))
