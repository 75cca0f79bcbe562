"""The checker: is this sequence of actions a solution, or a reason, by the definitions? (Specification 5.2, 5.3.)

It is slow and plain on purpose, and shares neither bounds nor path pruning with the search: it takes a plan, with or
without the reasons behind it, walks through it, and demands for every consenting character a reason, which it verifies
in the same way, down through the levels. Where no reason is given it asks the search for one and verifies that. Only
for a character's refusal inside the test of minimality does it believe the search without proof.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dreamwright.planning.reasons import Reasons


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a character accepts an action: their plan, and for each of its later steps why the others accept it.

    `steps[0]` is the action itself; nobody else is asked about it inside this reason, so its `because` is empty.
    """

    character: int
    steps: tuple[Step, ...]
    before: float
    after: float

    @property
    def plan(self) -> tuple[int, ...]:
        return tuple(step.action for step in self.steps)


@dataclass(frozen=True, slots=True)
class Step:
    """An action with the reasons of those who consent to it."""

    action: int
    because: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Flaw:
    """Why a plan is none: the place in the plan (from 0), what is wrong, and for whom (a character, or None)."""

    place: int
    kind: str
    character: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check: the plan with all its reasons, or what is wrong with it."""

    steps: tuple[Step, ...]
    flaw: Flaw | None = None
    utility: float | None = None

    @property
    def ok(self) -> bool:
        return self.flaw is None


@dataclass(slots=True)
class Outline:
    """A plan as given from outside: an action and, for each character who gives one, an outline of their reason."""

    action: int
    reasons: dict[int, list[Outline]] = field(default_factory=dict)


class Checker:
    """Checks plans and reasons under the limits of `reasons`."""

    def __init__(self, reasons: Reasons) -> None:
        self.search = reasons
        self.space = reasons.space
        self.engine = reasons.space.engine
        self.limits = reasons.limits
        self._verified: dict[tuple[int, int, int, int, int], Reason | None] = {}

    # ------------------------------------------------------------------------------------------ solutions
    def check(self, plan: Sequence[int | Outline], start: int | None = None) -> Verdict:
        """Whether a plan is a solution from a state (default: the initial one)."""
        state = self.engine.initial if start is None else start
        first = state
        outlines = [item if isinstance(item, Outline) else Outline(item) for item in plan]
        if self.limits.author >= 0 and len(outlines) > self.limits.author:
            return Verdict((), Flaw(self.limits.author, "too long"))
        steps: list[Step] = []
        for place, outline in enumerate(outlines):
            if not self.space.possible(state, outline.action):
                return Verdict(tuple(steps), Flaw(place, "impossible"))
            because: list[Reason] = []
            for c in self.space.consenting[outline.action]:
                reason = self.accepted(state, outline.action, c, self.limits.budget, 1, outline.reasons.get(c))
                if reason is None:
                    return Verdict(tuple(steps), Flaw(place, "unexplained", c))
                because.append(reason)
            steps.append(Step(outline.action, tuple(because)))
            after = self.space.after(state, outline.action)
            if after is None:
                return Verdict(tuple(steps), Flaw(place, "fails"))
            state = after
        before, utility = self.space.utility(first, None), self.space.utility(state, None)
        if before is None or utility is None or not utility > before:
            return Verdict(tuple(steps), Flaw(len(steps), "no gain"), utility)
        if not self.minimal(first, [o.action for o in outlines], None, utility, self.limits.budget, 1):
            return Verdict(tuple(steps), Flaw(len(steps), "not minimal"), utility)
        return Verdict(tuple(steps), None, utility)

    def steps(self, plan: Sequence[int], start: int) -> Iterator[Step]:
        """A sequence of actions with everybody's reasons, as far as it is possible and they have any."""
        state: int | None = start
        for action in plan:
            assert state is not None
            because: list[Reason] = []
            for c in self.space.consenting[action]:
                reason = self.accepted(state, action, c, self.limits.budget, 1)
                if reason is None:
                    return
                because.append(reason)
            state = self.space.after(state, action) if self.space.possible(state, action) else None
            if state is None:
                return
            yield Step(action, tuple(because))

    # ------------------------------------------------------------------------------------------ reasons
    def accepted(
        self, state: int, action: int, character: int, budget: int, level: int, given: list[Outline] | None = None
    ) -> Reason | None:
        """A verified reason with which a character accepts an action in a state, or None."""
        belief = self.engine.mind(state, character)
        if not self.space.possible(belief, action):
            return None
        if given is not None:
            reason = self._verify(belief, [Outline(action), *given], character, budget, level)
            if reason is not None:
                return reason
        key = (belief, action, character, budget, level)
        if key not in self._verified:
            plan = self.search.reason(belief, action, character, budget, level)
            outlines = None if plan is None else [Outline(step) for step in plan]
            self._verified[key] = None if outlines is None else self._verify(belief, outlines, character, budget, level)
        return self._verified[key]

    def _verify(self, belief: int, outlines: list[Outline], character: int, budget: int, level: int) -> Reason | None:
        """The sequence as a reason of the character, if it is one by the definition."""
        levels = self.limits.levels
        longest = budget if level <= levels else 1 if level == levels + 1 else 0
        before = self.space.utility(belief, character)
        if not 1 <= len(outlines) <= longest or before is None:
            return None
        state = belief
        steps: list[Step] = []
        for place, outline in enumerate(outlines):
            if not self.space.consenting[outline.action] or not self.space.possible(state, outline.action):
                return None
            because: list[Reason] = []
            for other in self.space.consenting[outline.action] if place else ():
                if other != character:
                    given = outline.reasons.get(other)
                    reason = self.accepted(state, outline.action, other, budget - place, level + 1, given)
                    if reason is None:
                        return None
                    because.append(reason)
            steps.append(Step(outline.action, tuple(because)))
            after = self.space.after(state, outline.action)
            if after is None:
                return None
            state = after
        utility = self.space.utility(state, character)
        if utility is None or not utility > before:
            return None
        if not self.minimal(belief, [o.action for o in outlines], character, utility, budget, level + 1):
            return None
        return Reason(character, tuple(steps), before, utility)

    # ------------------------------------------------------------------------------------------ minimality
    def minimal(self, start: int, plan: list[int], owner: int | None, utility: float, budget: int, level: int) -> bool:
        """Whether no proper subsequence reaches the utility or more.

        From its first omission on, a subsequence counts only while its actions are possible and accepted, at `level`,
        by the others who consent, with the budget of the action's place: the full one in a story, one less for each
        place in a reason (`owner` not None).
        """
        wholes, afters, ends = self._shortened(start, plan)
        useful = [{end: None for end in ends if self._reaches(end, owner, utility)}]
        for after in reversed(afters):
            later = useful[-1]
            useful.append({state: None for state in after if state in later or after[state] in later})
        useful.reverse()  # by place: where nothing but somebody's refusal is between a subsequence and the utility
        accepted: dict[int, None] = {}
        for place, action in enumerate(plan):
            later = useful[place + 1]
            reached = {state: None for state in (wholes[place], *accepted) if state in later}
            for state in accepted:
                end = afters[place][state]
                if (
                    end in later
                    and end not in reached
                    and self._others_accept(state, action, owner, budget, place, level)
                ):
                    reached[end] = None
            accepted = reached
        return not accepted

    def _shortened(self, start: int, plan: list[int]) -> tuple[list[int], list[dict[int, int | None]], dict[int, None]]:
        """Where the proper subsequences lead if nobody has to be asked: by place the state of the whole plan; by place
        the states in which something was left out already, with the states after the action (None: it is not
        possible); and the ends.
        """
        whole, shortened = start, dict[int, None]()
        wholes, afters = [], []
        for action in plan:
            wholes.append(whole)
            afters.append({state: self._after(state, action) for state in shortened})
            shortened = {whole: None, **shortened, **{end: None for end in afters[-1].values() if end is not None}}
            after = self._after(whole, action)
            assert after is not None
            whole = after
        return wholes, afters, shortened

    def _after(self, state: int, action: int) -> int | None:
        return self.space.after(state, action) if self.space.possible(state, action) else None

    def shorter(self, plan: Sequence[int], start: int, goal: float) -> list[tuple[int, ...]]:
        """The proper subsequences that are possible, explained, and bring the author's utility to the goal, shortest
        first. Of those that come to the same state one is enough.
        """
        reached: dict[int, tuple[int, ...]] = {start: ()}
        for action in plan:
            for state, taken in list(reached.items()):
                if self.space.possible(state, action) and self.search.explained(state, action):
                    after = self.space.after(state, action)
                    if after is not None and len(taken) + 1 < len(reached.get(after, plan)):
                        reached[after] = (*taken, action)
        found = [taken for state, taken in reached.items() if taken and self._reaches(state, None, goal)]
        return sorted(found, key=len)

    def _reaches(self, state: int, owner: int | None, utility: float) -> bool:
        found = self.space.utility(state, owner)
        return found is not None and found >= utility

    def _others_accept(self, state: int, action: int, owner: int | None, budget: int, place: int, level: int) -> bool:
        left = budget if owner is None else budget - place
        return self.search.others_accept(state, action, owner, left, level)
