"""What is wrong with a vocabulary: terms nobody declares, classes nothing reads, triggers that lead nowhere.

An error is something that the reader would misread or pass over; a warning is something that it can do without.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import __version__
from kg import ontology as vocabulary
from kg.errors import OntologyError
from kg.extractors.factuality import COMPOSE
from kg.ontology import KG, OWL, RDF, RDFS, SKOS, Ontology, fold, name_of
from kg.sources import Source, Sources

SH = "http://www.w3.org/ns/shacl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE, LABEL, SUBCLASS = RDF + "type", RDFS + "label", RDFS + "subClassOf"
LABELS = (LABEL, SKOS + "prefLabel")
NEAR = 0.6  # how alike a name must be to be suggested (difflib's ratio)

# Places around a word that the reader tells apart, beside the prepositions; by the part of speech that has them.
VERB_MARKERS = frozenset({"subject", "object", "indirect", "owner", "helper", "purpose"})
NOUN_MARKERS = frozenset({"subject", "indirect", "possessive", "adjective", "compound", "self", "owner", "object"})
MARKERS = VERB_MARKERS | NOUN_MARKERS
# English prepositions, as Universal Dependencies mark them ("case"); "including" and the like count as such.
PREPOSITIONS = frozenset(
    "aboard about above across after against along alongside amid among around as at before behind below beneath beside besides "
    "between beyond by concerning despite down during except excluding following for from in including inside into like near of "
    "off on onto opposite out outside over past per regarding since than through throughout till to toward towards under "
    "underneath until up upon versus via with within without worth".split()
)
PARTS_OF_SPEECH = ("verb", "noun", "adjective")
CUE_PARTS = (*PARTS_OF_SPEECH, "adverb", "auxiliary", "conjunction", "determiner", "preposition")
EFFECTS = frozenset(COMPOSE) | {"affirm", "deny", "report", "accuse", "doubt", "suppose"}
# What an effect makes of an event that nothing is said about yet, where it says so for certain.
MAKES = {"commit": "committed", "propose": "proposed", "seek": "sought", "withhold": "withheld", "negate": "withheld",
         "end": "ended", "foil": "withheld", "affirm": "delivered"}  # fmt: skip

# Classes that the program itself reads or writes; all others need words in the vocabulary.
BUILT_IN = frozenset(
    "Article Evidence Claim ItemLine ClaimSubject Event Actor Country Person Organization Office Membership Treaty "
    "WeaponCategory WeaponDesignation Stage Stance Certainty TreatyStatus Role ParticipantRole ValencyPattern Realization "
    "Trigger Cue OfficeTitle NamePattern AgreementWord TreatyStatusCue WordList Concept ConceptScheme Inference".split()
)
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


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: where it stands, what it is, what would be right."""

    file: str
    line: int
    what: str
    repair: str
    severity: str = "error"

    def __str__(self) -> str:
        kind = "" if self.severity == "error" else "warning: "
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {kind}{self.what}; {self.repair}"


