"""What an ensemble costs beyond its stories, how it grows with workers, and how fast the environments step.

    python benchmarks/ensemble.py                 # breakout: overhead, two workers against one
    python benchmarks/ensemble.py --runs 1000     # and so many runs of 100 days on all processors
    python benchmarks/ensemble.py --steps         # steps a second of the environments, all bundled worlds

Overhead is processor time against the same stories without anything measured, the two in turns. How much faster two
processes are by the clock says something only on a machine that has nothing else to do: so how much faster they would
be if each had a processor to itself, by the processor time that the runs took, is printed beside it.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dreamwright.engine import LeveledEngine
from dreamwright.ensembles import Gathering, Job, job_of
from dreamwright.ensembles.play import variant
from dreamwright.ensembles.workers import Alone, Processes
from dreamwright.grounding import load_program
from dreamwright.grounding.garbage import uncollected
from dreamwright.language.files import STANDARD
from dreamwright.story import DAY, Story

BUNDLED = STANDARD.parent
MEASURES = {"measures": ["victims()"], "first": ["status() == Loose"], "whiles": ["status() == Inside"]}


def asked(world: str, runs: int, days: float) -> Job:
    """So many runs, with three things measured if it is the world that has them."""
    return job_of(BUNDLED / f"{world}.world", runs, days, **(MEASURES if world == "breakout" else {}))


def overhead(world: str, runs: int, days: float, rounds: int) -> None:
    """Processor time of an ensemble in this process over that of the bare stories, each in its quickest round."""
    program = load_program(BUNDLED / f"{world}.world")
    Gathering(asked(world, 1, 0)).run(Alone())  # libraries are imported once
    bare, measured = [], []
    for _ in range(rounds):
        began = time.process_time()
        engine = LeveledEngine(program)
        with uncollected():
            for seed in range(runs):
                story = Story(engine, seed)
                while story.advance(round(days * DAY)) is not None:
                    pass
        bare.append(time.process_time() - began)
        variant.cache_clear()  # what was thought through in the round before is not to help this one
        began = time.process_time()
        Gathering(asked(world, runs, days)).run(Alone())
        measured.append(time.process_time() - began)
    print(
        f"overhead: {min(measured) / min(bare):.3f} times the bare stories, by the quickest of {rounds} rounds: "
        f"{min(measured):.2f} s of processor time, {min(bare):.2f} s bare ({world}, {runs} runs of {days:g} days)"
    )


def growth(world: str, runs: int, days: float) -> None:
    """The same runs by one process of its own and by two, by the clock and by processor time."""
    took, spent = {}, {}
    for count in (1, 2):
        _, starting = _by(count, asked(world, count, 0.1))
        took[count], spent[count] = _by(count, asked(world, runs, days))
        spent[count] -= starting
        print(f"{count} process{'es' if count > 1 else ''}: {took[count]:.1f} s by the clock, "
              f"{spent[count]:.1f} s of processor time ({world}, {runs} runs of {days:g} days)")  # fmt: skip
    print(f"two are {took[1] / took[2]:.2f} times as fast as one by the clock (load {os.getloadavg()[0]:.1f}), "
          f"and would be {2 * spent[1] / spent[2]:.2f} times with a processor each to themselves")  # fmt: skip


def _by(count: int, job: Job) -> tuple[float, float]:
    """Seconds by the clock that processes take which have the world open, and processor time with opening it."""
    before, workers = _cpu(), Processes(count)
    opening = replace(job, seeds=count, minutes=60)
    list(workers.rows(opening, opening.runs()))
    began = time.perf_counter()
    Gathering(job).run(workers)
    took = time.perf_counter() - began
    workers.close()
    return took, _cpu() - before


def whole(world: str, runs: int, days: float) -> None:
    """An ensemble on all processors."""
    workers, began, before = Processes(os.cpu_count() or 1), time.perf_counter(), _cpu()
    gathering = Gathering(asked(world, runs, days))
    gathering.run(workers)
    workers.close()
    took = time.perf_counter() - began
    print(
        f"{runs} runs of {days:g} days of {world}: {took:.1f} s by the clock, {_cpu() - before:.1f} s of processor time"
    )


def _cpu() -> float:
    """Processor time of this process and of its children that have ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def steps(seconds: float) -> None:
    """Steps a second, by processor time, of a character who chooses at random among what they believe possible.

    Counted after as long a time in which nothing is: what has been thought through once serves all episodes.
    """
    from dreamwright.environments import CompanyEnv, WorldEnv

    for path in sorted(Path(BUNDLED).glob("*.world")):
        with_text, without = (_one(WorldEnv(path, days=2, text=text), seconds) for text in (True, False))
        everybody = _everybody(CompanyEnv(path), seconds)
        print(f"{path.stem:<12} {with_text:6.0f} steps/s with text {without:6.0f} without "
              f"{everybody:6.0f} of everybody played", flush=True)  # fmt: skip


def _one(env: Any, seconds: float) -> float:
    _, info = env.reset(seed=0)
    env.action_space.seed(0)

    def step() -> int:
        nonlocal info
        _, _, over, cut, info = env.step(env.action_space.sample(info["action_mask"]))
        if over or cut:
            _, info = env.reset()
        return 1

    _counted(step, seconds)
    return _counted(step, seconds)


def _everybody(company: Any, seconds: float) -> float:
    seen, _ = company.reset(seed=0)

    def step() -> int:
        nonlocal seen
        seen, *_ = company.step({a: company.action_space(a).sample(o["action_mask"]) for a, o in seen.items()})
        if not company.agents:
            seen, _ = company.reset()
        return len(company.possible_agents)

    _counted(step, seconds)
    return _counted(step, seconds)


def _counted(step: Callable[[], int], seconds: float) -> float:
    """How many steps a second, for so many seconds of processor time."""
    count, began = 0, time.process_time()
    while (spent := time.process_time() - began) < seconds:
        count += step()
    return count / spent


def main() -> None:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--world", default="breakout")
    parser.add_argument("--runs", type=int)
    parser.add_argument("--days", type=float, default=100)
    parser.add_argument("--steps", action="store_true")
    given = parser.parse_args()
    if given.steps:
        steps(5)
    elif given.runs:
        whole(given.world, given.runs, given.days)
    else:
        overhead(given.world, 40, given.days, 3)
        growth(given.world, 200, given.days)


if __name__ == "__main__":
    main()
