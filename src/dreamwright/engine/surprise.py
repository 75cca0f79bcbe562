"""What an observer learns when they see what they thought impossible (specification 4.4).

No normal form is needed: the atoms to look at are, for an atom that holds, itself; for a conjunction those of all
members; for a disjunction those of every member that holds. Those among them that are false in the observer's mind
are repaired: `p == v` sets p to v as read where the event happened, anything else leaves p unknown.
"""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.engine.compiled import Private
from dreamwright.grounding.evaluate import Read, holds, value_of
from dreamwright.grounding.formula import (
    All,
    Any,
    Atom,
    Choice,
    Comparison,
    Condition,
    Constant,
    Fails,
    Fetch,
    Truth,
    Value,
    calculate,
    compare,
    fetches,
    negate,
)


def repairs(precondition: Condition, here: Read, there: Read) -> Private:
    """What to change in a mind (`there`) so that a precondition that holds `here` makes sense to it."""
    known: Private = {}
    unknown: Private = {}
    if not holds(precondition, here):
        return known
    for atom in _atoms(precondition, here):
        if isinstance(atom, Comparison) and atom.entities:
            _repair_entities(atom, here, there, known, unknown)
        elif holds(atom, there):
            continue
        elif isinstance(atom, Atom):
            target = (atom.path, atom.fluent)
            if atom.equal:
                known[target] = atom.value
            else:
                unknown[target] = None
        elif atom.op == "==":
            known.update((target, here(*target)) for target in _subjects(atom))
        else:
            unknown.update((target, None) for target in _subjects(atom))
    return unknown | known


def _repair_entities(atom: Comparison, here: Read, there: Read, known: Private, unknown: Private) -> None:
    """`X == Y` holds as "X is v and Y is v", `X != Y` as "Y is v and X is not v", v being what it is here."""
    value = value_of(atom.right, here)
    sides = (atom.left, atom.right) if atom.op == "==" else (atom.right,)
    for side in sides:
        if isinstance(side, Fetch) and there(side.path, side.fluent) != value:
            known[side.path, side.fluent] = value
    if atom.op == "!=" and isinstance(atom.left, Fetch) and there(atom.left.path, atom.left.fluent) == value:
        unknown[atom.left.path, atom.left.fluent] = None


def _subjects(atom: Comparison) -> list[tuple[tuple[int, ...], int]]:
    """The fluents that a comparison is about: the left one alone, or all in it (specification 2.6)."""
    if atom.single:
        assert isinstance(atom.left, Fetch)
        return [(atom.left.path, atom.left.fluent)]
    return list(dict.fromkeys(fetches(atom)))


def _atoms(condition: Condition, here: Read) -> Iterator[Atom | Comparison]:
    """The atoms that make a condition hold here, conditional values decided as they are here."""
    match condition:
        case Atom():
            yield condition
        case All(parts=parts):
            if any(isinstance(part, Fails) and not holds(part.negation, here) for part in parts):
                return  # a branch taken only because something was unknown teaches nothing
            for part in parts:
                yield from _atoms(part, here)
        case Fails(negation=negation):
            yield from _atoms(negation, here)
        case Any(parts=parts):
            for part in parts:
                if holds(part, here):
                    yield from _atoms(part, here)
        case Comparison(entities=True):
            yield condition
        case Comparison():
            reasons: list[Condition] = []
            left, right = _decide(condition.left, here, reasons), _decide(condition.right, here, reasons)
            decided = compare(condition.op, left, right, single=condition.single)
            if not all(holds(reason, here) for reason in reasons):
                return  # a branch taken only because something was unknown teaches nothing
            for reason in reasons:
                yield from _atoms(reason, here)
            if isinstance(decided, Atom | Comparison):
                yield decided


def _decide(value: Value, here: Read, reasons: list[Condition]) -> Value:
    """The value with its conditionals replaced by the branch taken here; why it was taken goes into `reasons`."""
    match value:
        case Choice(branches=branches, otherwise=otherwise):
            for condition, branch in branches:
                if holds(condition, here):
                    reasons.append(condition)
                    return _decide(branch, here, reasons)
                reasons.append(negate(condition))
            return _decide(otherwise, here, reasons)
        case Truth(condition=condition):
            true = holds(condition, here)
            reasons.append(condition if true else negate(condition))
            return Constant(int(true))
    if isinstance(value, Constant | Fetch):
        return value
    return calculate(value.op, _decide(value.left, here, reasons), _decide(value.right, here, reasons))
