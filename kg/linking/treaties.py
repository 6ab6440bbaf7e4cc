"""Which treaties of all articles are one: a described agreement joins the named one where parties and words or dates agree."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from kg.addresses import Addresses
from kg.linking import names
from kg.linking.blocks import pairs
from kg.linking.clusters import Tie
from kg.linking.summaries import Summary
from kg.ontology import Ontology
from kg.records import Actor, Treaty

# Words that describe an agreement without telling it from another.
_SMALL = frozenset(
    "the of on and a an for to with in between new bilateral mutual landmark recent joint existing current major historic "
    "treaty agreement pact accord deal convention".split()
)
GENERIC = ("agreement", "treaty", "pact", "")  # kinds that say nothing
# Papers about a treaty are not the treaty.
OTHER_PAPERS = ("protocol", "resolution", "amendment", "annex")
# An agreement told as new, in an article of so many days after the signature of the only one known, is that one.
NEWS_DAYS = 92


@dataclass(slots=True)
class Known:
    """One treaty as some articles tell it, or as the ontology describes it."""

    name: str
    labels: set[str]
    kinds: set[str]
    parties: frozenset[str]
    iri: str = ""
    signed: set[str] = field(default_factory=set)  # days of signature, ISO 8601
    told_new: set[str] = field(default_factory=set)  # days of the articles that tell it as signed or proposed
    articles: set[str] = field(default_factory=set)


def gather(summaries: Iterable[Summary], a: Addresses) -> dict[str, Known]:
    """Every treaty by its address as the articles name it, and those of the ontology between the same parties."""
    found: dict[str, Known] = {}
    for summary in summaries:
        for treaty in summary.treaties:
            key = a.treaty(treaty)
            parties = frozenset(party.name for party in treaty.parties)
            known = found.setdefault(key, Known(treaty.name, set(), set(), parties, treaty.iri))
            known.name = min(known.name, treaty.name)
            known.labels.update((treaty.name, *treaty.aliases) if not treaty.iri else (treaty.name,))
            known.kinds.add(treaty.kind)
            known.articles.add(summary.article)
            if treaty.date and treaty.date.precision == "day" and treaty.status in ("signed", "mentioned"):
                known.signed.add(treaty.date.start)
            if treaty.status in ("signed", "proposed") and summary.published:
                known.told_new.add(summary.published)
    between = {known.parties for known in found.values() if len(known.parties) > 1}
    for described in a.ontology.treaties.values():
        if described.iri in found or frozenset(described.parties) in between:
            known = found.setdefault(
                described.iri,
                Known(described.name, set(), set(), frozenset(described.parties), described.iri),
            )
            known.name = described.name
            known.labels |= set(described.labels)
            known.kinds = {described.kind}
            known.parties = frozenset(described.parties) or known.parties
            if len(described.signed) == len("2024-06-19"):
                known.signed = {described.signed}
    return found


def is_described(treaty: Known) -> bool:
    """Whether an article describes it and calls it by no name: no word but the first is capitalised."""
    return not treaty.iri and not re.search(r"(?<=\s)[A-Z]|^[A-Z].*\s[A-Z]", treaty.name)


def ties(known: Mapping[str, Known]) -> list[Tie]:
    """Every pair that may be one, with its score."""
    blocks: dict[frozenset[str], list[str]] = defaultdict(list)
    for key in sorted(known):
        if len(known[key].parties) > 1:
            blocks[known[key].parties].append(key)
    found = []
    for block in blocks.values():
        for one, other in pairs(block, lambda key: known[key].name):
            tie = _compare(one, other, known)
            if tie:
                found.append(tie)
    return found


def _compare(one: str, other: str, known: Mapping[str, Known]) -> Tie | None:
    a, b = known[one], known[other]
    if (a.iri and b.iri) or _differ(a, b):
        return None
    mine, yours = _words(a), _words(b)
    alike = any(x == y for x in mine for y in yours if x)
    if alike and not (is_described(a) and is_described(b)):
        return Tie(one, other, 0.95, "the same words and parties")
    short = one if is_described(a) and not is_described(b) else other if is_described(b) and not is_described(a) else ""
    if not short:
        return Tie(one, other, 0.85, "the same words and parties") if alike and _dates_agree(a, b) else None
    thin, full = (mine, yours) if short == one else (yours, mine)
    if any(x and x <= y for x in thin for y in full):
        return Tie(one, other, 0.9, "the same parties, and words of its name", short)
    if _dates_agree(a, b):
        return Tie(one, other, 0.85, "the same parties, and the date", short)
    return Tie(one, other, 0.6, "the same parties", short)


def _words(treaty: Known) -> list[frozenset[str]]:
    own = {word for party in treaty.parties for word in names.words(party)} | {"n", "korea", "russo", "s"}
    return [frozenset(names.words(label)) - _SMALL - own for label in sorted(treaty.labels)]


def _differ(a: Known, b: Known) -> bool:
    """Whether kinds or days of signature contradict each other."""
    papers = [{k for k in x.kinds if k in OTHER_PAPERS} for x in (a, b)]
    if papers[0] != papers[1]:
        return True
    said = [{k for k in x.kinds if k not in GENERIC} for x in (a, b)]
    if said[0] and said[1] and not said[0] & said[1] and "strategic partnership" not in said[0] | said[1]:
        return True
    return bool(a.signed and b.signed and not a.signed & b.signed)


def _dates_agree(a: Known, b: Known) -> bool:
    if a.signed & b.signed:
        return True
    return any(
        0 <= (datetime.date.fromisoformat(told) - datetime.date.fromisoformat(signed)).days <= NEWS_DAYS
        for x, y in ((a, b), (b, a))
        for signed in x.signed
        for told in y.told_new
    )


def rewrite(treaty: Treaty, into: Treaty) -> Treaty:
    """What an article says of a treaty, said of the one that it is; its own name stays as another form."""
    forms = set(treaty.aliases) | {treaty.name, *into.aliases}
    kind = into.kind or treaty.kind
    aliases = tuple(sorted(forms - {into.name}))
    told = treaty.told or (treaty.name if treaty.name != into.name else "")
    return replace(treaty, name=into.name, kind=kind, parties=into.parties, iri=into.iri, aliases=aliases, told=told)


def canonical(
    keys: Iterable[str], known: Mapping[str, Known], told: Mapping[str, Treaty], ontology: Ontology
) -> Treaty:
    """The treaty under which a group goes: the ontology's, else a named one, else the one most fully described."""
    best = min(
        keys,
        key=lambda k: (
            not known[k].iri,
            is_described(known[k]),
            -len(known[k].articles),
            -len(known[k].name),
            known[k].name,
        ),
    )
    if best in told:
        return told[best]
    described = ontology.treaties[best]
    countries = {actor.name: actor for actor in ontology.actors.values()}
    parties = tuple(
        Actor(countries[p].kind, p, countries[p].iri, p if countries[p].kind == "Country" else countries[p].country)
        for p in described.parties
        if p in countries
    )
    return Treaty(described.name, described.kind, parties, iri=described.iri)
