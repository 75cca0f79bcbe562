"""All benchmarks, one after the other: `make bench`, or `make bench ARGS="--json now.json"`."""

from __future__ import annotations

from collections.abc import Iterator

import check_800
import chronicle
import lucidity
import parse
import startup
import transitions
import turn
from harness import Measurement, main

BENCHMARKS = (startup, parse, check_800, transitions, turn, chronicle, lucidity)


def measurements() -> Iterator[Measurement]:
    for benchmark in BENCHMARKS:
        yield from benchmark.measurements()


if __name__ == "__main__":
    main(measurements(), __doc__)
