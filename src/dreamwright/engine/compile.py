"""Ground conditions, values and effects compiled to Python functions over value vectors.

A *local* function reads the state at hand alone and takes its value vector `v`. A *deep* one also reads minds: it
takes `(v, s, W, P)`, where `W(s, c)` is the value vector of c's mind in state s and `P(s, (a, b, ...))` that of a
longer path. Source text is generated and compiled the first time a function is called for, so a large world loads
fast and pays only for what it uses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any as Anything

from dreamwright.grounding.arithmetic import Code, add, divide, multiply, subtract
from dreamwright.grounding.formula import (
    All,
    Any,
    Arithmetic,
    Assignment,
    Atom,
    Choice,
    Comparison,
    Condition,
    Constant,
    Fails,
    Fetch,
    Op,
    Path,
    Truth,
    Value,
    is_local,
)

Function = Callable[..., Anything]

_NAMES = {"ADD": add, "SUB": subtract, "MUL": multiply, "DIV": divide, "INF": float("inf"), "__builtins__": {}}
_ARITHMETIC = {"+": "ADD", "-": "SUB", "*": "MUL", "/": "DIV"}


class Writer:
    """Writes the source of one function; hands out names for intermediate results."""

    def __init__(self) -> None:
        self._temporaries = 0

    def condition(self, c: Condition) -> str:
        match c:
            case bool():
                return repr(c)
            case Atom(path=path, fluent=fluent, equal=equal, value=value):
                read = _read(path, fluent)
                if value is None:
                    return f"{read} is None" if equal else f"{read} is not None"
                return f"{read} {'==' if equal else '!='} {_literal(value)}"
            case Comparison():
                return self._comparison(c)
            case All(parts=parts):
                return "(" + " and ".join(self.condition(part) for part in parts) + ")"
            case Any(parts=parts):
                return "(" + " or ".join(self.condition(part) for part in parts) + ")"
            case Fails(condition=inner):
                return f"(not {self.condition(inner)})"

    def _comparison(self, c: Comparison) -> str:
        if c.op in ("==", "!="):
            return f"({self.value(c.left)} {c.op} {self.value(c.right)})"
        left, right = self._held(c.left), self._held(c.right)
        return _ordered(c.op, left, right)

    def _held(self, value: Value) -> tuple[str, str, bool]:
        """An expression that evaluates the value, one that repeats it, and whether it may be unknown."""
        if isinstance(value, Constant):
            literal = _literal(value.value)
            return literal, literal, value.value is None
        if not may_be_unknown(value):
            return self.value(value), "", False
        self._temporaries += 1
        name = f"t{self._temporaries}"
        return f"({name} := {self.value(value)})", name, True

    def value(self, value: Value) -> str:
        match value:
            case Constant(value=constant):
                return _literal(constant)
            case Fetch(path=path, fluent=fluent):
                return _read(path, fluent)
            case Truth(condition=condition):
                return f"(1 if {self.condition(condition)} else 0)"
            case Choice(branches=branches, otherwise=otherwise):
                text = self.value(otherwise)
                for condition, branch in reversed(branches):
                    text = f"({self.value(branch)} if {self.condition(condition)} else {text})"
                return text
            case Arithmetic(op=op, left=left, right=right):
                if op in "+-" and _is_small(left) and _is_small(right):
                    return f"({self.value(left)} {op} {self.value(right)})"
                return f"{_ARITHMETIC[op]}({self.value(left)}, {self.value(right)})"


def _ordered(op: Op, left: tuple[str, str, bool], right: tuple[str, str, bool]) -> str:
    """An order comparison in which unknowns compare as the specification's 2.5 says."""
    first, left_again, left_unknown = left
    second, right_again, right_unknown = right
    if not left_unknown and not right_unknown:
        return f"({first} {op} {second})"
    if left_unknown and not right_unknown:
        return f"({first} is not None and {left_again} {op} {second})"
    if right_unknown and not left_unknown:
        return f"({second} is not None and {first} {op} {right_again})"
    both_unknown = "True" if op in ("<=", ">=") else "False"
    return (
        f"(({second} is not None and {left_again} {op} {right_again}) if {first} is not None"
        f" else ({both_unknown} and {second} is None))"
    )


