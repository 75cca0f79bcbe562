"""`dreamwright ensemble`: a world or stage run many times."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dreamwright.cli.errors import INTERRUPTED
from dreamwright.cli.worlds import locate
from dreamwright.ensembles import Gathering, Job, Precision, job_of, workers_of
from dreamwright.ensembles.ensemble import Progress
from dreamwright.ensembles.summary import Results, summaries
from dreamwright.ensembles.telling import told


@dataclass(frozen=True, slots=True)
class Asked:
    """What is run and measured, as it was typed."""

    runs: int
    days: float
    seed: int = 0
    vary: Sequence[str] = ()
    measures: Sequence[str] = ()
    whiles: Sequence[str] = ()
    first: Sequence[str] = ()
    patterns: Sequence[str] = ()
    every: float | None = None
    """Hours."""
    until: str | None = None


@dataclass(frozen=True, slots=True)
class How:
    """Who runs it, and how long."""

    workers: int | None = None
    """None: as many as this machine has processors."""
    cluster: str | None = None
    precision: float | None = None
    resume: bool = False


def job_for(named: str, asked: Asked) -> Job:
    """The job of a world or stage. Raises what `job_of` raises."""
    return job_of(
        locate(named, stages=True),
        asked.runs,
        asked.days,
        seed=asked.seed,
        vary=asked.vary,
        measures=asked.measures,
        whiles=asked.whiles,
        first=asked.first,
        patterns=asked.patterns,
        every=None if asked.every is None else max(1, round(asked.every * 60)),
        until=asked.until,
    )


def run_ensemble(named: str, asked: Asked, how: How, output: Path) -> int:
    """Run it, keep the results, and print what they come to. The exit code: 130 when interrupted, else 0."""
    gathering = Gathering(job_for(named, asked), output, resume=how.resume)
    interrupted, complete = False, True
    with workers_of(how.workers or processors(), how.cluster) as workers, showing() as progress:
        try:
            complete = gathering.run(workers, progress, None if how.precision is None else Precision(how.precision))
        except KeyboardInterrupt:
            interrupted = True
    if gathering.table.num_rows:
        for line in told(list(summaries(Results(gathering.table))), gathering.job):
            print(line)
    count = f"{gathering.table.num_rows:,} runs"
    if interrupted:
        print(f"Interrupted; {output} holds {count}, and --resume goes on.")
        return INTERRUPTED
    print(f"{output}: {count}" + ("" if complete else ", precise enough"))
    return 0


def processors() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def showing() -> Iterator[Progress | None]:
    """A bar on standard error, gone in the end; None off a terminal."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "") in ("dumb", ""):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("runs", total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report
