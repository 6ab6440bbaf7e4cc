"""Keeps processes that read articles, one for each thread that asks; where one is lost or takes too long, another begins."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence

import msgspec

from kg.errors import KgError
from kg.processes import Late, Lost, Process
from kg.reading import Answer, lost
from kg.reading.task import Task
from kg.records import Article

# How often an article is begun when the process that reads it ends; the cause may lie outside.
TRIES = 3


class Child:
    """One process that reads articles, with its tools loaded once."""

    def __init__(self, task: Task) -> None:
        self._process = Process("kg.reading.child")
        try:
            self._process.send(msgspec.json.encode(task))
            refusal = self._process.receive().decode()
        except Lost:
            refusal = (
                f"{sys.executable}: a process that reads articles ends before it has begun; "
                "where memory is short, ask for fewer workers"
            )
        if refusal:
            self.close()
            raise KgError(refusal)

    def read(self, articles: Sequence[Article], seconds: float) -> Iterator[Answer]:
        """The answer for each article, in order; raises ``Lost`` or ``Late`` where there is none."""
        self._process.send(msgspec.json.encode(articles))
        for _ in articles:
            yield msgspec.msgpack.decode(self._process.receive(seconds), type=Answer)

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.close()


class Children:
    """Reads articles in as many processes as threads ask; ``seconds`` is what one article may take."""

    def __init__(self, task: Task, seconds: float) -> None:
        self.task = task
        self.seconds = seconds
        self._of_thread = threading.local()
        self._all: set[Child] = set()
        self._closed = False

    def read(self, articles: Sequence[Article]) -> list[Answer]:
        """The answer for each article. Where a batch is not finished, the rest is read one by one, so that none is blamed
        for another."""
        answers: list[Answer] = []
        todo = [list(articles)]
        tries = 0
        while todo:
            batch = todo.pop()
            tries += 1
            done = 0
            reason = ""
            try:
                for answer in self._child().read(batch, self.seconds):
                    answers.append(answer)
                    done += 1
            except Late:
                self._end()
                reason = f"takes longer than {self.seconds:g} s to read; split it, or raise --time-limit"
            except Lost:
                self._end()
                if tries >= TRIES:
                    reason = f"ended the process that read it, {TRIES} times; where memory is short, split it"
            if done < len(batch) and len(batch) == 1 and reason:
                answers.append(lost(batch[0], reason))
                done = 1
            todo.extend([article] for article in reversed(batch[done:]))
            if done or len(batch) > 1:
                tries = 0
        return answers

    def _child(self) -> Child:
        child: Child | None = getattr(self._of_thread, "child", None)
        if child is None:
            child = self._of_thread.child = Child(self.task)
            self._all.add(child)
        if self._closed:
            self._end()
            raise KgError("reading: was stopped; build again to go on")
        return child

    def _end(self) -> None:
        child: Child | None = getattr(self._of_thread, "child", None)
        if child is not None:
            self._of_thread.child = None
            self._all.discard(child)
            child.close()

    def close(self) -> None:
        """End all processes; what they were reading is not finished."""
        self._closed = True
        for child in list(self._all):
            child.close()
