"""Two ensembles of the same runs: under two editions of a world, say. What changed, by how much, where to read of it.

Runs are paired by seed and by what was varied in both. What has one value in the first ensemble is what is compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dreamwright.chronicle.worlds import WorldSource
from dreamwright.ensembles.job import Job, Measure
from dreamwright.ensembles.statistics import Estimate, mean, share
from dreamwright.ensembles.summary import Results, Scale, measures_of, outcome, quoted, scale_of
from dreamwright.errors import DreamwrightError

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A pair of runs, by number, and a measure in each."""

    first: int
    second: int
    seed: int
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A measure in both, and the mean of the differences of pairs (of names: in what share of pairs they differ)."""

    measure: Measure
    scale: Scale
    before: Estimate | None
    after: Estimate | None
    difference: Estimate
    pairs: int
    examples: tuple[Example, ...]
    """Where it changed most, the greatest change first."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes. `same` counts the pairs in which the very same happened."""

    pairs: int
    same: int
    edited: tuple[str, ...]
    """What is different between the texts of the worlds."""
    changes: tuple[Change, ...]


def compare(first: Results, second: Results) -> Comparison:
    """What changed from one to the other. Raises DreamwrightError (ensemble-none) if they have no runs in common."""
    also = {factor.target for factor in second.listed}
    shared = [factor.target for factor in first.listed if factor.target in also and len(factor.values) > 1]
    keys = ", ".join(["seed", *(quoted(target) for target in shared)])
    first.beside(second)
    ((pairs, same),) = first.ask(
        f"select count(*), count(*) filter (where a.story = b.story) from runs a join others b using ({keys})"
    )
    if not pairs:
        hint = "run both with the same seeds"
        raise DreamwrightError.of("ensemble-none", "the two have no runs in common", hint=hint)
    known = {m.name: m for m in measures_of(second.job)}
    changes = [
        _change(first, second, measure, keys)
        for measure in measures_of(first.job)
        if measure.name in known and scale_of(first, measure) == scale_of(second, known[measure.name])
    ]
    edited = _edited(first.job, second.job)
    return Comparison(pairs, same, edited, tuple(c for c in changes if c is not None))


def _edited(first: Job, second: Job) -> tuple[str, ...]:
    """What is different in the texts; the main file may be called otherwise in a later edition."""
    (main, text), *others = second.files
    if main not in dict(first.files):
        main = first.files[0][0]
    return tuple(first.source.changes(WorldSource(second.title, dict([(main, text), *others]))))


def _change(first: Results, second: Results, measure: Measure, keys: str) -> Change | None:
    scale = scale_of(first, measure)
    horizon = float(min(first.job.minutes, second.job.minutes))
    value = quoted(measure.name) if scale == "name" else outcome(scale, measure.name, horizon)
    rows = first.ask(
        f"with a as (select {keys}, run, {value} as y from runs), b as (select {keys}, run, {value} as y from others) "
        f"select a.run, b.run, seed, a.y, b.y from a join b using ({keys}) "
        "where a.y is not null and b.y is not null order by a.run"
    )
    if not rows:
        return None
    if scale == "name":
        moved = [row for row in rows if row[3] != row[4]]
        examples = tuple(Example(*row) for row in moved[:EXAMPLES])
        return Change(measure, scale, None, None, share(len(moved), len(rows)), len(rows), examples)
    ordered = sorted(rows, key=lambda row: -abs(row[4] - row[3]))
    examples = tuple(Example(*row) for row in ordered[:EXAMPLES] if row[3] != row[4])
    before, after = mean([row[3] for row in rows]), mean([row[4] for row in rows])
    difference = mean([row[4] - row[3] for row in rows])
    return Change(measure, scale, before, after, difference, len(rows), examples)
