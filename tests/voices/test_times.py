"""Times and durations in words."""

from __future__ import annotations

import pytest

from dreamwright.voices import clock_time, duration


@pytest.mark.parametrize(
    ("minute", "start", "text"),
    [(0, 0, "Day 1, 00:00"), (0, 480, "Day 1, 08:00"), (1440, 1080, "Day 2, 18:00"), (365, 1080, "Day 2, 00:05")],
)
def test_clock_time(minute: int, start: int, text: str) -> None:
    assert clock_time(minute, start) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "no time"),
        (1, "a minute"),
        (10, "ten minutes"),
        (70, "an hour and ten minutes"),
        (45, "45 minutes"),
        (1440, "a day"),
        (2 * 1440 + 120 + 1, "two days, two hours and a minute"),
    ],
)
def test_duration(minutes: int, text: str) -> None:
    assert duration(minutes) == text
