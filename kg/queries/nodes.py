"""What a graph says of one address, for people to read."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.errors import QueryError
from kg.queries.names import KG


def describe(iri: str, graph: ox.Store) -> Iterator[str]:
    """What a graph says of an address and what it says with it, as lines of text; evidence is quoted."""
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        raise QueryError(f"{iri}: is no address; name one of the graph, such as id:transfer/… in full") from None
    said = [(q.predicate.value, q.object, "") for q in graph.quads_for_pattern(node, None, None)]
    said += [(q.predicate.value, q.subject, "is … of") for q in graph.quads_for_pattern(None, None, node)]
    if not said:
        raise QueryError(f"{iri}: the graph does not hold it; `kg query --format json` prints addresses that it holds")
    yield f"{_label(node, graph)}  <{iri}>"
    for predicate, term, turned in sorted(said, key=lambda entry: (entry[2], entry[0], str(entry[1]))):
        if turned and predicate == KG + "decides":
            continue
        name = turned.replace("…", _last(predicate)) or _last(predicate)
        yield f"  {name:24} {_shown(term, graph)}"
    for line in sorted(
        _decision(q.subject, graph) for q in graph.quads_for_pattern(None, ox.NamedNode(KG + "decides"), node)
    ):
        yield f"  {'identity':24} {line}"


def _decision(decision: object, graph: ox.Store) -> str:
    """Which two names are the same or not, by whom, how sure and why."""
    assert isinstance(decision, ox.NamedNode)

    def told(name: str) -> str:
        found = (q.object for q in graph.quads_for_pattern(decision, ox.NamedNode(KG + name), None))
        return min((term.value for term in found if isinstance(term, ox.Literal)), default="")

    why = ": ".join(filter(None, (f"by a {told('decidedBy')} ({told('score')})", told("reason"))))
    return f"{_label(decision, graph)}, {why}"


def _shown(term: object, graph: ox.Store) -> str:
    if not isinstance(term, ox.NamedNode):
        return term.value if isinstance(term, ox.Literal) else str(term)
    quotes = [q.object.value for q in graph.quads_for_pattern(term, ox.NamedNode(KG + "exact"), None)]  # type: ignore[union-attr]
    words = f"“{quotes[0]}”" if quotes else _label(term, graph)
    return f"{words}  <{term.value}>"


def _label(node: ox.NamedNode, graph: ox.Store) -> str:
    named = graph.quads_for_pattern(node, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label"), None)
    return min((q.object.value for q in named if isinstance(q.object, ox.Literal)), default=_last(node.value))


def _last(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rsplit("/", 1)[-1]
