"""The twin behind one face: load a world, take actions, ask."""

from __future__ import annotations

import sys

from dreamwright.errors import EventError
from dreamwright.language.syntax import Expression
from dreamwright.language.world import Entity, World
from reference.conflicts import conflicting
from reference.evaluate import DivisionByZeroError, holds, value
from reference.forms import Formula, GroundEvent, Place, Term, Value
from reference.ground import ground
from reference.initial import initial_state
from reference.reasons import Limits, Reasoner
from reference.state import State
from reference.transition import Bounds, Machine
from reference.writing import Scope, formula, term

DEEPEST = 10_000
"""Frames of Python that the recursion through minds may use."""

sys.setrecursionlimit(max(DEEPEST, sys.getrecursionlimit()))


class Twin:
    """One world, slowly. Raises WorldError if it cannot be grounded."""

    def __init__(self, world: World, bounds: Bounds | None = None) -> None:
        self.world = world
        self.ground = ground(world)
        self.warned = tuple(event for event in self.ground.actions + self.ground.triggers if conflicting(world, event))
        """The events with effects that may disagree."""
        self.machine = Machine(self.ground, bounds or Bounds())
        self.initial = initial_state(self.machine)

    @property
    def actions(self) -> tuple[GroundEvent, ...]:
        return self.ground.actions

    def action(self, name: str) -> GroundEvent:
        """The first action of that name, e.g. `give(Ann, Bea)`."""
        return next(action for action in self.ground.actions if str(action) == name)

    def mind(self, state: State, character: Entity) -> State:
        return self.machine.mind(state, character)

    def read(self, state: State, place: Place) -> Value:
        return self.machine.read(state)(place)

    def value(self, state: State, expression: Expression) -> Value:
        """A resolved expression as a value."""
        return self._safely(term(expression, Scope(self.world, {})), state)

    def holds(self, state: State, expression: Expression) -> bool:
        """A resolved expression as a condition."""
        return holds(self._formula(expression), self.machine.read(state))

    def _formula(self, expression: Expression) -> Formula:
        return formula(expression, Scope(self.world, {}))

    def utility(self, state: State, owner: Entity | None) -> Value:
        return self._safely(self.ground.utilities[owner], state)

    def _safely(self, wanted: Term, state: State) -> Value:
        try:
            return value(wanted, self.machine.read(state))
        except DivisionByZeroError:
            raise EventError.of("division-by-zero", "division by zero") from None

    def possible(self, state: State, action: GroundEvent) -> bool:
        """Whether the precondition holds; raises EventError if that cannot be said."""
        try:
            return self.machine.possible(state, action)
        except DivisionByZeroError:
            raise EventError.of("division-by-zero", f"{action}: division by zero") from None

    def apply(self, state: State, action: GroundEvent) -> State:
        """The state after an action and rest; raises EventError."""
        return self.machine.apply(state, action)[0]

    def fired(self, state: State, action: GroundEvent) -> tuple[GroundEvent, ...]:
        """The triggers that fire in the state at hand after an action, in order."""
        return self.machine.apply(state, action)[1]

    def reasoner(self, limits: Limits) -> Reasoner:
        return Reasoner(self.machine, limits)
