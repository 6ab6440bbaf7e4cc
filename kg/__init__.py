"""News articles in, a knowledge graph out: who supplied which arms to whom, by whose word.

``kg.load("graph.ttl")`` gives an rdflib graph, ``kg.query("suppliers-of", graph=…, recipient="Ukraine")`` rows.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import load, query

__version__ = "0.1.0"
__all__ = ["__version__", "load", "query"]


def __getattr__(name: str) -> Any:
    # The command and the server import this package too, and need neither rdflib nor what it brings.
    if name in ("load", "query"):
        return getattr(importlib.import_module("kg.api"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