class Vocabulary:
    """What the rules look at: the files as written, and as the reader understands them."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.reader = Ontology(source.path for source in sources.files if source.fault is None)

    def of_type(self, *names: str) -> list[ox.NamedNode]:
        """The described things of these kg: classes, in order of address."""
        found = {s for name in names for s in self.sources.by_type.get(KG + name, ()) if isinstance(s, ox.NamedNode)}
        return sorted(found, key=lambda node: node.value)

    def finding(self, subject: Any, what: str, repair: str, *values: Any, severity: str = "error") -> Finding:
        path, line = self.sources.place(subject, *values)
        return Finding(str(path), line, what, repair, severity)

    @cached_property
    def described(self) -> set[str]:
        """The addresses that some file describes."""
        return {s.value for s in self.sources.of if isinstance(s, ox.NamedNode)}

    @cached_property
    def typed(self) -> set[str]:
        return {s.value for subjects in self.sources.by_type.values() for s in subjects if isinstance(s, ox.NamedNode)}

    def show(self, term: Any) -> str:
        return self.sources.show(term)

    def above(self, name: str) -> frozenset[str]:
        return frozenset(n for n in self.reader.classes if self.reader.is_a(name, n))

    @cached_property
    def disjoint(self) -> set[frozenset[str]]:
        """Pairs of classes that are declared to have nothing in common."""
        pairs = set()
        for node in self.sources.by_type.get(OWL + "AllDisjointClasses", ()):
            members = [
                name_of(m.value) for head in self.sources.values(node, OWL + "members") for m in self.members(head)
            ]
            pairs |= {frozenset({a, b}) for a in members for b in members if a != b}
        for node, entry in self.sources.of.items():
            for other in entry.get(OWL + "disjointWith", ()):
                pairs.add(frozenset({name_of(node.value), name_of(other.value)}))
        return pairs

    def members(self, head: Any) -> Iterator[Any]:
        while head in self.sources.of and RDF + "first" in self.sources.of[head]:
            yield self.sources.of[head][RDF + "first"][0]
            head = self.sources.of[head][RDF + "rest"][0]

    def exclude(self, one: str, other: str) -> bool:
        """Whether nothing can be of both classes."""
        return any(frozenset({a, b}) in self.disjoint for a in self.above(one) for b in self.above(other))


def near(name: str, names: Iterable[str], otherwise: str) -> str:
    """What would be right instead of an unknown name: the nearest known one."""
    known = sorted(set(names))
    folded = {n.lower(): n for n in known}
    found = difflib.get_close_matches(name.lower(), list(folded), n=1, cutoff=NEAR)
    return f"did you mean {folded[found[0]]}" if found else otherwise


# ----------------------------------------------------------------------------------------------------------- running


def check(files: Iterable[Path]) -> list[Finding]:
    """Everything that is wrong with a vocabulary, in order of file and line."""
    try:
        sources = Sources(files)
    except OSError as error:
        raise OntologyError(
            f"{error.filename}: cannot be read ({error.strerror}); name a Turtle file or a folder of them"
        ) from None
    found = list(find_syntax_faults(sources))
    if not found:  # whatever else is wrong may follow from what could not be read
        view = Vocabulary(sources)
        for rule in RULES:
            found.extend(rule(view))
    return sorted(set(found))


def errors(files: Iterable[Path]) -> list[Finding]:
    """What the reader must not begin with."""
    return [finding for finding in check(files) if finding.severity == "error"]


def refuse(files: Iterable[Path]) -> None:
    """Raise where a vocabulary has errors, so that no graph is built on it."""
    files = list(files)
    stamp = _stamp(files)
    if stamp is not None and stamp.exists():
        return
    found = errors(files)
    if stamp is not None and not found:
        with contextlib.suppress(OSError):
            stamp.parent.mkdir(parents=True, exist_ok=True)
            stamp.touch()
    if found:
        lines = "\n".join(str(finding) for finding in found)
        raise OntologyError(
            f"{lines}\nkg: {len(found)} error{'s' if len(found) > 1 else ''} in the vocabulary and nothing was built; "
            "mend what the lines above name"
        )


def _stamp(files: list[Path]) -> Path | None:
    """The file that says of a vocabulary with these bytes that it has no errors, so that it need not be checked twice."""
    digest = hashlib.sha256(__version__.encode() + Path(__file__).read_bytes())
    try:
        for path in files:
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
        folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except (OSError, RuntimeError):
        return None
    return folder / "armsgraph" / f"sound-{digest.hexdigest()[:32]}"


def find_syntax_faults(sources: Sources) -> Iterator[Finding]:
    for source in sources.files:
        if source.fault is None:
            continue
        undeclared = re.search(
            r"prefix ([\w.-]*):? has not been declared|[Pp]refix (?:not found|undeclared):? ?([\w.-]*)",
            source.fault.message,
        )
        if undeclared:
            prefix = undeclared[1] or undeclared[2] or ""
            line = next(
                (
                    i
                    for i, text in enumerate(source.text.splitlines(), 1)
                    if re.search(rf"(?<![\w<:/]){re.escape(prefix)}:", text)
                ),
                source.fault.line,
            )
            yield Finding(
                str(source.path),
                max(line, 1),
                f"the prefix {prefix}: is not declared",
                _declare(prefix, source, sources),
            )
        else:
            yield Finding(
                str(source.path),
                source.fault.line,
                f"not valid Turtle ({source.fault.message})",
                "mend this line, or the end of the statement before it",
            )


def _declare(prefix: str, source: Source, sources: Sources) -> str:
    known = {p: iri for s in sources.files for p, iri in s.prefixes.items()}
    if prefix in known:
        return f"write @prefix {prefix}: <{known[prefix]}> . at the head of the file"
    return near(prefix, source.prefixes, "declare it at the head of the file with @prefix") + (
        ":" if difflib.get_close_matches(prefix, source.prefixes, 1, NEAR) else ""
    )


# ------------------------------------------------------------------------------------------------------------- terms


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
    return {iri[: len(iri) - len(name_of(iri))] for iri in declared if _is_own(iri)} - {KG}


def _is_own(iri: str) -> bool:
    return not iri.startswith((*vocabulary.FOREIGN, "http://purl.org/", "http://xmlns.com/", "http://data.europa.eu/"))


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
        if isinstance(s, ox.NamedNode) and _is_own(s.value)
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


# ---------------------------------------------------------------------------------------------------- events and roles


def find_wrong_roles(v: Vocabulary) -> Iterator[Finding]:
    """Roles that the reader cannot place: no event has them, or it is not said what fills them."""
    classes = v.reader.classes
    for node in v.of_type("ParticipantRole"):
        name = v.show(node)
        for predicate, shown, right in (
            (RDFS + "domain", "rdfs:domain", "name the class of events that has this role"),
            (
                RDFS + "range",
                "rdfs:range",
                "name the class of what fills it: kg:Actor, kg:WeaponCategory, skos:Concept …",
            ),
        ):
            values = v.sources.values(node, predicate)
            if not values:
                yield v.finding(node, f"the role {name} has no {shown}", right)
            elif name_of(values[0].value) not in classes:
                yield v.finding(
                    node,
                    f"{v.show(values[0])}, {shown} of {name}, is no class",
                    near(name_of(values[0].value), classes, right),
                    values[0],
                )
            elif predicate == RDFS + "domain" and not v.reader.is_a(name_of(values[0].value), "Event"):
                yield v.finding(
                    node,
                    f"{v.show(values[0])}, {shown} of the role {name}, is no class of events",
                    "roles belong to kg:Event or a class below it",
                    values[0],
                )
        for marker in _markers(v, node):
            yield from _check_marker(v, node, marker)


def find_wrong_patterns(v: Vocabulary) -> Iterator[Finding]:
    """Realizations without role or marker, roles that are none, and markers that no parse can show."""
    for subject in [*v.of_type("ValencyPattern"), *v.of_type("Trigger")]:
        for part in v.sources.values(subject, KG + "realizes"):
            roles = v.sources.values(part, KG + "role")
            markers = _markers(v, part)
            if not roles:
                yield v.finding(
                    subject,
                    f"{v.show(subject)} realizes something without kg:role",
                    'name the role: [ kg:role kg:supplier ; kg:marker "subject" ]',
                    ox.NamedNode(KG + "realizes"),
                )
            for role in roles:
                if (
                    isinstance(role, ox.NamedNode)
                    and role.value in v.described
                    and name_of(role.value) not in v.reader.roles
                ):
                    yield v.finding(
                        subject,
                        f"{v.show(role)} is no role",
                        "give it the type kg:ParticipantRole beside owl:ObjectProperty",
                        role,
                    )
            if not markers and roles:
                yield v.finding(
                    subject,
                    f"{v.show(subject)} does not say where {v.show(roles[0])} stands",
                    'add kg:marker "subject …" to its realization',
                    roles[0],
                )
            for marker in markers:
                yield from _check_marker(v, subject, marker)
        yield from _check_requirements(v, subject)


def _check_requirements(v: Vocabulary, subject: Any) -> Iterator[Finding]:
    """Roles that a pattern or a trigger requires and no marker shows: the word would never evoke anything."""
    others = v.sources.values(subject, KG + "pattern") or [
        t for t in v.of_type("Trigger") if subject in v.sources.values(t, KG + "pattern")
    ]
    realized = [part for holder in (subject, *others) for part in v.sources.values(holder, KG + "realizes")]
    shown = {name_of(role.value) for part in realized for role in v.sources.values(part, KG + "role")}
    shown |= {name for name, role in v.reader.roles.items() if v.sources.texts(ox.NamedNode(role.iri), KG + "marker")}
    for role in v.sources.values(subject, KG + "requires"):
        if name_of(role.value) in v.reader.roles and name_of(role.value) not in shown:
            yield v.finding(
                subject,
                f"{v.show(subject)} requires {v.show(role)}, but no marker shows it",
                "realize the role, or do not require it",
                KG + "requires",
            )


def _markers(v: Vocabulary, node: Any) -> list[str]:
    return [m for text in v.sources.texts(node, KG + "marker") for m in text.replace(",", " ").split()]


def _check_marker(v: Vocabulary, subject: Any, marker: str) -> Iterator[Finding]:
    if marker in MARKERS or marker.split("_")[-1] in PREPOSITIONS:
        return
    texts = [
        t
        for part in [subject, *v.sources.values(subject, KG + "realizes")]
        for t in v.sources.texts(part, KG + "marker")
        if marker in t.replace(",", " ").split()
    ]
    known = ", ".join(sorted(MARKERS))
    right = near(marker, MARKERS | PREPOSITIONS, f"a marker is one of {known}, or a preposition")
    yield v.finding(subject, f'no parse can show the marker "{marker}"', right, *texts[:1])


def find_wrong_triggers(v: Vocabulary) -> Iterator[Finding]:
    """Triggers that evoke nothing: no event class, no pattern, roles of other events, roles that are required and never shown."""
    reader = v.reader
    patterns = {node.value for node in v.of_type("ValencyPattern")}
    events = [n for n in reader.classes if reader.is_a(n, "Event")]
    for node in v.of_type("Trigger"):
        name = v.show(node)
        kinds = v.sources.values(node, KG + "evokes")
        kind = name_of(kinds[0].value) if kinds else ""
        if not kinds:
            yield v.finding(
                node,
                f"{name} evokes no class of events",
                "add kg:evokes kg:ArmsTransfer, or another class below kg:Event",
            )
        elif len(kinds) > 1:
            yield v.finding(node, f"{name} evokes {len(kinds)} classes", "write a trigger for each", kinds[1])
        elif isinstance(kinds[0], ox.NamedNode) and kinds[0].value in v.described and kind not in events:
            yield v.finding(
                node,
                f"{name} evokes {v.show(kinds[0])}, which is no class of events",
                near(kind, events, "a class of events stands below kg:Event by rdfs:subClassOf"),
                kinds[0],
            )
        given = v.sources.values(node, KG + "pattern")
        parts = v.sources.values(node, KG + "realizes")
        if not given and not parts:
            yield v.finding(
                node,
                f"{name} has no pattern",
                "add kg:pattern with one of the patterns of frames.ttl, or kg:realizes of its own",
            )
        for pattern in given:
            if isinstance(pattern, ox.NamedNode) and pattern.value in v.described and pattern.value not in patterns:
                yield v.finding(
                    node,
                    f"{v.show(pattern)}, kg:pattern of {name}, is no kg:ValencyPattern",
                    near(name_of(pattern.value), map(name_of, patterns), "name a pattern"),
                    pattern,
                )
        pos = v.sources.texts(node, KG + "partOfSpeech")
        for word in pos:
            if word not in PARTS_OF_SPEECH:
                yield v.finding(
                    node,
                    f'{name} has the part of speech "{word}"',
                    near(word, PARTS_OF_SPEECH, "it is verb, noun or adjective"),
                    word,
                )
        yield from _check_trigger_roles(v, node, kind, given, parts)
        yield from _check_stages(v, node, kind)


def _check_trigger_roles(v: Vocabulary, node: Any, kind: str, given: list[Any], parts: list[Any]) -> Iterator[Finding]:
    """Roles of another event: the pattern was made for words that evoke something else."""
    reader = v.reader
    realized = [*parts, *(part for pattern in given for part in v.sources.values(pattern, KG + "realizes"))]
    for role in (role for part in realized for role in v.sources.values(part, KG + "role")):
        known = reader.roles.get(name_of(role.value))
        if known is None or known.domain not in reader.classes or kind not in reader.classes:
            continue
        if not reader.is_a(kind, known.domain) and not reader.is_a(known.domain, kind):
            evoked = v.show(ox.NamedNode(reader.classes[kind].iri))
            what = f"{v.show(node)} evokes {evoked}, but its pattern shows {v.show(role)}, a role of {known.domain}"
            yield v.finding(node, what, "give it a pattern with the roles of its own event", *given[:1])
            return


def _check_stages(v: Vocabulary, node: Any, kind: str) -> Iterator[Finding]:
    scheme = v.reader.scheme_of(kind)
    for predicate in ("stage", "ongoingStage"):
        for stage in v.sources.values(node, KG + predicate):
            schemes = v.sources.texts(stage, SKOS + "inScheme")
            plain = not v.sources.values(stage, KG + "plays")
            if schemes and scheme and scheme not in schemes and not plain:
                yield v.finding(
                    node,
                    f"{v.show(stage)} is no stage of what {v.show(node)} evokes",
                    f"choose one of the scheme {v.show(ox.NamedNode(scheme))}",
                    stage,
                )


def find_wrong_stages(v: Vocabulary) -> Iterator[Finding]:
    """Stages outside a scheme or without rank, which the reader passes over; schemes that no event uses."""
    reader = v.reader
    notations: dict[str, list[Any]] = defaultdict(list)
    used = {scheme for name in reader.classes if (scheme := reader.scheme_of(name))}
    base = {s.value for s in v.of_type("Stage") if not v.sources.values(s, KG + "plays")}
    for node in v.of_type("Stage"):
        name = v.show(node)
        schemes = v.sources.values(node, SKOS + "inScheme")
        notations[(v.sources.texts(node, SKOS + "notation") or [name_of(node.value)])[0]].append(node)
        if not schemes:
            yield v.finding(
                node,
                f"the stage {name} is in no scheme",
                "add skos:inScheme, the scheme that its class of events names by kg:stageScheme",
            )
        elif not any(s.value in used for s in schemes):
            yield v.finding(
                node,
                f"{v.show(schemes[0])}, the scheme of {name}, belongs to no class of events",
                "add kg:stageScheme to the class",
                schemes[0],
            )
        ranks = v.sources.texts(node, KG + "rank")
        if not ranks or not re.fullmatch(r"\d+(\.\d+)?", ranks[0]):
            yield v.finding(
                node,
                f"the stage {name} has no rank",
                "add kg:rank, a number that is higher the more real the stage",
                *ranks,
            )
        for played in v.sources.values(node, KG + "plays"):
            if played.value in v.described and played.value not in base:
                yield v.finding(
                    node,
                    f"{name} plays {v.show(played)}, which is no stage of arms transfers",
                    f"choose one of {', '.join(sorted(name_of(b) for b in base))}",
                    played,
                )
        if (
            schemes
            and not v.sources.values(node, KG + "plays")
            and reader.scheme_of("ArmsTransfer") not in [s.value for s in schemes]
        ):
            yield v.finding(
                node,
                f"no cue leads to the stage {name}",
                "add kg:plays with the stage of arms transfers whose part it has",
                severity="warning",
            )
    for notation, nodes in sorted(notations.items()):
        if len(nodes) > 1:
            yield v.finding(
                nodes[-1],
                f'{" and ".join(map(v.show, nodes))} have the same notation "{notation}"',
                "give each its own, or use one stage in both schemes",
                ox.Literal(notation),
            )
    for entry in reader.classes.values():
        for scheme in v.sources.values(ox.NamedNode(entry.iri), KG + "stageScheme"):
            if not any(s.scheme == scheme.value for s in reader.stages.values()):
                yield v.finding(
                    ox.NamedNode(entry.iri),
                    f"{v.show(scheme)}, kg:stageScheme of {v.show(ox.NamedNode(entry.iri))}, has no stage",
                    "add stages with skos:inScheme and kg:rank",
                    scheme,
                )


def find_wrong_cues(v: Vocabulary) -> Iterator[Finding]:
    """Cues whose effect no reader knows, or whose effect is not that of the stage which they impose."""
    for node in v.of_type("Cue"):
        name = v.show(node)
        effects = v.sources.values(node, KG + "effect")
        if not effects:
            yield v.finding(node, f"{name} has no effect", f"add kg:effect, one of {', '.join(sorted(EFFECTS))}")
        for effect in effects:
            if name_of(effect.value) not in EFFECTS:
                yield v.finding(
                    node,
                    f"no reader knows the effect {v.show(effect)} of {name}",
                    near(name_of(effect.value), EFFECTS, f"it is one of {', '.join(sorted(EFFECTS))}"),
                    effect,
                )
        for word in v.sources.texts(node, KG + "partOfSpeech"):
            if word not in CUE_PARTS:
                yield v.finding(
                    node,
                    f'{name} has the part of speech "{word}"',
                    near(word, CUE_PARTS, f"it is one of {', '.join(CUE_PARTS)}"),
                    word,
                )
        for stage in v.sources.values(node, KG + "imposes"):
            made = {MAKES.get(name_of(e.value), "") for e in effects} - {""}
            known = next((s for s in v.reader.stages.values() if s.iri == stage.value), None)
            if known and made and (known.plays or known.name) not in made:
                yield v.finding(
                    node,
                    f"{name} imposes {v.show(stage)}, which plays {known.plays or known.name}, "
                    f"but its effect leads to {' or '.join(sorted(made))}",
                    "change the effect or the stage",
                    stage,
                )


# ------------------------------------------------------------------------------------------------------------- words


def find_words_twice(v: Vocabulary) -> Iterator[Finding]:
    """One word for two kinds of things: the reader would take whichever it meets first."""
    concepts: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for concept in v.reader.concepts.values():
        for label in concept.labels:
            concepts[concept.family, fold(label)].setdefault(concept.category, concept.iri)
    for (_, word), kinds in sorted(concepts.items()):
        if len(kinds) > 1:
            yield _twice(v, word, [(iri, category) for category, iri in sorted(kinds.items(), key=lambda k: k[1])])
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for actor in v.reader.actors.values():
        unsure = set(actor.ambiguous)
        for label in (*actor.labels, *actor.demonyms, *actor.capitals):
            if label not in unsure:
                names[label][actor.iri] = actor.kind
    for treaty in v.reader.treaties.values():
        for label in treaty.labels:
            names[label][treaty.iri] = "Treaty"
    for concept in v.reader.concepts.values():
        if concept.kind == "WeaponDesignation":
            for label in concept.labels:
                if label in names:
                    names[label].setdefault(concept.iri, concept.kind)
    for word, kinds in sorted(names.items()):
        if len(kinds) > 1:
            yield _twice(v, word, sorted(kinds.items()))


def _twice(v: Vocabulary, word: str, kinds: list[tuple[str, str]]) -> Finding:
    """The complaint stands at the entry of the file that was named last, which is the user's own."""
    order = {source.path: number for number, source in enumerate(v.sources.files)}

    def said(iri: str) -> list[str]:
        return [t for t in v.sources.texts(ox.NamedNode(iri), *LABELS, SKOS + "altLabel") if word in (t, fold(t))]

    placed = sorted(kinds, key=lambda kind: order[v.sources.place(ox.NamedNode(kind[0]), *said(kind[0]))[0]])
    (other, other_kind), (iri, kind) = placed[0], placed[-1]
    path, line = v.sources.place(ox.NamedNode(other), *said(other))
    return v.finding(
        ox.NamedNode(iri),
        f'"{word}" names {v.show(ox.NamedNode(iri))} ({kind}) and {v.show(ox.NamedNode(other))} ({other_kind}, {path}:{line})',
        "keep one, or mark an actor's as kg:ambiguousLabel and another's as kg:contextLabel",
        *said(iri),
    )


