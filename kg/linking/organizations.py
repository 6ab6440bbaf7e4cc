"""Which organizations of all articles are one: names without spelling and word order, countries, acronyms and other forms.

A ministry belongs to a country: "the Russian Defense Ministry" and "Moscow's defence ministry" are one, "the Defense
Ministry" of an article that says no more may be anybody's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.addresses import Addresses
from kg.linking import names
from kg.linking.blocks import pairs
from kg.linking.clusters import Tie
from kg.linking.summaries import Summary
from kg.ontology import Ontology
from kg.records import Actor

# Words that tell no organization from another, and two ways of writing one word.
_SMALL = frozenset("the of and for s inc corp corporation co ltd limited llc plc ag sa gmbh".split())
_SPELLED = {"defence": "defense", "organisation": "organization", "centre": "center", "programme": "program"}
_SPELLED |= {"armoured": "armored", "labour": "labor", "navies": "navy"}
# Bodies of a state, whose name says little without the country that they belong to.
STATE = ("GovernmentBody", "MilitaryForce")
# What such names are made of: a name of these words alone may be any state's.
_OF_STATES = frozenset(
    "defense foreign affairs interior finance trade economy justice health energy security national state general staff "
    "president presidential prime minister armed air forces force army navy military marine coast guard police border "
    "intelligence service agency house senate congress parliament supreme court cabinet government".split()
)
ACRONYM = range(2, 8)  # letters


@dataclass(slots=True)
class Known:
    """All that the articles tell of one organization under one address."""

    iri: str  # of the ontology, "" where it does not know it
    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    aliases: set[str] = field(default_factory=set)
    country: str = ""
    articles: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return min(self.names, key=lambda n: (-self.names[n], n))

    @property
    def kind(self) -> str:
        return min(self.kinds, key=lambda k: (-self.kinds[k], k))


def gather(summaries: Iterable[Summary], a: Addresses) -> dict[str, Known]:
    """Every organization by its address as the articles name it."""
    found: dict[str, Known] = {}

    def learn(actor: Actor, article: str, weight: int, aliases: tuple[str, ...] = ()) -> None:
        key = a.actor(actor)
        known = found.setdefault(key, Known(actor.iri))
        known.names[actor.name] += weight
        known.kinds[actor.kind] += weight
        known.aliases.update(aliases)
        known.country = known.country or actor.country
        known.articles.add(article)

    for summary in summaries:
        for organization in summary.organizations:
            actor = Actor(organization.kind, organization.name, organization.iri, organization.country)
            learn(actor, summary.article, 10, organization.aliases)
        for actor in summary.actors():
            if actor.name and not actor.office and a.ontology.is_a(actor.kind, "Organization"):
                learn(actor, summary.article, 1)
    for key, known in found.items():
        described = a.ontology.actors.get(key)
        if described:
            known.names = Counter({described.name: 1})
            known.kinds = Counter({described.kind: 1})
            known.aliases = set(described.labels) - set(described.ambiguous)
            known.country = described.country
    return found


class Words:
    """The words of an organization's name that tell it from others, without those that name its country."""

    def __init__(self, ontology: Ontology) -> None:
        self._countries: dict[str, str] = {}
        for actor in ontology.actors.values():
            if actor.kind == "Country":
                for form in (actor.name, *actor.demonyms, *actor.capitals, *actor.labels):
                    if form not in actor.ambiguous:
                        self._countries.setdefault(" ".join(names.words(form)), actor.name)
        self._longest = max((form.count(" ") + 1 for form in self._countries), default=0)

    def of(self, name: str) -> tuple[frozenset[str], str]:
        """The words in plain spelling, and the country that the name itself tells of, "" for none."""
        # "Russia's" is a word and an s of its own.
        parts = [_SPELLED.get(w, w) for w in names.words(name.replace("’", "'").replace("'s", " s"))]
        kept, country, at = [], "", 0
        while at < len(parts):
            for end in range(min(at + self._longest, len(parts)), at, -1):
                form = " ".join(parts[at:end])
                if form in self._countries:
                    country = country or self._countries[form]
                    at = end
                    break
            else:
                kept.append(parts[at])
                at += 1
        return frozenset(kept) - _SMALL or frozenset(parts), country


