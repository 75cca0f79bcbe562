"""Two effects of one event on one fluent (specification 3.1).

Different values, both unconditional: the world is refused. Different values under conditions that can hold together:
the later in the text wins, and the author is warned.
"""

from __future__ import annotations

from itertools import combinations, product
from math import prod

from dreamwright.grounding.formula import (
    NEGATED,
    All,
    Any,
    Assignment,
    Atom,
    Comparison,
    Condition,
    Constant,
    Fails,
    Fetch,
    all_of,
    order,
)

MOST_ALTERNATIVES = 256
"""Above this many ways to satisfy two conditions together, they are taken to be compatible."""


def conflicting(assignments: list[Assignment]) -> list[tuple[Assignment, Assignment]]:
    """Pairs (earlier, later) that may give one fluent different values in one event."""
    by_target: dict[tuple[tuple[int, ...], int], list[Assignment]] = {}
    for assignment in assignments:
        by_target.setdefault((assignment.path, assignment.fluent), []).append(assignment)
    return [
        (first, second)
        for group in by_target.values()
        if len(group) > 1
        for first, second in combinations(group, 2)
        if first.value != second.value
        and not _in_other_branches(first, second)
        and compatible(first.condition, second.condition)
    ]


def _in_other_branches(first: Assignment, second: Assignment) -> bool:
    """Whether they stand in different branches of one conditional, of which only one is ever taken."""
    branch = dict(first.branches)
    return any(branch.get(conditional, place) != place for conditional, place in second.branches)


def is_error(first: Assignment, second: Assignment, kind: str) -> bool:
    """Whether a conflict can never be anything but a mistake: both without condition.

    A boolean or an entity that is not written as a constant counts as assigned under conditions, one for each value.
    """
    fixed = kind == "number" or (isinstance(first.value, Constant) and isinstance(second.value, Constant))
    return fixed and first.condition is True and second.condition is True


def compatible(first: Condition, second: Condition) -> bool:
    """Whether both conditions may hold in one state."""
    if any(_exclude(a, b) for a in _literals(first) for b in _literals(second)):
        return False
    both = all_of([first, second])
    if isinstance(both, bool):
        return both
    alternatives = _alternatives(both)
    return alternatives is None or any(_consistent(literals) for literals in alternatives)


def _literals(condition: Condition) -> list[Atom | Comparison]:
    """The atoms that must hold whenever the condition does, as far as they can be seen at once."""
    parts = condition.parts if isinstance(condition, All) else (condition,)
    return [part for part in parts if isinstance(part, Atom | Comparison)]


def _alternatives(condition: Condition) -> list[list[Atom | Comparison]] | None:
    """Disjunctive normal form, or None when it would be too large."""
    match condition:
        case bool():
            return [[]] if condition else []
        case Atom() | Comparison():
            return [[condition]]
        case Fails(negation=negation):
            return _alternatives(negation)
        case Any(parts=parts):
            found: list[list[Atom | Comparison]] = []
            for part in parts:
                more = _alternatives(part)
                if more is None:
                    return None
                found += more
            return found if len(found) <= MOST_ALTERNATIVES else None
        case All(parts=parts):
            factors: list[list[list[Atom | Comparison]]] = []
            for part in parts:
                factor = _alternatives(part)
                if factor is None:
                    return None
                factors.append(factor)
            if prod(len(factor) for factor in factors) > MOST_ALTERNATIVES:
                return None
            return [[literal for literals in chosen for literal in literals] for chosen in product(*factors)]


def _consistent(literals: list[Atom | Comparison]) -> bool:
    return not any(_exclude(a, b) for a, b in combinations(literals, 2))


def _exclude(a: Atom | Comparison, b: Atom | Comparison) -> bool:
    if isinstance(a, Atom) and isinstance(b, Atom):
        if (a.path, a.fluent) != (b.path, b.fluent):
            return False
        if a.equal and b.equal:
            return a.value != b.value
        return a.equal is not b.equal and a.value == b.value
    if isinstance(a, Comparison) and isinstance(b, Comparison):
        return a.left == b.left and _opposed(a, b)
    comparison, atom = (a, b) if isinstance(a, Comparison) else (b, a)
    assert isinstance(comparison, Comparison) and isinstance(atom, Atom)
    return _refutes(comparison, atom)


def _opposed(a: Comparison, b: Comparison) -> bool:
    if a.right == b.right:
        return NEGATED[a.op] == b.op or {a.op, b.op} in ({"<", ">"}, {"<", "=="}, {">", "=="})
    if isinstance(a.right, Constant) and isinstance(b.right, Constant):
        low, high = (a, b) if a.op in (">", ">=") else (b, a)
        if low.op in (">", ">=") and high.op in ("<", "<="):
            floor, ceiling = low.right.value, high.right.value  # type: ignore[union-attr]
            if floor is None or ceiling is None:
                return False
            return floor > ceiling or (floor == ceiling and (low.op == ">" or high.op == "<"))
    return False


def _refutes(comparison: Comparison, atom: Atom) -> bool:
    """Whether `fluent == constant` contradicts a comparison of the same fluent with a constant."""
    return (
        atom.equal
        and comparison.left == Fetch(atom.path, atom.fluent)
        and isinstance(comparison.right, Constant)
        and not order(comparison.op, atom.value, comparison.right.value)
    )
