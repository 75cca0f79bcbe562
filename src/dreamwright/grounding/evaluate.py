"""A plain interpreter for ground conditions and values, over any way of reading fluents.

The engine compiles what it evaluates often (`engine/compile.py`); this serves what is rare: the initial state,
surprises, questions from outside.
"""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.grounding.arithmetic import OPERATIONS, Code
from dreamwright.grounding.formula import (
    All,
    Any,
    Arithmetic,
    Atom,
    Choice,
    Comparison,
    Condition,
    Constant,
    Fails,
    Fetch,
    Path,
    Truth,
    Value,
    order,
)

Read = Callable[[Path, int], Code]
"""Reads a fluent in the mind at a path."""


def holds(condition: Condition, read: Read) -> bool:
    """Whether a condition holds. Raises DivisionByZeroError."""
    match condition:
        case bool():
            return condition
        case Atom(path=path, fluent=fluent, equal=equal, value=expected):
            return (read(path, fluent) == expected) is equal
        case Comparison(op=op, left=left, right=right):
            return order(op, value_of(left, read), value_of(right, read))
        case All(parts=parts):
            return all(holds(part, read) for part in parts)
        case Any(parts=parts):
            return any(holds(part, read) for part in parts)
        case Fails(condition=inner):
            return not holds(inner, read)


def value_of(value: Value, read: Read) -> Code:
    """The value of an expression. Raises DivisionByZeroError."""
    match value:
        case Constant(value=constant):
            return constant
        case Fetch(path=path, fluent=fluent):
            return read(path, fluent)
        case Arithmetic(op=op, left=left, right=right):
            return OPERATIONS[op](value_of(left, read), value_of(right, read))
        case Truth(condition=condition):
            return int(holds(condition, read))
        case Choice(branches=branches, otherwise=otherwise):
            for condition, branch in branches:
                if holds(condition, read):
                    return value_of(branch, read)
            return value_of(otherwise, read)
