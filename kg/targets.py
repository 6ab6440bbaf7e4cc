"""Where a running store is written and asked: by the Graph Store Protocol, or by SPARQL Update.

Oxigraph and Virtuoso are known by the name that they give themselves in each reply; of any other store the user names
where it is written. Statements are added, so that sending them again changes nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import httpx
import pyoxigraph as ox

from kg import store
from kg.endpoints import Endpoint
from kg.errors import EndpointError
from kg.remote import Remote, Reply

# What a store says when its disk is full, where it does not say HTTP 507.
FULL = re.compile(r"no space left|disk( is)? full|out of (disk )?space|disk quota|file too large|enospc", re.I)
# By what a store calls itself: the service that is written, the one that is asked, and all that an address may end in.
KNOWN = {
    "Oxigraph": ("store", "query", ("", "query", "sparql", "store", "update")),
    "Virtuoso": (
        "sparql-graph-crud-auth",
        "sparql",
        ("", "sparql", "sparql-auth", "sparql-graph-crud", "sparql-graph-crud-auth"),
    ),
}


@dataclass(frozen=True, slots=True)
class Address:
    """Where graphs are written, how, and where they are asked."""

    write: str
    ask: str
    update: bool = False  # by SPARQL Update; else by the Graph Store Protocol


class Target:
    """One graph of one store, to be written and asked."""

    def __init__(self, remote: Remote, address: Address, named_graph: str = "") -> None:
        self.address, self.named_graph = address, named_graph
        self.endpoint = Endpoint(address.ask, named_graph=named_graph, time_limit=remote.time_limit)
        self._remote = remote

    @property
    def name(self) -> str:
        return f"graph <{self.named_graph}>" if self.named_graph else "default graph"

    def add(self, triples: str) -> None:
        """Add statements, given as N-Triples."""
        if self.address.update:
            into = f"GRAPH <{self.named_graph}> {{\n{triples}}}" if self.named_graph else triples
            self._update(f"INSERT DATA {{\n{into}}}")
        else:
            self._store("POST", triples.encode())

    def clear(self) -> None:
        """Remove all statements of the graph."""
        if self.address.update:
            self._update(f"CLEAR SILENT GRAPH <{self.named_graph}>" if self.named_graph else "CLEAR SILENT DEFAULT")
        else:
            self._store("DELETE", b"", fine=(404,))

    def count(self) -> int:
        """How many statements the graph holds."""
        (row,) = store.select(self.endpoint, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
        return int(str(row["n"].value))

    def _store(self, method: str, body: bytes, *, fine: tuple[int, ...] = ()) -> None:
        params = {"graph": self.named_graph} if self.named_graph else {"default": ""}
        headers = {"Content-Type": "application/n-triples"}
        reply = self._remote.send(method, self.address.write, params=params, body=body, headers=headers)
        self._check(reply, fine)

    def _update(self, sparql: str) -> None:
        headers = {"Content-Type": "application/sparql-update"}
        self._check(self._remote.send("POST", self.address.write, body=sparql.encode(), headers=headers))

    def _check(self, reply: Reply, fine: tuple[int, ...] = ()) -> None:
        if reply.status in (200, 201, 202, 204, *fine):
            return
        said = reply.said()
        told = f"HTTP {reply.status} {said}".strip()
        if reply.status == 507 or FULL.search(said):
            raise EndpointError(f"{reply.url}: the disk of the store is full ({told}); make room, and load again")
        if reply.status in (403, 405) and "read-only" in said or reply.status == 405:
            raise EndpointError(f"{reply.url}: does not let itself be written ({told}); start it without read-only")
        if reply.status == 413:
            raise EndpointError(f"{reply.url}: takes less at once ({told}); lower --chunk-triples")
        raise self._remote.refusal(reply)


def find(remote: Remote, *, named_graph: str = "", update: str = "", graph_store: str = "") -> Target:
    """The target behind an endpoint; ``update`` or ``graph_store`` name where a store is written that is not known."""
    if update and graph_store:
        raise EndpointError(f"{update}: --update and --graph-store are both given; name one of them")
    try:
        ox.NamedNode(named_graph or "https://example.org/none")
    except ValueError as error:
        raise EndpointError(
            f"{named_graph}: is no IRI ({error}); name the graph as https://example.org/my-graph"
        ) from None
    if update or graph_store:
        writing = Remote(update or graph_store, time_limit=remote.time_limit)
        return Target(writing, Address(writing.url, remote.url, bool(update)), named_graph)
    server = remote.send("HEAD", remote.url).headers.get("server", "")
    head, _, last = (url := httpx.URL(remote.url)).path.rstrip("/").rpartition("/")
    for name, (write, ask, services) in KNOWN.items():
        if not server.startswith(name):
            continue
        if name == "Virtuoso" and not named_graph:
            raise EndpointError(
                f"{url}: Virtuoso has no default graph; add --named-graph IRI, such as https://example.org/my-graph"
            )
        base = head if last in services else f"{head}/{last}"
        # Virtuoso's open service may not see what only some users may read.
        asked = f"{ask}-auth" if name == "Virtuoso" and remote.user else ask
        written, read = (str(url.copy_with(path=f"{base}/{service}")) for service in (write, asked))
        return Target(remote, Address(written, read), named_graph)
    raise EndpointError(
        f"{url}: is neither known for Oxigraph nor for Virtuoso (it calls itself {server or 'nothing'}); add where it is "
        "written: --update URL for SPARQL Update, or --graph-store URL for the Graph Store Protocol"
    )
