"""The static type rules (2.3), and which expressions can be effects (3.1)."""

from __future__ import annotations

from typing import Literal

from dreamwright.errors import Diagnostic, Span
from dreamwright.language.codes import problem
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
    Or,
    Quantified,
    Read,
    TypeTest,
    VariableRef,
)
from dreamwright.language.world import Type

Kind = Literal["boolean", "number", "entity", "unknown"]
"""What sort of value an expression has; `unknown` is the literal `?`, which fits numbers and entities."""

ORDER = ("<", ">", "<=", ">=")


def kind_of(expression: Expression) -> Kind:
    """The sort of a resolved expression. Of a conditional that of its first branch that is not `?`."""
    while True:
        match expression:
            case Constant(value=None):
                return "unknown"
            case Constant(value=bool()):
                return "boolean"
            case Constant() | Arithmetic() | Quantified(kind="sum" | "product"):
                return "number"
            case EntityRef():
                return "entity"
            case VariableRef(variable=variable):
                return _kind_of_type(variable.type)
            case Read(property=declared):
                return _kind_of_type(declared.type)
            case Believes(body=body):
                expression = body
            case If(otherwise=otherwise) if otherwise is not None:
                return _kind_of_results(expression)
            case _:
                return "boolean"


def _kind_of_type(type_: Type) -> Kind:
    if type_.name == "boolean":
        return "boolean"
    return "number" if type_.name == "number" else "entity"


