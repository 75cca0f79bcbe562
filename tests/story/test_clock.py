"""Story minutes and the calendar."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dreamwright.language.world import Schedule
from dreamwright.story.clock import DAY, Clock

EVENING = Clock(datetime(2031, 11, 2, 18, 0))


def test_the_first_day_is_the_calendar_day_of_the_start() -> None:
    assert [EVENING.day(minute) for minute in (0, 359, 360, 360 + DAY)] == [1, 1, 2, 3]


def test_minutes_and_times_agree() -> None:
    assert EVENING.minute(2, 6 * 60) == 12 * 60
    assert EVENING.time(12 * 60) == datetime(2031, 11, 3, 6, 0)


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (Schedule("daily", times=(20 * 60,)), [120, 120 + DAY, 120 + 2 * DAY]),
        (Schedule("daily", times=(20 * 60, 6 * 60)), [120, 720, 120 + DAY]),
        (Schedule("daily", times=(18 * 60,)), [0, DAY, 2 * DAY]),
        (Schedule("once", day=2, times=(6 * 60,)), [720]),
        (Schedule("once", day=1, times=(18 * 60,)), [0]),
        (Schedule("once", day=1, times=(6 * 60,)), []),
        (Schedule("every", minutes=90), [90, 180, 270]),
    ],
)
def test_when_a_schedule_comes(schedule: Schedule, expected: list[int]) -> None:
    found: list[int] = []
    minute: int | None = -1
    while len(found) < 3 and (minute := EVENING.next(schedule, minute)) is not None:
        found.append(minute)
    assert found == expected


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),
    st.lists(st.integers(0, DAY - 1), min_size=1, max_size=3),
    st.integers(-1, 10 * DAY),
)
def test_a_daily_schedule_misses_nothing(start: datetime, times: list[int], after: int) -> None:
    clock = Clock(start.replace(second=0, microsecond=0))
    found = clock.next(Schedule("daily", times=tuple(times)), after)
    named = [m for m in range(after + 1, after + 1 + 2 * DAY) if _time_of_day(clock, m) in times]
    assert found == named[0]


def _time_of_day(clock: Clock, minute: int) -> int:
    time = clock.time(minute)
    return time.hour * 60 + time.minute


def test_the_calendar_ends() -> None:
    assert EVENING.time(EVENING.last).year == 9999
    with pytest.raises(OverflowError):
        EVENING.time(EVENING.last + 1)
