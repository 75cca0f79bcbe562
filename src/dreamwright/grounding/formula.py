"""The ground form of conditions, values and effects: no variables, no quantifiers, no negation.

Everything the engine evaluates is made of these few immutable nodes. A *path* is a tuple of character indices: `()`
reads the state at hand, `(a, b)` reads what a believes b believes. A *fluent* is an index into the program's fluents.
Values are integers for entities (their index) and booleans (0, 1), floats for numbers, and None for unknown.

Negation has been pushed inward (specification 2.5), so a condition is True, False, an Atom, a Comparison, or All / Any
of conditions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from dreamwright.grounding.arithmetic import OPERATIONS, Code, DivisionByZeroError

Path = tuple[int, ...]
Op = Literal["==", "!=", ">=", "<=", ">", "<"]

NEGATED: dict[Op, Op] = {"==": "!=", "!=": "==", ">=": "<", "<=": ">", ">": "<=", "<": ">="}
MIRRORED: dict[Op, Op] = {"==": "==", "!=": "!=", ">=": "<=", "<=": ">=", ">": "<", "<": ">"}


class _Node:
    """What the nodes below share: they are pickled by their fields, which is several times as fast as by default."""

    __slots__: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[_Node], tuple[object, ...]]:
        return type(self), tuple([getattr(self, name) for name in self.__slots__])


@dataclass(frozen=True, slots=True)
class Atom(_Node):
    """The fluent at `path` has (`equal`) or has not this constant value.

    For a boolean fluent the value is True or False (equal to 1 and 0), and `equal` is always True.
    """

    path: Path
    fluent: int
    equal: bool
    value: Code


@dataclass(frozen=True, slots=True)
class Comparison(_Node):
    """A comparison that is more than fluent-equals-constant.

    `single` marks one that is to be read as one atom, on the fluent at the left alone; otherwise it stands for one
    atom for every fluent in it (specification 2.6). `entities` marks the comparison of two entity-valued fluents.
    """

    op: Op
    left: Value
    right: Value
    single: bool = False
    entities: bool = False


@dataclass(frozen=True, slots=True)
class All(_Node):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Any(_Node):
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Fails(_Node):
    """The condition does not hold: what sends a conditional on to its next branch.

    With an unknown number neither `n > 3` nor its negation `n <= 3` holds, so this is not the same as `negation`,
    which is what an observer's surprise goes by (specification 2.5, 4.4).
    """

    condition: Condition
    negation: Condition


Condition = bool | Atom | Comparison | All | Any | Fails


@dataclass(frozen=True, slots=True)
class Constant(_Node):
    value: Code


@dataclass(frozen=True, slots=True)
class Fetch(_Node):
    """The value of a fluent, read at a path."""

    path: Path
    fluent: int


@dataclass(frozen=True, slots=True)
class Arithmetic(_Node):
    op: Literal["*", "/", "+", "-"]
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Choice(_Node):
    """The first branch whose condition holds, else `otherwise`."""

    branches: tuple[tuple[Condition, Value], ...]
    otherwise: Value


@dataclass(frozen=True, slots=True)
class Truth(_Node):
    """A condition used as a value: 1 when it holds, else 0."""

    condition: Condition


Value = Constant | Fetch | Arithmetic | Choice | Truth


@dataclass(frozen=True, slots=True)
class Assignment(_Node):
    """`fluent := value if condition`, in the mind at `path`; condition and value carry their own full paths."""

    path: Path
    fluent: int
    condition: Condition
    value: Value
    branches: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """The branches it stands in: (number of the conditional, place of the branch in it)."""


# -------------------------------------------------------------------------------------------- construction
def all_of(parts: list[Condition]) -> Condition:
    """A conjunction, flattened, without repeats, and decided where it can be."""
    return _gather(parts, All, neutral=True)


def any_of(parts: list[Condition]) -> Condition:
    """A disjunction, flattened, without repeats, and decided where it can be."""
    return _gather(parts, Any, neutral=False)


def _gather(parts: list[Condition], kind: type[All] | type[Any], *, neutral: bool) -> Condition:
    found: list[Condition] = []
    for part in parts:
        if part is neutral:
            continue
        if part is (not neutral):
            return not neutral
        if isinstance(part, kind):
            found += part.parts
        else:
            found.append(part)
    if len(found) > 1:
        found = list(dict.fromkeys(found))
    if len(found) > 1:
        return kind(tuple(found))
    return found[0] if found else neutral


def negate(condition: Condition) -> Condition:
    """The negation, pushed inward to the atoms (specification 2.5)."""
    match condition:
        case bool():
            return not condition
        case Atom(value=bool() as value):
            return Atom(condition.path, condition.fluent, condition.equal, not value)
        case Atom():
            return Atom(condition.path, condition.fluent, not condition.equal, condition.value)
        case Comparison():
            return Comparison(
                NEGATED[condition.op], condition.left, condition.right, condition.single, condition.entities
            )
        case All():
            return any_of([negate(part) for part in condition.parts])
        case Any():
            return all_of([negate(part) for part in condition.parts])
        case Fails():
            return condition.condition


def fails(condition: Condition, negation: Condition) -> Condition:
    """That a condition does not hold; plainly its negation where nothing unknown can come between the two."""
    return Fails(condition, negation) if _compares_order(condition) else negation


def _compares_order(condition: Condition) -> bool:
    match condition:
        case Comparison(op=op):
            return op not in ("==", "!=")
        case All(parts=parts) | Any(parts=parts):
            return any(_compares_order(part) for part in parts)
        case Fails():
            return True
    return False


# -------------------------------------------------------------------------------------------- walking
def fetches(item: Condition | Value) -> Iterator[tuple[Path, int]]:
    """Every (path, fluent) that a condition or value reads, in order, with repeats."""
    match item:
        case Atom() | Fetch():
            yield item.path, item.fluent
        case All() | Any():
            for part in item.parts:
                yield from fetches(part)
        case Comparison() | Arithmetic():
            yield from fetches(item.left)
            yield from fetches(item.right)
        case Choice():
            for condition, value in item.branches:
                yield from fetches(condition)
                yield from fetches(value)
            yield from fetches(item.otherwise)
        case Truth():
            yield from fetches(item.condition)
        case Fails():
            yield from fetches(item.condition)


def atoms(condition: Condition) -> Iterator[Atom | Comparison]:
    """Every atom and comparison of a condition, in order."""
    match condition:
        case Atom() | Comparison():
            yield condition
        case All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from atoms(part)
        case Fails(condition=inner):
            yield from atoms(inner)


def is_local(item: Condition | Value) -> bool:
    """Whether it reads the state at hand alone and no mind."""
    return all(not path for path, _ in fetches(item))


Known = Callable[[int], tuple[Code] | None]
"""For a fluent: (its only value,) if it can never have another, else None."""


def fold(condition: Condition, known: Known) -> Condition:
    """The condition with fluents that never change replaced by their value."""
    match condition:
        case bool():
            return condition
        case Atom():
            value = known(condition.fluent)
            return condition if value is None else (value[0] == condition.value) is condition.equal
        case Comparison():
            left, right = fold_value(condition.left, known), fold_value(condition.right, known)
            if condition.entities and condition.op == "!=" and isinstance(left, Constant) and isinstance(right, Fetch):
                # It still teaches what the right side is, not only what it is not (`engine/surprise.py`).
                return Comparison("!=", left, right, entities=True)
            return compare(condition.op, left, right, single=condition.single, entities=condition.entities)
        case All():
            return all_of([fold(part, known) for part in condition.parts])
        case Any():
            return any_of([fold(part, known) for part in condition.parts])
        case Fails():
            inner = fold(condition.condition, known)
            return (not inner) if isinstance(inner, bool) else Fails(inner, fold(condition.negation, known))


def fold_value(value: Value, known: Known) -> Value:
    """The value with fluents that never change replaced by their value."""
    match value:
        case Constant():
            return value
        case Fetch():
            fixed = known(value.fluent)
            return value if fixed is None else Constant(fixed[0])
        case Arithmetic():
            return calculate(value.op, fold_value(value.left, known), fold_value(value.right, known))
        case Truth():
            return truth(fold(value.condition, known))
        case Choice():
            return choice(
                [(fold(condition, known), fold_value(branch, known)) for condition, branch in value.branches],
                fold_value(value.otherwise, known),
            )


def calculate(op: Literal["*", "/", "+", "-"], left: Value, right: Value) -> Value:
    """An arithmetic value, worked out where both sides are known and nothing is divided by zero."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        try:
            return Constant(OPERATIONS[op](left.value, right.value))
        except DivisionByZeroError:
            pass  # reported when somebody reads it
    return Arithmetic(op, left, right)