def find_unread_classes(v: Vocabulary) -> Iterator[Finding]:
    """Classes that nothing reads: no word of the vocabulary leads to them."""
    reader = v.reader
    read = set(BUILT_IN) | {t.evokes for t in reader.triggers} | {p.kind for p in reader.name_patterns}
    read |= (
        {a.kind for a in reader.actors.values()}
        | {c.kind for c in reader.concepts.values()}
        | {r.range for r in reader.roles.values() if not reader.is_a(r.range, "Actor")}
    )
    foreign = tuple(vocabulary.FOREIGN)
    for name, entry in reader.classes.items():
        if (
            entry.iri.startswith(foreign)
            or not _is_own(entry.iri)
            or any(reader.is_a(r, name) for r in read if r in reader.classes)
        ):
            continue
        node = ox.NamedNode(entry.iri)
        if v.sources.values(node, OWL + "deprecated"):
            continue
        right = (
            "give it words: a trigger that evokes it"
            if reader.is_a(name, "Event")
            else "give it words: entries of this type with labels, a kg:NamePattern that denotes it"
            if reader.is_a(name, "Actor")
            else "make it the range of a role, or put it below kg:Event or kg:Organization and give it words"
        )
        yield v.finding(node, f"{v.show(node)}: no frame and no extractor reads this class", right, severity="warning")


