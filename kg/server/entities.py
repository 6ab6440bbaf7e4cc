"""What pages show of single things: links, facts, claims with their sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.ontology import KG, RDF, RDFS, SKOS, name_of
from kg.server import passages
from kg.server.graph import Graph
from kg.server.passages import Passage
from kg.server.transfers import AFFIRMS

# Told elsewhere on a page, or of no interest to a reader.
_UNTOLD = {RDF + "type", RDFS + "label", SKOS + "prefLabel"} | {
    KG + name for name in ("evidence", "sentence", "mentions", "line", "digest", "headline")
}
ROLES = ("supplier", "recipient", "endUser", "intermediary", "origin")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; ``path`` is "" where they lead nowhere."""

    text: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property in words, and its values."""

    name: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """A claim as a page tells it."""

    name: str
    iri: str
    about: Link
    stance: str
    stage: str
    certainty: str
    claimants: tuple[Link, ...]
    words: tuple[str, ...]
    amounts: tuple[str, ...]
    date: str
    article: Link
    publisher: str
    published: str
    sentences: tuple[Passage, ...]

    @property
    def denies(self) -> bool:
        return self.stance != AFFIRMS


def link(graph: Graph, iri: str) -> Link:
    """A thing by its label."""
    return Link(title(graph, iri), graph.path(iri))


def title(graph: Graph, iri: str) -> str:
    """What a thing is called at the head of its page: a transfer by its parties."""
    if KG + "ArmsTransfer" not in graph.values(iri, RDF + "type"):
        return graph.label(iri)
    supplier, recipient, item = (
        " and ".join(graph.label(value) for value in graph.values(iri, KG + role))
        for role in ("supplier", "recipient", "item")
    )
    return f"{supplier or 'not named'} → {recipient or 'not named'}: {item or 'arms'}"


def kind(graph: Graph, iri: str) -> str:
    """The most specific class of a thing, in words."""
    kinds = [k for k in graph.values(iri, RDF + "type") if k.startswith(KG)]
    above = {parent for k in kinds for parent in _above(graph, k)}
    return ", ".join(graph.label(k) for k in kinds if k not in above)


def _above(graph: Graph, kind: str) -> set[str]:
    found: set[str] = set()
    todo = [kind]
    while todo:
        for parent in graph.values(todo.pop(), RDFS + "subClassOf"):
            if parent not in found:
                found.add(parent)
                todo.append(parent)
    return found - {kind}


def facts(graph: Graph, iri: str) -> list[Fact]:
    """All that is said of a thing, by property, but for what its page tells in another way."""
    found: dict[str, list[Link]] = {}
    for predicate, value, is_address in graph.said(iri):
        if predicate not in _UNTOLD:
            shown = {"true": "yes", "false": "no"}.get(value, value)
            told = link(graph, value) if is_address else Link(shown, value if predicate == KG + "url" else "")
            found.setdefault(predicate, []).append(told)
    named = {p: graph.label(p) if p.startswith(KG) else _words(p) for p in found}
    return [Fact(named[p], tuple(values)) for p, values in sorted(found.items(), key=lambda entry: _place(entry[0]))]


def _place(predicate: str) -> tuple[int, str]:
    name = name_of(predicate)
    return (ROLES.index(name) if name in ROLES else len(ROLES), name)


_SKOS_WORDS = {"altLabel": "also called", "notation": "code", "exactMatch": "the same as", "inScheme": "in the scheme"}


def _words(predicate: str) -> str:
    name = name_of(predicate)
    return _SKOS_WORDS.get(name, name)


def claim(graph: Graph, iri: str) -> ClaimCard:
    """A claim with its sentences."""
    article = graph.value(iri, KG + "article")
    stage = graph.value(iri, KG + "stage") or graph.value(iri, KG + "treatyStatus")
    lines = graph.values(iri, KG + "line")
    amount = " ".join(filter(None, (graph.value(iri, KG + "currency"), graph.value(iri, KG + "amount"))))
    return ClaimCard(
        "claim-" + name_of(iri),
        iri,
        link(graph, graph.value(iri, KG + "about")),
        graph.notation(graph.value(iri, KG + "stance")) if graph.value(iri, KG + "stance") else AFFIRMS,
        graph.notation(stage) if stage else "",
        graph.notation(graph.value(iri, KG + "certainty")) if graph.value(iri, KG + "certainty") else "",
        tuple(link(graph, who) for who in graph.values(iri, KG + "claimant")),
        tuple(dict.fromkeys(word for line in lines for word in graph.values(line, KG + "wordsUsed"))),
        tuple(filter(None, (*(_amount(graph, line) for line in lines), amount))),
        graph.value(iri, KG + "dateLabel"),
        link(graph, article),
        graph.value(article, KG + "publisher"),
        graph.value(article, KG + "published"),
        tuple(passages.sentences(graph, iri)),
    )


def claims(graph: Graph, iris: Iterable[str]) -> list[ClaimCard]:
    """Claims in the order in which they were published and written."""
    found = [claim(graph, iri) for iri in iris]
    return sorted(found, key=lambda c: (c.published or "9", c.article.path, c.sentences[0].start if c.sentences else 0))


def _amount(graph: Graph, line: str) -> str:
    """ "more than 11,000 containers"; "" where a line has neither a count nor words for one."""
    qualifier, count, unit = (graph.value(line, KG + name) for name in ("qualifier", "quantity", "unit"))
    shown = f"{int(count):,}" if count.isdecimal() else count
    return " ".join(filter(None, (qualifier, shown, unit))) if qualifier or count else ""
