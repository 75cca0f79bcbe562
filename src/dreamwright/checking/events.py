"""Actions that can never happen, and triggers that never come to rest."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.errors import Diagnostic
from dreamwright.grounding import Program
from dreamwright.grounding.formula import All, Any, Assignment, Atom, Condition, Constant, fetches
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Event


def impossible_actions(program: Program) -> Iterator[Diagnostic]:
    """Actions of which no ground instance can ever be reached, in truth or in anybody's mind."""
    happening = {event.event for event in program.actions}
    for action in program.world.actions:
        if action not in happening:
            yield Diagnostic(
                "action-impossible",
                f"'{action.name}' can never happen: its precondition can never be met",
                span=action.span,
                severity="warning",
            )


def looping_triggers(program: Program) -> Iterator[Diagnostic]:
    """Triggers whose effects leave their own precondition true, so that they would fire for ever."""
    warned: set[Event] = set()
    for trigger in program.triggers:
        if trigger.event not in warned and _stays_true(trigger.precondition, trigger):
            warned.add(trigger.event)
            yield Diagnostic(
                "trigger-loops",
                f"'{trigger.event.name}' fires for ever once it fires: its effects leave its condition true",
                span=trigger.event.span,
                hint="let the precondition ask that the effect is not there yet, as `p() & !q()` for an effect `q()`",
                severity="warning",
            )


def _stays_true(condition: Condition, trigger: GroundEvent) -> bool:
    """Whether a condition that is true when the trigger fires is sure to be true afterwards."""
    match condition:
        case bool():
            return condition
        case All() | Any():
            return all(_stays_true(part, trigger) for part in condition.parts)
        case Atom():
            return all(
                _keeps(condition, a) for a in trigger.assignments if _touches(a, condition.path, condition.fluent)
            )
        case _:
            read = list(fetches(condition))
            return not any(_touches(a, path, fluent) for a in trigger.assignments for path, fluent in read)


def _touches(assignment: Assignment, path: tuple[int, ...], fluent: int) -> bool:
    """Whether an assignment may change a fluent at a path; what minds make of it is left open, so counted as yes."""
    return assignment.fluent == fluent and (assignment.path == path or bool(path))


def _keeps(atom: Atom, assignment: Assignment) -> bool:
    """Whether the atom is true after the assignment, whether or not its condition held."""
    value = assignment.value
    if assignment.path != atom.path or not isinstance(value, Constant):
        return False
    return (value.value == atom.value) is atom.equal
