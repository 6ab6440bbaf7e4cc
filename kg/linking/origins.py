"""Who first published an article: agency copy on several sites is one voice, and an unknown publisher is none."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.linking import names
from kg.linking.copies import find_copies
from kg.linking.summaries import Summary
from kg.ontology import Ontology


class Imprint(NamedTuple):
    """When and by whom an article was published; imprints sort as articles were printed."""

    day: str
    publisher: str
    article: str
    agency: str


def find_origins(summaries: Iterable[Summary], ontology: Ontology) -> dict[str, str]:
    """Article → who first published it, where that is known: the agency that it or a copy credits, else the first
    publisher of the copies."""
    known = {
        " ".join(names.words(label)): actor.name
        for actor in sorted(ontology.actors.values(), key=lambda actor: actor.iri)
        if actor.kind == "MediaOrganization"
        for label in actor.labels
    }
    groups = find_copies({summary.article: summary.signature for summary in summaries})
    copies: dict[str, list[Imprint]] = defaultdict(list)
    found: dict[str, str] = {}
    for s in summaries:
        imprint = Imprint(s.published or "9999", s.publisher, s.article, s.agency)
        if len(groups.members(s.article)) > 1:
            copies[groups.find(s.article)].append(imprint)
        else:
            found.update(_origins([imprint], known))
    for group in copies.values():
        found.update(_origins(group, known))
    return found


def _origins(copies: Sequence[Imprint], known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    agencies = _canonical((imprint.agency for imprint in copies), known)
    publishers = _canonical((imprint.publisher for imprint in sorted(copies)), known)
    for imprint in copies:
        told = _canonical((imprint.agency,), known) or sorted(agencies) or publishers
        if told:
            yield imprint.article, sys.intern(told[0])


def _canonical(publishers: Iterable[str], known: Mapping[str, str]) -> list[str]:
    return [known.get(" ".join(names.words(name)), name) for name in publishers if name]
