"""Ground things as their author wrote them: the parts of a precondition, fluents in minds, values."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.fluents import signature
from dreamwright.grounding.formula import Condition, Path
from dreamwright.grounding.ground import ground_condition
from dreamwright.grounding.instantiate import Environment
from dreamwright.grounding.program import GroundEvent, Program
from dreamwright.language.syntax import And, Believes, Expression, Read, VariableRef, children
from dreamwright.language.world import Variable

_COMMENT = re.compile(r"//[^\n]*|/\*.*?(?:\*/|\Z)", re.DOTALL)


def conjuncts(program: Program, event: GroundEvent) -> Iterator[tuple[str, Condition]]:
    """The members of the conjunction that an event's precondition is, each as its author wrote it, with the event's
    arguments for its parameters (`exists(p : place) (at(Ann) == p)`), and as a ground condition.

    All of them together hold where the ground precondition does.
    """
    if event.event.precondition is not None:
        filled = zip(event.event.parameters, event.arguments, strict=True)
        environment = {parameter: argument for parameter, argument in filled if isinstance(parameter, Variable)}
        for part in _members(event.event.precondition):
            yield _text(part, environment), ground_condition(program, part, environment)


def _members(expression: Expression) -> Iterator[Expression]:
    if isinstance(expression, And):
        for part in expression.parts:
            yield from _members(part)
    else:
        yield expression


def _text(expression: Expression, environment: Environment) -> str:
    """The author's text on one line, without comments."""
    span = expression.span
    text, rest = "", span.start
    for reference in sorted(_references(expression), key=lambda reference: reference.span.start):
        argument = environment.get(reference.variable)
        if argument is not None:  # a parameter, not a quantified variable
            text += f"{span.source.text[rest : reference.span.start]}{signature('', (argument,))[1:-1]}"
            rest = reference.span.end
    return " ".join(_COMMENT.sub(" ", text + span.source.text[rest : span.end]).split())


def _references(expression: Expression) -> Iterator[VariableRef]:
    match expression:
        case VariableRef():
            yield expression
        case Read(arguments=arguments):
            for argument in arguments:
                yield from _references(argument)
        case Believes(character=character):
            yield from _references(character)
    for child in children(expression):
        yield from _references(child)


def fluent_written(program: Program, path: Path, fluent: int) -> str:
    """A fluent as read in nested minds: `believes(Ann, at(Bo))`."""
    text = str(program.fluents[fluent])
    for character in reversed(path):
        text = f"believes({program.world.entities[character].name}, {text})"
    return text


def value_written(program: Program, fluent: int, code: Code) -> str:
    """A value of a fluent: an entity's name, a number, True, False or `?`."""
    value = program.author_value(program.fluents[fluent].kind, code)
    return "?" if value is None else signature("", (value,))[1:-1]
