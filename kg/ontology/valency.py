"""Reads which words evoke events, how they show the roles, and which words change how real a clause is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kg.ontology.namespaces import KG, RDFS, SKOS, name_of
from kg.ontology.triples import Node, Triples, to_node
from kg.ontology.vocabulary import Cue, Realization, Role, Trigger, fold


def read_triggers(t: Triples, roles: dict[str, Role], is_a: Callable[[str, str], bool]) -> Iterator[Trigger]:
    """Every word that evokes an event, once for each of its patterns."""
    own = {name: found for name, role in roles.items() if (found := read_markers(t, to_node(role.iri)))}
    patterns = {node.value: read_realizations(t, node) for node in t.subjects(KG + "ValencyPattern")}
    for node in t.subjects(KG + "Trigger"):
        labels = t.texts(node, RDFS + "label", SKOS + "altLabel")
        for pattern, label in ((p, w) for p in t.texts(node, KG + "pattern") or ("",) for w in labels):
            kind = name_of(t.text(node, KG + "evokes"))
            yield Trigger(
                node.value,
                fold(label),
                t.text(node, KG + "partOfSpeech") or "verb",
                kind,
                with_roles_of(kind, read_realizations(t, node) + patterns.get(pattern, ()), roles, own, is_a),
                stage_name(t, t.text(node, KG + "stage")),
                stage_name(t, t.text(node, KG + "ongoingStage")),
                tuple(
                    name_of(r)
                    for r in t.texts(node, KG + "requires")
                    or (t.texts(to_node(pattern), KG + "requires") if pattern else ())
                ),
                name_of(pattern) if pattern else "",
            )


def read_realizations(t: Triples, node: Node) -> tuple[Realization, ...]:
    found = []
    for part in t.of[node].get(KG + "realizes", ()):
        found.append(Realization(name_of(t.text(part, KG + "role")), read_markers(t, part)))
    return tuple(sorted(found, key=lambda r: r.role))


def read_markers(t: Triples, node: Node) -> tuple[str, ...]:
    """Markers in the order in which they are written; a preposition of several words is joined by "_": by_way_of."""
    return tuple(m.replace("_", " ") for m in " ".join(t.texts(node, KG + "marker")).replace(",", " ").split())


def with_roles_of(
    kind: str,
    realizations: tuple[Realization, ...],
    roles: dict[str, Role],
    own: dict[str, tuple[str, ...]],
    is_a: Callable[[str, str], bool],
) -> tuple[Realization, ...]:
    """A pattern's realizations with those roles of the event that name their markers themselves.

    ``own`` are these markers: a role stands under them whatever word evokes its event ("via" a transit country).
    """
    shown = {r.role for r in realizations}
    more = [
        Realization(name, markers)
        for name, markers in own.items()
        if name not in shown and is_a(kind, roles[name].domain)
    ]
    return (*realizations, *more)


def read_cues(t: Triples) -> tuple[Cue, ...]:
    return tuple(
        Cue(
            node.value,
            fold(label),
            t.text(node, KG + "partOfSpeech") or "verb",
            name_of(t.text(node, KG + "effect")),
            stage_name(t, t.text(node, KG + "imposes")),
            name_of(t.text(node, KG + "certainty")),
            t.text(node, KG + "attitudeHolder"),
            t.text(to_node(t.text(node, KG + "imposes")), SKOS + "inScheme") if t.text(node, KG + "imposes") else "",
        )
        for node in t.subjects(KG + "Cue")
        for label in t.texts(node, RDFS + "label", SKOS + "altLabel")
    )


def stage_name(t: Triples, iri: str) -> str:
    """A stage's IRI → its notation."""
    return t.text(to_node(iri), SKOS + "notation") or name_of(iri) if iri else ""
