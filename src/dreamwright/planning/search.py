"""What all searches for a story have in common: a best-first search over shared states that works in slices.

The search keeps a queue of ways to reach states. A state is visited by the first way in the queue whose turn it is,
and again only by a way of fewer actions; states that agree as deep as the limits can see are one (`Reasons.shared`). A
method says in which order the ways come (`order`), and when an action's explanation is asked for (`admits`, `agrees`,
`accepts`).

`advance` works until its effort is used up, and goes on from there when it is called again. Nothing is half done then:
a visit that is cut off is made again from its beginning, with what it has already found out in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

from dreamwright.planning.limits import Effort, OutOfEffortError
from dreamwright.planning.outcome import Statistics
from dreamwright.planning.reasons import Reasons

SLICE = 4_000
"""Units of work that a search gets at a time, unless a single visit takes more."""


@dataclass(slots=True)
class Task:
    """What is looked for: a story from a state to a utility of the author, at least `goal`.

    `longest` is the most actions it may have (-1: no limit); searches heed it at any time, so that it can be lowered
    once a story is known. `forbidden` actions do not occur in it. `nodes`: how many states may be visited for it, by
    all searches together; None: any number.
    """

    start: int
    goal: float
    longest: int = -1
    forbidden: frozenset[int] = field(default_factory=frozenset)
    nodes: int | None = None

    def is_too_long(self, length: int) -> bool:
        return 0 <= self.longest < length

    def allow_visit(self, statistics: Statistics) -> None:
        """Raises OutOfEffortError when no further state may be visited."""
        if self.nodes is not None and statistics.visited >= self.nodes:
            raise OutOfEffortError("nodes")


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
        self.slice = SLICE
        """Units of work that it needs next: more than usual while a single visit takes more than a slice."""
        self._open: list[tuple[tuple[int, ...], int, Way]] = []
        self._came_from: dict[int, tuple[int, int]] = {}
        self._cost: dict[int, int] = {}
        """By visited state, as `_came_from`."""
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
        """Whether a way to the goal, or to more than was had so far, counts: states and the actions taken there."""
        return True

    # ------------------------------------------------------------------------------------------ the search
    def advance(self, effort: Effort) -> list[tuple[int, ...]]:
        """Search until a way to the goal is found, nothing is left, or the effort is used up; what was found.

        Raises OutOfEffortError when time or memory have run out, rather than the units of this slice.
        """
        self.reasons.effort = effort
        first = self._open[0] if self._open else None
        while self._open:
            _, _, way = self._open[0]
            try:
                found = self._visit(way)
            except OutOfEffortError as out:
                if out.why != "units":
                    raise
                self.slice = 2 * self.slice if self._open[0] is first else SLICE
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
        if self._is_known(way) or self.task.is_too_long(way.cost) or not self.agrees(way):
            return None
        utility = self.space.utility(way.state, None)
        reached = way.action >= 0 and utility is not None and utility >= self.task.goal
        better = way.action >= 0 and self.statistics.is_better(utility)
        steps = self._steps(way) if reached or better else []
        if steps and not self.accepts(steps):
            return None
        actions = () if reached or way.cost == self.task.longest else self._admitted(way.state)
        self.task.allow_visit(self.statistics)
        heappop(self._open)
        self._came_from[way.state] = (way.before, way.action)
        self._cost[way.state] = way.cost
        plan = tuple(action for _, action in steps)
        self.statistics.visit(way.cost, utility)
        if better:
            self.statistics.keep(plan, self.reasons.limits)
        if reached:
            return plan
        for action in actions:
            after = self.space.after(way.state, action)
            if after is not None:
                self._push(Way(self.reasons.shared(after), way.cost + 1, way.state, action))
        return None

    def _admitted(self, state: int) -> Sequence[int]:
        """What can be done in a state."""
        forbidden = self.task.forbidden
        return [a for a in self.space.actions(state) if a not in forbidden and self.admits(state, a)]

    def _is_known(self, way: Way) -> bool:
        """Whether a state was visited already, by a way that is no longer."""
        return way.state in self._cost and self._cost[way.state] <= way.cost

    def _push(self, way: Way) -> None:
        if self._is_known(way):
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
