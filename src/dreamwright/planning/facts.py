"""Facts as bits, and conditions and values over sets of facts.

A fact is a fluent with one of its values; it is a bit of a Python integer, so that asking whether all of many facts are
there is two operations on integers. A number with too many possible values has one bit for "may be anything by now".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any as Anything

from dreamwright.engine.match import Vector
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import (
    All,
    Any,
    Arithmetic,
    Atom,
    Choice,
    Comparison,
    Condition,
    Constant,
    Fails,
    Fetch,
    Truth,
    Value,
    all_of,
    negate,
)
from dreamwright.grounding.program import Program

INFINITY = float("inf")

Test = Callable[[int, Vector], bool]


class Facts:
    """Numbers the facts of a program as bits, and compiles relaxed conditions and utility bounds over them."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.bit: list[dict[Code, int]] = []
        self.any_bit: list[int] = []
        width = 0
        for domain in self.program.domains:
            bits: dict[Code, int] = {}
            if not domain.any_number:
                for value in domain.values:
                    bits[value] = 1 << width
                    width += 1
            self.bit.append(bits)
            self.any_bit.append(1 << width if domain.any_number else 0)
            width += domain.any_number
        self.width = width
        """The number of facts."""

    def of(self, vector: Vector) -> int:
        """The facts of a value vector."""
        found = 0
        for by_value, value in zip(self.bit, vector, strict=True):
            found |= by_value.get(value, 0)
        return found

    def about(self, fluent: int) -> int:
        """All facts about a fluent."""
        return union(self.bit[fluent].values()) | self.any_bit[fluent]

    def added(self, fluent: int, value: Value) -> int:
        """The facts that setting a fluent to a value may add."""
        if self.any_bit[fluent]:
            return self.any_bit[fluent]
        match value:
            case Constant(value=constant):
                return self.bit[fluent].get(constant, 0)
            case Choice(branches=branches, otherwise=otherwise):
                return self.added(fluent, otherwise) | union(self.added(fluent, branch) for _, branch in branches)
        return self.about(fluent)

    # ------------------------------------------------------------------------------------------ conditions
    def split(self, condition: Condition) -> tuple[int, Condition]:
        """The facts that must all be there, and what else must hold."""
        needed = 0
        rest: list[Condition] = []
        for part in condition.parts if isinstance(condition, All) else (condition,):
            if isinstance(part, Atom) and not part.path and part.equal and part.value in self.bit[part.fluent]:
                needed |= self.bit[part.fluent][part.value]
            else:
                rest.append(part)
        return needed, all_of(rest)

    def may_hold(self, c: Condition) -> str:
        """Source text for: the condition may hold, given facts `m` reached from vector `v`."""
        match c:
            case bool():
                return str(c)
            case Atom():
                return self._atom(c)
            case All(parts=parts):
                texts = [text for text in (self.may_hold(part) for part in parts) if text != "True"]
                return "(" + " and ".join(texts) + ")" if texts else "True"
            case Any(parts=parts):
                texts = [self.may_hold(part) for part in parts]
                return "True" if "True" in texts else "(" + " or ".join(texts) + ")"
            case Comparison():
                return self._comparison(c)
            case Fails():
                return "True"

    def may(self, condition: Condition, value: Value) -> str:
        """Source text for: the most that a value may be where the condition may hold; else less than anything."""
        return f"({self.interval(value)[1]} if {self.may_hold(condition)} else (-INF))"

    def _atom(self, atom: Atom) -> str:
        if atom.path:
            return "True"
        bits, anything = self.bit[atom.fluent], self.any_bit[atom.fluent]
        if anything:
            operator = "==" if atom.equal else "!="
            return f"(m & {anything} or v[{atom.fluent}] {operator} {literal(atom.value)})"
        if atom.equal:
            wanted = bits.get(atom.value, 0)
        else:
            wanted = sum(bit for value, bit in bits.items() if value != atom.value)
        return f"m & {wanted}" if wanted else "False"

    def _comparison(self, c: Comparison) -> str:
        if c.entities:
            return self._same_entity(c)
        if c.op == "!=" or self._may_be_unknown(c.left) or self._may_be_unknown(c.right):
            return "True"
        low_left, high_left = self.interval(c.left)
        low_right, high_right = self.interval(c.right)
        match c.op:
            case "<" | "<=":
                return f"({low_left} {c.op} {high_right})"
            case ">" | ">=":
                return f"({high_left} {c.op} {low_right})"
        return f"({low_left} <= {high_right} and {low_right} <= {high_left})"

    def _same_entity(self, c: Comparison) -> str:
        """Two fluents may have the same entity for a value if some value is among the facts about both."""
        match c:
            case Comparison(op="==", left=Fetch(path=(), fluent=one), right=Fetch(path=(), fluent=other)):
                shared = [value for value in self.bit[one] if value in self.bit[other]]
                first, second = ([self.bit[fluent][value] for value in shared] for fluent in (one, other))
                low = [bits[0].bit_length() - 1 for bits in (first, second) if bits]
                if low and [bit >> low[0] for bit in first] == [bit >> low[1] for bit in second]:
                    return f"(m >> {low[0]} & m >> {low[1]} & {union(first) >> low[0]})"
                return _either(f"m & {bit} and m & {same}" for bit, same in zip(first, second, strict=True))
        return "True"

    def _may_be_unknown(self, value: Value) -> bool:
        match value:
            case Constant(value=constant):
                return constant is None
            case Fetch(path=path, fluent=fluent):
                return bool(path) or None in self.program.domains[fluent].values
            case Arithmetic(left=left, right=right):
                return self._may_be_unknown(left) or self._may_be_unknown(right)
            case Choice(branches=branches, otherwise=otherwise):
                return self._may_be_unknown(otherwise) or any(self._may_be_unknown(b) for _, b in branches)
        return False

    # ------------------------------------------------------------------------------------------ numbers
    def interval(self, value: Value) -> tuple[str, str]:
        """Source text for the least and the greatest number a value may have."""
        match value:
            case Constant(value=constant):
                text = literal(constant)
                return text, text
            case Truth(condition=condition):
                return (
                    f"(0 if {self.may_hold(negate(condition))} else 1)",
                    f"(1 if {self.may_hold(condition)} else 0)",
                )
            case Fetch():
                return self._fetched(value)
            case Choice():
                return self._chosen(value, 0), self._chosen(value, 1)
            case Arithmetic(op=op, left=left, right=right):
                low_left, high_left = self.interval(left)
                low_right, high_right = self.interval(right)
                if op == "+":
                    return f"({low_left} + {low_right})", f"({high_left} + {high_right})"
                if op == "-":
                    return f"({low_left} - {high_right})", f"({high_left} - {low_right})"
                ends = f"({low_left}, {high_left}, {low_right}, {high_right})"
                return (f"LOW{_SAFE[op]}{ends}", f"HIGH{_SAFE[op]}{ends}")

    def _fetched(self, value: Fetch) -> tuple[str, str]:
        if value.path:
            return "(-INF)", "INF"
        if self.any_bit[value.fluent]:
            test = f"m & {self.any_bit[value.fluent]} or v[{value.fluent}] is None"
            return f"(-INF if {test} else v[{value.fluent}])", f"(INF if {test} else v[{value.fluent}])"
        known = sorted((x, bit) for x, bit in self.bit[value.fluent].items() if x is not None)
        low, high = "INF", "(-INF)"
        for number, bit in reversed(known):
            low = f"({literal(number)} if m & {bit} else {low})"
        for number, bit in known:
            high = f"({literal(number)} if m & {bit} else {high})"
        return low, high

    def _chosen(self, value: Choice, end: int) -> str:
        pick, worst = ("MIN", "INF") if end == 0 else ("MAX", "(-INF)")
        options = []
        earlier: list[Condition] = []
        for condition, branch in (*value.branches, (True, value.otherwise)):
            test = self.may_hold(all_of([*earlier, condition]))
            text = self.interval(branch)[end]
            options.append(text if test == "True" else f"({text} if {test} else {worst})")
            earlier.append(negate(condition))
        return f"{pick}({', '.join(options)})"


