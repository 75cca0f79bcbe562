"""How much utility could possibly be reached in so many actions: an admissible bound.

A relaxed planning graph (Hoffmann & Nebel 2001, "The FF planning system"): nothing that was once true is lost, actions
cost one step, triggers none. Beliefs are taken to be whatever suits, so the bound holds for truth and for every mind.
It depends on the value vector alone and is remembered by it.

"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from functools import cached_property
from math import fsum
from typing import Any as Anything

from dreamwright.engine import Engine
from dreamwright.engine.compile import compile_condition, compile_value
from dreamwright.engine.match import Vector
from dreamwright.grounding.formula import Arithmetic, Choice, Condition, Constant, Value, all_of, is_local, negate
from dreamwright.grounding.program import GroundEvent
from dreamwright.planning.facts import INFINITY, Facts, Test, compiled
from dreamwright.planning.links import Links
from dreamwright.planning.relevance import ANY, Others, Relevance


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
            self._test = compiled(source.may_hold(self.rest))
        return self._test(reached, values)


def relaxed_effects(facts: Facts, event: GroundEvent) -> list[RelaxedEffect]:
    """What an event may add. Of the conditions of its effects only plain facts are asked for."""
    needed, rest = facts.split(event.precondition)
    added: dict[int, int] = {}
    for assignment in event.assignments:
        if not assignment.path:
            condition, _ = facts.split(assignment.condition)
            added[condition] = added.get(condition, 0) | facts.added(assignment.fluent, assignment.value)
    return [RelaxedEffect(event.index, needed | condition, rest, facts) for condition, facts in added.items()]


class Sum:
    """Terms of a sum, each with its fluents, its value and the most it may become.

    One action improves only terms that it brings about something for. So within k actions the sum rises by no more than
    the k largest gains that single actions could make, each counted as if all terms it touches reached their own bound.
    """

    def __init__(self, value: Value, links: Links) -> None:
        terms = list(summands(value, True))
        facts = links.facts
        self.facts = [links.raising(term) if added else links.lowering(term) for term, added in terms]
        self._value = compile_value(value)
        self._terms = [(compile_value(t), compiled(facts.interval(t)[int(added)]), added) for t, added in terms]

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
        each = sorted((fsum(gain for t, gain in enumerate(gains) if mask >> t & 1) for mask in masks), reverse=True)
        return float(now + fsum(each[:steps]))  # what `sum` makes of fractions depends on the version of Python


class Outlook:
    """The most that a utility may become: by the branch taken now as a sum, by any other as a whole."""

    def __init__(self, utility: Value, links: Links) -> None:
        facts = links.facts
        self._whole = compiled(facts.interval(utility)[1])
        self._sums: list[tuple[Anything, Sum]] = []
        self._others: list[Anything] = []
        branches = (*utility.branches, (True, utility.otherwise)) if isinstance(utility, Choice) else ((True, utility),)
        self.facts: list[int] = []
        """What improves every term of every branch, in order: bit i of a mask stands for term i."""
        self.exact: Anything = None
        """Gives the utility itself (less than anything when unknown), where it reads no mind."""
        if is_local(utility):
            self.exact = _known(compile_value(utility))
            earlier: list[Condition] = []
            for condition, value in branches:
                taken = all_of([*earlier, condition])
                total = Sum(value, links)
                self._sums.append((compile_condition(taken), total))
                self._others.append(compiled(facts.may(taken, value)))
                self.facts += total.facts
                earlier.append(negate(condition))

    def mask(self, touched: int) -> int:
        """The terms, as bits, that something bringing about these facts may improve."""
        return sum(1 << place for place, facts in enumerate(self.facts) if facts & touched)

    def most(self, masks: Iterable[int], steps: int, reached: int, values: Vector) -> float:
        """An upper bound on the utility from these values within so many actions that reach these facts."""
        bound: float = self._whole(reached, values)
        first = 0
        for place, (taken, total) in enumerate(self._sums):
            if taken(values):
                own = [mask >> first & (1 << len(total.facts)) - 1 for mask in masks]
                now = total.most(own, steps, reached, values)
                rest = [other(reached, values) for i, other in enumerate(self._others) if i != place]
                return min(bound, float(max([now, *rest])))
            first += len(total.facts)
        return bound


def _known(value: Anything) -> Anything:
    def known(values: Vector) -> float:
        found = value(values)
        return -INFINITY if found is None else float(found)

    return known


def summands(value: Value, added: bool) -> Iterable[tuple[Value, bool]]:
    """The terms of a sum, and whether each is added (or subtracted)."""
    if isinstance(value, Arithmetic) and value.op in "+-":
        yield from summands(value.left, added)
        yield from summands(value.right, added is (value.op == "+"))
    else:
        yield value, added


class Bounds:
    """Upper bounds on the utility of each character, and of the author, by number of actions."""

    def __init__(self, engine: Engine, relevance: Relevance) -> None:
        self.engine = engine
        self.relevance = relevance
        self.facts = relevance.facts
        program = engine.program
        self._effects = [relaxed_effects(self.facts, event) for event in program.events]
        self._triggers = _grouped(
            _undominated([(e, 0) for event in program.triggers for e in self._effects[event.index]])
        )
        self._by_fact = _by_fact(self._effects)
        self._groups: dict[tuple[frozenset[int], int | None], Grouped] = {}
        self._conditions: dict[frozenset[int], list[RelaxedEffect]] = {}
        self._masks_of: dict[int | None, list[int]] = {}
        self._outlooks: dict[int | None, Outlook] = {}
        self._relevant: dict[tuple[int, int, Others], Grouped] = {}
        self._most: dict[tuple[int, int, int, Others], float] = {}
        self._asked: dict[tuple[int, int, int, Others], int] = {}
        self._social_of: dict[tuple[int, int, Others], list[tuple[RelaxedEffect, int, int, int]]] = {}
        self._preconditions: dict[int, RelaxedEffect] = {}
        self._facts_of: dict[int, int] = {}
        self._profile: dict[int, tuple[float, ...]] = {}

    @cached_property
    def _everything(self) -> Grouped:
        """What all actions may add, with the terms of the author's utility that each may improve."""
        masks = self._masks(None)
        return _grouped(
            _undominated(
                [(effect, masks[e.index]) for e in self.engine.program.actions for effect in self._effects[e.index]]
            )
        )

    @cached_property
    def all_effects(self) -> list[RelaxedEffect]:
        """What actions may add, of anybody or of nobody."""
        return _listed(self._everything)

    @cached_property
    def trigger_effects(self) -> list[RelaxedEffect]:
        """What triggers may add."""
        return _listed(self._triggers)

    def renewed(self, engine: Engine) -> Bounds:
        """Bounds over the vectors of another engine of the same program, sharing what has been compiled."""
        other = copy(self)
        other.engine = engine
        other._most = {}
        other._profile = {}
        other._facts_of = {}
        other._asked = {}
        return other

    def most(self, vector: int, character: int, steps: int, others: Others = ANY) -> float:
        """The greatest utility that a character might reach within so many actions.

        `vector` is the number of a value vector of the engine. Author-only actions do not count, since they occur in
        nobody's plan; nor do those that cannot matter with the steps that are left.
        """
        key = (vector, character, steps, others)
        found = self._most.get(key)
        if found is None:
            exact = self._outlook(character).exact if steps == 0 else None
            if exact is None:
                found = self._bound(vector, character, steps, others)
            else:
                found = float(exact(self.engine.vectors[vector]))
            self._most[key] = found
        return found

    def _bound(self, vector: int, character: int, steps: int, others: Others) -> float:
        values = self.engine.vectors[vector]
        reached = self.facts_of(vector)
        masks: dict[int, None] = {}
        for left in range(steps, 0, -1):
            added = self._sweep(reached, values, self._relevant_effects(character, left, others), masks)
            if added | reached != reached:
                reached = self._closure(reached | added, values)
        return self._outlook(character).most(masks, steps, reached, values)

    def soon(self, vector: int, character: int, others: Others) -> list[int]:
        """The last actions of a plan of the character that may be possible once one action has been taken."""
        values = self.engine.vectors[vector]
        reached = self.facts_of(vector)
        added = self._sweep(reached, values, self._relevant_effects(character, 2, others))
        if added | reached != reached:
            reached = self._closure(reached | added, values)
        return [
            last.event
            for last in self._last_steps(character, others)
            if reached & last.needed == last.needed and (last.rest is True or last.allowed(self.facts, reached, values))
        ]

    def _last_steps(self, character: int, others: Others) -> list[RelaxedEffect]:
        """The preconditions of the actions that may be the last of a plan of the character."""
        actions = self.relevance.actions(character, 1, others)
        found = self._conditions.get(actions)
        if found is None:
            found = self._conditions[actions] = [self._precondition(action) for action in sorted(actions)]
        return found

    def _precondition(self, action: int) -> RelaxedEffect:
        """The precondition of an action, as an effect that adds nothing."""
        found = self._preconditions.get(action)
        if found is None:
            split = self.facts.split(self.engine.program.events[action].precondition)
            found = self._preconditions[action] = RelaxedEffect(action, *split, 0)
        return found

    def minds_asked(self, vector: int, character: int, steps: int, others: Others) -> int:
        """Whose beliefs may decide about anything in so many steps, as bits: who may have to consent, or is read."""
        key = (vector, character, steps, others)
        found = self._asked.get(key)
        if found is None:
            found = self._asked[key] = self._ask(vector, character, steps, others)
        return found

    def _ask(self, vector: int, character: int, steps: int, others: Others) -> int:
        values = self.engine.vectors[vector]
        reached = self.facts_of(vector)
        relevance = self.relevance
        asked = relevance.minds_in_utility(character)
        readers: dict[tuple[int, int], None] = {}
        for left in range(steps, 0, -1):
            for effect, asks, tells, reads in self._social(character, left, others):
                new = asks & ~asked or tells
                if new and reached & effect.needed == effect.needed and effect.allowed(self.facts, reached, values):
                    asked |= asks
                    readers[tells, reads] = None
            if left > 1:
                added = self._sweep(reached, values, self._relevant_effects(character, left, others))
                if added | reached != reached:
                    reached = self._closure(reached | added, values)
        grown = -1
        while asked and grown != asked:
            grown = asked
            for tells, reads in readers:
                if tells & asked:
                    asked |= reads
        return asked

    def _social(self, character: int, steps: int, others: Others) -> list[tuple[RelaxedEffect, int, int, int]]:
        """Effects of the actions that read minds: with whose consent or beliefs decide whether they can be taken, whom
        they tell something, and whose beliefs decide what.
        """
        key = (character, steps, others)
        found = self._social_of.get(key)
        if found is None:
            found = self._social_of[key] = []
            for action in sorted(self.relevance.actions(character, steps, others)):
                asks, tells, reads = self.relevance.asks(action, character)
                if asks or reads:
                    found.append((self._precondition(action), asks, tells, reads))
        return found

    def facts_of(self, vector: int) -> int:
        """The facts of a value vector."""
        found = self._facts_of.get(vector)
        if found is None:
            found = self._facts_of[vector] = self.facts.of(self.engine.vectors[vector])
        return found

    def profile(self, vector: int) -> tuple[float, ...]:
        """Entry k bounds the author's utility within k actions; the last entry holds for any number."""
        found = self._profile.get(vector)
        if found is None:
            found = self._profile[vector] = tuple(self._layer_bounds(vector))
        return found

    def least_steps(self, vector: int, goal: float) -> int | None:
        """A lower bound on the number of actions to an author's utility of at least `goal`; None: impossible."""
        for steps, utility in enumerate(self.profile(vector)):
            if utility >= goal:
                return steps
        return None

    def _sweep(self, reached: int, values: Vector, effects: Grouped, masks: dict[int, None] | None = None) -> int:
        """What effects whose conditions may be met add; the terms they may change are noted in `masks`."""
        added = 0
        for fact, group in effects:
            if reached & fact != fact:
                continue
            for effect, mask in group:
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

    def _of(self, events: frozenset[int], character: int | None) -> Grouped:
        key = (events, character)
        found = self._groups.get(key)
        if found is None:
            masks = self._masks(character)
            groups: dict[int, Weighted] = {}
            for event in sorted(events):
                for fact, effect in self._by_fact[event]:
                    groups.setdefault(fact, []).append((effect, masks[event]))
            found = self._groups[key] = list(groups.items())
        return found

    def _masks(self, character: int | None) -> list[int]:
        """For each action, the terms of the utility of a character (or of the author) that it may improve."""
        found = self._masks_of.get(character)
        if found is None:
            mask = self._outlook(character).mask
            found = self._masks_of[character] = [mask(facts) for facts in self.relevance.links.outcome]
        return found

    def _outlook(self, character: int | None) -> Outlook:
        found = self._outlooks.get(character)
        if found is None:
            utility = self.engine.program.utilities.get(character, Constant(0.0))
            found = self._outlooks[character] = Outlook(utility, self.relevance.links)
        return found

    def _relevant_effects(self, character: int, steps: int, others: Others) -> Grouped:
        key = (character, steps, others)
        found = self._relevant.get(key)
        if found is None:
            found = self._relevant[key] = self._of(self.relevance.actions(character, steps, others), character)
        return found

    def _layer_bounds(self, vector: int) -> Iterable[float]:
        """The author's bound within 0, 1, 2, ... actions of anybody, until it stays the same."""
        outlook = self._outlook(None)
        values = self.engine.vectors[vector]
        reached = self._closure(self.facts_of(vector), values)
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

