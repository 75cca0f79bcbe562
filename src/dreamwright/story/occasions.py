"""Actions that nobody consents to, and when they come about: by schedule, or at random at a rate.

An occasion belongs to one action of the world. When it comes, one of the action's ground instances that are possible
just then happens, each as likely as the others; if none is possible, nothing does.

A world in which no action has a schedule or a rate (worlds written for a planner have neither) gets one occasion of
its own, in which all its author's actions share: `DEFAULT_RATE` times a day one of those possible happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dreamwright.grounding import Program
from dreamwright.language.world import Schedule
from dreamwright.story.clock import DAY, Clock
from dreamwright.story.random import Random

DEFAULT_RATE = 24.0
"""Times a day."""

Instances = tuple[int, ...]
"""The ground actions of one action of the world."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """`actions`: among which it chooses. Exactly one of `schedule` and `rate` is given."""

    actions: tuple[Instances, ...]
    schedule: Schedule | None = None
    rate: float | None = None

    @property
    def source(self) -> Literal["schedule", "rate"]:
        return "rate" if self.schedule is None else "schedule"

    def next(self, clock: Clock, after: int, random: Random) -> int | None:
        """The minute, later than `after`, at which it comes next; None: never again."""
        if self.schedule is not None:
            return clock.next(self.schedule, after)
        if not self.rate:
            return None
        # Independent arrivals (a Poisson process), at most one a minute.
        gap = random.exponential() * DAY / self.rate
        return max(after, 0) + max(1, int(gap + 0.5)) if gap < clock.last else None


def occasions(program: Program) -> tuple[Occasion, ...]:
    """All occasions of a world, in the order of its actions."""
    by_action: dict[int, list[int]] = {}
    for event in program.events[: program.action_count]:
        if not event.consenting:
            by_action.setdefault(event.event.index, []).append(event.index)
    instances = {index: tuple(found) for index, found in by_action.items()}
    found: list[Occasion] = []
    timed = False
    for action in program.world.actions:
        attributes = action.attributes
        timed = timed or bool(attributes.schedule) or attributes.rate is not None
        if action.index in instances:
            group = (instances[action.index],)
            found += [Occasion(group, schedule=schedule) for schedule in attributes.schedule]
            found += [Occasion(group, rate=attributes.rate)] if attributes.rate is not None else []
    if not timed and instances:
        found.append(Occasion(tuple(instances.values()), rate=DEFAULT_RATE))
    return tuple(found)
