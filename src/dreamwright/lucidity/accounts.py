"""The search for an account: what a subject could suppose, so that what they perceived comes out right.

Definitions, for a subject c, the belief b that c had just before, and an observation:

* A hypothesis T *accounts* for the observation if c, believing b, would in T have perceived just that (`Observation`).
* The plain hypothesis is b itself. If it accounts for the observation, that was as expected.
* A hypothesis with *unseen steps*: b, or what c believed in an earlier situation of theirs, followed by events of which
  c would have noticed none: each possible where it is taken, none that c must consent to, none seen by c, none that
  changes what c believes. Steps from an earlier situation must agree with all that c has perceived since (`carried`).
* A hypothesis with *suppositions*: b with other values for fluents that c knows nothing of, or that were never in
  evidence (`Evidence`: those would be mistakes), or with other beliefs of other people; as the event that was seen
  needs them, or its effects do (`effects`).
* A hypothesis with an *unnoticed effect*: b changed by what an event that c did see earlier may also have done, had
  something unknown been so.
* A hypothesis with *lessons*: b with what c has learned since.

Steps are found by backward chaining: whatever does not come out right, be it the observation or the precondition of a
step, lacks facts; an action that may bring one of them about (the planner's causal links) is put in just before it.
This is means-ends analysis over linear chains, deepened one step at a time; it does not interleave chains, so it may
miss an account, and never invents one: each is run through the engine before it counts. The cheapest is kept
(`model.Account`).

Where an observation clashes with several beliefs at once and no one hypothesis of a single step makes all of it right,
the clashes are looked at one after the other, each given what was supposed for those before, and what is found counts
together; and if one of them is left without an account, once more for a longer chain that accounts for all.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Atom, Condition
from dreamwright.grounding.program import GroundEvent
from dreamwright.lucidity.carrying import Difference, Situation, carried
from dreamwright.lucidity.effects import ways_of
from dreamwright.lucidity.evidence import Evidence
from dreamwright.lucidity.filling import Changes, Place, filled
from dreamwright.lucidity.model import Account, Fact, Purpose, Settings, Supposition, UnseenStep
from dreamwright.lucidity.needs import becoming, false_parts, needed
from dreamwright.lucidity.observation import Answer, Clash, Observation
from dreamwright.lucidity.purposes import purpose_of
from dreamwright.lucidity.supposing import Imagination
from dreamwright.planning.facts import union
from dreamwright.planning.limits import Effort, OutOfEffortError

SUPPOSED = 0.5
"""What it costs to suppose that something unknown was as a step needs it."""

OF_A_MIND = 1.0
"""What it costs to suppose that somebody else believes otherwise than was thought."""

UNNOTICED = 0.5
"""What it costs besides that something seen had an effect that was not noticed."""

MOST_SUPPOSED = 4
"""The most suppositions, mistakes not counted, in one account."""

MOST_REMEMBERED = 40
"""How many percepts back, at most, somebody looks for a time when something could have gone unseen."""

MOST_PAST = 8
"""How many earlier events, the latest, are looked at for what they may have done unnoticed."""

AT_ONCE = 1
"""How many steps are tried at first where there may be several clashes: for all at once, and for each by itself."""

ENOUGH_CHAINS = 6
"""How many chains of one length are weighed against each other."""


Steps = tuple[tuple[int, int], ...]
"""Actions, each with the facts, as bits, for one of which it was put in."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hypothesis that accounts for an observation, and what it supposes.

    What is merely seen for the first time is filled in only at the end of a search: until then it may have come about.
    """

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

    def __init__(
        self,
        observation: Observation,
        settings: Settings,
        evidence: Evidence,
        units: int,
        past: Sequence[Situation] = (),
    ) -> None:
        self.observation = observation
        self.imagination: Imagination = observation.imagination
        self.character = observation.character
        self.settings = settings
        self.evidence = evidence
        self.past = past
        """All that was perceived earlier, the latest first."""
        self.units = units
        self.effort = Effort(units=units)
        self.program = self.imagination.program
        self._focus: frozenset[int] | None = None
        self._tolerated: Container[int] | None = None
        """The clashes that may remain; None: no clash may."""
        self._tried: set[Steps] = set()
        self._best: Found | None = None

    # ------------------------------------------------------------------------------------------ the whole
    def find(self, base: int) -> Outcome:
        """The cheapest account from a plain hypothesis, or from earlier situations."""
        base = self.observation.prepared(base)
        parts: list[Found] = []
        if self.observation.ask(base).after is None:
            if self.observation.percept.event is not None:
                # The cheapest way in which it could come about at all need not be one that makes the rest of it right.
                whole, _ = self._attempt(None, base, AT_ONCE, self.units)
                if whole is not None:
                    return self._with([whole])
            possible, finished = self._attempt(frozenset(), base, self.settings.length, self.units)
            if possible is None:
                return Outcome(None, (), finished)
            parts.append(possible)
            base = possible.hypothesis
        clashes = self.observation.ask(base).clashes
        if parts and not clashes:
            return self._with(parts)
        if not parts:
            together = self.settings.length if len(clashes) <= 1 else AT_ONCE
            whole, finished = self._attempt(None, base, together, self.units)
            if whole is not None:
                return self._with([whole])
            if len(clashes) <= 1:  # of what did not come none clashes
                return Outcome(None, tuple(self._clashing(base)), finished)
        outcome = self._by_parts(base, [*parts])
        if outcome.found is None and not parts and self.units > 0:
            whole, finished = self._attempt(None, base, self.settings.length, self.units)
            if whole is not None:
                return self._with([whole])
            outcome = replace(outcome, finished=outcome.finished and finished)
        return outcome

    def _by_parts(self, base: int, parts: list[Found]) -> Outcome:
        """One clash after the other, the easy ones first: each is given its share of what units are left, and those
        without an account are looked at once more when others have been accounted for.
        """
        finished: dict[int, bool] = {}
        length, found = AT_ONCE, True
        while left := self._clashing(base):
            if not found and length == self.settings.length:
                return Outcome(None, tuple(left), all(finished[fluent] for fluent in left))
            if not found:
                length = self.settings.length
            found = False
            for place, fluent in enumerate(left):
                if fluent not in self._clashing(base):
                    continue
                units = self.units // (len(left) - place)
                part, finished[fluent] = self._attempt(frozenset((fluent,)), base, length, units)
                if part is not None:
                    found = True
                    parts.append(part)
                    base = part.hypothesis
        return self._with(parts)

    def _clashing(self, hypothesis: int) -> list[int]:
        return [fluent for fluent, _, _ in self.observation.ask(hypothesis).clashes]

    def _with(self, parts: list[Found]) -> Outcome:
        account = parts[0].account if len(parts) == 1 else _joined([part.account for part in parts])
        return Outcome(Found(account, self.observation.ask(parts[-1].hypothesis).node))

    def _attempt(self, focus: frozenset[int] | None, base: int, length: int, units: int) -> tuple[Found | None, bool]:
        """An account for the clashes in focus (None: all of them), and whether the search came to its end."""
        self._focus = focus
        answer = self.observation.ask(base)
        if focus is None:
            self._tolerated = None
        elif answer.after is None:
            self._tolerated = range(len(self.program.fluents))
        else:
            self._tolerated = {fluent for fluent, _, _ in answer.clashes} - focus
        self.effort = Effort(units=units)
        try:
            return self._together(base, length), True
        except OutOfEffortError:
            return self._best, self._best is not None
        finally:
            self.units -= units - max(0, self.effort.units or 0)

    def _together(self, base: int, most: int) -> Found | None:
        self._best = None
        self._keep(self._by_supposing(base))
        for found in self._unnoticed(base):
            self._keep(found)
        vantages = self._vantages(base)
        for length in range(1, min(most, self.settings.length) + 1):
            for since in (None, *vantages):
                if self._best is not None and self._best.account.cost <= length:
                    return self._best
                for found in self._chains(base, since, length):
                    self._keep(found)
        return self._best

    def _keep(self, found: Found | None) -> None:
        """Keep the cheapest that they would believe."""
        if found is None or found.account.cost > self.settings.most_cost:
            return
        if self._best is None or found.account.cost < self._best.account.cost:
            self._best = found

    def _vantages(self, base: int) -> list[Situation]:
        """The situations to think back to, the latest first: those in which something that would help could have gone
        unseen as it could not later; and those in which something that clashes now came to be what was believed.
        """
        answer = self.observation.ask(base)
        helping = list(self._bringing(self.observation.lacking(answer, self._focus)))
        wanted = [fluent for fluent, _, _ in self._wanted(base, answer)]
        covered = self._unseen(base, helping)
        found: list[Situation] = []
        for situation in self.past[:MOST_REMEMBERED]:
            unseen = self._unseen(self.imagination.standing(situation.belief, self.character), helping)
            before, after = situation.observation.before.values, situation.observation.after.values
            if not unseen <= covered or any(before[fluent] != after[fluent] for fluent in wanted):
                found.append(situation)
                covered |= unseen
            if len(found) == self.settings.look_back:
                break
        return found

    def _unseen(self, state: int, actions: list[int]) -> set[tuple[int, bool]]:
        """Of some actions those they would not notice, each with whether it is possible."""
        imagination = self.imagination
        return {
            (a, imagination.possible(state, a)) for a in actions if not imagination.notices(state, a, self.character)
        }

    def _is_right(self, answer: Answer) -> bool:
        if answer.after is None or self._tolerated is None:
            return answer.right
        return all(fluent in self._tolerated for fluent, _, _ in answer.clashes)

    # ------------------------------------------------------------------------------------------ suppositions
    def _by_supposing(self, base: int) -> Found | None:
        """An account by what is unknown, by what others may believe, and by beliefs that were wrong from the start."""
        observation = self.observation
        changes = observation.filled(base, self._may_be_mistaken) or {}
        answer = observation.ask(self.imagination.suppose(base, changes))
        for clash in answer.clashes:
            if self._focus is None or clash[0] in self._focus:
                way = self._way(self.imagination.suppose(base, changes), clash)
                if way is None:
                    return None
                changes = {**changes, **way}
        account = self._supposed(base, changes)
        if account is None:
            return None
        hypothesis = self.imagination.suppose(base, changes)
        return Found(account, hypothesis) if self._is_right(observation.ask(hypothesis)) else None

    def _way(self, node: int, clash: Clash) -> Changes | None:
        """The cheapest suppositions under which a clash is gone."""
        fluent, expected, seen = clash
        ways: list[Changes] = [{((), fluent): seen}] if self.evidence.is_assumed(fluent) else []
        if self.observation.percept.event is not None:
            event = self.program.events[self.observation.percept.event]
            for condition in ways_of(event, fluent, seen, expected, self.character):
                way = self._filled(node, condition)
                if way:
                    ways.append(way)
        for way in sorted(ways, key=lambda way: self._cost(node, way)):
            self.effort.spend()
            answer = self.observation.ask(self.imagination.suppose(node, way))
            if answer.after is not None and all(other != fluent for other, _, _ in answer.clashes):
                return way
        return None

    def _filled(self, node: int, condition: Condition) -> Changes | None:
        """What must be supposed for a condition to hold in a state; nothing of the subject's own mind or doing."""
        values = self.imagination.engine.vector(node)
        found = filled(
            condition,
            self.imagination.reader(node),
            lambda place: (
                place[0][:1] != (self.character,)
                if place[0]
                else self.observation.is_unknown(place[1], values[place[1]]) or self.evidence.is_assumed(place[1])
            ),
            values.__getitem__,
            self.imagination.other,
        )
        return None if found is None or any(self._is_own(*change) for change in found.items()) else found

    def _is_own(self, place: Place, code: Code) -> bool:
        """Whether it would be about the subject themself, who would know."""
        _, arguments, value = fact(self.imagination, place[1], code)
        return not place[0] and self.program.world.entities[self.character] in (*arguments, value)

    def _may_be_mistaken(self, place: Place) -> bool:
        return self.evidence.is_assumed(place[1])

    def _cost(self, node: int, changes: Changes) -> float:
        values = self.imagination.engine.vector(node)
        return sum(
            OF_A_MIND if path else SUPPOSED if values[fluent] is None else self.settings.mistake
            for path, fluent in changes
        )

    def _supposed(self, node: int, changes: Changes) -> Account | None:
        """Suppositions as an account; None: too many, or none at all."""
        values = self.imagination.engine.vector(node)
        mistaken = [fluent for path, fluent in changes if not path and values[fluent] is not None]
        if not changes or len(mistaken) > self.settings.mistakes or len(changes) - len(mistaken) > MOST_SUPPOSED:
            return None
        return Account(
            mistaken=tuple(fact(self.imagination, fluent, changes[(), fluent]) for fluent in mistaken),
            supposed=tuple(
                Supposition(path[-1] if path else None, fact(self.imagination, fluent, code))
                for (path, fluent), code in changes.items()
                if path or values[fluent] is None
            ),
            cost=self._cost(node, changes),
        )

    # ------------------------------------------------------------------------------------------ unnoticed effects
    def _unnoticed(self, base: int) -> Iterator[Found]:
        """Accounts by what an event that was seen earlier may have done besides."""
        answer = self.observation.ask(base)
        for clash in self._wanted(base, answer):
            looked_at = 0
            for situation in self.past:
                percept = situation.observation.percept
                if looked_at == MOST_PAST:
                    break
                if percept.event is None or percept.kind != "action":
                    continue
                event = self.program.events[percept.event]
                if any(a.fluent == clash[0] and not a.path for a in event.assignments):
                    looked_at += 1
                    yield from self._done_by(base, situation, event, clash)

    def _wanted(self, base: int, answer: Answer) -> list[Clash]:
        """What would have to have changed for the observation to come out right."""
        if answer.after is not None:
            return [clash for clash in answer.clashes if self._focus is None or clash[0] in self._focus]
        if self.observation.percept.kind == "attempt":
            return self.observation.learned
        parts = false_parts(self.observation.condition, self.imagination.reader(answer.node))
        values = self.imagination.engine.vector(base)
        return [
            (part.fluent, values[part.fluent], part.value if part.equal else None)
            for part in parts
            if isinstance(part, Atom) and not part.path
        ]

    def _done_by(self, base: int, situation: Situation, event: GroundEvent, clash: Clash) -> Iterator[Found]:
        """Accounts by what one such event may have done."""
        imagination = self.imagination
        fluent, expected, seen = clash
        then = imagination.standing(situation.belief, self.character)
        for condition in ways_of(event, fluent, seen, expected, self.character):
            changes = self._filled(then, condition)
            if not changes or any(path for path, _ in changes):
                continue
            self.effort.spend()
            before = situation.observation.ask(imagination.suppose(then, changes))
            account = self._supposed(then, changes)
            if account is None or not before.right or before.after is None:
                continue
            pairs = enumerate(
                zip(situation.observation.after.values, imagination.engine.vector(before.after), strict=True)
            )
            left = self._carried({f: new for f, (old, new) in pairs if old != new}, situation.percepts + 1)
            if isinstance(left, int):
                continue
            now = self._now(base, left)
            if self._is_right(self.observation.ask(now)):
                account = replace(account, since=situation.minute, cost=account.cost + UNNOTICED)
                yield Found(account, now)

    # ------------------------------------------------------------------------------------------ unseen steps
    def _chains(self, base: int, since: Situation | None, length: int) -> Iterator[Found]:
        self._tried = set()
        for steps, run in islice(self._extended(base, since, (), length), ENOUGH_CHAINS):
            assert run.hypothesis is not None
            yield Found(self._account(steps, run, since), run.hypothesis)

    def _extended(self, base: int, since: Situation | None, steps: Steps, room: int) -> Iterator[tuple[Steps, _Run]]:
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
        return self._unknown_filled(state, condition) is not None

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
            state = self._now(base, left)
        answer = self.observation.ask(state)
        if self._is_right(answer) and (steps or since is None):
            return _Run(tuple(states), supposed + len(answer.supposed), hypothesis=state)
        lacking = self.observation.lacking(answer, self._focus)
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
            more = self._unknown_filled(ready, condition)
            if more:
                fuller = imagination.suppose(ready, more)
                after = imagination.after(fuller, step)
                if after is not None and self._brings(fuller, after) & wanted:
                    return {**filling, **more}, after
        read = imagination.reader(ready)
        return union(needed(condition, read, imagination.facts, imagination.links) for condition in conditions)

    def _brings(self, before: int, after: int) -> int:
        """As bits: the facts of the state itself that came about from one state to another."""
        vector, facts, links = self.imagination.engine.vector, self.imagination.facts, self.imagination.links
        pairs = enumerate(zip(vector(before), vector(after), strict=True))
        return union(becoming(fluent, new, facts, links) for fluent, (old, new) in pairs if old != new)

    def _supposing(self, state: int, action: int) -> Changes | None:
        """What of the unknown must be supposed for an action to be possible; None: that is not enough."""
        return self._unknown_filled(state, self.program.events[action].precondition)

    def _unknown_filled(self, state: int, condition: Condition) -> Changes | None:
        values = self.imagination.engine.vector(state)
        return filled(
            condition,
            self.imagination.reader(state),
            lambda place: (
                place[0][:1] != (self.character,)
                if place[0]
                else self.observation.is_unknown(place[1], values[place[1]])
            ),
            values.__getitem__,
            self.imagination.other,
        )

    def _still_so(self, begun: int, state: int, since: Situation) -> Difference | int:
        """What the steps since an earlier situation still make otherwise now (`carried`)."""
        vector = self.imagination.engine.vector
        pairs = enumerate(zip(vector(begun), vector(state), strict=True))
        return self._carried({fluent: new for fluent, (old, new) in pairs if old != new}, since.percepts)

    def _carried(self, difference: Difference, since: int) -> Difference | int:
        """A difference from before the percept of a number, carried through all that was perceived since."""
        later = [situation for situation in reversed(self.past) if situation.percepts >= since]
        return carried(self.imagination, difference, later, self.effort)

    def _now(self, base: int, difference: Difference) -> int:
        """The present with a difference."""
        return self.imagination.suppose(base, {((), fluent): code for fluent, code in difference.items()})

    # ------------------------------------------------------------------------------------------ what it costs
    def _account(self, steps: Steps, run: _Run, since: Situation | None) -> Account:
        unseen = tuple(
            UnseenStep(step, self._purpose(state, step)) for state, (step, _) in zip(run.states, steps, strict=False)
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
    supposed = tuple(dict.fromkeys(one for account in accounts for one in account.supposed))
    whole = Account(steps=steps, since=since, mistaken=mistaken, supposed=supposed)
    return replace(whole, cost=sum(account.cost for account in accounts))
