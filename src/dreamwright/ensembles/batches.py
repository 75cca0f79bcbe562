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
    """Cuts batches off a list of runs, each of about the same length in time, and shorter ones at the end, so that all
    workers end together (Polychronopoulos & Kuck 1987, "Guided self-scheduling"). How it cuts changes no row.
    """

    def __init__(self, runs: Sequence[Run], workers: int) -> None:
        # Those of one combination together: what a process has thought through serves them all.
        self._runs = sorted(runs, key=lambda run: (run.combination, run.number))
        self._workers = workers
        self._size = 1
        self._again: list[Batch] = []

    def next(self) -> Batch | None:
        """The next batch; None: there are no more."""
        if self._again:
            return self._again.pop()
        size = max(1, min(self._size, len(self._runs) // (4 * self._workers)))
        batch, self._runs = tuple(self._runs[:size]), self._runs[size:]
        return batch or None

    def took(self, batch: Batch, seconds: float) -> None:
        """Learn from what a batch took; the size at most doubles."""
        fitting = round(len(batch) * SECONDS / max(seconds, 1e-3))
        self._size = max(1, min(fitting, 2 * self._size, LARGEST))

    def again(self, batch: Batch) -> None:
        """Give out a batch once more: whoever had it is gone."""
        self._again.append(batch)
