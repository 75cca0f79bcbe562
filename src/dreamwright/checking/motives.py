"""Actions that nobody can ever have a motive for.

Relevance, worked backwards: what a character's utility reads matters to them; an event that changes something that
matters is of use to them, and so is whatever makes that event possible, or gives those others a motive who must
consent to it. An action outside of all that can be in no reason of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dreamwright.errors import Diagnostic
from dreamwright.grounding import Program
from dreamwright.grounding.formula import Condition, Path, Value, fetches
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Event


def unmotivated_actions(program: Program) -> Iterator[Diagnostic]:
    """Actions in whose every ground instance somebody must consent who can have no motive for it.

    A person needs none, so the world's subject always may; nor does what is in the routine of who alone consents.
    """
    useful = [_useful_events(program, character) for character in range(program.character_count)]
    motivated = {event.event for event in program.actions if _may_be_wanted(program, event, useful)}
    warned: set[Event] = set()
    for event in program.actions:
        if event.event not in motivated and event.event not in warned:
            warned.add(event.event)
            yield Diagnostic(
                "action-unmotivated",
                f"nobody can ever have a motive for '{event.event.name}': it leads to nothing that those who must "
                "consent want",
                span=event.event.span,
                hint="let somebody's utility depend on what it does, or put it into a `routine`",
                severity="warning",
            )


def _may_be_wanted(program: Program, event: GroundEvent, useful: list[set[int]]) -> bool:
    characters = program.world.characters
    if len(event.consenting) == 1 and event.event.name in characters[event.consenting[0]].attributes.routine:
        return True
    return all(event.index in useful[c] or characters[c] is program.world.subject for c in event.consenting)


def _useful_events(program: Program, character: int) -> set[int]:
    """The events that can bear on a character's utility."""
    return _Relevance(program, character).events if character in program.utilities else set()


class _Relevance:
    """The least sets of fluents that matter and events that are of use, closed under each other."""

    def __init__(self, program: Program, character: int) -> None:
        self._program = program
        self._character = character
        self._changed_by, self._repaired_by = _writers(program)
        self._open: list[int] = []
        self.fluents: set[int] = set()
        self.in_minds: set[int] = set()
        self.events: set[int] = set()
        self._reads(fetches(program.utilities[character]))
        while self._open:
            self._matters(self._open.pop())

    def _matters(self, fluent: int) -> None:
        for event in self._changed_by.get(fluent, ()):
            self._is_useful(event)
        if fluent in self.in_minds:  # what others believe of it changes also when they are surprised
            for event in self._repaired_by.get(fluent, ()):
                self._is_useful(event)

    def _is_useful(self, index: int) -> None:
        if index in self.events:
            return
        self.events.add(index)
        event = self._program.events[index]
        self._reads(fetches(event.precondition))
        for assignment in event.assignments:
            self._reads(fetches(assignment.condition))
            self._reads(fetches(assignment.value))
        for condition in event.observing:
            self._reads(_in_minds(condition))
        for other in event.consenting:
            if other != self._character and other in self._program.utilities:
                self._reads(_in_minds(event.precondition))
                self._reads(_in_minds(self._program.utilities[other]))

    def _reads(self, read: Iterable[tuple[Path, int]]) -> None:
        for path, fluent in read:
            if path and fluent not in self.in_minds:
                self.in_minds.add(fluent)
                self._open.append(fluent)
            if fluent not in self.fluents:
                self.fluents.add(fluent)
                self._open.append(fluent)


def _in_minds(item: Condition | Value) -> Iterator[tuple[Path, int]]:
    """What is read, as read in somebody's mind: whose does not matter here."""
    for _, fluent in fetches(item):
        yield (0,), fluent


def _writers(program: Program) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For each fluent the events that may assign it, and those whose precondition mentions it."""
    changed: dict[int, list[int]] = {}
    mentioned: dict[int, list[int]] = {}
    for event in program.events:
        for fluent in dict.fromkeys(assignment.fluent for assignment in event.assignments):
            changed.setdefault(fluent, []).append(event.index)
        for fluent in dict.fromkeys(fluent for _, fluent in fetches(event.precondition)):
            mentioned.setdefault(fluent, []).append(event.index)
    return changed, mentioned
