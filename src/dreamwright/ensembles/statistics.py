"""Estimates with their intervals, 95 % each, from scipy: nothing is reckoned here that a library reckons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import Any
from warnings import catch_warnings

from dreamwright.ensembles.extras import needed

LEVEL = 0.95
RESAMPLES = 2_000
EXTRA = "ensemble"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and between which bounds it is, as far as the runs say."""

    value: float
    low: float
    high: float

    @property
    def half(self) -> float:
        """How far it is to the further bound."""
        return max(self.high - self.value, self.value - self.low)


@dataclass(frozen=True, slots=True)
class Survival:
    """How long it takes until something happens, of runs in some of which it did not (Kaplan and Meier 1958)."""

    times: tuple[float, ...]
    """From 0; at each of the others something happened in some run."""
    surviving: tuple[float, ...]
    """In what share of runs it has not happened by then."""
    low: tuple[float, ...]
    high: tuple[float, ...]
    median: Estimate
    """When it has happened in half of the runs; infinite where it is not known to."""
    happened: int
    total: int


def _stats() -> Any:
    return needed("scipy.stats", EXTRA)


def share(hits: int, total: int) -> Estimate:
    """A share with Wilson's interval. There must be a run."""
    interval = _stats().binomtest(hits, total).proportion_ci(LEVEL, method="wilson")
    return Estimate(hits / total, float(interval.low), float(interval.high))


def mean(values: Sequence[float]) -> Estimate:
    """A mean with Student's interval; of a single value, nobody knows."""
    value = sum(values) / len(values)
    if len(values) < 2:
        return Estimate(value, -inf, inf)
    if len(set(values)) == 1:
        return Estimate(value, value, value)
    error = _stats().sem(values)
    low, high = _stats().t.interval(LEVEL, len(values) - 1, loc=value, scale=error)
    return Estimate(value, float(low), float(high))


def median(values: Sequence[float]) -> Estimate:
    """A median with a bootstrapped interval."""
    numpy = needed("numpy", EXTRA)
    value = float(numpy.median(values))
    if len(values) < 2:
        return Estimate(value, -inf, inf)
    if len(set(values)) == 1:
        return Estimate(value, value, value)
    return _bootstrapped(value, (values,), numpy.median)


def median_change(before: Sequence[float], after: Sequence[float]) -> Estimate:
    """By how much the median of pairs changes, with an interval as of medians: pairs are resampled."""
    numpy = needed("numpy", EXTRA)

    def change(first: Any, second: Any, axis: int = -1) -> Any:
        return numpy.median(second, axis=axis) - numpy.median(first, axis=axis)

    value = float(change(before, after))
    if len(before) < 2:
        return Estimate(value, -inf, inf)
    return _bootstrapped(value, (before, after), change)


def _bootstrapped(value: float, samples: tuple[Sequence[float], ...], statistic: Any) -> Estimate:
    """An estimate with the percentiles of resamples drawn with a fixed seed; of two samples, in pairs."""
    numpy = needed("numpy", EXTRA)
    found = _stats().bootstrap(
        samples,
        statistic,
        paired=len(samples) > 1,
        n_resamples=RESAMPLES,
        confidence_level=LEVEL,
        method="percentile",
        rng=numpy.random.default_rng(0),
    )
    return Estimate(value, float(found.confidence_interval.low), float(found.confidence_interval.high))


def survival(times: Sequence[float | None], watched: Sequence[float]) -> Survival:
    """What first-passage times come to, where None is a run that was watched so long without its happening."""
    numpy = needed("numpy", EXTRA)
    stats = _stats()
    seen = [t for t in times if t is not None]
    censored = [w for t, w in zip(times, watched, strict=True) if t is None]
    curve = stats.ecdf(stats.CensoredData(uncensored=seen, right=censored)).sf
    with catch_warnings(action="ignore"), numpy.errstate(all="ignore"):
        band = curve.confidence_interval(LEVEL, method="log-log")
    at = [0.0, *(float(q) for q in curve.quantiles)]
    surviving = [1.0, *(float(p) for p in curve.probabilities)]
    # Where everything or nothing has happened the method has no bounds; there the curve itself is all there is.
    low = [1.0, *_filled(band.low.probabilities, surviving[1:], 0.0)]
    high = [1.0, *_filled(band.high.probabilities, surviving[1:], 1.0)]
    middle = Estimate(_half(at, surviving), _half(at, low), _half(at, high))
    return Survival(tuple(at), tuple(surviving), tuple(low), tuple(high), middle, len(seen), len(times))


def _filled(bounds: Sequence[float], surviving: Sequence[float], otherwise: float) -> list[float]:
    def bound(b: float, s: float) -> float:
        if b == b:
            return float(b)
        return s if s in (0.0, 1.0) else otherwise

    return [bound(b, s) for b, s in zip(bounds, surviving, strict=True)]


def _half(times: Sequence[float], surviving: Sequence[float]) -> float:
    return next((t for t, s in zip(times, surviving, strict=True) if s <= 0.5), inf)


def slope(inputs: Sequence[float], outputs: Sequence[float]) -> Estimate:
    """By how much the output changes for each whole step of the input (least squares)."""
    if len(inputs) < 3 or len(set(inputs)) == 1:
        return Estimate(nan, -inf, inf)
    fit = _stats().linregress(inputs, outputs)
    reach = float(_stats().t.ppf((1 + LEVEL) / 2, len(inputs) - 2) * fit.stderr)
    return Estimate(float(fit.slope), float(fit.slope) - reach, float(fit.slope) + reach)


def differ(
    first: Sequence[float | None], second: Sequence[float | None], watched: tuple[Sequence[float], Sequence[float]]
) -> float:
    """How likely first-passage times would differ so much by chance (the log-rank test)."""
    stats = _stats()
    sides = [
        stats.CensoredData(
            uncensored=[t for t in times if t is not None],
            right=[w for t, w in zip(times, seen, strict=True) if t is None],
        )
        for times, seen in zip((first, second), watched, strict=True)
    ]
    return float(stats.logrank(*sides).pvalue)
