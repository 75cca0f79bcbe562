"""Second half of resolution: what the names in events, statements and utilities mean (1.3, 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast

from dreamwright.errors import Diagnostic, Span, did_you_mean
from dreamwright.language.codes import problem
from dreamwright.language.declare import Names
from dreamwright.language.syntax import (
    And,
    Arithmetic,
    Assign,
    Believes,
    Call,
    Compare,
    Constant,
    EntityRef,
    Expression,
    If,
    Leaf,
    Name,
    Not,
    Or,
    Quantified,
    Read,
    TypeTest,
    VariableRef,
)
from dreamwright.language.world import Entity, Parameter, Property, Type, Variable

Scope = Mapping[str, Variable]


def scope_of(parameters: tuple[Parameter, ...]) -> dict[str, Variable]:
    """The variables that a signature binds."""
    return {p.name: p for p in parameters if isinstance(p, Variable)}


@dataclass(slots=True)
class Resolver:
    """Resolves expressions against names. What cannot be resolved stays as it is, with an error noted."""

    names: Names
    diagnostics: list[Diagnostic]
    event_names: frozenset[str] = frozenset()
    """Names of actions and triggers, to explain their use in expressions."""

    def resolve(self, expression: Expression, scope: Scope) -> Expression:
        """The same expression with its names resolved."""
        match expression:
            case Constant() | EntityRef() | VariableRef() | Read():
                return expression
            case Name():
                return self.leaf(expression, scope)
            case Call():
                return self._call(expression, scope)
            case Believes(span, character, body):
                return Believes(span, self._character(character, scope), self.resolve(body, scope))
            case And(span, parts):
                return And(span, tuple([self.resolve(part, scope) for part in parts]))
            case Or(span, parts):
                return Or(span, tuple([self.resolve(part, scope) for part in parts]))
            case Not(span, body):
                return Not(span, self.resolve(body, scope))
            case If(span, branches, otherwise):
                resolved = [(self.resolve(c, scope), self.resolve(x, scope)) for c, x in branches]
                return If(span, tuple(resolved), None if otherwise is None else self.resolve(otherwise, scope))
            case Quantified():
                return self._quantified(expression, scope)
            case Assign(span, target, value):
                return Assign(span, self.resolve(target, scope), self.resolve(value, scope))
            case Compare(span, operator, left, right):
                return Compare(span, operator, self.resolve(left, scope), self.resolve(right, scope))
            case TypeTest(span, body, name, type_span):
                return TypeTest(span, self.resolve(body, scope), name, type_span, self.names.type_at(name, type_span))
            case Arithmetic(span, sign, left, right):
                return Arithmetic(span, sign, self.resolve(left, scope), self.resolve(right, scope))

    def leaf(self, leaf: Leaf, scope: Scope) -> Leaf:
        """A name's variable or entity."""
        if not isinstance(leaf, Name):
            return leaf
        variable = scope.get(leaf.text)
        if variable is not None:
            return VariableRef(leaf.span, variable)
        entity = self.names.entities.get(leaf.text)
        if entity is not None:
            return EntityRef(leaf.span, entity)
        message = f"there is no entity or variable '{leaf.text}'"
        self.diagnostics.append(problem("entity-unknown", message, leaf.span, hint=self._name_hint(leaf, scope)))
        return leaf

    def bind(self, name: str, type_: Type, span: Span, scope: Scope) -> tuple[Variable, Scope]:
        """A new variable, and the scope with it. Same name and type as one in scope is an error."""
        outer = scope.get(name)
        if outer is not None and outer.type is type_:
            message = f"the variable '{name}' is already bound here, with the same type"
            self.diagnostics.append(problem("variable-repeated", message, span, hint="choose another name"))
        variable = Variable(name, type_)
        return variable, {**scope, name: variable}

    def _name_hint(self, name: Name, scope: Scope) -> str | None:
        if name.text in ("true", "false", "TRUE", "FALSE"):
            return f"write '{name.text.capitalize()}'"
        if (name.text, 0) in self.names.overloads:
            return f"to read the property write '{name.text}()'"
        return did_you_mean(name.text, [*scope, *self.names.entities])

    def _character(self, character: Leaf, scope: Scope) -> Leaf:
        resolved = self.leaf(character, scope)
        self.check_character(resolved, "the first argument of 'believes'")
        return resolved

    def check_character(self, leaf: Leaf, what: str) -> None:
        """Note an error if a resolved leaf is not a character."""
        match leaf:
            case EntityRef(entity=Entity(is_character=True)) | Name():
                return
            case VariableRef(variable=Variable(type=type_)) if type_.is_subtype_of("character"):
                return
        is_ = f"has type '{leaf.variable.type.name}'" if isinstance(leaf, VariableRef) else "is not one"
        message = f"{what} must be a character; '{leaf.span.text}' {is_}"
        self.diagnostics.append(problem("character-expected", message, leaf.span))

    def _quantified(self, expression: Quantified, scope: Scope) -> Expression:
        type_ = self.names.type_at(expression.type_name, expression.type_span)
        if type_ is None:
            return expression
        if type_.name == "number":
            message = f"'{expression.kind}' cannot range over all numbers"
            self.diagnostics.append(problem("parameter-number", message, expression.type_span))
        variable, inner = self.bind(expression.variable_name, type_, expression.variable_span, scope)
        return replace(expression, body=self.resolve(expression.body, inner), variable=variable)

    # ------------------------------------------------------------------------------------ properties
    def _call(self, call: Call, scope: Scope) -> Expression:
        before = len(self.diagnostics)
        arguments = tuple([self.leaf(argument, scope) for argument in call.arguments])
        for declared in self.names.overloads.get((call.name, len(arguments)), ()):
            if all(map(_accepts, declared.parameters, arguments)):
                return Read(call.span, declared, arguments)
        if len(self.diagnostics) == before and call.name not in self.names.unclear:
            self.diagnostics.append(self._no_property(call, arguments))
        return call

    def _no_property(self, call: Call, arguments: tuple[Leaf, ...]) -> Diagnostic:
        declared = [p for p in self.names.properties if p.name == call.name]
        if declared:
            message = f"no property '{call.name}' takes {_described(arguments)}"
            expected = " or ".join(dict.fromkeys(_signature(p) for p in declared))
            return problem("property-arguments", message, call.span, expected=expected)
        message = f"there is no property '{call.name}'"
        return problem("property-unknown", message, call.name_span, hint=self._property_hint(call))

    def _property_hint(self, call: Call) -> str | None:
        if call.name == "believes":
            return "what is believed must be an expression, e.g. believes(Ann, x == True)"
        if call.name.lower() == "not":
            return "to negate write '!'"
        if call.name in self.event_names:
            return f"'{call.name}' is an action or trigger; expressions can only read properties"
        return did_you_mean(call.name, list(dict.fromkeys(p.name for p in self.names.properties)))


