"""What the rows of an ensemble come to: for each measure, under each combination, an estimate; for each factor, what it
does.

The effect of a factor is reckoned in pairs: the same seed with one value and with another, all else equal. What is
independent are seeds, so first the differences of one seed are averaged over the other factors, then the seeds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

from dreamwright.ensembles.extras import needed
from dreamwright.ensembles.factors import Factor
from dreamwright.ensembles.job import Job, Measure
from dreamwright.ensembles.statistics import (
    EXTRA,
    Estimate,
    Survival,
    mean,
    median,
    median_change,
    share,
    slope,
    survival,
)
from dreamwright.ensembles.table import job_of
from dreamwright.errors import DreamwrightError
from dreamwright.story import DAY

Scale = Literal["share", "number", "days", "time", "name"]
"""share: of runs in which it is so. number, days: a mean. time: when something first happens, in days. name: of an
entity, how often which."""

Group = tuple[Any, ...]
"""A value for each listed factor."""


@dataclass(frozen=True)
class Part:
    """A measure under one combination."""

    group: Group
    count: int
    estimate: Estimate | None
    """Of the share, or the mean; None if it could not be read in any run. Of a time: the share in which it happened."""
    median: Estimate | None = None
    survival: Survival | None = None
    shares: dict[str, Estimate] = field(default_factory=dict)
    values: tuple[float, ...] = ()
    """What was measured, in the order of the runs."""


@dataclass(frozen=True)
class Effect:
    """What a value of a factor does to a measure: a number against the one before it, anything else against the first;
    of a drawn factor, for a step of 1."""

    target: str
    value: Any
    against: Any
    difference: Estimate
    seeds: int
    median: Estimate | None = None
    """The change of the median, of a number where nothing else was varied."""


@dataclass(frozen=True)
class Summary:
    """What a measure came to."""

    measure: Measure
    scale: Scale
    parts: tuple[Part, ...]
    effects: tuple[Effect, ...]
    horizon: float = 0.0
    """For a time: up to which day it counts in effects; who has not seen it by then counts with that."""


class Results:
    """The rows of an ensemble, to be asked in SQL."""

    def __init__(self, table: Any) -> None:
        if not table.num_rows:
            raise DreamwrightError.of("ensemble-none", "there are no runs in these results")
        self.job: Job = job_of(table)
        self.listed = [f for f in self.job.factors if f.drawn is None]
        self.drawn = [f for f in self.job.factors if f.drawn is not None]
        self.table = table
        self._database = needed("duckdb", EXTRA).connect()
        self._database.register("runs", table)

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of a query about the table `runs`."""
        return list(self._database.sql(query).fetchall())

    def beside(self, other: Results) -> None:
        """Have the rows of others too, as the table `others`."""
        self._database.register("others", other.table)

    def groups(self, columns: Sequence[str]) -> list[tuple[Group, tuple[list[Any], ...]]]:
        """For each combination of listed factors the values of some columns, in the order of the runs."""
        factors = [quoted(f.target) for f in self.listed]
        lists = [f"list({quoted(c)} order by run)" for c in columns]
        by = f"group by {', '.join(factors)}" if factors else ""
        rows = self.ask(f"select {', '.join([*factors, *lists])} from runs {by} order by min(run)")
        return [(row[: len(factors)], row[len(factors) :]) for row in rows]

    def kind(self, column: str) -> str:
        """The type of a column."""
        return str(self.table.schema.field(column).type)


def quoted(name: str) -> str:
    """A column's name in SQL."""
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def group_name(factors: Sequence[Factor], group: Group) -> str:
    """A combination in words; empty if nothing was varied."""
    return ", ".join(f"{f.target} = {shown(v)}" for f, v in zip(factors, group, strict=True))


