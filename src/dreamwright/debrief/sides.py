"""The story twice: what the subject perceived of it, and beside it what happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from dreamwright.debrief.model import Day, Entry, Scene
from dreamwright.debrief.telling import Teller
from dreamwright.story import Happening

Place = Callable[[int], str | None]
"""Where the subject is in a node of the truth, in words."""


def both_sides(teller: Teller, happenings: Sequence[Happening], place: Place) -> tuple[Day, ...]:
    """The happenings by day, and within a day by where the subject was; waits that follow each other are one."""
    days: list[Day] = []
    entries = [(teller.clock.day(h.minute), place(h.before), e) for h, e in _entries(teller, happenings)]
    for number, of_day in groupby(entries, key=lambda entry: entry[0]):
        scenes = tuple(
            Scene(where, tuple(entry for *_, entry in of_scene))
            for where, of_scene in groupby(of_day, key=lambda entry: entry[1])
        )
        days.append(Day(number, _heading(teller, number), scenes))
    return tuple(days)


def _entries(teller: Teller, happenings: Sequence[Happening]) -> Iterator[tuple[Happening, Entry]]:
    """Every happening as an entry; waits of the subject with nothing between them that they noticed are one."""
    entries = [(happening, _entry(teller, happening)) for happening in happenings]
    waiting = False
    for place, (happening, entry) in enumerate(entries):
        is_wait = happening.kind == "wait" and happening.actor == teller.subject.index
        if is_wait and not waiting:
            yield happening, replace(entry, missed=False, perceived=(_passed(teller, entries[place:]),), happened=())
        elif not is_wait:
            yield happening, entry
        waiting = is_wait or (waiting and entry.missed)


def _passed(teller: Teller, entries: Sequence[tuple[Happening, Entry]]) -> str:
    """That the subject let time pass, or lay there while they were further in."""
    return teller.asleep() if teller.is_away(entries[0][0].index) else teller.waited(_lasted(entries))


def _lasted(entries: Sequence[tuple[Happening, Entry]]) -> int:
    """For how many minutes the subject waits who begins to wait with the first entry: until they notice something."""
    begin = end = entries[0][0].minute
    for happening, entry in entries:
        if happening.kind == "wait":
            end = happening.minute + happening.duration
        elif not entry.missed:
            end = min(end, happening.minute)
            break
    else:
        end = min(end, entries[-1][0].minute) if len(entries) > 1 else end
    return max(1, end - begin)


def _entry(teller: Teller, happening: Happening) -> Entry:
    people = teller.program.world.entities
    seen = teller.percept(happening)
    return Entry(
        number=happening.index,
        at=teller.point(happening.minute),
        time=teller.time(happening.minute),
        perceived=() if seen is None else teller.perceived(seen),
        learned=() if seen is None else teller.learned(seen),
        happened=teller.happened(happening),
        why=teller.why(happening),
        seen_by=tuple(teller.called(people[c]) for c in happening.perceivers if c != happening.actor),
        missed=seen is None,
    )


def _heading(teller: Teller, day: int) -> str:
    date = teller.clock.time(max(0, teller.clock.minute(day, 0)))
    return f"Day {day}, {date:%A} {date.day} {date:%B %Y}"
