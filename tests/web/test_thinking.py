"""Stories take turns: one thinks at a time, and a short turn does not wait for a long one."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from time import perf_counter

import pytest

from dreamwright.web.stories.thinking import Thinking, breathe


@pytest.fixture
def thinking():
    found = Thinking()
    yield found
    found.shutdown()


def _spend(seconds: float) -> None:
    until = perf_counter() + seconds
    while perf_counter() < until:
        pass


def test_only_one_thinks_at_a_time(thinking: Thinking) -> None:
    inside, most = 0, 0

    def work() -> None:
        nonlocal inside, most
        for _ in range(20):
            inside += 1
            most = max(most, inside)
            _spend(0.0002)
            inside -= 1
            breathe()

    for done in [thinking.submit(work) for _ in range(8)]:
        done.result()
    assert most == 1


def test_a_short_turn_goes_before_the_rest_of_a_long_one(thinking: Thinking) -> None:
    order: list[str] = []
    begun, short = threading.Event(), Future[None]()

    def long() -> None:
        begun.set()
        submitted = thinking.submit(order.append, "short")
        submitted.add_done_callback(lambda _: short.set_result(None))
        while not short.done():
            _spend(0.001)
            breathe()
        order.append("long")

    thinking.submit(long).result()
    assert begun.is_set() and order == ["short", "long"]


def test_turns_that_have_had_as_much_go_on_by_turns(thinking: Thinking) -> None:
    steps: list[str] = []

    def work(name: str) -> None:
        for _ in range(6):
            _spend(0.002)
            steps.append(name)
            breathe()

    holding = threading.Event()
    first = thinking.submit(holding.wait)  # nobody thinks until both have come
    both = [thinking.submit(work, name) for name in "ab"]
    while len(thinking._waiting) < 2:  # no other sign of it
        pass
    holding.set()
    first.result()
    for done in both:
        done.result()
    assert steps.index("b") < 6 and steps.index("a") < 6, "neither waits until the other has ended"


def test_a_fault_is_the_fault_of_whoever_asked_and_the_next_one_goes_on(thinking: Thinking) -> None:
    failing = thinking.submit(lambda: 1 // 0)
    assert thinking.submit(lambda: "well").result() == "well"
    with pytest.raises(ZeroDivisionError):
        failing.result()


def test_where_nobody_shares_there_is_nothing_to_give_way_to() -> None:
    breathe()
