"""Explanation-first search (Ware & Siler 2021, "Sabre: a narrative planner supporting intention and deep theory of
mind"; there one of several ways to search).

An action is explained before the state after it is looked at: the queue holds nothing that could not be told. That
pays where explanations are cheap and states are many.
"""

from __future__ import annotations

from dreamwright.planning.astar import AStar
from dreamwright.planning.search import Way


class ExplanationFirst(AStar):
    """As A*, with explained actions only in the queue."""

    name = "explanation-first"

    def admits(self, before: int, action: int) -> bool:
        return self.reasons.explained(before, action)

    def agrees(self, way: Way) -> bool:
        return True
