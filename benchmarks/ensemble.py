"""What an ensemble costs beyond its stories, how it grows with workers, and how fast the environments step.

    python benchmarks/ensemble.py                 # breakout: overhead, two workers against one
    python benchmarks/ensemble.py --runs 1000     # and so many runs of 100 days on all processors
    python benchmarks/ensemble.py --steps         # steps a second of the environments, all bundled worlds

Overhead is processor time against the same stories without anything measured, the two in turns. How much faster two
processes are is by the clock, and says something only on a machine that has nothing else to do: so the processor time
that was to be had is printed beside it.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import time
from pathlib import Path

from dreamwright.engine import LeveledEngine
from dreamwright.ensembles import Gathering, Job, job_of
from dreamwright.ensembles.play import variant
from dreamwright.ensembles.workers import Alone, Processes
from dreamwright.grounding import load_program
from dreamwright.language.files import STANDARD
from dreamwright.story import DAY, Story

BUNDLED = STANDARD.parent
MEASURES = {"measures": ["victims()"], "first": ["status() == Loose"], "whiles": ["status() == Inside"]}


def asked(world: str, runs: int, days: float) -> Job:
    """So many runs, with three things measured if it is the world that has them."""
    return job_of(BUNDLED / f"{world}.world", runs, days, **(MEASURES if world == "breakout" else {}))


def overhead(world: str, runs: int, days: float, rounds: int) -> None:
    """Processor time of an ensemble in this process over that of the bare stories."""
    program = load_program(BUNDLED / f"{world}.world")
    Gathering(asked(world, 1, 0)).run(Alone())  # libraries are imported once
    ratios = []
    for _ in range(rounds):
        engine, began = LeveledEngine(program), time.process_time()
        for seed in range(runs):
            story = Story(engine, seed)
            while story.advance(round(days * DAY)) is not None:
                pass
        bare = time.process_time() - began
        variant.cache_clear()  # what was thought through in the round before is not to help this one
        gathering, began = Gathering(asked(world, runs, days)), time.process_time()  # the world is open in both
        gathering.run(Alone())
        ratios.append((time.process_time() - began) / bare)
    print(f"overhead: {statistics.median(ratios):.3f} times the bare stories "
          f"({min(ratios):.3f} to {max(ratios):.3f}; {world}, {runs} runs of {days:g} days)")  # fmt: skip


def growth(world: str, runs: int, days: float) -> None:
    """The same runs by one process of its own and by two, by the clock."""
    spent = {}
    for count in (1, 2):
        workers = Processes(count)
        list(workers.rows(asked(world, count, 0.1), asked(world, count, 0.1).runs()))  # started, and the world open
        before, began = _cpu(), time.perf_counter()
        gathering = Gathering(asked(world, runs, days))
        gathering.run(workers)
        spent[count] = time.perf_counter() - began
        workers.close()
        print(f"{count} process{'es' if count > 1 else ''}: {spent[count]:.1f} s by the clock, "
              f"{_cpu() - before:.1f} s of processor time ({world}, {runs} runs of {days:g} days)")  # fmt: skip
    print(f"two are {spent[1] / spent[2]:.2f} times as fast as one; load {os.getloadavg()[0]:.1f}")


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
    """Steps a second, by processor time, of a character who chooses at random among what they believe possible."""
    from dreamwright.environments import CompanyEnv, WorldEnv

    for path in sorted(Path(BUNDLED).glob("*.world")):
        found = []
        for text in (True, False):
            env, count = WorldEnv(path, days=2, text=text), 0
            _, info = env.reset(seed=0)
            env.action_space.seed(0)
            began = time.process_time()
            while time.process_time() - began < seconds:
                _, _, over, cut, info = env.step(env.action_space.sample(info["action_mask"]))
                count += 1
                if over or cut:
                    _, info = env.reset()
            found.append(count / (time.process_time() - began))
        company, rounds = CompanyEnv(path), 0
        seen, _ = company.reset(seed=0)
        began = time.process_time()
        while time.process_time() - began < seconds:
            chosen = {a: company.action_space(a).sample(o["action_mask"]) for a, o in seen.items()}
            seen, *_ = company.step(chosen)
            rounds += 1
            if not company.agents:
                seen, _ = company.reset()
        each = rounds * len(company.possible_agents) / (time.process_time() - began)
        print(
            f"{path.stem:<12} {found[0]:8.0f} steps/s with text {found[1]:8.0f} without {each:8.0f} of everybody played"
        )


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
        overhead(given.world, 20, given.days, 3)
        growth(given.world, 100, given.days)


if __name__ == "__main__":
    main()
