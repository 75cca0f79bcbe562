"""Reasons and solutions by enumeration, directly by the definitions: section 5.

Nothing is pruned. What is remembered is what 5.3 allows: for an owner, a state, an action, a budget and a level,
whether there is a reason. Limits of -1 are refused except for the epistemic one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dreamwright.errors import EventError
from dreamwright.language.world import Entity
from reference.evaluate import DivisionByZeroError, value
from reference.forms import GroundEvent
from reference.state import State
from reference.transition import Machine

Plan = tuple[GroundEvent, ...]


@dataclass(frozen=True)
class Limits:
    """Author temporal, character temporal and epistemic limit (5.4)."""

    author: int
    character: int
    epistemic: int

    @property
    def budget(self) -> int:
        return max(1, self.character)

    def longest(self, budget: int, level: int) -> int:
        """How many actions a reason may have."""
        if self.epistemic < 0 or level <= self.epistemic:
            return budget
        return 1 if level == self.epistemic + 1 else 0


class Reasoner:
    """Answers the questions of section 5 about one world under given limits."""

    def __init__(self, machine: Machine, limits: Limits) -> None:
        if limits.author < 0 or limits.character < 0:
            raise ValueError("the brute-force reasoner needs a bound on the length of plans and reasons")
        self.machine = machine
        self.limits = limits
        self.unknown: set[Entity | None] = set()
        """Whose utility was met unknown."""
        self._reasons: dict[tuple[Entity, State, GroundEvent, int, int], bool] = {}
        self._after: dict[tuple[State, GroundEvent], State | None] = {}

    # ---------------------------------------------------------------------------------------------- questions
    def explained(self, state: State, action: GroundEvent) -> bool:
        """Possible, and accepted by every consenting character."""
        return self.machine.possible(state, action) and all(
            self.accepts(c, action, state, self.limits.budget, 1) for c in action.consenting
        )

    def accepts(self, character: Entity, action: GroundEvent, state: State, budget: int, level: int) -> bool:
        belief = self.machine.mind(state, character)
        return self.machine.possible(belief, action) and self.has_reason(character, action, belief, budget, level)

    def has_reason(self, owner: Entity, action: GroundEvent, belief: State, budget: int, level: int) -> bool:
        key = (owner, belief, action, budget, level)
        if key not in self._reasons:
            self._reasons[key] = next(self.reasons(owner, action, belief, budget, level), None) is not None
        return self._reasons[key]

    def reasons(self, owner: Entity, action: GroundEvent, belief: State, budget: int, level: int) -> Iterator[Plan]:
        """Every reason of the owner for the action in its belief, shorter ones first."""
        question = _Question(owner, belief, lambda i: budget - i + 1, level + 1)
        for length in range(1, self.limits.longest(budget, level) + 1):
            for plan, end in self._courses(question, (action,), length):
                if self._improves(owner, belief, end) and self._minimal(question, plan, end):
                    yield plan

    def solutions(self, state: State) -> Iterator[tuple[Plan, float]]:
        """Every solution from a state, with the utility it reaches."""
        question = _Question(None, state, lambda i: self.limits.budget, 1)
        for length in range(1, self.limits.author + 1):
            for plan, end in self._courses(question, (), length):
                if self._improves(None, state, end) and self._minimal(question, plan, end):
                    reached = self.utility(None, end)
                    assert reached is not None
                    yield plan, reached

    def utility(self, owner: Entity | None, state: State) -> float | None:
        """An unknown utility, or one that cannot be computed, is None."""
        try:
            reached = value(self.machine.ground.utilities[owner], self.machine.read(state))
        except DivisionByZeroError:
            return None
        if reached is None:
            self.unknown.add(owner)
        assert reached is None or isinstance(reached, float)
        return reached

    # ------------------------------------------------------------------------------------------------ courses
    def _courses(self, question: _Question, start: Plan, length: int) -> Iterator[tuple[Plan, State]]:
        """Every sequence of a length that begins so, in which each action may be taken where it stands."""
        begun: list[tuple[Plan, State]] = [((), question.start)]
        for i in range(1, length + 1):
            choices = (start[i - 1],) if i <= len(start) else self.machine.ground.actions
            begun = [
                ((*plan, action), after)
                for plan, state in begun
                for action in choices
                if self._may_be_taken(question, i, action, state, ask=question.owner is None or i > 1)
                and (after := self.after(state, action)) is not None
            ]
        yield from begun

    def _may_be_taken(self, question: _Question, i: int, action: GroundEvent, state: State, ask: bool) -> bool:
        """Whether the i-th action can stand here: possible, not author-only in a reason, and accepted if asked."""
        owner = question.owner
        if owner is not None and not action.consenting:
            return False
        if not self.machine.possible(state, action):
            return False
        others = [c for c in action.consenting if c is not owner] if ask else []
        return all(self.accepts(c, action, state, question.budget(i), question.level) for c in others)

    def after(self, state: State, action: GroundEvent) -> State | None:
        """The state an action leads to, or None where taking it is an error."""
        key = (state, action)
        if key not in self._after:
            try:
                self._after[key] = self.machine.apply(state, action)[0]
            except EventError:
                self._after[key] = None
        return self._after[key]

    def _improves(self, owner: Entity | None, before: State, end: State) -> bool:
        start, reached = self.utility(owner, before), self.utility(owner, end)
        return start is not None and reached is not None and reached > start

    # ------------------------------------------------------------------------------------------------ minimal
    def _minimal(self, question: _Question, plan: Plan, end: State) -> bool:
        """Whether no proper subsequence reaches as much (5.3)."""
        goal = self.utility(question.owner, end)
        assert goal is not None
        for kept in range(2 ** len(plan) - 1):
            positions = [i for i in range(1, len(plan) + 1) if kept >> (i - 1) & 1]
            reached = self._reached(question, plan, positions)
            if reached is not None and reached >= goal:
                return False
        return True

    def _reached(self, question: _Question, plan: Plan, positions: list[int]) -> float | None:
        """The utility at the end of a subsequence; None if it does not count."""
        state: State | None = question.start
        for place, i in enumerate(positions, start=1):
            omitted_before = i != place
            assert state is not None
            if not self._may_be_taken(question, i, plan[i - 1], state, ask=omitted_before):
                return None
            state = self.after(state, plan[i - 1])
            if state is None:
                return None
        assert state is not None
        return self.utility(question.owner, state)


@dataclass(frozen=True)
class _Question:
    """Whose plan is sought, from where, and under what budget and level others are asked about its i-th action."""

    owner: Entity | None
    start: State
    budget: Callable[[int], int]
    level: int
