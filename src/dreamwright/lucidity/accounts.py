"""The search for an account: what a subject could suppose, so that what they perceived comes out right.

Definitions, for a subject c, the belief b that c had just before, and an observation:

* A hypothesis T *accounts* for the observation if c, believing b, would in T have perceived just that (`Observation`).
* The plain hypothesis is b itself. If it accounts for the observation, that was as expected.
* A hypothesis with *unseen steps*: b, or what c believed in an earlier situation of theirs, followed by events of which
  c would have noticed none: each possible where it is taken, none that c must consent to, none seen by c, none that
  changes what c believes. Steps from an earlier situation may only have changed what has not been in evidence since.
* A hypothesis with *mistakes*: b with other values for fluents that were never in evidence (`Evidence`).
* A hypothesis with *lessons*: b with what c has learned since.

Steps are found by backward chaining: whatever does not come out right, be it the observation or the precondition of a
step, lacks facts; an action that may bring one of them about (the planner's causal links) is put in just before it.
This is means-ends analysis over linear chains, deepened one step at a time; it does not interleave chains, so it may
miss an account, and never invents one: each is run through the engine before it counts. The cheapest is kept
(`model.Account`).

Where an observation clashes with several beliefs at once and no one hypothesis makes all of it right, each clash is
looked at by itself, and what is found counts together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dreamwright.grounding.arithmetic import Code
from dreamwright.lucidity.evidence import Evidence
from dreamwright.lucidity.filling import Changes, filled
from dreamwright.lucidity.model import Account, Fact, Purpose, Settings, UnseenStep
from dreamwright.lucidity.needs import needed
from dreamwright.lucidity.observation import Answer, Observation
from dreamwright.lucidity.purposes import purpose_of
from dreamwright.lucidity.supposing import Belief, Imagination
from dreamwright.planning.limits import Effort, OutOfEffortError

SUPPOSED = 0.5
"""What it costs to suppose that something unknown was as a step needs it."""

MOST_PARTS = 6
"""How many clashes of one observation are looked at each by itself."""

ENOUGH_CHAINS = 6
"""How many chains of one length are weighed against each other."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a subject believed at some time, and how many percepts they had had by then."""

    belief: Belief
    percepts: int
    minute: int
    touched: frozenset[int]
    """By index, the entities about which the next percept changed something they believed."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hypothesis that accounts for an observation, and what it supposes."""

    account: Account
    hypothesis: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a search."""

    found: Found | None
    unexplained: tuple[int, ...] = ()
    """Without an account: the fluents whose clash has none."""
    finished: bool = True
    """Without an account: whether all was tried."""


@dataclass(frozen=True, slots=True)
class _Run:
    """How far a chain of steps comes: to a hypothesis that is right, or to where something is lacking."""

    states: tuple[int, ...]
    """Before each step that could be taken, and after the last."""
    supposed: int
    place: int = 0
    lacking: int = 0
    hypothesis: int | None = None


class AccountSearch:
    """The search for an account of one observation, with so many units of work for each part of it."""

    def __init__(self, observation: Observation, settings: Settings, evidence: Evidence, units: int) -> None:
        self.observation = observation
        self.imagination: Imagination = observation.imagination
        self.character = observation.character
        self.settings = settings
        self.evidence = evidence
        self.units = units
        self.effort = Effort(units=units)
        self.program = self.imagination.program
        self._focus: frozenset[int] | None = None
        self._tried: set[tuple[int, ...]] = set()
        self._best: Found | None = None

    # ------------------------------------------------------------------------------------------ the whole
    def find(self, base: int, situations: Sequence[Situation]) -> Outcome:
        """The cheapest account from a plain hypothesis, or from earlier situations (the latest first)."""
        parts: list[Found] = []
        if self.observation.ask(base).after is None:
            possible, finished = self._attempt(frozenset(), base, situations)
            if possible is None:
                return Outcome(None, (), finished)
            clashes = self.observation.ask(possible.hypothesis).clashes
            if not clashes:
                return Outcome(possible)
            parts.append(possible)
        whole, finished = self._attempt(None, base, situations)
        if whole is not None:
            return Outcome(whole)
        if parts:
            base = parts[0].hypothesis
        return self._by_parts(base, situations, parts, finished)

    def _by_parts(self, base: int, situations: Sequence[Situation], parts: list[Found], finished: bool) -> Outcome:
        """Each clash by itself."""
        clashing = [fluent for fluent, _, _ in self.observation.ask(base).clashes]
        if len(clashing) + len(parts) < 2:
            return Outcome(None, tuple(clashing), finished)
        unexplained: list[int] = []
        all_finished = True
        for fluent in clashing[:MOST_PARTS]:
            part, part_finished = self._attempt(frozenset((fluent,)), base, situations)
            if part is None:
                unexplained.append(fluent)
                all_finished = all_finished and part_finished
            else:
                parts.append(part)
        if unexplained:
            return Outcome(None, tuple(unexplained), all_finished)
        return Outcome(Found(_joined([part.account for part in parts]), parts[-1].hypothesis))

    def _attempt(
        self, focus: frozenset[int] | None, base: int, situations: Sequence[Situation]
    ) -> tuple[Found | None, bool]:
        """An account for the clashes in focus (None: all of them), and whether the search came to its end."""
        self._focus = focus
        self.effort = Effort(units=self.units)
        try:
            return self._together(base, situations), True
        except OutOfEffortError:
            return self._best, self._best is not None

    def _together(self, base: int, situations: Sequence[Situation]) -> Found | None:
        self._best = None
        best = self._best = self._by_mistake(base)
        for length in range(1, self.settings.length + 1):
            for since in (None, *situations):
                if best is not None and best.account.cost <= length:
                    return best
                for found in self._chains(base, since, length):
                    if best is None or found.account.cost < best.account.cost:
                        best = self._best = found
        return best

    def _is_right(self, answer: Answer) -> bool:
        if answer.after is None:
            return False
        return all(self._focus is not None and fluent not in self._focus for fluent, _, _ in answer.clashes)

    # ------------------------------------------------------------------------------------------ mistakes
    def _by_mistake(self, base: int) -> Found | None:
        """An account by beliefs that were wrong from the start."""
        changes = self._mistakes(base)
        if not changes or len(changes) > self.settings.mistakes:
            return None
        answer = self.observation.ask(self.imagination.suppose(base, changes))
        if not self._is_right(answer):
            return None
        facts = tuple(fact(self.imagination, fluent, code) for (_, fluent), code in changes.items())
        return Found(Account(mistaken=facts, cost=self.settings.mistake * len(facts)), answer.node)

    def _mistakes(self, base: int) -> Changes:
        """The beliefs never founded on anything seen that would have to be given up."""
        observation = self.observation
        found = observation.filled(base, lambda place: self.evidence.is_assumed(place[1]))
        if found is None:
            return {}
        values = self.imagination.engine.vector(base)
        changes = {place: code for place, code in found.items() if not place[0] and values[place[1]] is not None}
        answer = observation.ask(self.imagination.suppose(base, found))
        for fluent, _, seen in answer.clashes:
            if (self._focus is None or fluent in self._focus) and self.evidence.is_assumed(fluent):
                changes[(), fluent] = seen
        return changes

    # ------------------------------------------------------------------------------------------ unseen steps
    def _chains(self, base: int, since: Situation | None, length: int) -> Iterator[Found]:
        self._tried = set()
        for steps, run in islice(self._extended(base, since, (), length), ENOUGH_CHAINS):
            assert run.hypothesis is not None
            yield Found(self._account(steps, run, since), run.hypothesis)

    def _extended(
        self, base: int, since: Situation | None, steps: tuple[int, ...], room: int
    ) -> Iterator[tuple[tuple[int, ...], _Run]]:
        """Every chain with exactly so many steps more that is right."""
        if steps in self._tried:
            return
        self._tried.add(steps)
        self.effort.spend()
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
            if self._is_pointless(state, action, room):
                continue
            longer = (*steps[: run.place], action, *steps[run.place :])
            yield from self._extended(base, since, longer, room - 1)

    def _is_pointless(self, state: int, action: int, room: int) -> bool:
        """Whether a step need not be tried: they would see it, or it is not possible and none can precede it."""
        if self.imagination.possible(state, action):
            return self.imagination.notices(state, action, self.character)
        return room == 1 and self._supposing(state, action) is None

    def _bringing(self, lacking: int) -> Iterator[int]:
        """The actions that may bring about one of some facts without the subject's doing, in event order."""
        for action, outcome in enumerate(self.imagination.links.outcome):
            if outcome & lacking:
                consenting = self.program.events[action].consenting
                if self.character not in consenting and (consenting or action in self.imagination.by_itself):
                    yield action

    def _run(self, base: int, since: Situation | None, steps: tuple[int, ...]) -> _Run | None:
        """Take the steps one after the other, unseen; None: that cannot be, whatever else happened."""
        imagination, character = self.imagination, self.character
        state = base if since is None else imagination.standing(since.belief, character)
        begun = state
        states = [state]
        supposed = 0
        tells = self.observation.percept.kind == "notice"
        for place, step in enumerate(steps):
            if not imagination.possible(state, step):
                filling = self._supposing(state, step)
                if filling is None:
                    read = imagination.reader(state)
                    condition = self.program.events[step].precondition
                    lacking = needed(condition, read, imagination.facts, imagination.links)
                    return _Run(tuple(states), supposed, place, lacking) if lacking else None
                supposed += len(filling)
                state = states[-1] = imagination.suppose(state, filling)
            if imagination.notices(state, step, character):
                return None
            after = imagination.after(state, step)
            if after is None:
                return None
            told = imagination.engine.mind(after, character) != imagination.engine.mind(state, character)
            if told and not (tells and place == len(steps) - 1):
                return None
            state = after
            states.append(state)
        if since is not None:
            now = self._still_so(base, begun, state, since)
            if now is None:
                return None
            state = now
        answer = self.observation.ask(state)
        if self._is_right(answer) and (steps or since is None):
            return _Run(tuple(states), supposed + len(answer.supposed), hypothesis=answer.node)
        lacking = self.observation.lacking(answer, self._focus)
        return _Run(tuple(states), supposed, len(steps), lacking) if lacking else None

    def _supposing(self, state: int, action: int) -> Changes | None:
        """What of the unknown must be supposed for an action to be possible; None: that is not enough."""
        values = self.imagination.engine.vector(state)
        return filled(
            self.program.events[action].precondition,
            self.imagination.reader(state),
            lambda place: not place[0] and self.observation.is_unknown(place[1], values[place[1]]),
            values.__getitem__,
            self.imagination.other,
        )

    def _still_so(self, base: int, begun: int, state: int, since: Situation) -> int | None:
        """The present, had the steps since an earlier situation changed it; None: the subject has seen otherwise."""
        vector = self.imagination.engine.vector
        now = vector(base)
        changes: Changes = {}
        for fluent, (old, new) in enumerate(zip(vector(begun), vector(state), strict=True)):
            if old != new:
                if self.evidence.last(fluent) > since.percepts or now[fluent] != old:
                    return None
                changes[(), fluent] = new
        return self.imagination.suppose(base, changes)

    # ------------------------------------------------------------------------------------------ what it costs
    def _account(self, steps: tuple[int, ...], run: _Run, since: Situation | None) -> Account:
        unseen = tuple(
            UnseenStep(step, self._purpose(state, step)) for state, step in zip(run.states, steps, strict=False)
        )
        purposeless = sum(step.purpose == "none" for step in unseen)
        cost = len(unseen) + self.settings.purposeless * purposeless + SUPPOSED * run.supposed
        return Account(steps=unseen, since=None if since is None else since.minute, cost=cost)

    def _purpose(self, state: int, step: int) -> Purpose:
        return purpose_of(self.imagination, state, step, self.effort)


def fact(imagination: Imagination, fluent: int, code: Code) -> Fact:
    """A fluent with a value, as the author knows them."""
    found = imagination.program.fluents[fluent]
    return found.property, found.arguments, imagination.program.author_value(found.kind, code)


def _joined(accounts: list[Account]) -> Account:
    """Accounts of the parts of an observation, as one."""
    steps = tuple(dict.fromkeys(step for account in accounts for step in account.steps))
    since = min((a.since for a in accounts if a.since is not None), default=None)
    mistaken = tuple(dict.fromkeys(fact for account in accounts for fact in account.mistaken))
    whole = Account(steps=steps, since=since, mistaken=mistaken)
    return replace(whole, cost=sum(account.cost for account in accounts))
