"""Planning for a setting, measured; and two such measurements compared.

A setting is planned for in a process of its own, so that its peak of memory is its own, and that a crash, or the
machine's ending it for want of memory, ends nothing else.
"""

from __future__ import annotations

import json
import multiprocessing
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import geometric_mean
from typing import Any

from dreamwright.errors import DreamwrightError
from dreamwright.grounding import ground
from dreamwright.language import load
from dreamwright.planning.limits import Limits
from dreamwright.planning.outcome import Outcome, Statistics
from dreamwright.planning.plan import plan
from dreamwright.planning.suite import Published, Setting

Progress = Callable[[Statistics, Limits], None]

BETWEEN_REPORTS = 0.25
"""Seconds between two reports of progress from a setting's process."""

LEAST_SECONDS = 0.001
"""Shorter times count as this in comparisons: below it is mostly noise."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of planning for one setting.

    `status`: solved, none (proved), gave-up, error (the world is not well) or crashed; `why` says more. `accepted`: the
    checker found the story to be one. `seconds` are of the search alone; `startup` those for starting a process,
    loading, grounding and compiling. `memory` is the most that the process held, in bytes.
    """

    name: str
    status: str
    why: str | None = None
    length: int | None = None
    given: int | None = None
    accepted: bool = False
    utility: float | None = None
    visited: int = 0
    generated: int = 0
    seconds: float = 0.0
    startup: float = 0.0
    memory: int = 0
    plan: tuple[str, ...] = ()
    published: Published = field(default_factory=Published)
    runs: tuple[float, ...] = ()
    """Seconds of search of every repetition; `seconds` is the median of them."""

    @property
    def solved(self) -> bool:
        return self.status == "solved"


