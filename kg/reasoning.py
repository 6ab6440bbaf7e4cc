"""What follows from the vocabulary and a graph: contradictions found by HermiT and explained, and inferences marked as such."""

from __future__ import annotations

import hashlib
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from kg import resources
from kg.errors import OntologyError
from kg.ontology import ID, KG, OWL, RDF, RDFS, Ontology, name_of
from kg.sources import Sources

TYPE, SUBCLASS = RDF + "type", RDFS + "subClassOf"
# OWL 2 knows no days and years, and HermiT refuses them; no axiom of ours is about them.
REFUSED = {f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("date", "gYear", "gYearMonth")}
# Types by which a property is an individual too (punning), which owlready2 does not take.
PUNNED = {KG + "ParticipantRole", KG + "Role"}
TRIES = 12  # how many of an extension's entries are left out in turn to find the guilty ones

Facts = list[tuple[Any, str, Any]]


def find_contradictions(ontology: Ontology) -> list[str]:
    """What HermiT finds, a line for each with the axioms that do not go together; it takes seconds and needs Java."""
    facts = [(t.subject, t.predicate.value, t.object) for t in ontology.quads]
    verdict = run_hermit(facts)
    if verdict == []:
        return []
    explained = list(Explanation(ontology).clashes(verdict or ()))
    if verdict is None and not explained:
        explained = [f"ontology: is inconsistent; {find_guilty(ontology)}"]
    for name in verdict or ():
        if not any(line.startswith(f"{name}:") or f" {name}:" in line or f":{name}: " in line for line in explained):
            explained.append(
                f"{name}: nothing can belong to it; look at the classes above it and the restrictions on them"
            )
    return explained


