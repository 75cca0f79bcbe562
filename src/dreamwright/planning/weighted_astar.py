"""Weighted A* (Pohl 1970, "Heuristic search viewed as path finding in a graph") with relaxed plans as its estimate.

A relaxed plan (Hoffmann & Nebel 2001, "The FF planning system") counts the actions for all that is still missing
together, so it sees through several goals at once where the bound of A* sees only the dearest. It may say too many,
and it is weighed besides; so a story is found sooner, and need not be a shortest one.
"""

from __future__ import annotations

from dreamwright.planning.outcome import Statistics
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.relaxed_plan import RelaxedPlans
from dreamwright.planning.search import Search, Task

WEIGHT = 3


class WeightedAStar(Search):
    """What looks near the goal first."""

    name = "weighted-astar"

    def __init__(self, reasons: Reasons, task: Task, statistics: Statistics) -> None:
        self._relaxed = RelaxedPlans.of(reasons.space)
        super().__init__(reasons, task, statistics)

    def order(self, state: int, cost: int) -> tuple[int, ...] | None:
        rest = self._relaxed.length(self.space.engine.nodes.vector[state], self.task.goal)
        return None if rest is None else (cost + WEIGHT * rest, rest)
