"""Rules for events: roles, patterns, triggers, stages and cues that the reader can use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.checks.findings import Finding, Vocabulary, near
from kg.extractors.stages import COMPOSE
from kg.ontology import KG, RDFS, SKOS, name_of

# Places around a word that the reader tells apart, beside the prepositions; by the part of speech that has them.
VERB_MARKERS = frozenset({"subject", "object", "indirect", "owner", "helper", "purpose", "counterpart"})


NOUN_MARKERS = frozenset({"subject", "indirect", "possessive", "adjective", "compound", "self", "owner", "object", "body"})


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
         "end": "ended", "foil": "withheld", "affirm": "delivered", "fulfil": "delivered", "settle": "committed"}  # fmt: skip


def find_wrong_roles(v: Vocabulary) -> Iterator[Finding]:
    """Roles that the reader cannot place: no event has them, or it is not said what fills them."""
    classes = v.reader.classes
    realized = {realization.role for trigger in v.reader.triggers for realization in trigger.realizations}
    for node in v.of_type("ParticipantRole"):
        name = v.show(node)
        # the shipped roles without markers are for those who add words to them
        if name_of(node.value) not in realized and not node.value.startswith(KG):
            right = "add a realization with kg:role to a pattern, or kg:marker to the role"
            yield v.finding(node, f"{name}: no pattern shows this role", right, severity="warning")
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
