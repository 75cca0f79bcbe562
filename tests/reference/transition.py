"""One event, and coming to rest: 4.2; surprise: 4.4. The functions follow the text of 4.2 line by line."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from dreamwright.errors import EventError
from dreamwright.language.world import Entity
from reference.evaluate import DivisionByZeroError, Read, holds, value
from reference.forms import (
    SETTLE,
    All,
    Any,
    Atom,
    Choice,
    Formula,
    GroundEvent,
    Happening,
    Place,
    Plain,
    Private,
    Settle,
    Truth,
    Value,
)
from reference.ground import Ground
from reference.negation import negated
from reference.state import State, Store


@dataclass(frozen=True)
class Bounds:
    """What is taken for endless (4.2): triggers of one run, drafts of one outermost step."""

    triggers: int = 10_000
    drafts: int = 100_000


class EndlessError(Exception):
    """Triggers or drafts without end; says which."""


class Machine:
    """Takes events in the states of one world."""

    def __init__(self, ground: Ground, bounds: Bounds) -> None:
        self.ground = ground
        self.bounds = bounds
        self.store = Store(ground.world.characters)
        self.characters = ground.world.characters
        self._todo: deque[State] = deque()
        self._drafts: list[State] = []
        self._registered: list[tuple[State, Happening]] = []
        self._outermost = True

    # -------------------------------------------------------------------------------------------- reading
    def read(self, state: State) -> Read:
        """How places are read in a state: nested ones in the minds there (3.4)."""

        def read(place: Place) -> Value:
            found = state
            for character in place.chain:
                found = self.mind(found, character)
            return found.values[Place((), place.property, place.arguments)]

        return read

    def possible(self, state: State, event: GroundEvent) -> bool:
        return holds(event.precondition, self.read(state))

    # --------------------------------------------------------------------------------------------- action
    def apply(self, state: State, action: GroundEvent) -> tuple[State, tuple[GroundEvent, ...]]:
        """The action, then rest; and the triggers that fired in the state at hand. Raises EventError."""
        try:
            return self.rest(self.step(state, action))
        except DivisionByZeroError:
            raise EventError.of("division-by-zero", f"{action}: division by zero") from None
        except (EndlessError, RecursionError) as error:
            raise EventError.of("endless", f"{action}: {error}") from None

    def tell(self, state: State, place: Place, v: Value) -> State:
        """A private change of the state at hand, then rest: of somebody's belief, noticed by nobody else."""
        try:
            return self.rest(self.step(state, Private(None, frozenset({(place, v)}))))[0]
        except DivisionByZeroError:
            raise EventError.of("division-by-zero", "what was told: division by zero") from None
        except (EndlessError, RecursionError) as error:
            raise EventError.of("endless", f"what was told: {error}") from None

    def rest(self, state: State) -> tuple[State, tuple[GroundEvent, ...]]:
        """Triggers run and minds settled until nothing changes."""
        seen = {state}
        fired: list[GroundEvent] = []
        while True:
            trigger = self._first_trigger(state)
            if trigger is not None:
                fired.append(trigger)
                if len(fired) > self.bounds.triggers:
                    raise EndlessError(f"triggers never come to rest: {_names(fired)}")
                state = self.step(state, trigger)
            else:
                settled = self.step(state, SETTLE)
                if settled is state:
                    return state, tuple(fired)
                state = settled
            if state in seen:
                raise EndlessError(f"triggers run in a circle: {_names(fired)}")
            seen.add(state)

    # ----------------------------------------------------------------------------------------------- step
    def step(self, state: State, event: Happening) -> State:
        """The event, taken whether or not its precondition holds."""
        if event in state.next:
            return state.next[event]
        if not self._outermost:
            return self._draft(state, event)
        self._outermost = False
        try:
            self._draft(state, event)
            while self._todo:
                draft = self._todo.popleft()
                for character in self.characters:
                    self.mind(draft, character)
            self.store.intern(self._drafts)
        except BaseException:
            for source, taken in self._registered:
                source.next.pop(taken, None)
            raise
        finally:
            self._todo.clear()
            self._drafts = []
            self._registered = []
            self._outermost = True
        return state.next[event]

    def _draft(self, state: State, event: Happening) -> State:
        if len(self._drafts) >= self.bounds.drafts:
            raise EndlessError(f"minds never come to rest after {event}")
        draft = State({}, state, event)
        self._drafts.append(draft)
        state.next[event] = draft
        self._registered.append((state, event))
        draft.values = {**state.values, **self._changes(state, event)}
        self._todo.append(draft)
        return draft

    def _changes(self, state: State, event: Happening) -> dict[Place, Value]:
        """What the event does to plain properties; conditions and values are read before it."""
        return {place: v for place, v in self._assigned(state, event).items() if not place.chain}

    def _assigned(self, state: State, event: Happening) -> dict[Place, Value]:
        """All that the event assigns, nested or not; of two assignments to one place the later wins (3.1)."""
        if isinstance(event, Settle):
            return {}
        if isinstance(event, Private):
            return dict(event.changes)
        read = self.read(state)
        return {e.place: value(e.value, read) for e in event.effects if holds(e.condition, read)}

    # ---------------------------------------------------------------------------------------------- minds
    def mind(self, state: State, character: Entity) -> State:
        """The state the character believes itself in; worked out when first asked for."""
        if character in state.minds:
            return state.minds[character]
        before, event = state.previous, state.event
        assert before is not None
        assert event is not None
        belief = self.mind(before, character)
        if isinstance(event, Settle):
            belief = state if belief is before else self.settle(belief)
        else:
            if self.observes(character, event, before, belief) and belief is not state:
                if isinstance(event, GroundEvent) and event.kind == "action":
                    repair = self.repair(before, event, belief)
                    if repair is not None:
                        belief = self.step(belief, repair)
                belief = self.step(belief, event)
            told = {
                place.inner(): v
                for place, v in self._assigned(before, event).items()
                if place.chain and place.chain[0] is character
            }
            if told:
                belief = self.step(belief, Private(character, frozenset(told.items())))
        state.minds[character] = belief
        return belief

    def observes(self, character: Entity, event: Happening, state: State, belief: State) -> bool:
        match event:
            case GroundEvent(kind="action"):
                return holds(event.observing[character], self.read(state))
            case GroundEvent():
                return belief is state
            case Private(owner=owner):
                return owner is character
            case _:
                raise AssertionError("settling is observed by nobody")

    def settle(self, belief: State) -> State:
        """A mind brought to rest: its triggers, then one SETTLE for the minds in it."""
        fired: list[GroundEvent] = []
        while (trigger := self._first_trigger(belief)) is not None:
            fired.append(trigger)
            if len(fired) > self.bounds.triggers:
                raise EndlessError(f"triggers in a mind never come to rest: {_names(fired)}")
            belief = self.step(belief, trigger)
        return self.step(belief, SETTLE)

    def _first_trigger(self, state: State) -> GroundEvent | None:
        for trigger in self.ground.triggers:
            if self.possible(state, trigger):
                return trigger
        return None

    # ------------------------------------------------------------------------------------------- surprise
    def repair(self, state: State, action: GroundEvent, belief: State) -> Private | None:
        """What a character who believes the action impossible learns from seeing it (4.4)."""
        here, there = self.read(state), self.read(belief)
        if holds(action.precondition, there):
            return None
        values: dict[Place, Value] = {}
        unknown: list[Place] = []
        for conjunct in conjuncts(action.precondition, here):
            false = [atom for atom in conjunct if not holds(atom, there)]
            for atom in [a for part in false for a in (part.solved if isinstance(part, Plain) else (part,))]:
                if atom.operator == "==":
                    values[atom.place] = value(atom.right, here)
                else:
                    unknown.append(atom.place)
        changes = dict.fromkeys(unknown) | values
        return Private(None, frozenset(changes.items())) if changes else None


def conjuncts(formula: Formula, read: Read) -> Iterator[tuple[Atom | Plain, ...]]:
    """The conjuncts of the disjunctive normal form that hold."""
    match formula:
        case Truth(value=known):
            if known:
                yield ()
        case Atom() | Plain():
            if holds(formula, read):
                yield (formula,)
        case Any(parts=parts):
            for part in parts:
                yield from conjuncts(part, read)
        case All(parts=()):
            yield ()
        case All(parts=parts):
            for first in conjuncts(parts[0], read):
                for rest in conjuncts(All(parts[1:]), read):
                    yield first + rest
        case Choice():
            yield from conjuncts(as_disjunction(formula), read)


def as_disjunction(choice: Choice) -> Formula:
    """A conditional as `(C & X) | (!C & Y)`."""
    if not choice.branches:
        return choice.otherwise
    condition, branch = choice.branches[0]
    rest = Choice(choice.branches[1:], choice.otherwise)
    return Any((All((condition, branch)), All((negated(condition), as_disjunction(rest)))))


def _names(fired: list[GroundEvent]) -> str:
    return ", ".join(dict.fromkeys(str(trigger) for trigger in fired))
