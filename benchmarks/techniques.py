"""What each technique of the planner buys: the same searches with one of them switched off at a time.

    python benchmarks/techniques.py SUITE [--time S] [--only NAME]... [--off NAME]...

SUITE is a folder as for `dreamwright bench --suite`. Prints a table in Markdown: CPU seconds and states visited; a
search that is not done after S seconds counts as S. Each search runs in a process of its own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from math import exp, log
from multiprocessing import get_context
from pathlib import Path
from time import process_time

from dreamwright.grounding import load_program
from dreamwright.planning import Limits, Status, plan
from dreamwright.planning.bounds import INFINITY, Bounds, Sum
from dreamwright.planning.plan import METHODS
from dreamwright.planning.portfolio import Portfolio
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.relevance import Relevance
from dreamwright.planning.sharing import Sharing
from dreamwright.planning.space import Space
from dreamwright.planning.suite import Setting, read_suite


class Forgetful(dict):  # type: ignore[type-arg]
    """A memory that keeps nothing."""

    def __setitem__(self, key: object, value: object) -> None:
        pass


def forget_reasons() -> None:
    begin = Reasons.__init__

    def forgetful(self: Reasons, space: Space, limits: Limits) -> None:
        begin(self, space, limits)
        self._reasons = Forgetful()
        self._enough = Forgetful()
        self._too_few = Forgetful()

    Reasons.__init__ = forgetful  # type: ignore[method-assign]


def split_states() -> None:
    Sharing.representative = lambda self, node, depth: node  # type: ignore[method-assign]


def no_bound() -> None:
    exact = Bounds.most
    Bounds.most = (  # type: ignore[method-assign]
        lambda self, vector, character, steps, *rest: exact(self, vector, character, 0) if steps == 0 else INFINITY
    )
    Bounds.least_steps = lambda self, vector, goal: 0  # type: ignore[method-assign]


def no_sums() -> None:
    Sum.most = lambda *_: INFINITY  # type: ignore[method-assign]


def no_links() -> None:
    def everything(self: Relevance, *_: object) -> frozenset[int]:
        return frozenset(a for a, consenting in enumerate(self._consenting) if consenting)

    Relevance.actions = everything  # type: ignore[method-assign]
    Relevance.may_begin = lambda *_: True  # type: ignore[method-assign]
    Relevance.followers = lambda *_: None  # type: ignore[method-assign]
    Space.has_an_edge = lambda *_: True  # type: ignore[method-assign]


def no_refusals() -> None:
    Reasons._known_to_refuse = lambda *_: False  # type: ignore[method-assign]


def wide_at_once() -> None:
    Portfolio.__iter__ = lambda self: iter(_widest(self))  # type: ignore[method-assign]


def _widest(portfolio: Portfolio):  # type: ignore[no-untyped-def]
    search = portfolio._new_search(METHODS["astar"], portfolio._limits)
    while not search.finished and portfolio._enough == INFINITY:
        yield search


def explain_first() -> None:
    for module in ("portfolio",):
        sys.modules[f"dreamwright.planning.{module}"].AStar = METHODS["explanation-first"]  # type: ignore[attr-defined]


SWITCHES: dict[str, Callable[[], None]] = {
    "all on": lambda: None,
    "states that agree as deep as limits see are not one": split_states,
    "reasons are not remembered": forget_reasons,
    "no relaxed bound": no_bound,
    "bound does not look into sums": no_sums,
    "steps need not be linked": no_links,
    "memory is not asked for refusals first": no_refusals,
    "the widest limits at once, A* alone": wide_at_once,
    "explained when reached, not when its turn comes": explain_first,
}


def run(off: str, setting: Setting, seconds: float) -> tuple[float, int, bool]:
    """CPU seconds, states visited, and whether it was solved, in a process of its own."""
    SWITCHES[off]()
    program = load_program(setting.world)
    began = process_time()
    outcome = plan(program, setting.goal, setting.limits, seconds=seconds, memory=6 << 30)
    solved = outcome.status is Status.SOLVED
    return (process_time() - began if solved else seconds), outcome.statistics.visited, solved


def table(settings: list[Setting], switches: list[str], seconds: float) -> None:
    print("| switched off | " + " | ".join(s.name for s in settings) + " | slower by (geometric mean) |")
    print("|---|" + "---|" * (len(settings) + 1))
    base: list[float] = []
    for off in switches:
        cells, times = [], []
        for setting in settings:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
                took, visited, solved = alone.submit(run, off, setting, seconds).result()
            times.append(max(took, 0.001))
            cells.append(f"{took:.2f} s, {visited:,}" if solved else f"over {seconds:g} s")
        base = base or times
        slower = exp(sum(log(t / b) for t, b in zip(times, base, strict=True)) / len(times))
        print(f"| {off} | " + " | ".join(cells) + f" | {slower:.1f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("suite", type=Path)
    parser.add_argument("--time", type=float, default=60.0, help="seconds for each search")
    parser.add_argument("--only", action="append", help="a setting of the suite; may be repeated")
    parser.add_argument("--off", action="append", choices=list(SWITCHES), help="a technique; may be repeated")
    options = parser.parse_args()
    settings = [s for s in read_suite(options.suite) if not options.only or s.name in options.only]
    with suppress(KeyboardInterrupt):
        table(settings, ["all on", *(options.off or list(SWITCHES)[1:])], options.time)


if __name__ == "__main__":
    main()
