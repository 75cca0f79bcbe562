"""Injects: what is fed into an exercise, when, by which channel, and what is expected to be done about it.

A list of injects is a table with the columns that exercises use. `reading.py` reads it against a world, `written` below
says it again, so that a list that is written and read is the same list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from dreamwright.errors import Diagnostic
from dreamwright.exercise.table import write_table
from dreamwright.story import Clock

COLUMNS = ("time", "event", "channel", "from", "to", "expected action", "objective")
NEEDED = ("time", "event")
ANYTHING = "_"
"""Stands for any argument of an expected action."""

_DEED = re.compile(r"\s*([^\s()]+)\s*\((.*)\)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Deed:
    """An action by name; an argument `_` may be any."""

    action: str
    arguments: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.action}({', '.join(self.arguments)})"

    def fits(self, other: Deed) -> bool:
        """Whether a ground action is one of those meant."""
        if (self.action, len(self.arguments)) != (other.action, len(other.arguments)):
            return False
        pairs = zip(self.arguments, other.arguments, strict=True)
        return all(wanted in (ANYTHING, given) for wanted, given in pairs)


def deed(text: str) -> Deed | None:
    """A deed as it is written, `send(Holt, _, Heights)`; None if it is none."""
    found = _DEED.fullmatch(text)
    if found is None:
        return None
    arguments = [part.strip() for part in found[2].split(",")] if found[2].strip() else []
    return None if not all(arguments) else Deed(found[1], tuple(arguments))


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected to be done after an inject: any of some deeds.

    `within` so many minutes after it was sent (None: until the end). `before`: having done it earlier counts too.
    """

    deeds: tuple[Deed, ...]
    within: int | None = None
    before: bool = False

    def __str__(self) -> str:
        text = " or ".join(map(str, self.deeds))
        text += "" if self.within is None else f" within {self.within}"
        return f"{text} or before" if self.before else text


@dataclass(frozen=True, slots=True)
class Inject:
    """One inject. Its texts are as in the table, without the space around them."""

    minute: int
    """When it is due, in minutes since the world's start."""
    event: str
    """An action of nobody's, by its ground name."""
    channel: str = ""
    sender: str = ""
    receiver: str = ""
    expected: tuple[Expected, ...] = ()
    objective: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Columns that mean nothing here, by name; they are kept."""


@dataclass(frozen=True, slots=True)
class InjectList:
    """A list of injects in the order of the table; an inject's number is its place there, from 1."""

    injects: tuple[Inject, ...] = ()
    warnings: tuple[Diagnostic, ...] = field(default=(), compare=False)


def written(injects: Iterable[Inject], clock: Clock) -> str:
    """A list of injects as a table of comma-separated values."""
    found = tuple(injects)
    others = tuple(dict.fromkeys(name for inject in found for name, _ in inject.others))
    rows = [(*COLUMNS, *others)]
    for inject in found:
        kept = dict(inject.others)
        rows.append((
            time_written(inject.minute, clock),
            inject.event,
            inject.channel,
            inject.sender,
            inject.receiver,
            "; ".join(map(str, inject.expected)),
            inject.objective,
            *(kept.get(name, "") for name in others),
        ))  # fmt: skip
    return write_table(rows)


def time_written(minute: int, clock: Clock) -> str:
    """A minute of the story as a list of injects has it: `day 2 08:30`."""
    return f"day {clock.day(minute)} {clock.time(minute):%H:%M}"
