"""Answers with the sentences behind each row.

A question says in its header which variable holds what a row rests on (``#+ evidence: claim``): one claim, transfer or
office, or several in one text with spaces between. Asked with evidence, the variable is selected too, and the sentences
of what it holds become the last column.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from kg.answers import Answer, Value
from kg.errors import QueryError
from kg.queries.asking import ask
from kg.queries.questions import Question
from kg.store import Queried

COLUMN = "sentences"
# What a query without a header may call the variable.
USUAL = ("claim", "transfer", "event")
# As many addresses are looked up by one query, so that a remote store need not take one of megabytes.
PORTION = 500

SENTENCES = """PREFIX kg: <https://w3id.org/armsgraph/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT DISTINCT ?behind ?article ?start ?sentence
WHERE {
  VALUES ?behind { %s }
  { ?behind kg:sentence ?passage } UNION { ?claim kg:about ?behind ; kg:sentence ?passage }
  ?passage kg:article ?art ; kg:start ?start ; kg:exact ?sentence .
  ?art skos:notation ?article .
}"""

# The columns of the outermost SELECT: a question begins its lines with SELECT and WHERE.
SELECTED = re.compile(r"^SELECT\b(\s+DISTINCT\b)?(.*?)^WHERE\b", flags=re.M | re.S | re.I)

Passage = tuple[str, int, str]  # article, start, words


def select_evidence(question: Question, sparql: str) -> tuple[str, str]:
    """The query with what its rows rest on among its columns, and the name of that column."""
    selected = SELECTED.search(sparql)
    columns = re.findall(r"\?(\w+)", selected[2]) if selected else []
    named = question.evidence or next((name for name in USUAL if name in columns), "")
    if not selected or not named:
        raise QueryError(
            f"{question.name}: its rows stand for no claim or transfer whose sentences could be added; leave out "
            "--with-evidence, or ask a question that `kg query` marks with it"
        )
    if COLUMN in columns:
        raise QueryError(f"{question.name}: has a column {COLUMN} of its own; leave out --with-evidence")
    if named in columns:
        return sparql, named
    return f"{sparql[: selected.end(2)].rstrip()} ?{named}\n{sparql[selected.end(2) :]}", named


def ask_with_evidence(question: Question, sparql: str, graph: Queried) -> Answer:
    """The rows of a question, each with its sentences as ``“words” (article)``, several joined by "|".

    Where a row is about one article (a column ``article``), its sentences are those of that article.
    """
    extended, named = select_evidence(question, sparql)
    answer = ask(graph, extended)
    shown = [name for name in answer.columns if name != named or extended == sparql]
    told = _find_sentences({iri for row in answer.rows for iri in _addresses(row, named)}, graph)
    # A row of distinct values may rest on several claims, each of which has given a row now.
    selected = SELECTED.search(extended)
    distinct = selected is not None and selected[1] is not None
    found: dict[tuple[object, ...], tuple[dict[str, Value], set[Passage]]] = {}
    for number, row in enumerate(answer.rows):
        cells = {name: row[name] for name in shown if name in row}
        _, passages = found.setdefault((*cells.items(), None if distinct else number), (cells, set()))
        article = row["article"].text if "article" in row else ""
        passages.update(p for iri in _addresses(row, named) for p in told.get(iri, ()) if article in ("", p[0]))
    rows = []
    for cells, passages in found.values():
        words = "|".join(f"“{sentence}” ({article})" for article, _, sentence in sorted(passages))
        rows.append({**cells, COLUMN: Value("literal", words)} if words else cells)
    return Answer((*shown, COLUMN), tuple(rows))


def _addresses(row: Mapping[str, Value], named: str) -> list[str]:
    return row[named].text.split() if named in row else []


def _find_sentences(addresses: Iterable[str], graph: Queried) -> Mapping[str, list[Passage]]:
    found: dict[str, list[Passage]] = defaultdict(list)
    ordered = sorted(addresses)
    for begin in range(0, len(ordered), PORTION):
        listed = " ".join(f"<{iri}>" for iri in ordered[begin : begin + PORTION])
        for row in ask(graph, SENTENCES % listed).rows:
            passage = (row["article"].text, int(row["start"].text), row["sentence"].text)
            found[row["behind"].text].append(passage)
    return found
