"""A course: a story of some steps, each explained, that serves the aims better, found by the planner.

The aims stand in for the author's utility. The search begins at the story's own state and is bounded in states visited,
never in time, so that the same story always finds the same course.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dreamwright.director.brief import Leaning
from dreamwright.engine import LeveledEngine
from dreamwright.grounding.formula import Arithmetic, Constant, Truth, Value
from dreamwright.planning import Limits
from dreamwright.planning.limits import Effort, OutOfEffortError
from dreamwright.planning.motives import MOST_VECTORS, reasons_for
from dreamwright.planning.outcome import Statistics
from dreamwright.planning.search import Task
from dreamwright.planning.space import Space
from dreamwright.planning.weighted_astar import WeightedAStar

LONGEST = 5
"""Steps of a course, at most."""

MOST_STATES = 24
"""States visited in looking for one."""


class Courses:
    """Looks for courses in one story's engine. What is `forbidden` does not occur in them."""

    def __init__(
        self, engine: LeveledEngine, limits: Limits, aims: Sequence[Leaning], forbidden: frozenset[int]
    ) -> None:
        utilities = {**engine.program.utilities, None: combined(aims)}
        self._program = replace(engine.program, utilities=utilities)
        self._owner = engine
        self._engine = engine.sibling(self._program)
        self._limits = limits
        self._forbidden = forbidden
        self._least = min((abs(aim.weight) for aim in aims), default=1.0) / 2

    def find(self, node: int) -> tuple[int, ...]:
        """A course from a state of the story to one that serves the aims noticeably better; empty if none was found."""
        engine = self._workshop()
        reasons = reasons_for(engine, self._limits)
        start = engine.adopt(self._owner, node)
        now = reasons.space.utility(start, None)
        if now is None:
            return ()
        task = Task(start, now + self._least, LONGEST, self._forbidden, MOST_STATES)
        search = WeightedAStar(reasons, task, Statistics())
        try:
            found = search.advance(Effort())  # bounded in states alone: units depend on what is remembered
        except OutOfEffortError:
            return ()
        return found[0] if found else ()

    def _workshop(self) -> LeveledEngine:
        """The engine to look in, begun again with an empty store when it has grown large."""
        if len(self._engine.vectors) > MOST_VECTORS:
            fresh = self._engine.sibling()
            fresh.memory[Space] = Space(fresh, self._engine.memory.get(Space))
            self._engine = fresh
        return self._engine


def combined(aims: Sequence[Leaning]) -> Value:
    """All aims as one value: their sum by weight."""
    total: Value | None = None
    for aim in aims:
        amount = Truth(aim.condition) if aim.condition is not None else aim.value
        assert amount is not None
        weighted = Arithmetic("*", Constant(float(aim.weight)), amount)
        total = weighted if total is None else Arithmetic("+", total, weighted)
    return total or Constant(0.0)
