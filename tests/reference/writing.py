"""Resolved expressions written out for one combination of arguments.

Variables are replaced, quantifiers and sums expanded in entity order (2.5), beliefs pushed down to the properties they
are about (3.4), negation pushed inward (2.5), and effects turned into conditional assignments (3.1).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from dreamwright.errors import Diagnostic, WorldError
from dreamwright.language.syntax import (
    And,
    Arithmetic,
    Assign,
    Believes,
    Compare,
    Constant,
    EntityRef,
    Expression,
    If,
    Not,
    Operator,
    Or,
    Quantified,
    Read,
    TypeTest,
    VariableRef,
    children,
)
from dreamwright.language.world import Entity, Type, Variable, World
from reference.forms import (
    All,
    Any,
    Argument,
    Atom,
    Calc,
    Choice,
    Effect,
    Fetch,
    Formula,
    Known,
    Pick,
    Place,
    Term,
    Truth,
    Verdict,
)
from reference.solved import NEGATED, entities, numbers

ALWAYS = Truth(True)

Kind = Literal["boolean", "number", "entity", "unknown"]


@dataclass(frozen=True)
class Scope:
    """What the variables stand for, and in whose mind (outermost first) things are read."""

    world: World
    bound: dict[Variable, Argument]
    chain: tuple[Entity, ...] = ()

    def bind(self, variable: Variable, argument: Argument) -> Scope:
        return replace(self, bound={**self.bound, variable: argument})

    def inside(self, character: Entity) -> Scope:
        return replace(self, chain=(*self.chain, character))


def candidates(world: World, type_: Type) -> tuple[Argument, ...]:
    """What a variable of a type stands for, in order."""
    return (False, True) if type_.name == "boolean" else world.entities_of(type_)


def argument(leaf: Expression, scope: Scope) -> Argument:
    """What a constant, an entity's name or a variable stands for."""
    match leaf:
        case EntityRef(entity=entity):
            return entity
        case VariableRef(variable=variable):
            return scope.bound[variable]
        case Constant(value=known) if known is not None:
            return known
    raise AssertionError(f"no argument: {leaf}")


def person(leaf: Expression, scope: Scope) -> Entity:
    """What a constant or a variable of type character stands for."""
    found = argument(leaf, scope)
    assert isinstance(found, Entity)
    return found


def place_of(read: Read, scope: Scope) -> Place:
    return Place(scope.chain, read.property, tuple(argument(a, scope) for a in read.arguments))


def kind_of(expression: Expression) -> Kind:
    """The kind of value an expression has, as far as it shows without looking at any state."""
    match expression:
        case Constant(value=None):
            return "unknown"
        case Constant(value=bool()):
            return "boolean"
        case Constant():
            return "number"
        case EntityRef():
            return "entity"
        case VariableRef(variable=variable):
            return "boolean" if variable.type.name == "boolean" else "entity"
        case Read(property=property_):
            kinds: dict[str, Kind] = {"boolean": "boolean", "number": "number"}
            return kinds.get(property_.type.name, "entity")
        case Believes(body=body):
            return kind_of(body)
        case Arithmetic() | Quantified(kind="sum" | "product"):
            return "number"
        case If(branches=branches, otherwise=otherwise) if otherwise is not None:
            of_branches = [kind_of(branch) for _, branch in branches] + [kind_of(otherwise)]
            return next((kind for kind in of_branches if kind != "unknown"), "unknown")
        case _:
            return "boolean"


def term(expression: Expression, scope: Scope) -> Term:
    """An expression as something with a value."""
    match expression:
        case Constant(value=known):
            return Known(float(known) if isinstance(known, int) and not isinstance(known, bool) else known)
        case EntityRef() | VariableRef():
            return Known(argument(expression, scope))
        case Read():
            return Fetch(place_of(expression, scope))
        case Believes(character=character, body=body):
            return term(body, scope.inside(person(character, scope)))
        case If(branches=branches, otherwise=otherwise) if otherwise is not None:
            pairs = tuple((formula(condition, scope), term(branch, scope)) for condition, branch in branches)
            return Pick(pairs, term(otherwise, scope))
        case Arithmetic(operator=operator, left=left, right=right):
            return Calc(operator, term(left, scope), term(right, scope))
        case Quantified(kind="sum" | "product"):
            return _accumulated(expression, scope)
        case _:
            return Verdict(formula(expression, scope))


def _accumulated(expression: Quantified, scope: Scope) -> Term:
    """`n(A) + (n(B) + n(C))`."""
    operator: Operator = "+" if expression.kind == "sum" else "*"
    terms = [term(expression.body, inner) for inner in _instances(expression, scope)]
    if not terms:
        return Known(0.0 if expression.kind == "sum" else 1.0)
    result = terms.pop()
    while terms:
        result = Calc(operator, terms.pop(), result)
    return result


def _instances(expression: Quantified, scope: Scope) -> list[Scope]:
    variable = expression.variable
    assert variable is not None
    return [scope.bind(variable, v) for v in candidates(scope.world, variable.type)]


def formula(expression: Expression, scope: Scope, positive: bool = True) -> Formula:
    """A condition, or (not `positive`) its negation, without any negation in it."""
    match expression:
        case Constant(value=bool(known)):
            return Truth(known == positive)
        case VariableRef():
            return Truth(argument(expression, scope) == positive)
        case Read():
            return Atom(place_of(expression, scope), "==", Known(positive))
        case Believes(character=character, body=body):
            return formula(body, scope.inside(person(character, scope)), positive)
        case And(parts=parts) | Or(parts=parts):
            together = isinstance(expression, And) == positive
            return (All if together else Any)(tuple(formula(part, scope, positive) for part in parts))
        case Not(body=body):
            return formula(body, scope, not positive)
        case If(branches=branches, otherwise=otherwise):
            pairs = tuple((formula(c, scope), formula(x, scope, positive)) for c, x in branches)
            return Choice(pairs, Truth(positive) if otherwise is None else formula(otherwise, scope, positive))
        case Quantified(kind=kind, body=body):
            together = (kind == "forall") == positive
            return (All if together else Any)(
                tuple(formula(body, inner, positive) for inner in _instances(expression, scope))
            )
        case Compare():
            return _comparison(expression, scope, positive)
        case TypeTest():
            return _type_test(expression, scope, positive)
    raise AssertionError(f"no condition: {expression}")


