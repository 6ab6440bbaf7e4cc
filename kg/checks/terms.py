"""Rules for terms: every name that is used exists, is told what it is called, and stands in no circle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.checks.findings import Finding, Vocabulary, is_own, near
from kg.ontology import KG, OWL, RDF, RDFS, SKOS, name_of

LABEL = RDFS + "label"
SUBCLASS = RDFS + "subClassOf"
# The terms of the W3C vocabularies that have a closed list, to find slips of the pen.
STANDARD = {
    RDF: "type Property List first rest nil value Statement subject predicate object langString HTML XMLLiteral",
    RDFS: (
        "Class Resource Literal Datatype label comment subClassOf subPropertyOf domain range seeAlso isDefinedBy "
        "member Container"
    ),
    SKOS: (
        "Concept ConceptScheme Collection OrderedCollection inScheme hasTopConcept topConceptOf prefLabel "
        "altLabel hiddenLabel notation note changeNote definition editorialNote example historyNote scopeNote "
        "semanticRelation broader narrower related broaderTransitive narrowerTransitive member memberList "
        "mappingRelation closeMatch exactMatch broadMatch narrowMatch relatedMatch"
    ),
    OWL: (
        "AllDifferent AllDisjointClasses AllDisjointProperties Annotation AnnotationProperty AsymmetricProperty "
        "Axiom Class DataRange DatatypeProperty DeprecatedClass DeprecatedProperty FunctionalProperty "
        "InverseFunctionalProperty IrreflexiveProperty NamedIndividual NegativePropertyAssertion Nothing "
        "ObjectProperty Ontology OntologyProperty ReflexiveProperty Restriction SymmetricProperty Thing "
        "TransitiveProperty allValuesFrom annotatedProperty annotatedSource annotatedTarget assertionProperty "
        "backwardCompatibleWith bottomDataProperty bottomObjectProperty cardinality complementOf "
        "datatypeComplementOf deprecated differentFrom disjointUnionOf disjointWith distinctMembers "
        "equivalentClass equivalentProperty hasKey hasSelf hasValue imports incompatibleWith intersectionOf "
        "inverseOf maxCardinality maxQualifiedCardinality members minCardinality minQualifiedCardinality onClass "
        "onDataRange onDatatype onProperties onProperty oneOf priorVersion propertyChainAxiom "
        "propertyDisjointWith qualifiedCardinality sameAs someValuesFrom sourceIndividual targetIndividual "
        "targetValue topDataProperty topObjectProperty unionOf versionIRI versionInfo withRestrictions"
    ),
}


# Properties of the reader whose value is a thing that some file describes.
LINKS = (
    *(
        KG + name
        for name in "pattern evokes role requires stage ongoingStage imposes plays stageScheme certainty".split()
    ),
    *(KG + name for name in "denotes country manufacturer countryOfDesign party treatyStatus memberOf".split()),
    *(KG + name for name in "alliedThrough member organization".split()),
    SKOS + "broader",
)


PROPERTY_KINDS = {OWL + k for k in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")} | {RDF + "Property"}


CLASS_KINDS = {OWL + "Class", RDFS + "Class"}


def find_unknown_terms(v: Vocabulary) -> Iterator[Finding]:
    """Terms of kg: and of the W3C vocabularies that do not exist, as property, as class, or as value."""
    kg_terms = {iri for iri in v.described if iri.startswith(KG) and iri in v.typed}
    standard = {ns + term for ns, terms in STANDARD.items() for term in terms.split()}
    reported: set[tuple[str, str]] = set()
    for source in v.sources.files:
        for subject, predicate, value in source.triples:
            for iri in (
                predicate,
                value.value if isinstance(value, ox.NamedNode) else "",
                subject.value if isinstance(subject, ox.NamedNode) else "",
            ):
                if (
                    not iri.startswith((KG, RDF, RDFS, SKOS, OWL))
                    or iri in kg_terms
                    or iri in standard
                    or iri.startswith(RDF + "_")
                ):
                    continue
                namespace = next(ns for ns in (KG, RDFS, RDF, SKOS, OWL) if iri.startswith(ns))
                if iri == namespace or (str(source.path), iri) in reported:
                    continue
                reported.add((str(source.path), iri))
                prefix = v.show(ox.NamedNode(namespace + "x"))[:-1]
                pool = kg_terms if namespace == KG else {s for s in standard if s.startswith(namespace)}
                right = near(
                    iri[len(namespace) :],
                    (t[len(namespace) :] for t in pool),
                    "declare it with its type, label and definition",
                )
                right = right.replace("did you mean ", f"did you mean {prefix}")
                path, line = v.sources.place(subject, ox.NamedNode(iri), source=source)
                yield Finding(str(path), line, f"{prefix}{iri[len(namespace) :]}: no such term", right)


def find_undeclared_properties(v: Vocabulary) -> Iterator[Finding]:
    """Properties of an extension that are used and declared nowhere."""
    seen: set[str] = set()
    own = _own_namespaces(v)
    for source in v.sources.files:
        for subject, predicate, _ in source.triples:
            if predicate in v.typed or predicate in seen or not any(predicate.startswith(ns) for ns in own):
                continue
            seen.add(predicate)
            names = [i for i in v.typed if any(i.startswith(ns) for ns in own)]
            right = near(name_of(predicate), map(name_of, names), "declare it as a property with label and definition")
            yield v.finding(
                subject, f"{v.show(ox.NamedNode(predicate))}: no such property", right, ox.NamedNode(predicate)
            )


def _own_namespaces(v: Vocabulary) -> set[str]:
    """Namespaces in which some file declares a class or property, foreign vocabularies aside."""
    declared = [
        s.value
        for kind in CLASS_KINDS | PROPERTY_KINDS
        for s in v.sources.by_type.get(kind, ())
        if isinstance(s, ox.NamedNode)
    ]
    return {iri[: len(iri) - len(name_of(iri))] for iri in declared if is_own(iri)} - {KG}


def find_loose_links(v: Vocabulary) -> Iterator[Finding]:
    """Values of the reader's properties that no file describes, or that are texts where an address is asked."""
    for source in v.sources.files:
        for subject, predicate, value in source.triples:
            if predicate not in LINKS:
                continue
            if isinstance(value, ox.Literal):
                yield v.finding(
                    subject,
                    f"{v.show(ox.NamedNode(predicate))} has the text {v.show(value)}",
                    "it takes the address of something that is described",
                    value,
                )
            elif isinstance(value, ox.NamedNode) and value.value not in v.described:
                if value.value.startswith(KG):
                    continue  # told as an unknown term
                folder = value.value[: len(value.value) - len(name_of(value.value))]
                names = [i[len(folder) :] for i in v.described if i.startswith(folder)]
                right = near(name_of(value.value), names, "describe it, or name another")
                yield v.finding(
                    subject,
                    f"{v.show(value)}, {v.show(ox.NamedNode(predicate))} of {v.show(subject)}, is described nowhere",
                    right,
                    value,
                )


