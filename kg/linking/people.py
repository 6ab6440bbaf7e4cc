"""Which people of all articles are one: by how alike their names are, and whether office and country agree.

A surname alone says little. Across articles it joins a full name only where an office or a country agrees, and only where
it can mean one person.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.addresses import slug
from kg.linking import names
from kg.linking.blocks import BLOCK, pairs
from kg.linking.clusters import SAME, Tie
from kg.linking.summaries import Summary
from kg.ontology import Ontology
from kg.records import Actor, Office

# What evidence beside the name adds to the figure of ``names.compare``.
OFFICE_AGREES = 0.45  # the same title in the same country or organization
COUNTRY_AGREES = 0.3
COUNTRY_DIFFERS = -0.5
NAMED_APART = -0.3  # one article names both, so its author takes them for two
# Words of a title that do not tell one office from another.
_SMALL = frozenset("of the for and a an former then ex acting de facto".split())
_SPOKEN = {"spokesman": "speaker", "spokeswoman": "speaker", "spokesperson": "speaker", "defence": "defense"}


@dataclass(slots=True)
class Known:
    """All that the articles tell of one name."""

    names: Counter[str] = field(default_factory=Counter)
    articles: set[str] = field(default_factory=set)
    countries: set[str] = field(default_factory=set)
    offices: set[tuple[frozenset[str], str]] = field(default_factory=set)  # words of the title, and what it is in
    described: bool = False  # whether the vocabulary knows the bearer

    @property
    def name(self) -> str:
        return min(self.names, key=lambda n: (-self.names[n], n))


def gather(summaries: Iterable[Summary]) -> dict[str, Known]:
    """Every name of a person by the end of its address, with what is known of its bearer."""
    found: dict[str, Known] = defaultdict(Known)
    for summary in summaries:
        for person in summary.people:
            known = found[slug(person.name)]
            known.names[person.name] += 1
            known.articles.add(summary.article)
            for office in person.offices:
                _learn(known, office)
        for actor in summary.actors():
            if actor.kind == "Person" and not actor.office and not actor.iri:
                known = found[slug(actor.name)]
                known.names[actor.name] += 0
                known.articles.add(summary.article)
                if actor.country:
                    known.countries.add(actor.country)
    return dict(found)


def find_countries(summaries: Iterable[Summary], known: Mapping[str, Known]) -> dict[str, frozenset[str]]:
    """The countries that each article speaks of in which somebody bears one name alone."""
    alone = {a for entry in known.values() if len(names.words(entry.name)) == 1 for a in entry.articles}
    shared: dict[frozenset[str], frozenset[str]] = {}
    found = {}
    for summary in summaries:
        if summary.article in alone:
            countries = frozenset(filter(None, (actor.country for actor in summary.actors())))
            found[summary.article] = shared.setdefault(countries, countries)
    return found


def describe(known: dict[str, Known], ontology: Ontology) -> list[Tie]:
    """Add whom the vocabulary knows under one of the names, or with one of the surnames; and the names that it knows as one."""
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    alone = set()
    for key, entry in known.items():
        parts = names.words(entry.name)
        by_words[parts].append(key)
        if len(parts) == 1:
            alone.add(parts[0])
    found = []
    for person in sorted(ontology.people.values(), key=lambda person: person.iri):
        key = slug(person.name)
        told = {other for label in person.labels for other in by_words.get(names.words(label), ())}
        if not told and not alone & {names.words(person.name)[-1], names.words(person.name)[0]}:
            continue
        entry = known.setdefault(key, Known(Counter({person.name: 0})))
        entry.described = True
        if person.country:
            entry.countries.add(person.country)
        reason = "the vocabulary has both names"
        found += [
            Tie(min(key, o), max(key, o), 1.0, reason) for o in sorted(told - {key}) if not _apart(known[o], entry)
        ]
    return found


def _apart(a: Known, b: Known) -> bool:
    return bool(a.countries and b.countries and not a.countries & b.countries)


def _learn(known: Known, office: Office) -> None:
    if office.of is None:
        return
    place = _place(office.of)
    if place:
        known.countries.add(place)
    words = frozenset(_SPOKEN.get(word, word) for word in names.words(office.title)) - _SMALL
    if words:
        known.offices.add((words, place or slug(office.of.name)))


def _place(actor: Actor) -> str:
    return actor.name if actor.kind == "Country" else actor.country


def ties(known: Mapping[str, Known], spoken_of: Mapping[str, frozenset[str]]) -> list[Tie]:
    """Every pair that may be one, with its score. ``spoken_of`` is what ``find_countries`` has found."""
    compared: dict[tuple[str, str], Tie | None] = {}
    for block in _blocks(known):
        for one, other in pairs(block, lambda key: known[key].name):
            if (one, other) not in compared:
                compared[one, other] = compare(one, other, known)
    found = [tie for tie in compared.values() if tie is not None]
    return found + list(_by_surname(known, spoken_of))


def _blocks(known: Mapping[str, Known]) -> Iterator[list[str]]:
    """Names that share enough to be compared; a pair outside all blocks cannot be one."""
    blocks: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key in sorted(known):
        parts = names.folded(known[key].name)
        if len(parts) < 2:
            continue
        blocks["whole", "".join(parts)].append(key)
        blocks["words", *sorted(parts)].append(key)
        blocks["ends", parts[-1], parts[0][0]].append(key)
        for at, part in enumerate(parts):
            blocks["but one", str(at), part[0], *parts[:at], *parts[at + 1 :]].append(key)
    yield from (block for block in blocks.values() if len(block) > 1)


def compare(one: str, other: str, known: Mapping[str, Known]) -> Tie | None:
    """Whether two names may be one person's: how alike they are, and what else speaks for or against it."""
    a, b = known[one], known[other]
    score, reason = names.compare(a.name, b.name)
    if not score:
        return None
    more, why = _evidence(a, b)
    if score < 1 and not a.articles.isdisjoint(b.articles):
        more, why = more + NAMED_APART, f"{why}, named apart in one article"
    short = ""
    if reason.startswith(("initials", "one without")):
        short = one if (len(a.name), a.name) < (len(b.name), b.name) else other
    return Tie(one, other, max(0.0, min(1.0, score + more)), reason + why, short)


