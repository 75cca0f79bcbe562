"""Times and durations in words."""

from __future__ import annotations

from dreamwright.voices.words import listed

MINUTES_A_DAY = 24 * 60


def clock_time(minute: int, start_minute: int = 0) -> str:
    """ "Day 2, 20:00": `minute` is counted from the start of the story, `start_minute` is the start's own time of
    day in minutes after midnight; the first day, however short, is Day 1."""
    day, time = divmod(start_minute + minute, MINUTES_A_DAY)
    hour, rest = divmod(time, 60)
    return f"Day {day + 1}, {hour:02}:{rest:02}"


def duration(minutes: int) -> str:
    """ "an hour and ten minutes", "two days", "no time"."""
    days, rest = divmod(minutes, MINUTES_A_DAY)
    hours, rest = divmod(rest, 60)
    parts = [
        _amount(count, singular, article)
        for count, singular, article in ((days, "day", "a"), (hours, "hour", "an"), (rest, "minute", "a"))
        if count
    ]
    return listed(parts) if parts else "no time"


def _amount(count: int, unit: str, article: str) -> str:
    return f"{article} {unit}" if count == 1 else f"{count_word(count)} {unit}s"


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def count_word(count: int) -> str:
    """A whole number in words up to twelve, in figures beyond."""
    return _WORDS[count] if 0 <= count < len(_WORDS) else str(count)
