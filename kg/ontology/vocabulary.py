"""What the ontology tells the reader, as records, and the form under which its words are compared."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@lru_cache(maxsize=1 << 16)  # a text has the same words again and again
def fold(text: str) -> str:
    """The form under which words are compared: lower case, hyphens as spaces, straight apostrophes, single spaces."""
    return " ".join(text.replace("’", "'").replace("-", " ").replace("–", " ").lower().split())


@dataclass(frozen=True, slots=True)
class OntologyClass:
    """An OWL class: ``parents`` are local names; ``notation`` is the word used in answers ("armed-group")."""

    name: str
    iri: str
    label: str
    parents: tuple[str, ...]
    notation: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """A participant role: the event class that has it and the class that may fill it, by local name."""

    name: str
    iri: str
    label: str
    domain: str
    range: str
    in_person: bool = False  # whether who fills it is meant himself, not the country that he acts for


@dataclass(frozen=True, slots=True)
class Stage:
    """How far an event has got; ``rank`` orders the stages of one scheme from least to most real.

    ``plays`` names the stage of an arms transfer whose part it has in its own scheme ("lifted" plays "ended"): the reader
    reckons with these, and puts the scheme's own in their place at the end.
    """

    name: str
    iri: str
    label: str
    rank: int
    scheme: str
    plays: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A SKOS concept that names things: a weapon category or a designation. ``category`` is its top category's notation.

    ``family`` is the class of that top category, by which a role's range is asked: a designation is of the family WeaponCategory.
    """

    iri: str
    notation: str
    label: str
    kind: str
    broader: str
    category: str
    labels: tuple[str, ...]
    context_labels: tuple[str, ...]
    country: str
    family: str = "WeaponCategory"
    generic_labels: tuple[str, ...] = ()  # nouns shared with other kinds; the text's other words tell which is meant
    patterns: tuple[str, ...] = ()  # regular expressions of families of designations


@dataclass(frozen=True, slots=True)
class KnownActor:
    """A country or organization that the ontology knows, with every form under which news names it."""

    iri: str
    kind: str
    name: str
    labels: tuple[str, ...]
    demonyms: tuple[str, ...]
    peoples: tuple[str, ...]
    capitals: tuple[str, ...]
    country: str
    context_labels: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    days: tuple[str, str] = ("", "")  # the first and the last of a former state (ISO 8601), where the ontology tells
    successor: str = ""  # the IRI of the state that took its place


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who holds or has held office, with the spellings of the name and the country acted for ("" for none)."""

    iri: str
    name: str
    labels: tuple[str, ...]
    country: str
    leads: bool = False  # an armed group of their own, and acts for it, not for the country


@dataclass(frozen=True, slots=True)
class KnownTreaty:
    """A named treaty: its parties by English short name, its date of signature (ISO 8601) and status."""

    iri: str
    name: str
    labels: tuple[str, ...]
    kind: str
    parties: tuple[str, ...]
    signed: str
    status: str


@dataclass(frozen=True, slots=True)
class Title:
    """A word for an office; ``rank`` marks military ranks and honorifics, which are titles but not offices of a state."""

    label: str
    implied_in: str
    rank: bool


@dataclass(frozen=True, slots=True)
class NamePattern:
    """Head words by which an unknown organization's kind is told ("ministry" → GovernmentBody)."""

    kind: str
    head_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Realization:
    """How a pattern shows one role: the markers under which its filler stands, best first."""

    role: str
    markers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that evokes an event: lemma (with particle, "hand over"), part of speech, and its pattern's realizations."""

    iri: str
    lemma: str
    pos: str  # "verb", "noun" or "adjective"
    evokes: str
    realizations: tuple[Realization, ...]
    stage: str  # the stage that the bare word asserts
    ongoing_stage: str  # the stage of its present progressive ("is buying")
    requires: tuple[str, ...]  # roles without which the word is not this event
    pattern: str


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that changes how real a clause under it is, or whose word it is; ``effect`` names the change."""

    iri: str
    lemma: str
    pos: str
    effect: str
    stage: str
    certainty: str
    holder: str  # where the one who holds the attitude stands: "subject", "by", "" for none
    scheme: str = ""  # the scheme of the stage that it imposes: the cue acts on events of that scheme only
