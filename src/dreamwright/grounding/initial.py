"""The initial statements of a world, executed in file order (specification 3.2).

The result is a table of *statements*: (path, fluent) -> value. Path `()` holds what is true, longer paths what was
said about beliefs. What was left unsaid about a belief follows the enclosing view; the engine builds the belief
states from this table.
"""

from __future__ import annotations

from dreamwright.errors import Diagnostic, WorldError
from dreamwright.grounding.arithmetic import Code, DivisionByZeroError
from dreamwright.grounding.conflicts import conflicting, is_error
from dreamwright.grounding.evaluate import holds, value_of
from dreamwright.grounding.fluents import FluentTable, default_of
from dreamwright.grounding.formula import Path
from dreamwright.grounding.instantiate import Instantiator
from dreamwright.language.world import World

Statements = dict[tuple[Path, int], Code]


def initial_statements(world: World, instantiator: Instantiator) -> tuple[Statements, list[Diagnostic]]:
    """Everything that the initial statements say, and warnings about conflicts within one of them."""
    table = instantiator.table
    said: Statements = {}
    warnings: list[Diagnostic] = []

    def read(path: Path, fluent: int) -> Code:
        return look_up(said, table, path, fluent)

    for statement in world.initial:
        assignments = instantiator.assignments(statement, {})
        for first, second in conflicting(assignments):
            target = str(table.fluents[first.fluent])
            if is_error(first, second, table.fluents[first.fluent].kind):
                raise WorldError(
                    Diagnostic("conflicting-effects", f"this statement gives {target} two values", span=statement.span)
                )
            message = f"this statement may give {target} two values; the later wins"
            warnings.append(Diagnostic("conflicting-effects", message, span=statement.span, severity="warning"))
        try:
            written = [(a.path, a.fluent, value_of(a.value, read)) for a in assignments if holds(a.condition, read)]
        except DivisionByZeroError:
            raise WorldError(
                Diagnostic("division-by-zero", "this statement divides by zero", span=statement.span)
            ) from None
        for path, fluent, value in written:
            said[path, fluent] = value
    return said, warnings


def look_up(said: Statements, table: FluentTable, path: Path, fluent: int) -> Code:
    """The value at a path: the exact statement, else with the innermost character dropped, at last what is true."""
    while True:
        if (path, fluent) in said:
            return said[path, fluent]
        if not path:
            return default_of(table.fluents[fluent].property)
        path = path[:-1]
