"""A* (Hart, Nilsson & Raphael 1968, "A formal basis for the heuristic determination of minimum cost paths").

The cost of a story is its number of actions; the estimate is the relaxed bound on how many are still needed, which
never says too many. An action is asked for its explanation only when its turn comes, since most never do. The first
story found is a shortest one within the limits, and so minimal by itself: a shorter subsequence that reached as much
would have been found before it.
"""

from __future__ import annotations

from dreamwright.planning.search import Search


class AStar(Search):
    """Shortest stories first."""

    name = "astar"

    def order(self, state: int, cost: int) -> tuple[int, ...] | None:
        rest = self.least(state)
        return None if rest is None else (cost + rest, rest)
