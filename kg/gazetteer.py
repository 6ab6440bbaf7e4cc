"""Finds the names that the ontology knows in a text: countries, organizations, treaties and named weapon systems."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.ontology import KnownActor, Ontology, fold

# A name is compared piece by piece, a piece being a word or one punctuation mark, so that it does not matter how a
# tokenizer treats "U.S.", "S-400" or "Russia's".
PIECE = re.compile(r"\w+|[^\w\s]")
PLAIN = {"’": "'", "‘": "'", "–": "-", "‑": "-"}
# A capitalised name of so many words is not something else when written in lower case ("national security council").
SAFE_IN_LOWER_CASE = 3
# Ways in which the first word of an organization's name may be written.
VARIANTS = {
    "UN": ("U.N.", "United Nations"),
    "US": ("U.S.", "United States"),
    "UK": ("U.K.",),
    "EU": ("E.U.", "European Union"),
}
# Where one text names several things, the more direct form wins: NATO the alliance before any city of that name.
FORMS = ("name", "demonym", "people", "capital", "treaty", "system")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a known name stands for.

    ``form`` is one of ``FORMS``; ``sure`` is False where the name also means other things, ``context`` is True where it
    means this one only beside another of its names.
    """

    kind: str
    name: str
    iri: str
    country: str
    form: str
    sure: bool = True
    context: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """Pieces ``start`` to ``end`` of a text are a known name."""

    start: int
    end: int
    entry: Entry


def pieces(text: str) -> list[str]:
    """The pieces of a text under which names are compared."""
    return [plain(m.group()) for m in PIECE.finditer(text)]


def plain(piece: str) -> str:
    """One piece with typographic apostrophes and dashes made plain."""
    return PLAIN.get(piece, piece)


def variants(label: str) -> tuple[str, ...]:
    """A name with its first word written otherwise: UN Women, U.N. Women."""
    first, _, rest = label.partition(" ")
    return tuple(f"{other} {rest}" for other in VARIANTS.get(first, ()) if rest)


class Gazetteer:
    """All names of an ontology, indexed by their pieces."""

    def __init__(self, ontology: Ontology) -> None:
        self._entries: dict[tuple[str, ...], list[Entry]] = {}
        self._regions = ontology.words("region")  # "Europe" is no name of the European Union that a reader can rely on
        self._longest: dict[str, int] = {}
        for actor in ontology.actors.values():
            self._add_actor(actor)
        for treaty in ontology.treaties.values():
            for label in treaty.labels:
                rest, _, last = label.rpartition(" ")
                plain_forms = (
                    (label, f"{rest} {last.lower()}") if rest and last.lower() in ontology.agreement_words else (label,)
                )
                for form in plain_forms:  # "the Pretoria agreement"
                    self._add(form, Entry("Treaty", treaty.name, treaty.iri, "", "treaty"))
        for concept in ontology.concepts.values():
            if concept.kind == "WeaponDesignation":
                entry = Entry(concept.kind, concept.label, concept.iri, concept.country, "system")
                for label in concept.labels:
                    self._add(label, entry)
                    self._add(label + "s", entry)

    def _add_actor(self, actor: KnownActor) -> None:
        if actor.kind != "Country":
            labels = tuple(label for label in actor.labels if fold(label) not in self._regions)
            context = tuple(label for label in actor.context_labels if fold(label) not in self._regions)
            actor = replace(actor, labels=labels, context_labels=context)
        unsure = set(actor.ambiguous)
        forms = {"demonym": actor.demonyms, "people": actor.peoples, "capital": actor.capitals}
        for form, labels in forms.items():
            for label in labels:
                if label not in actor.labels:
                    self._add(label, Entry(actor.kind, actor.name, actor.iri, actor.country, form, label not in unsure))
        others = {label for labels in forms.values() for label in labels} - set(actor.labels)
        for label in dict.fromkeys((*actor.labels, *(v for a in actor.labels for v in variants(a)), *actor.ambiguous)):
            if label not in others:
                self._add(label, Entry(actor.kind, actor.name, actor.iri, actor.country, "name", label not in unsure))
        for label in actor.context_labels:
            plural = label + "s" in actor.context_labels
            people = label.removesuffix("s") in actor.context_labels and label.endswith("s")
            form = "demonym" if plural else "people" if people else "name"
            self._add(label, Entry(actor.kind, actor.name, actor.iri, actor.country, form, False, True))

    def _add(self, label: str, entry: Entry) -> None:
        forms = [label]
        if len(label) > 3:
            forms.append(label.upper())  # datelines and headlines
        if label.startswith("the "):
            forms.append("The " + label[4:])
        if label.count(" ") + 1 >= SAFE_IN_LOWER_CASE and entry.form != "system":
            forms.append(label.lower())
        for form in forms:
            key = tuple(pieces(form))
            if not key:
                continue
            known = self._entries.setdefault(key, [])
            if entry not in known:
                known.append(entry)
                known.sort(key=self._rank)
            self._longest[key[0]] = max(self._longest.get(key[0], 0), len(key))

    @staticmethod
    def _rank(entry: Entry) -> tuple[bool, int, bool, str]:
        return entry.context, FORMS.index(entry.form), entry.kind != "Country", entry.iri

    def find(self, text: Sequence[str]) -> Iterator[Match]:
        """Every known name in a sequence of pieces and all that it may stand for, the longest and likeliest first."""
        longest, entries = self._longest, self._entries
        for start, piece in enumerate(text):
            length = longest.get(piece)
            if length is None:
                continue
            for end in range(min(start + length, len(text)), start, -1):
                for entry in entries.get(tuple(text[start:end]), ()):
                    yield Match(start, end, entry)

    def ending(self, text: str) -> Iterator[Entry]:
        """All that the names at the end of some words may stand for: "of South Korea" → South Korea, Korea."""
        words = pieces(text)
        return (match.entry for match in self.find(words) if match.end == len(words))

    def without_demonym(self, name: str) -> str:
        """A known name without the adjective before it, where the rest alone is known as the same ("German
        Bundestag")."""
        first, _, rest = name.partition(" ")
        whole, alone = self._iris(name), self._iris(rest)
        adjective = self._entries.get(tuple(pieces(first)), [])
        if whole & alone and adjective and adjective[0].form == "demonym":
            return rest
        return name

    def _iris(self, name: str) -> set[str]:
        return {entry.iri for entry in self._entries.get(tuple(pieces(name)), ()) if not entry.context}
