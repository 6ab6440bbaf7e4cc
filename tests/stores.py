"""Real stores on free ports, and a wire to them that can be cut, for the tests that load and ask over HTTP.

``python -m tests.stores GRAPH.ttl`` starts an Oxigraph and a Virtuoso, loads the graph into each, asks every question and
tells whether the rows are those of the embedded store.
"""

from __future__ import annotations

import http.client
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kg import queries, store
from kg.endpoints import Endpoint
from kg.errors import QueryError

# How long a store may take to come up, on a machine that does other things too.
START_SECONDS = 120.0
NEVER = 1 << 60
OXIGRAPH = Path(sys.executable).with_name("oxigraph")


@dataclass(frozen=True)
class Store:
    """A running store: where it is loaded and asked, and who may write."""

    port: int
    load: str
    ask: str
    user: str = ""
    password: str = ""

    @property
    def environ(self) -> dict[str, str]:
        return {"KG_ENDPOINT_USER": self.user, "KG_ENDPOINT_PASSWORD": self.password} if self.user else {}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def oxigraph(folder: Path, *, read_only: bool = False, largest: int = 0) -> Iterator[Store]:
    """Oxigraph's own server over a folder; no file of it grows beyond ``largest`` bytes."""
    assert OXIGRAPH.exists(), "Oxigraph's server is not installed; pip install 'armsgraph[dev]'"
    port = free_port()
    verb = "serve-read-only" if read_only else "serve"
    command = [str(OXIGRAPH), verb, "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    address = f"http://127.0.0.1:{port}"
    with _running(command, folder, port, largest=largest):
        yield Store(port, f"{address}/store", f"{address}/query")


@contextmanager
def virtuoso(folder: Path, *, most_rows: int = 10_000) -> Iterator[Store]:
    """Virtuoso with a database of its own in a folder, which only this machine reaches."""
    assert shutil.which("virtuoso-t"), "Virtuoso is not installed; on Debian: sudo apt install virtuoso-opensource-7"
    port, database_port = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(INI.format(port=port, database_port=database_port, most_rows=most_rows))
    address = f"http://127.0.0.1:{port}"
    with _running(["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"], folder, port):
        yield Store(port, f"{address}/sparql-graph-crud-auth", f"{address}/sparql", "dba", "dba")


INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{database_port}
DisableUnixSocket = 1
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
Charset = UTF-8
[SPARQL]
ResultSetMaxRows = {most_rows}
MaxQueryExecutionTime = 60
"""

KINDS = {"oxigraph": oxigraph, "virtuoso": virtuoso}


@contextmanager
def _running(command: list[str], folder: Path, port: int, *, largest: int = 0) -> Iterator[None]:
    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # an error instead of a death
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    log = folder / "server.log"
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=folder, stdout=out, stderr=out, preexec_fn=limit if largest else None) as process,
    ):
        try:
            deadline = time.monotonic() + START_SECONDS
            while not _answers(port):
                assert process.poll() is None, f"{command[0]} ended: {log.read_text()}"
                assert time.monotonic() < deadline, f"{command[0]} does not answer: {log.read_text()}"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


class Wire:
    """A TCP proxy in front of a store: once so many bytes have gone up or come down, it cuts so many connections."""

    def __init__(self, port: int, *, up: int = NEVER, down: int = NEVER, cuts: int = 1) -> None:
        self._port, self._left, self._cuts = port, {"up": up, "down": down}, cuts
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def through(self, address: str) -> str:
        return address.replace(f":{self._port}/", f":{self.port}/")

    def _accept(self) -> None:
        while True:
            near, _ = self._listener.accept()
            far = socket.create_connection(("127.0.0.1", self._port))
            for source, target, way in ((near, far, "up"), (far, near, "down")):
                threading.Thread(target=self._pass, args=(source, target, way), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 14):
                self._left[way] -= len(data)
                if self._left[way] < 0 < self._cuts:
                    self._cuts -= 1
                    break
                target.sendall(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


class Script:
    """A server that gives the replies of a list, one after the other and the last for ever, and keeps the requests."""

    def __init__(self, *replies: tuple[int, dict[str, str], str | bytes], name: str = "Scripted") -> None:
        self.asked: list[tuple[str, dict[str, str], bytes]] = []
        left, asked = list(replies), self.asked

        class Handler(BaseHTTPRequestHandler):
            server_version, sys_version = name, ""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                status, headers, text = left.pop(0) if len(left) > 1 else left[0]
                data = text.encode() if isinstance(text, str) else text
                self.send_response(status)
                kind = {"Content-Type": "application/sparql-results+json", "Content-Length": str(len(data))}
                for name, value in {**kind, **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

            def do_HEAD(self) -> None:
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}/query"


def choices(question: queries.Question) -> list[dict[str, str]]:
    """The examples of a question's parameters: those that it needs, each other one beside them, and all."""
    needed = {p.name: p.example for p in question.parameters if p.required}
    given = [needed, *({**needed, p.name: p.example} for p in question.parameters if not p.required)]
    return [*given, *([{p.name: p.example for p in question.parameters}] if len(given) > 2 else [])]


def main(path: str) -> int:
    """Load a graph into both stores and ask every question; how many answers differ."""
    graph = store.load(path)
    named, wrong, asked = "https://example.org/graph", 0, 0
    for kind, start in KINDS.items():
        with tempfile.TemporaryDirectory() as folder, start(Path(folder)) as running:
            command = [sys.executable, "-m", "kg", "load", path, "--endpoint", running.ask, "--named-graph", named]
            subprocess.run(command, check=True, env={**os.environ, **running.environ})
            endpoint = Endpoint(running.ask, named_graph=named)
            for question in queries.load().values():
                for given in choices(question):
                    try:
                        sparql = queries.fill(question, given, graph)
                    except QueryError:
                        continue  # an example that this graph does not hold
                    here, there = queries.ask(graph, sparql), queries.ask(endpoint, sparql)
                    asked += 1
                    if here != there:
                        wrong += 1
                        told = f"{len(there.rows)} rows, not the {len(here.rows)} of the file"
                        print(f"{kind}: {question.name} {given or ''}: {told}")
    print(f"{asked} answers asked of {' and '.join(KINDS)}: {f'{wrong} differ' if wrong else 'all rows agree'}")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if main(sys.argv[1]) else 0)
