"""The SPARQL 1.1 Protocol at /sparql: a query by GET, by form and by direct POST."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.server import descriptions, media
from kg.server.children import Children
from kg.server.graph import Graph

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
# How long a client may take to send a body, and after how long one that is turned away may ask again, in seconds.
BODY_SECONDS = 10.0
RETRY_SECONDS = 2
READ_ONLY = "this endpoint is read-only; change the articles or build the graph again"


class RefusalError(Exception):
    """A request that is not answered: an HTTP status and a reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Answers queries over one graph."""

    graph: Graph
    children: Children

    async def answer(self, request: Request) -> Response:
        try:
            sparql = await self._query(request)
            if sparql is None:
                return self._describe(request)
            return await self.ask(request, sparql)
        except RefusalError as refusal:
            return refuse(refusal.status, str(refusal))

    async def ask(self, request: Request, sparql: str, *, accept: str | None = None) -> Response:
        """The answer to a query, which is stopped where its client goes away."""
        if len(sparql.encode()) > self.children.limits.query:
            raise RefusalError(413, f"query: is longer than {self.children.limits.query >> 10} kB; write a shorter one")
        asking = asyncio.ensure_future(self.children.ask(sparql, accept or request.headers.get("accept", "")))
        leaving = asyncio.ensure_future(_leave(request))
        try:
            await asyncio.wait({asking, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                return Response(status_code=499)
            outcome = asking.result()
        finally:
            asking.cancel()
            leaving.cancel()
        headers = {"Vary": "Accept", "Cache-Control": "no-cache"}
        if outcome.status == 503 and outcome.body.startswith(b"server:"):
            headers["Retry-After"] = str(RETRY_SECONDS)
        return Response(outcome.body, outcome.status, headers, outcome.media_type)

    async def _query(self, request: Request) -> str | None:
        """The query of a request; None where it has none and asks what this is."""
        fields = _fields(request.scope["query_string"], "address")
        if request.method != "POST":
            return _one_query(fields)
        kind = media.essence(request.headers.get("content-type", ""))
        if kind == UPDATE:
            raise RefusalError(403, f"update: {READ_ONLY}")
        if kind not in (FORM, QUERY):
            raise RefusalError(415, f"Content-Type: {kind or 'missing'}; send {QUERY} or {FORM}")
        if media.charset(request.headers.get("content-type", "")) not in ("", "utf-8", "utf8"):
            raise RefusalError(415, "Content-Type: the charset is not UTF-8; send the query in UTF-8")
        # Percent signs make a form up to three times as long as its query.
        body = await read_body(request, 3 * self.children.limits.query + 1024)
        if kind == FORM:
            for name, values in _fields(body, "body").items():
                fields.setdefault(name, []).extend(values)
            sparql = _one_query(fields)
            if sparql is None:
                raise RefusalError(400, "query: is missing; send a form field of that name")
            return sparql
        _one_query(fields)
        if "query" in fields:
            raise RefusalError(400, "query: is given in the address and in the body; send one")
        try:
            return body.decode()
        except UnicodeDecodeError:
            raise RefusalError(400, "body: is not UTF-8; send the query in UTF-8") from None

    def _describe(self, request: Request) -> Response:
        offers = [*descriptions.FORMATS, media.HTML]
        chosen = media.choose(request.headers.get("accept"), offers)
        if chosen == media.HTML:
            return RedirectResponse("query", 303, {"Vary": "Accept"})
        if chosen is None:
            raise RefusalError(406, f"Accept: the description can be sent as {', '.join(descriptions.FORMATS)}")
        return describe(descriptions.service(self.graph, str(request.url.replace(query=""))), chosen)


def describe(triples: descriptions.Triples, chosen: str) -> Response:
    """Triples as a response."""
    return Response(descriptions.serialize(triples, chosen), 200, {"Vary": "Accept"}, descriptions.sent_as(chosen))


def refuse(status: int, reason: str) -> Response:
    """A plain text that says what is wrong and what would be right."""
    headers = {"Vary": "Accept"}
    if status == 415:
        headers["Accept-Post"] = f"{QUERY}, {FORM}"
    return Response(f"{reason}\n", status, headers, "text/plain; charset=utf-8")


async def read_body(request: Request, most: int) -> bytes:
    """The whole body, unless it is too long or too slow in coming."""
    too_long = RefusalError(413, f"body: is longer than {most >> 10} kB; write a shorter query")
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > most:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for part in request.stream():
                body += part
                if len(body) > most:
                    raise too_long
    except TimeoutError:
        raise RefusalError(408, f"body: did not come within {BODY_SECONDS:g} s; send it at once") from None
    return bytes(body)


def _fields(data: bytes, where: str) -> dict[str, list[str]]:
    try:
        return parse_qs(data.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=64)
    except UnicodeError:
        raise RefusalError(400, f"{where}: is not UTF-8 in percent signs; encode it so") from None
    except ValueError:
        raise RefusalError(400, f"{where}: has too many fields; send `query` alone") from None


def _one_query(fields: dict[str, list[str]]) -> str | None:
    if "update" in fields or "using-graph-uri" in fields or "using-named-graph-uri" in fields:
        raise RefusalError(403, f"update: {READ_ONLY}")
    for name in ("default-graph-uri", "named-graph-uri"):
        if name in fields:
            raise RefusalError(400, f"{name}: this endpoint holds one graph only; leave it out")
    queries = fields.get("query", [])
    if len(queries) > 1:
        raise RefusalError(400, "query: is given more than once; send one")
    return queries[0] if queries else None


async def _leave(request: Request) -> None:
    """Wait until the client has gone."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
