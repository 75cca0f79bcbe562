"""Estimates: held against what is known otherwise."""

from math import inf, isclose
from random import Random
from statistics import mean as mean_of
from statistics import median as median_of

import pytest

import dreamwright
from dreamwright.ensembles.statistics import mean, median, share, slope, survival
from dreamwright.ensembles.summary import Results, summaries, summary
from ensembles.worlds import laid_out


def test_share():
    """Wilson's interval, as published for 1 of 10."""
    found = share(1, 10)
    assert (round(found.low, 3), round(found.value, 3), round(found.high, 3)) == (0.018, 0.1, 0.404)


def test_mean():
    """Student's interval of five numbers, reckoned by hand."""
    found = mean([1, 2, 3, 4, 5])
    assert found.value == 3
    assert isclose(found.half, 2.7764 * (2.5 / 5) ** 0.5, rel_tol=1e-4)


def test_survival():
    """The Kaplan-Meier curve of a worked example: deaths at 1, 3 and 4, one lost at 2, one alive at 5."""
    found = survival([1, None, 3, 4, None], [9, 2, 9, 9, 5])
    assert found.times == (0, 1, 2, 3, 4, 5)
    assert [round(p, 4) for p in found.surviving] == [1, 0.8, 0.8, 0.5333, 0.2667, 0.2667]
    assert found.median.value == 4
    assert (found.happened, found.total) == (3, 5)


@pytest.mark.parametrize("times", [[None, None, None], [2, 2, 2]])
def test_survival_without_doubt(times):
    """When it never happened there is no median; when it always did at once it is that."""
    found = survival(times, [5, 5, 5])
    assert found.median.value == (2 if times[0] else inf)
    assert all(0 <= low <= high <= 1 for low, high in zip(found.low, found.high, strict=True))


def test_intervals_cover():
    """Nineteen of twenty intervals hold the value from which the numbers were drawn."""
    random = Random(1)
    drawn = [[random.gauss(10, 3) for _ in range(30)] for _ in range(100)]
    assert sum(mean(values).low <= 10 <= mean(values).high for values in drawn) >= 90
    assert sum(median(values).low <= 10 <= median(values).high for values in drawn[:40]) >= 33


def test_slope():
    """A line is found, and its interval around it."""
    found = slope([0, 1, 2, 3], [1, 3.1, 4.9, 7])
    assert found.low < 1.98 < found.high
    assert isclose(found.value, 1.98)


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    table = dreamwright.ensemble(
        laid_out(tmp_path_factory.mktemp("world"))[0], runs=12, days=3, vary=["watch()=0, 3", "steal=on, off"],
        measures={"storms": "storms()", "sunk": "sunk()", "where": "at(Ada)"}, first={"sinks": "sunk()"},
    )  # fmt: skip
    return Results(table)


def test_summaries_are_of_the_rows(results):
    """Each estimate is what the rows of its combination come to."""
    rows = results.table.to_pylist()
    found = {one.measure.name: one for one in summaries(results)}
    assert [one.scale for one in found.values()] == ["number", "share", "name", "time"]
    for number, group in enumerate([(0, "on"), (0, "off"), (3, "on"), (3, "off")]):
        own = [row for row in rows if (row["watch()"], row["steal"]) == group]
        assert found["storms"].parts[number].group == group
        assert isclose(found["storms"].parts[number].estimate.value, sum(row["storms"] for row in own) / 12)
        assert isclose(found["sunk"].parts[number].estimate.value, sum(row["sunk"] for row in own) / 12)
        assert sum(e.value for e in found["where"].parts[number].shares.values()) == pytest.approx(1)


def test_effects_are_of_pairs(results):
    """The effect of a factor is the mean of differences between runs with one seed, all else equal."""
    rows = {(row["seed"], row["watch()"], row["steal"]): row for row in results.table.to_pylist()}
    found = summary(results, results.job.measures[3])
    effect = next(effect for effect in found.effects if effect.target == "watch()")

    def days(seed, watch, steal):
        at = rows[seed, watch, steal]["sinks"]
        return min(found.horizon, found.horizon if at is None else at / 1440)

    differences = [sum(days(s, 3, x) - days(s, 0, x) for x in ("on", "off")) / 2 for s in range(12)]
    assert isclose(effect.difference.value, sum(differences) / 12)
    assert effect.difference.value > 0
    assert effect.seeds == 12


def test_steps_of_a_number(tmp_path):
    """A number is held against the one before it, in pairs, and so is the median; anything else against the first."""
    table = dreamwright.ensemble(
        laid_out(tmp_path)[0], runs=9, days=3, vary=["storm.rate=1, 3, 9"], measures={"storms": "storms()"}
    )
    (found,) = summaries(Results(table))
    counts = {rate: [r["storms"] for r in table.to_pylist() if r["storm.rate"] == rate] for rate in (1, 3, 9)}
    assert [(effect.against, effect.value) for effect in found.effects] == [(1, 3), (3, 9)]
    for effect in found.effects:
        before, after = counts[effect.against], counts[effect.value]
        assert effect.median.value == median_of(after) - median_of(before)
        assert effect.median.low <= effect.median.value <= effect.median.high
        assert isclose(effect.difference.value, mean_of(after) - mean_of(before))
    laws = dreamwright.ensemble(
        laid_out(tmp_path)[0], runs=4, days=3, vary=["at(Ada)=Quay, Tavern"], measures=["coins(Ada)"]
    )
    assert [(e.against, e.value) for e in next(summaries(Results(laws))).effects] == [("Quay", "Tavern")]
