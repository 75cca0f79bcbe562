"""The engine: states, beliefs, and the one transition function (specification section 4).

States are numbers. A node (see `intern.py`) is a finished state; a draft is one that is being worked out within one
outermost `step`. The functions below follow the specification's pseudo-code by name: `step` takes one event, `mind`
finds what a character believes after it, `settle` runs the triggers of a mind, `rest` those of the state at hand.

What depends on the values alone is remembered by value vector (possible actions, observers, successors, utilities):
many nodes share few vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

from dreamwright.engine.compile import Function, compile_condition, compile_value
from dreamwright.engine.compiled import CompiledEvent, Private, PrivateChange, picker
from dreamwright.engine.intern import Nodes
from dreamwright.engine.match import Matcher, Vector
from dreamwright.engine.start import initial_drafts
from dreamwright.engine.surprise import repairs
from dreamwright.errors import Diagnostic, EventError
from dreamwright.grounding.arithmetic import Code, DivisionByZeroError
from dreamwright.grounding.fluents import Argument, Value
from dreamwright.grounding.formula import Condition, Path, fetches, is_local
from dreamwright.grounding.formula import Value as GroundValue
from dreamwright.grounding.program import Program
from dreamwright.language.world import Property

MOST_TRIGGERS = 10_000
"""Triggers in one run before it is taken to be endless (specification 4.2)."""

MOST_DRAFTS = 100_000
"""Drafts of one outermost step before it is taken to be a runaway (specification 4.2)."""

SETTLE = -1
"""The internal event "something happened only in minds"."""

NOT_KNOWN = -1
"""In a memory of triggers: not asked yet."""

UNKNOWN_MIND = -1
"""A mind of a draft that has not been worked out yet."""


class Engine:
    """All states of one program that anybody has asked for so far."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.characters = range(program.character_count)
        self._interned = Nodes()
        self.nodes: States = self._interned
        self.vectors: list[Vector] = []
        self._vector_ids: dict[Vector, int] = {}
        self._private: list[PrivateChange] = []
        self._private_ids: dict[tuple[int, frozenset[tuple[tuple[Path, int], Code]]], int] = {}
        self._surprises: dict[tuple[int, Any, Any], int | None] = {}
        # Remembered for good:
        self._next: dict[tuple[int, int], int] = {}
        self._rested: dict[int, int] = {}
        self._calm: set[int] = set()
        # Remembered by value vector:
        self._successor: dict[tuple[int, int], int] = {}
        self._observers: dict[tuple[int, int], int] = {}
        self._actions_of: dict[int, tuple[int, ...]] = {}
        self._triggers_of: dict[int, _Candidates] = {}
        self._known_candidates: dict[Hashable, _Candidates] = {}
        self._utilities: dict[int | None, _Utility] = {}
        self._compiled: dict[Condition | GroundValue, tuple[Function, bool]] = {}
        self.memory: dict[Hashable, Any] = {}
        """For the rooms above, to keep what they have found out about these states as long as the states live."""
        self._clear_drafts()
        self._building = False

    @cached_property
    def events(self) -> list[CompiledEvent]:
        """The events of the program, in their order."""
        return [CompiledEvent(event) for event in self.program.events]

    # ========================================================================================== reading
    @cached_property
    def initial(self) -> int:
        """The initial state at rest. Raises EventError when the initial triggers never rest."""
        vectors, minds = initial_drafts(self.program)
        node = self._interned.intern([self._vector_id(vector) for vector in vectors], minds)[0]
        return self._guarded("the initial state", lambda: self._rest(node))

    def vector(self, node: int) -> Vector:
        """The values of all numbered fluents."""
        return self.vectors[self.nodes.vector[node]]

    def mind(self, node: int, character: int) -> int:
        """The node that a character takes to be the case."""
        return self.nodes.minds[node][character]

    def read(self, node: int, property_: Property, arguments: Sequence[Argument] = ()) -> Value:
        """The value of a fluent, as the author knows it; None is unknown."""
        place = self.program.place(property_, arguments)
        code = self.program.constant(property_, arguments) if place is None else self.vector(node)[place]
        return self.program.to_author(property_, code)

    def fluent_values(self, node: int) -> Iterator[tuple[Property, tuple[Argument, ...], Value]]:
        """Every fluent that can change, with its value."""
        for fluent, code in zip(self.program.fluents, self.vector(node), strict=True):
            yield fluent.property, fluent.arguments, self.program.author_value(fluent.kind, code)

    def holds(self, node: int, condition: Condition) -> bool:
        """Whether a condition of the program holds. Raises EventError on division by zero."""
        found = self._compiled.get(condition)
        if found is None:
            found = self._compiled[condition] = (compile_condition(condition), is_local(condition))
        function, local = found
        try:
            return bool(function(self.vector(node)) if local else self._deep(function, node))
        except DivisionByZeroError:
            raise EventError(Diagnostic("division-by-zero", "a condition divides by zero")) from None

    def value(self, node: int, value: GroundValue) -> Code:
        """A ground value read in a node. Raises EventError on division by zero."""
        found = self._compiled.get(value)
        if found is None:
            found = self._compiled[value] = (compile_value(value), is_local(value))
        function, local = found
        try:
            return function(self.vector(node)) if local else self._deep(function, node)  # type: ignore[no-any-return]
        except DivisionByZeroError:
            raise EventError(Diagnostic("division-by-zero", "an expression divides by zero")) from None

    def utility(self, node: int, character: int | None) -> float | None:
        """The utility of a character (None: the author) read in this very node; None is unknown.

        Raises EventError on division by zero.
        """
        utility = self._utilities.get(character)
        if utility is None:
            utility = self._utilities[character] = _Utility(self.program.utilities.get(character))
        key = self.nodes.vector[node] if utility.local else node
        if key in utility.known:
            return utility.known[key]
        try:
            found = utility.function(self.vector(node)) if utility.local else self._deep(utility.function, node)
        except DivisionByZeroError:
            who = "the author" if character is None else self.program.world.entities[character].name
            raise EventError(Diagnostic("division-by-zero", f"the utility of {who} divides by zero")) from None
        utility.known[key] = found
        return found  # type: ignore[no-any-return]

    # ========================================================================================== events
    def possible(self, node: int, event: int) -> bool:
        """Whether the precondition of an event holds in a node."""
        return self._possible(node, self.events[event])

    def possible_actions(self, node: int) -> tuple[int, ...]:
        """The actions whose precondition holds, in event order. Raises EventError on division by zero."""
        vector = self.nodes.vector[node]
        conceivable = self._actions_of.get(vector)
        if conceivable is None:
            conceivable = self._actions_of[vector] = self._matching(self._action_matcher, vector)
        return self.possible_among(node, conceivable)

    def possible_among(self, node: int, actions: Iterable[int]) -> tuple[int, ...]:
        """Those of some actions whose precondition holds; they are possible with the values of the node.

        Raises EventError on division by zero.
        """
        events = self.events
        return tuple([a for a in actions if events[a].deep is None or self._possible_deep(node, events[a])])

    def matcher(self, events: Iterable[int]) -> Matcher:
        """Finds which of some events are possible with the values of a vector, whatever anybody believes."""
        return self._matcher_of([self.events[e] for e in sorted(events)])

    def observes(self, node: int, action: int, character: int) -> bool:
        """Whether a character would see an action taken in a node."""
        return bool(self._observer_mask(node, action) >> character & 1)

    def observers(self, node: int, action: int) -> int:
        """Who would see an action taken in a node: bit c stands for character c."""
        return self._observer_mask(node, action)

    def apply(self, node: int, action: int) -> int:
        """The state after an action, at rest. The action is taken whether or not it is possible.

        Raises EventError: division by zero, or triggers that never come to rest; the engine stays usable.
        """
        return self._guarded(self.events[action].name, lambda: self._rest(self._step(node, action)))

    @property
    def values_alone(self) -> bool:
        """Whether `vector_after` has an answer: what values become does not depend on beliefs."""
        return False

    def vector_after(self, vector: int, action: int) -> int | None:
        """The number of the value vector after an action, if it can be told from the vector before alone; else None."""
        return None

    def fired(self, node: int, action: int) -> tuple[int, ...]:
        """The triggers that fire in the actual state when an action is taken, in order."""
        trace: list[int] = []

        def work() -> int:
            after = self._step(node, action)
            return after if self._rest(after) == after else self._rest(after, trace)

        self._guarded(self.events[action].name, work)
        return tuple(trace)

    def tell(self, node: int, character: int, beliefs: Iterable[tuple[Property, Sequence[Argument], Value]]) -> int:
        """The state after a character has come to believe something, noticed by nobody else, at rest.

        Beliefs about fluents that never change are passed over: there everybody knows the truth.
        """
        changes: Private = {}
        for property_, arguments, value in beliefs:
            place = self.program.place(property_, arguments)
            if place is not None:
                changes[(character,), place] = self.program.to_code(value)
        if not changes:
            return node
        change = self._private_change(-1, changes)
        return self._guarded("what was told", lambda: self._rest(self._step(node, change)))

    def false_atoms(self, node: int, action: int) -> list[tuple[Property, tuple[Argument, ...], Value]]:
        """The fluents whose value keeps an action from being possible, with their value in the node.

        These are what an attempt teaches: the ones read by the parts of the precondition that are false here, minds
        left aside.
        """
        vector = self.vector(node)
        return [
            (fluent.property, fluent.arguments, self.program.author_value(fluent.kind, vector[fluent.index]))
            for fluent in (self.program.fluents[f] for f in self._false_fluents(node, action))
        ]

    def _false_fluents(self, node: int, action: int) -> list[int]:
        from dreamwright.engine.attempts import false_fluents  # rare: only when an attempt fails

        return false_fluents(self.events[action].precondition, self._reader(node))

    # ========================================================================================== step
    def _step(self, s: int, e: int) -> int:
        """Take exactly one event; the state it leads to (a node when this is the outermost step)."""
        key = (s, e)
        known = self._next.get(key)
        if known is None:
            known = self._draft_next.get(key)
        if known is not None:
            return known
        if self._building:
            return self._draft(s, e)
        self._building = True
        try:
            t = self._draft(s, e)
            self._work()
            return self._finish(t)
        finally:
            self._building = False
            self._clear_drafts()

    def _draft(self, s: int, e: int) -> int:
        if len(self._draft_vector) >= MOST_DRAFTS:
            raise RunawayError
        vector = self._new_vector(s, e)  # may ask for minds of s, and so for further drafts
        t = -2 - len(self._draft_vector)
        self._draft_next[s, e] = t
        self._draft_vector.append(vector)
        self._draft_minds.append([UNKNOWN_MIND] * len(self.characters))
        self._draft_origin.append((s, e))
        return t

    def _work(self) -> None:
        """Work out every mind of every draft; new drafts may come up on the way."""
        minds = self._draft_minds
        done = 0
        while done < len(minds):
            row = minds[done]
            for c in self.characters:
                if row[c] == UNKNOWN_MIND:
                    self._mind(-2 - done, c)
            done += 1

    def _finish(self, t: int) -> int:
        """Intern all drafts and remember every step taken, in terms of nodes."""
        node_of = self._interned.intern(self._draft_vector, self._draft_minds)
        for (s, e), draft in self._draft_next.items():
            self._next.setdefault((s if s >= 0 else node_of[-2 - s], e), node_of[-2 - draft])
        return node_of[-2 - t]

    def _clear_drafts(self) -> None:
        self._draft_next: dict[tuple[int, int], int] = {}
        self._draft_vector: list[int] = []
        self._draft_minds: list[list[int]] = []
        self._draft_origin: list[tuple[int, int]] = []

    def _new_vector(self, s: int, e: int) -> int:
        vector = self._vector_number(s)
        if e == SETTLE:
            return vector
        if e >= len(self.events):
            plain = self._private[e - len(self.events)].plain
            if not plain:
                return vector
            changed = [*self.vectors[vector]]
            for fluent, value in plain.items():
                changed[fluent] = value
            return self._vector_id(tuple(changed))
        event = self.events[e]
        if event.is_local or not event.changes:
            return self._local_vector(vector, event)
        try:
            return self._vector_id(event.assign(self.vectors[vector], s, self._mind_vector, self._path_vector))
        except DivisionByZeroError:
            raise _division(event) from None

    def _local_vector(self, vector: int, event: CompiledEvent) -> int:
        """The vector after an event whose plain effects read no mind."""
        if not event.changes:
            return vector
        found = self._successor.get((vector, event.index))
        if found is None:
            try:
                found = self._vector_id(event.assign(self.vectors[vector]))
            except DivisionByZeroError:
                raise _division(event) from None
            self._successor[vector, event.index] = found
        return found

    # ========================================================================================== minds
    def _mind(self, t: int, c: int) -> int:
        """What c believes in a state; worked out forward from the last state on the way here where it is known."""
        if t >= 0:
            return self.nodes.minds[t][c]
        chain: list[int] = []
        while True:
            if t >= 0:
                b = self.nodes.minds[t][c]
                break
            b = self._draft_minds[-2 - t][c]
            if b != UNKNOWN_MIND:
                break
            chain.append(t)
            t = self._draft_origin[-2 - t][0]
        for t in reversed(chain):
            s, e = self._draft_origin[-2 - t]
            b = self._draft_minds[-2 - t][c] = self._mind_after(t, s, e, c, b)
        return b

    def _mind_after(self, t: int, s: int, e: int, c: int, b: int) -> int:
        if e == SETTLE:
            return t if b == s else self._settle(b)
        if e >= len(self.events):
            change = self._private[e - len(self.events)]
            if change.observer == c and b != t:
                b = self._step(b, e)
            told = change.tells.get(c)
        else:
            event = self.events[e]
            if event.is_action:
                if self._observer_mask(s, e) >> c & 1 and b != t:
                    surprise = self._surprise(s, event, b)
                    if surprise is not None:
                        b = self._step(b, surprise)
                    b = self._step(b, e)
            elif b == s and b != t:
                b = self._step(b, e)
            told = self._told(s, event, c) if event.tells else None
        if told:
            b = self._step(b, self._private_change(c, told))
        return b

    def _told(self, s: int, event: CompiledEvent, c: int) -> Private | None:
        """The explicit belief effects of an event on a character, read in s."""
        found = event.tells.get(c)
        if found is None:
            return None
        function, local = found
        try:
            return function(self._values(s)) if local else self._deep(function, s)  # type: ignore[no-any-return]
        except DivisionByZeroError:
            raise _division(event) from None

    def _surprise(self, s: int, event: CompiledEvent, b: int) -> int | None:
        """The private change by which an event that happens in s makes sense to who believes b; None for none.

        What a precondition about values alone teaches hangs on the values that it reads, here and there.
        """
        if s == b or self._possible(b, event):
            return None
        if event.deep is not None:
            return self._repair(s, event, b)
        key = (event.index, event.read(self._values(s)), event.read(self._values(b)))
        if key not in self._surprises:
            self._surprises[key] = self._repair(s, event, b)
        return self._surprises[key]

    def _repair(self, s: int, event: CompiledEvent, b: int) -> int | None:
        try:
            changes = repairs(event.precondition, self._reader(s), self._reader(b))
        except DivisionByZeroError:
            raise _division(event) from None
        return self._private_change(-1, changes) if changes else None

    def _private_change(self, observer: int, changes: Private) -> int:
        """The number of a private change; the same assignments are the same event."""
        key = (observer, frozenset(changes.items()))
        number = self._private_ids.get(key)
        if number is None:
            number = self._private_ids[key] = len(self.events) + len(self._private)
            self._private.append(PrivateChange(observer, changes))
        return number

    # ========================================================================================== triggers
    def _settle(self, b: int) -> int:
        """For a mind: its triggers, then one SETTLE for the minds in it."""
        if b >= 0 and self._is_calm(b):
            return b
        fired: list[str] = []
        while (trigger := self._first_trigger(b)) is not None:
            fired.append(self.events[trigger].name)
            if len(fired) > MOST_TRIGGERS:
                raise RunawayError(fired)
            b = self._step(b, trigger)
        return self._step(b, SETTLE)

    def _rest(self, s: int, trace: list[int] | None = None) -> int:
        """For the state at hand: run triggers and settle minds until nothing is left to happen."""
        known = self._rested.get(s) if trace is None else None
        if known is not None:
            return known
        run: dict[int, int | None] = {s: None}
        while True:
            trigger = self._first_trigger(s)
            if trigger is not None:
                if trace is not None:
                    trace.append(trigger)
                t = self._step(s, trigger)
            elif self._is_calm(s):
                break
            else:
                t = self._step(s, SETTLE)
                if t == s:
                    break
            if t in run or len(run) > MOST_TRIGGERS:
                raise RunawayError([self.events[e].name for e in run.values() if e is not None])
            s = t
            run[s] = trigger
        for earlier in run:
            self._rested[earlier] = s
        return s

    def _first_trigger(self, s: int) -> int | None:
        vector = self._vector_number(s)
        candidates = self._triggers_of.get(vector)
        if candidates is None:
            candidates = self._triggers_of[vector] = self._candidates(vector)
        first = candidates.local
        for c, triggers, known in candidates.by_character:
            belief = self._vector_number(self._mind(s, c))
            found = known.get(belief, NOT_KNOWN)
            if found == NOT_KNOWN:
                found = known[belief] = self._first_believed(vector, belief, triggers)
            if found is not None and (first is None or found < first):
                first = found
        for trigger in candidates.other:
            if first is not None and trigger > first:
                break
            if self._possible_deep(s, self.events[trigger]):
                return trigger
        return first

    def _candidates(self, vector: int) -> _Candidates:
        """The triggers that come into question, remembered by the few values that any trigger reads."""
        key = self._read_by_triggers(self.vectors[vector])
        found = self._known_candidates.get(key)
        if found is None:
            found = self._known_candidates[key] = _Candidates(self, vector)
        return found

    @cached_property
    def _read_by_triggers(self) -> Callable[[Vector], Hashable]:
        reads = (fetches(event.precondition) for event in self.events if not event.is_action)
        return picker(fluent for fetched in reads for path, fluent in fetched if not path)

    def _first_believed(self, vector: int, belief: int, triggers: list[int]) -> int | None:
        """The first of some triggers that each read one mind alone, of which the vector is given."""
        values, believed = self.vectors[vector], self.vectors[belief]

        def mind(state: int, character: int) -> Vector:
            return believed

        for trigger in triggers:
            event = self.events[trigger]
            try:
                if event.deep is not None and event.deep(values, 0, mind, None):
                    return trigger
            except DivisionByZeroError:
                raise _division(event) from None
        return None

    def _is_calm(self, node: int) -> bool:
        """Whether no trigger is possible in a node or in any mind reachable from it."""
        if node in self._calm:
            return True
        seen = {node}
        todo = [node]
        while todo:
            n = todo.pop()
            if self._first_trigger(n) is not None:
                return False
            for m in self.nodes.minds[n]:
                if m not in seen and m not in self._calm:
                    seen.add(m)
                    todo.append(m)
        self._calm |= seen
        return True

    # ========================================================================================== helpers
    def _vector_number(self, s: int) -> int:
        return self.nodes.vector[s] if s >= 0 else self._draft_vector[-2 - s]

    def _values(self, s: int) -> Vector:
        return self.vectors[self._vector_number(s)]

    def _mind_vector(self, s: int, c: int) -> Vector:
        return self._values(self._mind(s, c))

    def _path_vector(self, s: int, path: Path) -> Vector:
        for c in path:
            s = self._mind(s, c)
        return self._values(s)

    def _reader(self, s: int) -> Callable[[Path, int], Code]:
        return lambda path, fluent: self._path_vector(s, path)[fluent]

    def _deep(self, function: Function, s: int) -> Any:
        return function(self._values(s), s, self._mind_vector, self._path_vector)

    def _vector_id(self, vector: Vector) -> int:
        number = self._vector_ids.get(vector)
        if number is None:
            number = self._vector_ids[vector] = len(self.vectors)
            self.vectors.append(vector)
        return number

    def _possible(self, s: int, event: CompiledEvent) -> bool:
        values = self._values(s)
        for fluent, value in event.required:
            if values[fluent] != value:
                return False
        try:
            if event.local is not None and not event.local(values):
                return False
        except DivisionByZeroError:
            raise _division(event) from None
        return event.deep is None or self._possible_deep(s, event)

    def _possible_deep(self, s: int, event: CompiledEvent) -> bool:
        try:
            return bool(self._deep(event.deep, s))  # type: ignore[arg-type]
        except DivisionByZeroError:
            raise _division(event) from None

    def _observer_mask(self, s: int, e: int) -> int:
        event = self.events[e]
        observers = event.observers
        if isinstance(observers, int):
            return observers
        try:
            if not event.observers_are_local:
                return int(self._deep(observers, s))
            key = (self._vector_number(s), e)
            mask = self._observers.get(key)
            if mask is None:
                mask = self._observers[key] = observers(self.vectors[key[0]])
            return mask
        except DivisionByZeroError:
            raise _division(event) from None

    def _matching(self, matcher: Matcher, vector: int) -> tuple[int, ...]:
        return matcher.matching(self.vectors[vector])

    @cached_property
    def _action_matcher(self) -> Matcher:
        return self._matcher(True)

    @cached_property
    def _trigger_matcher(self) -> Matcher:
        return self._matcher(False)

    def _matcher(self, actions: bool) -> Matcher:
        return self._matcher_of([event for event in self.events if event.is_action is actions])

    def _matcher_of(self, some: list[CompiledEvent]) -> Matcher:
        events = self.events

        def remaining(e: int, vector: Vector) -> bool:
            still_open = events[e].open
            try:
                return still_open is None or bool(still_open(vector))
            except DivisionByZeroError:
                raise _division(events[e]) from None

        return Matcher(
            {e.index: [*e.required, *((one, other, None) for one, other in e.alike)] for e in some}, remaining
        )

    def _guarded(self, what: str, work: Callable[[], int]) -> int:
        """Run outermost work; turn what can go wrong into an EventError that names it."""
        try:
            return work()
        except RunawayError as runaway:
            raise endless(what, runaway) from None
        except EventError as error:
            first = error.diagnostics[0]
            if what in first.message:
                raise
            raise EventError(Diagnostic(first.code, f"{what}: {first.message}", hint=first.hint)) from None
        except RecursionError:
            raise EventError(Diagnostic("endless-triggers", f"{what}: beliefs about beliefs without end")) from None


