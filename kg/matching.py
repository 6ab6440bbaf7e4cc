"""A user's own table of names and addresses against the names of a graph: which of them mean the same."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import store
from kg.errors import QueryError
from kg.linking.names import words

KG = "https://w3id.org/armsgraph/ontology#"
EXACT_MATCH = "http://www.w3.org/2004/02/skos/core#exactMatch"
MATCHED, AMBIGUOUS = "matched", "ambiguous"
COLUMNS = ("verdict", "name", "iri", "thing", "label")
# Every name of what has an identity outside this graph.
NAMES = f"""PREFIX kg: <{KG}>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT DISTINCT ?thing ?name ?label WHERE {{
      VALUES ?class {{ kg:Country kg:Organization kg:Person kg:Treaty kg:WeaponDesignation }}
      ?thing a ?class ; rdfs:label ?label ; rdfs:label|skos:prefLabel|skos:altLabel|kg:officialName ?name .
    }}"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name and the address that a user's own records have for it."""

    name: str
    iri: str


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """A name of the user's that is a name of the graph's; ambiguous where it is that of several, or has several addresses."""

    name: str
    iri: str
    thing: str
    label: str
    verdict: str


def read(path: Path | str) -> tuple[Candidate, ...]:
    """The rows of a CSV file in UTF-8 with the columns name and iri; others are passed over."""
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: cannot be read ({error}); name a CSV file in UTF-8") from None
    rows = csv.reader(io.StringIO(text, newline=""))
    header = [column.strip().casefold() for column in next(rows, [])]
    if not {"name", "iri"} <= set(header):
        raise QueryError(f"{path}: line 1: has no columns name and iri; the first line names the columns")
    found = []
    for row in rows:
        fields = dict(zip(header, (cell.strip() for cell in row), strict=False))
        name, iri = fields.get("name", ""), fields.get("iri", "")
        if not name and not iri:
            continue
        if not name or not iri.startswith(("http://", "https://")) or not _is_address(iri):
            raise QueryError(
                f"{path}: line {rows.line_num}: needs a name and an address; it looks like NATO,https://example.org/7"
            )
        found.append(Candidate(name, iri))
    return tuple(found)


def _is_address(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def match(graph: ox.Store, candidates: Iterable[Candidate]) -> list[Match]:
    """Every pair of a candidate and a thing of the graph with that name, whatever its case, accents and punctuation."""
    things: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for row in store.select(graph, NAMES):
        thing, name, label = row["thing"], row["name"], row["label"]
        if isinstance(thing, ox.NamedNode) and isinstance(name, ox.Literal) and isinstance(label, ox.Literal):
            things[words(name.value)][thing.value] = label.value
    named = set(candidates)
    addresses: dict[tuple[str, ...], set[str]] = defaultdict(set)
    claimed: dict[str, set[str]] = defaultdict(set)  # thing → the addresses that its names have
    for candidate in named:
        addresses[words(candidate.name)].add(candidate.iri)
        for thing in things.get(words(candidate.name), ()):
            claimed[thing].add(candidate.iri)
    found = []
    for candidate in named:
        key = words(candidate.name)
        for thing, label in things.get(key, {}).items():
            sure = len(things[key]) == len(addresses[key]) == len(claimed[thing]) == 1
            found.append(Match(candidate.name, candidate.iri, thing, label, MATCHED if sure else AMBIGUOUS))
    return sorted(found)


def to_csv(matches: Iterable[Match]) -> str:
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(found, column) for column in COLUMNS] for found in matches)
    return output.getvalue()


def to_triples(matches: Iterable[Match]) -> Iterator[ox.Triple]:
    """That a thing of the graph and one of the user's are the same, of the matches that are sure."""
    for found in matches:
        if found.verdict == MATCHED:
            yield ox.Triple(ox.NamedNode(found.thing), ox.NamedNode(EXACT_MATCH), ox.NamedNode(found.iri))
