"""One face for everything that claims to follow the specification: the twin and the engine.

Characters, actions and triggers are named by their text, states are whatever the implementation uses for them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, NamedTuple

from dreamwright.errors import WorldError
from dreamwright.language import load, resolve_expression
from dreamwright.language.syntax import Believes, EntityRef, Expression, Read
from dreamwright.language.world import Entity
from reference import Twin
from reference.forms import GroundEvent
from reference.reasons import Limits as TwinLimits
from reference.writing import Scope, argument

State = Any
Value = bool | float | Entity | None


class Limits(NamedTuple):
    """The three limits of a case: author temporal, character temporal, epistemic."""

    author: int
    character: int
    epistemic: int


class Adapter(ABC):
    """An implementation with one world loaded. Loading raises DreamwrightError if the world is refused."""

    solves = False
    """Whether `solutions` and `reported` can be asked."""

    def __init__(self, path: Path) -> None:
        self.world = load(path)

    def expression(self, text: str) -> Expression:
        return resolve_expression(self.world, text, "<case>")

    def character(self, name: str) -> Entity:
        return next(c for c in self.world.characters if c.name == name)

    def minds(self, state: State, key: str) -> State:
        """The state at the end of a chain such as `Per>Una`; the empty chain is the state itself."""
        for name in key.split(">") if key else []:
            state = self.mind(state, self.character(name))
        return state

    @property
    @abstractmethod
    def initial(self) -> State: ...

    @property
    @abstractmethod
    def warned(self) -> set[str]:
        """The ground events named in warnings about conflicts."""

    @abstractmethod
    def mind(self, state: State, character: Entity) -> State: ...

    @abstractmethod
    def equals(self, state: State, text: str, literal: str, value: Value) -> bool:
        """Whether an expression has this value, given as literal text too."""

    @abstractmethod
    def holds(self, state: State, text: str) -> bool: ...

    @abstractmethod
    def possible(self, state: State, action: str) -> bool: ...

    @abstractmethod
    def apply(self, state: State, action: str) -> State: ...

    @abstractmethod
    def fired(self, state: State, action: str) -> list[str]: ...

    @abstractmethod
    def utility(self, state: State, owner: Entity | None) -> Value: ...

    @abstractmethod
    def accepted(self, state: State, action: str, limits: Limits) -> dict[str, bool]:
        """For each consenting character, whether it accepts the action here."""

    def explained(self, state: State, action: str, limits: Limits) -> bool:
        return self.possible(state, action) and all(self.accepted(state, action, limits).values())

    def reported(self, state: State, action: str, limits: Limits) -> set[str]:
        """The characters whose unknown utility is met while asking for reasons."""
        raise NotImplementedError

    def solutions(self, limits: Limits) -> list[tuple[list[str], float]]:
        raise NotImplementedError


class TwinAdapter(Adapter):
    """The reference twin."""

    solves = True

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.twin = Twin(self.world)

    @property
    def initial(self) -> State:
        return self.twin.initial

    @property
    def warned(self) -> set[str]:
        return {str(event) for event in self.twin.warned}

    def _action(self, name: str) -> GroundEvent:
        return self.twin.action(name)

    def mind(self, state: State, character: Entity) -> State:
        return self.twin.mind(state, character)

    def equals(self, state: State, text: str, literal: str, value: Value) -> bool:
        found = self.twin.value(state, self.expression(text))
        return type(found) is type(value) and found == value

    def holds(self, state: State, text: str) -> bool:
        return self.twin.holds(state, self.expression(text))

    def possible(self, state: State, action: str) -> bool:
        return self.twin.possible(state, self._action(action))

    def apply(self, state: State, action: str) -> State:
        return self.twin.apply(state, self._action(action))

    def fired(self, state: State, action: str) -> list[str]:
        return [str(trigger) for trigger in self.twin.fired(state, self._action(action))]

    def utility(self, state: State, owner: Entity | None) -> Value:
        return self.twin.utility(state, owner)

    def accepted(self, state: State, action: str, limits: Limits) -> dict[str, bool]:
        reasoner = self.twin.reasoner(TwinLimits(*limits))
        asked = self._action(action)
        budget = reasoner.limits.budget
        return {c.name: reasoner.accepts(c, asked, state, budget, 1) for c in asked.consenting}

    def reported(self, state: State, action: str, limits: Limits) -> set[str]:
        reasoner = self.twin.reasoner(TwinLimits(*limits))
        reasoner.explained(state, self._action(action))
        return {owner.name for owner in reasoner.unknown if owner is not None}

    def solutions(self, limits: Limits) -> list[tuple[list[str], float]]:
        reasoner = self.twin.reasoner(TwinLimits(*limits))
        return [([str(a) for a in plan], reached) for plan, reached in reasoner.solutions(self.initial)]


class EngineAdapter(Adapter):
    """The engine, with its motives."""

    def __init__(self, path: Path) -> None:
        from dreamwright.engine import Engine
        from dreamwright.grounding import ground

        super().__init__(path)
        self.program = ground(self.world)
        self.engine = Engine(self.program)

    @property
    def initial(self) -> State:
        return self.engine.initial

    @property
    def warned(self) -> set[str]:
        about = [w.message for w in self.program.warnings if "conflict" in w.code]
        return {event.name for event in self.program.events if any(event.name in text for text in about)}

    def mind(self, state: State, character: Entity) -> State:
        return self.engine.mind(state, character.index)

    def equals(self, state: State, text: str, literal: str, value: Value) -> bool:
        expression = self.expression(text)
        while isinstance(expression, Believes) and isinstance(expression.character, EntityRef):
            state, expression = self.mind(state, expression.character.entity), expression.body
        if not isinstance(expression, Read):
            return self.engine.value(state, self.program.compile_value(expression)) == self.program.to_code(value)
        arguments = tuple(argument(a, Scope(self.world, {})) for a in expression.arguments)
        found = self.engine.read(state, expression.property, arguments)
        return type(found) is type(value) and found == value

    def holds(self, state: State, text: str) -> bool:
        return self.engine.holds(state, self.program.compile_condition(self.expression(text)))

    def possible(self, state: State, action: str) -> bool:
        try:
            index = self.program.action(action)
        except WorldError:
            return False  # dropped, since it can never happen
        return self.engine.possible(state, index)

    def apply(self, state: State, action: str) -> State:
        return self.engine.apply(state, self.program.action(action))

    def fired(self, state: State, action: str) -> list[str]:
        return [self.program.events[t].name for t in self.engine.fired(state, self.program.action(action))]

    def utility(self, state: State, owner: Entity | None) -> Value:
        return self.engine.utility(state, None if owner is None else owner.index)

    def accepted(self, state: State, action: str, limits: Limits) -> dict[str, bool]:
        from dreamwright.planning import Limits as MotiveLimits
        from dreamwright.planning import motive

        index = self.program.action(action)
        bounds = MotiveLimits(limits.character, limits.epistemic)
        return {
            self.world.entities[c].name: motive(self.engine, state, index, c, bounds) is not None
            for c in self.program.events[index].consenting
        }


ADAPTERS: dict[str, type[Adapter]] = {"twin": TwinAdapter, "engine": EngineAdapter}