def run_hermit(facts: Facts) -> list[str] | None:
    """The classes that nothing can belong to, or None where all is inconsistent."""
    import owlready2

    annotations = {s.value for s, p, o in facts if p == TYPE and _iri(o) == OWL + "AnnotationProperty"}
    triples = [ox.Triple(s, ox.NamedNode(p), o) for s, p, o in facts if _bears(p, o, annotations)]
    world = owlready2.World()
    data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES)
    assert data is not None
    world.get_ontology(KG).load(fileobj=io.BytesIO(data))
    try:
        owlready2.sync_reasoner_hermit(world, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return None
    except FileNotFoundError:
        raise OntologyError(
            "--reason: HermiT needs Java, which is not installed; install a Java runtime (17 does)"
        ) from None
    except owlready2.OwlReadyJavaError as error:
        lines = [line for line in str(error).splitlines() if "Exception" in line or "Error" in line]
        raise OntologyError(
            f"--reason: HermiT gave up ({(lines or ['no reason given'])[0].strip()}); simplify the axiom it names"
        ) from None
    return sorted(entity.name for entity in world.inconsistent_classes() if entity.name != "Nothing")


def _iri(term: Any) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _bears(predicate: str, value: Any, annotations: set[str]) -> bool:
    """Whether a statement can bear on consistency: no labels, no days, no punning."""
    if (
        predicate in annotations
        or predicate in {RDFS + "label", RDFS + "comment", RDFS + "seeAlso"}
        or _iri(value) in PUNNED
    ):
        return False
    return not (isinstance(value, ox.Literal) and value.datatype.value in REFUSED)


class Explanation:
    """Why a vocabulary contradicts itself, by the axioms that people write: disjoint classes, domains, ranges, one value."""

    def __init__(self, ontology: Ontology) -> None:
        self.sources = Sources(ontology.files)

    @cached_property
    def above(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for subject, entry in self.sources.of.items():
            for parent in entry.get(SUBCLASS, ()):
                if isinstance(subject, ox.NamedNode) and isinstance(parent, ox.NamedNode):
                    found[subject.value].append(parent.value)
        return found

    def way_up(self, kind: str) -> dict[str, list[str]]:
        """Every class above a class, with the classes on the way to it."""
        ways = {kind: [kind]}
        todo = [kind]
        while todo:
            name = todo.pop(0)
            for parent in self.above.get(name, ()):
                if parent not in ways:
                    ways[parent] = [*ways[name], parent]
                    todo.append(parent)
        return ways

    @cached_property
    def disjoint(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for node in self.sources.by_type.get(OWL + "AllDisjointClasses", ()):
            for head in self.sources.values(node, OWL + "members"):
                members = [m.value for m in self.members(head)]
                for one in members:
                    found[one].update(m for m in members if m != one)
        for subject, entry in self.sources.of.items():
            for other in entry.get(OWL + "disjointWith", ()):
                found[_iri(subject)].add(_iri(other))
                found[_iri(other)].add(_iri(subject))
        return found

    def members(self, head: Any) -> Iterator[Any]:
        while head in self.sources.of and RDF + "first" in self.sources.of[head]:
            yield self.sources.of[head][RDF + "first"][0]
            head = self.sources.of[head][RDF + "rest"][0]

    def clashes(self, empty: Iterable[str]) -> Iterator[str]:
        """A line for each class that nothing can belong to, and for each thing that cannot be what it is said to be."""
        wanted = set(empty)
        for iri in sorted(self.above):
            if name_of(iri) in wanted:
                yield from self._clash(
                    ox.NamedNode(iri), "nothing can belong to it", [(iri, f"it is {self.show(iri)}", (SUBCLASS,))]
                )
        yield from self._clashing_things()

    def _clashing_things(self) -> Iterator[str]:
        domains, ranges = self._property_classes("domain"), self._property_classes("range")
        reasons: dict[Any, list[tuple[str, str, tuple[Any, ...]]]] = defaultdict(list)
        for subject, entry in self.sources.of.items():
            for predicate, values in entry.items():
                for value in values:
                    said = f"{self.show(subject)} {self.show(predicate)} {self.show(value)}"
                    if predicate == TYPE and isinstance(value, ox.NamedNode):
                        reasons[subject].append((value.value, said, (value,)))
                    for kind in domains.get(predicate, ()):
                        reasons[subject].append(
                            (kind, f"{said}, and what has {self.show(predicate)} is a {self.show(kind)}", (predicate,))
                        )
                    if isinstance(value, ox.NamedNode):
                        for kind in ranges.get(predicate, ()):
                            reasons[value].append(
                                (
                                    kind,
                                    f"{said}, and what {self.show(predicate)} leads to is a {self.show(kind)}",
                                    (value,),
                                )
                            )
        for node in sorted(reasons, key=str):
            if isinstance(node, ox.NamedNode):
                yield from self._clash(node, "it cannot be all that is said of it", reasons[node])
        yield from self._too_many_values()

    def _property_classes(self, which: str) -> dict[str, list[str]]:
        return {
            s.value: [_iri(o) for o in entry[RDFS + which] if _iri(o)]
            for s, entry in self.sources.of.items()
            if isinstance(s, ox.NamedNode) and RDFS + which in entry
        }

    def _clash(self, node: Any, what: str, reasons: list[tuple[str, str, tuple[Any, ...]]]) -> Iterator[str]:
        """The first pair of excluding classes that the reasons lead to, each with its way."""
        reached: dict[str, tuple[str, list[str]]] = {}
        for kind, said, _ in reasons:
            for above, way in self.way_up(kind).items():
                reached.setdefault(above, (said, way))
        for one in sorted(reached):
            for other in sorted(self.disjoint.get(one, set()) & set(reached)):
                (said, way), (said_too, way_too) = reached[one], reached[other]
                path, line = self.sources.place(node, way[1] if len(way) > 1 else way[0], way_too[-1])
                both = dict.fromkeys(self._tell(said, way) + self._tell(said_too, way_too))
                yield (
                    f"{path}:{line}: {self.show(node)}: {what}, since {self.show(one)} and {self.show(other)} exclude each other"
                    f" ({'; '.join(both)}); take out one of these statements"
                )
                return

    def _tell(self, said: str, way: list[str]) -> list[str]:
        steps = [f"{self.show(a)} rdfs:subClassOf {self.show(b)}" for a, b in pairwise(way)]
        return steps if said.startswith("it is ") else [said, *steps]

    def _too_many_values(self) -> Iterator[str]:
        apart: set[frozenset[str]] = set()
        for node in self.sources.by_type.get(OWL + "AllDifferent", ()):
            for head in self.sources.values(node, OWL + "distinctMembers"):
                members = [m.value for m in self.members(head)]
                apart |= {frozenset({a, b}) for a in members for b in members if a != b}
        for predicate in {_iri(s) for s in self.sources.by_type.get(OWL + "FunctionalProperty", ())}:
            for subject, entry in self.sources.of.items():
                values = sorted({_iri(v) for v in entry.get(predicate, ())})
                if any(frozenset({a, b}) in apart for a in values for b in values if a != b):
                    path, line = self.sources.place(subject, predicate)
                    shown = " and ".join(map(self.show, values))
                    what = f"{self.show(predicate)} is one thing at most, and {shown} differ"
                    yield f"{path}:{line}: {self.show(subject)}: {what}; keep one"

    def show(self, term: Any) -> str:
        return self.sources.show(ox.NamedNode(term) if isinstance(term, str) else term)


def find_guilty(ontology: Ontology) -> str:
    """Which entries of an extension must go for the rest to be consistent, found by leaving out one after the other."""
    shipped = resources.ontology_folder()
    sources = Sources(ontology.files)
    mine = [source for source in sources.files if source.path.parent != shipped]
    if not mine:
        return "take out what was added last, one axiom after the other, until it is not"

    def top(node: Any) -> Any:
        while node in sources.owner:
            node = sources.owner[node]
        return node

    rest = [fact for source in sources.files if source not in mine for fact in source.triples]
    entries: dict[Any, Facts] = defaultdict(list)
    for source in mine:
        for fact in source.triples:
            entries[top(fact[0])].append(fact)
    guilty = list(entries)[:TRIES]
    always = [fact for entry in list(entries)[TRIES:] for fact in entries[entry]]
    for entry in list(guilty):
        others = [fact for other in guilty if other != entry for fact in entries[other]]
        if run_hermit([*rest, *always, *others]) is None:
            guilty.remove(entry)
    shown = ", ".join(f"{sources.show(entry)} ({':'.join(map(str, sources.place(entry)))})" for entry in guilty)
    return (
        f"these do not go together with the rest: {shown}"
        if shown
        else "take out one axiom after the other, until it is not"
    )


# -------------------------------------------------------------------------------------------------------- inferences


@dataclass(frozen=True, slots=True, order=True)
class Inference:
    """A statement that no article makes, and the rule that adds it."""

    subject: str
    predicate: str
    value: str
    rule: str

    @property
    def iri(self) -> str:
        key = repr((self.subject, self.predicate, self.value)).encode()
        return f"{ID}inference/{hashlib.sha256(key).hexdigest()[:16]}"


def find_properties(ontology: Ontology) -> set[str]:
    """The properties whose statements ``infer`` looks at: those of the chains, and what they are inverse or broader of."""
    found = {p.value for p in _chained(ontology)}
    while True:
        beside = {
            iri
            for t in ontology.quads
            if t.predicate.value in (OWL + "inverseOf", RDFS + "subPropertyOf")
            for iri in (_iri(t.subject), _iri(t.object))
            if found & {_iri(t.subject), _iri(t.object)}
        }
        if beside <= found:
            return found
        found |= beside


def _chained(ontology: Ontology) -> Iterator[ox.NamedNode]:
    of = {(t.subject, t.predicate.value): t.object for t in ontology.quads}
    for triple in ontology.quads:
        if triple.predicate.value == OWL + "propertyChainAxiom" and isinstance(triple.subject, ox.NamedNode):
            yield triple.subject
            head: Any = triple.object
            while (step := of.get((head, RDF + "first"))) is not None:
                if isinstance(step, ox.NamedNode):
                    yield step
                head = of[head, RDF + "rest"]


def infer(graph: Iterable[ox.Triple], ontology: Ontology) -> list[Inference]:
    """What the vocabulary's property chains, inverses and super-properties add to a graph about the things in it.

    Only what a chain of the vocabulary names is told; steps on the way to it are not.
    """
    links: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    inside: set[str] = set()
    stated: set[tuple[str, str, str]] = set()
    for triple in graph:
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            links[triple.predicate.value][triple.subject.value].add(triple.object.value)
            stated.add((triple.subject.value, triple.predicate.value, triple.object.value))
            inside |= {triple.subject.value, triple.object.value}
    inverses: list[tuple[str, str]] = []
    broader: list[tuple[str, str]] = []
    chains: list[tuple[str, list[str]]] = []
    of: dict[Any, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for triple in ontology.quads:
        of[triple.subject][triple.predicate.value].append(triple.object)
        if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode):
            subject, predicate, value = triple.subject.value, triple.predicate.value, triple.object.value
            if predicate == OWL + "inverseOf":
                inverses += [(subject, value), (value, subject)]
            elif predicate == RDFS + "subPropertyOf":
                broader.append((subject, value))
            elif subject in inside and predicate.startswith(KG):
                links[predicate][subject].add(value)
    for node, entry in of.items():
        for head in entry.get(OWL + "propertyChainAxiom", ()):
            steps = []
            while head in of and RDF + "first" in of[head]:
                steps.append(of[head][RDF + "first"][0].value)
                head = of[head][RDF + "rest"][0]
            chains.append((node.value, steps))
    needed = {step for _, steps in chains for step in steps}
    changed = True
    while changed:
        before = sum(len(values) for step in needed for values in links[step].values())
        for one, other in inverses:
            if one in needed:
                for subject, values in list(links[other].items()):
                    for value in values:
                        links[one][value].add(subject)
        for narrow, wide in broader:
            if wide in needed:
                for subject, values in list(links[narrow].items()):
                    links[wide][subject] |= values
        changed = before != sum(len(values) for step in needed for values in links[step].values())
    return sorted(set(_follow(chains, links, inside, stated)))


def _follow(
    chains: list[tuple[str, list[str]]],
    links: dict[str, dict[str, set[str]]],
    inside: set[str],
    stated: set[tuple[str, str, str]],
) -> Iterator[Inference]:
    for predicate, steps in sorted(chains):
        rule = " / ".join(f"kg:{name_of(step)}" for step in steps)
        for start in sorted(links[steps[0]]):
            ends = {start}
            for step in steps:
                ends = {value for end in ends for value in links[step].get(end, ())}
            for end in sorted(ends - {start}):
                if start in inside and end in inside and (start, predicate, end) not in stated:
                    yield Inference(start, predicate, end, rule)


def to_triples(inferences: Iterable[Inference], label: Callable[[str], str] = name_of) -> Iterator[ox.Triple]:
    """Each inference as the statement itself, and as a node that says that it was inferred, and how."""
    for inference in inferences:
        node = ox.NamedNode(inference.iri)
        subject, predicate, value = (
            ox.NamedNode(iri) for iri in (inference.subject, inference.predicate, inference.value)
        )
        words = f"{label(inference.subject)} {name_of(inference.predicate)} {label(inference.value)} (inferred)"
        yield ox.Triple(subject, predicate, value)
        yield ox.Triple(node, ox.NamedNode(TYPE), ox.NamedNode(KG + "Inference"))
        yield ox.Triple(node, ox.NamedNode(RDFS + "label"), ox.Literal(words, language="en"))
        yield ox.Triple(node, ox.NamedNode(RDF + "subject"), subject)
        yield ox.Triple(node, ox.NamedNode(RDF + "predicate"), predicate)
        yield ox.Triple(node, ox.NamedNode(RDF + "object"), value)
        yield ox.Triple(node, ox.NamedNode(KG + "rule"), ox.Literal(inference.rule))
        yield ox.Triple(node, ox.NamedNode(KG + "inferred"), ox.Literal(True))
