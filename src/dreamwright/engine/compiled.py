"""Ground events in the form that the engine runs: what is read where, compiled when first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any as Anything

from dreamwright.engine.compile import (
    Function,
    compile_assignments,
    compile_belief_effects,
    compile_condition,
    compile_observers,
)
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import (
    All,
    Assignment,
    Atom,
    Comparison,
    Condition,
    Fetch,
    Path,
    all_of,
    fetches,
    is_local,
)
from dreamwright.grounding.program import GroundEvent

Private = dict[tuple[Path, int], Code]
"""Constants assigned in minds: (path, fluent) -> value; path `()` is the state the change is made in."""


class CompiledEvent:
    """An action or a trigger.

    The precondition is split into `required` (atoms fluent == value of the state at hand), `local` (the rest that
    reads no mind) and `deep` (the rest). A part is None when there is nothing to test. Of `local`, `alike` are the
    pairs of fluents that must have the same entity for a value, and `open` is what is left.
    """

    def __init__(self, event: GroundEvent) -> None:
        self.index = event.index
        self.name = event.name
        self.is_action = event.is_action
        self.precondition = event.precondition
        self.required: list[tuple[int, Code]] = []
        local: list[Condition] = []
        deep: list[Condition] = []
        asked: set[int] = set()
        for part in event.precondition.parts if isinstance(event.precondition, All) else (event.precondition,):
            if isinstance(part, Atom) and not part.path and part.equal and part.fluent not in asked:
                asked.add(part.fluent)
                self.required.append((part.fluent, part.value))
            elif is_local(part):
                local.append(part)
            else:
                deep.append(part)
        pairs = {part: pair for part in local if (pair := _pair(part))}
        self.alike: list[tuple[int, int]] = list(pairs.values())
        self._open = all_of([part for part in local if part not in pairs])
        self._local = all_of(local)
        self._deep = all_of(deep)
        self._observing = event.observing
        self._plain = [a for a in event.assignments if not a.path]
        self._nested: dict[int, list[Assignment]] = {}
        for assignment in event.assignments:
            if assignment.path:
                self._nested.setdefault(assignment.path[0], []).append(assignment)

    @cached_property
    def local(self) -> Function | None:
        return None if self._local is True else compile_condition(self._local)

    @cached_property
    def open(self) -> Function | None:
        if not self.alike:
            return self.local
        return None if self._open is True else compile_condition(self._open)

    @cached_property
    def deep(self) -> Function | None:
        return None if self._deep is True else compile_condition(self._deep)

    @cached_property
    def read(self) -> Callable[[Sequence[Code]], Anything]:
        """Picks the values that the precondition reads, where it reads no mind, out of a vector."""
        return picker(fluent for _, fluent in fetches(self.precondition))

    @cached_property
    def asks(self) -> int | None:
        """The one character whose mind, and no mind in it, `deep` reads; None when it is not that simple."""
        paths = {path for path, _ in fetches(self._deep) if path}
        (path,) = paths if len(paths) == 1 else ((),)
        return path[0] if len(path) == 1 else None

    # ------------------------------------------------------------------------------------------ effects
    @cached_property
    def changes(self) -> bool:
        """Whether it changes values of the state at hand."""
        return bool(self._plain)

    @cached_property
    def is_local(self) -> bool:
        """Whether its plain effects read no mind."""
        return all(is_local(a.condition) and is_local(a.value) for a in self._plain)

    @cached_property
    def assign(self) -> Function:
        """v -> new vector, or (v, s, W, P) -> new vector when not `is_local`."""
        return compile_assignments(self._plain, self.is_local)

    @cached_property
    def tells(self) -> dict[int, tuple[Function, bool]]:
        """For each character with belief effects: the function that gives them, and whether it is local."""
        found = {}
        for character, assignments in self._nested.items():
            local = all(is_local(a.condition) and is_local(a.value) for a in assignments)
            found[character] = (compile_belief_effects(assignments, local), local)
        return found

    # ------------------------------------------------------------------------------------------ observers
    @cached_property
    def observers_are_local(self) -> bool:
        return all(is_local(condition) for condition in self._observing)

    @cached_property
    def observers(self) -> int | Function:
        """A bit mask of characters, or the function that gives it."""
        if all(isinstance(condition, bool) for condition in self._observing):
            return sum(1 << c for c, condition in enumerate(self._observing) if condition)
        return compile_observers(self._observing, self.observers_are_local)


def picker(fluents: Iterable[int]) -> Callable[[Sequence[Code]], Anything]:
    """Picks the values of some fluents out of a vector."""
    each = dict.fromkeys(fluents)
    return itemgetter(*each) if each else bool


def _pair(condition: Condition) -> tuple[int, int] | None:
    """The fluents of a condition that says that two fluents have the same entity for a value."""
    match condition:
        case Comparison(op="==", left=Fetch(path=(), fluent=one), right=Fetch(path=(), fluent=other), entities=True):
            return (min(one, other), max(one, other))
    return None


class PrivateChange:
    """An internal event that assigns constants (specification 4.2).

    A *repair* (observer -1) is noticed by nobody; an *update* of c is noticed by c alone.
    """

    def __init__(self, observer: int, changes: Private) -> None:
        self.observer = observer
        self.plain = {fluent: value for (path, fluent), value in changes.items() if not path}
        self.tells: dict[int, Private] = {}
        for (path, fluent), value in changes.items():
            if path:
                self.tells.setdefault(path[0], {})[path[1:], fluent] = value