class _Candidates:
    """The triggers whose local part holds in a value vector, in event order.

    Those that read no mind: the first is always possible. Those that read one mind alone depend on its vector and are
    remembered by it. The others are asked each time.
    """

    def __init__(self, engine: Engine, vector: int) -> None:
        self.local: int | None = None
        self.other: list[int] = []
        by_character: dict[int, list[int]] = {}
        for trigger in engine._matching(engine._trigger_matcher, vector):
            event = engine.events[trigger]
            if event.deep is None:
                self.local = trigger
                break
            if event.asks is None:
                self.other.append(trigger)
            else:
                by_character.setdefault(event.asks, []).append(trigger)
        self.by_character: list[tuple[int, list[int], dict[int, int | None]]]
        self.by_character = [(c, triggers, {}) for c, triggers in by_character.items()]


class _Utility:
    """A compiled utility with what is known of it: by vector number if it is local, else by node."""

    def __init__(self, value: GroundValue | None) -> None:
        self.local = value is None or is_local(value)
        self.function: Function = (lambda v: 0.0) if value is None else compile_value(value)
        self.known: dict[int, float | None] = {}


class States(Protocol):
    """What is common to both ways of keeping states: the vector and the minds of each."""

    vector: list[int]
    minds: list[tuple[int, ...]]

    def __len__(self) -> int: ...


class RunawayError(Exception):
    """Triggers or belief changes without end."""

    def __init__(self, triggers: Sequence[str] = ()) -> None:
        super().__init__()
        self.triggers = triggers

    @property
    def listed(self) -> str:
        names = list(dict.fromkeys(self.triggers))
        return ", ".join(names[:6]) + (", ..." if len(names) > 6 else "")


def endless(what: str, runaway: RunawayError) -> EventError:
    """The error of an event whose triggers never come to rest."""
    listed = f" ({runaway.listed})" if runaway.triggers else ""
    hint = "make each trigger's effect put an end to its own condition"
    return EventError(Diagnostic("endless-triggers", f"{what}: triggers never come to rest{listed}", hint=hint))


def _division(event: CompiledEvent) -> EventError:
    return EventError(Diagnostic("division-by-zero", f"{event.name} divides by zero"))
