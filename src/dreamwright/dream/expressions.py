"""The expressions of a stage: conditions, values and plain facts about a layer's world."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.dream.codes import problem
from dreamwright.dream.document import StageError
from dreamwright.dream.stage import Fact
from dreamwright.errors import Diagnostic, WorldError
from dreamwright.grounding import Argument, Program, Value
from dreamwright.grounding.formula import Condition
from dreamwright.grounding.formula import Value as GroundValue
from dreamwright.language import resolve_expression
from dreamwright.language.syntax import And, Assign, Compare, Constant, EntityRef, Expression, Leaf, Not, Read
from dreamwright.language.typecheck import Checker, kind_of


def condition(program: Program, text: str, name: str) -> Condition:
    """A condition on the states of a world. Raises WorldError, with places in a source of the given name."""
    expression = resolve_expression(program.world, text, name)
    _check(expression, boolean=True)
    return program.compile_condition(expression)


def leaning(program: Program, text: str, name: str) -> tuple[GroundValue | None, Condition | None]:
    """A value, or a condition, over the states of a world. Raises WorldError."""
    expression = resolve_expression(program.world, text, name)
    if kind_of(expression) == "boolean":
        _check(expression, boolean=True)
        return None, program.compile_condition(expression)
    _check(expression, boolean=False)
    return program.compile_value(expression), None


def facts(program: Program, text: str, name: str) -> tuple[Fact, ...]:
    """Plain facts: fluents with their values, several with `&` between them. Raises WorldError, StageError."""
    return tuple(_facts(resolve_expression(program.world, text, name)))


def _check(expression: Expression, *, boolean: bool) -> None:
    diagnostics: list[Diagnostic] = []
    checker = Checker(diagnostics)
    (checker.condition if boolean else checker.number)(expression)
    if diagnostics:
        raise WorldError(diagnostics)


def _facts(expression: Expression) -> Iterator[Fact]:
    match expression:
        case And(parts=parts):
            for part in parts:
                yield from _facts(part)
        case Read(property=declared, arguments=arguments) if declared.type.name == "boolean":
            yield declared, _arguments(arguments), True
        case Not(body=Read(property=declared, arguments=arguments)) if declared.type.name == "boolean":
            yield declared, _arguments(arguments), False
        case (
            Compare(operator="==", left=Read() as read, right=EntityRef() | Constant() as right)
            | Assign(target=Read() as read, value=EntityRef() | Constant() as right)
        ):
            yield read.property, _arguments(read.arguments), _value(right)
        case _:
            message = "a memory is a plain fact: a property with its value, and no more"
            raise StageError(problem("stage-fact", message, expression.span,
                                     expected="such as `at(Mara) == Hall`, `dead(Tom)` or `!dead(Tom)`"))  # fmt: skip


def _arguments(leaves: tuple[Leaf, ...]) -> tuple[Argument, ...]:
    found: list[Argument] = []
    for leaf in leaves:
        assert isinstance(leaf, EntityRef | Constant)  # nothing binds a variable here
        value = leaf.entity if isinstance(leaf, EntityRef) else leaf.value
        assert value is not None
        found.append(value)
    return tuple(found)


def _value(leaf: EntityRef | Constant) -> Value:
    return leaf.entity if isinstance(leaf, EntityRef) else leaf.value
