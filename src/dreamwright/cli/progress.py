"""How a long search is going: one line on the terminal that renews itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import TYPE_CHECKING

from dreamwright.planning import Limits
from dreamwright.planning.outcome import Statistics

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

Report = Callable[[Statistics, Limits], None]


@contextmanager
def reporting(seconds: float | None, about: str = "") -> Iterator[Report | None]:
    """What shows reports of a search that has so much time, headed by what it is about; None off a terminal.

    The line is on standard error, and gone in the end.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM", "") in ("dumb", ""):
        yield None
        return
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    line = _Line(f"{about} · " if about else "", seconds, console)
    with console.status(line):
        yield line.report


class _Line:
    """What is shown: the console asks for it several times a second, so that it goes on between reports."""

    def __init__(self, lead: str, seconds: float | None, console: Console) -> None:
        self._lead = lead
        self._seconds = seconds
        self._console = console
        self._done: tuple[Statistics, Limits] | None = None
        self._began = 0.0

    def report(self, done: Statistics, limits: Limits) -> None:
        self._done = done, limits
        self._began = perf_counter() - done.seconds

    def __rich__(self) -> Text:
        from rich.text import Text

        told = "starting"
        if self._done is not None:
            told = progress_line(*self._done, perf_counter() - self._began, self._seconds)
        shown = Text(self._lead + told)
        shown.truncate(max(10, self._console.width - 3), overflow="ellipsis")  # one line beside the spinner
        return shown


def progress_line(done: Statistics, limits: Limits, elapsed: float, seconds: float | None) -> str:
    """Depth, states and their rate in the seconds elapsed, the best so far, the time left of `seconds`, and the limits
    being tried."""
    rate = f" ({done.visited / elapsed:,.0f}/s)" if elapsed > 0 else ""
    parts = [f"depth {done.depth}", f"{done.visited:,} states{rate}"]
    if done.best is not None:
        parts.append(f"best {best_so_far(done)}")
    if seconds is not None:
        parts.append(f"{max(0.0, seconds - elapsed):.0f} s left")
    levels = "any level" if limits.epistemic < 0 else f"level {limits.epistemic}"
    return " · ".join([*parts, f"trying reasons up to {limits.budget} long, {levels}"])


def best_so_far(done: Statistics) -> str:
    """The author's greatest utility so far, and how many actions it takes."""
    return f"utility {done.best:g} after {done.best_length} action{'' if done.best_length == 1 else 's'}"