def _evidence(a: Known, b: Known) -> tuple[float, str]:
    one, two = (sorted(known.offices, key=lambda office: (sorted(office[0]), office[1])) for known in (a, b))
    for title, place in one:
        for other, there in two:
            if place == there and len(title & other) * 5 >= len(title | other) * 3:
                return OFFICE_AGREES, f", and the office: {' '.join(sorted(title & other))}, {place}"
    shared = a.countries & b.countries
    if shared:
        return COUNTRY_AGREES, f", and the country: {min(shared)}"
    if a.countries and b.countries:
        return COUNTRY_DIFFERS, f", but not the country: {min(a.countries)}, {min(b.countries)}"
    return 0.0, ""


def _by_surname(known: Mapping[str, Known], spoken_of: Mapping[str, frozenset[str]]) -> Iterator[Tie]:
    """Surnames alone, with the full names that they may stand for."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for key in sorted(known):
        parts = names.folded(known[key].name)
        if len(parts) > 1:
            for part in {parts[-1], parts[0]} if len(parts) == 3 else {parts[-1]}:
                bearers[part].append(key)
    for key in sorted(known):
        parts = names.folded(known[key].name)
        if len(parts) != 1 or not 1 <= len(bearers[parts[0]]) <= BLOCK:
            continue
        alone = known[key]
        found = [tie for other in bearers[parts[0]] if (tie := compare(key, other, known)) is not None]
        if alone.countries:
            # Of several in one country the one in that office, where no other is known to have held one.
            best = max((tie.score for tie in found), default=0.0)
            held = {other for other in bearers[parts[0]] if known[other].described}
            found = [tie for tie in found if tie.score == best or tie.score < SAME or {tie.a, tie.b} & held]
            yield from (Tie(t.a, t.b, t.score, t.reason, key) for t in found)
            continue
        # Nothing is told of the bearer himself: a statesman of a country that every such article speaks of, if no other
        # bears the name.
        spoken = frozenset.intersection(*(spoken_of[article] for article in sorted(alone.articles)))
        near = {
            other
            for other in bearers[parts[0]]
            if any(place in spoken for _, place in known[other].offices)
            or (known[other].described and known[other].countries & spoken)
        }
        if near:
            reason = "surname alone, and the articles speak of the country"
            yield from (Tie(key, other, SAME, reason, key) for other in bearers[parts[0]])
