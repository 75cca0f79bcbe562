"""What the subject would make of something before it happens: asked of their own sense of reality, not of the truth."""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.lucidity import Finding, Witness
from dreamwright.story import Happening, Percept, Story

UNITS = 200
"""Units of work for one forecast: half of what the subject themself gives an observation."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """What the subject would perceive (None: nothing), what they would find, and their suspicion before and after."""

    percept: Percept | None
    findings: tuple[Finding, ...]
    before: float
    after: float

    def exceeds(self, ceiling: float | None) -> bool:
        """Whether it would drive suspicion past a ceiling: above it, and higher than it is."""
        return ceiling is not None and self.after > ceiling and self.after > self.before


def forecast(story: Story, subject: int, witness: Witness, happening: Happening) -> Forecast:
    """What the subject would make of a happening that has not happened. The witness stays as they are."""
    percept = story.percept(happening, subject)
    before = witness.suspicion(story.minute)
    if percept is None:
        return Forecast(None, (), before, before)
    other = witness.copy(UNITS)
    findings = tuple(other.observe(percept))
    return Forecast(percept, findings, before, other.suspicion(percept.minute))


def forecast_without(story: Story, witness: Witness, actions: frozenset[int]) -> float:
    """The suspicion there would be if what is due now, one of some actions, did not come."""
    other = witness.copy(UNITS)
    missed = [f for f in other.until(story.minute + 1) if f.missed in actions]
    return other.suspicion(story.minute + 1) if missed else witness.suspicion(story.minute)
