"""Fluents: properties applied to constants, numbered as they are met.

While a world is being grounded every fluent that anything mentions gets a provisional number; `Program` later keeps
only those that can change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dreamwright.grounding.arithmetic import Code
from dreamwright.language.world import Entity, Property

Kind = Literal["boolean", "number", "entity"]
Argument = Entity | bool | float
"""A constant in an argument place."""

Value = bool | float | Entity | None
"""A value as the author knows it; None is unknown."""


def kind_of(property_: Property) -> Kind:
    """Whether a property holds booleans, numbers or entities."""
    name = property_.type.name
    return name if name in ("boolean", "number") else "entity"  # type: ignore[return-value]


def default_of(property_: Property) -> Code:
    """The value before anything is said: False, 0 or unknown (specification 2.2)."""
    match kind_of(property_):
        case "boolean":
            return 0
        case "number":
            return 0.0
        case "entity":
            return None


@dataclass(frozen=True, slots=True, eq=False)
class Fluent:
    """One ground property. `index` is its place in the value vector."""

    index: int
    property: Property
    arguments: tuple[Argument, ...]
    kind: Kind

    def __str__(self) -> str:
        return signature(self.property.name, self.arguments)


def signature(name: str, arguments: tuple[Argument, ...]) -> str:
    """`name(A, B)` as authors write it."""
    return f"{name}({', '.join(_written(a) for a in arguments)})"


def _written(argument: Argument) -> str:
    if isinstance(argument, Entity):
        return argument.name
    return str(argument) if isinstance(argument, bool) else f"{argument:g}"


ArgumentKey = tuple[int | str, ...]


def argument_key(arguments: tuple[Argument, ...]) -> ArgumentKey:
    """Arguments in a form that compares by value: an entity's index, other constants as text."""
    return tuple(a.index if isinstance(a, Entity) else str(a) for a in arguments)


class FluentTable:
    """Numbers fluents in the order in which they are first asked for."""

    def __init__(self) -> None:
        self.fluents: list[Fluent] = []
        self._index: dict[tuple[int, ArgumentKey], int] = {}

    def index(self, property_: Property, arguments: tuple[Argument, ...]) -> int:
        """The number of a fluent, new if it was not met before."""
        key = (property_.index, argument_key(arguments))
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = len(self.fluents)
            self.fluents.append(Fluent(found, property_, arguments, kind_of(property_)))
        return found

    def find(self, property_: Property, arguments: tuple[Argument, ...]) -> int | None:
        """The number of a fluent, or None if nothing ever mentioned it."""
        return self._index.get((property_.index, argument_key(arguments)))
