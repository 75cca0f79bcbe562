"""Many runs: from a job to a table, whoever runs them, also when it is interrupted and taken up again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from dreamwright.ensembles import table
from dreamwright.ensembles.factors import Factor, read_factor
from dreamwright.ensembles.job import Job, Run, check_names, read_measures
from dreamwright.ensembles.journal import Journal
from dreamwright.ensembles.play import Row, check, open_source
from dreamwright.ensembles.precision import Precision, rounds
from dreamwright.ensembles.workers import Alone, Processes, Workers
from dreamwright.errors import DreamwrightError
from dreamwright.language.files import STANDARD
from dreamwright.story import DAY

Progress = Callable[[int, int], None]
"""Told how many runs are done, and of how many."""

Written = Iterable[str] | Mapping[str, str]
"""Measures: `NAME=EXPRESSION` each, or by name."""


def job_of(
    path: str | Path,
    runs: int,
    days: float,
    *,
    seed: int = 0,
    vary: Iterable[str] = (),
    measures: Written = (),
    whiles: Written = (),
    first: Written = (),
    patterns: Iterable[str] = (),
    every: int | None = None,
    until: str | None = None,
) -> Job:
    """The job that is asked for. Raises WorldError, StageError or DreamwrightError for what is wrong with it."""
    source = open_source(Path(path))
    factors: tuple[Factor, ...] = tuple(read_factor(text) for text in vary)
    asked = (
        *read_measures("end", measures),
        *read_measures("while", whiles),
        *read_measures("first", first),
        *read_measures("count", patterns),
    )
    check_names(factors, asked, is_stage=source.main.endswith(".stage"))
    files = tuple(source.files.items())
    return Job(source.title, files, runs, seed, factors, asked, round(days * DAY), every, until)


class Gathering:
    """An ensemble that is being run. `table` is what there is of it, at any time."""

    def __init__(self, job: Job, output: Path | None = None, *, resume: bool = False) -> None:
        """With `output` rows are kept there as they come in; with `resume` what is there already is not run again.

        Raises DreamwrightError (ensemble-different) if that is of other runs, (ensemble-there) if something is there
        and this is not to resume it, and whatever `check` raises.
        """
        self.job = job
        self._kinds = check(job)
        self._output = output
        self._journal = None if output is None else Journal(output, job)
        self._rows: dict[int, Row] = {}
        if output is not None:
            self._take_up(output, resume)

    def _take_up(self, output: Path, resume: bool) -> None:
        assert self._journal is not None
        if output.is_dir():
            raise DreamwrightError.of("file-unwritable", f"cannot write '{output}': it is a folder")
        if not resume and (output.exists() or self._journal.path.exists()):
            hint = "--resume goes on with it; or remove it, or give another name"
            raise DreamwrightError.of("ensemble-there", f"'{output}' is there already", hint=hint)
        rows = self._journal.kept()
        if output.exists():
            before, kept = table.read(output)
            if before.hash != self.job.hash:
                raise DreamwrightError.of("ensemble-different", f"'{output}' is of other runs than these")
            rows += kept.to_pylist()
        self._rows = {row["run"]: row for row in rows}

    def run(self, workers: Workers, progress: Progress | None = None, precision: Precision | None = None) -> bool:
        """Run what is not done yet; False if it ended early because every estimate was precise enough.

        The results are written in the end, also when this is interrupted (KeyboardInterrupt goes on to the caller).
        Whether it is precise enough is asked after certain numbers of seeds, so that it does not hang on who is quick.
        Raises DreamwrightError (ensemble-extra) before anything is run.
        """
        table.require()
        if self._journal is not None:
            self._journal.begin(self._rows.values())
        wanted = self.job.seeds
        try:
            for stop in rounds(self.job.seeds, precision is not None):
                self._run(workers, self.job.runs(0, stop), progress)
                if precision is not None and precision.reached(self._table(stop)):
                    wanted = stop
                    break
        finally:
            self._write(wanted)
        return wanted == self.job.seeds

    def _run(self, workers: Workers, runs: Sequence[Run], progress: Progress | None) -> None:
        missing = [run for run in runs if run.number not in self._rows]
        total = self.job.seeds * len(self.job.combinations)
        for rows in workers.rows(self.job, missing):
            self._rows.update((row["run"], row) for row in rows)
            if self._journal is not None:
                self._journal.add(rows)
            if progress is not None:
                progress(len(self._rows), total)

    def _table(self, seeds: int) -> Any:
        last = seeds * len(self.job.combinations)
        return table.to_arrow(self.job, self._kinds, [row for row in self._rows.values() if row["run"] < last])

    def _write(self, seeds: int) -> None:
        self.table = self._table(seeds)
        if self._output is not None and self._journal is not None:
            table.write(self.table, self._output)
            self._journal.close(done=True)


@contextmanager
def workers_of(count: int, cluster: str | None) -> Iterator[Workers]:
    """Whoever runs the runs: this process, several, or a cluster; closed in the end."""
    workers: Workers
    if cluster is not None:
        from dreamwright.ensembles.cluster import Cluster

        workers = Cluster(cluster, count)
    else:
        workers = Processes(count) if count > 1 else Alone()
    try:
        yield workers
    finally:
        workers.close()


def ensemble(
    world: str | Path,
    *,
    runs: int,
    days: float,
    workers: int = 1,
    cluster: str | None = None,
    precision: float | None = None,
    output: str | Path | None = None,
    resume: bool = False,
    progress: Progress | None = None,
    **asked: Any,
) -> Any:
    """Run a world or stage many times and give an Arrow table with a row for each run.

    `world` is a file, or the name of a bundled one. `runs` seeds, each under every combination of what is varied, go
    on for so many `days` of the story. The rest is as on the command line: `seed`, `vary`, `measures`, `whiles`,
    `first`, `patterns`, `every` (minutes), `until`. With more than one of `workers` these are processes of their own,
    so that a script needs its `if __name__ == "__main__":`.
    """
    job = job_of(_located(world), runs, days, **asked)
    gathering = Gathering(job, None if output is None else Path(output), resume=resume)
    with workers_of(workers, cluster) as found:
        gathering.run(found, progress, None if precision is None else Precision(precision))
    return gathering.table


def _located(world: str | Path) -> Path:
    """A file, or what is bundled under a name: a stage, or else a world."""
    bundled = [STANDARD.parent / f"{world}{ending}" for ending in (".stage", ".world", "")]
    return next((path for path in (Path(world), *bundled) if path.is_file()), Path(world))