# ------------------------------------------------------------------------------------------------ one setting
def measure(
    setting: Setting,
    seconds: float,
    memory: int,
    *,
    method: str | None = None,
    repeat: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Plan for a setting so many times, each in a new process, for so long and with so many bytes at most.

    `method` as for `plan`.
    The result is that of the run with the median time. What gave up or crashed is not tried again. KeyboardInterrupt
    ends the process and comes through.
    """
    results = [_measure(setting, seconds, memory, method, progress)]
    while len(results) < repeat and results[-1].status in ("solved", "none"):
        results.append(_measure(setting, seconds, memory, method, progress))
    if results[-1].status not in ("solved", "none"):
        return results[-1]
    runs = tuple(result.seconds for result in results)
    return replace(sorted(results, key=lambda result: result.seconds)[len(results) // 2], runs=runs)


def _measure(setting: Setting, seconds: float, memory: int, method: str | None, progress: Progress | None) -> Result:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    launched = time.monotonic()  # the machine's, the same in every process
    process = context.Process(target=_answer, args=(there, setting, seconds, memory, method, launched), daemon=True)
    try:
        with _interrupts_held_back():  # the new process never gets any: Ctrl-C is for this one to answer
            process.start()
        there.close()
        answer = _last_answer(here, time.monotonic() + 2 * seconds + 60, progress)
        if answer is None:
            process.join(1)  # it has hung up, and is about to say why
    except _HangsError:
        return _lost(setting, "gave-up", "time")
    finally:
        if process.pid is not None:
            process.kill()
            process.join()
    return answer or _lost(setting, "crashed", _ended(process.exitcode))


class _HangsError(Exception):
    """A process goes on far beyond its time."""


def _last_answer(here: Connection, deadline: float, progress: Progress | None) -> Result | None:
    """Pass on reports until the result is there; None when the process ended without one. Raises _HangsError."""
    while True:
        try:
            if not here.poll(max(0.0, deadline - time.monotonic())):
                raise _HangsError
            message = here.recv()
        except EOFError:
            return None
        if isinstance(message, Result):
            return message
        if progress is not None:
            progress(*message)


def _ended(code: int | None) -> str:
    """How a process ended that gave no answer; a minus in its exit code is a signal."""
    return f"its process ended with {code}" if code is None or code >= 0 else f"killed by {signal.Signals(-code).name}"


def _answer(
    there: Connection, setting: Setting, seconds: float, memory: int, method: str | None, launched: float
) -> None:
    """The work of the new process: plan, and send reports and at last the result."""
    reported = 0.0

    def report(statistics: Statistics, limits: Limits) -> None:
        nonlocal reported
        if statistics.seconds >= reported + BETWEEN_REPORTS:
            reported = statistics.seconds
            there.send((statistics, limits))

    try:
        there.send(_searched(setting, seconds, memory, method, launched, report))
    except MemoryError:
        there.send(_lost(setting, "gave-up", "memory"))
    except DreamwrightError as error:
        about = error.diagnostics[0]
        there.send(_lost(setting, "error", f"{about.code}: {about.message}"))
    except Exception as error:  # a bug is this setting's result, and no reason to leave the others unmeasured
        there.send(_lost(setting, "crashed", f"{type(error).__name__}: {error}"))


def _lost(setting: Setting, status: str, why: str) -> Result:
    """The result where there are no figures."""
    return Result(setting.name, status, why, given=setting.given, published=setting.published)


def _searched(
    setting: Setting, seconds: float, memory: int, method: str | None, launched: float, report: Progress
) -> Result:
    program = ground(load(setting.world))
    outcome = plan(
        program, setting.goal, setting.limits, method=method, seconds=seconds, memory=memory, progress=report
    )
    names = () if outcome.plan is None else tuple(program.events[action].name for action in outcome.plan.actions)
    return _result(setting, outcome, names, max(0.0, time.monotonic() - launched - outcome.statistics.seconds))


def _result(setting: Setting, outcome: Outcome, names: tuple[str, ...], startup: float) -> Result:
    found, done = outcome.plan, outcome.statistics
    return Result(
        name=setting.name,
        status=outcome.status.name.lower().replace("_", "-"),
        why=outcome.why,
        length=None if found is None else len(names),
        given=setting.given,
        accepted=found is not None,  # nothing that the checker refuses comes out of a search
        utility=None if found is None else found.utility,
        visited=done.visited,
        generated=done.generated,
        seconds=done.seconds,
        startup=startup,
        memory=_peak_memory(),
        plan=names,
        published=setting.published,
    )


def _peak_memory() -> int:
    """The most bytes that this process has held.

    Not from `getrusage` where there is /proc: a new process would begin with what its parent held.
    """
    try:
        with open("/proc/self/status") as file:
            line = next(line for line in file if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


@contextmanager
def _interrupts_held_back() -> Iterator[None]:
    """Interrupts wait until the end of the block; a process that is started inside holds them back for ever."""
    resource_tracker.ensure_running()  # a helper of multiprocessing, whose own start would let interrupts through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# ------------------------------------------------------------------------------------------------ files of results
def to_json(results: Sequence[Result], about: Mapping[str, object]) -> str:
    """Results as the text of a file; `about` says how they were made."""
    return json.dumps({**about, "results": [asdict(result) for result in results]}, indent=1) + "\n"


def read_results(path: Path) -> dict[str, Result]:
    """The results in a file that `to_json` made, by name. Raises DreamwrightError (suite-results)."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["results"]
        return {one["name"]: _from_json(one) for one in listed}
    except OSError as error:
        message = f"cannot read '{path}': {error.strerror or error}"
    except (ValueError, KeyError, TypeError, AttributeError):
        message = f"'{path}' holds no results of a suite"
    raise DreamwrightError.of("suite-results", message, hint="`dreamwright bench --suite DIR -o FILE` writes them")


def _from_json(one: dict[str, Any]) -> Result:
    published = Published(**one["published"])
    result = Result(**{**one, "plan": tuple(one["plan"]), "runs": tuple(one["runs"]), "published": published})
    if not all(isinstance(figure, int | float) for figure in (result.seconds, result.visited)):
        raise TypeError("a figure is no number")
    return result


# ------------------------------------------------------------------------------------------------ comparing
@dataclass(frozen=True, slots=True)
class Comparison:
    """Two measurements of the same settings. Ratios are after / before: below 1 is better; None without anything
    that both solved."""

    lost: tuple[str, ...]
    """Solved before, and not after, though measured."""
    won: tuple[str, ...]
    unmeasured: tuple[str, ...]
    """Only in one of the two."""
    both: int
    time: float | None
    visited: float | None
    slower: tuple[tuple[str, float, float], ...]
    """Settings that take longer than before: name, seconds before, seconds after; the worst first."""


def compare(before: Mapping[str, Result], after: Mapping[str, Result]) -> Comparison:
    """What has changed between two measurements, by name of setting."""
    shared = [name for name in before if name in after]
    both = [name for name in shared if before[name].solved and after[name].solved]
    times = {name: (max(before[name].seconds, LEAST_SECONDS), max(after[name].seconds, LEAST_SECONDS)) for name in both}
    worst = sorted(both, key=lambda name: -times[name][1] / times[name][0])
    return Comparison(
        lost=tuple(name for name in shared if before[name].solved and not after[name].solved),
        won=tuple(name for name in shared if after[name].solved and not before[name].solved),
        unmeasured=tuple(name for name in (*before, *after) if name not in before or name not in after),
        both=len(both),
        time=_mean(new / old for old, new in times.values()),
        visited=_mean(max(1, after[name].visited) / max(1, before[name].visited) for name in both),
        slower=tuple((name, *times[name]) for name in worst if times[name][1] > times[name][0]),
    )


def against_published(results: Sequence[Result]) -> tuple[int, float] | None:
    """How many solved settings have a published time, and the geometric mean of ours / theirs; None without any."""
    pairs = [(r.seconds, r.published.mean_ms) for r in results if r.solved and r.published.mean_ms]
    mean = _mean(max(seconds, 1e-6) / (ms / 1000) for seconds, ms in pairs if ms is not None)
    return None if mean is None else (len(pairs), mean)


def _mean(ratios: Iterator[float]) -> float | None:
    """The geometric mean; None of nothing."""
    listed = list(ratios)
    return geometric_mean(listed) if listed else None
