"""How much utility could possibly be reached in so many actions: an admissible bound.

A relaxed planning graph (Hoffmann & Nebel 2001, "The FF planning system"): nothing that was once true is lost, actions
cost one step, triggers none. Beliefs are taken to be whatever suits, so the bound holds for truth and for every mind.
It depends on the value vector alone and is remembered by it.

Facts (fluent, value) are bits of one Python integer, so that asking whether a precondition is met is two operations
on integers. A number with too many possible values has one bit for "may be anything by now".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any as Anything

from dreamwright.engine import Engine
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
from dreamwright.grounding.program import GroundEvent

INFINITY = float("inf")

Test = Callable[[int, Vector], bool]


@dataclass(slots=True)
class RelaxedEffect:
    """Adds `facts` once `needed` are there and `test`, if any, holds."""

    needed: int
    test: Test | None
    facts: int


class Facts:
    """Numbers the facts of a program as bits, and compiles relaxed conditions and utility bounds over them."""

    def __init__(self, engine: Engine) -> None:
        self.program = engine.program
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

    def of(self, vector: Vector) -> int:
        """The facts of a value vector."""
        found = 0
        for bits, value in zip(self.bit, vector, strict=True):
            found |= bits.get(value, 0)
        return found

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

    def test(self, condition: Condition) -> Test | None:
        """A function (facts, vector) -> whether the condition may hold; None when it always may."""
        source = self.may_hold(condition)
        return None if source == "True" else _function(source)

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

    def _atom(self, atom: Atom) -> str:
        if atom.path:
            return "True"
        bits, anything = self.bit[atom.fluent], self.any_bit[atom.fluent]
        if anything:
            operator = "==" if atom.equal else "!="
            return f"(m & {anything} or v[{atom.fluent}] {operator} {_literal(atom.value)})"
        if atom.equal:
            wanted = bits.get(atom.value, 0)
        else:
            wanted = sum(bit for value, bit in bits.items() if value != atom.value)
        return f"m & {wanted}" if wanted else "False"

    def _comparison(self, c: Comparison) -> str:
        if c.entities or c.op == "!=" or self._may_be_unknown(c.left) or self._may_be_unknown(c.right):
            return "True"
        low_left, high_left = self.interval(c.left)
        low_right, high_right = self.interval(c.right)
        match c.op:
            case "<" | "<=":
                return f"({low_left} {c.op} {high_right})"
            case ">" | ">=":
                return f"({high_left} {c.op} {low_right})"
        return f"({low_left} <= {high_right} and {low_right} <= {high_left})"

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
                text = _literal(constant)
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
            low = f"({_literal(number)} if m & {bit} else {low})"
        for number, bit in known:
            high = f"({_literal(number)} if m & {bit} else {high})"
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

    # ------------------------------------------------------------------------------------------ effects
    def effects(self, event: GroundEvent) -> list[RelaxedEffect]:
        """What an event may add, each effect together with the precondition."""
        found: list[RelaxedEffect] = []
        for assignment in event.assignments:
            if assignment.path:
                continue
            needed, rest = self.split(all_of([event.precondition, assignment.condition]))
            facts = self._added(assignment.fluent, assignment.value)
            test = self.test(rest)
            same = next((e for e in found if e.needed == needed and e.test is None and test is None), None)
            if same is not None:
                same.facts |= facts
            else:
                found.append(RelaxedEffect(needed, test, facts))
        return found

    def _added(self, fluent: int, value: Value) -> int:
        if self.any_bit[fluent]:
            return self.any_bit[fluent]
        match value:
            case Constant(value=constant):
                return self.bit[fluent].get(constant, 0)
            case Choice(branches=branches, otherwise=otherwise):
                return self._added(fluent, otherwise) | _union(self._added(fluent, branch) for _, branch in branches)
        return _union(self.bit[fluent].values())


class Bounds:
    """Upper bounds on the utility of each character, and of the author, by number of actions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.facts = Facts(engine)
        program = engine.program
        make = self.facts.effects
        self._triggers = _undominated([effect for event in program.triggers for effect in make(event)])
        self._own = _undominated([e for event in program.actions if event.consenting for e in make(event)])
        self._all = _undominated([e for event in program.actions for e in make(event)])
        self._layers: dict[tuple[int, bool], list[int]] = {}
        self._utility: dict[int | None, Test] = {}
        self._profile: dict[tuple[int, int | None], tuple[float, ...]] = {}

    def profile(self, vector: int, character: int | None) -> tuple[float, ...]:
        """Entry k bounds the utility within k actions; the last entry holds for any number.

        `vector` is the number of a value vector of the engine. For a character (not None) author-only actions do not
        count, since they occur in nobody's plan.
        """
        key = (vector, character)
        found = self._profile.get(key)
        if found is None:
            values = self.engine.vectors[vector]
            best = self._best(character)
            layers = self._layers_of(vector, character is None)
            found = self._profile[key] = tuple([best(facts, values) for facts in layers])
        return found

    def most(self, vector: int, character: int | None, steps: int) -> float:
        """The greatest utility that could be reached in so many actions."""
        profile = self.profile(vector, character)
        return profile[min(steps, len(profile) - 1)]

    def least_steps(self, vector: int, character: int | None, goal: float) -> int | None:
        """A lower bound on the number of actions to reach a utility of at least `goal`; None: impossible."""
        for steps, utility in enumerate(self.profile(vector, character)):
            if utility >= goal:
                return steps
        return None

    def _best(self, character: int | None) -> Anything:
        found = self._utility.get(character)
        if found is None:
            value = self.engine.program.utilities.get(character, Constant(0.0))
            found = self._utility[character] = _function(self.facts.interval(value)[1])
        return found

    def _layers_of(self, vector: int, author: bool) -> list[int]:
        key = (vector, author)
        found = self._layers.get(key)
        if found is None:
            found = self._layers[key] = self._expand(self.engine.vectors[vector], self._all if author else self._own)
        return found

    def _expand(self, values: Vector, actions: list[RelaxedEffect]) -> list[int]:
        """The facts within 0, 1, 2, ... actions, until nothing new comes."""
        triggers = self._triggers
        reached, triggers = _closure(self.facts.of(values), values, triggers)
        layers = [reached]
        while True:
            added, actions = _sweep(reached, values, actions)
            if added | reached == reached:
                return layers
            reached, triggers = _closure(reached | added, values, triggers)
            layers.append(reached)


