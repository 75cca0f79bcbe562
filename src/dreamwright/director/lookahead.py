"""Looking ahead: where what somebody means to do would lead, and what those who see something would do about it.

Both are answers of the planner. A motive holds the plan that its character follows; what a state is worth is what it
is worth itself and, discounted step by step, what that plan would add to it. After an event of nobody's, some of those
who perceive it are asked for their best motive.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.planning import Limits, motives

DISCOUNT = 0.8
"""What a step further ahead counts less: others will act meanwhile."""

MOST_REACTIONS = 2
"""How many of those who perceive something are asked what they would do."""

Valued = Callable[[int], float]


class LookAhead:
    """Looks ahead in one story's engine."""

    def __init__(self, engine: Engine, limits: Limits, valued: Valued) -> None:
        self._engine = engine
        self._limits = limits
        self._valued = valued

    def along(self, node: int, plan: Iterable[int]) -> float:
        """What a node is worth from which a plan would go on."""
        here = worth = self._valued(node)
        discount = 1.0
        for action in plan:
            try:
                if not self._engine.possible(node, action):
                    break
                node = self._engine.apply(node, action)
            except EventError:
                break
            discount *= DISCOUNT
            there = self._valued(node)
            worth += discount * (there - here)
            here = there
        return worth

    def reactions(self, node: int, who: Iterable[int]) -> float:
        """What a node is worth, with what some people would do next for reasons of their own."""
        here = worth = self._valued(node)
        for character in list(who)[:MOST_REACTIONS]:
            best = self.best(node, character)
            if best is not None:
                worth += DISCOUNT * (best - here)
        return worth

    def best(self, node: int, character: int) -> float | None:
        """What a node is worth with what a character would most likely do there; None: they would do nothing."""
        try:
            found = motives(self._engine, node, character, self._limits)
        except EventError:
            return None
        return self.along(node, found[0].plan) if found else None