def _read(path: Path, fluent: int) -> str:
    if not path:
        return f"v[{fluent}]"
    if len(path) == 1:
        return f"W(s, {path[0]})[{fluent}]"
    return f"P(s, {path!r})[{fluent}]"


def _literal(value: Code) -> str:
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        return "INF" if value > 0 else "(-INF)"
    return f"({value!r})" if isinstance(value, int | float) and value < 0 else repr(value)


def may_be_unknown(value: Value) -> bool:
    """Whether a value could turn out unknown."""
    match value:
        case Constant(value=constant):
            return constant is None
        case Fetch():
            return True
        case Truth():
            return False
        case Arithmetic(left=left, right=right):
            return may_be_unknown(left) or may_be_unknown(right)
        case Choice(branches=branches, otherwise=otherwise):
            return may_be_unknown(otherwise) or any(may_be_unknown(branch) for _, branch in branches)


def _is_small(value: Value) -> bool:
    """Built from finite constants and sums alone: plain Python arithmetic gives what `arithmetic` gives."""
    match value:
        case Constant(value=constant):
            return constant is not None and abs(constant) < 1e300
        case Arithmetic(op="+" | "-", left=left, right=right):
            return _is_small(left) and _is_small(right)
        case Choice(branches=branches, otherwise=otherwise):
            return _is_small(otherwise) and all(_is_small(branch) for _, branch in branches)
    return False


# -------------------------------------------------------------------------------------------- functions
def _parameters(local: bool) -> str:
    return "v" if local else "v, s, W, P"


def compile_condition(condition: Condition) -> Function:
    """A function that tells whether the condition holds (truthy or falsy)."""
    return _evaluated(f"lambda {_parameters(is_local(condition))}: {Writer().condition(condition)}")


def compile_value(value: Value) -> Function:
    """A function that gives the value."""
    return _evaluated(f"lambda {_parameters(is_local(value))}: {Writer().value(value)}")


def compile_observers(observing: tuple[Condition, ...], local: bool) -> Function:
    """A function that gives a bit mask: bit c is set when character c observes."""
    always = sum(1 << c for c, condition in enumerate(observing) if condition is True)
    writer = Writer()
    # Characters often share a condition (it may not mention them): test each only once.
    masks: dict[Condition, int] = {}
    for c, condition in enumerate(observing):
        if not isinstance(condition, bool):
            masks[condition] = masks.get(condition, 0) | 1 << c
    terms = [str(always)] + [f"({mask} if {writer.condition(c)} else 0)" for c, mask in masks.items()]
    return _evaluated(f"lambda {_parameters(local)}: {' | '.join(terms)}")


def compile_assignments(assignments: list[Assignment], local: bool) -> Function:
    """A function that gives the new value vector. All conditions and values are read in the old one."""
    writer = Writer()
    lines = [f"def f({_parameters(local)}):", "    n = [*v]"]
    for a in assignments:
        lines += _guarded(writer, a, f"n[{a.fluent}] = {writer.value(a.value)}")
    lines.append("    return (*n,)")
    return _executed(lines)


def compile_belief_effects(assignments: list[Assignment], local: bool) -> Function:
    """A function that gives {(rest of path, fluent): value} for the mind of the first character of the paths."""
    writer = Writer()
    lines = [f"def f({_parameters(local)}):", "    n = {}"]
    for a in assignments:
        lines += _guarded(writer, a, f"n[{a.path[1:]!r}, {a.fluent}] = {writer.value(a.value)}")
    lines.append("    return n")
    return _executed(lines)


def _guarded(writer: Writer, assignment: Assignment, statement: str) -> list[str]:
    if assignment.condition is True:
        return [f"    {statement}"]
    return [f"    if {writer.condition(assignment.condition)}:", f"        {statement}"]


def _evaluated(source: str) -> Function:
    return eval(compile(source, "<world>", "eval"), _NAMES)  # type: ignore[no-any-return]


def _executed(lines: list[str]) -> Function:
    names: dict[str, Anything] = dict(_NAMES)
    exec(compile("\n".join(lines), "<world>", "exec"), names)
    return names["f"]  # type: ignore[no-any-return]
