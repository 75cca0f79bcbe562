"""What one character takes to be the case: everything the player's screen is made of.

A View is built from a mind and reads nothing else. It is never handed the node of the actual state, so nothing that
is true and unknown to the character can reach the screen through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.grounding import Argument, Value
from dreamwright.language.world import Entity, Property
from dreamwright.playing.shape import Shape, accepts


class Fact(NamedTuple):
    """A fluent and a value it is believed to have; None is unknown."""

    property: Property
    arguments: tuple[Argument, ...]
    value: Value

    def mentions(self, entity: Entity) -> bool:
        return entity in self.arguments or self.value is entity


class Exit(NamedTuple):
    """An action that would take the subject elsewhere, as they believe."""

    action: int
    place: Entity
    there: View
    """The world as imagined from there."""


class View:
    """The beliefs of `subject`, or of somebody as the subject imagines them (`in_mind_of`)."""

    def __init__(self, engine: Engine, shape: Shape, subject: Entity, mind: int) -> None:
        self._engine = engine
        self._program = engine.program
        self._mind = mind
        self.shape = shape
        self.subject = subject

    def read(self, property_: Property, arguments: tuple[Argument, ...]) -> Value:
        """The believed value of a fluent."""
        return self._engine.read(self._mind, property_, arguments)

    def in_mind_of(self, other: Entity) -> View:
        """What the subject believes that another character believes."""
        return View(self._engine, self.shape, self.subject, self._engine.mind(self._mind, other.index))

    @property
    def characters(self) -> tuple[Entity, ...]:
        return self._program.world.characters

    def agrees_with(self, other: View) -> bool:
        """Whether two minds are one and the same."""
        return self._mind == other._mind

    # ------------------------------------------------------------------------------------------ whereabouts
    def place_of(self, entity: Entity) -> Entity | None:
        """Where an entity is believed to be: a place, or None if unknown, nowhere, or with somebody."""
        for property_ in self.shape.whereabouts:
            if accepts(property_, entity):
                value = self.read(property_, (entity,))
                if isinstance(value, Entity) and not value.is_character:
                    return value
        return None

    @cached_property
    def place(self) -> Entity | None:
        """Where the subject believes to be."""
        return self.place_of(self.subject)

    def at(self, place: Entity) -> list[Entity]:
        """Who and what is believed to be at a place, the subject left out; characters first."""
        return [e for e in self._program.world.entities if e is not self.subject and self.place_of(e) is place]

    def held_by(self, holder: Entity) -> list[Entity]:
        """The things believed to be with a character."""
        return [
            e
            for e in self._program.world.entities
            if not e.is_character and any(accepts(p, e) and self.read(p, (e,)) is holder for p in self.shape.holding)
        ]

    def near(self, entity: Entity) -> bool:
        """Whether something is believed to be here, with the subject or with somebody here."""
        if self.place is None or entity is self.subject or entity is self.place:
            return True
        here = self.at(self.place)
        return entity in here or any(
            entity in self.held_by(holder) for holder in (self.subject, *(e for e in here if e.is_character))
        )

    def _known_whereabouts(self, fact: Fact) -> Fact | None:
        """For a fact that something is not anywhere or with anybody: where it is after all, if that is known."""
        places = self.whereabouts(fact.arguments[0]) if fact.value is None and fact.arguments else []
        if all(place.property is not fact.property for place in places):
            return None
        return next((place for place in places if place.value is not None), None)

    def whereabouts(self, entity: Argument) -> list[Fact]:
        """All that says, or fails to say, where an entity is or with whom.

        A character as a value tells who has a thing; of somebody who has a place of their own it may as well be the one
        to whom they are sworn.
        """
        if not isinstance(entity, Entity):
            return []
        properties = [p for p in self.shape.whereabouts if accepts(p, entity)]
        if not (properties and entity.is_character):
            properties += [p for p in self.shape.holding if accepts(p, entity) and p not in properties]
        return [Fact(p, (entity,), self.read(p, (entity,))) for p in properties]

    def is_lost(self, entity: Argument) -> bool:
        """Whether an entity could be somewhere, and nothing is known of where."""
        facts = self.whereabouts(entity)
        return bool(facts) and all(fact.value is None for fact in facts)

    # ------------------------------------------------------------------------------------------ actions
    def actions(self) -> list[int]:
        """The subject's own actions that they believe possible, in event order."""
        mine = self.subject.index
        events = self._program.events
        return [a for a in self._engine.possible_actions(self._mind) if mine in events[a].consenting]

    def all_own_actions(self) -> list[int]:
        """Every action of the subject's that there can ever be."""
        return [event.index for event in self._program.actions if self.subject.index in event.consenting]

    def obstacles(self, action: int) -> list[Fact]:
        """What the subject believes to stand against an action of theirs."""
        facts = [Fact(*atom) for atom in self._engine.false_atoms(self._mind, action)]
        return [self._known_whereabouts(fact) or fact for fact in facts]

    @cached_property
    def exits(self) -> tuple[Exit, ...]:
        """The actions that would take the subject, and nobody else, to another place; each place once."""
        found: dict[Entity, Exit] = {}
        for action in self.actions():
            event = self._program.events[action]
            leads = any(a in self.shape.places and a is not self.place for a in event.arguments)
            if leads and event.consenting == (self.subject.index,):
                there = self._after(action)
                if there is not None and there.place is not None and there.place is not self.place:
                    found.setdefault(there.place, Exit(action, there.place, there))
        return tuple(found.values())

    def _after(self, action: int) -> View | None:
        """The world as the subject imagines it after an action, or None if it cannot be imagined."""
        try:
            after = self._engine.apply(self._mind, action)
        except EventError:
            return None
        return View(self._engine, self.shape, self.subject, after)

    # ------------------------------------------------------------------------------------------ facts
    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Everything believed about what can change, properties in the order of the world's file."""
        values, author = self._engine.vector(self._mind), self._program.author_value
        return tuple([Fact(f.property, f.arguments, author(f.kind, values[f.index])) for f in self.shape.changing])

    @cached_property
    def _usual(self) -> dict[Property, Value]:
        """For each property the value that most of its fluents are believed to have; none if no two agree: then each
        is worth telling. Of what is so as often as not, not so is usual.
        """
        counts: dict[Property, Counter[Value]] = {}
        for fact in self.facts:
            counts.setdefault(fact.property, Counter())[fact.value] += 1
        common = {
            property_: max(counter.items(), key=lambda pair: (pair[1], pair[0] is False))
            for property_, counter in counts.items()
        }
        return {p: value for p, (value, times) in common.items() if times > 1 or isinstance(value, bool)}

    def is_notable(self, fact: Fact) -> bool:
        """Whether a fact sets its subject apart: neither where they are nor what is so of most others."""
        if fact.value is None or fact.property in self.shape.whereabouts:
            return False
        usual = self._usual.get(fact.property)
        if isinstance(fact.value, Entity):
            return fact.property not in self.shape.holding and fact.value is not usual
        if isinstance(fact.value, float):
            return fact.value not in (usual, 0.0)
        return fact.value != usual or (fact.value and len(fact.arguments) != 1)

    def notable(self, entity: Entity) -> list[Fact]:
        """What is notable of an entity: facts of which it is the first argument."""
        return [f for f in self.facts if f.arguments[:1] == (entity,) and self.is_notable(f)]

    def lasting(self, entity: Entity) -> Iterator[Fact]:
        """What is so for good about an entity, defaults left out."""
        world = self._program.world
        changing = {fluent.index for fluent in self.shape.changing}
        fluents = (f for f in self._program.fluents if f.index not in changing)
        keys = [(f.property, f.arguments) for f in fluents] + [
            (world.properties[index], tuple(world.entities[k] for k in key if isinstance(k, int)))
            for index, key in self._program.constants
        ]
        for property_, arguments in keys:
            if entity in arguments and len(arguments) == len(property_.parameters):
                value = self.read(property_, arguments)
                if value not in (None, False, 0.0):
                    yield Fact(property_, arguments, value)
