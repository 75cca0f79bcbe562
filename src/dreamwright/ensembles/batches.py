"""Runs in batches: small enough to be told of soon and lost without grief, large enough to be worth sending."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

from dreamwright.ensembles.job import Job, Run
from dreamwright.ensembles.play import Row, play_batch

SECONDS = 1.0
"""Of processor time that a batch should take."""

LARGEST = 200

Batch = tuple[Run, ...]


def timed(job: Job, batch: Batch) -> tuple[list[Row], float]:
    """The rows of a batch, and the seconds of processor time it took: what workers do."""
    began = process_time()
    rows = play_batch(job, batch)
    return rows, process_time() - began


class Batches:
    """Cuts batches off a list of runs, each of about the same length in time. How it cuts changes no row."""

    def __init__(self, runs: Sequence[Run], workers: int) -> None:
        # Those of one combination together: what a process has thought through serves them all.
        self._runs = sorted(runs, key=lambda run: (run.combination, run.number))
        self._most = max(1, min(LARGEST, len(runs) // (4 * workers)))
        self._size = 1
        self._again: list[Batch] = []

    def next(self) -> Batch | None:
        """The next batch; None: there are no more."""
        if self._again:
            return self._again.pop()
        batch, self._runs = tuple(self._runs[: self._size]), self._runs[self._size :]
        return batch or None

    def took(self, batch: Batch, seconds: float) -> None:
        """Learn from what a batch took; the size at most doubles."""
        fitting = round(len(batch) * SECONDS / max(seconds, 1e-3))
        self._size = max(1, min(fitting, 2 * self._size, self._most))

    def again(self, batch: Batch) -> None:
        """Give out a batch once more: whoever had it is gone."""
        self._again.append(batch)