def ties(known: Mapping[str, Known], ontology: Ontology) -> list[Tie]:
    """Every pair that may be one, with its score."""
    words = Words(ontology)
    anybodys = _anybodys(ontology)
    told = {key: words.of(known[key].name) for key in known}
    country = {key: known[key].country or told[key][1] for key in known}
    found: dict[tuple[str, str], Tie] = {}

    def tie(one: str, other: str, score: float, reason: str, short: str = "") -> None:
        a, b = sorted((one, other))
        if a != b and _may_be_one(known[a], known[b], country[a], country[b]):
            if (a, b) not in found or found[a, b].score < score:
                found[a, b] = Tie(a, b, score, reason, short)

    for block in _blocks(known, told, country):
        for one, other in pairs(block, lambda key: known[key].name):
            state = {known[one].kind, known[other].kind} & set(STATE) and told[one][0] <= anybodys
            agree = country[one] == country[other]
            if told[one][0] == told[other][0]:
                if agree and (country[one] or not state):
                    tie(
                        one, other, 0.95, "the same words" + (f", and the country: {country[one]}" * bool(country[one]))
                    )
                elif not state:
                    bare = one if not country[one] else other
                    tie(one, other, 0.85, "the same words, the country told by one alone", bare)
            elif agree and country[one] and _spelled_alike(told[one][0], told[other][0]):
                tie(one, other, 0.85, f"spelled alike, and the country: {country[one]}")
    for one, other, form in _by_alias(known):
        acronym = form.isupper()
        if acronym or (country[one] and country[one] == country[other]):
            reason = f"“{form}” is another form of “{known[other].name}”"
            tie(one, other, 0.85 if country[one] == country[other] or not country[one] else 0.7, reason, one)
    return list(found.values())


def _anybodys(ontology: Ontology) -> frozenset[str]:
    """The words that any state's bodies are named by."""
    heads = (head for pattern in ontology.name_patterns if pattern.kind in STATE for head in pattern.head_words)
    return _OF_STATES.union(*map(names.words, heads))


def find_loose(known: Mapping[str, Known], ontology: Ontology) -> set[str]:
    """Bodies of a state that several articles name, none telling of which: "the Defense Ministry" of two articles need not
    be one."""
    words, anybodys = Words(ontology), _anybodys(ontology)
    return {
        key
        for key, entry in known.items()
        if entry.kind in STATE and not entry.iri and not entry.country and len(entry.articles) > 1
        for parts, country in [words.of(entry.name)]
        if not country and parts <= anybodys
    }


def _may_be_one(a: Known, b: Known, country: str, other: str) -> bool:
    """No two things that the ontology tells apart, no two countries, no two kinds but the one that says nothing."""
    if (a.iri and b.iri) or (country and other and country != other):
        return False
    return a.kind == b.kind or "OtherOrganization" in (a.kind, b.kind) or {a.kind, b.kind} == set(STATE)


def _blocks(
    known: Mapping[str, Known], told: Mapping[str, tuple[frozenset[str], str]], country: Mapping[str, str]
) -> Iterator[list[str]]:
    blocks: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for key in sorted(known):
        parts = told[key][0]
        blocks["words", parts].append(key)
        if len(parts) > 1:
            for part in sorted(parts):
                blocks["but one", country[key], parts - {part}, part[0]].append(key)
    yield from (block for block in blocks.values() if len(block) > 1)


def _spelled_alike(a: frozenset[str], b: frozenset[str]) -> bool:
    left, right = a - b, b - a
    if len(left) != 1 or len(right) != 1:
        return False
    (one,), (other,) = left, right
    return one.isalpha() and other.isalpha() and names.alike(one, other)


def _by_alias(known: Mapping[str, Known]) -> Iterator[tuple[str, str, str]]:
    """Short form, full form and the words, where the name of one organization is another form of another's."""
    forms: dict[str, set[str]] = defaultdict(set)
    for key in sorted(known):
        for alias in known[key].aliases - set(known[key].names):
            if (alias.isupper() and len(alias) in ACRONYM) or len(alias.split()) > 1:
                forms[" ".join(names.words(alias))].add(key)
    for key in sorted(known):
        if known[key].iri:
            continue
        for name in sorted(known[key].names):
            if (name.isupper() and len(name) in ACRONYM) or len(name.split()) > 1:
                for other in sorted(forms.get(" ".join(names.words(name)), ())):
                    if other != key:
                        yield key, other, name
