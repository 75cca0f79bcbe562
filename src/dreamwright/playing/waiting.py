"""`wait`: for how long, and for what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from dreamwright.playing.words import fold

Until = Literal["time", "event", "company"]
"""What ends a wait early: nothing but being addressed, anything at all, or somebody's coming."""

DEFAULT = 10
LONGEST = 24 * 60
"""Minutes that a wait for something may last."""

_TIMES = {
    "dawn": time(6),
    "sunrise": time(6),
    "day": time(7),
    "morning": time(7),
    "noon": time(12),
    "midday": time(12),
    "afternoon": time(14),
    "dusk": time(18),
    "sunset": time(18),
    "evening": time(18),
    "night": time(21),
    "nightfall": time(21),
    "midnight": time(0),
    "tomorrow": time(7),
}
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "half": 0.5}
_UNITS = {"m": 1, "h": 60, "d": 24 * 60}
_FOR = re.compile(r"(?:for )?(\d+|\w+)(?: an)? ?(m|min|mins|minutes?|h|hours?|hrs?|d|days?)?")
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?(am|pm)?(?: ?o'?clock)?")


@dataclass(frozen=True, slots=True)
class Wait:
    """At most so many minutes, until something of this kind."""

    minutes: int
    until: Until
    named: str = ""
    """The time of day that was named. In a world that has it as a value, it is there when they see it come."""


def read_wait(words: str, now: datetime) -> Wait | None:
    """What was asked for after `wait`; None if it cannot be understood.

    "" | 20 | 20 minutes | two hours | until 20:00 | until morning | until something happens | until someone comes
    """
    text = " ".join(fold(words).split())
    if not text:
        return Wait(DEFAULT, "event")
    if text.startswith(("until ", "till ", "for some", "for any")):
        return _until(text.partition(" ")[2].removeprefix("the "), now)
    found = _FOR.fullmatch(text)
    if found is None:
        return None
    number = _NUMBERS.get(found[1]) if not found[1].isdigit() else int(found[1][:9])
    unit = _UNITS[(found[2] or "m")[0]]
    minutes = round(number * unit) if number is not None else 0
    return Wait(minutes, "time") if 0 < minutes <= 7 * LONGEST else None


def _until(text: str, now: datetime) -> Wait | None:
    if re.match(r"(something|anything)\b", text):
        return Wait(LONGEST, "event")
    if re.match(r"(someone|somebody|anyone|anybody|company)\b", text):
        return Wait(LONGEST, "company")
    moment = _TIMES.get(text) or _clock(text)
    return None if moment is None else Wait(_minutes_to(moment, now), "time", text if text in _TIMES else "")


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found[3] == "pm" else 0)
    return time(hour % 24, minute) if hour <= 24 and minute < 60 else None


def _minutes_to(moment: time, now: datetime) -> int:
    then = datetime.combine(now.date(), moment)
    if then <= now:
        then += timedelta(days=1)
    return int((then - now).total_seconds() // 60)
