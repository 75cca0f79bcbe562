"""The negation of a formula that is already free of negation (2.5)."""

from __future__ import annotations

from reference.forms import All, Any, Atom, Choice, Formula, Known, Plain, Truth
from reference.solved import NEGATED, numbers


def negated(formula: Formula) -> Formula:
    """A formula, free of negation again, that says the opposite."""
    match formula:
        case Truth(value=known):
            return Truth(not known)
        case Atom(place=place, operator="==", right=Known(value=bool(known))):
            return Atom(place, "==", Known(not known))  # boolean properties always have the form p == v
        case Atom(place=place, operator=operator, right=right):
            return Atom(place, NEGATED[operator], right)
        case Plain(operator=operator, left=left, right=right):
            return numbers(NEGATED[operator], left, right, replaced=True)
        case All(parts=parts):
            return Any(tuple(negated(part) for part in parts))
        case Any(parts=parts):
            return All(tuple(negated(part) for part in parts))
        case Choice(branches=branches, otherwise=otherwise):
            return Choice(tuple((c, negated(x)) for c, x in branches), negated(otherwise))
