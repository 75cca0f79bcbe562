"""Runs on a cluster: Dask.distributed hands batches to its workers, and hands them out again when a worker dies.

A batch is a pure function of the job and its seeds: the job carries the texts of the world, so workers need nothing but
Dreamwright. `local` starts a cluster of processes on this machine that listens on loopback alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dreamwright.ensembles.batches import Batch, Batches, timed
from dreamwright.ensembles.extras import needed
from dreamwright.ensembles.job import Job, Run
from dreamwright.ensembles.play import Row
from dreamwright.errors import DreamwrightError

EXTRA = "cluster"
LOOPBACK = "127.0.0.1"
PATIENCE = 20
"""Seconds in which a scheduler has to answer."""


class Cluster:
    """Workers elsewhere, or several here: `address` is a scheduler's, or `local`."""

    def __init__(self, address: str, count: int) -> None:
        """`count` is how many workers a local cluster has. Raises DreamwrightError (ensemble-workers)."""
        distributed = needed("distributed", EXTRA)
        self._distributed = distributed
        self._local: Any = None
        if address == "local":
            self._local = distributed.LocalCluster(
                n_workers=count,
                threads_per_worker=1,
                host=LOOPBACK,
                dashboard_address=f"{LOOPBACK}:0",
                worker_dashboard_address=f"{LOOPBACK}:0",
            )
        try:
            self._client = distributed.Client(self._local or address, timeout=PATIENCE)
        except (OSError, TimeoutError, ValueError) as error:
            raise DreamwrightError.of("ensemble-workers", f"there is no cluster at '{address}': {error}") from error

    def rows(self, job: Job, runs: Sequence[Run]) -> Iterator[list[Row]]:
        """As all workers do. Raises DreamwrightError (ensemble-workers) when a batch has died with several workers."""
        count = max(1, sum(self._client.nthreads().values()))
        batches = Batches(runs, count)
        running: dict[Any, Batch] = {}
        done = self._distributed.as_completed()
        while True:
            while len(running) < 2 * count and (batch := batches.next()) is not None:
                future = self._client.submit(timed, job, batch, pure=False)
                running[future] = batch
                done.add(future)
            if not running:
                return
            future = next(done)
            try:
                rows, seconds = future.result()
            except (self._distributed.KilledWorker, self._distributed.FutureCancelledError) as error:
                raise DreamwrightError.of("ensemble-workers", f"the workers keep dying: {error}") from error
            batches.took(running.pop(future), seconds)
            yield rows

    def close(self) -> None:
        """Leave the cluster; what is not done yet is cancelled."""
        self._client.close()
        if self._local is not None:
            self._local.close()
