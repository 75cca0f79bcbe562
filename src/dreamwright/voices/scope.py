"""What the placeholders of a text may name, and what can be wrong with one."""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.errors import Severity
from dreamwright.language.syntax import EntityRef
from dreamwright.language.world import Entity, Event, Parameter, Property, Variable, World
from dreamwright.voices.template import Argument, Constant, Reference


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
