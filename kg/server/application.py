"""The web application: which address is answered by what, and what goes with every answer."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg import store
from kg.errors import GraphError
from kg.server import descriptions, media, openapi, protocol
from kg.server.children import Children
from kg.server.graph import Graph
from kg.server.messages import Limits
from kg.server.pages import LISTINGS, Site
from kg.server.templates import SITE
from kg.server.views import Views

# How long a client may take to send the head of its first request, in seconds.
HEAD_SECONDS = 10.0
# How long it may take in a part of a body, in seconds, and how long such a part is.
SEND_SECONDS = 10.0
PART_BYTES = 1 << 18
# Longest head of a request, in bytes: an address may carry a query.
HEAD_BYTES = 64 << 10
# Connections held at once; further ones are told to come again.
CONNECTIONS = 512

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
CONTENT_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# The query editor sets the style of single elements and shows its symbols as data.
EDITOR_POLICY = CONTENT_POLICY + "; style-src 'self' 'unsafe-inline'; font-src 'self' data:"


@dataclass(frozen=True, slots=True)
class Headers:
    """Adds to every response what keeps a browser from running or fetching anything that is not ours."""

    app: ASGIApp
    editor_path: str = "/query"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = EDITOR_POLICY if scope["path"] == self.editor_path else CONTENT_POLICY

        async def send_more(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message["headers"], *HEADERS, (b"content-security-policy", policy.encode())
                ]  # fmt: skip
            await send(message)

        await self.app(scope, receive, send_more)


@dataclass(frozen=True, slots=True)
class Patience:
    """Sends a body in parts, and lets a client go that takes none of them in; what it has not read is not kept for it."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_parts(message: Message) -> None:
            body = message.get("body", b"")
            for at in range(0, len(body) - PART_BYTES, PART_BYTES):
                part = {"type": message["type"], "body": body[at : at + PART_BYTES], "more_body": True}
                await asyncio.wait_for(send(part), SEND_SECONDS)
                message = {**message, "body": body[at + PART_BYTES :]}
            await asyncio.wait_for(send(message), SEND_SECONDS)

        try:
            await self.app(scope, receive, send_parts if scope["type"] == "http" else send)
        except TimeoutError:
            return


class Protocol(H11Protocol):
    """HTTP that closes a connection on which no whole head comes."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.loop.call_later(HEAD_SECONDS, self._close_unless_asked)

    def _close_unless_asked(self) -> None:
        if self.scope is None and not self.transport.is_closing():
            self.transport.close()


def application(site: Site, children: Children) -> Starlette:
    """All that is served of a graph."""
    graph = site.graph
    endpoint = protocol.Endpoint(graph, children)

    async def void(request: Request) -> Response:
        chosen = media.choose(request.headers.get("accept"), list(descriptions.FORMATS)) or media.TURTLE
        address = str(request.url.replace(query=""))
        return protocol.describe(descriptions.dataset(graph, address, str(request.url_for("sparql"))), chosen)

    views = Views(site, children, endpoint)

    def describe_interface(request: Request) -> Response:
        return JSONResponse(openapi.document(views.questions.values(), str(request.base_url), list(site.ledger.stages)))

    routes = [
        Route("/", views.overview),
        Route("/map", views.map),
        Route("/flow", views.flow),
        *(Route(f"/{path}", views.listing) for path in LISTINGS),
        Route("/id/{path:path}", views.entity),
        Route("/ontology", views.ontology),
        Route("/questions", views.catalogue),
        Route("/questions/{name}", views.question),
        Route("/query", views.editor),
        Route("/openapi.json", describe_interface),
        Route("/sparql", endpoint.answer, methods=["GET", "POST"], name="sparql"),
        Route("/.well-known/void", void),
        Mount("/static", StaticFiles(directory=SITE / "static")),
    ]

    def missing(request: Request, error: Exception) -> Response:
        return views.missing(request)

    return Starlette(
        routes=routes,
        exception_handlers={404: missing},
        middleware=[
            Middleware(Patience),
            Middleware(Headers),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["*"]),
        ],
    )


def serve(
    path: str,
    *,
    host: str,
    port: int,
    articles: str | None,
    limits: Limits,
    notice: Callable[[str], None],
    fields: str = "",
    kind: str = "",
) -> None:
    """Serve a graph until interrupted; ``articles`` is a folder with the texts, ``fields`` and ``kind`` say how they are read."""
    # In memory, for the processes that answer may open no file.
    graph = Graph(store.load(path, into=ox.Store()))
    # Forks, so it comes before anything that starts a thread.
    children = Children(graph.store, limits)
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = error.strerror or error
        raise GraphError(f"{host}:{port}: cannot be listened at ({reason}); name another --port or --host") from None
    site = Site(graph, Path(articles) if articles else None, fields=fields, kind=kind)
    # Read now, so that the first to come need not wait.
    site.overview()
    notice(f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/")
    config = uvicorn.Config(
        application(site, children),
        http=Protocol,
        log_level="warning",
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=5,
        timeout_graceful_shutdown=2,
        h11_max_incomplete_event_size=HEAD_BYTES,
        server_header=False,
        lifespan="off",
    )
    uvicorn.Server(config).run(sockets=[listening])
