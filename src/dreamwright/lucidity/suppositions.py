"""Accounts by suppositions: what is unknown, what others may believe, what was wrong from the start."""

from __future__ import annotations

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Condition
from dreamwright.lucidity.attempt import SUPPOSED, Attempt, Found, fact
from dreamwright.lucidity.effects import ways_of
from dreamwright.lucidity.filling import Changes, Place
from dreamwright.lucidity.model import Account, Supposition
from dreamwright.lucidity.observation import Clash

OF_A_MIND = 1.0
"""What it costs to suppose that somebody else believes otherwise than was thought."""

MOST_SUPPOSED = 4
"""The most suppositions, mistakes not counted, in one account."""


class Suppositions:
    """What may be supposed in one attempt, and what that costs."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.observation = attempt.observation
        self.imagination = attempt.imagination
        self.character = attempt.character
        self.program = attempt.program

    def find(self, base: int) -> Found | None:
        """An account by what is unknown, by what others may believe, and by beliefs that were wrong from the start."""
        observation = self.observation
        changes = observation.filled(base, self._may_be_mistaken) or {}
        answer = observation.ask(self.imagination.suppose(base, changes))
        for clash in answer.clashes:
            if self.attempt.is_in_focus(clash):
                way = self._way(self.imagination.suppose(base, changes), clash)
                if way is None:
                    return None
                changes = {**changes, **way}
        account = self.account(base, changes)
        if account is None:
            return None
        hypothesis = self.imagination.suppose(base, changes)
        return Found(account, hypothesis) if self.attempt.is_right(observation.ask(hypothesis)) else None

    def _way(self, node: int, clash: Clash) -> Changes | None:
        """The cheapest suppositions under which a clash is gone."""
        fluent, expected, seen = clash
        ways: list[Changes] = [{((), fluent): seen}] if self.attempt.evidence.is_assumed(fluent) else []
        if self.observation.percept.event is not None:
            event = self.program.events[self.observation.percept.event]
            for condition in ways_of(event, fluent, seen, expected, self.character):
                way = self.filled(node, condition)
                if way:
                    ways.append(way)
        for way in sorted(ways, key=lambda way: self._cost(node, way)):
            self.attempt.effort.spend()
            answer = self.observation.ask(self.imagination.suppose(node, way))
            if answer.after is not None and all(other != fluent for other, _, _ in answer.clashes):
                return way
        return None

    def filled(self, node: int, condition: Condition) -> Changes | None:
        """What must be supposed for a condition to hold in a state; nothing of the subject's own mind or doing."""
        found = self.attempt.filled(node, condition, assumed=True)
        return None if found is None or any(self._is_own(*change) for change in found.items()) else found

    def _is_own(self, place: Place, code: Code) -> bool:
        """Whether it would be about the subject themself, who would know."""
        _, arguments, value = fact(self.imagination, place[1], code)
        return not place[0] and self.program.world.entities[self.character] in (*arguments, value)

    def _may_be_mistaken(self, place: Place) -> bool:
        return self.attempt.evidence.is_assumed(place[1])

    def _cost(self, node: int, changes: Changes) -> float:
        values = self.imagination.engine.vector(node)
        return sum(
            OF_A_MIND if path else SUPPOSED if values[fluent] is None else self.attempt.settings.mistake
            for path, fluent in changes
        )

    def account(self, node: int, changes: Changes) -> Account | None:
        """Suppositions as an account; None: too many, or none at all."""
        values = self.imagination.engine.vector(node)
        mistaken = [fluent for path, fluent in changes if not path and values[fluent] is not None]
        if (
            not changes
            or len(mistaken) > self.attempt.settings.mistakes
            or len(changes) - len(mistaken) > MOST_SUPPOSED
        ):
            return None
        return Account(
            mistaken=tuple(fact(self.imagination, fluent, changes[(), fluent]) for fluent in mistaken),
            supposed=tuple(
                Supposition(path[-1] if path else None, fact(self.imagination, fluent, code))
                for (path, fluent), code in changes.items()
                if path or values[fluent] is None
            ),
            cost=self._cost(node, changes),
        )
