"""What each parameter of an event does in a sentence, as far as names and types tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dreamwright.language.syntax import EntityRef
from dreamwright.language.world import Entity, Event, Parameter, Variable, World
from dreamwright.voices.lexicon import NAMED, TAKING
from dreamwright.voices.names import PLACING, first_word, is_place_type
from dreamwright.voices.template import Argument, Constant, Reference
from dreamwright.voices.words import split_identifier

Kind = Literal["character", "place", "thing"]


@dataclass(frozen=True, slots=True)
class Role:
    """One participant: `words` are its lower-case names (of the parameter, then of its types)."""

    reference: Reference
    kind: Kind
    words: tuple[str, ...]

    def preposition(self, verb: str) -> str | None:
        """The preposition its names ask for, if any."""
        for word in self.words:
            if word == "container":
                return "from" if verb in TAKING else "in"
            if word in NAMED:
                return NAMED[word]
        return None


class Roles:
    """Tells the roles of any event of a world."""

    def __init__(self, world: World) -> None:
        self._types = world.types
        self._place_types = _place_types(world)

    def of(self, event: Event) -> list[Role]:
        """The roles of the parameters in order; truth values have none."""
        return [
            self._role(index, parameter)
            for index, parameter in enumerate(event.parameters)
            if isinstance(parameter, Entity) or (isinstance(parameter, Variable) and parameter.type.name != "boolean")
        ]

    def consenting(self, event: Event, roles: Sequence[Role]) -> list[Role]:
        """The roles of those who must consent, in order; one not among the parameters gets a role of its own."""
        found = []
        for reference in event.consenting:
            if isinstance(reference, EntityRef):
                found.append(self._consenting_entity(event, reference.entity, roles))
            else:
                index = event.parameters.index(reference.variable)
                found += [role for role in roles if role.reference == Argument(index)]
        return found

    def _consenting_entity(self, event: Event, entity: Entity, roles: Sequence[Role]) -> Role:
        for role in roles:
            if isinstance(role.reference, Argument) and event.parameters[role.reference.index] is entity:
                return role
        return Role(Constant(entity), "character", ())

    def _role(self, index: int, parameter: Parameter) -> Role:
        assert isinstance(parameter, Entity | Variable)
        if isinstance(parameter, Variable):
            names = (parameter.name, parameter.type.name)
            return Role(Argument(index), self._kind(parameter.type.ancestors), _words(names))
        return Role(Argument(index), self.kind(parameter), _words(tuple(sorted(parameter.types))))

    def kind(self, entity: Entity) -> Kind:
        """What an entity is to a sentence."""
        kind = self._kind(entity.types)
        if kind == "place" and not all(self._is_placed_only(name) for name in entity.types):
            return "thing"  # a lamp one can live in is still a thing
        return kind

    def _kind(self, types: frozenset[str]) -> Kind:
        if "character" in types:
            return "character"
        return "thing" if types.isdisjoint(self._place_types) else "place"

    def _is_placed_only(self, type_name: str) -> bool:
        """Whether a type is a kind of place, or above a kind of place."""
        type_ = self._types.get(type_name)
        if type_ is None or not type_.ancestors.isdisjoint(self._place_types):
            return True
        return any(self._types[name].is_subtype_of(type_) for name in self._place_types if name in self._types)


def _place_types(world: World) -> frozenset[str]:
    """The types of what characters are said to be in; where nothing says so, the types whose names say so."""
    found = {
        property_.type.name
        for property_ in world.properties
        if first_word(property_) in PLACING and property_.type.name not in ("boolean", "number")
        if any(isinstance(p, Variable) and p.type.is_subtype_of("character") for p in property_.parameters)
    }
    return frozenset(found or (name for name, type_ in world.types.items() if is_place_type(type_)))


def _words(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("".join(split_identifier(name)).lower().rstrip("0123456789") for name in names)
