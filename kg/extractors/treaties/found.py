"""The agreements of an article, each once: one agreement may be spoken of in many places."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.ontology import fold
from kg.records import Actor, Interval


@dataclass(slots=True)
class Found:
    """An agreement found in one or more places of an article."""

    name: str
    start: int
    end: int
    head: int
    kind: str
    iri: str = ""
    parties: tuple[Actor, ...] = ()
    definite: bool = False
    generic: bool = False  # "the treaty": nothing but the head word and what says nothing
    named: bool = False
    loose: bool = False  # a word that also means a contract
    status: str = ""
    date: Interval | None = None
    places: list[tuple[int, int]] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)


def merge(found: list[Found]) -> list[Found]:
    """The distinct agreements: "the treaty" is the one before; the same parties or words are the same agreement."""
    merged: list[Found] = []
    for item in found:
        same = find_earlier(item, merged)
        if same is None:
            if item.generic and item.definite and not item.named and item.loose:
                continue
            item.places.append((item.start, item.end))
            merged.append(item)
            continue
        same.places.append((item.start, item.end))
        if fold(item.name) != fold(same.name):
            same.aliases.append(item.name)
        if (item.named and not same.named) or (same.generic and not item.generic):
            same.aliases.append(same.name)
            same.name, same.named, same.generic, same.iri = (
                item.name,
                item.named,
                item.generic,
                item.iri or same.iri,
            )
            same.kind = item.kind if item.kind != "agreement" else same.kind
        if len(item.parties) > len(same.parties):
            same.parties = item.parties
        if item.status and same.status in {"", "mentioned"}:
            same.status = item.status
        same.date = same.date or item.date
    return [replace_kind(item) for item in merged]


def find_earlier(item: Found, merged: list[Found]) -> Found | None:
    if item.iri:
        return next((m for m in merged if m.iri == item.iri), None)
    for other in reversed(merged):
        if fold(other.name) == fold(item.name) and not item.generic:
            return other
    words = set(fold(item.name).split())
    for other in reversed(merged):
        theirs = set(fold(other.name).split())
        if item.kind == other.kind == "resolution":
            return other if words <= theirs or theirs <= words else None
        if item.kind == other.kind == "embargo":
            return other
        if other.kind == "resolution" or item.kind == "resolution":
            continue
        if item.generic and (item.definite or item.parties == other.parties):
            return other
        if (
            item.definite
            and not item.named
            and len(words) <= 4
            and not (item.parties and other.parties and set(item.parties) != set(other.parties))
        ):
            return other
        if other.generic and other.parties and set(other.parties) == set(item.parties):
            return other
        if len(words & theirs) * 2 > len(words | theirs) and (
            not item.parties or not other.parties or set(item.parties) == set(other.parties)
        ):
            return other
    return None


def replace_kind(item: Found) -> Found:
    return replace(item, kind=item.kind or "agreement")
