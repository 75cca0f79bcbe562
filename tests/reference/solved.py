"""Comparisons as atoms: entities and booleans as 2.5 says, numbers in the solved form of 2.6."""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.language.syntax import Comparator
from dreamwright.language.world import World
from reference.forms import All, Any, Atom, Calc, Choice, Fetch, Formula, Known, Pick, Place, Plain, Term, Truth

NEGATED: dict[Comparator, Comparator] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}
TURNED: dict[Comparator, Comparator] = {"==": "==", "!=": "!=", "<": ">", ">": "<", "<=": ">=", ">=": "<="}


def entities(world: World, operator: Comparator, left: Term, right: Term) -> Formula:
    """Two entity-valued terms (or unknowns): for some value the one is it, and the other is it or is not."""
    if operator in ("<", ">"):
        return Truth(False)
    same = operator != "!="
    for term, again in (
        (left, lambda branch: entities(world, operator, branch, right)),
        (right, lambda branch: entities(world, operator, left, branch)),
    ):
        if isinstance(term, Pick):
            return _lifted(term, again)
    if isinstance(left, Known):
        if isinstance(right, Known):
            return Truth((left.value is right.value) == same)
        left, right = right, left
    assert isinstance(left, Fetch)
    if isinstance(right, Known):
        return Atom(left.place, "==" if same else "!=", right)
    assert isinstance(right, Fetch)
    candidates = (*world.entities_of(right.place.property.type), None)
    return Any(
        tuple(
            All((Atom(right.place, "==", Known(v)), Atom(left.place, "==" if same else "!=", Known(v))))
            for v in candidates
        )
    )


def numbers(operator: Comparator, left: Term, right: Term, replaced: bool) -> Formula:
    """Two number-valued terms (or unknowns). `replaced`: a variable was replaced in the comparison.

    The solved form of sums would say something else than the plain comparison where several unknowns meet; "apart
    from such cases and rounding the meaning is the plain one" is taken to exclude that. Only where a factor or divisor
    has to be moved does the solved form decide.
    """
    if isinstance(left, Fetch) and not replaced:
        return Atom(left.place, operator, right)
    pick = _first_pick(left) or _first_pick(right)
    if pick is not None:
        return _lifted(
            pick, lambda branch: numbers(operator, _put(left, pick, branch), _put(right, pick, branch), True)
        )
    found = list(dict.fromkeys([*_places(left), *_places(right)]))
    solved = [_alone(place, operator, left, right) for place in found]
    if _has_factors(left) or _has_factors(right):
        return All(tuple(solved))
    return Plain(operator, left, right, tuple(atom for atom in solved if isinstance(atom, Atom)))


def _alone(place: Place, operator: Comparator, left: Term, right: Term) -> Formula:
    """The comparison with this place alone on the left, all else moved across."""
    if place not in _places(left):
        return _alone(place, TURNED[operator], right, left)
    if isinstance(left, Fetch):
        return Atom(place, operator, right)
    assert isinstance(left, Calc)
    first, second = left.left, left.right
    in_first = place in _places(first)
    match left.operator:
        case "+" if in_first:
            return _alone(place, operator, first, Calc("-", right, second))
        case "+":
            return _alone(place, operator, second, Calc("-", right, first))
        case "-" if in_first:
            return _alone(place, operator, first, Calc("+", right, second))
        case "-":
            return _alone(place, TURNED[operator], second, Calc("-", first, right))
        case "*" if in_first:
            return _cases(second, operator, lambda op: _alone(place, op, first, Calc("/", right, second)))
        case "*":
            return _cases(first, operator, lambda op: _alone(place, op, second, Calc("/", right, first)))
        case _ if in_first:
            return _cases(second, operator, lambda op: _alone(place, op, first, Calc("*", right, second)))
        case _:
            return _cases(
                second,
                operator,
                lambda op: _cases(
                    right, TURNED[op], lambda turned: _alone(place, turned, second, Calc("/", first, right))
                ),
            )


def _cases(factor: Term, operator: Comparator, moved: Callable[[Comparator], Formula]) -> Formula:
    """Moving a factor or divisor across: as it stands where it is positive, turned where it is negative."""
    zero = Known(0.0)
    return Any(
        (
            All((numbers(">", factor, zero, True), moved(operator))),
            All((numbers("<", factor, zero, True), moved(TURNED[operator]))),
        )
    )


def _has_factors(term: Term) -> bool:
    """Whether a property is a factor, a divisor, or beside one."""
    if not isinstance(term, Calc) or not _places(term):
        return False
    return term.operator in ("*", "/") or _has_factors(term.left) or _has_factors(term.right)


def _lifted(pick: Pick, compare_with: Callable[[Term], Formula]) -> Formula:
    branches = tuple((condition, compare_with(branch)) for condition, branch in pick.branches)
    return Choice(branches, compare_with(pick.otherwise))


def _first_pick(term: Term) -> Pick | None:
    if isinstance(term, Pick):
        return term
    if isinstance(term, Calc):
        return _first_pick(term.left) or _first_pick(term.right)
    return None


def _put(term: Term, pick: Pick, branch: Term) -> Term:
    """The term with a branch in the place of this very conditional."""
    if term is pick:
        return branch
    if isinstance(term, Calc):
        return Calc(term.operator, _put(term.left, pick, branch), _put(term.right, pick, branch))
    return term


def _places(term: Term) -> list[Place]:
    if isinstance(term, Fetch):
        return [term.place]
    if isinstance(term, Calc):
        return [*_places(term.left), *_places(term.right)]
    return []
