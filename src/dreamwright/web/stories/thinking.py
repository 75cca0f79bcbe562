"""Who thinks next: one story at a time, and whoever has had the least of it for their turn goes first.

The stories of a stage share its engines, so only one of them may think at any moment. A turn in which hours pass would
keep everybody else waiting; so a turn gives way between two happenings to any that has had less time (least attained
service, Kleinrock 1976, "Queueing Systems II", section 4.6). A short turn is therefore answered at once, however many
long ones are going on. The order decides nothing in any story: none of them reads what another has made happen.
"""

from __future__ import annotations

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from time import perf_counter
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST_AT_ONCE = 256
"""Turns that may have begun and not ended; more wait in the order in which they came."""

_turns = threading.local()


@dataclass(slots=True)
class _Turn:
    """One piece of work: the seconds that it has had, and whether it may go on."""

    had: float = 0.0
    since: float = 0.0
    may_go_on: threading.Event = field(default_factory=threading.Event)


class Thinking(Executor):
    """Runs work in threads, of which one at a time goes on."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(MOST_AT_ONCE, "stories")
        self._lock = threading.Lock()
        self._taken = False
        self._waiting: list[tuple[float, int, _Turn]] = []
        self._arrived = 0

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have something done in its turn."""
        return self._threads.submit(self._in_turn, lambda: fn(*args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more, and end once all has been done."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)

    def give_way(self, turn: _Turn) -> None:
        """Let whoever has had less go on first."""
        turn.had += perf_counter() - turn.since
        with self._lock:
            if not self._waiting or self._waiting[0][0] >= turn.had:
                turn.since = perf_counter()
                return
            self._next()
            self._wait(turn)
        self._go_on(turn)

    def _in_turn(self, work: Callable[[], T]) -> T:
        turn = _Turn()
        with self._lock:
            if self._taken:
                self._wait(turn)
            else:
                self._taken = True
                turn.may_go_on.set()
        self._go_on(turn)
        _turns.here = self, turn
        try:
            return work()
        finally:
            del _turns.here
            with self._lock:
                self._taken = bool(self._waiting)
                if self._taken:
                    self._next()

    def _wait(self, turn: _Turn) -> None:
        """Be among those who wait. For who holds the lock."""
        self._arrived += 1
        turn.may_go_on.clear()
        heapq.heappush(self._waiting, (turn.had, self._arrived, turn))

    def _next(self) -> None:
        """Let the one go on who has had the least. For who holds the lock."""
        heapq.heappop(self._waiting)[2].may_go_on.set()

    @staticmethod
    def _go_on(turn: _Turn) -> None:
        turn.may_go_on.wait()
        turn.since = perf_counter()


def breathe() -> None:
    """Between two happenings: let others think who have waited for it. Nothing where nobody shares."""
    here = getattr(_turns, "here", None)
    if here is not None:
        thinking, turn = here
        thinking.give_way(turn)
