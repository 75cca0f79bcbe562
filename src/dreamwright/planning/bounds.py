"""How much utility could possibly be reached in so many actions: an admissible bound.

A relaxed planning graph (Hoffmann & Nebel 2001, "The FF planning system"): nothing that was once true is lost, actions
cost one step, triggers none. Beliefs are taken to be whatever suits, so the bound holds for truth and for every mind.
It depends on the value vector alone and is remembered by it.

Facts (fluent, value) are bits of one Python integer, so that asking whether a precondition is met is two operations
on integers. A number with too many possible values has one bit for "may be anything by now".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from typing import Any as Anything

from dreamwright.engine import Engine
from dreamwright.engine.compile import compile_condition, compile_value
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
    is_local,
    negate,
)
from dreamwright.grounding.program import GroundEvent
from dreamwright.planning.relevance import Relevance, bits

INFINITY = float("inf")

Test = Callable[[int, Vector], bool]


class RelaxedEffect:
    """Adds `facts` once `needed` are there and the rest of its condition may hold. It is one of those of `event`."""

    def __init__(self, event: int, needed: int, rest: Condition, facts: int) -> None:
        self.event = event
        self.needed = needed
        self.rest = rest
        self.facts = facts
        self.gains = facts & ~needed
        self._test: Test | None = None

    def allowed(self, source: Facts, reached: int, values: Vector) -> bool:
        """Whether the rest of the condition may hold; compiled when first asked."""
        if self._test is None:
            self._test = _function(source.may_hold(self.rest))
        return self._test(reached, values)


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
        for by_value, value in zip(self.bit, vector, strict=True):
            found |= by_value.get(value, 0)
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
        """What an event may add. Of the conditions of its effects only plain facts are asked for."""
        needed, rest = self.split(event.precondition)
        facts: dict[int, int] = {}
        for assignment in event.assignments:
            if not assignment.path:
                condition, _ = self.split(assignment.condition)
                facts[condition] = facts.get(condition, 0) | self._added(assignment.fluent, assignment.value)
        return [RelaxedEffect(event.index, needed | condition, rest, added) for condition, added in facts.items()]

    def _added(self, fluent: int, value: Value) -> int:
        if self.any_bit[fluent]:
            return self.any_bit[fluent]
        match value:
            case Constant(value=constant):
                return self.bit[fluent].get(constant, 0)
            case Choice(branches=branches, otherwise=otherwise):
                return self._added(fluent, otherwise) | _union(self._added(fluent, branch) for _, branch in branches)
        return _union(self.bit[fluent].values())


class Sum:
    """Terms of a sum, each with its fluents, its value and the most it may become.

    One action changes only terms whose fluents it touches. So within k actions the sum rises by no more than the k
    largest gains that single actions could make, each counted as if the terms it touches all reached their own bound.
    """

    def __init__(self, value: Value, facts: Facts) -> None:
        terms = list(_summands(value, True))
        self.fluents = [bits(term) for term, _ in terms]
        self._value = compile_value(value)
        self._terms = [(compile_value(t), _function(facts.interval(t)[int(added)]), added) for t, added in terms]

    def most(self, masks: Iterable[int], steps: int, reached: int, values: Vector) -> float:
        """The bound, when actions that touch the terms of these masks come into question."""
        now = self._value(values)
        if now is None:
            return INFINITY
        gains = []
        for value, end, added in self._terms:
            here = value(values)
            if here is None:
                return INFINITY
            change = end(reached, values) - here
            gains.append(max(0.0, change if added else -change))
        each = sorted((sum(gain for t, gain in enumerate(gains) if mask >> t & 1) for mask in masks), reverse=True)
        return float(now + sum(each[:steps]))


class Outlook:
    """The most that a utility may become: by the branch taken now as a sum, by any other as a whole."""

    def __init__(self, utility: Value, facts: Facts) -> None:
        self._whole = _function(facts.interval(utility)[1])
        self._sums: list[tuple[Anything, Sum]] = []
        self._others: list[Anything] = []
        branches = (*utility.branches, (True, utility.otherwise)) if isinstance(utility, Choice) else ((True, utility),)
        self.fluents: list[int] = []
        """The fluents of every term of every branch, in order: bit i of a mask stands for term i."""
        self.exact: Anything = None
        """Gives the utility itself (less than anything when unknown), where it reads no mind."""
        if is_local(utility):
            self.exact = _known(compile_value(utility))
            earlier: list[Condition] = []
            for condition, value in branches:
                taken = all_of([*earlier, condition])
                total = Sum(value, facts)
                self._sums.append((compile_condition(taken), total))
                self._others.append(_function(facts.may(taken, value)))
                self.fluents += total.fluents
                earlier.append(negate(condition))

    def mask(self, touched: int) -> int:
        """The terms, as bits, that something touching these fluents may change."""
        return sum(1 << place for place, fluents in enumerate(self.fluents) if fluents & touched)

    def most(self, masks: Iterable[int], steps: int, reached: int, values: Vector) -> float:
        """An upper bound on the utility from these values within so many actions that reach these facts."""
        bound: float = self._whole(reached, values)
        first = 0
        for place, (taken, total) in enumerate(self._sums):
            if taken(values):
                own = [mask >> first & (1 << len(total.fluents)) - 1 for mask in masks]
                now = total.most(own, steps, reached, values)
                rest = [other(reached, values) for i, other in enumerate(self._others) if i != place]
                return min(bound, float(max([now, *rest])))
            first += len(total.fluents)
        return bound


def _known(value: Anything) -> Anything:
    def known(values: Vector) -> float:
        found = value(values)
        return -INFINITY if found is None else float(found)

    return known


def _summands(value: Value, added: bool) -> Iterable[tuple[Value, bool]]:
    """The terms of a sum, and whether each is added (or subtracted)."""
    if isinstance(value, Arithmetic) and value.op in "+-":
        yield from _summands(value.left, added)
        yield from _summands(value.right, added is (value.op == "+"))
    else:
        yield value, added


class Bounds:
    """Upper bounds on the utility of each character, and of the author, by number of actions."""

    def __init__(self, engine: Engine, relevance: Relevance) -> None:
        self.engine = engine
        self.relevance = relevance
        self.facts = Facts(engine)
        program = engine.program
        self._effects = [self.facts.effects(event) for event in program.events]
        self._triggers = _undominated([(e, 0) for event in program.triggers for e in self._effects[event.index]])
        self._outlooks: dict[int | None, Outlook] = {}
        self._relevant: dict[tuple[int, int], Weighted] = {}
        self._most: dict[tuple[int, int, int], float] = {}
        self._everything: Weighted | None = None
        self._profile: dict[int, tuple[float, ...]] = {}

    def renewed(self, engine: Engine) -> Bounds:
        """Bounds over the vectors of another engine of the same program, sharing what has been compiled."""
        other = copy(self)
        other.engine = engine
        other._most = {}
        other._profile = {}
        return other

    def most(self, vector: int, character: int, steps: int) -> float:
        """The greatest utility that a character might reach within so many actions.

        `vector` is the number of a value vector of the engine. Author-only actions do not count, since they occur in
        nobody's plan; nor do those that cannot matter with the steps that are left.
        """
        key = (vector, character, steps)
        found = self._most.get(key)
        if found is None:
            values = self.engine.vectors[vector]
            exact = self._outlook(character).exact if steps == 0 else None
            found = self._most[key] = self._bound(values, character, steps) if exact is None else exact(values)
        return found

    def _bound(self, values: Vector, character: int, steps: int) -> float:
        reached = self.facts.of(values)
        masks: dict[int, None] = {}
        for left in range(steps, 0, -1):
            added = self._sweep(reached, values, self._relevant_effects(character, left), masks)
            if added | reached != reached:
                reached = self._closure(reached | added, values)
        return self._outlook(character).most(masks, steps, reached, values)

    def profile(self, vector: int) -> tuple[float, ...]:
        """Entry k bounds the author's utility within k actions; the last entry holds for any number."""
        found = self._profile.get(vector)
        if found is None:
            values = self.engine.vectors[vector]
            found = self._profile[vector] = tuple(self._layer_bounds(values))
        return found

    def least_steps(self, vector: int, goal: float) -> int | None:
        """A lower bound on the number of actions to an author's utility of at least `goal`; None: impossible."""
        for steps, utility in enumerate(self.profile(vector)):
            if utility >= goal:
                return steps
        return None

    def _sweep(self, reached: int, values: Vector, effects: Weighted, masks: dict[int, None] | None = None) -> int:
        """What effects whose conditions may be met add; the terms they may change are noted in `masks`."""
        added = 0
        for effect, mask in effects:
            needed = effect.needed
            if (
                reached & needed == needed
                and effect.gains & ~reached
                and (effect.rest is True or effect.allowed(self.facts, reached, values))
            ):
                added |= effect.facts
                if masks is not None:
                    masks[mask] = None
        return added

    def _closure(self, reached: int, values: Vector) -> int:
        """The facts with whatever triggers add."""
        while True:
            grown = reached | self._sweep(reached, values, self._triggers)
            if grown == reached:
                return reached
            reached = grown

    def _of(self, events: Iterable[int], character: int | None) -> Weighted:
        outlook = self._outlook(character)
        return _undominated(
            [
                (effect, outlook.mask(self.relevance.touched(event)))
                for event in events
                for effect in self._effects[event]
            ]
        )

    def _outlook(self, character: int | None) -> Outlook:
        found = self._outlooks.get(character)
        if found is None:
            utility = self.engine.program.utilities.get(character, Constant(0.0))
            found = self._outlooks[character] = Outlook(utility, self.facts)
        return found

    def _relevant_effects(self, character: int, steps: int) -> Weighted:
        key = (character, steps)
        found = self._relevant.get(key)
        if found is None:
            found = self._relevant[key] = self._of(sorted(self.relevance.actions(character, steps)), character)
        return found

    def _layer_bounds(self, values: Vector) -> Iterable[float]:
        """The author's bound within 0, 1, 2, ... actions of anybody, until it stays the same."""
        if self._everything is None:
            self._everything = self._of((event.index for event in self.engine.program.actions), None)
        outlook = self._outlook(None)
        reached = self._closure(self.facts.of(values), values)
        masks: dict[int, None] = {}
        steps = 0
        yield outlook.most(masks, steps, reached, values)
        grown = True
        while grown or steps < len(masks):
            added = self._sweep(reached, values, self._everything, masks)
            grown = added | reached != reached
            if grown:
                reached = self._closure(reached | added, values)
            steps += 1
            yield outlook.most(masks, steps, reached, values)


Weighted = list[tuple[RelaxedEffect, int]]
"""Effects, each with the terms of a sum that its event may change, as bits."""


def _undominated(effects: Weighted) -> Weighted:
    """The effects without those that add nothing that another does not add for less, touching no less."""
    kept: Weighted = []
    adding: dict[int, Weighted] = {}
    order = sorted((p for p in effects if p[0].gains), key=lambda p: (p[0].rest is not True, p[0].needed.bit_count()))
    for pair in order:
        effect = pair[0]
        one = effect.gains & -effect.gains
        if not any(_dominates(other, pair) for other in adding.get(one, ())):
            kept.append(pair)
            if effect.rest is True:
                for bit in _each_bit(effect.facts):
                    adding.setdefault(bit, []).append(pair)
    return kept


def _dominates(one: tuple[RelaxedEffect, int], other: tuple[RelaxedEffect, int]) -> bool:
    return one[0].needed & ~other[0].needed == 0 and other[0].gains & ~one[0].facts == 0 and other[1] & ~one[1] == 0


def _each_bit(bits: int) -> Iterable[int]:
    while bits:
        one = bits & -bits
        yield one
        bits ^= one


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
    for each in sets:
        found |= each
    return found
