"""Turning points: the choices after which the outcome differed.

To know what a choice was worth, go back to just before it, let whoever chose do something else that they might have
done, and see how it ends; and, as chance plays its part in that, compare it with how it ends when they choose as they
did, with the same chance from there on (common random numbers). A pair of re-runs for each of a handful of seeds. The
*outcome* is everybody's utility, the author's included, at the time at which the run ended. The choice is a turning
point if somebody's outcome differed in more than half of the pairs, and always in the same direction.

In re-runs a person's character goes on by themselves, like all others: nobody can be asked what they would have done.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Literal

from dreamwright.debrief.model import Effect, Turning, TurningPoint
from dreamwright.debrief.telling import Teller
from dreamwright.errors import EventError
from dreamwright.planning import motives
from dreamwright.story import Happening, Mark, Story
from dreamwright.story.random import Random

WAIT = 60
"""Minutes that the subject lets pass instead, when they had nothing else to do."""

GLANCES = 8
"""How often chance is changed before a choice until a character chooses otherwise."""

SAME = 1e-9
"""Utilities that differ by no more are the same."""

Progress = Callable[[int, int, str], None]
"""Told of re-runs so far, the most there will be, and the choice that is being tried."""

Outcome = dict[int | None, float | None]
"""Utilities by character; None is the author."""

Pairs = list[tuple[Outcome, Outcome]]
"""How it ended when they chose as they did, and when they chose otherwise, with the same chance."""

Ended = Literal["done", "budget", "interrupted"]


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to look: pairs of re-runs for each choice, and re-runs in all."""

    seeds: int = 5
    reruns: int = 20


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Where the story stands after another choice, and that choice in words."""

    mark: Mark
    told: str


class Search:
    """Looks for the turning points of a story."""

    def __init__(self, teller: Teller, story: Story, effort: Effort, progress: Progress | None = None) -> None:
        self._teller = teller
        self._story = story
        self._engine = story.engine
        self._effort = effort
        self._progress = progress
        self._happenings: Sequence[Happening] = tuple(story.happenings)
        self._end = story.minute
        self._whose = [None if c is None else c.index for c in self._engine.program.world.utilities]
        self._reruns = 0
        self._alone = Story(self._engine, story.seed, None, story.limits)
        self._played = Story(self._engine, story.seed, story.subject, story.limits)

    def found(self) -> Turning:
        """The turning points, in order. What was found before an interrupt, or when the budget is used up, stays."""
        choices = self._choices()
        if not self._effort.seeds:
            return Turning(0, len(choices), 0, 0, "not sought", ())
        points: list[TurningPoint] = []
        tried = 0
        try:
            for happening in choices:
                if self._reruns + 2 * self._effort.seeds > self._effort.reruns:
                    return self._result(choices, tried, "budget", points)
                point = self._tried(happening)
                if point is not None:
                    points.append(point)
                tried += 1
        except KeyboardInterrupt:
            return self._result(choices, tried, "interrupted", points)
        return self._result(choices, tried, "done", points)

    def _result(self, choices: Sequence[Happening], tried: int, ended: Ended, points: list[TurningPoint]) -> Turning:
        points.sort(key=lambda point: point.number)
        return Turning(self._effort.seeds, len(choices), tried, self._reruns, ended, tuple(points))

    # ------------------------------------------------------------------------------------------ which choices
    def _choices(self) -> list[Happening]:
        """What anybody chose to do: the subject's choices first, then those that changed most at once."""
        chosen = [h for h in self._happenings if h.actor is not None and h.kind in ("action", "attempt", "refused")]
        return sorted(chosen, key=lambda h: (h.actor != self._teller.subject.index, *self._calm(h), h.index))

    def _calm(self, happening: Happening) -> tuple[int, int]:
        """Less, the more it stirred: for how many it changed how well things stand, and how many facts it changed."""
        before, after = (self._outcome(node) for node in (happening.before, happening.after))
        vectors = self._engine.vector(happening.before), self._engine.vector(happening.after)
        return (
            -sum(before[who] != after[who] for who in self._whose),
            -sum(old != new for old, new in zip(*vectors, strict=True)),
        )

    # ------------------------------------------------------------------------------------------ one choice
    def _tried(self, happening: Happening) -> TurningPoint | None:
        """What became of it when they chose otherwise; None if nothing certain, or if there was no other choice."""
        told = self._teller.in_short(happening)
        self._tell(told)
        otherwise = self._otherwise(happening)
        if otherwise is None:
            return None
        pairs: Pairs = []
        as_it_was = self._story.mark_at(happening.index + 1)
        for seed in range(self._effort.seeds):
            chance = Random(seed).bits()
            pairs.append((self._rerun(as_it_was, chance, told), self._rerun(otherwise.mark, chance, told)))
            if not any(_may_differ(pairs, who, self._effort.seeds) for who in self._whose):
                return None
        effects = [self._effect(pairs, who) for who in self._whose if _may_differ(pairs, who, len(pairs))]
        effects.sort(key=lambda effect: -abs(effect.as_it_was - effect.otherwise))
        return TurningPoint(
            number=happening.index,
            at=self._teller.point(happening.minute),
            who=self._teller.character(happening.actor or 0),
            choice=told,
            instead=otherwise.told,
            effects=tuple(effects),
        )

    def _otherwise(self, happening: Happening) -> Otherwise | None:
        before = self._story.mark_at(happening.index)
        if happening.source == "subject":
            return self._otherwise_played(happening, before)
        for glance in range(GLANCES):
            self._played.rewind(before._replace(chance=Random(glance).bits()))
            found = self._played.advance(self._end)
            if found is None or found.actor != happening.actor:
                continue
            if found.event != happening.event and found.kind != "offer":
                return Otherwise(self._played.mark(), self._teller.in_short(found))
        return None

    def _otherwise_played(self, happening: Happening, before: Mark) -> Otherwise | None:
        """What serves the subject best among what they did not do, or else that they wait."""
        story = self._played
        story.rewind(before)
        if story.advance(self._end) is not None or not story.awaiting_subject:
            return None
        assert story.subject is not None
        options = story.options()
        wanted = motives(self._engine, story.node, story.subject, story.limits)
        others = [m.action for m in wanted if m.action in options and m.action != happening.event]
        if others:
            told = self._teller.in_short(story.act(others[0]))
        else:
            minutes = min(WAIT, story.clock.last - story.minute)
            if minutes < 1:
                return None
            told = self._teller.waited(story.wait(minutes).duration)
        return Otherwise(story.mark(), told)

    def _rerun(self, mark: Mark, chance: int, told: str) -> Outcome:
        """How it ends when the story goes on from a mark with another chance."""
        self._reruns += 1
        self._tell(told)
        self._alone.rewind(mark._replace(chance=chance, awaiting_subject=False))
        while self._alone.advance(self._end) is not None:
            pass
        return self._outcome(self._alone.node)

    def _outcome(self, node: int) -> Outcome:
        return {who: self._utility(node, who) for who in self._whose}

    def _utility(self, node: int, who: int | None) -> float | None:
        """None where it is unknown, or has no bounds: averages would say nothing then."""
        try:
            found = self._engine.utility(node, who)
        except EventError:
            return None
        return None if found is None or not isfinite(found) else found

    def _effect(self, pairs: Pairs, who: int | None) -> Effect:
        return Effect(
            whose=None if who is None else self._teller.character(who),
            as_it_was=_mean([one[who] or 0.0 for one, _ in pairs]),
            otherwise=_mean([other[who] or 0.0 for _, other in pairs]),
            agreeing=sum(direction != 0 for direction in _directions(pairs, who)),
            pairs=len(pairs),
        )

    def _tell(self, told: str) -> None:
        if self._progress is not None:
            self._progress(self._reruns, self._effort.reruns, told)


def _may_differ(pairs: Pairs, who: int | None, seeds: int) -> bool:
    """Whether somebody's outcome differs in more than half of so many pairs, always in one direction, or still may
    once all are there."""
    directions = _directions(pairs, who)
    differing = [direction for direction in directions if direction]
    return len(set(differing)) <= 1 and 2 * (len(differing) + seeds - len(pairs)) > seeds


def _directions(pairs: Pairs, who: int | None) -> list[int]:
    """For each pair whether somebody ended better (1), worse (-1) or the same (0) when they chose as they did."""
    return [_direction(one[who], other[who]) for one, other in pairs]


def _direction(one: float | None, other: float | None) -> int:
    if one is None or other is None or one == other or abs(one - other) <= SAME:
        return 0
    return 1 if one > other else -1


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 6)
