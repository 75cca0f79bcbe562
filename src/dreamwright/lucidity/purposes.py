"""Why somebody may have done something, as a subject understands them; and what they would have to believe to do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice

from dreamwright.errors import EventError
from dreamwright.grounding.arithmetic import Code
from dreamwright.lucidity.filling import filled, read_plainly
from dreamwright.lucidity.model import Purpose
from dreamwright.lucidity.supposing import Imagination
from dreamwright.planning.limits import Effort, OutOfEffortError
from dreamwright.planning.relevance import ANY

MOST_QUESTIONS = 3_000
"""Units that one question for a motive may take in a mind that is only imagined."""

VALUES = 6
"""How many values of a fluent are tried as what somebody might believe of it."""

CANDIDATES = 40
"""How many single beliefs are tried."""

PAIRED = 10
"""How many of them are tried two at a time."""


def has_motive(imagination: Imagination, node: int, action: int, character: int, effort: Effort) -> bool:
    """Whether somebody has a motive for an action in a state, by what they believe there."""
    effort.spend()
    reasons = imagination.reasons
    reasons.effort = Effort(units=MOST_QUESTIONS)
    try:
        return reasons.motive(node, action, character) is not None
    except (OutOfEffortError, EventError):
        return False


def is_habit(imagination: Imagination, action: int) -> bool:
    """Whether an action is in the routine of the one who does it."""
    event = imagination.program.events[action]
    if len(event.consenting) != 1:
        return False
    return event.event.name in imagination.program.world.entities[event.consenting[0]].attributes.routine


def purpose_of(imagination: Imagination, node: int, action: int, effort: Effort) -> Purpose:
    """What an action taken in a state may have been for."""
    consenting = imagination.program.events[action].consenting
    if not consenting:
        return "author"
    if is_habit(imagination, action):
        return "routine"
    return "motive" if all(has_motive(imagination, node, action, c, effort) for c in consenting) else "none"


@dataclass(frozen=True, slots=True)
class Attribution:
    """What somebody must believe to have a motive."""

    facts: tuple[tuple[int, Code], ...]
    cost: float


class AttributionSearch:
    """What must an actor believe, so that an action of theirs had a motive?

    Beliefs about single facts first, then about two. A belief is a candidate if it could matter to what the action is
    for: the actor's mind differs there from what the subject believes (they may have seen it too); or the action reads
    it, or the actor's utility does, or an action that it may lead to (the planner's relevance). A belief that the
    subject holds true costs 1, one they hold false 2; the cheapest wins.
    """

    def __init__(self, imagination: Imagination, node: int, action: int, actor: int, effort: Effort) -> None:
        self.imagination = imagination
        self.node = node
        self.action = action
        self.actor = actor
        self.effort = effort

    def find(self) -> Attribution | None:
        """The cheapest attribution, empty if none is needed; None: no belief looked at would give them a motive."""
        imagination = self.imagination
        granted = self._granted()
        if granted is None:
            return None
        start = self._told(granted)
        if has_motive(imagination, start, self.action, self.actor, self.effort):
            return Attribution(granted, float(bool(granted)))
        if not self._may_serve():
            return None
        values = imagination.engine.vector(self.node)
        candidates = sorted(self._candidates(start), key=lambda fact: values[fact[0]] != fact[1])[:CANDIDATES]
        for facts in (*((one,) for one in candidates), *combinations(candidates[:PAIRED], 2)):
            if len({fluent for fluent, _ in facts}) < len(facts):
                continue
            if has_motive(imagination, self._told((*granted, *facts)), self.action, self.actor, self.effort):
                known = sum(values[fluent] == code for fluent, code in facts)
                return Attribution((*granted, *facts), 2.0 * len(facts) - known + bool(granted))
        return None

    def _granted(self) -> tuple[tuple[int, Code], ...] | None:
        """What they must have believed in any case, for they acted: that it was possible. None: it is unthinkable."""
        imagination = self.imagination
        mind = imagination.engine.mind(self.node, self.actor)
        if imagination.possible(mind, self.action):
            return ()
        wish = imagination.engine.vector(self.node).__getitem__
        condition = imagination.program.events[self.action].precondition
        found = filled(condition, imagination.reader(mind), lambda fluent: True, wish)
        return None if found is None else tuple(found.items())

    def _may_serve(self) -> bool:
        """Whether the action can be the beginning of anything that the actor wants, whatever they believe."""
        relevance, budget = self.imagination.reasons.space.relevance, self.imagination.limits.budget
        return any(relevance.may_begin(self.action, self.actor, steps, ANY) for steps in range(1, budget + 1))

    def _candidates(self, start: int) -> Iterator[tuple[int, Code]]:
        imagination = self.imagination
        mind = imagination.engine.vector(imagination.engine.mind(start, self.actor))
        own = imagination.engine.vector(self.node)
        matters = self._matters()
        known: set[tuple[int, Code]] = set()
        for fluent, (theirs, mine) in enumerate(zip(mind, own, strict=True)):
            if theirs != mine and matters & imagination.facts.about(fluent):
                known.add((fluent, mine))
                yield fluent, mine
        for fluent in self._fluents():
            for code in list(imagination.program.domains[fluent].values)[:VALUES]:
                if code != mind[fluent] and (fluent, code) not in known and matters & imagination.facts.about(fluent):
                    known.add((fluent, code))
                    yield fluent, code

    def _matters(self) -> int:
        relevance, budget = self.imagination.reasons.space.relevance, self.imagination.limits.budget
        return relevance.links.flat(relevance.needed(self.actor, budget, ANY) | relevance.goals(self.actor))

    def _fluents(self) -> list[int]:
        """What the action reads, and what it may lead to: first the fluents nearest to it."""
        imagination = self.imagination
        program, relevance = imagination.program, imagination.reasons.space.relevance
        event = program.events[self.action]
        found = read_plainly(event.precondition)
        for assignment in event.assignments:
            found += read_plainly(assignment.condition)
        goals = relevance.goals(self.actor)
        found += [f for f in range(len(program.fluents)) if imagination.facts.about(f) & goals]
        outcome, enabling = relevance.links.outcome[self.action], relevance.links.enabling
        following = (a for a in range(program.action_count) if self.actor in program.events[a].consenting)
        for action in islice((a for a in following if enabling[a] & outcome), CANDIDATES):
            found += read_plainly(program.events[action].precondition)
        return list(dict.fromkeys(found))

    def _told(self, facts: tuple[tuple[int, Code], ...]) -> int:
        if not facts:
            return self.node
        program = self.imagination.program
        beliefs = [
            (
                program.fluents[f].property,
                program.fluents[f].arguments,
                program.author_value(program.fluents[f].kind, code),
            )
            for f, code in facts
        ]
        try:
            return self.imagination.engine.tell(self.node, self.actor, beliefs)
        except EventError:
            return self.node
