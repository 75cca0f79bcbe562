"""The engine and the twin side by side in one world."""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.engine import Engine
from dreamwright.errors import Diagnostic, DreamwrightError, EventError
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.language.world import Entity, World
from reference import Twin
from reference.forms import GroundEvent, Place, Value
from reference.state import State
from reference.transition import Bounds

BOUNDS = Bounds(triggers=300, drafts=3_000)
"""Small worlds have no longer runs that end."""

Signature = tuple[str, int, tuple[Entity | bool | float, ...]]
"""What identifies a ground event in both: kind, place of the declaration, arguments."""


class Disagreement(AssertionError):  # noqa: N818
    """The engine and the twin differ; says where."""


class Pair:
    """One world in both, and which states of the two were found to correspond."""

    def __init__(self, world: World, twin: Twin, engine: Engine) -> None:
        self.world = world
        self.twin = twin
        self.engine = engine
        self.program = engine.program
        self.node_of: dict[State, int] = {}
        self.state_of: dict[int, State] = {}
        self.index_of: dict[Signature, int] = {
            (event.event.kind, event.event.index, event.arguments): event.index for event in self.program.events
        }

    @classmethod
    def of(cls, text: str) -> Pair | None:
        """Both, or None if both refuse the world. The text itself must be right."""
        world = load_text(text)
        twin, engine = _made(lambda: Twin(world, BOUNDS)), _made(lambda: _engine(world))
        if isinstance(twin, Twin) and isinstance(engine, Engine):
            return cls(world, twin, engine)
        if isinstance(engine, Engine):
            assert isinstance(twin, Diagnostic)
            # The effects of an event that can never happen need not be looked at (3.3).
            dropped = twin.message.split(": ")[0] not in [event.name for event in engine.program.events]
            if twin.code != "conflicting-effects" or not dropped:
                raise Disagreement(f"only the twin refuses the world: {twin.message}")
        if isinstance(twin, Twin):
            assert isinstance(engine, Diagnostic)
            raise Disagreement(f"only the engine refuses the world: {engine.message}")
        return None

    def index(self, event: GroundEvent) -> int | None:
        """The engine's number of an event; None if it was dropped."""
        return self.index_of.get((event.kind, event.template.index, event.arguments))

    # ---------------------------------------------------------------------------------------------- agreement
    def compare(self, state: State, node: int, depth: int = 3, where: str = "") -> None:
        """Values, possible actions, utilities and identity, here and in every mind to a depth."""
        self._same_identity(state, node, where)
        for place, value in state.values.items():
            found = self.engine.read(node, place.property, place.arguments)
            self._equal(f"{where}{place}", found, value)
        for owner in (None, *self.world.characters):
            index = None if owner is None else owner.index
            name = "author" if owner is None else owner.name
            self._equal(
                f"{where}utility of {name}",
                _outcome(self.engine.utility, node, index),
                _outcome(self.twin.utility, state, owner),
            )
        self._same_possible(state, node, where)
        if depth:
            for character in self.world.characters:
                mind = self.twin.mind(state, character)
                self.compare(mind, self.engine.mind(node, character.index), depth - 1, f"{where}{character.name}>")

    def _same_identity(self, state: State, node: int, where: str) -> None:
        known_node = self.node_of.setdefault(state, node)
        known_state = self.state_of.setdefault(node, state)
        if known_node != node:
            raise Disagreement(f"{where or 'the state'}: one state in the twin is two nodes in the engine")
        if known_state is not state:
            raise Disagreement(f"{where or 'the state'}: one node in the engine is two states in the twin")

    def _same_possible(self, state: State, node: int, where: str) -> None:
        """Dropped actions are never possible; where nothing fails to be read, the list is in event order."""
        outcomes = {action: _outcome(self.twin.possible, state, action) for action in self.twin.actions}
        for action, outcome in outcomes.items():
            index = self.index(action)
            found = False if index is None else _outcome(self.engine.possible, node, index)
            self._equal(f"{where}{action} is possible", found, outcome)
        if "error" not in outcomes.values():
            listed = [self.index(action) for action, outcome in outcomes.items() if outcome]
            self._equal(f"{where}possible actions", list(self.engine.possible_actions(node)), listed)

    def _equal(self, what: str, engine: object, twin: object) -> None:
        if type(engine) is not type(twin) or engine != twin:
            raise Disagreement(f"{what}: engine {_shown(engine)}, twin {_shown(twin)}")

    # ------------------------------------------------------------------------------------------------ walking
    def compare_warnings(self) -> None:
        """The engine warns about every event whose effects may disagree; it need not see every contradiction."""
        about = [w.message for w in self.program.warnings if w.code == "conflicting-effects"]
        for event in self.twin.warned:
            if self.index(event) is not None and not any(message.startswith(f"{event} ") for message in about):
                raise Disagreement(f"the engine does not warn about the effects of {event}")

    def walk(self, course: list[int], depth: int = 3) -> int:
        """A course of actions taken in both, compared after each. Returns how many were taken."""
        state, node, taken = self.twin.initial, self.engine.initial, 0
        self.compare_warnings()
        self.compare(state, node, depth)
        for choice in course:
            possible = [a for a in self.twin.actions if _outcome(self.twin.possible, state, a) is True]
            if not possible:
                break
            action = possible[choice % len(possible)]
            index = self.index(action)
            if index is None:
                raise Disagreement(f"{action} is possible but was dropped")
            after, reached = _outcome(self.twin.apply, state, action), _outcome(self.engine.apply, node, index)
            if (after == "error") != (reached == "error"):
                raise Disagreement(f"{action}: engine {_shown(reached)}, twin {_shown(after)}")
            if isinstance(after, State) and isinstance(reached, int):
                self._same_triggers(state, node, action, index)
                for character in self.world.characters:
                    self._equal(
                        f"{character.name} observes {action}",
                        self.engine.observes(node, index, character.index),
                        self.twin.machine.observes(character, action, state, state),
                    )
                state, node, taken = after, reached, taken + 1
                self.compare(state, node, depth, f"after {action}: ")
        return taken

    def tell(self, character: Entity, place: Place, value: Value) -> None:
        """Somebody comes to believe something in the initial state, in both."""
        state = _outcome(self.twin.machine.tell, self.twin.initial, place.believed_by(character), value)
        belief = (place.property, place.arguments, value)
        node = _outcome(self.engine.tell, self.engine.initial, character.index, [belief])
        if isinstance(state, State) and isinstance(node, int):
            self.compare(state, node, where=f"told {character.name} {place}: ")
        else:
            self._equal("telling", node, state)

    def _same_triggers(self, state: State, node: int, action: GroundEvent, index: int) -> None:
        engine = [self.program.events[trigger].name for trigger in self.engine.fired(node, index)]
        self._equal(f"triggers of {action}", engine, [str(t) for t in self.twin.fired(state, action)])


def _engine(world: World) -> Engine:
    """The engine with the initial state worked out."""
    engine = Engine(ground(world))
    assert engine.initial >= 0
    return engine


def _made(make: Callable[[], Twin | Engine]) -> Twin | Engine | Diagnostic:
    """What is made, or the first reason why it is refused."""
    try:
        return make()
    except DreamwrightError as error:
        return error.diagnostics[0]


def _outcome(function: object, *arguments: object) -> object:
    """What a function returns, or the word "error" for an EventError."""
    assert callable(function)
    try:
        return function(*arguments)
    except EventError:
        return "error"


def _shown(thing: object) -> str:
    return thing.name if isinstance(thing, Entity) else repr(thing)
