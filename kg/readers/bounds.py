"""Bounds the time in which an article is made out of a page: a process of its own makes it, and is ended when it is late.

Libraries that take pages apart can be made to take hours by a few hundred kilobytes, and cannot be told to give up.
"""

from __future__ import annotations

import contextlib
import functools
import importlib
import pickle
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import Concatenate, ParamSpec, TypeVar

from kg.errors import ArticleError
from kg.processes import Late, Lost, Process, send, serving
from kg.records import Article

Rest = ParamSpec("Rest")
Given = TypeVar("Given", str, bytes)
Make = Callable[Concatenate[Given, str, Rest], Article]


class Maker:
    """Has articles made in a process of its own, which begins with the first of them."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: Process | None = None

    def make(self, call: bytes, where: str) -> Article:
        """What a pickled call gives."""
        if self._process is None:
            self._process = Process(__name__)
        try:
            self._process.send(call)
            made = pickle.loads(self._process.receive(self._seconds))
        except Late:
            self.close()
            raise ArticleError(
                f"{where}: takes longer than {self._seconds:g} s to be told from its page; save it as text, or raise --time-limit"
            ) from None
        except Lost:
            self.close()
            raise ArticleError(f"{where}: ended the process that read it; save the article as text") from None
        if isinstance(made, Article):
            return made
        raise made

    def close(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.close()
            self._process = None


_maker: ContextVar[Maker | None] = ContextVar("maker", default=None)


@contextlib.contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """While it lasts, what ``bounds`` stands before runs in a process of its own, for so many seconds at most."""
    maker = Maker(seconds)
    token = _maker.set(maker)
    try:
        yield
    finally:
        _maker.reset(token)
        maker.close()


def bounds(function: Make[Given, Rest]) -> Make[Given, Rest]:
    """Have a function that makes an article of a page, and of where that lies, bounded where anything is."""

    @functools.wraps(function)
    def make(page: Given, where: str, /, *rest: Rest.args, **named: Rest.kwargs) -> Article:
        maker = _maker.get()
        if maker is None:
            return function(page, where, *rest, **named)
        return maker.make(pickle.dumps((function.__module__, function.__name__, (page, where, *rest), named)), where)

    return make


def main() -> None:
    """Serve the process that has started this one, on standard input and output."""
    with serving() as (messages, answers):
        for call in messages:
            module, name, given, named = pickle.loads(call)
            try:
                made = getattr(importlib.import_module(module), name)(*given, **named)
            except ArticleError as error:
                made = error
            except Exception as error:  # one page must not end the run of a thousand
                made = ArticleError(
                    f"{given[1]}: could not be told from its page ({type(error).__name__}: {error}); this is a fault of the "
                    "program, please report it with the page"
                )
            send(answers, pickle.dumps(made))
