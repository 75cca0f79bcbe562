"""World -> Program, step by step.

1. Run the initial statements.
2. Fill the parameters of every event, cutting combinations that can never happen (`events.py`).
3. Find out what is reachable (`reachable.py`); drop events that are not.
4. Replace fluents that never change by their value, number the others, and put everything into those numbers.
"""

from __future__ import annotations

from collections.abc import Iterable

from dreamwright.errors import Diagnostic, WorldError
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.conflicts import conflicting, is_error
from dreamwright.grounding.events import DraftEvent, EventGrounder, changing_properties
from dreamwright.grounding.fluents import Fluent, FluentTable, argument_key, default_of
from dreamwright.grounding.formula import (
    Assignment,
    Condition,
    Known,
    Value,
    fold,
    fold_value,
    renumber,
    renumber_value,
)
from dreamwright.grounding.initial import Statements, initial_statements
from dreamwright.grounding.instantiate import Environment, Instantiator
from dreamwright.grounding.program import GroundEvent, Program
from dreamwright.grounding.reachable import Reachability
from dreamwright.language.syntax import Expression
from dreamwright.language.world import World


def ground(world: World) -> Program:
    """Ground a world. Raises WorldError: conflicting effects, impossible initial statements, or too many events."""
    try:
        return _ground(world)
    except RecursionError:
        raise WorldError(
            Diagnostic("too-deep", "an expression in this world is nested too deeply to be grounded")
        ) from None


def _ground(world: World) -> Program:
    table = FluentTable()
    instantiator = Instantiator(world, table)
    said, warnings = initial_statements(world, instantiator)
    changing = changing_properties(world)

    def unchanging(fluent: int) -> tuple[Code] | None:
        property_ = table.fluents[fluent].property
        return None if property_ in changing else (said.get(((), fluent), default_of(property_)),)

    drafts = EventGrounder(world, instantiator, changing, unchanging).ground_all()
    drafts = [draft for draft in drafts if not _is_idle_trigger(draft, warnings)]
    utilities = {
        None if character is None else character.index: instantiator.utility(expression, {})
        for character, expression in world.utilities.items()
    }
    _check_conflicts(drafts, table, warnings)

    reach = Reachability(_start(table, said), [fluent.kind for fluent in table.fluents], drafts)
    kept = [draft for draft, happens in zip(drafts, reach.happens, strict=True) if happens]
    return _assemble(world, table, said, kept, utilities, reach, warnings)


def _start(table: FluentTable, said: Statements) -> list[list[Code]]:
    """For each fluent the values that it has at the start, in truth or in somebody's mind."""
    values = [[said.get(((), fluent.index), default_of(fluent.property))] for fluent in table.fluents]
    for (path, fluent), value in said.items():
        if path:
            values[fluent].append(value)
    return values


def _is_idle_trigger(draft: DraftEvent, warnings: list[Diagnostic]) -> bool:
    """A trigger without effects would never come to rest; it is dropped with a warning (specification 3.3)."""
    if draft.event.kind == "action" or draft.assignments:
        return False
    if not any(w.code == "idle-trigger" and w.span is draft.event.span for w in warnings):
        message = f"trigger '{draft.event.name}' has no effect and is left out"
        warnings.append(Diagnostic("idle-trigger", message, span=draft.event.span, severity="warning"))
    return True


def _check_conflicts(drafts: list[DraftEvent], table: FluentTable, warnings: list[Diagnostic]) -> None:
    """Refuse or warn of two effects on one fluent; one warning for each ground event and fluent."""
    refused: list[Diagnostic] = []
    for draft in drafts:
        seen: set[tuple[tuple[int, ...], int]] = set()
        for first, second in conflicting(draft.assignments):
            target = (first.path, first.fluent)
            name = str(table.fluents[first.fluent])
            if is_error(first, second, table.fluents[first.fluent].kind):
                message = f"{draft.name} gives {name} two different values"
                refused.append(Diagnostic("conflicting-effects", message, span=draft.event.span))
            elif target not in seen:
                seen.add(target)
                message = f"{draft.name} may give {name} two different values; the later in the text wins"
                warnings.append(Diagnostic("conflicting-effects", message, span=draft.event.span, severity="warning"))
    if refused:
        raise WorldError(refused)


