"""A server in a process of its own, and one request to it, for the tests that ask over HTTP."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.conftest import ROOT


@dataclass(frozen=True)
class Reply:
    """A response, read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    """Where a server listens."""

    port: int
    process: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        *,
        method: str = "GET",
        body: bytes | str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        if fields:
            path += "?" + urlencode(fields)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
        finally:
            connection.close()

    def query(self, sparql: str, accept: str = "application/sparql-results+json") -> Reply:
        return self.ask("/sparql", {"query": sparql}, headers={"Accept": accept})


@contextmanager
def start(graph: Path, *options: str) -> Iterator[Server]:
    """A server over a graph, on a port that is free."""
    command = [sys.executable, "-m", "kg", "serve", str(graph), "--port", "0", *options]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline()
            found = re.match(r"http://127\.0\.0\.1:(\d+)/", address)
            assert found, address
            yield Server(int(found[1]), process.pid)
        finally:
            process.terminate()
            process.wait(10)
