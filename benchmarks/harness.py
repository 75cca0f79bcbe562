"""What all benchmarks share: timing, the table, the JSON file.

A benchmark is a script with a function `measurements()`. It runs alone (`python benchmarks/parse.py`) or with the rest
(`make bench`). Times are wall-clock times of this machine: compare only figures taken on one machine, one after the
other, with `compare.py`.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Measurement:
    """How long something took, several times over.

    `seconds` holds one time for each repetition; in each of them `work` times the thing was done. What was done must
    be the same at every run: two files with different `work` are not compared.
    """

    name: str
    seconds: tuple[float, ...]
    work: int = 1
    thing: str = "run"

    @property
    def median(self) -> float:
        """Seconds for one thing."""
        return statistics.median(self.seconds) / self.work

    @property
    def p95(self) -> float:
        """Seconds for one thing in the repetition that only one in twenty exceeds (the worst of fewer than twenty)."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))] / self.work

    def line(self) -> str:
        rate = f"{1 / self.median:,.0f} {self.thing}s/s" if self.median < 0.05 else ""
        return f"{self.name:<44} {_time(self.median):>10} {_time(self.p95):>10}  {rate}".rstrip()

    def record(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "median": self.median,
            "p95": self.p95,
            "work": self.work,
            "thing": self.thing,
            "seconds": list(self.seconds),
        }


def measure(
    name: str,
    function: Callable[[], object],
    *,
    repeat: int = 5,
    work: int = 1,
    thing: str = "run",
    warm_up: int = 1,
) -> Measurement:
    """Time a function `repeat` times, after `warm_up` calls that do not count."""
    for _ in range(warm_up):
        function()
    return Measurement(name, tuple(timed(function) for _ in range(repeat)), work, thing)


def timed(function: Callable[[], object]) -> float:
    """Seconds of one call."""
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def main(measurements: Iterable[Measurement], description: str) -> None:
    """Print measurements as they come in; with `--json FILE` also keep them."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to this file, for compare.py")
    options = parser.parse_args()
    print(f"{'':<44} {'median':>10} {'p95':>10}")
    done = []
    for measurement in measurements:
        print(measurement.line(), flush=True)
        done.append(measurement.record())
    if options.json is not None:
        machine = {"python": platform.python_version(), "system": platform.platform()}
        options.json.write_text(json.dumps({"machine": machine, "measurements": done}, indent=1) + "\n")


def _time(seconds: float) -> str:
    for unit, factor in (("s", 1.0), ("ms", 1e3)):
        if seconds * factor >= 1:
            return f"{seconds * factor:.3g} {unit}"
    return f"{seconds * 1e6:.3g} us"
