"""What can ever hold, happen or be believed, seen through relaxed spectacles.

Delete relaxation (Bonet & Geffner 2001, "Planning as heuristic search"), over truth and all minds together: a fluent
collects every value that it might have anywhere, an event may happen once its precondition can be met from collected
values, and nothing is ever lost. The result is an upper bound, so what it leaves out can be dropped without changing
any reachable state (specification 3.5).

Values enter by effects, by what an observer's surprise repairs (an atom other than fluent == value leaves `?`), and by
what a failed attempt teaches (again `?`); copies carry over what their source has.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.events import DraftEvent
from dreamwright.grounding.formula import (
    All,
    Any,
    Atom,
    Choice,
    Comparison,
    Condition,
    Constant,
    Fails,
    Fetch,
    Truth,
    Value,
    atoms,
    fetches,
    fold,
    fold_value,
)

MOST_NUMBERS = 12
"""A number that could take more values than this is taken to be able to take any."""


@dataclass(slots=True)
class Domain:
    """The values a fluent may have; `any_number` stands for all numbers besides."""

    values: dict[Code, None]
    any_number: bool = False

    def can_be(self, value: Code) -> bool:
        return value in self.values or (self.any_number and value is not None)

    def can_differ_from(self, value: Code) -> bool:
        return self.any_number or len(self.values) > 1 or value not in self.values

    @property
    def only(self) -> tuple[Code] | None:
        if self.any_number or len(self.values) != 1:
            return None
        return (next(iter(self.values)),)


class Reachability:
    """The least fixed point. `numeric` and `boolean` tell the kind of each fluent."""

    def __init__(self, start: list[list[Code]], kinds: list[str], events: list[DraftEvent]) -> None:
        self.domains = [Domain(dict.fromkeys(values)) for values in start]
        self.kinds = kinds
        self.events = events
        self.happens = [False] * len(events)
        self._run()

    def only_value(self, fluent: int) -> tuple[Code] | None:
        """(v,) when the fluent can never be anything but v, in truth or in any mind."""
        return self.domains[fluent].only

    # ------------------------------------------------------------------------------------------ fixed point
    def _run(self) -> None:
        readers: dict[int, list[int]] = {}
        for number, event in enumerate(self.events):
            for fluent in self._mentioned(event):
                readers.setdefault(fluent, []).append(number)
        queue = deque(range(len(self.events)))
        waiting = [True] * len(self.events)
        while queue:
            number = queue.popleft()
            waiting[number] = False
            for fluent in self._take(number):
                for reader in readers.get(fluent, ()):
                    if not waiting[reader]:
                        waiting[reader] = True
                        queue.append(reader)

    def _mentioned(self, event: DraftEvent) -> dict[int, None]:
        found: dict[int, None] = {fluent: None for _, fluent in fetches(event.precondition)}
        for assignment in event.assignments:
            found.update((fluent, None) for _, fluent in fetches(assignment.condition))
            found.update((fluent, None) for _, fluent in fetches(assignment.value))
        return found

    def _take(self, number: int) -> list[int]:
        """Collect what the event adds; the fluents whose domain grew."""
        event = self.events[number]
        if not self.happens[number]:
            if not self._can_hold(event.precondition):
                return []
            self.happens[number] = True
        grown = [a.fluent for a in event.assignments if self._can_hold(a.condition) and self._assign(a.fluent, a.value)]
        if event.event.kind == "action":
            grown += [fluent for fluent in self._shaken(event.precondition) if self._add(fluent, None)]
        return grown

    def _shaken(self, precondition: Condition) -> list[int]:
        """Fluents that a surprise or a failed attempt may leave unknown."""
        found: list[int] = []
        for atom in atoms(precondition):
            fluents = [fluent for _, fluent in fetches(atom)]
            # A comparison is one atom for every fluent in it, also for those about which nobody can be wrong.
            if any(self.domains[fluent].only is None for fluent in fluents):
                found += [fluent for fluent in fluents if self.kinds[fluent] != "boolean"]
        return found

    # ------------------------------------------------------------------------------------------ values
    def _assign(self, fluent: int, value: Value) -> bool:
        grew = False
        match value:
            case Constant(value=constant):
                grew = self._add(fluent, constant)
            case Fetch(fluent=source):
                grew = self._copy(fluent, source)
            case Choice(branches=branches, otherwise=otherwise):
                for condition, branch in branches:
                    if self._can_hold(condition):
                        grew |= self._assign(fluent, branch)
                grew |= self._assign(fluent, otherwise)
            case Truth():
                grew = self._add(fluent, 0) | self._add(fluent, 1)
            case _:
                known = fold_value(value, self.only_value)
                if isinstance(known, Constant):
                    grew = self._add(fluent, known.value)
                else:
                    grew = self._add_any(fluent) | self._add(fluent, None)
        return grew

    def _copy(self, fluent: int, source: int) -> bool:
        grew = self.domains[source].any_number and self._add_any(fluent)
        for value in list(self.domains[source].values):
            grew |= self._add(fluent, value)
        return grew

    def _add(self, fluent: int, value: Code) -> bool:
        domain = self.domains[fluent]
        if domain.can_be(value):
            return False
        domain.values[value] = None
        if self.kinds[fluent] == "number" and len(domain.values) > MOST_NUMBERS:
            domain.any_number = True
        return True

    def _add_any(self, fluent: int) -> bool:
        domain = self.domains[fluent]
        grew = not domain.any_number
        domain.any_number = True
        return grew

    # ------------------------------------------------------------------------------------------ conditions
    def _can_hold(self, condition: Condition) -> bool:
        match condition:
            case bool():
                return condition
            case Atom(fluent=fluent, equal=equal, value=value):
                domain = self.domains[fluent]
                return domain.can_be(value) if equal else domain.can_differ_from(value)
            case All(parts=parts):
                return all(self._can_hold(part) for part in parts)
            case Any(parts=parts):
                return any(self._can_hold(part) for part in parts)
            case Fails(condition=inner):
                return fold(inner, self.only_value) is not True
            case Comparison():
                return fold(condition, self.only_value) is not False
