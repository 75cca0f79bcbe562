"""The initial state: 3.2."""

from __future__ import annotations

from dreamwright.errors import WorldError
from dreamwright.language.world import Entity
from reference.conflicts import refuse_conflicts
from reference.evaluate import DivisionByZeroError, holds, value
from reference.forms import Place, Value
from reference.ground import default
from reference.state import State
from reference.transition import EndlessError, Machine
from reference.writing import Scope, effects

Statements = dict[Place, Value]
"""What is said so far: every plain property, and the nested ones that were stated."""


def initial_state(machine: Machine) -> State:
    """The node in which the story begins, at rest. Raises WorldError."""
    try:
        statements = _executed(machine)
        drafts: dict[frozenset[tuple[Place, Value]], State] = {}
        first = _built(machine, statements, drafts)
        node = machine.store.intern(list(drafts.values()))[first]
        return machine.rest(node)[0]
    except DivisionByZeroError:
        raise WorldError.of("division-by-zero", "division by zero in the initial state") from None
    except (EndlessError, RecursionError) as error:
        raise WorldError.of("endless", f"the initial state: {error}") from None


def _executed(machine: Machine) -> Statements:
    """The statements in file order; within one, everything is read before it is written."""
    world = machine.ground.world
    statements: Statements = {place: default(place.property) for place in machine.ground.places}

    def read(place: Place) -> Value:
        while place not in statements:
            place = Place(place.chain[:-1], place.property, place.arguments)
        return statements[place]

    for expression in world.initial:
        written = effects(expression, Scope(world, {}))
        refuse_conflicts(world, "the initial state", written)
        statements.update({e.place: value(e.value, read) for e in written if holds(e.condition, read)})
    return statements


def _built(machine: Machine, said: Statements, drafts: dict[frozenset[tuple[Place, Value]], State]) -> State:
    key = frozenset(said.items())
    if key not in drafts:
        drafts[key] = state = State({place: v for place, v in said.items() if not place.chain})
        for character in machine.characters:
            state.minds[character] = _built(machine, _believed(said, character), drafts)
    return drafts[key]


def _believed(said: Statements, character: Entity) -> Statements:
    """What is said of the state the character believes in."""
    plain = {place: v for place, v in said.items() if not place.chain}
    own = {place: v for place, v in said.items() if place.chain and place.chain[0] is character}
    stripped = {place.inner(): v for place, v in own.items()}
    return {**plain, **own, **stripped}
