"""Accounts by unnoticed effects: what something that was seen earlier may have done besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dreamwright.grounding.program import GroundEvent
from dreamwright.lucidity.attempt import Attempt, Found
from dreamwright.lucidity.carrying import Situation
from dreamwright.lucidity.effects import ways_of
from dreamwright.lucidity.observation import Clash
from dreamwright.lucidity.suppositions import Suppositions

UNNOTICED = 0.5
"""What it costs besides that something seen had an effect that was not noticed."""

MOST_PAST = 8
"""How many earlier events, the latest, are looked at for what they may have done unnoticed."""


class UnnoticedEffects:
    """What earlier events may have done, in one attempt."""

    def __init__(self, attempt: Attempt, suppositions: Suppositions) -> None:
        self.attempt = attempt
        self.observation = attempt.observation
        self.imagination = attempt.imagination
        self.character = attempt.character
        self.program = attempt.program
        self._suppositions = suppositions

    def find(self, base: int) -> Iterator[Found]:
        """Accounts by what an event that was seen earlier may have done besides."""
        answer = self.observation.ask(base)
        for clash in self.attempt.wanted(base, answer):
            looked_at = 0
            for situation in self.attempt.past:
                percept = situation.observation.percept
                if looked_at == MOST_PAST:
                    break
                if percept.event is None or percept.kind != "action":
                    continue
                event = self.program.events[percept.event]
                if any(a.fluent == clash[0] and not a.path for a in event.assignments):
                    looked_at += 1
                    yield from self._done_by(base, situation, event, clash)

    def _done_by(self, base: int, situation: Situation, event: GroundEvent, clash: Clash) -> Iterator[Found]:
        """Accounts by what one such event may have done."""
        imagination = self.imagination
        fluent, expected, seen = clash
        then = imagination.standing(situation.belief, self.character)
        for condition in ways_of(event, fluent, seen, expected, self.character):
            changes = self._suppositions.filled(then, condition)
            if not changes or any(path for path, _ in changes):
                continue
            self.attempt.effort.spend()
            before = situation.observation.ask(imagination.suppose(then, changes))
            account = self._suppositions.account(then, changes)
            if account is None or not before.right or before.after is None:
                continue
            pairs = enumerate(
                zip(situation.observation.after.values, imagination.engine.vector(before.after), strict=True)
            )
            left = self.attempt.carried({f: new for f, (old, new) in pairs if old != new}, situation.percepts + 1)
            if isinstance(left, int):
                continue
            now = self.attempt.now(base, left)
            if self.attempt.is_right(self.observation.ask(now)):
                account = replace(account, since=situation.minute, cost=account.cost + UNNOTICED)
                yield Found(account, now)
