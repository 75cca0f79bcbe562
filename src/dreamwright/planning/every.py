"""Every story: depth-first iterative deepening (Korf 1985) over sequences of explained actions.

Different stories may lead to the same state, so here states are not shared along the way; what is remembered is which
states lead nowhere with so many actions left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count

from dreamwright.planning.outcome import Statistics
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.search import Task


def every_story(
    reasons: Reasons, task: Task, fixed: tuple[int, ...], statistics: Statistics, report: Callable[[], None]
) -> Iterator[tuple[int, ...]]:
    """All sequences of explained actions that end at the goal or above it and hold `fixed` in order.

    The shortest come first, then those first in event order. Whether they are minimal is for the checker to say.
    `report` is called now and then. Ends when no longer sequence can be extended, or at the longest that the task has.
    """
    finder = _Finder(reasons, task, fixed, statistics, report)
    for length in count(1):
        if task.is_too_long(length):
            return
        finder.cut_off = False
        yield from finder.exactly(task.start, length, 0)
        if not finder.cut_off:
            return


class _Finder:
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
        self.cut_off = False
        """Whether anything might still be found with more actions."""
        self._dead: dict[tuple[int, int, int], bool] = {}
        """By state, actions left and fixed actions had: nothing is found from there; whether it might be with more."""
        self._steps: list[int] = []

    def exactly(self, state: int, left: int, had: int) -> Iterator[tuple[int, ...]]:
        """The sequences that end at the goal from here after exactly so many actions."""
        shared = self.reasons.shared(state)
        key = (shared, left, had)
        if key in self._dead:
            self.cut_off |= self._dead[key]
            return
        outer, self.cut_off = self.cut_off, False
        any_found = False
        for action in self.space.actions(shared):
            for found in self._through(shared, action, left, had):
                any_found = True
                yield found
        if not any_found:
            self._dead[key] = self.cut_off
        self.cut_off |= outer

    def _through(self, state: int, action: int, left: int, had: int) -> Iterator[tuple[int, ...]]:
        if action in self.task.forbidden:
            return
        self.reasons.effort.spend()
        after = self.space.after(state, action)
        if after is None:
            return
        if had < len(self.fixed) and action == self.fixed[had]:
            had += 1
        missing = len(self.fixed) - had
        rest = self.space.bounds.least_steps(self.space.engine.nodes.vector[after], self.task.goal)
        if rest is None:
            return
        if max(rest, missing) > left - 1:
            self.cut_off = True
            return
        if not self.reasons.explained(state, action):
            return
        utility = self.space.utility(after, None)
        self.statistics.visit(len(self._steps) + 1, utility)
        if self.statistics.visited % 256 == 0:
            self.report()
        self._steps.append(action)
        try:
            if left > 1:
                yield from self.exactly(after, left - 1, had)
            elif not missing and utility is not None and utility >= self.task.goal:
                yield tuple(self._steps)
            else:
                self.cut_off = True
        finally:
            self._steps.pop()
