"""What each page shows: the name of its template, and what fills it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from pathlib import Path

from kg.ontology import KG, RDFS, SKOS
from kg.server import drawing, entities, flows, passages
from kg.server.entities import ClaimCard, Link
from kg.server.flows import Selection
from kg.server.graph import Graph
from kg.server.passages import Mark
from kg.server.transfers import AFFIRMS, DENIED, Ledger, Transfer

# As many rows are listed on one page, and as many claims or mentions on the page of a thing.
ROWS, MANY = 100, 50
LATEST = 15


@dataclass(frozen=True, slots=True)
class Page:
    """A template's name and what fills it; ``path`` is where the page is, ``title`` what it is called."""

    path: str
    title: str
    template: str
    filling: Mapping[str, object] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Listing:
    """A class of things with a list of its own."""

    path: str
    title: str
    kind: str


LISTINGS: Mapping[str, Listing] = {
    listing.path: listing
    for listing in (
        Listing("transfers", "Transfers", "ArmsTransfer"),
        Listing("articles", "Articles", "Article"),
        Listing("people", "People", "Person"),
        Listing("organizations", "Organizations", "Organization"),
        Listing("countries", "Countries", "Country"),
        Listing("treaties", "Treaties", "Treaty"),
    )
}


@dataclass(frozen=True, slots=True)
class Row:
    """A transfer in a table."""

    transfer: Link
    suppliers: tuple[Link, ...]
    recipients: tuple[Link, ...]
    categories: tuple[Link, ...]
    stage: str
    disputed: bool
    claims: int
    latest: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A class or concept in a tree, with how many things it has."""

    link: Link
    name: str
    count: int
    below: tuple[Branch, ...]


@dataclass(frozen=True)
class Site:
    """The pages over one graph; ``folder`` holds the articles' texts, where they may be shown, ``fields`` and ``kind`` say how
    its files are read, as in `kg build`."""

    graph: Graph
    folder: Path | None = None
    texts: bool = True
    fields: str = ""
    kind: str = ""

    @cached_property
    def ledger(self) -> Ledger:
        return Ledger(self.graph)

    @cached_property
    def rows(self) -> list[tuple[Transfer, str]]:
        """Every transfer with its stage, the latest told first."""
        told = [(t, self.ledger.status(t.claims)) for t in self.ledger.transfers]
        return sorted(
            told, key=lambda e: (max((c.published for c in e[0].claims), default=""), len(e[0].claims)), reverse=True
        )

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many things each list has."""
        return {path: self.graph.class_counts[KG + listing.kind] for path, listing in LISTINGS.items()}

    @cached_property
    def stage_counts(self) -> Counter[str]:
        return Counter(stage for _, stage in self.rows)

    # --------------------------------------------------------------------------------------------------- pages

    def overview(self) -> Page:
        stages = [(notation, self.stage_counts[notation]) for notation in (*self.ledger.stages, DENIED)]
        filling = {
            "counts": [(LISTINGS[path], count) for path, count in self.counts.items()],
            "stages": [(name, count) for name, count in stages if count],
            "most": max(self.stage_counts.values(), default=1),
            "definitions": {stage.notation: stage.definition for stage in self.ledger.stages.values()},
            "rows": [self._row(*entry) for entry in self.rows[:LATEST]],
            "disputed": sum(any(c.stance != AFFIRMS for c in t.claims) for t, _ in self.rows),
            "claims": sum(len(t.claims) for t, _ in self.rows),
        }
        return Page("/", "Overview", "overview.html", filling)

    def map(self, selection: Selection) -> Page:
        found = flows.find(self.ledger, selection)
        filling = {
            "drawing": drawing.draw(found, self.graph.label),
            "width": drawing.WIDTH,
            "left": drawing.LEFT,
            "right": drawing.RIGHT,
            "selection": selection,
            "stages": [*self.ledger.stages, DENIED],
            "categories": list(self.ledger.categories),
            "publishers": self.ledger.publishers,
        }
        return Page("/map", "Who supplies whom", "map.html", filling)

    def flow(self, selection: Selection) -> Page:
        """The time line of what goes from one party to another."""
        found = flows.select(self.ledger, selection)
        parties = [self._party(iri) for iri in (selection.supplier, selection.recipient)]
        claims = [claim.iri for _, _, told in found for claim in told]
        cards = entities.claims(self.graph, claims[: 4 * MANY])
        filling = {
            "parties": parties,
            "rows": [self._row(transfer, stage) for transfer, stage, _ in found],
            # Undated ones come last.
            "days": [(day, list(told)) for day, told in groupby(cards, key=lambda card: card.published)],
        }
        title = f"{parties[0].text} → {parties[1].text}"
        return Page("/flow", title, "flow.html", filling, 200 if found else 404)

    def listing(self, path: str, *, words: str = "", number: int = 1) -> Page:
        """One page of a list; ``words`` must be in the label."""
        listing = LISTINGS[path]
        if path == "transfers":
            chosen = [
                entry for entry in self.rows if words.casefold() in entities.title(self.graph, entry[0].iri).casefold()
            ]
            shown: list[object] = [self._row(*entry) for entry in chosen[(number - 1) * ROWS : number * ROWS]]
            total = len(chosen)
        else:
            iris = self.graph.instances(KG + listing.kind)
            labels = sorted(
                (label.casefold(), label, iri)
                for iri in iris
                if words.casefold() in (label := self.graph.label(iri)).casefold()
            )
            shown = [self._item(iri, label) for _, label, iri in labels[(number - 1) * ROWS : number * ROWS]]
            total = len(labels)
        filling = {
            "listing": listing,
            "rows": shown,
            "words": words,
            "number": number,
            "total": total,
            "last": max(1, -(-total // ROWS)),
        }
        return Page(f"/{path}", listing.title, "transfers.html" if path == "transfers" else "listing.html", filling)

    def _item(self, iri: str, label: str) -> tuple[Link, str, str]:
        """A thing in a list, with a word on it and how many articles tell of it."""
        graph = self.graph
        if "Article" in graph.kinds(iri):
            return Link(label, graph.path(iri)), graph.value(iri, KG + "publisher"), graph.value(iri, KG + "published")
        articles = {*graph.subjects(KG + "mentions", iri)}
        country = graph.value(iri, KG + "country")
        about = graph.value(iri, KG + "treatyKind") or ", ".join(
            filter(None, (entities.kind(graph, iri), graph.label(country) if country else ""))
        )
        return Link(label, graph.path(iri)), about, f"{len(articles)} article{'' if len(articles) == 1 else 's'}"

    def entity(self, iri: str) -> Page:
        """The page of one thing."""
        graph, kinds = self.graph, self.graph.kinds(iri)
        about = graph.subjects(KG + "about", iri)
        said = graph.subjects(KG + "claimant", iri)
        supplied, received = self.ledger.of_party(iri) if "Actor" in kinds else ([], [])
        stage = self.ledger.status(self.ledger.by_iri[iri].claims) if iri in self.ledger.by_iri else ""
        filling = {
            "iri": iri,
            "kind": entities.kind(graph, iri),
            "stage": stage,
            "facts": entities.facts(graph, iri),
            "claims": entities.claims(graph, [iri] if "Claim" in kinds else about[:MANY]),
            "said": entities.claims(graph, said[:MANY]),
            "offices": self._offices(graph.subjects(KG + "holder", iri)),
            "held": self._offices(graph.subjects(KG + "officeOf", iri)),
            "supplied": [self._row(t, self.ledger.status(t.claims)) for t in supplied[:MANY]],
            "received": [self._row(t, self.ledger.status(t.claims)) for t in received[:MANY]],
            "treaties": [entities.link(graph, treaty) for treaty in graph.subjects(KG + "party", iri)],
            "narrower": [entities.link(graph, concept) for concept in graph.subjects(SKOS + "broader", iri)],
            "transfers": [self._row(t, self.ledger.status(t.claims)) for t in self._with(iri)[:MANY]],
            "articles": [entities.link(graph, article) for article in graph.subjects(KG + "mentions", iri)[:MANY]],
        }
        path = graph.path(iri)
        if "Article" in kinds:
            return Page(path, graph.label(iri), "article.html", filling | self._article(iri))
        return Page(path, entities.title(graph, iri), "entity.html", filling)

    def ontology(self) -> Page:
        """The vocabulary as trees with counts."""
        graph = self.graph
        parents = graph.column(RDFS + "subClassOf")
        classes = {c for c in (*graph.class_counts, *parents) if c.startswith(KG)}
        below: dict[str, list[str]] = {}
        for kind in classes:
            for parent in [p for p in parents.get(kind, ()) if p in classes] or [""]:
                below.setdefault(parent, []).append(kind)
        counts = Counter(n for t, _ in self.rows for n in t.categories)
        concepts = list(graph.instances(KG + "WeaponCategory"))
        narrower: dict[str, list[str]] = {}
        for concept in concepts:
            for broader in graph.values(concept, SKOS + "broader") or ("",):
                narrower.setdefault(broader, []).append(concept)
        filling = {
            "classes": self._tree("", below, graph.class_counts),
            "categories": self._tree("", narrower, Counter({c: counts[graph.notation(c)] for c in concepts})),
            "stages": [(stage, self.stage_counts[stage.notation]) for stage in self.ledger.stages.values()],
        }
        return Page("/ontology", "Ontology", "ontology.html", filling)

    # --------------------------------------------------------------------------------------------------- parts

    def _party(self, iri: str) -> Link:
        return entities.link(self.graph, iri) if iri and self.graph.holds(iri) else Link("anyone")

    def _row(self, transfer: Transfer, stage: str) -> Row:
        graph = self.graph
        # The sentence shown is one that bears out the stage shown beside it.
        claims = [c for c in transfer.claims if c.stage == stage and c.stance == AFFIRMS] or transfer.claims
        latest = max(claims, key=lambda c: (c.published, c.iri), default=None)
        sentences = passages.sentences(graph, latest.iri) if latest else []
        return Row(
            Link(entities.title(graph, transfer.iri), graph.path(transfer.iri)),
            tuple(entities.link(graph, iri) for iri in transfer.suppliers),
            tuple(entities.link(graph, iri) for iri in transfer.recipients),
            tuple(entities.link(graph, iri) for iri in graph.values(transfer.iri, KG + "item")),
            stage,
            any(claim.stance != AFFIRMS for claim in transfer.claims),
            len(transfer.claims),
            latest.published if latest else "",
            sentences[0].text if sentences else "",
        )

    def _with(self, iri: str) -> list[Transfer]:
        """The transfers of a category or designation, of a stage, and of what is narrower."""
        found = {*self.graph.subjects(KG + "item", iri), *self.graph.subjects(KG + "designation", iri)}
        found |= set(self.graph.subjects(KG + "status", iri))
        return [transfer for transfer in self.ledger.transfers if transfer.iri in found]

    def _offices(self, offices: Iterable[str]) -> list[tuple[Link, Link, Link]]:
        """Title, what it is an office of, and holder; one of each, where articles spell a title differently."""
        graph = self.graph
        found: dict[tuple[str, str, str], tuple[Link, Link, Link]] = {}
        for office in offices:
            title, of, holder = (graph.value(office, KG + name) for name in ("title", "officeOf", "holder"))
            key = (" ".join(title.replace("-", " ").casefold().split()), of, holder)
            of_link = entities.link(graph, of) if of else Link("")
            found.setdefault(key, (Link(title, graph.path(office)), of_link, entities.link(graph, holder)))
        return list(found.values())

    def _article(self, iri: str) -> dict[str, object]:
        """The article's text with what it shows marked in it, or its sentences where the text is not at hand."""
        graph = self.graph
        cards = entities.claims(graph, self._claims_in(iri))
        marks = [Mark(p.iri, p.start, p.end) for card in cards for p in card.sentences]
        numbers = {card.name: number for number, card in enumerate(cards, 1)}
        by_sentence: dict[str, list[ClaimCard]] = {}
        for card in cards:
            for passage in card.sentences:
                by_sentence.setdefault(passage.iri, []).append(card)
        for owner in graph.values(iri, KG + "mentions"):
            for evidence in graph.values(owner, KG + "evidence"):
                if graph.value(evidence, KG + "article") == iri:
                    passage = passages.read(graph, evidence)
                    marks.append(Mark(evidence, passage.start, passage.end, graph.path(owner)))
        text = passages.find_text(graph, iri, self.folder, fields=self.fields, kind=self.kind) if self.texts else ""
        return {
            "claims": cards,
            "numbers": numbers,
            "by_sentence": by_sentence,
            "paragraphs": passages.cut(text, dict.fromkeys(marks)) if text else [],
            "mentioned": [entities.link(graph, owner) for owner in graph.values(iri, KG + "mentions")],
        }

    def _claims_in(self, article: str) -> list[str]:
        pointing = self.graph.subjects(KG + "article", article)
        return [iri for iri in pointing if "Claim" in self.graph.kinds(iri)]

    def _tree(
        self, top: str, below: Mapping[str, list[str]], counts: Counter[str], depth: int = 0
    ) -> tuple[Branch, ...]:
        if depth > 20:  # a circle
            return ()
        found = sorted((self.graph.label(iri), iri) for iri in below.get(top, ()))
        return tuple(
            Branch(
                Link(label, self.graph.path(iri)),
                iri.removeprefix(KG),
                counts[iri],
                self._tree(iri, below, counts, depth + 1),
            )
            for label, iri in found
        )
