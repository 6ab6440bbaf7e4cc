"""The graph and the questions from Python: ``kg.load`` and ``kg.query``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, overload

import pyoxigraph as ox

from kg import copies, queries, store
from kg.answers import Answer, Cell
from kg.errors import QueryError

if TYPE_CHECKING:
    import pandas
    import rdflib

Row = dict[str, Cell | None]


def load(path: Path | str) -> rdflib.Graph:
    """A graph that `kg build` has written, as an rdflib graph; over Oxigraph where oxrdflib is installed.

    Both hold the same triples. Oxigraph loads ten times as fast, and answers SPARQL that rdflib takes minutes for. Raises
    GraphError where the file is no graph.
    """
    import rdflib
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    held = store.load(path)
    try:
        from oxrdflib import OxigraphStore
    except ImportError:
        graph = rdflib.Graph()
        graph.parse(data=held.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    else:
        graph = rdflib.Graph(store=OxigraphStore(store=held), identifier=DATASET_DEFAULT_GRAPH_ID)
    for prefix, namespace in queries.PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


@overload
def query(
    name: str,
    *,
    graph: Path | str | rdflib.Graph | store.Queried,
    frame: Literal[False] = False,
    evidence: bool = False,
    limit: int | None = None,
    folder: Path | None = None,
    **parameters: object,
) -> list[Row]: ...


@overload
def query(
    name: str,
    *,
    graph: Path | str | rdflib.Graph | store.Queried,
    frame: Literal[True],
    evidence: bool = False,
    limit: int | None = None,
    folder: Path | None = None,
    **parameters: object,
) -> pandas.DataFrame: ...


def query(
    name: str,
    *,
    graph: Path | str | rdflib.Graph | store.Queried,
    frame: bool = False,
    evidence: bool = False,
    limit: int | None = None,
    folder: Path | None = None,
    **parameters: object,
) -> list[Row] | pandas.DataFrame:
    """The rows of a saved question (or of a file that ends in .rq), as dictionaries or, with ``frame``, as a pandas frame.

    ``graph`` is a file, the address of a running SPARQL store, an rdflib graph or an embedded store. ``parameters`` are
    those of the question. ``evidence`` adds a column ``sentences``. Every row has every column, None where it is empty.
    Raises QueryError for a question, parameter or name that is not known.
    """
    question = queries.find(name, folder)
    asked = _to_queried(graph)
    sparql = queries.fill(question, {key: str(value) for key, value in parameters.items() if value is not None}, asked)
    if evidence:
        answer = queries.ask_with_evidence(question, sparql, asked)
        answer = Answer(answer.columns, answer.rows[:limit])
    else:
        answer = queries.ask(asked, sparql, limit=limit)
    rows: list[Row] = [
        {column: row[column].to_python() if column in row else None for column in answer.columns} for row in answer.rows
    ]
    if not frame:
        return rows
    try:
        import pandas
    except ImportError:
        raise QueryError("frame: pandas is not installed; pip install 'armsgraph[pandas]'") from None
    return pandas.DataFrame(rows, columns=list(answer.columns))


def _to_queried(graph: Path | str | rdflib.Graph | store.Queried) -> store.Queried:
    if isinstance(graph, Path | str):
        if str(graph).startswith(("http://", "https://")):
            from kg.endpoints import Endpoint

            return Endpoint(str(graph))
        return copies.load(graph)
    # Told by what it can do, since rdflib need not be loaded for other graphs.
    return _Rdflib(cast("rdflib.Graph", graph)) if hasattr(graph, "triples") else graph


class _Rdflib:
    """An rdflib graph that answers as the embedded store does."""

    def __init__(self, graph: rdflib.Graph) -> None:
        self._graph = graph

    def query(self, sparql: str, /) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        data = self._graph.query(sparql).serialize(format="json")
        assert data is not None
        return ox.parse_query_results(data, ox.QueryResultsFormat.JSON)