Grouped = list[tuple[int, Weighted]]
"""Effects by a fact that all of a group need, as a bit; 0 for those that need none."""


def _by_fact(effects: list[list[RelaxedEffect]]) -> list[list[tuple[int, RelaxedEffect]]]:
    """The effects of each event that add anything, each with the fact it needs that most effects need."""
    counts: dict[int, int] = {}
    for each in effects:
        for effect in each:
            for fact in _each_bit(effect.needed):
                counts[fact] = counts.get(fact, 0) + 1
    return [
        [(max(_each_bit(e.needed), key=lambda fact: (counts[fact], fact), default=0), e) for e in each if e.gains]
        for each in effects
    ]


def _grouped(effects: Weighted) -> Grouped:
    """Every effect stands with those that share the fact that most effects need."""
    groups: dict[int, Weighted] = {}
    for (effect, mask), [(fact, _)] in zip(effects, _by_fact([[effect] for effect, _ in effects]), strict=True):
        groups.setdefault(fact, []).append((effect, mask))
    return list(groups.items())


def _listed(groups: Grouped) -> list[RelaxedEffect]:
    """The effects of all groups, those with the fewest conditions first."""
    effects = [effect for _, group in groups for effect, _ in group]
    return sorted(effects, key=lambda e: (e.rest is not True, e.needed.bit_count(), e.event))


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
