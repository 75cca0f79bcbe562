"""Comparisons of products and quotients in solved form (specification 2.6).

Each distinct fluent of such a comparison gets an atom of its own with the fluent alone on the left; all must hold.
Moving a factor across splits into the cases that it is positive and negative, so a factor of zero satisfies neither.
Sums and differences need none of this: their solved atoms say the same as the comparison as written.
"""

from __future__ import annotations

from dreamwright.grounding.formula import (
    MIRRORED,
    Arithmetic,
    Choice,
    Condition,
    Constant,
    Fetch,
    Op,
    Truth,
    Value,
    all_of,
    any_of,
    compare,
)


def solved(op: Op, left: Value, right: Value) -> Condition | None:
    """The solved form of `left op right`, or None when no factor or divisor other than a non-zero constant occurs."""
    if not (_scales(left) or _scales(right)):
        return None
    atoms: list[Condition] = []
    for fluent in dict.fromkeys([*_fluents(left), *_fluents(right)]):
        if fluent in _fluents(left):
            atoms.append(_isolate(fluent, op, left, right))
        else:
            atoms.append(_isolate(fluent, MIRRORED[op], right, left))
    return all_of(atoms)


def _scales(value: Value) -> bool:
    match value:
        case Arithmetic(op="*", left=left, right=right):
            plain = _nonzero(left) or _nonzero(right)
            constant = not _fluents(left) and not _fluents(right)
            return (not plain and not constant) or _scales(left) or _scales(right)
        case Arithmetic(op="/", left=left, right=right):
            constant = not _fluents(left) and not _fluents(right)
            return (not _nonzero(right) and not constant) or _scales(left) or _scales(right)
        case Arithmetic(left=left, right=right):
            return _scales(left) or _scales(right)
    return False


def _nonzero(value: Value) -> bool:
    return isinstance(value, Constant) and value.value not in (0, None)


def _fluents(value: Value) -> list[Fetch]:
    match value:
        case Fetch():
            return [value]
        case Arithmetic(left=left, right=right):
            return _fluents(left) + _fluents(right)
        case Constant() | Choice() | Truth():
            return []


def _isolate(fluent: Fetch, op: Op, side: Value, other: Value) -> Condition:
    """`side op other`, rewritten until `fluent`, which occurs in `side`, stands alone."""
    if side == fluent:
        return compare(op, side, other, single=True)
    assert isinstance(side, Arithmetic)
    left, right = side.left, side.right
    if fluent in _fluents(left):
        match side.op:
            case "+":
                return _isolate(fluent, op, left, Arithmetic("-", other, right))
            case "-":
                return _isolate(fluent, op, left, Arithmetic("+", other, right))
            case "*":
                return _by_sign(right, fluent, op, left, Arithmetic("/", other, right))
            case "/":
                return _by_sign(right, fluent, op, left, Arithmetic("*", other, right))
    match side.op:
        case "+":
            return _isolate(fluent, op, right, Arithmetic("-", other, left))
        case "-":
            return _isolate(fluent, MIRRORED[op], right, Arithmetic("-", left, other))
        case "*":
            return _by_sign(left, fluent, op, right, Arithmetic("/", other, left))
        case "/":  # left / right op other: multiply by the divisor, then the fluent stands in a product
            product = Arithmetic("*", other, right)
            positive = all_of([_signed(right, ">"), _isolate(fluent, MIRRORED[op], product, left)])
            negative = all_of([_signed(right, "<"), _isolate(fluent, op, product, left)])
            return any_of([positive, negative])


def _by_sign(factor: Value, fluent: Fetch, op: Op, side: Value, other: Value) -> Condition:
    positive = all_of([_signed(factor, ">"), _isolate(fluent, op, side, other)])
    negative = all_of([_signed(factor, "<"), _isolate(fluent, MIRRORED[op], side, other)])
    return any_of([positive, negative])


def _signed(factor: Value, op: Op) -> Condition:
    zero = Constant(0.0)
    found = solved(op, factor, zero)
    return compare(op, factor, zero) if found is None else found
