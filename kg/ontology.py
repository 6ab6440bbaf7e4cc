"""The ontology, read once: classes through owlready2, vocabulary and frames as plain records for the reader.

Everything that a user may extend lives in Turtle (``ontology/*.ttl`` and any ``--ontology`` path beside it); this module
turns it into look-up tables and repeats none of it.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.errors import OntologyError

KG = "https://w3id.org/armsgraph/ontology#"
ID = "https://w3id.org/armsgraph/id/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
TYPE = RDF + "type"
OWL = "http://www.w3.org/2002/07/owl#"
# vocabularies that the ontology is aligned to; their classes are no parents of ours
FOREIGN = (OWL, "https://schema.org/", "http://www.w3.org/", "http://schema.org/", "http://semanticweb.cs.vu.nl/")
SKOS = "http://www.w3.org/2004/02/skos/core#"

Node = ox.NamedNode | ox.BlankNode
PREFIXES = {"kg": KG, "id": ID, "rdf": RDF, "rdfs": RDFS, "owl": OWL, "skos": SKOS}


def name_of(iri: str) -> str:
    """The last part of an IRI: ``…#ArmsTransfer`` → ``ArmsTransfer``, ``…/id/stage/delivered`` → ``delivered``."""
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]


def to_node(iri: str) -> Node:
    """The node of an IRI; of what is none, such as a text where an address should stand, a node that nothing describes."""
    try:
        return ox.NamedNode(iri)
    except ValueError:
        return ox.BlankNode()


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