def _accepts(parameter: Parameter, argument: Leaf) -> bool:
    match argument:
        case EntityRef(entity=entity):
            return entity.is_a(parameter.type) if isinstance(parameter, Variable) else entity is parameter
        case VariableRef(variable=variable):
            return isinstance(parameter, Variable) and variable.type.is_subtype_of(parameter.type)
        case Constant(value=bool() as value):
            return parameter.type.name == "boolean" if isinstance(parameter, Variable) else parameter is value
        case Constant(value=float() as number):
            return isinstance(parameter, float) and parameter == number
    return False


def _described(arguments: tuple[Leaf, ...]) -> str:
    """The arguments and their types, in words."""
    if not arguments:
        return "no arguments"
    return f"({', '.join(_described_argument(argument) for argument in arguments)})"


def _described_argument(argument: Leaf) -> str:
    text = argument.span.text
    match argument:
        case VariableRef(variable=variable):
            return f"{text} : {variable.type.name}"
        case EntityRef(entity=entity):
            own = sorted(entity.types - {"entity"}, key=lambda t: t == "character") or ["entity"]
            return f"{text} : {own[0] if len(own) == 1 else ', '.join(own)}"
    return text


def _signature(declared: Property) -> str:
    """`at(c : character)`."""
    return f"{declared.name}({', '.join(_parameter(p) for p in declared.parameters)})"


def _parameter(parameter: Parameter) -> str:
    if isinstance(parameter, Variable):
        return f"{parameter.name} : {parameter.type.name}"
    return parameter.name if isinstance(parameter, Entity) else str(cast(object, parameter))
