"""What a failed attempt shows: which fluents keep an action from being possible."""

from __future__ import annotations

from dreamwright.grounding.evaluate import Read, holds
from dreamwright.grounding.formula import All, Any, Condition, fetches


def false_fluents(precondition: Condition, read: Read) -> list[int]:
    """The fluents of the false parts of a precondition, in order, each once; what is read in minds is left out."""
    found: dict[int, None] = {}
    _collect(precondition, read, found)
    return list(found)


def _collect(condition: Condition, read: Read, found: dict[int, None]) -> None:
    if holds(condition, read):
        return
    if isinstance(condition, All | Any):
        for part in condition.parts:
            _collect(part, read, found)
    else:
        found.update((fluent, None) for path, fluent in fetches(condition) if not path)
