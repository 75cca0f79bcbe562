"""What a world's properties mean to somebody who lives in it: which one says where people and things are.

A world need not use any particular names; this is a guess from its form, used only to lay out what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.grounding import Argument, Fluent, Program
from dreamwright.language.world import Entity, Property, Variable

_PLACE_NAMES = ("at", "location", "in", "place", "position", "where", "room")


@dataclass(frozen=True, slots=True)
class Shape:
    """`place` says where the subject is; `whereabouts` are all properties that put one entity at such a place;
    `holding` are those that put one thing with a character."""

    place: Property | None
    whereabouts: tuple[Property, ...]
    holding: tuple[Property, ...]
    places: tuple[Entity, ...]
    changing: tuple[Fluent, ...]
    """The fluents that some event may change, in an order that does not hang on what is true; the others stay."""


def shape_of(program: Program, subject: Entity) -> Shape:
    """The shape of a world as its subject meets it."""
    single = [p for p in program.world.properties if len(p.parameters) == 1 and _has_entities(p)]
    changed = {a.fluent for event in program.events for a in event.assignments}
    found = (fluent for fluent in program.fluents if fluent.index in changed)
    changing = tuple(sorted(found, key=lambda fluent: place_in_order(fluent.property, fluent.arguments)))
    place = _place(program, single, subject)
    holding = tuple(p for p in single if subject.is_a(p.type) or p.type.is_subtype_of("character"))
    if place is None:
        return Shape(None, (), tuple(p for p in holding if _changes(program, p)), (), changing)
    places = tuple(e for e in program.world.entities_of(place.type) if not e.is_character)
    whereabouts = tuple(p for p in single if any(e.is_a(p.type) for e in places) and _changes(program, p))
    return Shape(place, whereabouts, tuple(p for p in holding if _changes(program, p)), places, changing)


def _place(program: Program, single: list[Property], subject: Entity) -> Property | None:
    """The property of the subject that is likeliest to be where they are."""
    fitting = [
        p
        for p in single
        if accepts(p, subject)
        and program.place(p, (subject,)) is not None
        and any(not e.is_character for e in program.world.entities_of(p.type))
    ]
    by_name = [p for name in _PLACE_NAMES for p in fitting if p.name.lower() == name]
    by_type = [p for p in fitting if p.type.name.lower() in _PLACE_NAMES]
    return next(iter([*by_name, *by_type, *fitting]), None)


def accepts(property_: Property, entity: Entity) -> bool:
    """Whether an entity may stand in a property's only argument place."""
    parameter = property_.parameters[0]
    return entity.is_a(parameter.type) if isinstance(parameter, Variable) else parameter is entity


def place_in_order(property_: Property, arguments: tuple[Argument, ...]) -> tuple[int, list[float]]:
    """A key that sorts fluents by the world's file, whatever is true: their numbers would give some of that away."""
    return property_.index, [a.index if isinstance(a, Entity) else a for a in arguments]


def _has_entities(property_: Property) -> bool:
    return property_.type.name not in ("boolean", "number")


def _changes(program: Program, property_: Property) -> bool:
    return any(fluent.property is property_ for fluent in program.fluents)
