"""What controllers have ordered about injects, as it stands in a dream's record: in the remarks of operators.

`inject 3: hold` is such a remark; what is unmade is out of the ledger again. So an exercise is all in its dream, and a
dream that is told again is the same exercise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from dreamwright.dream import Event, Happened, Level, Unmade
from dreamwright.dream.events import Ordered
from dreamwright.dream.orders import Bring, Remark
from dreamwright.errors import DreamwrightError
from dreamwright.exercise.injects import Inject, written
from dreamwright.exercise.reading import read_injects
from dreamwright.grounding import Program
from dreamwright.language.files import text_source
from dreamwright.story import Clock

LISTED = "the list of injects"
"""By whom what comes by its time is sent."""

Order = Literal["hold", "release", "skip", "add"]
"""hold: until released. release: by its time again. skip: never. add: there is one more."""

_REMARK = re.compile(r"inject ([0-9]{1,6}): (\w+)(?:\n(.*))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Control:
    """A controller's order about an inject."""

    order: Order
    number: int
    by: str
    """Who gave it."""
    position: int
    """After how many happenings of the story."""
    inject: Inject | None = None
    """The one that is added."""


@dataclass(slots=True)
class Ledger:
    """What is in force: `controls` in order, and who `sent` an event by hand, by the index of the happening."""

    controls: list[Control] = field(default_factory=list)
    sent: dict[int, str] = field(default_factory=dict)

    @property
    def latest(self) -> dict[int, Control]:
        """The order that is in force for each inject that there is one for, by number."""
        return {control.number: control for control in self.controls if control.order != "add"}


def ledger_of(events: Iterable[Event], level: Level) -> Ledger:
    """The ledger of a dream whose injects are about a level."""
    ledger, length, bringing = Ledger(), 0, ""
    for event in events:
        match event:
            case Happened(level=where, happening=happening) if where is level:
                length = happening.index + 1
                if bringing and happening.source == "operator":
                    ledger.sent[happening.index] = bringing
            case Unmade(level=where, position=position) if where is level:
                length = position
                ledger.controls = [control for control in ledger.controls if control.position <= position]
                ledger.sent = {index: by for index, by in ledger.sent.items() if index < position}
            case Ordered(by=by, order=Remark(text=text)):
                control = read_control(text, by, length, level.layer.program)
                ledger.controls += [] if control is None else [control]
        is_bringing = isinstance(event, Ordered) and isinstance(event.order, Bring)
        bringing = event.by if isinstance(event, Ordered) and is_bringing else ""
    return ledger


def remark(order: Order, number: int, inject: Inject | None, clock: Clock) -> str:
    """An order about an inject as a remark."""
    return f"inject {number}: {order}" + ("" if inject is None else f"\n{written([inject], clock)}")


def read_control(text: str, by: str, position: int, program: Program) -> Control | None:
    """The order of a remark; None for any other remark."""
    found = _REMARK.fullmatch(text)
    order = next((order for order in get_args(Order) if found is not None and order == found[2]), None)
    if found is None or order is None or (order == "add") is not (found[3] is not None):
        return None
    if found[3] is None:
        return Control(order, int(found[1]), by, position)
    try:
        injects = read_injects(text_source(found[3], "a remark"), program).injects
    except DreamwrightError:
        return None
    return Control(order, int(found[1]), by, position, injects[0]) if len(injects) == 1 else None
