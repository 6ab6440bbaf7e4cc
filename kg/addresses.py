"""Keys → addresses: readable for what has a name, a hash for transfers, claims and evidence."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cached_property
from urllib.parse import quote

from kg.letters import bare
from kg.ontology import ID, KG, Ontology
from kg.records import Actor, Claim, Event, Evidence, Filler, Key, Office, Person, Treaty


def slug(text: str) -> str:
    """Words → the readable end of an address: lower case, accents dropped, everything else a hyphen."""
    folded = unicodedata.normalize("NFC", bare(text)).casefold().replace("'", "").replace("’", "").replace(".", "")
    words = re.sub(r"[^\w]+|_", "-", folded).strip("-")
    return words or digest(("name", text))


def digest(key: Key) -> str:
    """A key → 16 hexadecimal digits, the same on every machine and in every run."""
    return hashlib.sha256(repr(key).encode()).hexdigest()[:16]


def event_word(kind: str) -> str:
    """``ArmsTransfer`` → ``transfer``: the last word of a class name heads the addresses of its instances."""
    words: list[str] = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", kind)
    return words[-1].lower()


class Addresses:
    """Key → IRI, for everything in a graph."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    @cached_property
    def _countries(self) -> dict[str, str]:
        return {known.name: known.iri for known in self.ontology.actors.values() if known.kind == "Country"}

    @cached_property
    def _actors(self) -> dict[str, str]:
        return {known.name: known.iri for known in sorted(self.ontology.actors.values(), key=lambda k: k.iri)}

    @cached_property
    def _concepts(self) -> dict[str, str]:
        return {c.notation: c.iri for c in sorted(self.ontology.concepts.values(), key=lambda c: c.iri, reverse=True)}

    def country(self, name: str) -> str:
        return self._countries.get(name) or f"{ID}country/{slug(name)}"

    def represented(self, name: str) -> str:
        """The country or organization of that name."""
        return self._countries.get(name) or self._actors.get(name) or self.country(name)

    def concept(self, notation: str) -> str:
        return self._concepts.get(notation) or f"{ID}category/{slug(notation)}"

    def actor(self, actor: Actor, article: str = "") -> str:
        if actor.iri:
            return actor.iri
        if actor.kind == "Country":
            return self.country(actor.name)
        if actor.office:
            # "A NATO official" of two articles need not be one person.
            return ID + "/".join(filter(None, ("unnamed", quote(article), slug(actor.name or actor.office))))
        if self.ontology.is_a(actor.kind, "Organization"):
            return self.organization(actor.name, actor.country)
        return f"{ID}{slug(actor.kind)}/{slug(actor.name)}"

    def organization(self, name: str, country: str) -> str:
        # "Ministry of Defense" is many; "Russian Defense Ministry" says itself whose it is.
        own = country and slug(country) not in slug(name)
        return f"{ID}organization/{slug(f'{name} {country}' if own else name)}"

    def article(self, id: str) -> str:
        return f"{ID}article/{quote(id)}"

    def evidence(self, evidence: Evidence) -> str:
        return f"{ID}evidence/{digest(evidence.key())}"

    def event(self, event: Event) -> str:
        return f"{ID}{event_word(event.kind)}/{digest(event.key())}"

    def claim(self, claim: Claim) -> str:
        return f"{ID}claim/{digest(claim.key())}"

    def line(self, claim: Claim, role: str, filler: Filler) -> str:
        key = ("line", claim.key(), role, filler.words, filler.concept, filler.designation, filler.origin)
        return f"{ID}line/{digest(key)}"

    def office(self, office: Office, holder: Person) -> str:
        # An office is kept with its holder, so that articles of different years do not mix up who held it.
        parts = (holder.name, office.title + (f" of {office.of.name}" if office.of else ""))
        return f"{ID}office/{'/'.join(map(slug, parts))}"

    def treaty(self, treaty: Treaty) -> str:
        if treaty.iri:
            return treaty.iri
        parties = sorted(party.name for party in treaty.parties)
        return f"{ID}treaty/{slug(' '.join([treaty.name, *parties]))}"

    def treaty_claim(self, treaty: Treaty, article: str) -> str:
        return f"{ID}claim/{digest(('treaty-claim', self.treaty(treaty), article))}"

    def naming(self, named: str, article: str) -> str:
        return f"{ID}naming/{digest(('naming', named, article))}"

    def decision(self, kind: str, a: str, b: str) -> str:
        return f"{ID}decision/{digest(('decision', kind, a, b))}"

    def role(self, name: str) -> str:
        return self.ontology.roles[name].iri if name in self.ontology.roles else KG + name

    def member(self, scheme: str, name: str) -> str:
        """A member of one of the closed lists: stage, stance, certainty, treaty-status."""
        if scheme == "stage" and name in self.ontology.stages:
            return self.ontology.stages[name].iri
        return f"{ID}{scheme}/{slug(name)}"

    def is_country(self, iri: str) -> bool:
        known = self.ontology.actors.get(iri)
        return known.kind == "Country" if known else iri.startswith(f"{ID}country/")
