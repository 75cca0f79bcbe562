"""Why would they, or why not? What stands between each consenting character and an action.

For a character who has a motive, the explanation is that motive with everybody's reasons in it. For one who has none it
is the first of these that is so, b being what they believe, a the action and n the character limit:

1. `Disbelieved`: a is not possible in b. The parts of its precondition that do not hold there.
2. `Fails`: taking a in b is an error (a division by zero, triggers that never rest).
3. `Idle`: a changes nothing that they believe, about the world or about anybody's mind.
4. `Unclear`: their utility is unknown in b, or cannot be read.
5. `NoGain`: no plan that begins with a is a reason. With it the nearest thing to one, the first of these that is found:
   a. `Beyond`, deeper: a motive for a if people thought about one more level of reasons within reasons.
   b. `Refused`: a shortest plan that would be a reason if nobody but them had to consent to anything. Since it is
      minimal even so, what is wrong with it is that somebody refuses a step of it: the first such step, and an account
      of everybody who refuses it, by what they would believe there. In such an account no nearest thing is looked for.
   c. `Beyond`, longer: a motive for a under the least limit from n + 1 to 2n that gives one.
   d. `Superfluous`: once a is done, they would still have a reason (of n - 1 actions) that leads above what they have
      now. So plans with a gain, but all of them hold something needless. The best gain they see without it.
   e. `Otherwise`: nor that. The best gain they see in anything else.
   f. `Content`: they believe that they can gain nothing at all within the limits.

   "The best gain" of d and e is of all plans in b that are reasons, whoever takes their first step, if they accept it:
   the greatest gain, then the shortest, then event order.

Each search of 5 has an effort of its own, counted in units of work, so that an answer is the same on every machine; one
that runs out is named in `unfinished`, and nothing is claimed that only its end could have shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from dreamwright.engine import Engine, LeveledEngine
from dreamwright.errors import EventError
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Condition, Fetch, Path, fetches
from dreamwright.grounding.written import conjuncts
from dreamwright.planning.checker import Checker, Reason
from dreamwright.planning.limits import Effort, Limits, OutOfEffortError
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.space import Space

Found = TypeVar("Found")

EFFORT = 20_000
"""Units of work that each search for the nearest thing may take unless told otherwise; about a second or two."""


# ---------------------------------------------------------------------------------------------- what is answered
@dataclass(frozen=True, slots=True)
class Part:
    """A part of a precondition that does not hold where it was asked: false, or unreadable (it divides by zero)."""

    text: str
    """The part as its author wrote it, with the action's arguments for its parameters."""
    values: tuple[tuple[Path, int, Code], ...]
    """What it reads there: path, fluent and value, in order, each once."""
    true: bool
    """Whether it holds in truth."""
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Disbelieved:
    """They believe the action impossible: the parts of its precondition that do not hold as they see it."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Fails:
    """Taking the action, as they see it, is an error of the world."""

    message: str


@dataclass(frozen=True, slots=True)
class Idle:
    """The action changes nothing that they believe."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """They do not know how well off they are."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A plan that would be a reason if `refusals` did not refuse its step at `place` (from 0)."""

    plan: tuple[int, ...]
    before: float
    after: float
    place: int
    refusals: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Beyond:
    """A motive for the action under wider limits."""

    limits: Limits
    motive: Reason


@dataclass(frozen=True, slots=True)
class Superfluous:
    """They could gain after the action, but need not do it for that: their best plan."""

    best: Reason


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Nothing that begins with the action was found to gain anything; their best plan is another."""

    best: Reason


@dataclass(frozen=True, slots=True)
class Content:
    """They believe that they can gain nothing at all within the limits."""


Nearest = Beyond | Refused | Superfluous | Otherwise | Content


@dataclass(frozen=True, slots=True)
class NoGain:
    """No plan that begins with the action is a reason.

    `before` and `at_once`: the utility that they believe they have, and would have directly after the action (None:
    unknown). `nearest` is None where nothing was found, or, inside `Refused`, was not looked for.
    """

    before: float
    at_once: float | None
    nearest: Nearest | None
    unfinished: tuple[str, ...] = ()
    """The searches that ran out of effort: "deeper", "refused", "longer", "superfluous", "otherwise"."""


WhyNot = Disbelieved | Fails | Idle | Unclear | NoGain


@dataclass(frozen=True, slots=True)
class Account:
    """What one character makes of an action: their motive, or why they have none. Exactly one of the two is there."""

    character: int
    motive: Reason | None = None
    why_not: WhyNot | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """What everybody who must consent makes of an action; nobody must where it is the author's own (no accounts)."""

    action: int
    limits: Limits
    impossible: tuple[Part, ...]
    """The parts of its precondition that do not hold in truth; empty when it is possible."""
    accounts: tuple[Account, ...]

    @property
    def explained(self) -> bool:
        """As the specification has it: possible, and everybody who must consent has a motive."""
        return not self.impossible and all(account.motive is not None for account in self.accounts)


