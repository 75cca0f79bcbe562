"""The engine with beliefs to a fixed depth: what stories and plans run on.

A state of level L has a value vector and, for each character, a state of level L-1; at level 0 there are values alone,
and everybody there is taken to agree. So states form no circles, interning is one look-up, and an event costs as much
as the minds that it changes down to that depth, however far what people think of what people think has drifted apart
below it.

Down to the depth, everything is exactly as the unbounded engine has it, provided that no event reads minds more
deeply than it writes them (`reads_deeper_than_it_writes`). Where one does, what lies deepest may be taken to agree when
it does not, and with every such event that can rise by one level.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cached_property

from dreamwright.engine.compiled import CompiledEvent, PrivateChange
from dreamwright.engine.engine import MOST_TRIGGERS, NOT_KNOWN, SETTLE, Engine, RunawayError, endless
from dreamwright.engine.match import Matcher, Vector
from dreamwright.engine.start import Drafts, initial_drafts
from dreamwright.grounding.formula import Condition, Value, fetches
from dreamwright.grounding.program import GroundEvent, Program


def lets_depth_rise(event: GroundEvent) -> bool:
    """Whether what is believed more deeply than an event writes decides what it writes."""
    if not event.assignments:
        return False
    effects = [max(depth_of(a.condition), depth_of(a.value)) for a in event.assignments]
    if event.is_action:
        return any(read > len(a.path) for read, a in zip(effects, event.assignments, strict=True))
    return max(depth_of(event.precondition), *effects) > min(len(a.path) for a in event.assignments)


def reads_deeper_than_it_writes(event: GroundEvent) -> bool:
    """Whether what lies deeper than an event writes decides what it writes, or what surprises those who see it."""
    surprises = depth_of(event.precondition) > 0 or any(depth_of(condition) > 1 for condition in event.observing)
    return lets_depth_rise(event) or (event.is_action and surprises)


def depth_of(item: Condition | Value) -> int:
    """How deeply a condition or value reads minds: 0 for the state at hand alone."""
    return max((len(path) for path, _ in fetches(item)), default=0)


DEFAULT_DEPTH = 3
"""How deep a story keeps beliefs: what people believe that others believe of others."""


class LeveledNodes:
    """States by level: `vector[n]`, `minds[n]` (of the level below; at level 0 the state itself) and `level[n]`."""

    def __init__(self, characters: int) -> None:
        self.vector: list[int] = []
        self.minds: list[tuple[int, ...]] = []
        self.level: list[int] = []
        self._characters = characters
        self._flat: dict[int, int] = {}
        self._known: dict[tuple[int, ...], int] = {}
        self._cut: dict[tuple[int, int], int] = {}

    def __len__(self) -> int:
        return len(self.vector)

    def flat(self, vector: int) -> int:
        """The state of level 0 with a vector."""
        node = self._flat.get(vector)
        if node is None:
            node = self._flat[vector] = len(self.vector)
            self.vector.append(vector)
            self.minds.append((node,) * self._characters)
            self.level.append(0)
        return node

    def node(self, vector: int, minds: tuple[int, ...]) -> int:
        """The state one level above its minds."""
        key = (vector, *minds)
        node = self._known.get(key)
        if node is None:
            node = self._known[key] = len(self.vector)
            self.vector.append(vector)
            self.minds.append(minds)
            self.level.append(self.level[minds[0]] + 1)
        return node

    def cut(self, node: int, level: int | None = None) -> int:
        """The state of so many levels (or one less) that agrees with this one as deep as it goes.

        One that has no more levels stays itself.
        """
        if level is None:
            level = self.level[node] - 1
        if self.level[node] <= level:
            return node
        if level == 0:
            return self.flat(self.vector[node])
        known = self._cut.get((node, level))
        if known is None:
            minds = tuple([self.cut(mind, level - 1) for mind in self.minds[node]])
            known = self._cut[node, level] = self.node(self.vector[node], minds)
        return known


class LeveledEngine(Engine):
    """An engine that keeps beliefs to a depth: truth has minds, they have minds, `depth` times over."""

    def __init__(self, program: Program, depth: int = DEFAULT_DEPTH) -> None:
        super().__init__(program)
        self.depth = depth if program.character_count else 0
        self.levels = LeveledNodes(program.character_count)
        self.nodes = self.levels
        self._value_triggers: dict[int, int | None] = {}
        self._known_value_triggers: dict[Hashable, int | None] = {}
        self._owner: LeveledEngine | None = None
        self._adopted: dict[int, int] = {}
        """The own states that are the same as states of the owner."""
        self._places: dict[int, list[int]] = {}
        """The places of the bits of a mask."""

    @cached_property
    def initial(self) -> int:
        drafts = initial_drafts(self.program)
        return self._guarded("the initial state", lambda: self._rest(self._built(drafts, -2, self.depth, {})))

    def _built(self, drafts: Drafts, draft: int, level: int, known: dict[tuple[int, int], int]) -> int:
        """The state of a level that a draft of the initial state stands for."""
        key = (draft, level)
        if key not in known:
            vectors, minds = drafts
            vector = self._vector_id(vectors[-2 - draft])
            if level == 0:
                known[key] = self.levels.flat(vector)
            else:
                inner = tuple([self._built(drafts, mind, level - 1, known) for mind in minds[-2 - draft]])
                known[key] = self.levels.node(vector, inner)
        return known[key]

    # ------------------------------------------------------------------------------------------ other stores
    def sibling(self) -> LeveledEngine:
        """An engine without any states for the same program and depth, sharing what has been compiled."""
        other = LeveledEngine(self.program, self.depth)
        other.events = self.events
        for name in (
            "_action_matcher",
            "_trigger_matcher",
            "_value_trigger_matcher",
            "_read_by_triggers",
            "values_alone",
        ):
            setattr(other, name, getattr(self, name))
        return other

    def adopt(self, owner: LeveledEngine, node: int) -> int:
        """This engine's own state that is the same as a state of a sibling."""
        if owner is not self._owner:
            self._owner, self._adopted = owner, {}
        found = self._adopted.get(node)
        if found is None:
            vector = self._vector_id(owner.vector(node))
            if owner.levels.level[node] == 0:
                found = self.levels.flat(vector)
            else:
                found = self.levels.node(vector, tuple([self.adopt(owner, m) for m in owner.levels.minds[node]]))
            self._adopted[node] = found
        return found

    def state(self, values: Vector, minds: tuple[int, ...] | None = None) -> int:
        """The state with these values, one level above these minds (all of one level); without minds, of level 0.

        It need not be at rest, nor anything that could come about: it is what somebody may suppose.
        """
        vector = self._vector_id(values)
        return self.levels.flat(vector) if minds is None else self.levels.node(vector, minds)

    # ------------------------------------------------------------------------------------------ values alone
    @cached_property
    def values_alone(self) -> bool:
        """Whether no event reads a mind to decide how it changes values."""
        return all(
            not event.changes or (event.is_local and (event.is_action or event.deep is None)) for event in self.events
        )

    def vector_after(self, vector: int, action: int) -> int | None:
        """The number of the value vector after an action, where that can be told from the vector before alone.

        None when the program's values depend on beliefs. Raises EventError as `apply` does.
        """
        if not self.values_alone:
            return None
        vector = self._local_vector(vector, self.events[action])
        fired: list[str] = []
        while True:
            trigger = self._first_value_trigger(vector)
            if trigger is None:
                return vector
            fired.append(self.events[trigger].name)
            if len(fired) > MOST_TRIGGERS:
                raise endless(self.events[action].name, RunawayError(fired))
            vector = self._local_vector(vector, self.events[trigger])

    def _first_value_trigger(self, vector: int) -> int | None:
        """The first possible trigger that reads no mind and changes values."""
        found = self._value_triggers.get(vector, NOT_KNOWN)
        if found == NOT_KNOWN:
            key = self._read_by_triggers(self.vectors[vector])
            found = self._known_value_triggers.get(key, NOT_KNOWN)
            if found == NOT_KNOWN:
                matching = self._matching(self._value_trigger_matcher, vector)
                found = self._known_value_triggers[key] = matching[0] if matching else None
            self._value_triggers[vector] = found
        return found

    @cached_property
    def _value_trigger_matcher(self) -> Matcher:
        triggers = (event for event in self.events if not event.is_action)
        return self._matcher_of([event for event in triggers if event.changes and event.deep is None])

    # ------------------------------------------------------------------------------------------ events
    def _step(self, s: int, e: int) -> int:
        key = (s, e)
        known = self._next.get(key)
        if known is not None:
            return known
        vector = self._new_vector(s, e)
        flat = self.levels.level[s] == 0
        t = self.levels.flat(vector) if flat else self.levels.node(vector, self._minds_after(s, e))
        self._next[key] = t
        return t

    def _minds_after(self, s: int, e: int) -> tuple[int, ...]:
        """What everybody believes after an event in s: as `Engine._mind_after`, level by level."""
        minds = self.levels.minds[s]
        if e == SETTLE:
            return tuple([self._settle(b) for b in minds])
        if e >= len(self.events):
            return self._minds_after_change(self._private[e - len(self.events)], minds, e)
        event = self.events[e]
        after = self._minds_of_observers(s, event, minds) if event.is_action else self._minds_that_agree(s, e, minds)
        for c in event.tells:
            told = self._told(s, event, c)
            if told:
                after[c] = self._step(after[c], self._private_change(c, told))
        return tuple(after)

    def _minds_of_observers(self, s: int, event: CompiledEvent, minds: tuple[int, ...]) -> list[int]:
        after = list(minds)
        mask = self._observer_mask(s, event.index)
        observers = self._places.get(mask)
        if observers is None:
            observers = self._places[mask] = [c for c in self.characters if mask >> c & 1]
        known, e = self._next, event.index
        for c in observers:
            b = after[c]
            t = known.get((b, e))
            if t is None or not self._possible(b, event):
                surprise = self._surprise(s, event, b)
                if surprise is not None:
                    b = self._step(b, surprise)
                t = self._step(b, e)
            after[c] = t
        return after

    def _minds_that_agree(self, s: int, trigger: int, minds: tuple[int, ...]) -> list[int]:
        """A trigger fires in a mind together with truth where that mind agrees with it."""
        cut = self.levels.cut(s)
        return [self._step(b, trigger) if b == cut else b for b in minds]

    def _minds_after_change(self, change: PrivateChange, minds: tuple[int, ...], e: int) -> tuple[int, ...]:
        after = list(minds)
        if change.observer >= 0:
            after[change.observer] = self._step(after[change.observer], e)
        for c, told in change.tells.items():
            if told:
                after[c] = self._step(after[c], self._private_change(c, told))
        return tuple(after)

    def _first_trigger(self, s: int) -> int | None:
        """At level 0, where there is nothing to read or write beliefs in, only triggers about values alone fire."""
        if self.levels.level[s] == 0:
            return self._first_value_trigger(self.levels.vector[s])
        return super()._first_trigger(s)

    def _is_calm(self, node: int) -> bool:
        if node in self._calm:
            return True
        if self._first_trigger(node) is not None:
            return False
        if self.levels.level[node]:
            calm = self._calm
            for mind in self.levels.minds[node]:
                if mind not in calm and not self._is_calm(mind):
                    return False
        self._calm.add(node)
        return True

    def _mind(self, t: int, c: int) -> int:
        return self.levels.minds[t][c]

    def _settle(self, b: int) -> int:
        if self._is_calm(b):
            return b
        fired: list[str] = []
        while (trigger := self._first_trigger(b)) is not None:
            fired.append(self.events[trigger].name)
            if len(fired) > MOST_TRIGGERS:
                raise RunawayError(fired)
            b = self._step(b, trigger)
        return b if self._is_calm(b) else self._step(b, SETTLE)
