"""Two effects of one event on one property: the errors and warnings of 3.1.

Whether two conditions can hold together is searched for: every way of making both true is tried until one does not
contradict itself. Atoms whose right sides depend on the state contradict each other only where these are alike.
"""

from __future__ import annotations

from itertools import combinations, pairwise

from dreamwright.errors import WorldError
from dreamwright.language.syntax import Comparator
from dreamwright.language.world import World
from reference.evaluate import DivisionByZeroError, compare, same, value
from reference.forms import (
    All,
    Any,
    Atom,
    Choice,
    Effect,
    Fetch,
    Formula,
    GroundEvent,
    Known,
    Pick,
    Place,
    Plain,
    Term,
    Truth,
    Value,
    Verdict,
)
from reference.negation import negated
from reference.solved import entities

EXCLUDED: dict[Comparator, tuple[Comparator, ...]] = {
    "==": ("!=", "<", ">"),
    "!=": ("==",),
    "<": ("==", ">", ">="),
    ">": ("==", "<", "<="),
    "<=": (">",),
    ">=": ("<",),
}
"""What cannot hold beside a comparison with the same right side."""


def conflicting(world: World, event: GroundEvent) -> list[Place]:
    """The places on which effects of the event may disagree; raises WorldError where they must."""
    if not satisfiable(world, [event.precondition], statically=True):
        return []
    return refuse_conflicts(world, str(event), list(event.effects))


def refuse_conflicts(world: World, name: str, effects: list[Effect]) -> list[Place]:
    """The places on which the effects may disagree; raises WorldError where they must."""
    found: dict[Place, None] = {}
    for first, second in combinations(effects, 2):
        if first.place != second.place:
            continue
        if _must_disagree(world, first, second):
            raise WorldError.of("conflicting-effects", f"{name}: two different values for {first.place}")
        if _can_disagree(world, first, second):
            found[first.place] = None
    return list(found)


def _must_disagree(world: World, first: Effect, second: Effect) -> bool:
    return any(
        not _alike(one, other) and _constant_truth(when) and _constant_truth(then)
        for one, when in _assignments(world, first)
        for other, then in _assignments(world, second)
    )


def _can_disagree(world: World, first: Effect, second: Effect) -> bool:
    return any(
        not _alike(one, other) and satisfiable(world, [when, then])
        for one, when in _assignments(world, first)
        for other, then in _assignments(world, second)
    )


def _assignments(world: World, effect: Effect) -> list[tuple[Term, Formula]]:
    """An entity- or boolean-valued right side as one constant for each possible value."""
    type_ = effect.place.property.type
    term = effect.value
    if isinstance(term, Known) or type_.name == "number":
        return [(term, effect.condition)]
    values: tuple[Value, ...] = (False, True) if type_.name == "boolean" else (*world.entities_of(type_), None)
    return [(Known(v), All((effect.condition, _is(world, term, v)))) for v in values]


def _is(world: World, term: Term, v: Value) -> Formula:
    if isinstance(term, Pick):
        branches = tuple((condition, _is(world, branch, v)) for condition, branch in term.branches)
        return Choice(branches, _is(world, term.otherwise, v))
    if isinstance(term, Verdict):
        return term.formula if v else negated(term.formula)
    if isinstance(v, bool):
        return Truth(term.value == v) if isinstance(term, Known) else Atom(_place(term), "==", Known(v))
    return entities(world, "==", term, Known(v))


def _place(term: Term) -> Place:
    assert isinstance(term, Fetch)
    return term.place


def _constant_truth(formula: Formula) -> bool | None:
    """Whether a formula plainly always holds (True) or never (False)."""
    match formula:
        case Truth(value=known):
            return known
        case Plain(operator=operator, left=left, right=right):
            one, other = _constant(left), _constant(right)
            if isinstance(one, Known) and isinstance(other, Known):
                return compare(operator, one.value, other.value)
            return None
        case All(parts=parts):
            truths = [_constant_truth(part) for part in parts]
            return False if False in truths else None if None in truths else True
        case Any(parts=parts):
            truths = [_constant_truth(part) for part in parts]
            return True if True in truths else None if None in truths else False
        case Choice(branches=(), otherwise=otherwise):
            return _constant_truth(otherwise)
        case Choice(branches=branches, otherwise=otherwise):
            condition, branch = branches[0]
            chosen = _constant_truth(condition)
            if chosen is None:
                return None
            return _constant_truth(branch if chosen else Choice(branches[1:], otherwise))
    return None


def _alike(one: Term, other: Term) -> bool:
    first, second = _constant(one), _constant(other)
    if isinstance(first, Known) and isinstance(second, Known):
        return same(first.value, second.value)
    return one == other


def _constant(term: Term) -> Term:
    """A term without places as what it comes to."""

    def read(place: Place) -> Value:
        raise LookupError

    try:
        return Known(value(term, read))
    except (LookupError, DivisionByZeroError):
        return term


def satisfiable(world: World, pending: list[Formula], atoms: tuple[Atom, ...] = (), statically: bool = False) -> bool:
    """Whether all formulas can hold together; `statically`: each atom may always hold, whatever the others say."""
    if not pending:
        return True
    first, rest = pending[0], pending[1:]
    match first:
        case Truth(value=known):
            return known and satisfiable(world, rest, atoms, statically)
        case Plain(operator=operator, left=left, right=right, solved=solved):
            one, other = _constant(left), _constant(right)
            if isinstance(one, Known) and isinstance(other, Known):
                return compare(operator, one.value, other.value) and satisfiable(world, rest, atoms, statically)
            return satisfiable(world, [*solved, *rest], atoms, statically)
        case Atom():
            if not statically and not _fits(world, first, atoms):
                return False
            return satisfiable(world, rest, (*atoms, first), statically)
        case All(parts=parts):
            return satisfiable(world, [*parts, *rest], atoms, statically)
        case Any(parts=parts):
            return any(satisfiable(world, [part, *rest], atoms, statically) for part in parts)
        case Choice(branches=(), otherwise=otherwise):
            return satisfiable(world, [otherwise, *rest], atoms, statically)
        case Choice(branches=branches, otherwise=otherwise):
            condition, branch = branches[0]
            last = Choice(branches[1:], otherwise)
            return satisfiable(world, [condition, branch, *rest], atoms, statically) or satisfiable(
                world, [negated(condition), last, *rest], atoms, statically
            )


def _fits(world: World, atom: Atom, others: tuple[Atom, ...]) -> bool:
    about = [other for other in others if other.place == atom.place] + [atom]
    if any(b.operator in EXCLUDED[a.operator] and _alike(a.right, b.right) for a in about for b in about):
        return False
    constants = [(a.operator, a.right.value) for a in about if isinstance(a.right, Known)]
    samples = _samples(world, atom.place, [bound for _, bound in constants])
    return any(all(compare(operator, v, bound) for operator, bound in constants) for v in samples)


def _samples(world: World, place: Place, compared: list[Value]) -> list[Value]:
    """Enough values of a property to meet a set of comparisons with constants, if any value does."""
    type_ = place.property.type
    if type_.name == "boolean":
        return [False, True]
    if type_.name != "number":
        return [*world.entities_of(type_), None]
    bounds = sorted({bound for bound in compared if isinstance(bound, float)})
    between = [(low + high) / 2 for low, high in pairwise(bounds)]
    beyond = [bounds[0] - 1, bounds[-1] + 1] if bounds else [0.0]
    return [None, *bounds, *between, *beyond]
