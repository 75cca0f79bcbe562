"""Finding a story that raises the author's utility to a goal, every step of it explained.

Nearly every story is found with short reasons and little belief about belief, and wide limits make each question about
a motive much dearer. So the limits are widened step by step, as in iterative deepening (Korf 1985), only that narrower
searches are not given up: all run in turn, each for a slice of work, and a wider one joins at every round. Whatever is
found is checked under the limits that were asked for before it is returned. Only the widest search can prove that there
is no story.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import Program
from dreamwright.planning.astar import Run
from dreamwright.planning.checker import Checker
from dreamwright.planning.limits import Effort, Limits, OutOfEffortError
from dreamwright.planning.motives import reasons_for
from dreamwright.planning.outcome import Outcome, Plan, Statistics, Status

SLICE = 4_000
"""Units of work that a search gets in each round."""

DEFAULT_MEMORY = 4 << 30
"""Bytes that a search may use unless told otherwise."""


def plan(
    program: Program,
    goal: float,
    limits: Limits,
    *,
    seconds: float | None = None,
    memory: int = DEFAULT_MEMORY,
    progress: Callable[[Statistics, Limits], None] | None = None,
) -> Outcome:
    """A shortest story, under the narrowest limits that have one, that brings the author's utility to `goal` or more.

    `progress` is called after every slice of work. KeyboardInterrupt ends the search; the outcome says so.
    Raises EventError when the world's initial triggers never rest.
    """
    engine = LeveledEngine(program, max(0, limits.levels if limits.epistemic >= 0 else 2) + 2)
    statistics = Statistics()
    began = perf_counter()
    checker = Checker(reasons_for(engine, limits))
    waiting = list(widening(limits))
    runs: list[Run] = []
    why = "an interrupt"
    try:
        while True:
            if waiting:
                runs.append(Run(reasons_for(engine, waiting.pop(0)), engine.initial, goal, statistics))
            for run in list(runs):
                left = None if seconds is None else max(0.0, began + seconds - perf_counter())
                found = run.advance(Effort(left, memory, SLICE))
                statistics.seconds = perf_counter() - began
                if progress is not None:
                    progress(statistics, run.reasons.limits)
                for actions in found:
                    checker.search.effort = Effort(left, memory)
                    verdict = checker.check(actions)
                    if verdict.ok and verdict.utility is not None:
                        story = Plan(verdict.steps, verdict.utility)
                        return Outcome(Status.SOLVED, story, statistics, run.reasons.limits)
                if run.finished:
                    runs.remove(run)
                    if run.reasons.limits == limits:
                        return Outcome(Status.NONE, None, statistics)
    except OutOfEffortError as out:
        why = out.why
    except KeyboardInterrupt:
        pass
    statistics.seconds = perf_counter() - began
    return Outcome(Status.GAVE_UP, None, statistics, why=why)


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
