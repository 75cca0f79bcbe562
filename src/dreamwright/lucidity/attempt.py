"""One attempt at an account: what has to come out right, and what somebody may suppose on the way to it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Atom, Condition
from dreamwright.lucidity.carrying import Difference, Situation, carried
from dreamwright.lucidity.evidence import Evidence
from dreamwright.lucidity.filling import Changes, Place, filled
from dreamwright.lucidity.model import Account, Fact, Settings
from dreamwright.lucidity.needs import false_parts
from dreamwright.lucidity.observation import Answer, Clash, Observation
from dreamwright.lucidity.supposing import Imagination
from dreamwright.planning.limits import Effort

SUPPOSED = 0.5
"""What it costs to suppose that something unknown was as a step needs it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hypothesis that accounts for an observation, and what it supposes.

    What is merely seen for the first time is filled in only at the end of a search: until then it may have come about.
    """

    account: Account
    hypothesis: int


class Attempt:
    """What is looked for, in which observation, of whom, and within what effort."""

    def __init__(
        self,
        observation: Observation,
        settings: Settings,
        evidence: Evidence,
        past: Sequence[Situation],
        focus: frozenset[int] | None,
        base: int,
        units: int,
    ) -> None:
        """`past` has all that was perceived earlier, the latest first; `focus` the clashes with the hypothesis `base`
        that are to be gone (None: all of them).
        """
        self.observation = observation
        self.imagination: Imagination = observation.imagination
        self.program = self.imagination.program
        self.character = observation.character
        self.settings = settings
        self.evidence = evidence
        self.past = past
        self.focus = focus
        self.effort = Effort(units=units)
        self._tolerated = self._rest(base)

    def _rest(self, base: int) -> Container[int] | None:
        """The clashes that may remain; None: no clash may."""
        answer = self.observation.ask(base)
        if self.focus is None:
            return None
        if answer.after is None:
            return range(len(self.program.fluents))
        return {fluent for fluent, _, _ in answer.clashes} - self.focus

    def is_right(self, answer: Answer) -> bool:
        """Whether nothing clashes any more that must not."""
        if answer.after is None or self._tolerated is None:
            return answer.right
        return all(fluent in self._tolerated for fluent, _, _ in answer.clashes)

    def is_in_focus(self, clash: Clash) -> bool:
        """Whether a clash is one of those that are to be gone."""
        return self.focus is None or clash[0] in self.focus

    def wanted(self, base: int, answer: Answer) -> list[Clash]:
        """What would have to have changed for the observation to come out right."""
        if answer.after is not None:
            return [clash for clash in answer.clashes if self.is_in_focus(clash)]
        if self.observation.percept.kind == "attempt":
            return self.observation.learned
        parts = false_parts(self.observation.condition, self.imagination.reader(answer.node))
        values = self.imagination.engine.vector(base)
        return [
            (part.fluent, values[part.fluent], part.value if part.equal else None)
            for part in parts
            if isinstance(part, Atom) and not part.path
        ]

    def filled(self, state: int, condition: Condition, *, assumed: bool = False) -> Changes | None:
        """What must be supposed for a condition to hold in a state: of what is unknown, of other people's minds and,
        where `assumed`, of what was never in evidence. None: that is not enough.
        """
        values = self.imagination.engine.vector(state)

        def may_be_supposed(place: Place) -> bool:
            path, fluent = place
            if path:
                return path[:1] != (self.character,)
            return self.observation.is_unknown(fluent, values[fluent]) or (assumed and self.evidence.is_assumed(fluent))

        read = self.imagination.reader(state)
        return filled(condition, read, may_be_supposed, values.__getitem__, self.imagination.other)

    def carried(self, difference: Difference, since: int) -> Difference | int:
        """A difference from before the percept of a number, carried through all that was perceived since."""
        later = [situation for situation in reversed(self.past) if situation.percepts >= since]
        return carried(self.imagination, difference, later, self.effort)

    def now(self, base: int, difference: Difference) -> int:
        """The present with a difference."""
        return self.imagination.suppose(base, {((), fluent): code for fluent, code in difference.items()})


def fact(imagination: Imagination, fluent: int, code: Code) -> Fact:
    """A fluent with a value, as the author knows them."""
    found = imagination.program.fluents[fluent]
    return found.property, found.arguments, imagination.program.author_value(found.kind, code)
