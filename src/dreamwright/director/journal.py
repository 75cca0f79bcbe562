"""What a director did, what it refrained from, and why: for the operator, and for `watch --why`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dreamwright.director.forecast import Forecast

Deed = Literal["steered", "caused", "brought on", "refrained", "withheld", "held back", "set out"]
"""steered: a character follows these motives rather than others. caused: an event of nobody's. brought on: a newcomer.
refrained: it would have served, and was not caused. withheld: an event due now does not come. held back: a character
waits. set out: it follows a course, found by the planner."""

Why = Literal["aims", "ceiling"]
"""What spoke for it, or against it."""


@dataclass(frozen=True, slots=True)
class Note:
    """One entry. `gain` is by how much more the aims would be served than if all stays as it is."""

    minute: int
    deed: Deed
    why: Why
    actions: tuple[int, ...] = ()
    who: int | None = None
    gain: float = 0.0
    forecast: Forecast | None = None
