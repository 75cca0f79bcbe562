"""What must have been so for an event to make of a fluent what it did.

Where somebody sees that an event had another effect than they expected, the effect itself tells what to look for: each
assignment of the event says under which condition it gives which value. So it may be supposed that the condition held,
or that it did not; and where the effect tells what somebody believes, that they believe just that.
"""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Assignment, Atom, Condition, Constant, Fetch, all_of, negate
from dreamwright.grounding.program import GroundEvent


def ways_of(event: GroundEvent, fluent: int, seen: Code, expected: Code, character: int) -> Iterator[Condition]:
    """Conditions under each of which an event may give a fluent the value that somebody saw, instead of the expected.

    `seen` is None for: something else than was expected.
    """
    assignments = [a for a in event.assignments if a.fluent == fluent and a.path in ((), (character,))]
    for assignment in assignments:
        way = _giving(assignment, seen, expected)
        if way is not None:
            yield way
    for assignment in assignments:
        yield negate(assignment.condition)


def _giving(assignment: Assignment, seen: Code, expected: Code) -> Condition | None:
    """That an assignment happens and gives the value seen; None: it never does."""
    match assignment.value:
        case Constant(value=value) if value == seen or (seen is None and value != expected):
            return assignment.condition
        case Fetch(path=path, fluent=fluent):
            source = Atom(path, fluent, True, seen)
            return all_of([assignment.condition, source])
    return None
