"""What is due when: an immutable queue, so that keeping or restoring a whole story is keeping one reference.

It holds one entry for each character and each occasion at most, some dozens in all, however long the story: a sorted
tuple is the simplest structure that is copied for nothing. Entries of one minute come in this order: occasions, then
turns, each in the order in which they were put in.
"""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple


class Due(IntEnum):
    """What kind of thing an entry is about. The order is that within one minute."""

    OCCASION = 0
    TURN = 1


class Entry(NamedTuple):
    """`number` says which occasion, or whose turn; `serial` settles what minute and kind leave open."""

    minute: int
    due: Due
    serial: int
    number: int


@dataclass(frozen=True, slots=True)
class Agenda:
    """The entries to come, soonest first. Every method gives a new agenda and leaves this one as it is."""

    entries: tuple[Entry, ...] = ()
    serial: int = 0

    def put(self, due: Due, number: int, minute: int, *, first: bool = False) -> Agenda:
        """Set an entry, in place of the one there may be about the same thing; `first`: before others of its minute."""
        entry = Entry(minute, due, -1 if first else self.serial, number)
        others = self.without(due, number).entries
        place = bisect(others, entry)
        return Agenda((*others[:place], entry, *others[place:]), self.serial + 1)

    def without(self, due: Due, number: int) -> Agenda:
        """Take out the entry about something, if there is one."""
        found = self.find(due, number)
        if found is None:
            return self
        place = self.entries.index(found)
        return Agenda(self.entries[:place] + self.entries[place + 1 :], self.serial)

    def find(self, due: Due, number: int) -> Entry | None:
        """The entry about something."""
        for entry in self.entries:
            if entry.number == number and entry.due is due:
                return entry
        return None

    def pop(self) -> tuple[Entry, Agenda]:
        """The first entry, and the agenda without it. There must be one."""
        return self.entries[0], Agenda(self.entries[1:], self.serial)