# ---------------------------------------------------------------------------------------------- assembly
def _assemble(
    world: World,
    table: FluentTable,
    said: Statements,
    drafts: list[DraftEvent],
    utilities: dict[int | None, Value],
    reach: Reachability,
    warnings: list[Diagnostic],
) -> Program:
    known = reach.only_value
    constants = {}
    places: dict[int, int] = {}
    fluents: list[Fluent] = []
    for fluent in table.fluents:
        key = (fluent.property.index, argument_key(fluent.arguments))
        only = known(fluent.index)
        if only is not None:
            constants[key] = only[0]
            continue
        places[fluent.index] = len(fluents)
        fluents.append(Fluent(len(fluents), fluent.property, fluent.arguments, fluent.kind))

    rewritten: dict[int, tuple[Condition, Condition]] = {}

    def condition(c: Condition) -> Condition:
        """Many events share a condition: rewrite each once (the original is kept so that its id stays its own)."""
        if id(c) not in rewritten:
            rewritten[id(c)] = (c, renumber(fold(c, known), places))
        return rewritten[id(c)][1]

    def value(v: Value) -> Value:
        return renumber_value(fold_value(v, known), places)

    def assignments(items: Iterable[Assignment]) -> tuple[Assignment, ...]:
        kept = [(a, condition(a.condition)) for a in items if a.fluent in places]
        return tuple(
            Assignment(a.path, places[a.fluent], when, value(a.value)) for a, when in kept if when is not False
        )

    events = tuple(
        GroundEvent(
            index=index,
            event=draft.event,
            arguments=draft.arguments,
            consenting=draft.consenting,
            precondition=condition(draft.precondition),
            assignments=assignments(draft.assignments),
            observing=tuple(condition(c) for c in draft.observing),
            name=draft.name,
        )
        for index, draft in enumerate(drafts)
    )
    initial: Statements = {((), places[f.index]): default_of(f.property) for f in table.fluents if f.index in places}
    initial.update({(path, places[f]): v for (path, f), v in said.items() if f in places})
    return Program(
        world=world,
        fluents=tuple(fluents),
        domains=tuple(reach.domains[number] for number in places),
        constants=constants,
        events=events,
        action_count=sum(event.is_action for event in events),
        utilities={character: value(utility) for character, utility in utilities.items()},
        initial=initial,
        warnings=tuple(warnings),
        fluent_index={(f.property.index, argument_key(f.arguments)): f.index for f in fluents},
    )


# ---------------------------------------------------------------------------------------------- questions
def ground_condition(program: Program, expression: Expression, environment: Environment | None = None) -> Condition:
    """A resolved boolean expression as a ground condition of a program; `environment` fills its free variables."""
    table = FluentTable()
    condition = Instantiator(program.world, table).condition(expression, environment or {})
    known, places = _bindings(program, table)
    return renumber(fold(condition, known), places)


def ground_value(program: Program, expression: Expression) -> Value:
    """A resolved expression as a ground value of a program; a boolean one gives 1 or 0."""
    table = FluentTable()
    value = Instantiator(program.world, table).value(expression, {})
    known, places = _bindings(program, table)
    return renumber_value(fold_value(value, known), places)


def _bindings(program: Program, table: FluentTable) -> tuple[Known, dict[int, int]]:
    """How the fluents of a fresh table are known to, or numbered in, a program."""
    found = [program.place(fluent.property, fluent.arguments) for fluent in table.fluents]

    def known(fluent: int) -> tuple[Code] | None:
        if found[fluent] is not None:
            return None
        return (program.constant(table.fluents[fluent].property, table.fluents[fluent].arguments),)

    return known, {number: place for number, place in enumerate(found) if place is not None}
