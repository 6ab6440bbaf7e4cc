"""Who first published an article: agency copy on several sites is one voice, and an unknown publisher is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kg.linking import names
from kg.linking.copies import find_copies
from kg.linking.summaries import Summary
from kg.ontology import Ontology


def find_origins(summaries: Sequence[Summary], ontology: Ontology) -> dict[str, str]:
    """Article → who first published it: the agency that it or a copy credits, else the first publisher of the copies."""
    known = {
        " ".join(names.words(label)): actor.name
        for actor in sorted(ontology.actors.values(), key=lambda actor: actor.iri)
        if actor.kind == "MediaOrganization"
        for label in actor.labels
    }
    groups = find_copies({summary.article: summary.signature for summary in summaries})
    copies: dict[str, list[Summary]] = defaultdict(list)
    for summary in summaries:
        copies[groups.find(summary.article)].append(summary)
    found = {}
    for group in copies.values():
        agencies = _canonical((s.agency for s in group), known)
        dated = sorted(group, key=lambda s: (s.published or "9999", s.publisher, s.article))
        publishers = _canonical((s.publisher for s in dated), known)
        for summary in group:
            own = _canonical((summary.agency,), known)
            found[summary.article] = (own or sorted(agencies) or publishers or [""])[0]
    return found


def _canonical(publishers: Iterable[str], known: Mapping[str, str]) -> list[str]:
    return [known.get(" ".join(names.words(name)), name) for name in publishers if name]
