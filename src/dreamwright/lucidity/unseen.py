"""Accounts by unseen steps: chains of what others, or nobody, may have done where the subject could not see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from dreamwright.grounding.formula import Condition
from dreamwright.lucidity.attempt import SUPPOSED, Attempt, Found
from dreamwright.lucidity.carrying import Difference, Situation
from dreamwright.lucidity.filling import Changes
from dreamwright.lucidity.model import Account, Purpose, UnseenStep
from dreamwright.lucidity.needs import becoming, needed
from dreamwright.lucidity.purposes import purpose_of
from dreamwright.planning.facts import union

MOST_REMEMBERED = 40
"""How many percepts back, at most, somebody looks for a time when something could have gone unseen."""

ENOUGH_CHAINS = 6
"""How many chains of one length are weighed against each other."""

Steps = tuple[tuple[int, int], ...]
"""Actions, each with the facts, as bits, for one of which it was put in."""


@dataclass(frozen=True, slots=True)
class _Run:
    """How far a chain of steps comes: to a hypothesis that is right, or to where something is lacking."""

    states: tuple[int, ...]
    """Before each step that could be taken, and after the last."""
    supposed: int
    place: int = 0
    lacking: int = 0
    hypothesis: int | None = None


class UnseenSteps:
    """Chains of steps, in one attempt."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.observation = attempt.observation
        self.imagination = attempt.imagination
        self.character = attempt.character
        self.program = attempt.program
        self._tried: set[Steps] = set()

    def vantages(self, base: int) -> list[Situation]:
        """The situations to think back to, the latest first: those in which something that would help could have gone
        unseen as it could not later; and those in which something that clashes now came to be what was believed.
        """
        answer = self.observation.ask(base)
        helping = list(self._bringing(self.observation.lacking(answer, self.attempt.focus)))
        wanted = [fluent for fluent, _, _ in self.attempt.wanted(base, answer)]
        covered = self._unseen(base, helping)
        found: list[Situation] = []
        for situation in self.attempt.past[:MOST_REMEMBERED]:
            unseen = self._unseen(self.imagination.standing(situation.belief, self.character), helping)
            before, after = situation.observation.before.values, situation.observation.after.values
            if not unseen <= covered or any(before[fluent] != after[fluent] for fluent in wanted):
                found.append(situation)
                covered |= unseen
            if len(found) == self.attempt.settings.look_back:
                break
        return found

    def _unseen(self, state: int, actions: list[int]) -> set[tuple[int, bool]]:
        """Of some actions those they would not notice, each with whether it is possible."""
        imagination = self.imagination
        return {
            (a, imagination.possible(state, a)) for a in actions if not imagination.notices(state, a, self.character)
        }

    def find(self, base: int, since: Situation | None, length: int) -> Iterator[Found]:
        """Accounts of exactly so many steps, taken now or since an earlier situation."""
        self._tried = set()
        for steps, run in islice(self._extended(base, since, (), length), ENOUGH_CHAINS):
            assert run.hypothesis is not None
            yield Found(self._account(steps, run, since), run.hypothesis)

    def _extended(self, base: int, since: Situation | None, steps: Steps, room: int) -> Iterator[tuple[Steps, _Run]]:
        """Every chain with exactly so many steps more that is right."""
        if steps in self._tried:
            return
        self._tried.add(steps)
        self.attempt.effort.spend()
        run = self._run(base, since, steps)
        if run is None:
            return
        if run.hypothesis is not None:
            if room == 0:
                yield steps, run
            return
        if room == 0:
            return
        state = run.states[-1]
        for action in self._bringing(run.lacking):
            if self._is_pointless(state, action, room, run.lacking):
                continue
            longer = (*steps[: run.place], (action, run.lacking), *steps[run.place :])
            yield from self._extended(base, since, longer, room - 1)

    def _is_pointless(self, state: int, action: int, room: int, lacking: int) -> bool:
        """Whether a step need not be tried: they would see it, or it does not work and none can precede it."""
        if self.imagination.possible(state, action):
            if self.imagination.notices(state, action, self.character):
                return True
        elif room == 1 and self._supposing(state, action) is None:
            return True
        conditions = self._working(action, lacking)
        return room == 1 and bool(conditions) and not any(self._may_hold(state, one) for one in conditions)

    def _may_hold(self, state: int, condition: Condition) -> bool:
        return self.attempt.filled(state, condition) is not None

    def _working(self, action: int, wanted: int) -> list[Condition]:
        """The conditions under which an action itself does what it is wanted for; none if only triggers do."""
        facts = self.imagination.facts
        assignments = self.program.events[action].assignments
        return [a.condition for a in assignments if not a.path and facts.about(a.fluent) & wanted]

    def _bringing(self, lacking: int) -> Iterator[int]:
        """The actions that may bring about one of some facts without the subject's doing, in event order."""
        for action, outcome in enumerate(self.imagination.links.outcome):
            if outcome & lacking:
                consenting = self.program.events[action].consenting
                if self.character not in consenting and (consenting or action in self.imagination.by_itself):
                    yield action

    def _run(self, base: int, since: Situation | None, steps: Steps) -> _Run | None:
        """Take the steps one after the other, unseen; None: that cannot be, whatever else happened."""
        imagination, character = self.imagination, self.character
        state = base if since is None else imagination.standing(since.belief, character)
        begun = state
        states = [state]
        supposed = 0
        tells = self.observation.percept.kind == "notice"
        for place, (step, wanted) in enumerate(steps):
            taken = self._taken(state, step, wanted)
            if isinstance(taken, int):
                return _Run(tuple(states), supposed, place, taken) if taken else None
            filling, after = taken
            supposed += len(filling)
            state = states[-1] = imagination.suppose(state, filling)
            if imagination.notices(state, step, character):
                return None
            told = imagination.engine.mind(after, character) != imagination.engine.mind(state, character)
            if told and not (tells and place == len(steps) - 1):
                return None
            state = after
            states.append(state)
        if since is not None:
            left = self._still_so(begun, state, since)
            if isinstance(left, int):
                return _Run(tuple(states), supposed, len(steps), left) if left else None
            state = self.attempt.now(base, left)
        answer = self.observation.ask(state)
        if self.attempt.is_right(answer) and (steps or since is None):
            return _Run(tuple(states), supposed + len(answer.supposed), hypothesis=state)
        lacking = self.observation.lacking(answer, self.attempt.focus)
        return _Run(tuple(states), supposed, len(steps), lacking) if lacking else None

    def _taken(self, state: int, step: int, wanted: int) -> tuple[Changes, int] | int:
        """What must be supposed for a step to bring about one of the facts that it is wanted for, and what comes of it.
        As bits: what is lacking for that instead; none: it cannot be.
        """
        imagination = self.imagination
        filling: Changes = {}
        if not imagination.possible(state, step):
            found = self._supposing(state, step)
            if found is None:
                condition = self.program.events[step].precondition
                return needed(condition, imagination.reader(state), imagination.facts, imagination.links)
            filling = found
        ready = imagination.suppose(state, filling)
        after = imagination.after(ready, step)
        if after is None:
            return 0
        conditions = self._working(step, wanted)
        if not conditions or self._brings(ready, after) & wanted:
            return filling, after
        for condition in conditions:
            more = self.attempt.filled(ready, condition)
            if more:
                fuller = imagination.suppose(ready, more)
                after = imagination.after(fuller, step)
                if after is not None and self._brings(fuller, after) & wanted:
                    return {**filling, **more}, after
        read = imagination.reader(ready)
        return union(needed(condition, read, imagination.facts, imagination.links) for condition in conditions)

    def _brings(self, before: int, after: int) -> int:
        """As bits: the facts of the state itself that came about from one state to another."""
        vector, facts, links = (
            self.imagination.engine.vector,
            self.imagination.facts,
            self.imagination.links,
        )
        pairs = enumerate(zip(vector(before), vector(after), strict=True))
        return union(becoming(fluent, new, facts, links) for fluent, (old, new) in pairs if old != new)

    def _supposing(self, state: int, action: int) -> Changes | None:
        """What of the unknown must be supposed for an action to be possible; None: that is not enough."""
        return self.attempt.filled(state, self.program.events[action].precondition)

    def _still_so(self, begun: int, state: int, since: Situation) -> Difference | int:
        """What the steps since an earlier situation still make otherwise now (`carried`)."""
        vector = self.imagination.engine.vector
        pairs = enumerate(zip(vector(begun), vector(state), strict=True))
        return self.attempt.carried({fluent: new for fluent, (old, new) in pairs if old != new}, since.percepts)

    def _account(self, steps: Steps, run: _Run, since: Situation | None) -> Account:
        unseen = tuple(
            UnseenStep(step, self._purpose(state, step)) for state, (step, _) in zip(run.states, steps, strict=False)
        )
        purposeless = sum(step.purpose == "none" for step in unseen)
        cost = len(unseen) + self.attempt.settings.purposeless * purposeless + SUPPOSED * run.supposed
        return Account(steps=unseen, since=None if since is None else since.minute, cost=cost)

    def _purpose(self, state: int, step: int) -> Purpose:
        return purpose_of(self.imagination, state, step, self.attempt.effort)
