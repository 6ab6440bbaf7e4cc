"""What passes between the server and a query's own process: a request, and its outcome."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use, and how many may run at once."""

    seconds: float = 10.0
    rows: int = 100_000
    memory: int = 1 << 30  # bytes beyond what the graph takes
    parallel: int = 8
    wait: float = 5.0  # seconds that a query waits for its turn
    query: int = 1 << 18  # bytes of SPARQL


@dataclass(frozen=True, slots=True)
class Request:
    """A query, what its client accepts, and what it may use."""

    sparql: str
    accept: str
    seconds: float
    rows: int
    memory: int

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self)).encode()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is sent back: an HTTP status, a media type and a body."""

    status: int
    media_type: str
    body: bytes

    def to_bytes(self) -> bytes:
        """A line that tells how long the body is, so that one cut short is known as such; then the body."""
        return json.dumps([self.status, self.media_type, len(self.body)]).encode() + b"\n" + self.body


def to_request(data: bytes) -> Request:
    """The request that those bytes stand for."""
    return Request(**json.loads(data))


def to_outcome(data: bytes) -> Outcome | None:
    """The outcome that those bytes stand for; None where the process ended before it had said all."""
    head, line_end, body = data.partition(b"\n")
    if not line_end:
        return None
    status, media_type, length = json.loads(head)
    return Outcome(status, media_type, body) if len(body) == length else None
