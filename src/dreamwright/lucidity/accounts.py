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

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dreamwright.lucidity.attempt import Attempt, Found
from dreamwright.lucidity.carrying import Situation
from dreamwright.lucidity.evidence import Evidence
from dreamwright.lucidity.model import Account, Settings
from dreamwright.lucidity.observation import Observation
from dreamwright.lucidity.suppositions import Suppositions
from dreamwright.lucidity.unnoticed import UnnoticedEffects
from dreamwright.lucidity.unseen import UnseenSteps
from dreamwright.planning.limits import OutOfEffortError

AT_ONCE = 1
"""How many steps are tried at first where there may be several clashes: for all at once, and for each by itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a search."""

    found: Found | None
    unexplained: tuple[int, ...] = ()
    """Without an account: the fluents whose clash has none."""
    finished: bool = True
    """Without an account: whether all was tried."""


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
        """`past` has all that was perceived earlier, the latest first."""
        self.observation = observation
        self.settings = settings
        self.evidence = evidence
        self.past = past
        self.units = units
        self._best: Found | None = None

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
        attempt = Attempt(self.observation, self.settings, self.evidence, self.past, focus, base, units)
        try:
            return self._together(attempt, base, length), True
        except OutOfEffortError:
            return self._best, self._best is not None
        finally:
            self.units -= units - max(0, attempt.effort.units or 0)

    def _together(self, attempt: Attempt, base: int, most: int) -> Found | None:
        self._best = None
        suppositions, steps = Suppositions(attempt), UnseenSteps(attempt)
        self._keep(suppositions.find(base))
        for found in UnnoticedEffects(attempt, suppositions).find(base):
            self._keep(found)
        vantages = steps.vantages(base)
        for length in range(1, min(most, self.settings.length) + 1):
            for since in (None, *vantages):
                if self._best is not None and self._best.account.cost <= length:
                    return self._best
                for found in steps.find(base, since, length):
                    self._keep(found)
        return self._best

    def _keep(self, found: Found | None) -> None:
        """Keep the cheapest that they would believe."""
        if found is None or found.account.cost > self.settings.most_cost:
            return
        if self._best is None or found.account.cost < self._best.account.cost:
            self._best = found


def _joined(accounts: list[Account]) -> Account:
    """Accounts of the parts of an observation, as one."""
    steps = tuple(dict.fromkeys(step for account in accounts for step in account.steps))
    since = min((a.since for a in accounts if a.since is not None), default=None)
    mistaken = tuple(dict.fromkeys(fact for account in accounts for fact in account.mistaken))
    supposed = tuple(dict.fromkeys(one for account in accounts for one in account.supposed))
    whole = Account(steps=steps, since=since, mistaken=mistaken, supposed=supposed)
    return replace(whole, cost=sum(account.cost for account in accounts))
