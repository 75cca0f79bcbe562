"""When an action without consenting characters happens by itself, as an author writes it."""

from __future__ import annotations

import re

from dreamwright.language.world import Schedule

LONGEST_MINUTES = 525_600
"""The longest duration and interval: a year."""
LAST_DAY = 36_500

UNITS = {"minute": 1, "minutes": 1, "hour": 60, "hours": 60, "day": 1440, "days": 1440}


def read_schedule(words: tuple[str, ...]) -> Schedule | None:
    """The schedule that words say; None if they do not say one.

    `daily at 06:00 and 18:30`, `once on day 3 at 06:00`, `every 90 minutes`, `every hour`.
    """
    match words:
        case ("daily", "at", *times):
            return _daily(times)
        case ("once", "on", "day", day, "at", time):
            minute, number = _clock(time), _whole(day, LAST_DAY)
            if minute is not None and number is not None:
                return Schedule("once", times=(minute,), day=number)
        case ("every", amount, unit) if unit in UNITS:
            number = _whole(amount, LONGEST_MINUTES // UNITS[unit])
            return None if number is None else Schedule("every", minutes=number * UNITS[unit])
        case ("every", unit) if unit in UNITS:
            return Schedule("every", minutes=UNITS[unit])
    return None


def _daily(words: list[str]) -> Schedule | None:
    """Times with `and` between them, which may be left out."""
    times = [_clock(word) for word in words if word != "and"]
    found = [time for time in times if time is not None]
    if not found or len(found) < len(times):
        return None
    return Schedule("daily", times=tuple(sorted(set(found))))


def _clock(word: str) -> int | None:
    """Minutes after midnight of `20:00`."""
    found = re.fullmatch(r"([0-9]{1,2}):([0-9]{2})", word)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return int(found[1]) * 60 + int(found[2])


def _whole(word: str, most: int) -> int | None:
    if not re.fullmatch(r"[0-9]{1,9}", word):
        return None
    return int(word) if 1 <= int(word) <= most else None
