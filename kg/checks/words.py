"""Rules for words: each leads to one thing, and something leads to each class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pyoxigraph as ox

from kg.checks.findings import Finding, Vocabulary, is_own
from kg.ontology import FOREIGN, OWL, RDFS, SKOS, fold

LABEL = RDFS + "label"
LABELS = (LABEL, SKOS + "prefLabel")


# Classes that the program itself reads or writes; all others need words in the vocabulary.
BUILT_IN = frozenset(
    "Article Evidence Claim ItemLine ClaimSubject Event Actor UnnamedSource Country Person Organization Office Membership Treaty "
    "WeaponCategory WeaponDesignation Stage Stance Certainty TreatyStatus Role ParticipantRole ValencyPattern Realization "
    "Trigger Cue OfficeTitle NamePattern AgreementWord TreatyStatusCue WordList Concept ConceptScheme Inference "
    "Naming IdentityDecision Embargo".split()
)


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
    foreign = tuple(FOREIGN)
    for name, entry in reader.classes.items():
        if (
            entry.iri.startswith(foreign)
            or not is_own(entry.iri)
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