class Triples:
    """All triples of the given files, indexed by subject, and by type."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = tuple(files)
        self.of: dict[Node, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        self.by_type: dict[str, list[Node]] = defaultdict(list)
        self.quads: list[ox.Triple] = []
        for file in self.files:
            self.add(file)

    def add(self, file: Path) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise OntologyError(
                f"{file}: cannot be read ({error.strerror}); name a Turtle file or a folder of them"
            ) from None
        try:
            for quad in ox.parse(data, ox.RdfFormat.TURTLE, base_iri=KG.rstrip("#"), rename_blank_nodes=True):
                if isinstance(quad.subject, ox.Triple):
                    continue
                self.quads.append(ox.Triple(quad.subject, quad.predicate, quad.object))
                predicate = quad.predicate.value
                self.of[quad.subject][predicate].append(quad.object)
                if predicate == TYPE:
                    self.by_type[quad.object.value].append(quad.subject)
        except (SyntaxError, ValueError) as error:
            raise OntologyError(f"{file}: not valid Turtle ({error}); mend the line that the message names") from None

    def subjects(self, *types: str) -> list[Node]:
        """Subjects of any of these types, in order of IRI, so that nothing depends on the order of files."""
        found = {subject for kind in types for subject in self.by_type.get(kind, ())}
        return sorted(found, key=lambda node: node.value)

    def texts(self, subject: Node, *predicates: str) -> tuple[str, ...]:
        """The literals or IRIs of these properties as text, sorted within each property, without repeats."""
        entry = self.of.get(subject)
        if entry is None:
            return ()
        values: list[str] = []
        for predicate in predicates:
            found = entry.get(predicate)
            if found:
                values.extend(o.value for o in (found if len(found) == 1 else sorted(found, key=str)))
        return tuple(dict.fromkeys(values))

    def text(self, subject: Node, *predicates: str) -> str:
        values = self.texts(subject, *predicates)
        return values[0] if values else ""


class Ontology:
    """The look-up tables that the reader needs; see the module's records for their shapes."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._triples = Triples(files)
        self.files = self._triples.files

    @property
    def quads(self) -> list[ox.Triple]:
        """All triples of the files."""
        return self._triples.quads

    def label(self, iri: str) -> str:
        """What people call a thing of the vocabulary, or the last part of its address."""
        return self._triples.text(to_node(iri), RDFS + "label", SKOS + "prefLabel") or name_of(iri)

    @cached_property
    def world(self) -> Any:
        """The classes as an owlready2 ``World`` (owlready2 reads no Turtle, so it is given N-Triples)."""
        import owlready2

        world = owlready2.World()
        # a role is a property that is also an individual of kg:ParticipantRole; owlready2 takes no such punning
        triples = [
            t
            for t in self._triples.quads
            if not (isinstance(t.object, ox.NamedNode) and t.object.value == KG + "ParticipantRole")
        ]
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
        assert data is not None
        world.get_ontology(KG).load(fileobj=io.BytesIO(data))
        return world

    @cached_property
    def classes(self) -> dict[str, OntologyClass]:
        t = self._triples
        found: dict[str, OntologyClass] = {}
        declared = {node.value for node in t.subjects(OWL + "Class") if isinstance(node, ox.NamedNode)}
        for node in t.subjects(OWL + "Class"):
            if isinstance(node, ox.BlankNode):
                continue
            above = {p.value for p in t.of[node].get(RDFS + "subClassOf", ()) if isinstance(p, ox.NamedNode)}
            # a class of another vocabulary (foaf:Person) may have the name of ours
            own = {p for p in above & declared if p == SKOS + "Concept" or not p.startswith(FOREIGN)}
            parents = tuple(sorted(name_of(p) for p in own))
            name = name_of(node.value)
            found[name] = OntologyClass(
                name, node.value, t.text(node, RDFS + "label") or name, parents, t.text(node, SKOS + "notation")
            )
        return dict(sorted(found.items()))

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        closed: dict[str, frozenset[str]] = {}
        for name in self.classes:
            seen, todo = {name}, [name]
            while todo:
                entry = self.classes.get(todo.pop())
                fresh = [parent for parent in (entry.parents if entry else ()) if parent not in seen]
                seen.update(fresh)
                todo.extend(fresh)
            closed[name] = frozenset(seen)
        return closed

    def is_a(self, name: str, ancestor: str) -> bool:
        """Whether the class of that local name is the other or below it."""
        return name == ancestor or ancestor in self._ancestors.get(name, ())

    def notation(self, name: str) -> str:
        """The word that answers use for a class or one of its nearest ancestors."""
        todo, seen = [name], set[str]()
        while todo:
            entry = self.classes.get(todo.pop(0))
            if entry is None or entry.name in seen:
                continue
            if entry.notation:
                return entry.notation
            seen.add(entry.name)
            todo.extend(entry.parents)
        return ""

    @cached_property
    def roles(self) -> dict[str, Role]:
        t = self._triples
        return {
            name_of(node.value): Role(
                name_of(node.value),
                node.value,
                t.text(node, RDFS + "label") or name_of(node.value),
                name_of(t.text(node, RDFS + "domain")),
                name_of(t.text(node, RDFS + "range")),
                t.text(node, KG + "inPerson") == "true",
            )
            for node in t.subjects(KG + "ParticipantRole")
        }

    @cached_property
    def _role_markers(self) -> dict[str, tuple[str, ...]]:
        """Markers that a role names itself: it stands under them whatever word evokes its event ("via" a transit country)."""
        return {name: found for name, role in self.roles.items() if (found := self._markers(to_node(role.iri)))}

    @cached_property
    def stages(self) -> dict[str, Stage]:
        t = self._triples
        found: dict[str, Stage] = {}
        for node in t.subjects(SKOS + "Concept", KG + "Stage"):
            rank = t.text(node, KG + "rank")
            if not rank:
                continue
            name = t.text(node, SKOS + "notation") or name_of(node.value)
            label = t.text(node, SKOS + "prefLabel", RDFS + "label") or name
            played = t.text(node, KG + "plays")
            plays = t.text(to_node(played), SKOS + "notation") or name_of(played) if played else ""
            found[name] = Stage(name, node.value, label, int(float(rank)), t.text(node, SKOS + "inScheme"), plays)
        return found

    @cached_property
    def _schemes(self) -> dict[str, str]:
        t = self._triples
        return {c.name: t.text(to_node(c.iri), KG + "stageScheme") for c in self.classes.values()}

    def scheme_of(self, kind: str) -> str:
        """The scheme of stages that claims about events of a class use, its own or that of the nearest class above it."""
        todo, seen = [kind], set[str]()
        while todo:
            name = todo.pop(0)
            if self._schemes.get(name):
                return self._schemes[name]
            seen.add(name)
            todo.extend(p for p in (self.classes[name].parents if name in self.classes else ()) if p not in seen)
        return ""

    def played(self, stage: str) -> str:
        """The stage of an arms transfer whose part a stage has in its own scheme; of those stages itself."""
        return self.stages[stage].plays or stage if stage in self.stages else stage

    def staged(self, kind: str, stage: str, own: str = "") -> str:
        """A stage of an arms transfer → the one that has its part among the stages of a class of events.

        ``own`` is the stage that the trigger itself names; where several stages have one part, it goes before the others.
        """
        if own and self.played(own) == stage:
            return own
        scheme = self.scheme_of(kind)
        options = [s for s in self.stages.values() if s.plays == stage and s.scheme == scheme]
        return min(options, key=lambda s: (s.rank, s.name)).name if options else stage

    @cached_property
    def concepts(self) -> dict[str, Concept]:
        t = self._triples
        found: dict[str, Concept] = {}
        nodes = t.subjects(KG + "WeaponCategory", KG + "WeaponDesignation", *self._concept_types())
        broader = {node.value: t.text(node, SKOS + "broader") for node in nodes}

        def top(iri: str) -> str:
            seen = set()
            while broader.get(iri) and iri not in seen:
                seen.add(iri)
                iri = broader[iri]
            return iri

        def kind_of(node: Node) -> str:
            return next(iter(sorted(name_of(x) for x in t.texts(node, RDF + "type") if name_of(x) in self.classes)), "")

        for node in nodes:
            if isinstance(node, ox.BlankNode):
                continue
            head = to_node(top(node.value))
            country = t.text(node, KG + "countryOfDesign")
            family = kind_of(head)
            found[node.value] = Concept(
                node.value,
                t.text(node, SKOS + "notation") or name_of(node.value),
                t.text(node, SKOS + "prefLabel", RDFS + "label"),
                kind_of(node),
                broader[node.value],
                t.text(head, SKOS + "notation") or name_of(head.value),
                t.texts(node, SKOS + "prefLabel", SKOS + "altLabel"),
                t.texts(node, KG + "contextLabel"),
                t.text(to_node(country), RDFS + "label") if country else "",
                "WeaponCategory" if family == "WeaponDesignation" else family,
            )
        return found

    def _concept_types(self) -> list[str]:
        """Classes of an extension's own concepts: the ranges of roles that no actor fills, and the classes below them."""
        ranges = {
            r.range for r in self.roles.values() if r.range and r.range != "Concept" and not self.is_a(r.range, "Actor")
        }
        return [c.iri for c in self.classes.values() if any(self.is_a(c.name, range) for range in ranges)]

    @cached_property
    def actors(self) -> dict[str, KnownActor]:
        t = self._triples
        kinds = [
            c.iri for c in self.classes.values() if self.is_a(c.name, "Country") or self.is_a(c.name, "Organization")
        ]
        found = {}
        for node in t.subjects(*kinds):
            kind = max(
                (name_of(x) for x in t.texts(node, RDF + "type") if name_of(x) in self.classes),
                key=lambda k: len(self._ancestors[k]),
            )
            name = t.text(node, RDFS + "label")
            country = name if kind == "Country" else ""
            seat = t.text(node, KG + "country")
            if seat:
                country = t.text(to_node(seat), RDFS + "label")
            found[node.value] = KnownActor(
                node.value,
                kind,
                name,
                t.texts(node, RDFS + "label", SKOS + "altLabel", KG + "officialName"),
                t.texts(node, KG + "demonym"),
                t.texts(node, KG + "people"),
                t.texts(node, KG + "capital", KG + "seatOfGovernment"),
                country,
                t.texts(node, KG + "contextLabel"),
                t.texts(node, KG + "ambiguousLabel"),
            )
        return found

    @cached_property
    def treaties(self) -> dict[str, KnownTreaty]:
        t = self._triples
        return {
            node.value: KnownTreaty(
                node.value,
                t.text(node, RDFS + "label"),
                t.texts(node, RDFS + "label", SKOS + "altLabel"),
                t.text(node, KG + "treatyKind"),
                tuple(filter(None, (t.text(to_node(p), RDFS + "label") for p in t.texts(node, KG + "party")))),
                t.text(node, KG + "signedOn"),
                name_of(t.text(node, KG + "treatyStatus")).replace("-", " "),
            )
            for node in t.subjects(KG + "Treaty")
            if isinstance(node, ox.NamedNode)
        }

    @cached_property
    def titles(self) -> dict[str, Title]:
        t = self._triples
        found: dict[str, Title] = {}
        for node in t.subjects(KG + "OfficeTitle"):
            rank = t.text(node, KG + "rankTitle") == "true"
            for label in t.texts(node, RDFS + "label", SKOS + "altLabel"):
                found[label.lower()] = Title(label, name_of(t.text(node, KG + "impliedIn")), rank)
        return found

    @cached_property
    def name_patterns(self) -> tuple[NamePattern, ...]:
        t = self._triples
        return tuple(
            NamePattern(name_of(t.text(node, KG + "denotes")), tuple(w.lower() for w in t.texts(node, KG + "headWord")))
            for node in t.subjects(KG + "NamePattern")
        )

    @cached_property
    def agreement_words(self) -> dict[str, str]:
        t = self._triples
        return {
            label.lower(): t.text(node, KG + "treatyKind")
            for node in t.subjects(KG + "AgreementWord")
            for label in t.texts(node, RDFS + "label", SKOS + "altLabel")
        }

    @cached_property
    def treaty_cues(self) -> dict[str, str]:
        t = self._triples
        return {
            label.lower(): name_of(t.text(node, KG + "treatyStatus")).replace("-", " ")
            for node in t.subjects(KG + "TreatyStatusCue")
            for label in t.texts(node, RDFS + "label", SKOS + "altLabel")
        }

    @cached_property
    def _word_lists(self) -> dict[str, frozenset[str]]:
        t = self._triples
        return {
            name_of(node.value): frozenset(fold(w) for w in t.texts(node, KG + "word"))
            for node in t.subjects(KG + "WordList")
        }

    def words(self, name: str) -> frozenset[str]:
        """The word list of that local name, folded; empty where no file has it."""
        return self._word_lists.get(name, frozenset())

    @cached_property
    def military_modifiers(self) -> frozenset[str]:
        """Modifiers that make a word of many uses ("equipment", "aid") one of arms ("military", "lethal")."""
        return frozenset(
            fold(w) for s, p in self._triples.of.items() for o in p.get(KG + "militaryModifier", ()) for w in (o.value,)
        )

    @cached_property
    def triggers(self) -> tuple[Trigger, ...]:
        return tuple(self._read_triggers())

    def _read_triggers(self) -> Iterator[Trigger]:
        t = self._triples
        patterns = {node.value: self._read_realizations(node) for node in t.subjects(KG + "ValencyPattern")}
        for node in t.subjects(KG + "Trigger"):
            labels = t.texts(node, RDFS + "label", SKOS + "altLabel")
            for pattern, label in ((p, w) for p in t.texts(node, KG + "pattern") or ("",) for w in labels):
                kind = name_of(t.text(node, KG + "evokes"))
                yield Trigger(
                    node.value,
                    fold(label),
                    t.text(node, KG + "partOfSpeech") or "verb",
                    kind,
                    self._with_roles_of(kind, self._read_realizations(node) + patterns.get(pattern, ())),
                    self._stage_name(t.text(node, KG + "stage")),
                    self._stage_name(t.text(node, KG + "ongoingStage")),
                    tuple(
                        name_of(r)
                        for r in t.texts(node, KG + "requires")
                        or (t.texts(to_node(pattern), KG + "requires") if pattern else ())
                    ),
                    name_of(pattern) if pattern else "",
                )

    def _read_realizations(self, node: Node) -> tuple[Realization, ...]:
        t = self._triples
        found = []
        for part in t.of[node].get(KG + "realizes", ()):
            found.append(Realization(name_of(t.text(part, KG + "role")), self._markers(part)))
        return tuple(sorted(found, key=lambda r: r.role))

    def _markers(self, node: Node) -> tuple[str, ...]:
        """Markers in the order in which they are written; a preposition of several words is joined by "_": by_way_of."""
        return tuple(
            m.replace("_", " ") for m in " ".join(self._triples.texts(node, KG + "marker")).replace(",", " ").split()
        )

    def _with_roles_of(self, kind: str, realizations: tuple[Realization, ...]) -> tuple[Realization, ...]:
        """A pattern's realizations with those roles of the event that name their markers themselves."""
        shown = {r.role for r in realizations}
        more = [
            Realization(name, markers)
            for name, markers in self._role_markers.items()
            if name not in shown and self.is_a(kind, self.roles[name].domain)
        ]
        return (*realizations, *more)

    def _stage_name(self, iri: str) -> str:
        """A stage's IRI → its notation."""
        return self._triples.text(to_node(iri), SKOS + "notation") or name_of(iri) if iri else ""

    @cached_property
    def goods(self) -> frozenset[str]:
        """The single words that name weapons by themselves, folded."""
        return frozenset(
            word
            for concept in self.concepts.values()
            if concept.kind == "WeaponCategory"
            for word in map(fold, concept.labels)
            if " " not in word
        )

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The base forms of all verbs that are triggers or cues."""
        found = {t.lemma for t in self.triggers if t.pos == "verb"} | {c.lemma for c in self.cues if c.pos == "verb"}
        return frozenset(lemma for lemma in found if " " not in lemma)

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        t = self._triples
        return tuple(
            Cue(
                node.value,
                fold(label),
                t.text(node, KG + "partOfSpeech") or "verb",
                name_of(t.text(node, KG + "effect")),
                self._stage_name(t.text(node, KG + "imposes")),
                name_of(t.text(node, KG + "certainty")),
                t.text(node, KG + "attitudeHolder"),
                t.text(to_node(t.text(node, KG + "imposes")), SKOS + "inScheme")
                if t.text(node, KG + "imposes")
                else "",
            )
            for node in t.subjects(KG + "Cue")
            for label in t.texts(node, RDFS + "label", SKOS + "altLabel")
        )


def load(paths: Iterable[Path | str] = (), *, shipped: Path | None = None) -> Ontology:
    """Read the shipped ontology (or the folder ``shipped`` instead of it) with the given files or folders beside it."""
    return Ontology(find_files(paths, shipped=shipped))


def world(paths: Iterable[Path | str] = ()) -> Any:
    """The vocabulary as an owlready2 ``World``, to go on with in Python."""
    return load(paths).world


def export(ontology: Ontology, ending: str) -> bytes:
    """All files as one, in the format that the ending of a file's name tells: owl (RDF/XML), ttl, nt …; always the same bytes."""
    format = ox.RdfFormat.from_extension({"owl": "rdf"}.get(ending, ending))
    if format is None:
        raise OntologyError(f"{ending}: unknown format; owl, ttl and nt are some that are known")
    names = {node: ox.BlankNode(f"b{number}") for number, node in enumerate(_blank_nodes(ontology.quads))}

    def named(term: Any) -> Any:
        return names.get(term, term)

    triples = {ox.Triple(named(t.subject), t.predicate, named(t.object)) for t in ontology.quads}
    data = ox.serialize(sorted(triples, key=str), format=format, prefixes=PREFIXES)
    assert data is not None
    return data


def _blank_nodes(triples: Iterable[ox.Triple]) -> Iterator[ox.BlankNode]:
    """Blank nodes in the order in which the files have them."""
    seen = dict.fromkeys(n for t in triples for n in (t.subject, t.object) if isinstance(n, ox.BlankNode))
    yield from seen


def find_files(paths: Iterable[Path | str] = (), *, shipped: Path | None = None) -> list[Path]:
    """The shipped files (or those of the folder ``shipped``) and then those that the given files and folders name."""
    return [*_turtle_files(shipped or resources.ontology_folder()), *(f for p in paths for f in _turtle_files(Path(p)))]


def _turtle_files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(path.glob("*.ttl"))
        if not files:
            raise OntologyError(
                f"{path}: holds no Turtle file; an ontology folder holds one or more files that end in .ttl"
            )
        return files
    if not path.exists():
        raise OntologyError(f"{path}: no such file or folder; name a Turtle file or a folder of them")
    return [path]
