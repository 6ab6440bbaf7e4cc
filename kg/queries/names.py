"""Finds what a name, another name or a code stands for, in a graph or in the shipped vocabulary."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator, Sequence

import pyoxigraph as ox

from kg import resources
from kg.errors import QueryError
from kg.letters import bare
from kg.queries.asking import ask
from kg.queries.wording import SUGGESTIONS, alternatives
from kg.store import Queried

KG = "https://w3id.org/armsgraph/ontology#"
# Ways in which a thing is named, the one that counts most first.
NAMINGS = (
    "<http://www.w3.org/2000/01/rdf-schema#label>",
    "<http://www.w3.org/2004/02/skos/core#prefLabel>",
    "<http://www.w3.org/2004/02/skos/core#notation>",
    f"<{KG}iso3166alpha3>",
    f"<{KG}iso3166alpha2>",
    f"<{KG}officialName>",
    "<http://www.w3.org/2004/02/skos/core#altLabel>",
)
# ISO 3166 codes are asked for in capitals, however they are written.
LONGEST_CODE = 3
# A built graph says every class of a thing; the vocabulary's files say the narrowest.
STATED = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
INFERRED = f"{STATED}/<http://www.w3.org/2000/01/rdf-schema#subClassOf>*"

Naming = tuple[int, int, str, str]  # rank of the way of naming, rank of the class, address, name


def find_named(where: str, value: str, classes: Sequence[str], graph: Queried | None) -> ox.NamedNode:
    """The node that a label, another name or a code stands for; without a graph, in the vocabulary alone.

    What the vocabulary knows and the graph does not name is no error: the graph says nothing of it. A main label counts
    more than other names, and a country more than an organization or a person of the same name.
    """
    known = _find(value, classes, graph, STATED) if graph is not None else []
    known = known or _find(value, classes, _vocabulary(), INFERRED)
    if not known:
        raise QueryError(f"{where}: {_unknown(value, classes, graph)}".replace("\n", " "))
    best = [naming for naming in known if naming[:2] == known[0][:2]]
    if len({iri for _, _, iri, _ in best}) > 1:
        listed = alternatives([f"<{iri}>" for iri in sorted({iri for _, _, iri, _ in best})[:SUGGESTIONS]])
        raise QueryError(f"{where}: {value!r} names more than one {' or '.join(classes)}; give the address, {listed}")
    return ox.NamedNode(best[0][2])


def _find(value: str, classes: Sequence[str], graph: Queried, typing: str) -> list[Naming]:
    """What has that name, the likeliest first: by the very words, of which stores have an index, or else by their fold."""
    spelled = sorted({value, value.upper()} if len(value) <= LONGEST_CODE else {value})
    words = " ".join(f"{ox.Literal(text)} {ox.Literal(text, language='en')}" for text in spelled)
    found = list(_names(classes, graph, typing, f"VALUES ?name {{ {words} }}"))
    return sorted(found or (naming for naming in _names(classes, graph, typing) if fold(naming[3]) == fold(value)))


def _names(classes: Sequence[str], graph: Queried, typing: str, condition: str = "") -> Iterator[Naming]:
    kinds = " ".join(f"<{KG}{name}>" for name in classes)
    sparql = f"""SELECT DISTINCT ?by ?kind ?node ?name
        WHERE {{
          {condition} VALUES ?by {{ {" ".join(NAMINGS)} }} ?node ?by ?name .
          VALUES ?kind {{ {kinds} }} ?node {typing} ?kind
        }}"""
    for row in ask(graph, sparql).rows:
        way, kind = NAMINGS.index(f"<{row['by'].text}>"), classes.index(row["kind"].text.removeprefix(KG))
        yield way, kind, row["node"].text, row["name"].text


def _unknown(value: str, classes: Sequence[str], graph: Queried | None) -> str:
    kinds = " or ".join(classes)
    known = [*_names(classes, graph, STATED)] if graph is not None else []
    known += _names(classes, _vocabulary(), INFERRED)
    labels: dict[str, str] = {}  # the name that counts most of each address
    addresses: dict[str, dict[str, None]] = {}
    for _, _, iri, name in sorted(known):
        labels.setdefault(iri, name)
        addresses.setdefault(fold(name), {})[iri] = None
    close = difflib.get_close_matches(fold(value), addresses, n=SUGGESTIONS, cutoff=0.5)
    near = list(dict.fromkeys(labels[iri] for name in close for iri in addresses[name]))[:SUGGESTIONS]
    right = [f"did you mean {alternatives(near)}"] if near else []
    if graph is None:
        right.append("name with --graph one that has it")
    right = right or ["`kg query most-named-actors` and the like list what the graph names"]
    where = "the shipped vocabulary" if graph is None else "the graph"
    return f"{where} has no {kinds} named {value!r}; {', or '.join(right)}"


@functools.cache
def _vocabulary() -> ox.Store:
    store = ox.Store()
    for path in sorted(resources.ontology_folder().glob("*.ttl")):
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    return store


def fold(text: str) -> str:
    """The form in which names are compared: no case, accents, punctuation or leading article."""
    text = bare(text).casefold()
    return re.sub(r"^(the|a|an) ", "", " ".join(re.sub(r"[^\w]+", " ", text.replace(".", "").replace("'", "")).split()))