def find_names_twice(v: Vocabulary) -> Iterator[Finding]:
    """Classes and roles of one local name in several namespaces, which the reader cannot tell apart."""
    by_name: dict[str, set[str]] = defaultdict(set)
    for kind in (OWL + "Class", KG + "ParticipantRole"):
        for node in v.sources.by_type.get(kind, ()):
            if isinstance(node, ox.NamedNode):
                by_name[name_of(node.value)].add(node.value)
    for _, iris in sorted(by_name.items()):
        if len(iris) > 1:
            first, *others = sorted(iris, key=lambda iri: (iri.startswith(KG), iri))
            yield v.finding(
                ox.NamedNode(first),
                f"{v.show(ox.NamedNode(first))} has the name of {v.show(ox.NamedNode(others[-1]))}",
                "the reader goes by names without prefix; choose another",
            )


def find_missing_labels(v: Vocabulary) -> Iterator[Finding]:
    """What answers would print as an address: classes, properties, entries and words without a label."""
    words = ("Trigger", "Cue", "OfficeTitle", "NamePattern", "AgreementWord", "TreatyStatusCue", "ValencyPattern")
    concepts = {c.iri for c in v.reader.concepts.values()} | {
        s.value for s in v.of_type("Stage", "Stance", "Certainty", "TreatyStatus")
    }
    terms = {
        s.value
        for kind in CLASS_KINDS | PROPERTY_KINDS
        for s in v.sources.by_type.get(kind, ())
        if isinstance(s, ox.NamedNode) and is_own(s.value)
    }
    entries = {s.value for s in v.of_type("Treaty", *words)} | set(v.reader.actors)
    for iri in sorted(terms | entries | concepts):
        node = ox.NamedNode(iri)
        name = "skos:prefLabel" if iri in concepts else "rdfs:label"
        predicate = SKOS + "prefLabel" if iri in concepts else LABEL
        if not v.sources.texts(node, predicate):
            yield v.finding(node, f"{v.show(node)} has no {name}", f'write {name} "…"@en')
        elif iri in terms and not v.sources.texts(node, SKOS + "definition", RDFS + "comment"):
            yield v.finding(
                node, f"{v.show(node)} has no definition", 'write skos:definition "…"@en', severity="warning"
            )


def find_cycles(v: Vocabulary) -> Iterator[Finding]:
    """Classes, properties or concepts that stand above themselves."""
    for predicate, name in (
        (SUBCLASS, "rdfs:subClassOf"),
        (RDFS + "subPropertyOf", "rdfs:subPropertyOf"),
        (SKOS + "broader", "skos:broader"),
    ):
        above = {
            s.value: [o.value for o in e[predicate] if isinstance(o, ox.NamedNode)]
            for s, e in v.sources.of.items()
            if predicate in e and isinstance(s, ox.NamedNode)
        }
        done: set[str] = set()
        for start in sorted(above):
            path, todo = [start], [iter(above[start])]
            while todo and start not in done:
                step = next(todo[-1], None)
                if step is None:
                    done.add(path.pop())
                    todo.pop()
                elif step in path:
                    loop = path[path.index(step) :]
                    shown = " → ".join(v.show(ox.NamedNode(i)) for i in [*loop, step])
                    yield v.finding(
                        ox.NamedNode(loop[-1]),
                        f"{name} runs in a circle: {shown}",
                        "take out one of these statements",
                        ox.NamedNode(step),
                    )
                    done.update(loop)
                    break
                elif step not in done and step in above:
                    path.append(step)
                    todo.append(iter(above[step]))