def find_homeless_concepts(v: Vocabulary) -> Iterator[Finding]:
    """Designations that lead to no category: answers could not say what kind of arms they are."""
    for node in v.of_type("WeaponDesignation"):
        concept = v.reader.concepts.get(node.value)
        top = v.reader.concepts.get(node.value)
        seen = set()
        while top and top.broader and top.iri not in seen:
            seen.add(top.iri)
            top = v.reader.concepts.get(top.broader)
        if concept and (top is None or top.kind != "WeaponCategory"):
            yield v.finding(
                node,
                f"{v.show(node)} leads to no weapon category",
                "add skos:broader with one of the categories of weapons.ttl",
            )


# ------------------------------------------------------------------------------------------------------------- shapes


def find_wrong_shapes(v: Vocabulary) -> Iterator[Finding]:
    """Shapes that ask what the classes rule out."""
    s = v.sources
    for shape in s.by_type.get(SH + "NodeShape", ()):
        targets = [t for t in s.values(shape, SH + "targetClass") if isinstance(t, ox.NamedNode)]
        for target in targets:
            if _is_own(target.value) and target.value not in v.typed and not target.value.startswith(KG):
                yield v.finding(
                    shape,
                    f"{v.show(target)}, sh:targetClass of {v.show(shape)}, is no class",
                    near(name_of(target.value), v.reader.classes, "declare it"),
                    target,
                )
        for part in _property_shapes(v, shape):
            for path in s.values(part, SH + "path"):
                if isinstance(path, ox.NamedNode) and (path.value.startswith(KG) or _is_own(path.value)):
                    yield from _check_property_shape(v, shape, targets, part, path)


