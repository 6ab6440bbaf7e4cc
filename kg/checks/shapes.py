"""Rules for shapes: they ask nothing that the classes rule out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyoxigraph as ox

from kg.checks.findings import Finding, Vocabulary, is_own, near
from kg.ontology import KG, OWL, RDF, RDFS, name_of

TYPE = RDF + "type"
SH = "http://www.w3.org/ns/shacl#"


XSD = "http://www.w3.org/2001/XMLSchema#"


def find_wrong_shapes(v: Vocabulary) -> Iterator[Finding]:
    """Shapes that ask what the classes rule out."""
    s = v.sources
    for shape in s.by_type.get(SH + "NodeShape", ()):
        targets = [t for t in s.values(shape, SH + "targetClass") if isinstance(t, ox.NamedNode)]
        for target in targets:
            if is_own(target.value) and target.value not in v.typed and not target.value.startswith(KG):
                yield v.finding(
                    shape,
                    f"{v.show(target)}, sh:targetClass of {v.show(shape)}, is no class",
                    near(name_of(target.value), v.reader.classes, "declare it"),
                    target,
                )
        for part in _property_shapes(v, shape):
            for path in s.values(part, SH + "path"):
                if isinstance(path, ox.NamedNode) and (path.value.startswith(KG) or is_own(path.value)):
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
    if path.value not in v.typed and is_own(path.value) and not path.value.startswith(KG):
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
