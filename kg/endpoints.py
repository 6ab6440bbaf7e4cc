"""A running SPARQL store asked by the SPARQL 1.1 Protocol, in the place of the embedded one."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from kg.errors import EndpointError
from kg.remote import Remote, Reply

RESULTS = "application/sparql-results+json"
# N-Triples first: it is read line by line, and a line that is cut off is known as such.
TRIPLES: Mapping[str, ox.RdfFormat] = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
    "text/plain": ox.RdfFormat.N_TRIPLES,
}
SECONDS = 60.0
_PROLOGUE = re.compile(r"(?:\s|#[^\n]*|PREFIX\s+[^\s<]*\s*<[^>]*>|BASE\s*<[^>]*>)*(\w*)", re.I)


class Endpoint:
    """A store that is asked over HTTP; ``query`` returns what the embedded store's ``query`` does."""

    def __init__(self, url: str, *, named_graph: str = "", time_limit: float = SECONDS) -> None:
        """``named_graph`` is what the query takes for its default graph; the store's own choice where there is none."""
        self._remote = Remote(url, time_limit=time_limit)
        self._fields = {"default-graph-uri": named_graph} if named_graph else {}

    def query(self, sparql: str, /) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """The whole answer; raises EndpointError where it is not whole, or none."""
        found = _PROLOGUE.match(sparql)
        graph = found is not None and found[1].upper() in ("CONSTRUCT", "DESCRIBE")
        accept = "application/n-triples, text/turtle;q=0.9" if graph else RESULTS
        form = {"query": sparql, **self._fields}
        reply = self._remote.send("POST", self._remote.url, form=form, headers={"Accept": accept})
        if reply.status != 200 or "x-sql-state" in reply.headers:
            raise self._refusal(reply)
        most = reply.headers.get("x-sparql-maxrows")
        if most is not None:
            raise EndpointError(
                f"{reply.url}: gives no more than {most} rows and has left out the rest; ask for less, or raise "
                "ResultSetMaxRows in virtuoso.ini"
            )
        return self._triples(reply) if graph else self._solutions(reply)

    def _refusal(self, reply: Reply) -> EndpointError:
        said = reply.headers.get("x-sql-message", "") or reply.said()
        if reply.status in (200, 206):
            return EndpointError(
                f"{reply.url}: stopped before the answer was whole ({said}); raise the time limit of the store"
            )
        if reply.status in (405, 415):
            return EndpointError(
                f"{reply.url}: takes no queries (HTTP {reply.status} {said}); name the address of its query service"
            )
        return self._remote.refusal(reply)

    def _solutions(self, reply: Reply) -> ox.QuerySolutions | ox.QueryBoolean:
        if "json" not in reply.media_type:
            raise _wrong_kind(reply, RESULTS)
        try:
            solutions = ox.parse_query_results(reply.body, ox.QueryResultsFormat.JSON)
            if isinstance(solutions, ox.QuerySolutions):
                # Rows are read one by one: look at all of them before any is shown.
                for _ in solutions:
                    pass
                body = reply.body
                if [variable.value for variable in solutions.variables] == ["__ASK_RETVAL"]:  # so Virtuoso answers ASK
                    body = b'{"head": {}, "boolean": %s}' % (b"true" if b'"value": "1"' in body else b"false")
                solutions = ox.parse_query_results(body, ox.QueryResultsFormat.JSON)
        except SyntaxError as error:
            raise _broken(reply, error) from None
        return solutions

    def _triples(self, reply: Reply) -> ox.QueryTriples:
        if reply.media_type not in TRIPLES:
            raise _wrong_kind(reply, " or ".join(TRIPLES))
        held = ox.Store()
        try:
            held.load(reply.body, format=TRIPLES[reply.media_type])
        except SyntaxError as error:
            raise _broken(reply, error) from None
        triples = held.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert isinstance(triples, ox.QueryTriples)
        return triples


def _broken(reply: Reply, error: SyntaxError) -> EndpointError:
    return EndpointError(
        f"{reply.url}: broke off or garbled its answer after {len(reply.body)} bytes ({error}); "
        "the store has most likely failed on the way: ask for less, or look into its log"
    )


def _wrong_kind(reply: Reply, wanted: str) -> EndpointError:
    if "html" in reply.media_type:
        return EndpointError(
            f"{reply.url}: answers with a web page (“{reply.said()}”), not with {wanted}; name the address of the query "
            "service: Oxigraph's ends in /query, Virtuoso's in /sparql"
        )
    kind = reply.media_type or "something without a content type"
    return EndpointError(
        f"{reply.url}: answers with {kind}, not with {wanted}; name the address of a SPARQL 1.1 endpoint"
    )
