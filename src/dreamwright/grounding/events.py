"""Ground events: every action and trigger with its parameters filled (specification 3.3).

Parameters are filled in nested loops, the first outermost. A part of the precondition that speaks only of parameters
and of properties nothing ever changes is tried as soon as the parameters it mentions are filled, so combinations that
can never happen are cut early. How many combinations that leaves is counted before anything is built.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import prod
from typing import Any, TypeVar

from dreamwright.errors import Diagnostic, WorldError
from dreamwright.grounding.fluents import Argument, signature
from dreamwright.grounding.formula import Assignment, Condition, Known, all_of, fold
from dreamwright.grounding.instantiate import Environment, Instantiator
from dreamwright.language import syntax as s
from dreamwright.language.world import Event, Parameter, Property, Variable, World

T = TypeVar("T")

MOST_EVENTS = 200_000
"""More ground events than this are refused: they would not fit in memory or time."""

MOST_TRIALS = 400_000
"""More combinations than this are not even tried."""


@dataclass(slots=True)
class DraftEvent:
    """A ground event over provisional fluents."""

    event: Event
    arguments: tuple[Argument, ...]
    consenting: tuple[int, ...]
    precondition: Condition
    assignments: list[Assignment]
    observing: list[Condition]
    """For each character: when they see it. Empty for triggers."""

    @property
    def name(self) -> str:
        return signature(self.event.name, self.arguments)


class EventGrounder:
    """Fills the parameters of the events of one world. `changing` are the properties that something may change."""

    def __init__(self, world: World, instantiator: Instantiator, changing: set[Property], known: Known) -> None:
        self.world = world
        self.instantiator = instantiator
        self.changing = changing
        self.known = known
        self.trials = 0
        self._mentioned: dict[int, tuple[Variable, ...]] = {}
        self._memory: dict[tuple[Any, ...], Any] = {}

    def ground_all(self) -> list[DraftEvent]:
        """All ground events in event order. Raises WorldError when there would be too many."""
        found: list[DraftEvent] = []
        for event in (*self.world.actions, *self.world.triggers):
            self._refuse_explosion(event, len(found))
            drafts = (self._draft(event, environment) for environment in self._environments(event))
            found.extend(draft for draft in drafts if draft is not None)
        return found

    # ------------------------------------------------------------------------------------------ parameters
    def _refuse_explosion(self, event: Event, already: int) -> None:
        """Where the parameters alone would allow too many events, count what the static tests leave of them."""
        sizes = [len(self.members(p)) for p in event.parameters if isinstance(p, Variable)]
        if already + prod(sizes) <= MOST_EVENTS:
            return
        for count, _ in enumerate(self._environments(event), start=already + 1):
            if count > MOST_EVENTS:
                raise self._explosion(event, f"more than {MOST_EVENTS:,} ground events")

    def _environments(self, event: Event) -> Iterator[Environment]:
        tests = self._static_tests(event)
        self.trials = 0
        yield from self._fill(event, 0, {}, tests)

    def _fill(
        self, event: Event, depth: int, env: Environment, tests: list[list[s.Expression]]
    ) -> Iterator[Environment]:
        for test in tests[depth]:
            if self._condition(test, env) is False:
                return
        if depth == len(event.parameters):
            yield dict(env)
            return
        parameter = event.parameters[depth]
        if not isinstance(parameter, Variable):
            yield from self._fill(event, depth + 1, env, tests)
            return
        for member in self.members(parameter):
            self.trials += 1
            if self.trials > MOST_TRIALS:
                raise self._explosion(event, f"more than {MOST_TRIALS:,} combinations to try")
            env[parameter] = member
            yield from self._fill(event, depth + 1, env, tests)
        env.pop(parameter, None)  # an empty type has put nothing there

    def members(self, parameter: Variable) -> list[Argument]:
        if parameter.type.name == "boolean":
            return [False, True]
        return list(self.world.entities_of(parameter.type))

    def _static_tests(self, event: Event) -> list[list[s.Expression]]:
        """For each depth, the conjuncts that can be decided once that many parameters are filled, and not before."""
        place = {p: depth for depth, p in enumerate(event.parameters, start=1) if isinstance(p, Variable)}
        tests: list[list[s.Expression]] = [[] for _ in range(len(event.parameters) + 1)]
        for conjunct in _conjuncts(event.precondition):
            if not self._is_static(conjunct):
                continue
            mentioned = [place[v] for v in _variables(conjunct) if v in place]
            tests[max(mentioned, default=0)].append(conjunct)
        return tests

    def _is_static(self, e: s.Expression) -> bool:
        if isinstance(e, s.Read) and e.property in self.changing:
            return False
        return all(self._is_static(child) for child in s.children(e))

    # ------------------------------------------------------------------------------------------ one event
    def _draft(self, event: Event, env: Environment) -> DraftEvent | None:
        conjuncts: list[Condition] = []
        for conjunct in _conjuncts(event.precondition):
            conjuncts.append(self._condition(conjunct, env))
            if conjuncts[-1] is False:
                return None
        precondition = all_of(conjuncts)
        if precondition is False:
            return None
        consenting = dict.fromkeys(self.instantiator.character(leaf, env) for leaf in event.consenting)
        return DraftEvent(
            event=event,
            arguments=tuple(_fill_in(p, env) for p in event.parameters),
            consenting=tuple(consenting),
            precondition=precondition,
            assignments=[a for part in _conjuncts(event.effect) for a in self._assignments(part, env)],
            observing=self._observing(event, env),
        )

    def _observing(self, event: Event, env: Environment) -> list[Condition]:
        if event.kind == "trigger":
            return []
        if event.observing is None:
            return [True] * len(self.world.characters)
        variable, condition = event.observing
        return self._remembered(
            condition,
            env,
            lambda: [
                fold(self.instantiator.condition(condition, {**env, variable: character}), self.known)
                for character in self.world.characters
            ],
        )

    # ------------------------------------------------------------------------------------------ memory
    # A part of an event mentions few of its parameters, so many combinations of them share what it grounds to.
    def _condition(self, e: s.Expression, env: Environment) -> Condition:
        return self._remembered(e, env, lambda: fold(self.instantiator.condition(e, env), self.known))

    def _assignments(self, e: s.Expression, env: Environment) -> list[Assignment]:
        return self._remembered(e, env, lambda: self.instantiator.assignments(e, env))

    def _remembered(self, e: s.Expression, env: Environment, make: Callable[[], T]) -> T:
        variables = self._mentioned.get(id(e))
        if variables is None:
            variables = self._mentioned[id(e)] = tuple(dict.fromkeys(_variables(e)))
        key = (id(e), *[env.get(variable) for variable in variables])
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]  # type: ignore[no-any-return]

    def _explosion(self, event: Event, what: str) -> WorldError:
        sizes = [(len(self.members(p)), p) for p in event.parameters if isinstance(p, Variable)]
        listed = " × ".join(f"{p.name}: {size}" for size, p in sizes)
        _, widest = max(sizes, key=lambda pair: pair[0])
        return WorldError(
            Diagnostic(
                "grounding-too-large",
                f"{event.kind} '{event.name}' has {what} ({listed} = {prod(size for size, _ in sizes):,})",
                span=event.span,
                hint=f"give '{widest.name}' a narrower type than '{widest.type.name}', or tie it to the other "
                "parameters by a property that never changes",
            )
        )


def changing_properties(world: World) -> set[Property]:
    """The properties that an event may change, or about which somebody may start with another belief than the truth."""
    found: set[Property] = set()
    for event in (*world.actions, *world.triggers):
        if event.effect is not None:
            _targets(event.effect, False, found)
    for statement in world.initial:
        _targets(statement, True, found)
    compared = [group for action in world.actions for group in _compared(action.precondition)]
    grown = -1
    while grown != len(found):
        grown = len(found)
        for group in compared:
            if group & found:
                found |= group
    return found


def _compared(e: s.Expression | None) -> Iterator[set[Property]]:
    """The number properties of each comparison: surprise at one of them may leave all of them unknown."""
    if e is None:
        return
    if isinstance(e, s.Compare):
        found = set(_properties(e))
        if len(found) > 1:
            yield found
    for child in s.children(e):
        yield from _compared(child)


def _properties(e: s.Expression) -> Iterator[Property]:
    if isinstance(e, s.Read) and e.property.type.name == "number":
        yield e.property
    for child in s.children(e):
        yield from _properties(child)


def _targets(e: s.Expression, nested_only: bool, found: set[Property]) -> None:
    """Collect the properties an effect may assign (with `nested_only`: only what it assigns inside `believes`)."""
    match e:
        case s.Read(property=property_):
            if not nested_only:
                found.add(property_)
        case s.Believes(body=body):
            _targets(body, False, found)
        case s.Assign(target=target):
            _targets(target, nested_only, found)
        case s.Compare(left=left):
            _targets(left, nested_only, found)
        case s.If(branches=branches, otherwise=otherwise):
            for _, body in branches:
                _targets(body, nested_only, found)
            if otherwise is not None:
                _targets(otherwise, nested_only, found)
        case _:
            for child in s.children(e):
                _targets(child, nested_only, found)


def _fill_in(parameter: Parameter, env: Environment) -> Argument:
    if isinstance(parameter, Variable):
        return env[parameter]
    return parameter


def _conjuncts(e: s.Expression | None) -> Iterator[s.Expression]:
    if isinstance(e, s.And):
        for part in e.parts:
            yield from _conjuncts(part)
    elif e is not None:
        yield e


def _variables(e: s.Expression) -> Iterator[Variable]:
    if isinstance(e, s.VariableRef):
        yield e.variable
    if isinstance(e, s.Read):
        for argument in e.arguments:
            yield from _variables(argument)
    if isinstance(e, s.Believes):
        yield from _variables(e.character)
    for child in s.children(e):
        yield from _variables(child)
