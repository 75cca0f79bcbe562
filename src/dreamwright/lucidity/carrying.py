"""Carrying a supposition through what was perceived since: what would be otherwise now, had it been otherwise then.

What somebody did unseen in the morning has to agree with everything seen since. Each later percept whose event has to
do with what would be otherwise is taken once more in a state in which it is so. If it would have been perceived
otherwise, the supposition is refuted; else it goes on with whatever the event makes of the difference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dreamwright.grounding.arithmetic import Code
from dreamwright.lucidity.observation import Observation
from dreamwright.lucidity.supposing import Belief, Imagination
from dreamwright.planning.limits import Effort

Difference = dict[int, Code]
"""Fluents, each with the value that it would have instead of the one believed."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A time at which a subject perceived something, and how many percepts they had had by then."""

    observation: Observation
    percepts: int

    @property
    def belief(self) -> Belief:
        """What they believed just before."""
        return self.observation.before

    @property
    def minute(self) -> int:
        return self.observation.percept.minute


def carried(
    imagination: Imagination, difference: Difference, since: Iterable[Situation], effort: Effort
) -> Difference | int:
    """What is left of a difference after situations, the earliest first.

    If one of them refutes it, as bits: facts one of which would have to have come about besides; none: it cannot be.
    """
    for situation in since:
        if difference and _concerns(imagination, situation.observation, difference):
            effort.spend()
            found = _through(imagination, difference, situation.observation)
            if isinstance(found, int):
                return found
            difference = found
    return difference


def _concerns(imagination: Imagination, observation: Observation, difference: Difference) -> bool:
    before, after = observation.before.values, observation.after.values
    if any(before[fluent] != after[fluent] for fluent in difference):
        return True
    event = observation.percept.event
    return event is not None and not imagination.concern(event, observation.character).isdisjoint(difference)


def _through(imagination: Imagination, difference: Difference, observation: Observation) -> Difference | int:
    after = observation.after.values
    if observation.percept.event is None:
        seen = {f for f in difference if after[f] != observation.before.values[f]}
        if any(after[fluent] != difference[fluent] for fluent in seen):
            return 0
        return {fluent: code for fluent, code in difference.items() if fluent not in seen}
    base = imagination.standing(observation.before, observation.character)
    plain = observation.ask(base)
    answer = observation.ask(imagination.suppose(base, {((), f): code for f, code in difference.items()}))
    clashing = {fluent for fluent, _, _ in answer.clashes}
    refuting = clashing - {fluent for fluent, _, _ in plain.clashes}
    if answer.after is None or refuting:
        if plain.after is None and _unchanged(difference, observation):
            return difference
        return observation.lacking(answer, frozenset(refuting))
    known = after if plain.after is None else imagination.engine.vector(plain.after)
    found = imagination.engine.vector(answer.after)
    return {
        fluent: code
        for fluent, code in enumerate(found)
        if code not in (after[fluent], known[fluent]) and fluent not in clashing
    }


def _unchanged(difference: Difference, observation: Observation) -> bool:
    """Whether what nobody understood at least left the difference alone."""
    before, after = observation.before.values, observation.after.values
    return all(before[fluent] == after[fluent] for fluent in difference)
