"""A* over shared states (Hart, Nilsson & Raphael 1968), for the shortest story that reaches a goal.

The cost of a story is its number of actions; the estimate is the relaxed bound on how many are still needed, which
never says too many. An action is asked for its explanation only when its turn comes, since most never do. States that
agree as deep as the limits can see are one. A shortest story is minimal by itself: a shorter subsequence that reached
as much would have been found before it.

The search runs in slices: `Run.advance` works until its effort is used up and goes on from there when called again.
"""

from __future__ import annotations

from heapq import heappop, heappush

from dreamwright.planning.limits import Effort, OutOfEffortError
from dreamwright.planning.outcome import Statistics
from dreamwright.planning.reasons import Reasons

Entry = tuple[int, int, int, int, int, int, int]
"""Estimate of the whole and of the rest, age, state, cost so far, the state before and the action since (-1: none)."""


class Run:
    """One search from a state to a goal utility, within the limits of `reasons`."""

    def __init__(self, reasons: Reasons, start: int, goal: float, statistics: Statistics) -> None:
        self.reasons = reasons
        self.goal = goal
        self.finished = False
        self.statistics = statistics
        self._space = reasons.space
        self._longest = reasons.limits.author
        self._open: list[Entry] = []
        self._came_from: dict[int, tuple[int, int]] = {}
        self._age = 0
        self._push(start, 0, -1, -1)

    def advance(self, effort: Effort) -> list[tuple[int, ...]]:
        """Search until a plan is found, nothing is left (`finished`), or the effort is used up; the plans found."""
        self.reasons.effort = effort
        while self._open:
            entry = self._open[0]
            try:
                found = self._visit(entry)
            except OutOfEffortError as out:
                if out.why != "units":
                    raise
                return []
            if self._open and self._open[0] is entry:
                heappop(self._open)
            if found is not None:
                return [found]
        self.finished = True
        return []

    def _visit(self, entry: Entry) -> tuple[int, ...] | None:
        """Close a state and push what can be done there; the plan, if it reaches the goal."""
        _, _, _, state, cost, before, action = entry
        self.reasons.effort.spend()
        if state in self._came_from or (action >= 0 and not self.reasons.explained(before, action)):
            return None
        heappop(self._open)
        self._came_from[state] = (before, action)
        utility = self._space.utility(state, None)
        self.statistics.visit(cost, utility)
        if utility is not None and utility >= self.goal:
            return self._plan(state)
        if cost != self._longest:
            for action in self._space.actions(state):
                after = self._space.after(state, action)
                if after is not None:
                    self._push(self.reasons.shared(after), cost + 1, state, action)
        return None

    def _push(self, state: int, cost: int, before: int, action: int) -> None:
        if state in self._came_from:
            return
        rest = self._space.bounds.least_steps(self._space.engine.nodes.vector[state], self.goal)
        if rest is None or (self._longest >= 0 and cost + rest > self._longest):
            return
        self.statistics.generated += 1
        self._age += 1
        heappush(self._open, (cost + rest, rest, self._age, state, cost, before, action))

    def _plan(self, state: int) -> tuple[int, ...]:
        actions: list[int] = []
        while self._came_from[state][1] >= 0:
            state, action = self._came_from[state]
            actions.append(action)
        return tuple(reversed(actions))
