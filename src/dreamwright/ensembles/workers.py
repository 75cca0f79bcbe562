"""Who runs the runs on this machine: this process, or several of them."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

from dreamwright.ensembles.batches import Batch, Batches, timed
from dreamwright.ensembles.job import Job, Run
from dreamwright.ensembles.play import Row, play_run
from dreamwright.errors import DreamwrightError

DEATHS = 5
"""Of workers in a row with nothing done in between; then something is wrong with more than one of them."""


class Workers(Protocol):
    """Whoever makes rows of runs, in any order."""

    def rows(self, job: Job, runs: Sequence[Run]) -> Iterator[list[Row]]:
        """The rows of all runs, some at a time. Raises what a run raises."""
        ...

    def close(self) -> None:
        """Let go of what has been started; what is not done yet is dropped."""
        ...


class Alone:
    """This process."""

    def rows(self, job: Job, runs: Sequence[Run]) -> Iterator[list[Row]]:
        for run in sorted(runs, key=lambda run: (run.combination, run.number)):
            yield [play_run(job, run)]

    def close(self) -> None:
        pass


class Processes:
    """Several processes on this machine. Each opens the world from the cache of grounded worlds."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        # Spawned: a fork would take along the threads of whoever calls us.
        return ProcessPoolExecutor(self._count, multiprocessing.get_context("spawn"), initializer=_leave_interrupts)

    def rows(self, job: Job, runs: Sequence[Run]) -> Iterator[list[Row]]:
        """As all workers do. Raises DreamwrightError (ensemble-workers) when processes keep dying."""
        batches = Batches(runs, self._count)
        running: dict[Future[tuple[list[Row], float]], Batch] = {}
        deaths = 0
        while True:
            try:
                self._fill(job, batches, running)
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    rows, seconds = future.result()
                    batches.took(running.pop(future), seconds)
                    deaths = 0
                    yield rows
            except BrokenProcessPool as broken:
                deaths += 1
                if deaths == DEATHS:
                    hint = "is there enough memory? fewer --workers need less"
                    raise DreamwrightError.of("ensemble-workers", "the workers keep dying", hint=hint) from broken
                for batch in running.values():
                    batches.again(batch)
                running.clear()
                self._pool.shutdown(wait=True, cancel_futures=True)
                self._pool = self._new_pool()

    def _fill(self, job: Job, batches: Batches, running: dict[Future[tuple[list[Row], float]], Batch]) -> None:
        """One batch for each process, and one more that waits, so that none stands idle."""
        while len(running) < self._count + 1 and (batch := batches.next()) is not None:
            try:
                running[self._pool.submit(timed, job, batch)] = batch
            except BrokenProcessPool:
                batches.again(batch)
                raise

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _leave_interrupts() -> None:
    """Ctrl-C reaches every process of a terminal; only the first is to do something about it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