def shown(value: Any) -> str:
    """A value in short."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def measures_of(job: Job) -> list[Measure]:
    """What was measured, and of dreams what always is."""
    dreams = [Measure("peak", "end", "the greatest suspicion")] if job.is_stage else []
    return [*job.measures, *dreams]


def summaries(results: Results) -> Iterator[Summary]:
    """What each measure came to."""
    for measure in measures_of(results.job):
        yield summary(results, measure)


def summary(results: Results, measure: Measure) -> Summary:
    """What a measure came to."""
    scale = scale_of(results, measure)
    horizon = _horizon(results, measure) if scale == "time" else 0.0
    parts = [_part(scale, group, *columns) for group, columns in results.groups([measure.name, "minutes"])]
    effects = [] if scale == "name" else list(_effects(results, measure, scale, horizon))
    return Summary(measure, scale, tuple(parts), tuple(effects), horizon / DAY)


def scale_of(results: Results, measure: Measure) -> Scale:
    """How a measure is to be read."""
    if measure.way in ("while", "first"):
        return "days" if measure.way == "while" else "time"
    return {"bool": "share", "string": "name"}.get(results.kind(measure.name), "number")  # type: ignore[return-value]


def _part(scale: Scale, group: Group, values: list[Any], minutes: list[int]) -> Part:
    count = len(values)
    if scale == "time":
        times = tuple(None if v is None else v / DAY for v in values)
        lived = survival(times, [m / DAY for m in minutes])
        return Part(group, count, share(lived.happened, count), lived.median, lived)
    known = [v for v in values if v is not None]
    if not known:
        return Part(group, count, None)
    if scale == "name":
        return Part(group, count, None, shares={n: share(known.count(n), len(known)) for n in sorted(set(known))})
    if scale == "share":
        return Part(group, len(known), share(sum(known), len(known)))
    numbers = [v / DAY for v in known] if scale == "days" else known
    return Part(group, len(known), mean(numbers), median(numbers), values=tuple(numbers))


# ------------------------------------------------------------------------------------------------ effects
def _horizon(results: Results, measure: Measure) -> float:
    """Up to which minute every run was watched, or had seen it: until then a time is known in all of them."""
    name = quoted(measure.name)
    (found,) = results.ask(f"select min(minutes) filter (where {name} is null), max(minutes) from runs")
    return float(found[0] if found[0] is not None else found[1])


def outcome(scale: Scale, name: str, horizon: float) -> str:
    """A measure as a number, in SQL."""
    match scale:
        case "time":
            return f"least(coalesce({quoted(name)}, {horizon}), {horizon}) / {float(DAY)}"
        case "days":
            return f"{quoted(name)} / {float(DAY)}"
    return f"{quoted(name)}::double"


def _effects(results: Results, measure: Measure, scale: Scale, horizon: float) -> Iterator[Effect]:
    value = outcome(scale, measure.name, horizon)
    for factor in results.listed:
        name = quoted(factor.target)
        others = "".join(f", {quoted(f.target)}" for f in results.listed if f is not factor)
        order = [v for (v,) in results.ask(f"select {name} from runs group by {name} order by min(run)")]
        known = f"with known as (select seed, {name} as factor, {value} as y{others} from runs)"
        for before, after in pairwise(order) if factor.is_numeric else ((order[0], other) for other in order[1:]):
            pairs = results.ask(
                f"{known} select avg(a.y), avg(b.y), avg(b.y - a.y) from known a join known b using (seed{others}) "
                f"where a.factor = {_literal(before)} and b.factor = {_literal(after)} "
                "and a.y is not null and b.y is not null group by seed order by seed"
            )
            if pairs:
                one, other, difference = zip(*pairs, strict=True)
                has_median = scale in ("number", "days") and not others
                change = median_change(one, other) if has_median else None
                yield Effect(factor.target, after, before, mean(difference), len(pairs), change)
    for factor in results.drawn:
        pairs = results.ask(f"select {quoted(factor.target)}, {value} from runs where {value} is not null order by run")
        if pairs:
            change = slope([x for x, _ in pairs], [y for _, y in pairs])
            yield Effect(factor.target, "each step of 1", None, change, len(pairs))


def _literal(value: Any) -> str:
    return repr(float(value)) if isinstance(value, float | int) else "'" + str(value).replace("'", "''") + "'"
