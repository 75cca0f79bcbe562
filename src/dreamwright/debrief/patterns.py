"""The patterns that were found in a story, in words."""

from __future__ import annotations

from dreamwright.debrief.model import Pattern
from dreamwright.debrief.telling import Teller
from dreamwright.history import History


def patterns(teller: Teller, history: History) -> tuple[Pattern, ...]:
    return ()