def _comparison(expression: Compare, scope: Scope, positive: bool) -> Formula:
    operator = expression.operator if positive else NEGATED[expression.operator]
    left, right = expression.left, expression.right
    kinds = {kind_of(left), kind_of(right)} - {"unknown"}
    if kinds == {"number"}:
        return numbers(operator, term(left, scope), term(right, scope), replaced=_has_variable(expression))
    if kinds <= {"entity"}:
        return entities(scope.world, operator, term(left, scope), term(right, scope))
    if kinds == {"boolean"} and "unknown" not in (kind_of(left), kind_of(right)):
        return _booleans(operator, left, right, scope)
    return Truth(operator == "!=")  # unlike things


def _booleans(operator: str, left: Expression, right: Expression, scope: Scope) -> Formula:
    if operator in ("<", ">"):
        return Truth(False)
    same = operator != "!="
    return Any(
        tuple(All((formula(right, scope, value), formula(left, scope, value == same))) for value in (False, True))
    )


def _has_variable(expression: Expression) -> bool:
    if isinstance(expression, VariableRef):
        return True
    if isinstance(expression, Read):
        return any(isinstance(a, VariableRef) for a in expression.arguments)
    if isinstance(expression, Believes) and isinstance(expression.character, VariableRef):
        return True
    return any(_has_variable(child) for child in children(expression))


def _type_test(expression: TypeTest, scope: Scope, positive: bool) -> Formula:
    """X is one of the entities of the type; for `boolean` and `number` only the static type counts."""
    kind, type_ = kind_of(expression.body), expression.type
    assert type_ is not None
    if kind in ("boolean", "number") or type_.name in ("boolean", "number"):
        return Truth((kind == type_.name) == positive)
    tested = term(expression.body, scope)
    parts = tuple(
        entities(scope.world, "==" if positive else "!=", tested, Known(entity))
        for entity in scope.world.entities_of(type_)
    )
    return Any(parts) if positive else All(parts)


# ---------------------------------------------------------------------------------------------------- effects
def effects(
    expression: Expression,
    scope: Scope,
    condition: Formula = ALWAYS,
    owners: tuple[Entity, ...] = (),
    positive: bool = True,
) -> list[Effect]:
    """The conditional assignments of an effect expression, in the order of the text.

    `owners` are the characters whose beliefs are changed, outermost first; things are read in the mind that `scope`
    names, which is another where a nested target gets a value from outside (`believes(c, p()) = X`).
    """
    match expression:
        case Constant(value=bool(known)) if known == positive:
            return []
        case Read():
            return [Effect(_target(expression, scope, owners), Known(positive), condition)]
        case Believes(character=character, body=body):
            mind = person(character, scope)
            return effects(body, scope.inside(mind), condition, (*owners, mind), positive)
        case Not(body=body):
            return effects(body, scope, condition, owners, not positive)
        case And(parts=parts) if positive:
            return [e for part in parts for e in effects(part, scope, condition, owners)]
        case Or(parts=parts) if not positive:
            return [e for part in parts for e in effects(part, scope, condition, owners, False)]
        case Quantified(kind=kind, body=body) if kind == ("forall" if positive else "exists"):
            return [
                e for inner in _instances(expression, scope) for e in effects(body, inner, condition, owners, positive)
            ]
        case If():
            return _conditional(expression, scope, condition, owners, positive)
        case Assign(target=target, value=value) if positive:
            return [Effect(_target(target, scope, owners), term(value, scope), condition)]
        case Compare(operator=operator):
            return _compared(expression, operator if positive else NEGATED[operator], scope, condition, owners)
    raise _no_effect(expression)


def _target(target: Expression, scope: Scope, owners: tuple[Entity, ...]) -> Place:
    if isinstance(target, Believes):
        return _target(target.body, scope, (*owners, person(target.character, scope)))
    if not isinstance(target, Read):
        raise _no_effect(target)
    return Place(owners, target.property, tuple(argument(a, scope) for a in target.arguments))


def _conditional(
    expression: If, scope: Scope, condition: Formula, owners: tuple[Entity, ...], positive: bool
) -> list[Effect]:
    """Each branch under its condition and the negation of earlier ones."""
    found: list[Effect] = []
    so_far: tuple[Formula, ...] = (condition,)
    for test, branch in expression.branches:
        found += effects(branch, scope, All((*so_far, formula(test, scope))), owners, positive)
        so_far = (*so_far, formula(test, scope, False))
    if expression.otherwise is not None:
        found += effects(expression.otherwise, scope, All(so_far), owners, positive)
    return found


def _compared(
    expression: Compare, operator: str, scope: Scope, condition: Formula, owners: tuple[Entity, ...]
) -> list[Effect]:
    place = _target(expression.left, scope, owners)
    if operator == "==":
        return [Effect(place, term(expression.right, scope), condition)]
    if operator == "!=" and place.property.type.name == "boolean":
        return [Effect(place, Verdict(formula(expression.right, scope, False)), condition)]
    raise _no_effect(expression)


def _no_effect(expression: Expression) -> WorldError:
    return WorldError(Diagnostic("no-effect", f"'{expression.span.text}' cannot be an effect", expression.span))
