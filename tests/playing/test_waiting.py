"""What can be said after `wait`."""

from __future__ import annotations

from datetime import datetime

import pytest

from dreamwright.playing.waiting import DEFAULT, LONGEST, Wait, read_wait

NOW = datetime(2031, 11, 2, 18, 30)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("", Wait(DEFAULT, "event")),
        ("20", Wait(20, "time")),
        ("5 minutes", Wait(5, "time")),
        ("for 5 min", Wait(5, "time")),
        ("an hour", Wait(60, "time")),
        ("half an hour", Wait(30, "time")),
        ("two hours", Wait(120, "time")),
        ("1 day", Wait(LONGEST, "time")),
        ("until 20:00", Wait(90, "time")),
        ("until 18.00", Wait(LONGEST - 30, "time")),
        ("till 8pm", Wait(90, "time")),
        ("until 7 o'clock", Wait(750, "time")),
        ("until midnight", Wait(330, "time", "midnight")),
        ("until the morning", Wait(750, "time", "morning")),
        ("until Morning", Wait(750, "time", "morning")),
        ("until something happens", Wait(LONGEST, "event")),
        ("until someone comes", Wait(LONGEST, "company")),
        ("for somebody", Wait(LONGEST, "company")),
        ("forever", None),
        ("until", None),
        ("until 25:00", None),
        ("until 13pm", None),
        ("until 20:75", None),
        ("0", None),
        ("99999999999999999999 hours", None),
        ("fish minutes", None),
    ],
)
def test_waits(said: str, expected: Wait | None) -> None:
    """Times of day are the next to come; a wait for something ends within a day."""
    assert read_wait(said, NOW) == expected
