"""Hands articles out in batches to whoever reads them, here, in other processes or on other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures

from kg.reading import Answer
from kg.records import Article

# The pipeline parses several texts at once in less time than one by one; more than these gain nothing.
ARTICLES, CHARACTERS = 16, 40_000

Read = Callable[[Sequence[Article]], Iterable[Answer]]


def batch(articles: Iterable[Article], readers: int = 1) -> Iterator[list[Article]]:
    """Articles in lists of growing length, so that every reader has work from the first on, and in order."""
    found: list[Article] = []
    size = count = 0
    for article in articles:
        found.append(article)
        size += len(article.text)
        if len(found) >= min(ARTICLES, 1 + count // (2 * readers)) or size >= CHARACTERS:
            yield found
            found, size, count = [], 0, count + 1
    if found:
        yield found


def spread(batches: Iterable[list[Article]], read: Read, executor: futures.Executor, readers: int) -> Iterator[Answer]:
    """The answers as they come, with never more batches under way than keep all readers busy."""
    pending: set[futures.Future[Iterable[Answer]]] = set()
    for articles in batches:
        pending.add(executor.submit(read, articles))
        while len(pending) >= 2 * readers:
            done, pending = futures.wait(pending, return_when=futures.FIRST_COMPLETED)
            for future in done:
                yield from future.result()
    for future in futures.as_completed(pending):
        yield from future.result()
