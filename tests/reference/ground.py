"""From a resolved world to its ground events and properties: 3.3, without any simplification."""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.language.world import Entity, Event, Parameter, Property, Variable, World
from reference.forms import Argument, Formula, GroundEvent, Known, Pick, Place, Term, Truth, Value
from reference.writing import Scope, candidates, effects, formula, kind_of, person, term


@dataclass(frozen=True)
class Ground:
    """A ground world. Events are in event order; triggers without effects are left out (3.3)."""

    world: World
    places: tuple[Place, ...]
    actions: tuple[GroundEvent, ...]
    triggers: tuple[GroundEvent, ...]
    utilities: dict[Entity | None, Term]


def ground(world: World) -> Ground:
    """All ground properties, events and utilities of a world."""
    places = [
        Place((), property_, arguments)
        for property_ in world.properties
        for arguments in combinations(world, property_.parameters)
    ]
    actions = [instantiate(world, event, c) for event in world.actions for c in combinations(world, event.parameters)]
    triggers = [instantiate(world, event, c) for event in world.triggers for c in combinations(world, event.parameters)]
    owners: tuple[Entity | None, ...] = (None, *world.characters)
    return Ground(
        world,
        tuple(places),
        tuple(actions),
        tuple(trigger for trigger in triggers if trigger.effects),
        {owner: utility(world, owner) for owner in owners},
    )


def combinations(world: World, parameters: tuple[Parameter, ...]) -> list[tuple[Argument, ...]]:
    """Every way of filling the parameters: nested loops, the first parameter outermost."""
    if not parameters:
        return [()]
    first, rest = parameters[0], parameters[1:]
    fillings: tuple[Argument, ...] = candidates(world, first.type) if isinstance(first, Variable) else (first,)
    return [(filling, *others) for filling in fillings for others in combinations(world, rest)]


def instantiate(world: World, event: Event, arguments: tuple[Argument, ...]) -> GroundEvent:
    """One event with its parameters filled."""
    pairs = zip(event.parameters, arguments, strict=True)
    scope = Scope(world, {p: a for p, a in pairs if isinstance(p, Variable)})
    return GroundEvent(
        event.kind,
        event,
        arguments,
        Truth(True) if event.precondition is None else formula(event.precondition, scope),
        () if event.effect is None else tuple(effects(event.effect, scope)),
        tuple(dict.fromkeys(person(reference, scope) for reference in event.consenting)),
        {character: _observes(event, scope, character) for character in world.characters},
    )


def _observes(event: Event, scope: Scope, character: Entity) -> Formula:
    if event.observing is None:
        return Truth(True)
    variable, condition = event.observing
    return formula(condition, scope.bind(variable, character))


def utility(world: World, owner: Entity | None) -> Term:
    """A utility; nobody's is the constant 0, and a boolean one counts 1 or 0 (1.2)."""
    expression = world.utilities.get(owner)
    if expression is None:
        return Known(0.0)
    scope = Scope(world, {})
    if kind_of(expression) == "boolean":
        return Pick(((formula(expression, scope), Known(1.0)),), Known(0.0))
    return term(expression, scope)


def default(property_: Property) -> Value:
    """What a property holds unless something is said about it (2.2)."""
    return {"boolean": False, "number": 0.0}.get(property_.type.name)
