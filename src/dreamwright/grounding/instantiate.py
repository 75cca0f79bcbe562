"""From resolved expressions with variables to ground conditions, values and assignments.

An *environment* gives every variable in scope its entity or boolean. Quantifiers are written out in entity order,
negation is pushed inward as the specification's 2.5 says, `believes` becomes a longer path.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from dreamwright.errors import Diagnostic, WorldError
from dreamwright.grounding import formula as f
from dreamwright.grounding.fluents import Argument, FluentTable, Kind, kind_of
from dreamwright.grounding.formula import Assignment, Atom, Condition, Op, Path, all_of, any_of
from dreamwright.grounding.solve import solved
from dreamwright.language import syntax as s
from dreamwright.language.world import Entity, Variable, World

Environment = dict[Variable, Argument]

EQUAL_OR_ORDER = {"==": "==", "!=": "!=", "<=": "==", ">=": "=="}
"""What a comparison of two things that are not numbers means; `<` and `>` are false."""


class Instantiator:
    """Grounds expressions of one world, numbering fluents in `table` as it meets them."""

    def __init__(self, world: World, table: FluentTable) -> None:
        self.world = world
        self.table = table
        self._conditionals = 0

    # ------------------------------------------------------------------------------------------ leaves
    def argument(self, leaf: s.Expression, env: Environment) -> Argument:
        """The constant that a leaf stands for."""
        match leaf:
            case s.EntityRef(entity=entity):
                return entity
            case s.VariableRef(variable=variable):
                return env[variable]
            case s.Constant(value=bool() | float() as value):
                return value
        raise AssertionError(leaf)

    def character(self, leaf: s.Expression, env: Environment) -> int:
        entity = self.argument(leaf, env)
        assert isinstance(entity, Entity)
        return entity.index

    def fluent(self, read: s.Read, env: Environment) -> int:
        return self.table.index(read.property, tuple(self.argument(a, env) for a in read.arguments))

    def members(self, quantified: s.Quantified) -> list[Argument]:
        """What a quantified variable ranges over (booleans: False, True)."""
        variable = quantified.variable
        assert variable is not None
        if variable.type.name == "boolean":
            return [False, True]
        return list(self.world.entities_of(variable.type))

    def kind(self, expression: s.Expression) -> Kind | None:
        """Whether an expression is a boolean, a number or an entity; None for a literal `?`."""
        match expression:
            case s.Constant(value=value):
                return None if value is None else "boolean" if isinstance(value, bool) else "number"
            case s.Read(property=property_):
                return kind_of(property_)
            case s.EntityRef():
                return "entity"
            case s.VariableRef(variable=variable):
                return "boolean" if variable.type.name == "boolean" else "entity"
            case s.Believes(body=body):
                return self.kind(body)
            case s.Arithmetic():
                return "number"
            case s.Quantified(kind=kind):
                return "number" if kind in ("sum", "product") else "boolean"
            case s.If(branches=branches, otherwise=otherwise):
                if otherwise is None:
                    return "boolean"
                kinds = [self.kind(value) for _, value in branches] + [self.kind(otherwise)]
                return next((kind for kind in kinds if kind is not None), None)
        return "boolean"

    # ------------------------------------------------------------------------------------------ conditions
    def condition(self, e: s.Expression, env: Environment, path: Path = (), positive: bool = True) -> Condition:
        """A boolean expression (or with `positive` False its negation), read in the mind at `path`."""
        match e:
            case s.Constant(value=value):
                return bool(value) is positive
            case s.VariableRef():
                return bool(self.argument(e, env)) is positive
            case s.Read():
                return Atom(path, self.fluent(e, env), True, positive)
            case s.Believes(character=character, body=body):
                return self.condition(body, env, (*path, self.character(character, env)), positive)
            case s.And(parts=parts) | s.Or(parts=parts):
                join = all_of if isinstance(e, s.And) is positive else any_of
                return join([self.condition(part, env, path, positive) for part in parts])
            case s.Not(body=body):
                return self.condition(body, env, path, not positive)
            case s.Quantified(kind=kind, variable=variable, body=body):
                assert variable is not None
                join = all_of if (kind == "forall") is positive else any_of
                return join(
                    [self.condition(body, {**env, variable: member}, path, positive) for member in self.members(e)]
                )
            case s.If():
                return self._conditional(e, env, path, positive)
            case s.TypeTest(body=body, type=type_):
                assert type_ is not None
                if type_.name in ("boolean", "number"):
                    return (self.kind(body) == type_.name) is positive
                tests = [
                    self._equal_entities("==" if positive else "!=", self.value(body, env, path), f.Constant(v.index))
                    for v in self.world.entities_of(type_)
                ]
                return any_of(tests) if positive else all_of(tests)
            case s.Compare(operator=operator, left=left, right=right):
                return self.comparison(e, operator if positive else f.NEGATED[operator], left, right, env, path)
        raise AssertionError(f"not a condition: {e}")

    def _conditional(self, e: s.If, env: Environment, path: Path, positive: bool) -> Condition:
        earlier: list[Condition] = []
        cases: list[Condition] = []
        for test, body in e.branches:
            cases.append(all_of([*earlier, self.condition(test, env, path), self.condition(body, env, path, positive)]))
            earlier.append(f.fails(self.condition(test, env, path), self.condition(test, env, path, False)))
        last = positive if e.otherwise is None else self.condition(e.otherwise, env, path, positive)
        return any_of([*cases, all_of([*earlier, last])])

    def comparison(
        self, whole: s.Compare, op: Op, left: s.Expression, right: s.Expression, env: Environment, path: Path
    ) -> Condition:
        """A comparison by the kinds of its sides (specification 2.5, 2.6)."""
        kinds = {self.kind(left), self.kind(right)} - {None}
        if len(kinds) > 1:
            return op == "!="
        kind = kinds.pop() if kinds else "entity"
        if kind == "number":
            single = _is_read(left) and not _mentions_variables(whole)
            return self._numbers(op, self.value(left, env, path), self.value(right, env, path), single)
        if op not in EQUAL_OR_ORDER:
            return False
        if kind == "entity":
            return self._equal_entities(EQUAL_OR_ORDER[op], self.value(left, env, path), self.value(right, env, path))
        if not (self.kind(left) and self.kind(right)):
            return op == "!="  # a boolean is never unknown
        same = EQUAL_OR_ORDER[op] == "=="
        return any_of(
            [
                all_of([self.condition(left, env, path, True), self.condition(right, env, path, same)]),
                all_of([self.condition(left, env, path, False), self.condition(right, env, path, not same)]),
            ]
        )

    def _numbers(self, op: Op, left: f.Value, right: f.Value, single: bool) -> Condition:
        found = None if single else solved(op, left, right)
        return f.compare(op, left, right, single=single) if found is None else found

    def _equal_entities(self, op: str, left: f.Value, right: f.Value) -> Condition:
        for side, other, swap in ((left, right, False), (right, left, True)):
            if isinstance(side, f.Choice):
                earlier: list[Condition] = []
                cases: list[Condition] = []
                for test, value in (*side.branches, (True, side.otherwise)):
                    pair = (other, value) if swap else (value, other)
                    cases.append(all_of([*earlier, test, self._equal_entities(op, *pair)]))
                    earlier.append(f.fails(test, f.negate(test)))
                return any_of(cases)
        return f.compare("==" if op == "==" else "!=", left, right, entities=True)

    # ------------------------------------------------------------------------------------------ values
    def value(self, e: s.Expression, env: Environment, path: Path = ()) -> f.Value:
        """A value expression, read in the mind at `path`."""
        match e:
            case s.Constant(value=value):
                if value is None:
                    return f.Constant(None)
                return f.Constant(int(value) if isinstance(value, bool) else float(value) + 0.0)
            case s.EntityRef() | s.VariableRef():
                argument = self.argument(e, env)
                return f.Constant(argument.index if isinstance(argument, Entity) else int(argument))
            case s.Read():
                return f.Fetch(path, self.fluent(e, env))
            case s.Believes(character=character, body=body):
                return self.value(body, env, (*path, self.character(character, env)))
            case s.Arithmetic(operator=operator, left=left, right=right):
                return f.calculate(operator, self.value(left, env, path), self.value(right, env, path))
            case s.Quantified(kind="sum" | "product" as kind, variable=variable, body=body):
                assert variable is not None
                terms = [self.value(body, {**env, variable: member}, path) for member in self.members(e)]
                return _grouped_right(terms, "+" if kind == "sum" else "*")
            case s.If(branches=branches, otherwise=otherwise) if self.kind(e) != "boolean":
                assert otherwise is not None
                return f.choice(
                    [(self.condition(c, env, path), self.value(v, env, path)) for c, v in branches],
                    self.value(otherwise, env, path),
                )
        return f.truth(self.condition(e, env, path))

    def utility(self, e: s.Expression, env: Environment) -> f.Value:
        """A utility; a boolean one counts 1 when it holds (specification 1.2)."""
        if self.kind(e) == "boolean":
            return f.choice([(self.condition(e, env), f.Constant(1.0))], f.Constant(0.0))
        return self.value(e, env)

    # ------------------------------------------------------------------------------------------ effects
    def assignments(self, e: s.Expression, env: Environment) -> list[Assignment]:
        """An effect as conditional assignments in the order of the text (specification 3.1)."""
        found: list[Assignment] = []
        self._effect(e, env, _Place((), (), ()), True, found)
        return found

    def _effect(self, e: s.Expression, env: Environment, at: _Place, positive: bool, out: list[Assignment]) -> None:
        if any(condition is False for condition in at.given):
            return
        match e:
            case s.Constant(value=bool() as value):
                if value is not positive:
                    raise _refuse(e, "contradictory-effect", "this effect can never be made true")
            case s.And(parts=parts) if positive:
                for part in parts:
                    self._effect(part, env, at, True, out)
            case s.Or(parts=parts) if not positive:
                for part in parts:
                    self._effect(part, env, at, False, out)
            case s.Not(body=body):
                self._effect(body, env, at, not positive, out)
            case s.Quantified(kind="forall" | "exists" as kind, variable=variable, body=body) if (
                kind == "forall"
            ) is positive:
                assert variable is not None
                for member in self.members(e):
                    self._effect(body, {**env, variable: member}, at, positive, out)
            case s.If():
                self._conditional_effect(e, env, at, positive, out)
            case s.Believes(character=character, body=body):
                inside = at._replace(path=(*at.path, self.character(character, env)))
                self._effect(body, env, inside, positive, out)
            case s.Read():
                out.append(self._assignment(at, self.fluent(e, env), f.Constant(int(positive))))
            case s.Assign(target=target, value=value) if positive:
                self._assign(target, value, env, at, True, out)
            case s.Compare(operator="==" | "!=" as operator, left=left, right=right):
                self._assign(left, right, env, at, (operator == "==") is positive, out)
            case _:
                raise _refuse(e, "not-an-effect", "this cannot be made true by assigning values")

    def _conditional_effect(self, e: s.If, env: Environment, at: _Place, positive: bool, out: list[Assignment]) -> None:
        self._conditionals += 1
        number = self._conditionals
        earlier = at.given
        for place, (test, body) in enumerate(e.branches):
            given = (*earlier, self.condition(test, env, at.path))
            self._effect(body, env, _Place(at.path, given, (*at.branches, (number, place))), positive, out)
            earlier = (*earlier, self.condition(test, env, at.path, False))
        if e.otherwise is not None:
            last = (*at.branches, (number, len(e.branches)))
            self._effect(e.otherwise, env, _Place(at.path, earlier, last), positive, out)

    def _assign(
        self,
        target: s.Expression,
        value: s.Expression,
        env: Environment,
        at: _Place,
        equal: bool,
        out: list[Assignment],
    ) -> None:
        path, read = at.path, target
        while isinstance(read, s.Believes):
            path = (*path, self.character(read.character, env))
            read = read.body
        if not isinstance(read, s.Read):
            raise _refuse(target, "not-an-effect", "only a property can be given a value")
        if kind_of(read.property) == "boolean":
            new = f.truth(self.condition(value, env, at.path, equal))
        elif equal:
            new = self.value(value, env, at.path)
        else:
            raise _refuse(target, "not-an-effect", "a value that is only said to differ cannot be assigned")
        out.append(self._assignment(at._replace(path=path), self.fluent(read, env), new))

    def _assignment(self, at: _Place, fluent: int, value: f.Value) -> Assignment:
        return Assignment(at.path, fluent, all_of(list(at.given)), value, at.branches)


class _Place(NamedTuple):
    """Where in an effect we are: in whose mind, under which conditions, in which branches."""

    path: Path
    given: tuple[Condition, ...]
    branches: tuple[tuple[int, int], ...]


def _refuse(e: s.Expression, code: str, message: str) -> WorldError:
    return WorldError(Diagnostic(code, message, span=e.span, expected="`property = value`, joined by `&`"))


def _grouped_right(terms: list[f.Value], op: Literal["+", "*"]) -> f.Value:
    if not terms:
        return f.Constant(0.0 if op == "+" else 1.0)
    total = terms[-1]
    for term in reversed(terms[:-1]):
        total = f.calculate(op, term, total)
    return total


def _is_read(e: s.Expression) -> bool:
    while isinstance(e, s.Believes):
        e = e.body
    return isinstance(e, s.Read)


def _mentions_variables(e: s.Expression) -> bool:
    if isinstance(e, s.Quantified | s.VariableRef):
        return True
    if isinstance(e, s.Read):
        return any(isinstance(argument, s.VariableRef) for argument in e.arguments)
    if isinstance(e, s.Believes) and isinstance(e.character, s.VariableRef):
        return True
    return any(_mentions_variables(child) for child in s.children(e))