def _undominated(effects: list[RelaxedEffect]) -> list[RelaxedEffect]:
    """The effects without those that add nothing that another does not add for less."""
    tested = [effect for effect in effects if effect.test is not None and effect.facts]
    plain: list[RelaxedEffect] = []
    by_needs = sorted((e for e in effects if e.test is None and e.facts), key=lambda e: e.needed.bit_count())
    for effect in by_needs:
        gains = effect.facts & ~effect.needed
        if gains and not any(
            other.needed & effect.needed == other.needed and other.facts & gains == gains for other in plain
        ):
            plain.append(effect)
    return plain + tested


def _sweep(reached: int, values: Vector, effects: list[RelaxedEffect]) -> tuple[int, list[RelaxedEffect]]:
    """What the effects whose conditions are met add, and the effects left to try."""
    added = 0
    left = []
    for effect in effects:
        needed = effect.needed
        if reached & needed == needed and (effect.test is None or effect.test(reached, values)):
            added |= effect.facts
        elif effect.facts & reached != effect.facts:
            left.append(effect)
    return added, left


def _closure(
    reached: int, values: Vector, triggers: list[RelaxedEffect]
) -> tuple[int, list[RelaxedEffect]]:
    while triggers:
        added, triggers = _sweep(reached, values, triggers)
        if added | reached == reached:
            break
        reached |= added
    return reached, triggers


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


def _function(source: str) -> Anything:
    return eval(compile(f"lambda m, v: {source}", "<world>", "eval"), _NAMES)


def _literal(value: Code) -> str:
    if value is None:
        return "None"
    if value in (INFINITY, -INFINITY):
        return "INF" if value > 0 else "(-INF)"
    return f"({value!r})"


def _union(sets: Anything) -> int:
    found = 0
    for bits in sets:
        found |= bits
    return found
