"""Values of terms and truth of formulas: 2.4 (numbers) and 2.5 (unknown).

Where a place is read is left to the caller: a state (`transition.py`) or the statements about the initial state
(`initial.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from dreamwright.language.syntax import Comparator, Operator
from reference.forms import All, Any, Atom, Calc, Choice, Fetch, Formula, Known, Pick, Place, Plain, Term, Truth, Value

Read = Callable[[Place], Value]


class DivisionByZeroError(Exception):
    """A division by zero (2.4)."""


def value(term: Term, read: Read) -> Value:
    """The value of a term."""
    match term:
        case Known(value=known):
            return known
        case Fetch(place=place):
            return read(place)
        case Calc(operator=operator, left=left, right=right):
            return calculate(operator, value(left, read), value(right, read))
        case Pick(branches=branches, otherwise=otherwise):
            for condition, branch in branches:
                if holds(condition, read):
                    return value(branch, read)
            return value(otherwise, read)
        case _:
            return holds(term.formula, read)


def holds(formula: Formula, read: Read) -> bool:
    """Whether a formula is true. Parts are read from left to right, and no further than needed.

    Plain loops, since reading recurses through minds, and Python recursion through `all` may exhaust the C stack.
    """
    match formula:
        case Truth(value=known):
            return known
        case Atom(place=place, operator=operator, right=right):
            return compare(operator, read(place), value(right, read))
        case Plain(operator=operator, left=left, right=right):
            return compare(operator, value(left, read), value(right, read))
        case All(parts=parts):
            for part in parts:  # noqa: SIM110
                if not holds(part, read):
                    return False
            return True
        case Any(parts=parts):
            for part in parts:  # noqa: SIM110
                if holds(part, read):
                    return True
            return False
        case Choice(branches=branches, otherwise=otherwise):
            for condition, branch in branches:
                if holds(condition, read):
                    return holds(branch, read)
            return holds(otherwise, read)


def same(left: Value, right: Value) -> bool:
    """Equality of values; unlike things are never equal, though Python counts True as 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return isinstance(left, bool) and isinstance(right, bool) and left == right
    return left == right


def compare(operator: Comparator, left: Value, right: Value) -> bool:
    """The table of 2.5, and order between numbers."""
    if operator == "==":
        return same(left, right)
    if operator == "!=":
        return not same(left, right)
    if not (isinstance(left, float) and isinstance(right, float)):
        return operator in ("<=", ">=") and same(left, right)
    match operator:
        case "<":
            return left < right
        case ">":
            return left > right
        case "<=":
            return left <= right
        case _:
            return left >= right


def calculate(operator: Operator, left: Value, right: Value) -> Value:
    """Arithmetic on doubles as 2.4 has it; anything with an unknown is unknown."""
    if left is None or right is None:
        return None
    assert isinstance(left, float)
    assert isinstance(right, float)
    match operator:
        case "+":
            result = _add(left, right)
        case "-":
            result = _add(left, -right)
        case "*":
            result = 0.0 if left == 0 or right == 0 else left * right
        case _:
            result = _divide(left, right)
    return result + 0.0  # negative zero is zero


def _add(left: float, right: float) -> float:
    return inf if inf in (left, right) else left + right


def _divide(left: float, right: float) -> float:
    if right == 0:
        raise DivisionByZeroError
    if left == 0 or right in (inf, -inf):
        return 0.0
    return left / right
