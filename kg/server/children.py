"""Each query in a process of its own, which the kernel stops when it has used its time or memory.

The engine cannot be told to give up a query. So a spawner, forked while the server has one thread and the graph is
loaded, forks a child for each query: the child has the graph without copying it, sets its own limits, answers and ends.
A child may open no file and no socket, which keeps a query from fetching anything whatever it says.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import math
import os
import resource
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.server import results
from kg.server.messages import Limits, Outcome, Request, to_outcome, to_request

# Where a child has its one connection; standard input, output and errors come before it.
_CONNECTION = 3
# How long a child waits to be told its query, in seconds.
_TOLD = 5.0
# How much later than the kernel the server gives up, in seconds.
_GRACE = 0.7
_TEXT = "text/plain; charset=utf-8"


class Children:
    """Asks queries of a graph, so many at once, each within its limits."""

    def __init__(self, graph: ox.Store, limits: Limits) -> None:
        self.limits = limits
        self._spawner = _start(graph)
        self._turns = asyncio.Semaphore(limits.parallel)

    async def ask(self, sparql: str, accept: str) -> Outcome:
        """What the query finds, in the best form the client accepts, or a plain reason why not."""
        try:
            async with asyncio.timeout(self.limits.wait):
                await self._turns.acquire()
        except TimeoutError:
            return Outcome(503, _TEXT, b"server: too many queries at once; ask again in a moment\n")
        try:
            return await self._run(sparql, accept)
        finally:
            self._turns.release()

    async def _run(self, sparql: str, accept: str) -> Outcome:
        limits = self.limits
        ours, theirs = socket.socketpair()
        try:
            socket.send_fds(self._spawner, [b"?"], [theirs.fileno()])
        except OSError:
            ours.close()
            return Outcome(503, _TEXT, b"server: queries are no longer taken; restart the server\n")
        finally:
            theirs.close()
        began = time.monotonic()
        reader, writer = await asyncio.open_connection(sock=ours)
        child, data = 0, b""
        try:
            async with asyncio.timeout(limits.seconds + _GRACE):
                child = int(await reader.readline() or b"0")
                writer.write(Request(sparql, accept, limits.seconds, limits.rows, limits.memory).to_bytes())
                writer.write_eof()
                data = await reader.read()
        except (TimeoutError, OSError):
            pass
        finally:
            # While its end is open the child lives or has not been waited for, so that the number is still its own.
            if child and not reader.at_eof():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            writer.close()
        outcome = to_outcome(data)
        if outcome:
            return outcome
        if time.monotonic() - began >= limits.seconds - 0.1:
            reason = f"query: stopped after {limits.seconds:g} s, the most that one may take; ask for less"
        else:
            reason = f"query: stopped, as it needs more than {limits.memory >> 20} MB of memory; ask for less"
        return Outcome(503, _TEXT, f"{reason}\n".encode())

    def close(self) -> None:
        """End the spawner."""
        self._spawner.close()


def _start(graph: ox.Store) -> socket.socket:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    # What lives now lives on; the collector need not touch, and so copy, it in every child.
    gc.collect()
    gc.freeze()
    if os.fork() == 0:
        ours.close()
        try:
            _spawn(theirs, graph)
        finally:
            os._exit(0)
    theirs.close()
    return ours


def _spawn(server: socket.socket, graph: ox.Store) -> None:
    """Fork a child for each connection that comes, until the server has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for connection in _connections(server):
        if os.fork() == 0:
            try:
                _answer(connection, graph)
            finally:
                os._exit(1)
        os.close(connection)


def _connections(server: socket.socket) -> Iterator[int]:
    while True:
        message, descriptors, _, _ = socket.recv_fds(server, 1, 1)
        if not message:
            return
        yield from descriptors


def _answer(connection: int, graph: ox.Store) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, _TOLD)
    os.dup2(connection, _CONNECTION)
    used = _address_space()
    os.closerange(_CONNECTION + 1, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    _limit(resource.RLIMIT_NOFILE, _CONNECTION + 1)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    with socket.socket(fileno=_CONNECTION) as server:
        server.sendall(b"%d\n" % os.getpid())
        request = to_request(b"".join(iter(lambda: server.recv(1 << 16), b"")))
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        _limit(resource.RLIMIT_CPU, math.ceil(request.seconds) + 1)
        if used:
            _limit(resource.RLIMIT_AS, used + request.memory)
        server.sendall(results.answer(graph, request).to_bytes())


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()
