"""Graded exposure: approach a fear in steps, wait for it to ebb, and go on or back off.

What is felt is modelled as habituation has it (Foa & Kozak 1986, "Emotional processing of fear"): it jumps to the
height of a step when the subject comes to believe that step to be the case, and falls by half in every `ebb` minutes
while it lasts. A step is done when half of its own height is left; then the next is approached. When a higher step than
the one in hand breaks in, or the subject has asked for it to go slower, the director backs off: it leaves the steps
alone until what is felt is low, and begins again one step lower. While the subject questions the reality, nothing is
approached.

It is a function of what the subject has come to believe, and when.
"""

from __future__ import annotations

from typing import Literal

from dreamwright.director.brief import Exposure
from dreamwright.engine import Engine
from dreamwright.errors import EventError

Phase = Literal["approach", "stay", "rest", "done"]
"""approach: bring the step about. stay: let it last until it has ebbed. rest: leave it be. done: all steps are."""

LOW = 0.25
"""What is felt when one has come to rest."""


class Exposing:
    """How far an exposure has come."""

    def __init__(self, exposure: Exposure, engine: Engine) -> None:
        self.exposure = exposure
        self.step = 0
        """Which step is in hand."""
        self.phase: Phase = "approach"
        self._engine = engine
        self._reached = -1
        self._minute = 0
        self._peak = (0, 0.0)
        """When it was felt most, lately, and how strongly."""

    @property
    def felt(self) -> float:
        """How strongly it is felt, from 0 to 1."""
        since, peak = self._peak
        halvings, rest = divmod(self._minute - since, self.exposure.ebb)
        return 0.0 if halvings > 60 else peak * (1.0 - 0.5 * rest / self.exposure.ebb) / 2.0**halvings

    def height(self, step: int) -> float:
        """How much a step is to take: the last is the fear itself."""
        return (step + 1) / len(self.exposure.steps)

    def reached(self, mind: int) -> int:
        """The highest step that a mind takes to be the case; -1: none."""
        highest = -1
        for number, condition in enumerate(self.exposure.steps):
            try:
                if self._engine.holds(mind, condition):
                    highest = number
            except EventError:
                continue
        return highest

    def live(self, minute: int, mind: int, *, back_off: bool = False) -> None:
        """Let time pass up to a minute, at which the subject believes this."""
        self._minute = max(self._minute, minute)
        reached = self.reached(mind)
        if reached > self._reached and self.height(reached) > self.felt:
            self._peak = (self._minute, self.height(reached))
        self._reached = reached
        if self.phase != "done":
            self._go_on(reached, back_off)

    def pull(self, mind: int, *, questioning: bool) -> float:
        """How well a mind fits what is wanted now: 1 as it should be, 0 not yet, -1 too much."""
        reached = self.reached(mind)
        if self.phase == "done":
            return 0.0
        if self.phase == "rest" or questioning:
            return -1.0 if reached >= 0 else 1.0
        return 1.0 if reached == self.step else (-1.0 if reached > self.step else 0.0)

    def _go_on(self, reached: int, back_off: bool) -> None:
        if self.phase == "rest":
            if reached < 0 and self.felt <= LOW:
                self.phase = "approach"
        elif reached > self.step or (back_off and reached >= 0):
            self.step = max(0, self.step - 1)
            self.phase = "rest"
        elif reached < self.step:
            self.phase = "approach"
        elif self.felt > self.height(self.step) / 2:
            self.phase = "stay"
        elif self.step + 1 == len(self.exposure.steps):
            self.phase = "done"
        else:
            self.step += 1
            self.phase = "approach"
