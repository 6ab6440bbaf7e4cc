"""The look-up tables of an ontology, each read when it is first asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.ontology import nomenclature, schema, valency
from kg.ontology.namespaces import KG, RDFS, SKOS, name_of
from kg.ontology.triples import Triples, to_node
from kg.ontology.vocabulary import (
    Concept,
    Cue,
    KnownActor,
    KnownPerson,
    KnownTreaty,
    NamePattern,
    OntologyClass,
    Role,
    Stage,
    Title,
    Trigger,
    fold,
)


class Ontology:
    """The look-up tables that the reader needs; the records in ``vocabulary`` tell their shapes."""

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
        return schema.read_classes(self._triples)

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        return schema.close(self.classes)

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
        return schema.read_roles(self._triples)

    @cached_property
    def stages(self) -> dict[str, Stage]:
        return schema.read_stages(self._triples)

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
        return nomenclature.read_concepts(self._triples, self.classes, self._concept_types())

    def _concept_types(self) -> list[str]:
        """Classes of an extension's own concepts: the ranges of roles that no actor fills, and the classes below them."""
        ranges = {
            r.range for r in self.roles.values() if r.range and r.range != "Concept" and not self.is_a(r.range, "Actor")
        }
        return [c.iri for c in self.classes.values() if any(self.is_a(c.name, range) for range in ranges)]

    @cached_property
    def actors(self) -> dict[str, KnownActor]:
        return nomenclature.read_actors(self._triples, self.classes, self._ancestors)

    @cached_property
    def people(self) -> dict[str, KnownPerson]:
        return nomenclature.read_people(self._triples)

    @cached_property
    def treaties(self) -> dict[str, KnownTreaty]:
        return nomenclature.read_treaties(self._triples)

    @cached_property
    def titles(self) -> dict[str, Title]:
        return nomenclature.read_titles(self._triples)

    @cached_property
    def name_patterns(self) -> tuple[NamePattern, ...]:
        return nomenclature.read_name_patterns(self._triples)

    @cached_property
    def agreement_words(self) -> dict[str, str]:
        return nomenclature.read_agreement_words(self._triples)

    @cached_property
    def treaty_cues(self) -> dict[str, str]:
        return nomenclature.read_treaty_cues(self._triples)

    @cached_property
    def _word_lists(self) -> dict[str, frozenset[str]]:
        return nomenclature.read_word_lists(self._triples)

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
        return tuple(valency.read_triggers(self._triples, self.roles, self.is_a))

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
    def phrasal_verbs(self) -> frozenset[str]:
        """The triggers that are a verb with a particle or more."""
        return frozenset(t.lemma for t in self.triggers if t.pos == "verb" and " " in t.lemma)

    @cached_property
    def event_verbs(self) -> frozenset[str]:
        """Of these the verbs that name events and report nothing: their objects are things, never what somebody says."""
        reports = {c.lemma for c in self.cues if c.pos == "verb" and c.effect == "report"}
        return frozenset(t.lemma for t in self.triggers if t.pos == "verb" and " " not in t.lemma) - reports

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        return valency.read_cues(self._triples)