def truth(condition: Condition) -> Value:
    """A condition as a value."""
    if isinstance(condition, bool):
        return Constant(int(condition))
    return Truth(condition)


def choice(branches: list[tuple[Condition, Value]], otherwise: Value) -> Value:
    """A conditional value, decided where it can be."""
    kept: list[tuple[Condition, Value]] = []
    for condition, value in branches:
        if condition is False:
            continue
        if condition is True:
            otherwise = value
            break
        kept.append((condition, value))
    return Choice(tuple(kept), otherwise) if kept else otherwise


def compare(op: Op, left: Value, right: Value, *, single: bool = False, entities: bool = False) -> Condition:
    """A comparison; fluent against constant for (un)equality becomes an Atom."""
    if op in ("==", "!="):
        if isinstance(left, Constant) and isinstance(right, Constant):
            return (left.value == right.value) is (op == "==")
        if isinstance(left, Fetch) and isinstance(right, Constant):
            return Atom(left.path, left.fluent, op == "==", right.value)
        if isinstance(right, Fetch) and isinstance(left, Constant):
            return Atom(right.path, right.fluent, op == "==", left.value)
    elif isinstance(left, Constant) and isinstance(right, Constant):
        return order(op, left.value, right.value)
    return Comparison(op, left, right, single, entities)


