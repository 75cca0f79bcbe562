"""From the names in a chronicle back to the numbers of a program."""

from __future__ import annotations

from functools import cached_property

from dreamwright.grounding import Fluent, Program
from dreamwright.grounding.fluents import kind_of
from dreamwright.language.world import Entity


class Names:
    """The numbers of actions, triggers and characters, and the fluents, by name; None for a name that nothing has."""

    def __init__(self, program: Program) -> None:
        self._program = program

    @cached_property
    def actions(self) -> dict[str, int]:
        return {event.name: event.index for event in reversed(self._program.actions)}

    @cached_property
    def triggers(self) -> dict[str, int]:
        return {event.name: event.index for event in reversed(self._program.triggers)}

    @cached_property
    def characters(self) -> dict[str, int]:
        return {character.name: character.index for character in self._program.world.characters}

    @cached_property
    def entities(self) -> dict[str, Entity]:
        return {entity.name: entity for entity in self._program.world.entities}

    @cached_property
    def fluents(self) -> dict[str, Fluent]:
        return {str(fluent): fluent for fluent in reversed(self._program.fluents)}


def holds_entities(fluent: Fluent) -> bool:
    """Whether the values of a fluent are entities."""
    return kind_of(fluent.property) == "entity"
