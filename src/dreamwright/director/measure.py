"""How well a state serves the aims: the one number that a director goes by.

The aims count by their weights, read in the truth. The tension curve and each exposure weigh as much as all the aims
together, and at least 1. Tension is the share of what the subject fears that they believe to be so, and of what they
hope that they believe not to be so, by weight.
"""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.director.brief import Brief, Leaning
from dreamwright.director.exposure import Exposing
from dreamwright.engine import Engine


class Measure:
    """The measure for one layer and its subject."""

    def __init__(
        self, brief: Brief, fears: Sequence[Leaning], hopes: Sequence[Leaning], layer: str, engine: Engine, subject: int
    ) -> None:
        self.aims = tuple(aim for aim in brief.aims if aim.layer == layer and aim.weight)
        self.exposings = tuple(Exposing(e, engine) for e in brief.exposures if e.layer == layer)
        self._brief = brief
        self._fears = tuple(fear for fear in fears if fear.layer == layer)
        self._hopes = tuple(hope for hope in hopes if hope.layer == layer)
        self._engine = engine
        self._subject = subject
        self._weight = max(1.0, sum(abs(aim.weight) for aim in self.aims))

    def restart(self) -> None:
        """Begin the exposures anew."""
        self.exposings = tuple(Exposing(e.exposure, self._engine) for e in self.exposings)

    def served(self, node: int) -> float:
        """How much of the aims alone there is in a state, by weight."""
        return sum(aim.weight * aim.amount(self._engine, node) for aim in self.aims)

    def tension(self, node: int) -> float | None:
        """The tension of the subject in a state, from 0 to 1; None if they neither fear nor hope for anything here."""
        total = sum(leaning.weight for leaning in (*self._fears, *self._hopes))
        if not total:
            return None
        mind = self._engine.mind(node, self._subject)
        feared = sum(fear.weight * fear.share(self._engine, mind) for fear in self._fears)
        missed = sum(hope.weight * (1.0 - hope.share(self._engine, mind)) for hope in self._hopes)
        return (feared + missed) / total

    def value(self, node: int, minute: int, *, questioning: bool = False) -> float:
        """How well a state serves, at a minute of the dream. `questioning`: the subject questions the reality."""
        value = self.served(node)
        wanted = self._brief.wanted_tension(minute)
        tension = None if wanted is None else self.tension(node)
        if wanted is not None and tension is not None:
            value -= self._weight * abs(wanted - tension)
        if self.exposings:
            mind = self._engine.mind(node, self._subject)
            value += self._weight * sum(exposing.pull(mind, questioning=questioning) for exposing in self.exposings)
        return value
