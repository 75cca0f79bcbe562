"""Limits on plans and reasons (specification 5.4), and on the effort spent on finding them."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass, field
from time import perf_counter

from dreamwright.errors import DreamwrightError


@dataclass(frozen=True, slots=True)
class Limits:
    """Which plans and reasons exist.

    `character`: most actions in a reason, wherever it is needed; 0 acts like 1. `epistemic`: how many levels of reasons
    within reasons may have several actions; one level more may have a single one. `author`: most actions in a story
    (-1: no limit).
    """

    character: int = 3
    epistemic: int = 1
    author: int = -1

    def __post_init__(self) -> None:
        if self.character < 0:
            raise DreamwrightError.of("unlimited-reasons", "reasons without a limit on their length need not exist")
        if self.epistemic < -1 or self.author < -1:
            raise DreamwrightError.of("bad-limit", "a limit is a number from 0 up, or -1 for none")

    @property
    def budget(self) -> int:
        """The most actions in a reason for an action of the plan."""
        return max(1, self.character)

    @property
    def levels(self) -> int:
        """The deepest level at which reasons may have several actions: not deeper than the budget lasts, of which each
        level takes one at least.
        """
        return self.budget if self.epistemic < 0 else min(self.epistemic, self.budget)


class OutOfEffortError(Exception):
    """Raised inside a search when its time or memory is used up; never reaches a caller of the public functions."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


PATIENCE = 64
"""After how many calls the clock and the memory are looked at again."""


@dataclass(slots=True)
class Effort:
    """How much a search may spend: units of work, seconds of clock time, bytes of this process.

    What is decided never depends on the clock except through giving up early, which the outcome says.
    """

    seconds: float | None = None
    bytes: int | None = None
    units: int | None = None
    _deadline: float = field(init=False)
    _countdown: int = field(init=False, default=PATIENCE)

    def __post_init__(self) -> None:
        self._deadline = float("inf") if self.seconds is None else perf_counter() + self.seconds

    def spend(self) -> None:
        """Called once for each unit of work. Raises OutOfEffortError when nothing is left."""
        if self.units is not None:
            self.units -= 1
            if self.units < 0:
                raise OutOfEffortError("units")
        self.count()

    def count(self) -> None:
        """Called for work that is no unit. Raises OutOfEffortError when time or memory have run out."""
        self._countdown -= 1
        if self._countdown:
            return
        self._countdown = PATIENCE
        if perf_counter() > self._deadline:
            raise OutOfEffortError("time")
        if self.bytes is not None and memory_in_use() > self.bytes:
            raise OutOfEffortError("memory")


def memory_in_use() -> int:
    """Bytes of memory that this process holds (on systems without /proc: the most it ever held)."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024
