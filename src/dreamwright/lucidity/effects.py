"""What must have been so for an event to make of a fluent what it did.

Where somebody sees that an event had another effect than they expected, the effect itself tells what to look for: each
assignment of the event says under which condition it gives which value. So it may be supposed that the condition held,
or that it did not; and where the effect tells what somebody believes, that they believe just that.
"""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Atom, Choice, Condition, Constant, Fetch, Truth, Value, all_of, negate
from dreamwright.grounding.program import GroundEvent


def ways_of(event: GroundEvent, fluent: int, seen: Code, expected: Code, character: int) -> Iterator[Condition]:
    """Conditions under each of which an event may give a fluent the value that somebody saw, instead of the expected.

    `seen` is None for: something else than was expected.
    """
    assignments = [a for a in event.assignments if a.fluent == fluent and a.path in ((), (character,))]
    for assignment in assignments:
        for way in _giving(assignment.value, seen, expected):
            yield all_of([assignment.condition, way])
    for assignment in assignments:
        yield negate(assignment.condition)


def _giving(value: Value, seen: Code, expected: Code) -> Iterator[Condition]:
    """Conditions under each of which a value is the one seen; none: it never is."""
    match value:
        case Constant(value=code) if code == seen or (seen is None and code != expected):
            yield True
        case Fetch(path=path, fluent=fluent):
            yield Atom(path, fluent, True, seen)
        case Truth(condition=condition):
            yield condition if seen or (seen is None and not expected) else negate(condition)
        case Choice(branches=branches, otherwise=otherwise):
            before: list[Condition] = []
            for condition, branch in branches:
                for way in _giving(branch, seen, expected):
                    yield all_of([*before, condition, way])
                before.append(negate(condition))
            for way in _giving(otherwise, seen, expected):
                yield all_of([*before, way])
