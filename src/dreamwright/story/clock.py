"""Story time: whole minutes since the world's start, and what they are on the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from dreamwright.language.world import Schedule

DAY = 24 * 60
"""Minutes in a day."""


@dataclass(frozen=True)
class Clock:
    """Translates minutes of a story that begins at `start`. Day 1 is the calendar day of the start."""

    start: datetime

    @cached_property
    def last(self) -> int:
        """The last minute the calendar has room for (31 December 9999); nothing happens after it."""
        return (datetime.max - self.start) // timedelta(minutes=1)

    def time(self, minute: int) -> datetime:
        """The date and time at a minute of the story."""
        return self.start + timedelta(minutes=minute)

    def day(self, minute: int) -> int:
        """The number of the day on which a minute lies; the first is 1."""
        return (self.time(minute).date() - self.start.date()).days + 1

    def minute(self, day: int, time: int) -> int:
        """The minute of the story at a day's time (in minutes after midnight); negative before the start."""
        midnight = datetime.combine(self.start.date(), datetime.min.time())
        return (day - 1) * DAY + time - (self.start - midnight) // timedelta(minutes=1)

    def next(self, schedule: Schedule, after: int) -> int | None:
        """The first minute later than `after` (-1: from the start on) that a schedule names, or None."""
        match schedule.kind:
            case "every":
                found = (after // schedule.minutes + 1) * schedule.minutes
                return max(found, schedule.minutes)
            case "once":
                found = self.minute(schedule.day, schedule.times[0])
                return found if found > after else None
            case "daily":
                today = self.day(after) if after >= 0 else 1
                times = (self.minute(day, time) for day in (today, today + 1) for time in schedule.times)
                return min(found for found in times if found > after)