def order(op: Op, left: Code, right: Code) -> bool:
    """Compare two values; with an unknown only what includes equality of two unknowns is true (2.5)."""
    if op == "==":
        return left == right
    if op == "!=":
        return left != right
    if left is None or right is None:
        return left is right and op in ("<=", ">=")
    if op == "<":
        return left < right
    if op == ">":
        return left > right
    return left <= right if op == "<=" else left >= right


def renumber(condition: Condition, places: dict[int, int]) -> Condition:
    """The condition with its fluents renumbered."""
    match condition:
        case bool():
            return condition
        case Atom():
            return Atom(condition.path, places[condition.fluent], condition.equal, condition.value)
        case Comparison():
            return Comparison(
                condition.op,
                renumber_value(condition.left, places),
                renumber_value(condition.right, places),
                condition.single,
                condition.entities,
            )
        case All():
            return All(tuple(renumber(part, places) for part in condition.parts))
        case Any():
            return Any(tuple(renumber(part, places) for part in condition.parts))
        case Fails():
            return Fails(renumber(condition.condition, places), renumber(condition.negation, places))


def renumber_value(value: Value, places: dict[int, int]) -> Value:
    """The value with its fluents renumbered."""
    match value:
        case Constant():
            return value
        case Fetch():
            return Fetch(value.path, places[value.fluent])
        case Arithmetic():
            return Arithmetic(value.op, renumber_value(value.left, places), renumber_value(value.right, places))
        case Truth():
            return Truth(renumber(value.condition, places))
        case Choice():
            return Choice(
                tuple((renumber(c, places), renumber_value(v, places)) for c, v in value.branches),
                renumber_value(value.otherwise, places),
            )
