"""A long run of broken files: `make fuzz`, or `make fuzz ARGS=--help`.

Each failure is written to `tests/fuzz/failures/` as a world file with the traceback beside it, so that
`dreamwright check` on that file shows it again. Exit code 1 if there was any.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from fuzz.mutate import mutant
from fuzz.ordeal import Failure, ordeal, seeds

FAILURES = Path(__file__).parent / "failures"
BATCH = 250
MEMORY = 3 * 1024**3
"""Bytes of address space for a worker: a grounding that would not fit must be refused long before."""


def run_batch(start: int, *, count: int, seconds: float) -> list[Failure]:
    """The failures among the mutants `start` to `start + count - 1`."""
    healthy = seeds()
    found = [ordeal(mutant(healthy, number), seconds=seconds) for number in range(start, start + count)]
    return [failure for failure in found if failure is not None]


def limit_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def keep(failure: Failure) -> Path:
    """Write the file and its traceback down; the name is made from the content, so repeats fall together."""
    FAILURES.mkdir(exist_ok=True)
    path = FAILURES / f"{hashlib.sha256(failure.data).hexdigest()[:12]}.world"
    path.write_bytes(failure.data)
    path.with_suffix(".txt").write_text(failure.story)
    return path


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, help="how many files (default 100,000)")
    parser.add_argument("--start", type=int, default=0, help="number of the first, to go on or to look elsewhere")
    parser.add_argument("--seconds", type=float, default=10.0, help="processor time allowed for one file")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()

    failures = 0
    began = time.monotonic()
    starts = range(options.start, options.start + options.count, BATCH)
    job = partial(run_batch, count=BATCH, seconds=options.seconds)
    with ProcessPoolExecutor(options.workers, initializer=limit_memory) as pool:
        for done, found in enumerate(pool.map(job, starts), start=1):
            failures += len(found)
            for failure in found:
                print(f"\n{keep(failure)}: {failure.story.strip().splitlines()[-1]}", flush=True)
            print(f"\r{done * BATCH} files, {failures} failures, {time.monotonic() - began:.0f} s", end="", flush=True)
    print()
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
