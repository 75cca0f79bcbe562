"""Relaxed plans, and how many actions they take (Hoffmann & Nebel 2001, "The FF planning system", section 4).

Nothing that was once true is lost. Layer by layer, facts are reached; then, backward from the goal, for each fact that
is needed the action that first reached it is taken, with whatever that needs in turn. Their number is an estimate of
the actions still needed that adds up for several goals, and may say too many. Where the author's utility is a sum, the
terms with the greatest gains are the goals, as many as it takes.
"""

from __future__ import annotations

from math import fsum
from typing import Any as Anything

from dreamwright.engine.compile import compile_value
from dreamwright.engine.match import Vector
from dreamwright.grounding.formula import Constant, Value, is_local
from dreamwright.planning.bounds import Bounds, RelaxedEffect, summands
from dreamwright.planning.facts import Facts, compiled
from dreamwright.planning.space import Space


class RelaxedPlans:
    """Relaxed plans to a utility of the author, or another value.

    They have none of the actions that are `barred`, and those that are `second` only where no other does as soon.
    Lengths are remembered by value vector and goal.
    """

    def __init__(
        self,
        bounds: Bounds,
        utility: Value | None = None,
        barred: frozenset[int] = frozenset(),
        second: frozenset[int] = frozenset(),
    ) -> None:
        self._bounds = bounds
        if utility is None:
            utility = bounds.engine.program.utilities.get(None, Constant(0.0))
        allowed = [effect for effect in bounds.all_effects if effect.event not in barred]
        self._effects = sorted(allowed, key=lambda effect: effect.event in second)
        self._terms = [_Term(term, added, bounds) for term, added in summands(utility, True)]
        self._actions = bounds.engine.program.action_count
        self._lengths: dict[tuple[int, float], int | None] = {}

    @classmethod
    def of(cls, space: Space) -> RelaxedPlans:
        """Those of a space: its searches share them."""
        found = space.engine.memory.get("relaxed plans")
        if found is None:
            found = space.engine.memory["relaxed plans"] = cls(space.bounds)
        assert isinstance(found, cls)
        return found

    def length(self, vector: int, goal: float) -> int | None:
        """The number of actions in a relaxed plan from a value vector; None: not even that leads to the goal."""
        key = (vector, goal)
        if key not in self._lengths:
            self._lengths[key] = self._length(vector, goal)
        return self._lengths[key]

    def _length(self, vector: int, goal: float) -> int | None:
        least = self._bounds.least_steps(vector, goal)
        return least and max(least, len(self.actions(vector, goal)))

    def actions(self, vector: int, goal: float) -> list[int]:
        """The actions of a relaxed plan from a value vector to a goal, or as near as they lead, in event order."""
        values = self._bounds.engine.vectors[vector]
        reached = self._reach(self._bounds.facts_of(vector), values)
        return self._extract(self._wanted(goal, reached, values), reached)

    def _reach(self, facts: int, values: Vector) -> Reached:
        reached = Reached(facts)
        while True:
            reached.add(self._effects, self._bounds.facts, values)
            while reached.add(self._bounds.trigger_effects, self._bounds.facts, values):
                pass
            if reached.facts == reached.layers[-1]:
                return reached
            reached.layers.append(reached.facts)

    def _wanted(self, goal: float, reached: Reached, values: Vector) -> int:
        """The facts that the dearest terms ask for, as many terms as it takes to reach the goal."""
        wishes = [wish for wish in (term.wish(reached, values) for term in self._terms) if wish is not None]
        missing = goal - fsum(term.now(values) for term in self._terms)
        found = 0
        for gain, _, facts in sorted(wishes, key=lambda wish: (-wish[0], wish[1], wish[2])):
            if missing <= 0:
                break
            missing -= gain
            found |= facts
        return found

    def _extract(self, wanted: int, reached: Reached) -> list[int]:
        """The actions that reach all wanted facts, each with what it needs."""
        todo = bits_of(wanted)
        taken: dict[int, None] = {}
        while todo:
            effect = reached.first.get(todo.pop())
            if effect is not None and effect.event not in taken:
                taken[effect.event] = None
                todo += bits_of(effect.needed)
        return sorted(event for event in taken if event < self._actions)


class Reached:
    """Facts layer by layer, and for each one that was not there from the start what reached it first."""

    def __init__(self, facts: int) -> None:
        self.facts = facts
        self.layers = [facts]
        self.first: dict[int, RelaxedEffect] = {}

    def add(self, effects: list[RelaxedEffect], source: Facts, values: Vector) -> bool:
        """Add what effects bring about that are possible by now; whether there was anything new."""
        now = added = self.facts
        for effect in effects:
            new = effect.facts & ~added
            if new and now & effect.needed == effect.needed and effect.allowed(source, now, values):
                for fact in bits_of(new):
                    self.first[fact] = effect
                added |= new
        self.facts = added
        return added != now


class _Term:
    """A term of the author's utility."""

    def __init__(self, value: Value, added: bool, bounds: Bounds) -> None:
        links = bounds.relevance.links
        self._sign = 1 if added else -1
        # A term that reads minds says nothing here: of those a value vector knows nothing.
        self._value: Anything = compile_value(value) if is_local(value) else lambda values: None
        self._end: Anything = compiled(bounds.facts.interval(value)[int(added)])
        self._facts = links.raising(value) if added else links.lowering(value)

    def now(self, values: Vector) -> float:
        found = self._value(values)
        return 0.0 if found is None else float(self._sign * found)

    def wish(self, reached: Reached, values: Vector) -> tuple[float, int, int] | None:
        """What may be gained, the first layer in which it may, and the facts that may have brought it about."""
        now = self.now(values)
        for layer, facts in enumerate(reached.layers):
            gain = self._sign * self._end(facts, values) - now
            if gain > 0:
                return float(gain), layer, self._facts & facts & ~reached.layers[0]
        return None


def bits_of(facts: int) -> list[int]:
    """Each fact of a set, as a bit of its own."""
    found = []
    while facts:
        one = facts & -facts
        found.append(one)
        facts ^= one
    return found
