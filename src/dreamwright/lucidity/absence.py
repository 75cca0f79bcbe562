"""What had to happen before somebody's eyes and did not.

Narrowly: an action of nobody's has a schedule, which everybody knows, as everybody knows the laws of their world. When
its minute has passed, and by what the subject believed just before one of its instances was possible, and every
possible one would have been noticed by them, one was to be expected. Promises of people are left out: a world has no
general form for them, and what somebody wants may change.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from dreamwright.grounding.formula import Condition, negate
from dreamwright.lucidity.needs import needed
from dreamwright.lucidity.observation import Answer, Observation
from dreamwright.lucidity.supposing import Belief, Imagination
from dreamwright.story import Clock, Percept
from dreamwright.story.occasions import Occasion, occasions


class Absence(Observation):
    """That an expected action did not come, as a question to be asked of hypotheses."""

    def __init__(
        self, imagination: Imagination, character: int, belief: Belief, minute: int, due: Occasion, none: frozenset[int]
    ) -> None:
        nothing = Percept(minute, "wait", None, None, (), -1, -1, ())
        super().__init__(imagination, character, nothing, belief, belief, none)
        self.due = due

    @cached_property
    def condition(self) -> Condition:
        """What must hold for the first that was expected not to have been possible."""
        expected = self.expected(self.imagination.standing(self.before, self.character))
        return True if expected is None else self._negated(expected)

    def _negated(self, action: int) -> Condition:
        return negate(self.imagination.program.events[action].precondition)

    def ask(self, node: int) -> Answer:
        """Right if nothing was to be expected in the hypothesis."""
        return Answer(node, (), node if self.expected(node) is None else None, ())

    def lacking(self, answer: Answer, focus: frozenset[int] | None) -> int:
        """As bits: facts that would keep the expected action from coming."""
        expected = self.expected(answer.node)
        if expected is None:
            return 0
        read = self.imagination.reader(answer.node)
        return needed(self._negated(expected), read, self.imagination.facts, self.imagination.links)

    def expected(self, node: int) -> int | None:
        """The first of the actions that are possible, if they would notice whichever of them came; else None."""
        imagination = self.imagination
        possible = [a for group in self.due.actions for a in group if imagination.possible(node, a)]
        if not all(imagination.notices(node, action, self.character) for action in possible):
            return None
        return possible[0] if possible else None


def schedules(imagination: Imagination) -> tuple[Occasion, ...]:
    """What comes by schedule in a world."""
    return tuple(o for o in occasions(imagination.program) if o.schedule is not None)


def due_times(clock: Clock, due: Occasion, after: int, before: int) -> Iterator[int]:
    """The minutes between two others at which something comes by its schedule."""
    assert due.schedule is not None
    minute = clock.next(due.schedule, after)
    while minute is not None and minute < before:
        yield minute
        minute = clock.next(due.schedule, minute)
