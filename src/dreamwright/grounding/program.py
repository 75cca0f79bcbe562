"""A Program: a world after grounding.

Fluents are numbered 0 .. len(fluents)-1: those that can change, in truth or in some mind. Everything else is a
constant, kept in `constants` so that it can still be read. Events are numbered in event order (specification 3.3),
actions first. Characters are numbered as entities, from 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dreamwright.errors import Diagnostic, WorldError, did_you_mean
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.fluents import Argument, ArgumentKey, Fluent, Value, argument_key, default_of, kind_of
from dreamwright.grounding.formula import Assignment, Condition, Path
from dreamwright.grounding.formula import Value as GroundValue
from dreamwright.grounding.reachable import Domain
from dreamwright.language.syntax import Expression
from dreamwright.language.world import Entity, Event, Property, World

FluentKey = tuple[int, ArgumentKey]
"""Property index and `argument_key` of the arguments."""


@dataclass(frozen=True, slots=True, eq=False)
class GroundEvent:
    """A ground action or trigger.

    `arguments` are its constants in the order of the parameters; `consenting` are character indices; `observing` holds
    one condition for each character (empty for triggers).
    """

    index: int
    event: Event
    arguments: tuple[Argument, ...]
    consenting: tuple[int, ...]
    precondition: Condition
    assignments: tuple[Assignment, ...]
    observing: tuple[Condition, ...]
    name: str

    @property
    def is_action(self) -> bool:
        return self.event.kind == "action"

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, eq=False)
class Program:
    """A grounded world: numbered fluents and events, utilities, the initial statements, and the way back to names."""

    world: World
    fluents: tuple[Fluent, ...]
    domains: tuple[Domain, ...]
    """For each fluent, every value that it may ever have, in truth or in a mind."""
    constants: dict[FluentKey, Code]
    """Fluents that were mentioned but never change, by key; a fluent in neither place has its default."""
    events: tuple[GroundEvent, ...]
    action_count: int
    utilities: dict[int | None, GroundValue]
    """By character index; None is the author. Who has none has the constant utility 0."""
    initial: dict[tuple[Path, int], Code]
    """Initial statements over numbered fluents: path `()` is the truth (complete), longer paths what was stated."""
    warnings: tuple[Diagnostic, ...]
    fluent_index: dict[FluentKey, int]
    _by_name: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    @property
    def character_count(self) -> int:
        return len(self.world.characters)

    @property
    def actions(self) -> tuple[GroundEvent, ...]:
        return self.events[: self.action_count]

    @property
    def triggers(self) -> tuple[GroundEvent, ...]:
        return self.events[self.action_count :]

    def action(self, text: str) -> int:
        """The index of a ground action written as `give(A, B)`. Raises WorldError with a suggestion."""
        if not self._by_name:
            for event in reversed(self.actions):
                self._by_name[_squeeze(event.name)] = event.index
        found = self._by_name.get(_squeeze(text))
        if found is None:
            hint = did_you_mean(text, [event.name for event in self.actions])
            message = f"no action '{text}' can ever happen in this world"
            raise WorldError(Diagnostic("unknown-action", message, hint=hint))
        return found

    def place(self, property_: Property, arguments: Sequence[Argument]) -> int | None:
        """The number of a fluent, or None when it never changes."""
        return self.fluent_index.get((property_.index, argument_key(tuple(arguments))))

    def constant(self, property_: Property, arguments: Sequence[Argument]) -> Code:
        """The value of a fluent that never changes."""
        return self.constants.get((property_.index, argument_key(tuple(arguments))), default_of(property_))

    def to_author(self, property_: Property, code: Code) -> Value:
        """A value inside the engine as the author knows it."""
        return self.author_value(kind_of(property_), code)

    def author_value(self, kind: str, code: Code) -> Value:
        if code is None:
            return None
        if kind == "entity":
            return self.world.entities[int(code)]
        return bool(code) if kind == "boolean" else float(code)

    def to_code(self, value: Value) -> Code:
        """An author's value as the engine keeps it."""
        if isinstance(value, Entity):
            return value.index
        if isinstance(value, bool):
            return int(value)
        return value

    def compile_condition(self, expression: Expression) -> Condition:
        """A resolved boolean expression without free variables as a ground condition over the program's fluents."""
        from dreamwright.grounding.ground import ground_condition

        return ground_condition(self, expression)

    def compile_value(self, expression: Expression) -> GroundValue:
        """A resolved expression of any type, likewise."""
        from dreamwright.grounding.ground import ground_value

        return ground_value(self, expression)


def _squeeze(text: str) -> str:
    return "".join(text.split())
