"""Transfers with the claims about them, read out of the graph once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.ontology import KG, RDFS, SKOS
from kg.server.graph import Graph

AFFIRMS = "affirms"
# What stands for the stage of a transfer that everyone denies.
DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one article says of one transfer; the source is "" where no publisher is known."""

    iri: str
    article: str
    publisher: str
    published: str
    stage: str
    stance: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """An arms transfer: its parties and categories by address, and the claims about it."""

    iri: str
    suppliers: tuple[str, ...]
    recipients: tuple[str, ...]
    categories: tuple[str, ...]  # notations, with those above them
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that a transfer can have reached."""

    iri: str
    notation: str
    label: str
    definition: str
    rank: int


@dataclass(frozen=True)
class Ledger:
    """All transfers of a graph."""

    graph: Graph

    @cached_property
    def stages(self) -> dict[str, Stage]:
        """The stages by notation, the furthest first."""
        graph = self.graph
        found = [
            Stage(
                iri,
                graph.notation(iri),
                graph.label(iri),
                graph.value(iri, SKOS + "definition"),
                int(graph.value(iri, KG + "rank") or 0),
            )
            for iri in graph.instances(KG + "Stage")
        ]
        return {stage.notation: stage for stage in sorted(found, key=lambda s: (-s.rank, s.notation))}

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """Every transfer, in order of address."""
        graph = self.graph
        suppliers, recipients, items = (graph.column(KG + name) for name in ("supplier", "recipient", "item"))
        claims = self._claims()
        return tuple(
            Transfer(
                iri,
                suppliers.get(iri, ()),
                recipients.get(iri, ()),
                self._notations(items.get(iri, ())),
                tuple(sorted(claims.get(iri, ()), key=lambda c: (c.published, c.article, c.iri))),
            )
            for iri in sorted(graph.instances(KG + "ArmsTransfer"))
        )

    @cached_property
    def by_iri(self) -> dict[str, Transfer]:
        return {transfer.iri: transfer for transfer in self.transfers}

    @cached_property
    def categories(self) -> dict[str, str]:
        """The categories that transfers have, notation → label."""
        return dict(sorted({n: n for transfer in self.transfers for n in transfer.categories}.items()))

    @cached_property
    def publishers(self) -> tuple[str, ...]:
        """Who published the articles."""
        return tuple(sorted({c.publisher for t in self.transfers for c in t.claims} - {""}))

    def status(self, claims: Iterable[Claim]) -> str:
        """The furthest stage that any of the claims affirms; "denied" where all deny."""
        affirmed = {claim.stage for claim in claims if claim.stance == AFFIRMS}
        return next((notation for notation in self.stages if notation in affirmed), DENIED)

    def of_party(self, iri: str) -> tuple[list[Transfer], list[Transfer]]:
        """What a country or an organization, or one of its bodies, supplies, and what it receives."""
        own = {iri, *self.graph.subjects(KG + "country", iri)}
        supplied = [t for t in self.transfers if own & set(t.suppliers)]
        return supplied, [t for t in self.transfers if own & set(t.recipients)]

    def _claims(self) -> dict[str, list[Claim]]:
        graph = self.graph
        about, articles, stages, stances = (graph.column(KG + name) for name in ("about", "article", "stage", "stance"))
        publishers, published = graph.column(KG + "publisher"), graph.column(KG + "published")
        names = {iri: graph.notation(iri) for values in (*stages.values(), *stances.values()) for iri in set(values)}
        found: dict[str, list[Claim]] = defaultdict(list)
        for iri, subjects in about.items():
            if iri not in stages:
                continue
            article = articles.get(iri, ("",))[0]
            claim = Claim(
                iri,
                article,
                publishers.get(article, ("",))[0],
                published.get(article, ("",))[0],
                names[stages[iri][0]],
                names[stances[iri][0]] if iri in stances else AFFIRMS,
            )
            for subject in subjects:
                found[subject].append(claim)
        return found

    def _notations(self, concepts: Iterable[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        todo = list(concepts)
        while todo:
            concept = todo.pop()
            notation = self._concept_names.get(concept, "")
            if notation not in found:
                found[notation] = None
                todo.extend(self._broader.get(concept, ()))
        return tuple(filter(None, found))

    @cached_property
    def _broader(self) -> dict[str, tuple[str, ...]]:
        return self.graph.column(SKOS + "broader")

    @cached_property
    def _concept_names(self) -> dict[str, str]:
        kinds = ("WeaponCategory", "WeaponDesignation")
        concepts = [iri for kind in kinds for iri in self.graph.instances(KG + kind)]
        return {
            iri: self.graph.value(iri, SKOS + "notation") or self.graph.value(iri, RDFS + "label") for iri in concepts
        }
