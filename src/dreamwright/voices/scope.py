"""What the placeholders of a text may name, and what can be wrong with one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dreamwright.errors import Severity
from dreamwright.language.syntax import EntityRef
from dreamwright.language.world import Entity, Event, Parameter, Property, Variable, World
from dreamwright.voices.template import Argument, Constant, Reference, Value


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a template; `start` and `end` are offsets in its text."""

    code: str
    message: str
    start: int
    end: int
    hint: str | None = None
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Scope:
    """What the placeholders of a text may name."""

    world: World
    parameters: tuple[Parameter, ...] = ()
    actor: Reference | None = None
    has_value: bool = False

    def place_of(self, name: str) -> int | None:
        """The place of the parameter variable of this name."""
        for place, parameter in enumerate(self.parameters):
            if isinstance(parameter, Variable) and parameter.name == name:
                return place
        return None

    def named(self, name: str) -> Reference | None:
        """What a plain name stands for: a parameter, `value`, `actor` or an entity."""
        place = self.place_of(name)
        if place is not None:
            return Argument(place)
        if name == "value" and self.has_value:
            return Value()
        if name == "actor" and self.actor is not None:
            return self.actor
        entity = next((entity for entity in self.world.entities if entity.name == name), None)
        return None if entity is None else Constant(entity)

    def property_taking(self, name: str, arguments: Sequence[Argument | Constant | bool]) -> Property | None:
        """The first declared property with this name that takes these arguments."""
        for property_ in self.world.properties:
            if property_.name == name and len(property_.parameters) == len(arguments):
                pairs = zip(property_.parameters, arguments, strict=True)
                if all(self._accepts(parameter, argument) for parameter, argument in pairs):
                    return property_
        return None

    def _accepts(self, parameter: Parameter, argument: Argument | Constant | bool) -> bool:
        given = self.parameters[argument.index] if isinstance(argument, Argument) else argument
        if isinstance(given, Constant):
            given = given.entity
        if not isinstance(parameter, Variable):
            return given is parameter
        if isinstance(given, Variable):
            return given.type.is_subtype_of(parameter.type)
        if isinstance(given, Entity):
            return given.is_a(parameter.type)
        return parameter.type.name == "boolean"

    def names(self) -> list[str]:
        """Every plain name a placeholder may hold."""
        names = [parameter.name for parameter in self.parameters if isinstance(parameter, Variable)]
        names += ["value"] if self.has_value else []
        names += ["actor"] if self.actor is not None else []
        return names + [entity.name for entity in self.world.entities]


def event_scope(world: World, event: Event) -> Scope:
    """The scope of the texts of an action or a trigger; the actor is the first who must consent."""
    return Scope(world, event.parameters, actor_of(event))


def actor_of(event: Event) -> Reference | None:
    """Who does it: the first consenting parameter or entity, None when nobody must consent."""
    if not event.consenting:
        return None
    first = event.consenting[0]
    if isinstance(first, EntityRef):
        return Constant(first.entity)
    return Argument(event.parameters.index(first.variable))


def property_scope(world: World, property_: Property) -> Scope:
    """The scope of the texts of a property."""
    return Scope(world, property_.parameters, has_value=True)


def signature(property_: Property) -> str:
    """A property as declared: "at(c : character) : place"."""
    return f"{property_.name}({', '.join(_parameter(p) for p in property_.parameters)}) : {property_.type.name}"


def _parameter(parameter: Parameter) -> str:
    match parameter:
        case Variable(name=name, type=type_):
            return f"{name} : {type_.name}"
        case Entity(name=name):
            return name
        case _:
            return str(parameter)
