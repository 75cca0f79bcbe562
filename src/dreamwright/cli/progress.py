"""How a long search is going: one line on the terminal that renews itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dreamwright.planning import Limits
from dreamwright.planning.outcome import Statistics

Report = Callable[[Statistics, Limits], None]


@contextmanager
def reporting(seconds: float | None, about: str = "", initial: str = "loading") -> Iterator[Report | None]:
    """What shows reports of a search that has so much time, headed by what it is about; None off a terminal.

    The line is on standard error, and gone in the end.
    """
    if not sys.stderr.isatty() or os.environ.get("TERM", "") in ("dumb", ""):
        yield None
        return
    from rich.console import Console
    from rich.text import Text

    lead = f"{about} · " if about else ""
    with Console(stderr=True, highlight=False).status(Text(f"{lead}{initial}")) as status:
        yield lambda done, limits: status.update(Text(lead + progress_line(done, limits, seconds), overflow="ellipsis"))


def progress_line(done: Statistics, limits: Limits, seconds: float | None) -> str:
    """Depth, states and their rate, the limits being tried, the best so far, the time left."""
    rate = f" ({done.visited / done.seconds:,.0f} a second)" if done.seconds > 0 else ""
    parts = [
        f"depth {done.depth}",
        f"{done.visited:,} states{rate}",
        f"reasons up to {limits.budget}, beliefs {'any' if limits.epistemic < 0 else limits.epistemic} deep",
    ]
    if done.best is not None:
        parts.append(f"best {best_so_far(done)}")
    if seconds is not None:
        parts.append(f"{max(0.0, seconds - done.seconds):.0f} s left")
    return " · ".join(parts)


def best_so_far(done: Statistics) -> str:
    """The author's greatest utility so far, and how many actions it takes."""
    return f"utility {done.best:g} after {done.best_length} action{'' if done.best_length == 1 else 's'}"
