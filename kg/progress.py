"""Shows on standard error how a build goes: a bar on a terminal, a line of JSON an event for machines, or nothing."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator

from kg.reports import Event

Notice = Callable[[Event], None]


def silent() -> contextlib.AbstractContextManager[Notice]:
    """Shows nothing."""
    return contextlib.nullcontext(lambda event: None)


def lines() -> contextlib.AbstractContextManager[Notice]:
    """A line of JSON for each event."""
    return contextlib.nullcontext(lambda event: print(event.to_json(), file=sys.stderr, flush=True))


@contextlib.contextmanager
def bar(total: int | None) -> Iterator[Notice]:
    """A bar with articles a second and the time left; ``total`` is how many articles there are, None where unknown."""
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.fields[rate]}"),
        progress.TimeElapsedColumn(),
        progress.TimeRemainingColumn(compact=True),
        progress.TextColumn("{task.fields[article]}"),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as shown:
        task = shown.add_task("reading", total=total, article="", rate="")

        def notice(event: Event) -> None:
            if event.name == "noted":
                return
            if event.name == "write":
                shown.update(task, description="writing", article="")
                return
            speed = shown.tasks[task].speed
            rate = f"{speed:.1f}/s" if speed else ""
            shown.update(task, advance=1, article=event.article, rate=rate)

        yield notice
