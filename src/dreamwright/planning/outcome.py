"""What came of looking for a story: found, proved not to be, or given up with what there was."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dreamwright.planning.checker import Step
from dreamwright.planning.limits import Limits

INTERRUPT = "an interrupt"
"""What `Outcome.why` says when somebody pressed Ctrl-C."""


class Status(Enum):
    """How a search ended."""

    SOLVED = "solved"
    NONE = "proved that there is none within the limits"
    GAVE_UP = "gave up"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Plan:
    """A story that the checker has accepted: its steps with everybody's reasons, and the utility at its end."""

    steps: tuple[Step, ...]
    utility: float

    @property
    def actions(self) -> tuple[int, ...]:
        return tuple(step.action for step in self.steps)


@dataclass(slots=True)
class Statistics:
    """What a search has done so far."""

    visited: int = 0
    generated: int = 0
    seconds: float = 0.0
    depth: int = 0
    """Actions on the way to the state that was visited last."""
    best: float | None = None
    """The author's greatest utility in any visited state; None while it is unknown in all of them."""
    best_length: int = 0
    """Actions on the way to the first state with that utility."""
    best_plan: tuple[int, ...] = ()
    """The actions on that way, all explained under `best_limits`."""
    best_limits: Limits | None = None

    def is_better(self, utility: float | None) -> bool:
        """Whether a utility of the author is greater than any so far."""
        return utility is not None and (self.best is None or utility > self.best)

    def visit(self, depth: int, utility: float | None) -> None:
        """Count a state, so many actions from the start and of this utility for the author."""
        self.visited += 1
        self.depth = depth
        if self.is_better(utility):
            self.best, self.best_length = utility, depth

    def keep(self, plan: tuple[int, ...], limits: Limits) -> None:
        """Remember how the greatest utility so far was reached, every action explained under some limits."""
        self.best_plan, self.best_limits = plan, limits


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of a search. `plan` is there when it was solved; else `partial`, if the author gained anything at all."""

    status: Status
    plan: Plan | None
    statistics: Statistics
    limits: Limits | None = None
    """The limits under which the plan (or `partial`) was found; they may be narrower than those that were asked for."""
    why: str | None = None
    """What ran out, or why the search was refused; with a plan, what cut off the search for a shorter one."""
    partial: Plan | None = None
    """The explained actions that led to the author's greatest utility, below the goal. Some may be needless, and some
    lack their reasons where these would have taken too long to write down."""
