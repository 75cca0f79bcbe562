"""What all searches for a story have in common: a best-first search over shared states that works in slices.

The search keeps a queue of ways to reach states. A state is visited once, by the first way in the queue whose order
says that it is its turn; states that agree as deep as the limits can see are one (`Reasons.shared`). A method says in
which order the ways come (`order`), and when an action's explanation is asked for (`admits`, `agrees`).

`advance` works until its effort is used up, and goes on from there when it is called again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from heapq import heappop, heappush

from dreamwright.planning.limits import Effort, OutOfEffortError
from dreamwright.planning.outcome import Statistics
from dreamwright.planning.reasons import Reasons


@dataclass(slots=True)
class Task:
    """What is looked for: a story from a state to a utility of the author, at least `goal`.

    `longest` is the most actions it may have (-1: no limit); searches heed it at any time, so that it can be lowered
    once a story is known. `forbidden` actions do not occur in it.
    """

    start: int
    goal: float
    longest: int = -1
    forbidden: frozenset[int] = field(default_factory=frozenset)

    def is_too_long(self, length: int) -> bool:
        return 0 <= self.longest < length


@dataclass(frozen=True, slots=True)
class Way:
    """A way to a state: its number of actions, the state before and the action since (-1: none)."""

    state: int
    cost: int
    before: int
    action: int


class Search:
    """A best-first search. Subclasses are the methods."""

    name = ""

    def __init__(self, reasons: Reasons, task: Task, statistics: Statistics) -> None:
        self.reasons = reasons
        self.space = reasons.space
        self.task = task
        self.statistics = statistics
        self.finished = False
        """Nothing is left to visit: within its limits there is no story that was not found."""
        self._open: list[tuple[tuple[int, ...], int, Way]] = []
        self._came_from: dict[int, tuple[int, int]] = {}
        self._age = 0
        self._push(Way(task.start, 0, -1, -1))

    # ------------------------------------------------------------------------------------------ a method
    def order(self, state: int, cost: int) -> tuple[int, ...] | None:
        """The place of a state in the queue, the smallest first; None when no story leads through it."""
        raise NotImplementedError

    def least(self, state: int) -> int | None:
        """At least so many actions lead from a state to the goal; None: none do."""
        return self.space.bounds.least_steps(self.space.engine.nodes.vector[state], self.task.goal)

    def admits(self, before: int, action: int) -> bool:
        """Whether the state after an action is to be put in the queue at all."""
        return True

    def agrees(self, way: Way) -> bool:
        """Whether a state may be visited by a way whose turn it is."""
        return way.action < 0 or self.reasons.explained(way.before, way.action)

    def accepts(self, plan: list[tuple[int, int]]) -> bool:
        """Whether a way to the goal counts, given as states and the actions taken there."""
        return True

    # ------------------------------------------------------------------------------------------ the search
    def advance(self, effort: Effort) -> list[tuple[int, ...]]:
        """Search until a way to the goal is found, nothing is left, or the effort is used up; what was found.

        Raises OutOfEffortError when time or memory have run out, rather than the units of this slice.
        """
        self.reasons.effort = effort
        while self._open:
            _, _, way = self._open[0]
            try:
                found = self._visit(way)
            except OutOfEffortError as out:
                if out.why != "units":
                    raise
                return []
            if self._open and self._open[0][2] is way:
                heappop(self._open)
            if found is not None:
                return [found]
        self.finished = True
        return []

    def _visit(self, way: Way) -> tuple[int, ...] | None:
        """Visit a state and queue what can be done there; the plan, if it reaches the goal."""
        self.reasons.effort.spend()
        if way.state in self._came_from or self.task.is_too_long(way.cost) or not self.agrees(way):
            return None
        utility = self.space.utility(way.state, None)
        reached = way.action >= 0 and utility is not None and utility >= self.task.goal
        if reached and not self.accepts(self._steps(way)):
            return None
        heappop(self._open)
        self._came_from[way.state] = (way.before, way.action)
        self.statistics.visit(way.cost, utility)
        if reached:
            return tuple(action for _, action in self._steps(way))
        if way.cost != self.task.longest:
            self._expand(way)
        return None

    def _expand(self, way: Way) -> None:
        for action in self.space.actions(way.state):
            if action in self.task.forbidden or not self.admits(way.state, action):
                continue
            after = self.space.after(way.state, action)
            if after is not None:
                self._push(Way(self.reasons.shared(after), way.cost + 1, way.state, action))

    def _push(self, way: Way) -> None:
        if way.state in self._came_from:
            return
        rest = self.least(way.state)
        if rest is None or self.task.is_too_long(way.cost + rest):
            return
        order = self.order(way.state, way.cost)
        if order is not None:
            self.reasons.effort.count()
            self.statistics.generated += 1
            self._age += 1
            heappush(self._open, (order, self._age, way))

    def _steps(self, way: Way) -> list[tuple[int, int]]:
        """The states on a way, each with the action taken there."""
        steps = []
        state, action = way.before, way.action
        while action >= 0:
            steps.append((state, action))
            state, action = self._came_from[state]
        return steps[::-1]
