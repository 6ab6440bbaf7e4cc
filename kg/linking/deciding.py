"""Decides which records of all articles mean the same: people, organizations, treaties and events, in this order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.addresses import Addresses, digest, slug
from kg.linking import clusters, names, organizations, people, transfers, treaties
from kg.linking.clusters import Groups
from kg.linking.decisions import USER, Decision
from kg.linking.identities import Identities, organization_key
from kg.linking.origins import find_origins
from kg.linking.resolving import resolve
from kg.linking.summaries import Summaries, Summary
from kg.linking.transfers import Occasions, Told
from kg.ontology import ID, Ontology
from kg.records import Actor, Event, Key, Organization, Treaty


def decide(summaries: Iterable[Summary], ontology: Ontology, decisions: Sequence[Decision] = ()) -> Identities:
    """The only step that sees all articles; it depends on the set of summaries and not on their order.

    ``decisions`` are the user's; they go before any rule. Raises ``DecisionError`` where they contradict each other.
    """
    a = Addresses(ontology)
    found: list[Decision] = []
    with Summaries(summaries) as all_:
        names_of_people, decided = _decide_people(all_, ontology, decisions)
        found += decided
        bodies, anybodys, decided = _decide_organizations(all_, a, decisions)
        found += decided
        identities = Identities(names_of_people, bodies, anybodys=anybodys)
        papers, decided = _decide_treaties(_Rewritten(all_, identities), a, decisions)
        found += decided
        occasions, events, decided = _decide_events(_Rewritten(all_, identities), a, decisions)
        found += decided
        origins = find_origins(all_, ontology)
    return Identities(names_of_people, bodies, papers, occasions, events, anybodys, origins, tuple(sorted(found)))


class _Rewritten:
    """Summaries whose claims and treaties name everybody as all articles know them."""

    def __init__(self, summaries: Iterable[Summary], identities: Identities) -> None:
        self._summaries = summaries
        self._identities = identities

    def __iter__(self) -> Iterator[Summary]:
        to = self._identities
        for s in self._summaries:
            claims = (replace(claim, event=to.event(claim.event, s.article)) for claim in s.claims)
            yield replace(s, claims=tuple(claims), treaties=tuple(to.treaty(treaty, s.article) for treaty in s.treaties))


def _decide_people(
    summaries: Iterable[Summary], ontology: Ontology, decisions: Sequence[Decision]
) -> tuple[dict[str, str], list[Decision]]:
    known = people.gather(summaries)
    named = {name for entry in known.values() for name in entry.names}
    described = people.describe(known, ontology)
    spoken_of = people.find_countries(summaries, known)
    labels = {key: entry.name for key, entry in known.items()}
    forms = {key: set(entry.names) for key, entry in known.items()}
    users = resolve("person", decisions, labels, forms, lambda key: f"{ID}person/{key}")
    groups, found = clusters.group("person", labels, [*described, *people.ties(known, spoken_of)], users)
    into = {}
    for members in _together(groups, known, least=1):
        # The vocabulary's name, else the fullest that most articles use.
        best = min(
            members,
            key=lambda k: (
                not known[k].described,
                len(names.words(known[k].name)) < 2,
                -len(known[k].articles),
                -len(k),
                k,
            ),
        )
        for key in members:
            into.update({name: known[best].name for name in known[key].names if name != known[best].name})
    address = {key: f"{ID}person/{slug(into.get(entry.name, entry.name))}" for key, entry in known.items()}
    # Whom no article names is of interest only where he gives others his name.
    found = [d for d in found if d.verdict == "same" or d.by == USER or {d.a, d.b} <= named]
    return into, _addressed(found, address)


def _decide_organizations(
    summaries: Iterable[Summary], a: Addresses, decisions: Sequence[Decision]
) -> tuple[dict[Key, Actor], frozenset[Key], list[Decision]]:
    known = organizations.gather(summaries, a)
    labels = _distinct({key: entry.name for key, entry in known.items()}, {k: e.country for k, e in known.items()})
    forms = {key: {*entry.names, *entry.aliases} for key, entry in known.items()}
    users = resolve("organization", decisions, labels, forms, lambda key: key)
    groups, found = clusters.group("organization", labels, organizations.ties(known, a.ontology), users)
    into: dict[str, Actor] = {}
    for members in _together(groups, known):
        # What the ontology describes, then what says whose it is, then what most articles name.
        best = min(
            members,
            key=lambda k: (not known[k].iri, not known[k].country, -len(known[k].articles), -len(known[k].name), k),
        )
        entry = known[best]
        into.update({key: Actor(entry.kind, entry.name, entry.iri, entry.country) for key in members})
    rewritten: dict[Key, Actor] = {}
    for summary in summaries:
        things: list[Organization | Actor] = [*summary.organizations, *summary.actors()]
        for thing in things:
            key = organization_key(thing)
            if key in rewritten or (isinstance(thing, Actor) and not a.ontology.is_a(thing.kind, "Organization")):
                continue
            address = a.actor(Actor(thing.kind, thing.name, thing.iri, thing.country))
            if address in into and organization_key(into[address]) != key:
                rewritten[key] = into[address]
    loose = {key for key in organizations.find_loose(known, a.ontology) if groups.members(key) == [key]}
    anybodys = frozenset((name, "") for key in loose for name in known[key].names)
    return rewritten, anybodys, _addressed(found, {key: a.actor(into[key]) if key in into else key for key in known})


def _decide_treaties(
    summaries: Iterable[Summary], a: Addresses, decisions: Sequence[Decision]
) -> tuple[dict[Key, Treaty], list[Decision]]:
    known = treaties.gather(summaries, a)
    labels = _distinct(
        {key: entry.name for key, entry in known.items()},
        {k: " and ".join(sorted(e.parties)) for k, e in known.items()},
    )
    forms = {key: {entry.name, *entry.labels} for key, entry in known.items()}
    users = resolve("treaty", decisions, labels, forms, lambda key: key)
    groups, found = clusters.group("treaty", labels, treaties.ties(known), users)
    told: dict[str, Treaty] = {}
    address: dict[Key, str] = {}
    for summary in summaries:
        for treaty in sorted(summary.treaties, key=repr):
            address[treaty.key()] = a.treaty(treaty)
            told.setdefault(a.treaty(treaty), treaty)
    into = {}
    for members in _together(groups, known):
        best = treaties.canonical(members, known, told, a.ontology)
        into.update({key: best for key in members if key != a.treaty(best)})
    rewritten = {key: into[iri] for key, iri in address.items() if iri in into}
    names_told = {labels[key] for key in told}
    found = [d for d in found if d.verdict == "same" or {d.a, d.b} <= names_told]
    return rewritten, _addressed(found, {key: a.treaty(into[key]) if key in into else key for key in known})


def _decide_events(
    summaries: Iterable[Summary], a: Addresses, decisions: Sequence[Decision]
) -> tuple[Occasions, dict[Told, Event], list[Decision]]:
    occasions = transfers.find_occasions(summary.claims for summary in summaries)
    known: dict[str, transfers.Known] = {}
    keys: dict[Told, str] = {}
    for summary in summaries:
        for claim in summary.claims:
            told = occasions.of(claim, summary.published)
            keys[told] = transfers.learn(known, told, claim, a)
    labels = {key: entry.name for key, entry in known.items()}
    users = resolve("transfer", decisions, labels, {k: {name} for k, name in labels.items()}, lambda key: key)
    groups, found = clusters.group("transfer", labels, transfers.ties(known, a.ontology), users)
    since = {key: told[2] or known[key].event.since for told, key in keys.items()}
    into = {}
    for members in _together(groups, known):
        event = transfers.unite((known[key].event for key in members), a.ontology)
        into.update(dict.fromkeys(members, replace(event, since=min(since[key] for key in members))))
    changed, address = {}, {}
    for told, key in keys.items():
        event = into.get(key) or replace(known[key].event, since=since[key])
        address[key] = a.event(event)
        if digest(event.key()) != told[0]:
            changed[told] = event
    return occasions, changed, _addressed(found, address)


def _addressed(decisions: Iterable[Decision], address: Mapping[str, str]) -> list[Decision]:
    """Decisions about the addresses that things have in the graph."""
    return [replace(d, about=tuple(sorted({address[key] for key in d.about if key in address}))) for d in decisions]


def _together(groups: Groups, known: Mapping[str, object], least: int = 2) -> list[list[str]]:
    """The groups of so many and more, each in order."""
    found: dict[str, list[str]] = defaultdict(list)
    for key in sorted(known):
        found[groups.find(key)].append(key)
    return [members for members in found.values() if len(members) >= least]


def _distinct(labels: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    """Labels that name one thing each: what else tells them apart follows in parentheses, else the address does."""
    count: dict[str, int] = defaultdict(int)
    for label in labels.values():
        count[label] += 1
    longer = {k: f"{v} ({more[k]})" if count[v] > 1 and more[k] else v for k, v in labels.items()}
    again: dict[str, int] = defaultdict(int)
    for label in longer.values():
        again[label] += 1
    return {key: key if again[label] > 1 else label for key, label in longer.items()}
