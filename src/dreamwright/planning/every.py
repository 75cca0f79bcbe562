"""Every story: all ways of each length through the graph of explained actions.

The graph is laid open by length: before the stories of n actions are told, every action is in it with which a story of
n actions may go on, by the bound of A* (Hart, Nilsson & Raphael 1968). Dynamic programming over the graph then says
from where the goal is so many actions off (Bellman 1958), so that a depth-first walk meets no dead ends but one kind:
no minimal story comes back to a state in which it was before, since what lies between could be left out. Nor does one
end below a utility that it had on its way; so what has to be reached is part of where one is.

Where states are finite in number the search comes to its end even without a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import count
from math import inf, nextafter
from typing import NamedTuple

from dreamwright.planning.outcome import Statistics
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.search import Task


def every_story(
    reasons: Reasons, task: Task, fixed: tuple[int, ...], statistics: Statistics, report: Callable[[], None]
) -> Iterator[tuple[int, ...]]:
    """Sequences of explained actions that end at the goal or above it and hold `fixed` in order: all that are minimal.

    The shortest come first, then those first in event order. Whether one is minimal is for the checker to say.
    `report` is called now and then. Raises OutOfEffortError.
    """
    graph = _Graph(reasons, task, fixed, statistics, report)
    for length in count(1):
        if task.is_too_long(length):
            return
        graph.open(length)
        if graph.is_complete and (length >= len(graph.depth) or not graph.ending(length)):
            return
        yield from graph.walks(length)


class _Place(NamedTuple):
    """Where one is on a way: the state, how many of the fixed actions were had, and the least utility to reach."""

    state: int
    had: int
    least: float


class _Edge(NamedTuple):
    """An action, where it leads, and whether a story may end with it."""

    action: int
    to: _Place
    is_end: bool


class _Graph:
    """Places and the explained actions between them, as far as it has been laid open."""

    def __init__(
        self,
        reasons: Reasons,
        task: Task,
        fixed: tuple[int, ...],
        statistics: Statistics,
        report: Callable[[], None],
    ) -> None:
        self.reasons = reasons
        self.space = reasons.space
        self.task = task
        self.fixed = fixed
        self.statistics = statistics
        self.report = report
        self.start = _Place(reasons.shared(task.start), 0, task.goal)
        self.depth: dict[_Place, int] = {}
        """By place, the fewest actions from the start."""
        self._before: dict[_Place, tuple[_Place, int]] = {}
        self._edges: dict[_Place, list[_Edge]] = {}
        self._asked: set[tuple[_Place, int]] = set()
        self._waiting: list[tuple[int, int, _Place, _Edge]] = []
        """Actions to ask about, by the length of the shortest story that might have them there."""
        self._age = 0
        self._ending: list[set[_Place]] = []
        self._reach(self.start, 0)

    @property
    def is_complete(self) -> bool:
        """Whether nothing waits: the graph will not grow any more."""
        return not self._waiting

    # ------------------------------------------------------------------------------------------ laying open
    def open(self, length: int) -> None:
        """Lay open all that may be part of a story of so many actions."""
        while self._waiting and self._waiting[0][0] <= length:
            _, _, place, edge = self._waiting[0]
            if (place, edge.action) not in self._asked:
                self.reasons.effort.spend()
                if self.reasons.explained(place.state, edge.action):
                    self._add(place, edge)
                self._asked.add((place, edge.action))
            heappop(self._waiting)

    def _add(self, place: _Place, edge: _Edge) -> None:
        depth = self.depth[place] + 1
        if edge.to not in self.depth:
            self.task.allow_visit(self.statistics)
            self._before[edge.to] = (place, edge.action)
            self._visit(edge.to, depth)
        self._edges[place].append(edge)
        self._edges[place].sort(key=lambda each: each.action)
        self._ending = []
        self._reach(edge.to, depth)

    def _visit(self, place: _Place, depth: int) -> None:
        utility = self.space.utility(place.state, None)
        better = self.statistics.is_better(utility)
        self.statistics.visit(depth, utility)
        if better:
            self.statistics.keep(self._way_to(place), self.reasons.limits)
        if self.statistics.visited % 256 == 0:
            self.report()

    def _way_to(self, place: _Place) -> tuple[int, ...]:
        actions = []
        while place != self.start:
            place, action = self._before[place]
            actions.append(action)
        return tuple(reversed(actions))

    def _reach(self, place: _Place, depth: int) -> None:
        """Note that a place is so many actions from the start, and what can be done there and further on."""
        todo = [(place, depth)]
        while todo:
            place, depth = todo.pop()
            if depth >= self.depth.get(place, inf):
                continue
            self.depth[place] = depth
            self._wait(place, depth)
            todo += [(edge.to, depth + 1) for edge in self._edges.setdefault(place, [])]

    def _wait(self, place: _Place, depth: int) -> None:
        """Put what can be done in a place on the waiting list."""
        for action in self.space.actions(place.state):
            if action in self.task.forbidden or (place, action) in self._asked:
                continue
            edge = self._edge(place, action)
            rest = None if edge is None else self._rest(edge)
            if edge is not None and rest is not None and not self.task.is_too_long(depth + 1 + rest):
                self.reasons.effort.count()
                self.statistics.generated += 1
                self._age += 1
                heappush(self._waiting, (depth + 1 + rest, self._age, place, edge))

    def _edge(self, place: _Place, action: int) -> _Edge | None:
        """An action in a place; None when it fails or leads back there."""
        after = self.space.after(place.state, action)
        if after is None:
            return None
        state = self.reasons.shared(after)
        if state == place.state:
            return None
        had = place.had + (place.had < len(self.fixed) and action == self.fixed[place.had])
        utility = self.space.utility(state, None)
        if utility is None or utility < place.least:
            return _Edge(action, _Place(state, had, place.least), False)
        return _Edge(action, _Place(state, had, nextafter(utility, inf)), had == len(self.fixed))

    def _rest(self, edge: _Edge) -> int | None:
        """At least so many actions lead from the end of an action to the end of a story; None: none do."""
        if edge.is_end:
            return 0
        rest = self.space.bounds.least_steps(self.space.engine.nodes.vector[edge.to.state], edge.to.least)
        return None if rest is None else max(rest, len(self.fixed) - edge.to.had)

    # ------------------------------------------------------------------------------------------ the stories
    def ending(self, length: int) -> set[_Place]:
        """The places from which a story may end after exactly so many actions."""
        while len(self._ending) < length:
            nearer = self._ending[-1] if self._ending else None
            self._ending.append(
                {
                    place
                    for place, edges in self._edges.items()
                    if any(edge.is_end if nearer is None else edge.to in nearer for edge in edges)
                }
            )
        return self._ending[length - 1]

    def walks(self, length: int) -> Iterator[tuple[int, ...]]:
        """The sequences of exactly so many actions that a story may be, without coming back anywhere."""
        if self.start not in self.ending(length):
            return
        actions: list[int] = []
        passed = {self.start.state: None}
        choices = [iter(self._edges[self.start])]
        while choices:
            left = length - len(actions)
            edge = next(choices[-1], None)
            if edge is None:
                choices.pop()
                if actions:
                    actions.pop()
                    passed.popitem()
            elif left == 1:
                if edge.is_end and edge.to.state not in passed:
                    yield (*actions, edge.action)
            elif edge.to.state not in passed and edge.to in self.ending(left - 1):
                self.reasons.effort.spend()
                actions.append(edge.action)
                passed[edge.to.state] = None
                choices.append(iter(self._edges[edge.to]))
