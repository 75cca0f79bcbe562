"""Causal links: which facts an event may bring about, and which facts decide what comes of it.

Links are sets of facts as bits of an integer (see `facts`), once for the state itself and once for every character's
mind: the facts about what a character believes, at whatever depth, lie `width` bits further up for each. What an event
brings about through the triggers that it sets off counts as its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from dreamwright.engine.match import Vector
from dreamwright.grounding.arithmetic import Code
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
    Fetch,
    Op,
    Path,
    Truth,
    Value,
    fetches,
    negate,
    order,
)
from dreamwright.grounding.program import GroundEvent, Program
from dreamwright.planning.facts import Facts, union

Causes = list[tuple[int, int]]
"""(effects, causes): whoever needs one of the effects needs all of the causes."""


class Links:
    """What the events of a program bring about and need, worked out once."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self.program = program
        self.facts = facts
        numbers = [fluent for fluent, bit in enumerate(facts.any_bit) if bit]
        self._fell = {fluent: 1 << facts.width + place for place, fluent in enumerate(numbers)}
        self.width = facts.width + len(numbers)
        self.own = (1 << self.width) - 1
        """The facts of the state itself."""
        fluents = range(len(program.fluents))
        self._fluents = [facts.about(fluent) | self._fell.get(fluent, 0) for fluent in fluents]
        events = program.events
        self.enabling = [self._enabling(e.precondition) for e in events]
        """Facts that make a precondition true by coming about."""
        self.effects = [self._effects(e) for e in events]
        """For effects that depend on anything: all facts about what they change, and all about what they read."""
        self.teaching = [self._observing(e) for e in events]
        """Facts that decide what those who see an event believe afterwards, the event being possible."""
        self.reads = [self.all_read([e.precondition]) | self._effects_read(e) for e in events]
        self._adds = [self._added(e) for e in events]
        self._triggers = [(self.enabling[e.index], self._adds[e.index]) for e in program.triggers]
        self._flat_triggers = [(self.flat(enabling), self.flat(added)) for enabling, added in self._triggers]
        self._causes = _joined(pair for e in program.triggers for pair in self._causes_of(e))
        self._flat_causes = _joined((self.flat(to), self.flat(of)) for to, of in self._causes)
        self._known_causes: dict[int, int] = {}
        self.outcome = [self._outcome(e) for e in program.actions]
        """All facts that an action may bring about, itself, through triggers and in minds."""
        self.flat_outcome = [self.flat(facts) for facts in self.outcome]
        self.flat_reads = [self.flat(self.reads[e.index]) for e in program.actions]

    # ------------------------------------------------------------------------------------------ minds
    def minds_of(self, character: int, facts: int) -> int:
        """Facts of the state, as facts about what a character believes."""
        return facts << self.width * (character + 1)

    def in_mind(self, character: int, facts: int) -> int:
        """What a character believes, as facts of the state."""
        return facts >> self.width * (character + 1) & self.own

    def whose(self, facts: int) -> int:
        """Whose minds facts are about, as bits."""
        found, place = 0, 1
        facts >>= self.width
        while facts:
            if facts & self.own:
                found |= place
            facts >>= self.width
            place <<= 1
        return found

    def flat(self, facts: int) -> int:
        """Facts of the state and of all minds, all as facts of the state."""
        found = 0
        while facts:
            found |= facts & self.own
            facts >>= self.width
        return found

    # ------------------------------------------------------------------------------------------ conditions
    def raising(self, utility: Value) -> int:
        """The facts that may raise a value by coming about."""
        return self._raising(utility)[0]

    def lowering(self, utility: Value) -> int:
        """The facts that may lower a value by coming about."""
        return self._raising(utility)[1]

    def _raising(self, value: Value) -> tuple[int, int]:
        """The facts that may raise a value, and those that may lower it."""
        match value:
            case Constant():
                return 0, 0
            case Truth(condition=condition):
                return self._enabling(condition), self._enabling(negate(condition))
            case Arithmetic(op="+", left=left, right=right):
                (a, b), (c, d) = self._raising(left), self._raising(right)
                return a | c, b | d
            case Arithmetic(op="-", left=left, right=right):
                (a, b), (c, d) = self._raising(left), self._raising(right)
                return a | d, b | c
            case Choice(branches=((condition, Constant(value=yes)),), otherwise=Constant(value=no)):
                if yes is not None and no is not None and yes != no:
                    up, down = self._enabling(condition), self._enabling(negate(condition))
                    return (up, down) if yes > no else (down, up)
        everything = self.all_read([value])
        return everything, everything

    def _enabling(self, condition: Condition) -> int:
        """The facts that may make a condition true by coming about."""
        match condition:
            case bool():
                return 0
            case Atom(path=(), fluent=fluent, equal=equal, value=value) if not self.facts.any_bit[fluent]:
                wanted = self.facts.bit[fluent].get(value, 0)
                return wanted if equal else self._fluents[fluent] & ~wanted
            case Comparison(op=op, left=Fetch(path=(), fluent=fluent), right=Constant(value=value)):
                return self._ordered(fluent, op, value)
            case All(parts=parts) | Any(parts=parts):
                return union(self._enabling(part) for part in parts)
        return self.all_read([condition])

    def _ordered(self, fluent: int, op: Op, value: Code) -> int:
        """The facts that may make a comparison of a fluent with a number true by coming about."""
        rose, fell = self.facts.any_bit[fluent], self._fell.get(fluent, 0)
        if rose:
            return fell if op in ("<", "<=") else rose if op in (">", ">=") else rose | fell
        known = self.facts.bit[fluent].items()
        return union(bit for number, bit in known if op in ("==", "!=") or order(op, number, value))

    def _added_by(self, fluent: int, value: Value) -> int:
        """The facts that setting a fluent to a value may bring about; of a number, that it rose or that it fell."""
        fell = self._fell.get(fluent)
        if fell is None:
            return self.facts.added(fluent, value)
        rose = self.facts.any_bit[fluent]
        match value:
            case Arithmetic(op=op, left=Fetch(path=(), fluent=same), right=Constant(value=change)) if (
                op in "+-" and same == fluent and change is not None
            ):
                return rose if (change > 0) is (op == "+") else fell
        return rose | fell

    def changed(self, before: Vector, after: Vector) -> int:
        """Of the numbers without facts of their own: which rose and which fell from one value vector to another."""
        found = 0
        for fluent, fell in self._fell.items():
            one, other = before[fluent], after[fluent]
            if one != other:
                rose = self.facts.any_bit[fluent]
                found |= rose | fell if one is None or other is None else rose if other > one else fell
        return found

    def all_read(self, items: Iterable[Condition | Value]) -> int:
        """All facts about whatever is read."""
        read = {fetched for item in items for fetched in fetches(item)}
        return union(self._place(path, self._fluents[fluent]) for path, fluent in read)

    def _place(self, path: Path, facts: int) -> int:
        return self.minds_of(path[0], facts) if path else facts

    # ------------------------------------------------------------------------------------------ events
    def _effects_read(self, event: GroundEvent) -> int:
        return self.all_read(item for a in event.assignments for item in (a.condition, a.value))

    def _effects(self, event: GroundEvent) -> Causes:
        return _joined(
            (self._place(a.path, self._fluents[a.fluent]), self.all_read([a.condition, a.value]))
            for a in event.assignments
        )

    def _causes_of(self, trigger: GroundEvent) -> list[tuple[int, int]]:
        """(effects, causes): what makes it fire leads to what it adds; what keeps it from firing, to what it undoes."""
        enabling, disabling = self.enabling[trigger.index], self._enabling(negate(trigger.precondition))
        found = [*self.effects[trigger.index]]
        for assignment in trigger.assignments:
            added = self._place(assignment.path, self._added_by(assignment.fluent, assignment.value))
            found.append((added, enabling))
            undone = self._place(assignment.path, self._undone(assignment))
            # What it would bring about anyway is no way to keep it from undoing anything.
            found.append((undone, disabling & ~added if undone & added == 0 else disabling))
        return found

    def _undone(self, assignment: Assignment) -> int:
        """The facts that an assignment may put an end to."""
        about = self._fluents[assignment.fluent]
        known = isinstance(assignment.value, Constant) and not self.facts.any_bit[assignment.fluent]
        return about & ~self._added_by(assignment.fluent, assignment.value) if known else about

    def _observing(self, event: GroundEvent) -> int:
        found = self.all_read(event.observing)
        read = self.flat(self.all_read([event.precondition]) | self._effects_read(event) | found)
        for character in self._observers(event):
            found |= self.minds_of(character, read)
        return found

    def _observers(self, event: GroundEvent) -> list[int]:
        return [c for c, condition in enumerate(event.observing) if condition is not False]

    def _added(self, event: GroundEvent) -> int:
        return union(self._place(a.path, self._added_by(a.fluent, a.value)) for a in event.assignments)

    def about(self, facts: int) -> int:
        """All facts about the fluents that these facts are about, mind by mind."""
        found = 0
        for place in range(self.program.character_count + 1):
            here = facts >> self.width * place & self.own
            found |= self._about_here(here) << self.width * place
        return found

    def _about_here(self, facts: int) -> int:
        return union(about for about in self._fluents if about & facts) if facts else 0

    def _outcome(self, event: GroundEvent) -> int:
        """Precondition included: who is surprised by an event comes to believe that it was possible."""
        own = _closure(self._adds[event.index], self._triggers)
        seen = self.flat(own | self._enabling(event.precondition))
        seen = _closure(seen, self._flat_triggers)
        found = own
        for character in self._observers(event):
            found |= self.minds_of(character, seen)
        for character in range(self.program.character_count):
            if self.in_mind(character, own):
                found |= self.minds_of(character, seen)
        return found

    def causes(self, needed: int) -> int:
        """Needed facts, and all that decides whether some trigger would bring them about or undo them."""
        found = self._known_causes.get(needed)
        if found is None:
            found = self._known_causes[needed] = self._all_causes(needed)
        return found

    def _all_causes(self, needed: int) -> int:
        while True:
            grown = _backwards(needed, self._causes)
            for character in range(self.program.character_count):
                inside = self.in_mind(character, grown)
                if inside:
                    grown |= self.minds_of(character, self.flat_causes(inside))
            if grown == needed:
                return needed
            needed = grown

    def flat_causes(self, needed: int) -> int:
        """The same inside a mind, where whose mind it is about is not told apart."""
        return _backwards(needed, self._flat_causes)


def _joined(causes: Iterable[tuple[int, int]]) -> Causes:
    """The same with one entry for each set of causes."""
    found: dict[int, int] = {}
    for to, of in causes:
        if of:
            found[of] = found.get(of, 0) | to
    return [(to, of) for of, to in found.items()]


def _backwards(needed: int, causes: Causes) -> int:
    """Needed facts and all their causes, the causes of these, and so on."""
    while True:
        waiting = []
        for pair in causes:
            if pair[0] & needed:
                needed |= pair[1]
            else:
                waiting.append(pair)
        if len(waiting) == len(causes):
            return needed
        causes = waiting


def _closure(facts: int, triggers: list[tuple[int, int]]) -> int:
    """Facts with whatever triggers may add to them."""
    while True:
        grown = facts
        for enabling, added in triggers:
            if enabling & grown:
                grown |= added
        if grown == facts:
            return facts
        facts = grown
