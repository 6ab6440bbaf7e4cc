"""The words of an ontology in the shape in which names and offices are looked up."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from weakref import WeakKeyDictionary

from kg import resources
from kg.extractors.names.statesmen import Statesmen
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology, fold

# Lists of nouns before a name, and the class that they tell.
NAMING = {
    "company": "Company",
    "media": "MediaOrganization",
    "body": "GovernmentBody",
    "group": "ArmedGroup",
    "other": "OtherOrganization",
}


class Lexicon:
    """The look-up tables of an ontology in the shape that the finders need; built once for each ontology."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.gazetteer = Gazetteer(ontology)
        self.titles = {}
        no_office, of_state = ontology.words("no-office"), ontology.words("office-of-state")
        for label, title in ontology.titles.items():
            if fold(label) in no_office or label.split()[-1] in {"of", "for"}:
                continue
            if fold(label) in of_state:
                title = replace(title, implied_in="Country")
            self.titles[tuple(label.split())] = title
            self.titles[tuple(label.replace("-", " - ").split())] = title  # as a tokenizer splits it
            self.titles[tuple(f"ex-{label}".split())] = title
        self.title_ends = {label[-1] for label in self.titles}
        self.longest_title = max((len(label) for label in self.titles), default=0)
        self.heads = {tuple(word.split()): p.kind for p in ontology.name_patterns for word in p.head_words}
        self.head_ends = {words[-1] for words in self.heads}
        self.longest_head = max((len(words) for words in self.heads), default=0)
        self.weapons = {
            fold(label).split()[-1]
            for c in ontology.concepts.values()
            for label in c.labels + c.context_labels
            if label
        }
        self.arms = frozenset(fold(label) for c in ontology.concepts.values() for label in c.labels if label)
        self.agreements = frozenset(ontology.agreement_words)
        self.agreement_kinds = {tuple(label.split()): kind for label, kind in ontology.agreement_words.items()}
        self.particles = ontology.words("name-particle")
        self.suffixes = ontology.words("name-suffix")
        self.family_first = ontology.words("family-name-first")
        self.statesmen = Statesmen(ontology.people.values(), self.family_first)
        self.people = ontology.words("profession")
        self.honorifics = ontology.words("honorific")
        self.places = ontology.words("place-head")
        self.places_of = ontology.words("place-noun")
        self.aliases = ontology.words("alias")
        self.surname_places = ontology.words("surname-like-place")
        self.ships = ontology.words("ship-prefix")
        self.connectors = ontology.words("name-connector")
        self.passing_modifiers = ontology.words("passing-modifier") | ontology.words("past-office")
        self.dates = ontology.words("calendar")
        self.regions = ontology.words("region-prefix")
        self.given_names = ontology.words("given-name")
        self.no_organizations = ontology.words("no-organization-head")
        self.sole_bodies = ontology.words("sole-body")
        self.platform_nouns = ontology.words("platform-noun")
        self.lower_heads = ontology.words("body-in-lower-case")
        self.unowned_heads = ontology.words("body-without-owner")
        self.party_plurals, self.party_heads = ontology.words("party-plural"), ontology.words("party-head")
        self.divisions = ontology.words("company-division")
        self.work_nouns = ontology.words("work-noun")
        self.located_heads = ontology.words("located-head")
        self.no_acronyms = ontology.words("no-organization-acronym")
        self.new_world = ontology.words("new-world")
        self.region_names = ontology.words("region")
        self.naming_nouns = {
            word: kind for name, kind in NAMING.items() for word in ontology.words(f"naming-noun-{name}")
        }
        self.following_nouns = dict.fromkeys(ontology.words("medium"), "MediaOrganization")
        self.making, self.trading = ontology.words("making"), ontology.words("trading")
        self.company_parts, self.company_verbs = ontology.words("company-part"), ontology.words("company-verb")
        self.fighting = ontology.words("fighting-plural")
        self.under_arms = self.fighting | ontology.words("fighting-body")
        self.bands = ontology.words("band")
        self.stateless = self.bands | ontology.words("people-of-no-state")
        self.stateless_words = ontology.words("of-no-state")
        self.abroad, self.abroad_words = ontology.words("people-abroad"), ontology.words("of-people-abroad")
        self.group_leaders = ontology.words("armed-group-leader")
        self.administrations = ontology.words("administration")
        former = [actor for actor in ontology.actors.values() if actor.successor in ontology.actors]
        self.predecessors = {actor.successor: actor for actor in former if not actor.capitals}
        self.former = {actor.iri: actor for actor in former if actor.capitals}
        by_folded_name = {fold(actor.name): actor.name for actor in ontology.actors.values()}
        self.default_country = next((by_folded_name.get(w, "") for w in ontology.words("administration-country")), "")

    def title_at(self, words: list[str], end: int) -> int:
        """Where the longest title ends before ``end`` begins, ``end`` itself where none does; ``words`` in lower
        case."""
        if end == 0 or words[end - 1] not in self.title_ends:
            return end
        for length in range(min(self.longest_title, end), 0, -1):
            if tuple(words[end - length : end]) in self.titles:
                return end - length
        return end

    def title_from(self, words: list[str], start: int) -> int:
        """Where the longest title that begins at ``start`` ends; ``start`` itself where none does."""
        for length in range(min(self.longest_title, len(words) - start), 0, -1):
            if tuple(words[start : start + length]) in self.titles:
                return start + length
        return start


@cache
def towns() -> frozenset[str]:
    """The names of the world's towns, in small letters without accents."""
    lines = resources.towns_file().read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


_lexicons: WeakKeyDictionary[Ontology, Lexicon] = WeakKeyDictionary()


def lexicon(ontology: Ontology) -> Lexicon:
    """The lexicon of an ontology, made when first asked for."""
    found = _lexicons.get(ontology)
    if found is None:
        found = _lexicons[ontology] = Lexicon(ontology)
    return found
