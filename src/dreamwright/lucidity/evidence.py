"""What a subject has had before their eyes, and when: what an account must leave as it was.

A fluent is *in evidence* at a percept if it changed in what they believe; if the event they saw needs it, changes it,
or tells them of it. At the beginning those are in evidence that are in plain view: something could change them, and
they would see it. Whatever was never in evidence is merely assumed: somebody told them, or they always thought so.
"""

from __future__ import annotations

from dreamwright.lucidity.filling import read_plainly
from dreamwright.lucidity.needs import holds_surely
from dreamwright.lucidity.supposing import Belief, Imagination
from dreamwright.story import Percept

NEVER = -1


class Evidence:
    """By fluent, the number of the last percept (from 0) at which it was in evidence."""

    def __init__(self, imagination: Imagination, character: int) -> None:
        self._imagination = imagination
        self._character = character
        self._last: dict[int, int] = {}
        self.percepts = 0

    def begin(self, belief: Belief) -> None:
        """What is in plain view, given what they believe at the beginning."""
        imagination, character = self._imagination, self._character
        node = imagination.standing(belief, character)
        hidden: set[int] = set()
        seen: dict[int, None] = {}
        for action in imagination.engine.possible_actions(node):
            changed = [a.fluent for a in imagination.program.events[action].assignments if not a.path]
            if imagination.notices(node, action, character):
                seen.update(dict.fromkeys(changed))
            else:
                hidden.update(changed)
        self._last.update((fluent, 0) for fluent in seen if fluent not in hidden)

    def add(self, percept: Percept, before: Belief, after: Belief, hypothesis: int) -> None:
        """One more percept, taken to have come about in a hypothesis."""
        now = self.percepts = self.percepts + 1
        for fluent, (old, new) in enumerate(zip(before.values, after.values, strict=True)):
            if old != new:
                self._last[fluent] = now
        if percept.kind != "action" or percept.event is None:
            return
        event = self._imagination.program.events[percept.event]
        read = self._imagination.reader(hypothesis)
        for fluent in read_plainly(event.precondition):
            self._last[fluent] = now
        for assignment in event.assignments:
            if assignment.path in ((), (self._character,)) and holds_surely(assignment.condition, read):
                self._last[assignment.fluent] = now

    def last(self, fluent: int) -> int:
        """The last percept at which a fluent was in evidence; NEVER if it is merely assumed."""
        return self._last.get(fluent, NEVER)

    def is_assumed(self, fluent: int) -> bool:
        return fluent not in self._last