# ---------------------------------------------------------------------------------------------- the questions
def explain(engine: Engine, node: int, action: int, limits: Limits | None = None, effort: int = EFFORT) -> Explanation:
    """For everybody who must consent to an action, taken in a node, the motive, or why there is none.

    `effort` bounds each search for the nearest thing to a motive, in units of work; whether there is a motive is always
    answered. With a LeveledEngine no deeper level of reasons is tried than its depth allows.
    """
    limits = limits or Limits()
    if isinstance(engine, LeveledEngine):  # a store of its own: an answer must not depend on what was asked before
        fresh = engine.sibling()
        engine, node = fresh, fresh.adopt(engine, node)
    asking = _Asking(engine, node, limits, effort)
    consenting = asking.space.consenting[action]
    return Explanation(
        action,
        limits,
        missing_parts(engine, node, action),
        tuple(asking.account(c, action) for c in consenting),
    )


def missing_parts(engine: Engine, node: int, action: int, truth: int | None = None) -> tuple[Part, ...]:
    """The parts of an action's precondition that do not hold in a node; none when it is possible there.

    `truth` is the actual state, when the node is somebody's mind. A part is a member of the conjunction that the
    precondition is, or all of it.
    """
    found: list[Part] = []
    for text, part in conjuncts(engine.program, engine.program.events[action]):
        holds = _holds(engine, node, part)
        if not holds:
            true = truth is not None and _holds(engine, truth, part) is True
            found.append(Part(text, _values(engine, node, part), true, readable=holds is not None))
    return tuple(found)


def _holds(engine: Engine, node: int, condition: Condition) -> bool | None:
    """Whether a condition holds; None if it cannot be read."""
    try:
        return engine.holds(node, condition)
    except EventError:
        return None


def _values(engine: Engine, node: int, condition: Condition) -> tuple[tuple[Path, int, Code], ...]:
    read = dict.fromkeys(fetches(condition))
    return tuple((path, fluent, engine.value(node, Fetch(path, fluent))) for path, fluent in read)


class _Asking:
    """One question: a state, the limits, and what has been found out about it so far."""

    def __init__(self, engine: Engine, node: int, limits: Limits, effort: int) -> None:
        self.engine = engine
        self.node = node
        self.limits = limits
        self.effort = effort
        self.space = Space(engine)
        self.reasons = Reasons(self.space, limits)
        self.checker = Checker(self.reasons)

    def account(self, character: int, action: int) -> Account:
        """What a character makes of an action of the story."""
        motive = self.checker.accepted(self.node, action, character, self.limits.budget, 1)
        if motive is not None:
            return Account(character, motive)
        why_not = self._why_not(self.node, character, action)
        if isinstance(why_not, NoGain):
            why_not = _Nearest(self, character, action, why_not).found()
        return Account(character, why_not=why_not)

    def refusal(self, state: int, character: int, action: int, budget: int) -> Account | None:
        """Why a character refuses a step of somebody's plan, in a state that they would believe in; None: they do not.

        Nothing near to it is looked for.
        """
        if self.checker.accepted(state, action, character, budget, 2) is not None:
            return None
        return Account(character, why_not=self._why_not(state, character, action))

    def _why_not(self, state: int, character: int, action: int) -> WhyNot:
        """Why there is no motive, leaving out what would be near to one."""
        believed = self.engine.mind(state, character)
        parts = missing_parts(self.engine, believed, action, state)
        if parts:
            return Disbelieved(parts)
        try:
            after = self.engine.apply(believed, action)
        except EventError as error:
            return Fails(error.diagnostics[0].message)
        if after == believed:
            return Idle()
        before = self.space.utility(believed, character)
        if before is None:
            return Unclear()
        return NoGain(before, self.space.utility(after, character), None)


