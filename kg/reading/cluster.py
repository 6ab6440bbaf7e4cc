"""Reads articles on other machines, by Dask: its scheduler hands batches to workers, and hands them out again where one is lost.

Each worker keeps reading processes of its own, so that its time limit and its survival are those of one machine. A worker needs
the package, and the vocabulary and the pipeline under the same paths; it refuses where they are not the same.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator, Sequence
from concurrent import futures

from kg.errors import KgError
from kg.reading import Answer
from kg.reading.children import Children
from kg.reading.task import Task
from kg.records import Article

# How long a scheduler may take to answer, and the first worker to come, in seconds.
WAIT = 60


@contextlib.contextmanager
def connected(address: str) -> Iterator[tuple[futures.Executor, int]]:
    """What hands batches to the workers of a scheduler (``tcp://host:8786``), and how many it can hand out at once."""
    try:
        from distributed import Client
    except ImportError:
        raise KgError(f"{address}: Dask is not installed; pip install 'armsgraph[cluster]'") from None
    try:
        with Client(address, timeout=WAIT, set_as_default=False) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(1, timeout=WAIT)
            threads = sum(client.nthreads().values())
            # A batch has no effect but its answer: it may be read again as often as machines are lost.
            yield client.get_executor(pure=False, retries=3), threads
    except (OSError, TimeoutError, ValueError) as error:
        raise KgError(
            f"{address}: no Dask scheduler with workers answers ({error}); begin them with `dask scheduler` and `dask worker`"
        ) from None


@functools.lru_cache(maxsize=1)
def _children(task: Task, seconds: float) -> Children:
    return Children(task, seconds)


def read(task: Task, seconds: float, articles: Sequence[Article]) -> list[Answer]:
    """What a worker does: the answer for each article, by the reading process of its thread."""
    return _children(task, seconds).read(articles)
