"""A portfolio of searches that needs no tuning (Huberman, Lukose & Hogg 1997, on why to run several in turn).

Nearly every story is found with short reasons and little belief about belief, and wide limits make each question about
a motive much dearer. So the limits are widened step by step, as in iterative deepening (Korf 1985), only that narrower
searches are not given up: all run in turn, each for a slice of work, and wider ones join at every round. Only the
widest can prove that there is no story.

When a story is found, those that find shortest stories look for a shorter one, for about as much work again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dreamwright.planning.astar import AStar
from dreamwright.planning.limits import Limits
from dreamwright.planning.search import Search
from dreamwright.planning.weighted_astar import WeightedAStar

ENCORE = 32_000
"""Units of work to look for a shorter story, at least."""

NewSearch = Callable[[type[Search], Limits], Search]


class Searches:
    """Searches that take turns: going through it says whose turn it is, as long as there is any use."""

    def __iter__(self) -> Iterator[Search]:
        raise NotImplementedError

    def spent(self, units: int) -> None:
        """So much work was done in a turn."""

    def found(self, length: int) -> None:
        """A story of that length is known: only shorter ones are of interest from now on."""
        raise NotImplementedError


class Alone(Searches):
    """A single search, until it has found something or nothing is left."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self._found = False

    def __iter__(self) -> Iterator[Search]:
        while not self._found and not self._search.finished:
            yield self._search

    def found(self, length: int) -> None:
        self._found = True


class Portfolio(Searches):
    """Searches under limits that widen."""

    def __init__(self, limits: Limits, new_search: NewSearch) -> None:
        self._limits = limits
        self._new_search = new_search
        self._running: list[Search] = []
        self._spent = 0
        self._enough: float = float("inf")
        """How much may be spent in all."""

    def __iter__(self) -> Iterator[Search]:
        waiting = [*widening(self._limits)]
        while waiting or self._running:
            if waiting:
                self._join(waiting.pop(0))
            for search in list(self._running):
                if search in self._running:
                    yield search
                if self._spent >= self._enough:
                    return
                if search.finished and search in self._running:
                    self._running.remove(search)
                    if isinstance(search, AStar) and search.reasons.limits == self._limits:
                        return

    def _join(self, limits: Limits) -> None:
        self._running.append(self._new_search(AStar, limits))
        if self._enough == float("inf"):
            self._running.append(self._new_search(WeightedAStar, limits))

    def spent(self, units: int) -> None:
        self._spent += units

    def found(self, length: int) -> None:
        self._running = [search for search in self._running if isinstance(search, AStar)]
        for search in self._running:
            search.task.longest = length - 1
        self._enough = self._spent + max(self._spent, ENCORE)


def widening(limits: Limits) -> Iterator[Limits]:
    """Narrow limits first, each step wider, the last the limits themselves."""
    seen: set[Limits] = set()
    levels = [limits.epistemic] if limits.epistemic < 1 else range(1, limits.epistemic + 1)
    for epistemic in levels:
        for character in (2, 3, 5, 8, limits.budget):
            step = Limits(min(character, limits.budget), epistemic, limits.author)
            if step not in seen:
                seen.add(step)
                yield step
    if limits not in seen:
        yield limits
