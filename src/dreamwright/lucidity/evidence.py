"""What a subject has had before their eyes, and when: what an account must leave as it was.

A fluent is *in evidence* at a percept if it changed in what they believe; if the event they saw needs it, changes it,
or shows it to them. At the beginning those are in evidence that are in plain view: something could change them as they
are, and whatever could, they would see. Whatever was never in evidence is merely assumed: somebody told them, or they
always thought so.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

from dreamwright.grounding.evaluate import Read
from dreamwright.grounding.formula import All, Any, Assignment, Atom, Comparison, Condition, fetches
from dreamwright.lucidity.filling import read_plainly
from dreamwright.lucidity.needs import holds_surely
from dreamwright.lucidity.supposing import Belief, Imagination
from dreamwright.story import Percept

NEVER = -1


def _settled(condition: Condition) -> list[Atom]:
    """The parts of a precondition that each ask for one value of one fluent."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return [part for part in parts if isinstance(part, Atom) and not part.path]


def _shown(condition: Condition, read: Read) -> Iterator[int]:
    """The fluents of whose values one may be sure since a condition holds: of a disjunction those of the parts that do.

    That there is more of something than nothing does not show how much there is.
    """
    match condition:
        case Comparison(op=op) if op not in ("==", "!="):
            return
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                if holds_surely(part, read):
                    yield from _shown(part, read)
        case _:
            yield from read_plainly(condition)


class Evidence:
    """By fluent, the number of the last percept (from 0) at which it was in evidence."""

    def __init__(self, imagination: Imagination, character: int) -> None:
        self._imagination = imagination
        self._character = character
        self._last: dict[int, int] = {}
        self._none: set[int] = set()
        self.percepts = 0

    def copy(self) -> Evidence:
        """The same, to go on by itself."""
        other = copy(self)
        other._last = {**self._last}
        other._none = {*self._none}
        return other

    def begin(self, belief: Belief) -> None:
        """What is in plain view, given what they believe at the beginning."""
        imagination, character = self._imagination, self._character
        node = imagination.standing(belief, character)
        read = imagination.reader(node)
        hidden: set[int] = set()
        seen: dict[int, None] = {}
        for event in imagination.program.actions:
            barred = {part.fluent for part in _settled(event.precondition) if not holds_surely(part, read)}
            changed = [
                a.fluent
                for a in event.assignments
                if not a.path and a.fluent not in barred and holds_surely(a.condition, read)
            ]
            if changed and imagination.notices(node, event.index, character):
                seen.update(dict.fromkeys(changed))
            else:
                hidden.update(changed)
        self._last.update((fluent, 0) for fluent in seen if fluent not in hidden)

    def add(self, percept: Percept, before: Belief, after: Belief, hypothesis: int) -> None:
        """One more percept, taken to have come about in a hypothesis."""
        now = self.percepts = self.percepts + 1
        event = None if percept.event is None else self._imagination.program.events[percept.event]
        read = self._imagination.reader(hypothesis)
        done: list[Assignment] = []
        if event is not None and percept.kind == "action":
            done = [
                a for a in event.assignments if a.path in ((), (self._character,)) and holds_surely(a.condition, read)
            ]
        hearsay = self._hearsay(done)
        for fluent in hearsay:
            self._last.pop(fluent, None)
        guessed = self._still_guessed(done) | hearsay
        for fluent, (old, new) in enumerate(zip(before.values, after.values, strict=True)):
            if old != new and fluent not in guessed:
                self._last[fluent] = now
        if event is None or percept.kind != "action":
            return
        for fluent in _shown(event.precondition, read):
            self._last[fluent] = now
        told: set[int] = set()
        for assignment in done:
            if assignment.fluent not in guessed:
                self._last[assignment.fluent] = now
            self._none.discard(assignment.fluent)
            if assignment.path:
                told.add(assignment.fluent)
            elif after.values[assignment.fluent] is None and assignment.fluent not in told:
                self._none.add(assignment.fluent)
        self._none -= told

    def _hearsay(self, done: list[Assignment]) -> set[int]:
        """What they were told, and saw nothing of: it neither happened there nor hangs on how it really is."""
        told: set[int] = set()
        shown: set[int] = set()
        for assignment in done:
            really = ((), assignment.fluent)
            seen = not assignment.path or really in fetches(assignment.condition) or really in fetches(assignment.value)
            (shown if seen else told).add(assignment.fluent)
        return {fluent for fluent in told - shown if not self._is_own(fluent)}

    def _is_own(self, fluent: int) -> bool:
        """Whether it is about the subject themself, who would know."""
        program = self._imagination.program
        return program.world.entities[self._character] in program.fluents[fluent].arguments

    def _still_guessed(self, done: list[Assignment]) -> set[int]:
        """What was merely assumed, and still is: that it became more or less does not show how much there is."""
        relative: set[int] = set()
        absolute: set[int] = set()
        for assignment in done:
            itself = any(fluent == assignment.fluent for _, fluent in fetches(assignment.value))
            (relative if itself else absolute).add(assignment.fluent)
        return {fluent for fluent in relative - absolute if self.is_assumed(fluent)}

    def last(self, fluent: int) -> int:
        """The last percept at which a fluent was in evidence; NEVER if it is merely assumed."""
        return self._last.get(fluent, NEVER)

    @property
    def none(self) -> frozenset[int]:
        """The fluents of which they saw an event make `?`: not unknown to them, but known to be nothing."""
        return frozenset(self._none)

    def is_assumed(self, fluent: int) -> bool:
        return fluent not in self._last
