"""Schedules, rates and choices, counted."""

from collections import Counter
from itertools import pairwise

import pytest

from dreamwright.language.world import Attributes
from dreamwright.planning import Motive
from dreamwright.story.choose import choose
from dreamwright.story.random import Random
from story.stories import names, run, story_of

DAY = 24 * 60


def test_schedules_come_on_time() -> None:
    story = story_of(
        """
        world "Bells" { start: "2031-11-02 18:00"; };
        entity Ada : character;
        action dusk() { schedule: daily at 20:00; };
        action storm() { schedule: once on day 3 at 06:00; };
        action chime() { schedule: every 600 minutes; };
        """
    )
    happenings = run(story, minutes=2 * DAY)
    assert [(h.minute, name) for h, name in zip(happenings, names(story, happenings), strict=True)] == [
        (120, "action dusk()"),
        (600, "action chime()"),
        (1200, "action chime()"),
        (1560, "action dusk()"),
        (1800, "action chime()"),
        (2160, "action storm()"),
        (2400, "action chime()"),
    ]
    assert {h.source for h in happenings} == {"schedule"}


def test_a_rate_is_a_mean_number_a_day() -> None:
    story = story_of("entity Ada : character; action rain() { rate: 4; };")
    happenings = run(story, minutes=500 * DAY, most=10_000)
    assert 1850 < len(happenings) < 2150
    gaps = [later.minute - h.minute for h, later in pairwise(happenings)]
    assert abs(sum(gap > 360 for gap in gaps) / len(gaps) - 0.368) < 0.04  # as for independent arrivals
    assert {h.source for h in happenings} == {"rate"}


def test_an_occasion_draws_evenly_among_what_is_possible() -> None:
    story = story_of(
        """
        type place; entity Hall : place; entity Yard : place; entity Mill : place; entity Ada : character;
        action rain(p : place) { precondition: p != Mill; rate: 24; };
        """
    )
    counts = Counter(names(story, run(story, minutes=40 * DAY, most=2000)))
    assert set(counts) == {"action rain(Hall)", "action rain(Yard)"}
    assert abs(counts["action rain(Hall)"] / counts.total() - 0.5) < 0.06


AUTHOR_ONLY = "entity Ada : character; entity Bo : character; action fog() {}; action ghost(c : character) {};"


def test_a_world_without_schedules_and_rates_still_lives() -> None:
    """Once an hour in the mean; each action of the author's is as likely as the others, however many instances."""
    counts = Counter(names(story := story_of(AUTHOR_ONLY), run(story, minutes=40 * DAY, most=2000)))
    assert 850 < counts.total() < 1070
    assert abs(counts["action fog()"] / counts.total() - 0.5) < 0.06


def test_one_schedule_is_enough_to_keep_the_others_back() -> None:
    story = story_of(AUTHOR_ONLY + "action dusk() { schedule: daily at 20:00; };")
    assert names(story, run(story, minutes=2 * DAY)) == ["action dusk()"] * 2


def motive_of(gain: float, steps: int) -> Motive:
    plan = tuple(range(steps))
    return Motive(character=0, action=0, plan=plan, before=0.0, after=gain)


def shares(motives: list[Motive], whim: float, patience: float = 0.5) -> list[float]:
    random = Random(7)
    temperament = Attributes(whim=whim, patience=patience)
    counts = Counter(id(choose(motives, temperament, random)) for _ in range(4000))
    return [counts[id(motive)] / 4000 for motive in motives]


def test_without_whim_the_best_is_chosen_and_patience_says_which_that_is() -> None:
    motives = [motive_of(3.0, steps=3), motive_of(1.0, steps=1)]
    assert shares(motives, whim=0.0, patience=0.5) == [0.0, 1.0]
    assert shares(motives, whim=0.0, patience=0.9) == [1.0, 0.0]


def test_equally_good_motives_are_equally_likely() -> None:
    assert shares([motive_of(2.0, 2), motive_of(1.0, 1)], whim=0.0)[0] == pytest.approx(0.5, abs=0.03)


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_whim_follows_the_formula_whatever_the_scale(scale: float) -> None:
    """Temperature 0.25; worths 1 and 0.5: weights 1 and exp(-2)."""
    found = shares([motive_of(scale, 1), motive_of(scale, 2)], whim=0.2)
    assert found[1] == pytest.approx(0.1353 / 1.1353, abs=0.02)


def test_full_whim_takes_any() -> None:
    assert shares([motive_of(100.0, 1), motive_of(0.1, 5)], whim=1.0)[1] == pytest.approx(0.5, abs=0.03)


def test_boundless_gains_and_no_patience() -> None:
    assert shares([motive_of(float("inf"), 1), motive_of(5.0, 1)], whim=0.0) == [1.0, 0.0]
    assert shares([motive_of(5.0, 2), motive_of(9.0, 2)], whim=0.0, patience=0.0) == pytest.approx([0.5, 0.5], abs=0.03)