class Checker:
    """Checks resolved expressions by what they are used for; problems are collected in `diagnostics`."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        self.diagnostics = diagnostics

    # ------------------------------------------------------------------------------------ values
    def condition(self, expression: Expression) -> None:
        """The expression must be boolean, and assign nothing."""
        match expression:
            case And(parts=parts) | Or(parts=parts):
                for part in parts:
                    self.condition(part)
            case Not(body=body) | Quantified(kind="forall" | "exists", body=body) | Believes(body=body):
                self.condition(body)
            case If(otherwise=None) if (kind := _kind_of_results(expression)) != "boolean":
                self._conditional(expression, "an entity" if kind == "entity" else "a number")
            case If():
                for test, _ in expression.branches:
                    self.condition(test)
                for value in _results(expression):
                    self.condition(value)
            case Compare():
                self._comparison(expression)
            case TypeTest(body=body):
                self.any(body)
            case Assign():
                self._assigns(expression)
            case _ if kind_of(expression) != "boolean":
                self._expected_boolean(expression)

    def number(self, expression: Expression) -> None:
        """The expression must be a number; `?` will do."""
        match expression:
            case Arithmetic(left=left, right=right):
                self.number(left)
                self.number(right)
            case Quantified(kind="sum" | "product", body=body) | Believes(body=body):
                self.number(body)
            case If():
                self._conditional(expression, "a number")
                for value in _results(expression):
                    self.number(value)
            case Assign():
                self._assigns(expression)
            case _ if kind_of(expression) not in ("number", "unknown"):
                message = f"a number is needed here, but this is {_described(expression)}"
                self._problem("number-expected", message, expression)

    def value(self, expression: Expression, type_: Type, what: str) -> None:
        """The expression must be of a subtype of a type; `what` names what needs it."""
        if type_.name == "boolean":
            self.condition(expression)
        elif type_.name == "number":
            self.number(expression)
        else:
            self._entity(expression, type_, what)

    def any(self, expression: Expression) -> None:
        """The expression may have any kind of value, but must be right in itself."""
        kind = kind_of(expression)
        if isinstance(expression, If) and expression.otherwise is not None:
            kinds = {kind_of(value) for value in _results(expression)} - {"unknown"}
            if len(kinds) > 1:
                message = f"the branches of this conditional differ: {' and '.join(sorted(kinds))}"
                self._problem("branches-differ", message, expression)
                return
        if kind == "boolean":
            self.condition(expression)
        elif kind == "number":
            self.number(expression)
        else:
            self._entity(expression, None, "this")

    def utility(self, expression: Expression) -> None:
        """A utility is a number, or a boolean that counts 1 or 0."""
        if kind_of(expression) == "boolean":
            self.condition(expression)
        else:
            self.number(expression)

    def _entity(self, expression: Expression, type_: Type | None, what: str) -> None:
        match expression:
            case If():
                self._conditional(expression, "an entity")
                for value in _results(expression):
                    self._entity(value, type_, what)
            case Believes(body=body):
                self._entity(body, type_, what)
            case Constant(value=None):
                return
            case EntityRef(entity=entity) if type_ is None or entity.is_a(type_):
                return
            case VariableRef(variable=variable) if type_ is None or variable.type.is_subtype_of(type_):
                return
            case Read(property=declared) if type_ is None or declared.type.is_subtype_of(type_):
                return
            case Assign():
                self._assigns(expression)
            case _:
                needed = f"a value of type '{type_.name}'" if type_ is not None else "an entity"
                message = f"{what} needs {needed}, but this is {_described(expression)}"
                self._problem("value-type", message, expression)

    def _conditional(self, expression: If, needed: str) -> None:
        for test, _ in expression.branches:
            self.condition(test)
        if expression.otherwise is None:
            message = f"this conditional is used as {needed} but has no 'else'"
            hint = "without 'else' a conditional is a condition, true when no branch applies"
            self._problem("else-missing", message, expression, hint=hint)

    def _comparison(self, comparison: Compare) -> None:
        sides = (comparison.left, comparison.right)
        if comparison.operator in ORDER and any(isinstance(s, Constant) and s.value is None for s in sides):
            message = f"'?' is neither more nor less than anything, so '{comparison.operator}' says nothing"
            self._problem("unknown-order", message, comparison, hint="use '== ?' or '!= ?'")
        for side in sides:
            self.any(side)

    # ------------------------------------------------------------------------------------ effects
    def effect(self, expression: Expression) -> None:
        """The expression must be something that can be made true."""
        match expression:
            case And(parts=parts):
                for part in parts:
                    self.effect(part)
            case Quantified(kind="forall", body=body) | Believes(body=body):
                self.effect(body)
            case If(branches=branches, otherwise=otherwise):
                for test, value in branches:
                    self.condition(test)
                    self.effect(value)
                if otherwise is not None:
                    self.effect(otherwise)
            case Assign(target=target, value=value) | Compare(operator="==", left=target, right=value):
                self._assignment(expression, target, value)
            case Compare(operator="!=", left=target, right=value) if _is_boolean_target(target):
                self._assignment(expression, target, value)
            case Not(body=body) if _is_boolean_target(body):
                return
            case Constant(value=True):
                return
            case _ if _is_boolean_target(expression):
                return
            case _:
                self._no_effect(expression)

    def _assignment(self, expression: Expression, target: Expression, value: Expression) -> None:
        read = _target(target)
        if read is None:
            self._no_effect(expression)
        else:
            self.value(value, read.property.type, f"'{read.property.name}'")

    def _no_effect(self, expression: Expression) -> None:
        self._problem(
            "effect-shape",
            f"{_EFFECTLESS.get(type(expression), 'this')} cannot be made true",
            expression,
            expected="p(), !p(), p() = value, believes(c, effect), if(...) effect or forall(x : type) effect",
            hint=_effect_hint(expression),
        )

    # ------------------------------------------------------------------------------------ messages
    def _assigns(self, expression: Assign) -> None:
        message = "'=' assigns, which only effects and initial statements may do"
        self.diagnostics.append(problem("assignment-misplaced", message, _sign(expression), hint="did you mean '=='?"))

    def _expected_boolean(self, expression: Expression) -> None:
        hint = None
        if isinstance(expression, Constant) and expression.value is None:
            hint = "a condition is never unknown; ask 'x == ?'"
        message = f"a condition is needed here, but this is {_described(expression)}"
        self._problem("boolean-expected", message, expression, hint=hint)

    def _problem(
        self, code: str, message: str, at: Expression, *, expected: str | None = None, hint: str | None = None
    ) -> None:
        self.diagnostics.append(problem(code, message, at.span, expected=expected, hint=hint))


_EFFECTLESS: dict[type, str] = {
    Or: "a disjunction",
    Quantified: "'exists'",
    Compare: "this comparison",
    TypeTest: "a type test",
    Arithmetic: "a number",
    EntityRef: "an entity",
    Not: "this negation",
}


def _effect_hint(expression: Expression) -> str | None:
    match expression:
        case Or(parts=parts) if any(isinstance(part, Assign) for part in parts):
            return "'|' is looser than '=': for a boolean value write 'p() = (q() | r())'"
        case Or():
            return "effects must say exactly what happens"
        case Constant(value=False):
            return "an effect can never make False true"
    return None


def _sign(assignment: Assign) -> Span:
    """The place of the `=` of an assignment."""
    source = assignment.span.source
    start = source.text.find("=", assignment.target.span.end, assignment.value.span.start)
    return Span(source, start, start + 1)


def _results(expression: If) -> list[Expression]:
    values = [value for _, value in expression.branches]
    return values if expression.otherwise is None else [*values, expression.otherwise]


def _kind_of_results(expression: If) -> Kind:
    """The kind of the first result that is not `?`."""
    kinds = (kind_of(value) for value in _results(expression))
    return next((kind for kind in kinds if kind != "unknown"), "unknown")


def _target(expression: Expression) -> Read | None:
    """The property that an assignment changes, perhaps inside beliefs."""
    while isinstance(expression, Believes):
        expression = expression.body
    return expression if isinstance(expression, Read) else None


def _is_boolean_target(expression: Expression) -> bool:
    read = _target(expression)
    return read is not None and read.property.type.name == "boolean"


def _described(expression: Expression) -> str:
    kind = kind_of(expression)
    match expression:
        case Constant(value=None):
            return "'?'"
        case Read(property=declared):
            return f"'{declared.name}' of type '{declared.type.name}'"
        case VariableRef(variable=variable):
            return f"the variable '{variable.name}' of type '{variable.type.name}'"
        case EntityRef(entity=entity):
            return f"the entity '{entity.name}'"
    return {"boolean": "a condition", "number": "a number", "entity": "an entity", "unknown": "'?'"}[kind]
