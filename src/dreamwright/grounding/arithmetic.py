"""Numbers as the specification's 2.4 and 2.5 have them: doubles, infinities made definite, unknown contagious."""

from __future__ import annotations

Code = int | float | None
"""A value inside the engine: an entity's index, a boolean as 0 or 1, a number as a float, or None for unknown."""


class DivisionByZeroError(ArithmeticError):
    """Raised while a value is read; whoever takes the event reports it with names."""


def add(a: Code, b: Code) -> Code:
    if a is None or b is None:
        return None
    total = a + b
    return total if total == total else float("inf")  # only infinity minus infinity is not itself


def subtract(a: Code, b: Code) -> Code:
    if a is None or b is None:
        return None
    difference = a - b
    return difference if difference == difference else float("inf")


def multiply(a: Code, b: Code) -> Code:
    if a is None or b is None:
        return None
    if a == 0 or b == 0:
        return 0.0
    return a * b


def divide(a: Code, b: Code) -> Code:
    if a is None or b is None:
        return None
    if b == 0:
        raise DivisionByZeroError
    if a == 0 or b in (float("inf"), float("-inf")):
        return 0.0
    return a / b + 0.0


OPERATIONS = {"+": add, "-": subtract, "*": multiply, "/": divide}
