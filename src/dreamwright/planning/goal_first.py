"""Goal-first search: a way to the goal first, its explanations afterwards.

The search believes every action to be explained until it sees an improvement for the author, the goal or less; then the
actions along the way there are asked in order, and the first one that is refused is taken out of the graph (lazy
evaluation of edges, Dellin & Srinivasa 2016, "A unifying formalism for shortest path problems with expensive edge
evaluations"). What was reached through it goes back into the queue by other ways. That pays where explanations are dear
and the bound is good.
"""

from __future__ import annotations

from dreamwright.planning.astar import AStar
from dreamwright.planning.outcome import Statistics
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.search import Task, Way


class GoalFirst(AStar):
    """As A*, with explanations asked for along whole ways to something better only."""

    name = "goal-first"

    def __init__(self, reasons: Reasons, task: Task, statistics: Statistics) -> None:
        self._refused: set[tuple[int, int]] = set()
        self._ways: dict[int, list[tuple[int, int]]] = {}
        super().__init__(reasons, task, statistics)

    def agrees(self, way: Way) -> bool:
        if way.action < 0:
            return True
        if (way.before, way.action) in self._refused:
            return False
        # Else the way there has been taken out meanwhile, or was replaced by one of another length.
        return self._cost.get(way.before) == way.cost - 1

    def accepts(self, plan: list[tuple[int, int]]) -> bool:
        for place, (before, action) in enumerate(plan):
            if not self.reasons.explained(before, action):
                self._refused.add((before, action))
                if place + 1 < len(plan):
                    self._take_out(plan[place + 1][0])
                return False
        return True

    def _push(self, way: Way) -> None:
        self._ways.setdefault(way.state, []).append((way.before, way.action))
        super()._push(way)

    def _take_out(self, state: int) -> None:
        """Take out a state with all that was reached through it, and queue the other ways there."""
        after: dict[int, list[int]] = {}
        for later, (before, _) in self._came_from.items():
            after.setdefault(before, []).append(later)
        out = [state]
        for each in out:
            out += after.get(each, ())
            del self._came_from[each], self._cost[each]
        for each in out:
            ways = [(b, a) for b, a in self._ways[each] if b in self._cost and (b, a) not in self._refused]
            self._ways[each] = []
            for before, action in ways:
                self._push(Way(each, self._cost[before] + 1, before, action))
