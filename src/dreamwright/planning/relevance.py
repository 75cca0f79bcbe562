"""Which actions can still matter to a character when so many steps are left.

Going backward from what their utility reads: with one step left, only an action that changes such a fluent, itself or
through triggers, can be of use; with two, also one that changes what those actions read, or what makes others consent
to them; and so on. An action outside these sets could be left out of any plan without harm, so it stands in no minimal
one. Sets of fluents are bits of an integer; truth and beliefs about a fluent count alike.
"""

from __future__ import annotations

from collections.abc import Iterable

from dreamwright.grounding.formula import Condition, Value, fetches, is_local
from dreamwright.grounding.program import GroundEvent, Program


class Relevance:
    """Relevant actions by character and number of steps left."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._assigned = [_union(a.fluent for a in event.assignments) for event in program.events]
        self._read = [_read(event) for event in program.events]
        self._needed = [bits(event.precondition) for event in program.events]
        self._fluents: dict[tuple[int, int], int] = {}
        self._actions: dict[tuple[int, int], frozenset[int]] = {}
        self._touched: dict[int, int] = {}
        self._private = {c: is_local(utility) for c, utility in program.utilities.items()}

    def actions(self, character: int, steps: int) -> frozenset[int]:
        """The actions that may be the next of a plan of the character with `steps` (at least 1) left."""
        key = (character, steps)
        found = self._actions.get(key)
        if found is None:
            if steps > 1 and self.fluents(character, steps) == self.fluents(character, steps - 1) and steps > 2:
                found = self.actions(character, steps - 1)
            else:
                found = frozenset(self._changing(self.fluents(character, steps), self._sees_surprise(character, steps)))
            self._actions[key] = found
        return found

    def fluents(self, character: int, steps: int) -> int:
        """The fluents that may matter to the character with `steps` left, as bits."""
        key = (character, steps)
        found = self._fluents.get(key)
        if found is None:
            if steps == 1:
                utility = self._program.utilities.get(character)
                found = 0 if utility is None else bits(utility)
            else:
                found = self.fluents(character, steps - 1)
                useful = self.actions(character, steps - 1)
                others: set[int] = set()
                for action in useful:
                    found |= self._read[action]
                    others.update(self._program.events[action].consenting)
                for other in sorted(others - {character}):
                    found |= self.fluents(other, steps - 1)
            found = self._fluents[key] = self._through_triggers(found)
        return found

    def touched(self, event: int) -> int:
        """The fluents that an event may change, itself or through triggers, as bits."""
        found = self._touched.get(event)
        if found is None:
            found = self._assigned[event]
            grown = -1
            while grown != found:
                grown = found
                for trigger in self._program.triggers:
                    if self._read[trigger.index] & found:
                        found |= self._assigned[trigger.index]
            self._touched[event] = found
        return found

    def _sees_surprise(self, character: int, steps: int) -> bool:
        """Whether what an action's precondition teaches its observers may matter: to others, or to beliefs read."""
        return steps > 1 or not self._private.get(character, True)

    def _changing(self, fluents: int, surprise: bool) -> Iterable[int]:
        for event in self._program.actions:
            touched = self._assigned[event.index] | (self._needed[event.index] if surprise else 0)
            if event.consenting and touched & fluents:
                yield event.index

    def _through_triggers(self, fluents: int) -> int:
        """The fluents, and whatever the triggers read that change one of them."""
        triggers = [event.index for event in self._program.triggers]
        while True:
            grown = fluents
            for trigger in triggers:
                if self._assigned[trigger] & grown:
                    grown |= self._read[trigger]
            if grown == fluents:
                return fluents
            fluents = grown


def _read(event: GroundEvent) -> int:
    found = bits(event.precondition)
    for assignment in event.assignments:
        found |= bits(assignment.condition) | bits(assignment.value)
    for condition in event.observing:
        found |= bits(condition)
    return found


def bits(item: Condition | Value) -> int:
    return _union(fluent for _, fluent in fetches(item))


def _union(fluents: Iterable[int]) -> int:
    found = 0
    for fluent in fluents:
        found |= 1 << fluent
    return found
