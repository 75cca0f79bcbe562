"""What a director is good for, and what its ceiling is: seeded dreams that nobody plays, three ways.

Each stage is run with its director, with the same one without a ceiling, and with none. For every run: whether
suspicion stayed at or below the ceiling throughout, whether the subject turned lucid, and how far the aims were
reached: the share of their weight that held at any time (of an aim that is a number, how far it came of the way to 1).
Shares come with Wilson's 95 % intervals, means with 1.96 standard errors; the same seeds are used for all three ways.

    python benchmarks/directors.py                            both bundled stages, 100 seeds
    python benchmarks/directors.py nightfall --runs 20        one stage, fewer seeds
    python benchmarks/directors.py my.stage --hours 12        another stage, for longer
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache

from dreamwright.cli.worlds import locate
from dreamwright.dream import Dream, Level, Moved, Stage, load_stage

WAYS = ("none", "ceiling", "no ceiling")
HOURS = {"nightfall": 6.0, "blackout": 24.0}
USUAL_HOURS = 12.0


@dataclass(frozen=True)
class Run:
    """What one dream came to."""

    peak: float
    """The greatest suspicion at any time."""
    lucid: bool
    reached: float
    """The share of the aims that was reached, by weight."""
    events: int
    seconds: float
    """Of processor time."""


@cache
def staged(path: str, way: str) -> Stage:
    """A stage as one of the ways has it."""
    stage = load_stage(locate(path, stages=True))
    match way:
        case "none":
            return replace(stage, director=replace(stage.director, means=()))
        case "no ceiling":
            return replace(stage, director=replace(stage.director, ceiling=None))
    return stage


def run(path: str, way: str, seed: int, hours: float) -> Run:
    """One dream, until its subject has lived through so many hours, or it is over."""
    stage = staged(path, way)
    began = time.process_time()
    dream = Dream(stage, seed)
    weights = [abs(aim.weight) for aim in stage.director.aims]
    best = [0.0] * len(weights)
    peak, lucid = 0.0, False
    minutes = round(hours * 60)
    while dream.lived < minutes:
        event = dream.advance(dream.top.story.minute + minutes - dream.lived)
        if event is None:
            break
        # Whoever sees through a layer has left it by now, and suspects nothing yet where they are.
        seen = event.left if isinstance(event, Moved) and event.left is not None else dream.top
        suspicion = seen.witness(dream.settings).suspicion(seen.story.minute)
        peak, lucid = max(peak, suspicion), lucid or suspicion >= stage.thresholds.lucid
        for level in dream.visited[-1:] if not dream.levels else dream.levels:
            _look(stage, level, best)
    reached = sum(w * b for w, b in zip(weights, best, strict=True)) / (sum(weights) or 1.0)
    return Run(peak, lucid, reached, len(dream.events), time.process_time() - began)


def _look(stage: Stage, level: Level, best: list[float]) -> None:
    for i, aim in enumerate(stage.director.aims):
        if aim.layer == level.layer.name:
            best[i] = max(best[i], aim.share(level.engine, level.story.node))


def runs(path: str, way: str, count: int, hours: float, workers: int) -> list[Run]:
    """Many dreams, by seed."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(run, [path] * count, [way] * count, range(count), [hours] * count))


def wilson(hits: int, total: int) -> tuple[float, float]:
    """A 95 % interval for a share (Wilson 1927)."""
    z, p = 1.96, hits / total
    middle = (p + z * z / (2 * total)) / (1 + z * z / total)
    half = z * math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / (1 + z * z / total)
    return middle - half, middle + half


def table(path: str, count: int, hours: float, workers: int) -> Iterator[str]:
    """The lines of one stage's table."""
    ceiling = staged(path, "ceiling").director.ceiling
    assert ceiling is not None, "a stage to be measured has a ceiling"
    yield f"{path}: {count} dreams of {hours:g} hours each way, ceiling {ceiling:g}"
    yield f"{'director':<12} {'below ceiling':>24} {'lucid':>24} {'aims reached':>16} {'events':>7} {'CPU s':>6}"
    for way in WAYS:
        found = runs(path, way, count, hours, workers)
        below = sum(r.peak <= ceiling for r in found)
        lucid = sum(r.lucid for r in found)
        aims = [r.reached for r in found]
        error = 1.96 * statistics.stdev(aims) / math.sqrt(count) if count > 1 else math.nan
        yield (
            f"{way:<12} {_share(below, count):>24} {_share(lucid, count):>24} "
            f"{statistics.mean(aims):>8.2f} ± {error:.2f} {statistics.mean(r.events for r in found):>7.0f} "
            f"{statistics.mean(r.seconds for r in found):>6.1f}"
        )


def _share(hits: int, total: int) -> str:
    low, high = wilson(hits, total)
    return f"{hits}/{total} [{low:.2f}, {high:.2f}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stages", nargs="*", default=["blackout", "nightfall"])
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--hours", type=float)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    for path in given.stages:
        hours = given.hours or HOURS.get(path, USUAL_HOURS)
        for line in table(path, given.runs, hours, given.workers):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
