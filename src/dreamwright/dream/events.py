"""What happens in a dream: something in the story of one of its layers, or a move of the subject between layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from dreamwright.dream.levels import Level
from dreamwright.dream.orders import Ordering, written
from dreamwright.story import Act, Happening, Past, Wait, chronicle_line

Ending = Literal["woke", "ended", "lucid", "stopped", "void"]
"""woke: the subject has woken from the outermost layer. ended: the stage has ended the dream. lucid: the subject turned
lucid and was released. stopped: the person stopped it. void: nothing can happen in it any more."""

Passage = Literal["begin", "sleep", "wake", "pose", "return", "fail", "sink", "end"]
"""How the subject came from one level to another. pose: into a layer that poses as the waking world. sink: lucid, into
another layer. end: out of the dream."""


@dataclass(frozen=True, slots=True)
class Unmake:
    """The subject, or an operator, unmade what happened in the innermost layer after so many happenings of it."""

    position: int


@dataclass(frozen=True, slots=True)
class Ordered:
    """Somebody reached into the dream; what came of it follows.

    `at`: after how many events of the dream. `minute`: how late it was in the innermost level.
    """

    by: str
    order: Ordering
    at: int
    minute: int

    def record(self) -> dict[str, Any]:
        """As data."""
        return {"by": self.by, "minute": self.minute, **written(self.order)}


Order = Act | Wait | Unmake | Ordered
"""What the subject's person and operators can do, as data: with stage, seed and limits it makes up the whole dream."""


@dataclass(frozen=True, slots=True)
class Happened:
    """Something happened in a level: just now, when this is made."""

    level: Level
    happening: Happening
    past: Past = field(init=False, repr=False)
    """Its place in the level's story, from which the story can go on also if it is unmade there."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "past", self.level.story.links[-1])

    def record(self) -> dict[str, Any]:
        """As data: names and numbers only."""
        return {"happening": chronicle_line(self.level.engine.program, self.happening), "level": self.level.number}


@dataclass(frozen=True, slots=True)
class Moved:
    """The subject came from one level to another. None: into the dream, or out of it."""

    passage: Passage
    left: Level | None
    entered: Level | None
    ending: Ending | None = None

    def record(self) -> dict[str, Any]:
        """As data."""
        return {
            "ending": self.ending,
            "entered": None if self.entered is None else self.entered.number,
            "layer": None if self.entered is None else self.entered.layer.name,
            "left": None if self.left is None else self.left.number,
            "passage": self.passage,
        }


@dataclass(frozen=True, slots=True)
class Unmade:
    """What had happened in a level after so many happenings was unmade."""

    level: Level
    position: int

    def record(self) -> dict[str, Any]:
        """As data."""
        return {"level": self.level.number, "unmade": self.position}


Event = Happened | Moved | Unmade | Ordered


def moved_to(event: Event, levels: Mapping[Level, Level]) -> Event:
    """The same event of other levels, each in the place of one."""
    match event:
        case Happened() | Unmade():
            return replace(event, level=levels[event.level])
        case Moved(left=left, entered=entered):
            return replace(event, left=left and levels[left], entered=entered and levels[entered])
        case Ordered():
            return event