def _property_shapes(v: Vocabulary, shape: Any) -> Iterator[Any]:
    yield from v.sources.values(shape, SH + "property")
    for logic in ("or", "xone", "and"):
        for head in v.sources.values(shape, SH + logic):
            for member in v.members(head):
                yield from _property_shapes(v, member)


def _check_property_shape(v: Vocabulary, shape: Any, targets: list[Any], part: Any, path: Any) -> Iterator[Finding]:
    s, name = v.sources, v.show(path)
    kinds = set(s.texts(path, TYPE))
    domain = [name_of(d) for d in s.texts(path, RDFS + "domain")]
    range = [name_of(r) for r in s.texts(path, RDFS + "range")]
    if path.value not in v.typed and _is_own(path.value) and not path.value.startswith(KG):
        yield v.finding(
            shape,
            f"{name}, sh:path of {v.show(shape)}, is declared nowhere",
            "declare the property, or mend its name",
            path,
        )
        return
    for target in targets:
        clash = next((d for d in domain if v.exclude(name_of(target.value), d)), None)
        if clash:
            yield v.finding(
                shape,
                f"{v.show(shape)} asks {name} of {v.show(target)}, but only a {clash} can have it",
                "mend the shape or the property's rdfs:domain",
                path,
            )
    for asked in s.values(part, SH + "class"):
        clash = next((r for r in range if isinstance(asked, ox.NamedNode) and v.exclude(name_of(asked.value), r)), None)
        if clash:
            yield v.finding(
                shape,
                f"{v.show(shape)} asks that {name} be a {v.show(asked)}, but its range is {clash}",
                "mend the shape or the property's rdfs:range",
                asked,
            )
        if OWL + "DatatypeProperty" in kinds:
            yield v.finding(
                shape,
                f"{v.show(shape)} asks a thing of {name}, which has values",
                "use sh:datatype, or make it an owl:ObjectProperty",
                asked,
            )
    for asked in s.values(part, SH + "datatype"):
        if OWL + "ObjectProperty" in kinds:
            yield v.finding(
                shape,
                f"{v.show(shape)} asks a value of {name}, which has things",
                "use sh:class, or make it an owl:DatatypeProperty",
                asked,
            )
        clash = next((r for r in s.texts(path, RDFS + "range") if r.startswith(XSD) and r != asked.value), None)
        if clash:
            yield v.finding(
                shape,
                f"{v.show(shape)} asks {v.show(asked)} of {name}, but its range is {v.show(ox.NamedNode(clash))}",
                "mend the shape or the property's rdfs:range",
                asked,
            )
    least, most = ([int(t) for t in s.texts(part, SH + c) if t.isdigit()] for c in ("minCount", "maxCount"))
    if least and most and least[0] > most[0]:
        yield v.finding(
            shape,
            f"{v.show(shape)} asks at least {least[0]} and at most {most[0]} of {name}",
            "nothing can satisfy it; mend the numbers",
            path,
        )
    if least and least[0] > 1 and OWL + "FunctionalProperty" in kinds:
        yield v.finding(
            shape,
            f"{v.show(shape)} asks {least[0]} of {name}, which has one value at most",
            "nothing can satisfy it; mend the shape, or let the property not be functional",
            path,
        )


RULES: tuple[Callable[[Vocabulary], Iterator[Finding]], ...] = (
    find_unknown_terms,
    find_undeclared_properties,
    find_loose_links,
    find_names_twice,
    find_missing_labels,
    find_cycles,
    find_wrong_roles,
    find_wrong_patterns,
    find_wrong_triggers,
    find_wrong_stages,
    find_wrong_cues,
    find_words_twice,
    find_unread_classes,
    find_homeless_concepts,
    find_wrong_shapes,
)
