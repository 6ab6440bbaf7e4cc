"""Organizations named in an article, with their class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extractors.evidence import point
from kg.ontology import Ontology, fold
from kg.records import Organization

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extractors.spans import Mention

RULE = "organization"


def extract(doc: Doc, ontology: Ontology) -> Iterator[Organization]:
    """Each organization once, in order, under the fullest form that the article has; the evidence "name" shows that
    form."""
    seats = ontology.words("seat-of-government")
    mentions: dict[str, list[Mention]] = {}
    for mention in doc._.mentions:
        if mention.form == "capital" and fold(written(doc, mention)) in seats:
            mention = replace(mention, kind="GovernmentBody", name=written(doc, mention), iri="", form="name")
        if ontology.is_a(mention.kind, "Organization") and mention.form not in {"capital", "administration"}:
            mentions.setdefault(mention.iri or mention.name, []).append(mention)
    for found in mentions.values():
        forms = list(dict.fromkeys(written(doc, m) for m in found))
        name = found[0].name
        country = next((m.country for m in found if m.country), "")
        best = max(found, key=lambda m: (written(doc, m) == name, m.end - m.start, -m.start))
        # words that are not the name as it is given ("British and Australian navies") do not show it
        while best.start < best.end - 1 and written(doc, best) != name:
            best = replace(best, start=best.start + 1)  # "German Bundestag" shows the Bundestag
        shown = best if written(doc, best) == name else None
        proof = tuple(point(doc[m.start : m.end], RULE) for m in found if shown is None or m.end != shown.end)
        if shown is not None:
            proof = (point(doc[shown.start : shown.end], RULE, "name"), *proof)
        yield Organization(found[0].kind, name, tuple(f for f in forms if f != name), found[0].iri, country, proof)


def written(doc: Doc, mention: Mention) -> str:
    """The words of a mention with plain apostrophes."""
    return " ".join(str(doc[mention.start : mention.end].text).replace("’", "'").split())