class _Nearest:
    """The search for what is nearest to a motive of one character."""

    def __init__(self, asking: _Asking, character: int, action: int, why_not: NoGain) -> None:
        self.asking = asking
        self.character = character
        self.action = action
        self.why_not = why_not
        self.limits = asking.limits
        self.believed = asking.engine.mind(asking.node, character)

    def found(self) -> NoGain:
        """The reason why not, with the nearest thing to a motive."""
        searches: tuple[tuple[str, Callable[[], Nearest | None]], ...] = (
            ("deeper", self._deeper),
            ("refused", self._refused),
            ("longer", self._longer),
            ("otherwise", self._best),
        )
        unfinished: list[str] = []
        for name, search in searches:
            try:
                nearest = search()
            except OutOfEffortError:
                unfinished.append(name)
                continue
            if nearest is not None:
                return replace(self.why_not, nearest=nearest, unfinished=tuple(unfinished))
        return replace(self.why_not, unfinished=tuple(unfinished))

    # ------------------------------------------------------------------------------------------ wider limits
    def _deeper(self) -> Beyond | None:
        engine, levels = self.asking.engine, self.limits.epistemic
        if levels < 0 or (isinstance(engine, LeveledEngine) and engine.depth < levels + 3):
            return None
        return self._beyond(replace(self.limits, epistemic=levels + 1), Effort(units=self.asking.effort))

    def _longer(self) -> Beyond | None:
        effort = Effort(units=self.asking.effort)  # one for all lengths
        for length in range(self.limits.budget + 1, 2 * self.limits.budget + 1):
            found = self._beyond(replace(self.limits, character=length), effort)
            if found is not None:
                return found
        return None

    def _beyond(self, limits: Limits, effort: Effort) -> Beyond | None:
        reasons = Reasons(self.asking.space, limits)
        reasons.effort = effort
        motive = Checker(reasons).accepted(self.asking.node, self.action, self.character, limits.budget, 1)
        return None if motive is None else Beyond(limits, motive)

    # ------------------------------------------------------------------------------------------ refusals
    def _refused(self) -> Refused | None:
        willing = self.asking.space.consenting
        alone = Space(
            self.asking.engine, consenting=[(self.character,) if consenting else () for consenting in willing]
        )
        reasons = Reasons(alone, self.limits)
        reasons.effort = Effort(units=self.asking.effort)
        plan = reasons.reason(self.believed, self.action, self.character, self.limits.budget, 1)
        return None if plan is None else self._bounded(lambda: self._first_refusal(plan))

    def _first_refusal(self, plan: tuple[int, ...]) -> Refused | None:
        space, state = self.asking.space, self.believed
        found: tuple[int, tuple[Account, ...]] | None = None
        for place, step in enumerate(plan):
            if place and found is None:
                asked = [c for c in space.consenting[step] if c != self.character]
                refusals = [self.asking.refusal(state, c, step, self.limits.budget - place) for c in asked]
                refusing = tuple(account for account in refusals if account is not None)
                if refusing:
                    found = place, refusing
            after = space.after(state, step)
            assert after is not None
            state = after
        reached = space.utility(state, self.character)
        if found is None or reached is None:
            return None
        return Refused(plan, self.why_not.before, reached, *found)

    # ------------------------------------------------------------------------------------------ other plans
    def _best(self) -> Nearest | None:
        """The best plan of theirs, and whether the action could begin a longer way to a gain."""
        budget = self.limits.budget

        def search() -> Nearest:
            best: Reason | None = None
            for action in self._first_steps(self.believed, budget):
                found = self.asking.checker.accepted(self.asking.node, action, self.character, budget, 1)
                if found is not None and (best is None or _rank(found) < _rank(best)):
                    best = found
            if best is None:
                return Content()
            return Superfluous(best) if self._gains_afterwards() else Otherwise(best)

        return self._bounded(search)

    def _first_steps(self, state: int, budget: int) -> Iterator[int]:
        """What could be done in a state that they believe in, and those others accept who must consent."""
        for action in self.asking.space.willed_actions(state):
            if self.asking.reasons.others_accept(state, action, self.character, budget, 2):
                yield action

    def _gains_afterwards(self) -> bool:
        """Whether from where the action leads a reason leads to more than they have now."""
        space, reasons, budget = self.asking.space, self.asking.reasons, self.limits.budget - 1
        start = space.after(self.believed, self.action)
        if start is None or budget == 0:
            return False
        for action in self._first_steps(start, budget):
            state: int | None = start
            for step in reasons.reason(start, action, self.character, budget, 1) or ():
                state = None if state is None else space.after(state, step)
            utility = None if state is None else space.utility(state, self.character)
            if utility is not None and utility > self.why_not.before:
                return True
        return False

    def _bounded(self, search: Callable[[], Found]) -> Found:
        """What a search by the reasons under the limits asked for finds, within the effort."""
        self.asking.reasons.effort = Effort(units=self.asking.effort)
        try:
            return search()
        finally:
            self.asking.reasons.effort = Effort()


def _rank(reason: Reason) -> tuple[float, int]:
    """The best first; event order is kept by comparing strictly."""
    return reason.before - reason.after, len(reason.steps)