# -------------------------------------------------------------------------------------------- compiled text
def _low_product(a: float, b: float, c: float, d: float) -> float:
    return min(_products(a, b, c, d))


def _high_product(a: float, b: float, c: float, d: float) -> float:
    return max(_products(a, b, c, d))


def _products(a: float, b: float, c: float, d: float) -> list[float]:
    found = [x * y for x in (a, b) for y in (c, d)]
    return [0.0 if x != x else x for x in found]


def _low_quotient(a: float, b: float, c: float, d: float) -> float:
    return -INFINITY if c <= 0 <= d else min(x / y for x in (a, b) for y in (c, d))


def _high_quotient(a: float, b: float, c: float, d: float) -> float:
    return INFINITY if c <= 0 <= d else max(x / y for x in (a, b) for y in (c, d))


_SAFE = {"*": "_PRODUCT", "/": "_QUOTIENT"}
_NAMES = {
    "INF": INFINITY,
    "MIN": min,
    "MAX": max,
    "LOW_PRODUCT": _low_product,
    "HIGH_PRODUCT": _high_product,
    "LOW_QUOTIENT": _low_quotient,
    "HIGH_QUOTIENT": _high_quotient,
    "__builtins__": {},
}


def compiled(source: str) -> Anything:
    return eval(compile(f"lambda m, v: {source}", "<world>", "eval"), _NAMES)


def _either(texts: Iterable[str]) -> str:
    return f"({' or '.join(texts) or 'False'})"


def literal(value: Code) -> str:
    if value is None:
        return "None"
    if value in (INFINITY, -INFINITY):
        return "INF" if value > 0 else "(-INF)"
    return f"({value!r})"


def union(sets: Iterable[int]) -> int:
    found = 0
    for each in sets:
        found |= each
    return found
