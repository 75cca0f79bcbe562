"""Why somebody may have done something, as a subject understands them; and what they would have to believe to do it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, product

from dreamwright.errors import EventError
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Arithmetic, Constant, Value, fetches
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
"""How many single beliefs of one sort are tried."""

PAIRED = 10
"""How many of them are tried two at a time."""


MOST_BELIEFS = 3
"""How many beliefs at once may be attributed to somebody because a further action of theirs needs them."""

Belief = tuple[int, Code]
"""A fluent and its value."""

Beliefs = tuple[Belief, ...]


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

    facts: Beliefs
    cost: float


class AttributionSearch:
    """What must an actor believe, so that an action of theirs had a motive?

    In this order; the first that gives them one is taken:

    1. only what they must have believed in any case to do it at all (nothing, where they could in the mind that the
       subject takes them to have);
    2. what would make a further action of theirs possible to which this one contributes (the planner's causal links):
       one fact, and the steps that raise their utility first;
    3. one fact of which the subject thinks otherwise than they take the actor to think: both may have seen it;
    4. one fact that the action's effects read, or the actor's utility does;
    5. as 2, with two or three facts;
    6. two facts: of 3; or that the actor may have brought about by themself and that their utility reads; or one of 3
       and one that the actor's utility weighs together with what the action changes.

    A belief that the subject holds true costs 1, one they hold false 2.
    """

    def __init__(self, imagination: Imagination, node: int, action: int, actor: int, effort: Effort) -> None:
        self.imagination = imagination
        self.node = node
        self.action = action
        self.actor = actor
        self.effort = effort
        self._own = imagination.engine.vector(node)

    def find(self) -> Attribution | None:
        """An attribution, empty if none is needed; None: no belief looked at would give them a motive."""
        granted = self._granted()
        if granted is None:
            return None
        if self._would_do(granted):
            return Attribution(granted, float(bool(granted)))
        if not self._may_serve():
            return None
        known: set[Beliefs] = set()
        for beliefs in self._candidates(self._told(granted)):
            if beliefs not in known:
                known.add(beliefs)
                if self._would_do((*granted, *beliefs)):
                    return Attribution((*granted, *beliefs), self._cost(beliefs) + bool(granted))
        return None

    def _would_do(self, beliefs: Beliefs) -> bool:
        return has_motive(self.imagination, self._told(beliefs), self.action, self.actor, self.effort)

    def _cost(self, beliefs: Beliefs) -> float:
        return 2.0 * len(beliefs) - sum(self._own[fluent] == code for fluent, code in beliefs)

    def _granted(self) -> Beliefs | None:
        """What they must have believed in any case, for they acted: that it was possible. None: it is unthinkable."""
        mind = self.imagination.engine.mind(self.node, self.actor)
        return self._what_allows(self.action, mind)

    def _what_allows(self, action: int, mind: int) -> Beliefs | None:
        """What the actor would have to believe besides, for an action to be possible in a mind of theirs."""
        condition = self.imagination.program.events[action].precondition
        read = self.imagination.reader(mind)
        found = filled(
            condition,
            read,
            lambda place: place[0] in ((), (self.actor,)),
            self._own.__getitem__,
            self.imagination.other,
        )
        return (
            None
            if found is None
            else tuple(sorted({(fluent, code) for (_, fluent), code in found.items()}, key=_order))
        )

    def _may_serve(self) -> bool:
        """Whether the action can be the beginning of anything that the actor wants, whatever they believe."""
        relevance, budget = self.imagination.reasons.space.relevance, self.imagination.limits.budget
        return any(relevance.may_begin(self.action, self.actor, steps, ANY) for steps in range(1, budget + 1))

    # ------------------------------------------------------------------------------------------ candidates
    def _candidates(self, start: int) -> Iterator[Beliefs]:
        further = [beliefs for beliefs in self._further(start) if 0 < len(beliefs) <= MOST_BELIEFS]
        differing = list(self._differing(start))
        yield from (beliefs for beliefs in further if len(beliefs) == 1)
        yield from ((one,) for one in differing[:CANDIDATES])
        for fluents in (self._read_by_effects(), self._read_by_utility()):
            yield from islice(((one,) for one in self._otherwise(start, fluents)), CANDIDATES)
        yield from (beliefs for beliefs in further if len(beliefs) > 1)
        yield from combinations(differing[:PAIRED], 2)
        yield from combinations(islice(self._done(start), PAIRED), 2)
        close = islice(self._otherwise(start, sorted(self._weighed_with())), PAIRED)
        yield from ((one, two) for one, two in product(differing[:PAIRED], close) if one[0] != two[0])

    def _further(self, start: int) -> list[Beliefs]:
        """What would make an action possible to which this one contributes, those first that raise the utility."""
        imagination, links = self.imagination, self.imagination.links
        after = imagination.after(imagination.engine.mind(start, self.actor), self.action)
        if after is None:
            return []
        goals = imagination.reasons.space.relevance.goals(self.actor)
        events = imagination.program.actions
        outcome = links.outcome[self.action]
        following = [e.index for e in events if self.actor in e.consenting and links.enabling[e.index] & outcome]
        following.sort(key=lambda action: not links.outcome[action] & goals)
        found = (self._what_allows(action, after) for action in following)
        return list(islice((beliefs for beliefs in found if beliefs is not None), CANDIDATES))

    def _differing(self, start: int) -> Iterator[Belief]:
        imagination = self.imagination
        mind = imagination.engine.vector(imagination.engine.mind(start, self.actor))
        matters = self._matters()
        for fluent, (theirs, mine) in enumerate(zip(mind, self._own, strict=True)):
            if theirs != mine and matters & imagination.facts.about(fluent):
                yield fluent, mine

    def _read_by_effects(self) -> list[int]:
        event = self.imagination.program.events[self.action]
        return [fluent for assignment in event.assignments for fluent in read_plainly(assignment.condition)]

    def _read_by_utility(self) -> list[int]:
        """What may raise the actor's utility, first what it weighs together with what the action changes."""
        facts, close = self.imagination.facts, self._weighed_with()
        goals = self.imagination.reasons.space.relevance.goals(self.actor)
        found = [fluent for fluent in range(len(self._own)) if facts.about(fluent) & goals]
        return sorted(found, key=lambda fluent: fluent not in close)

    def _weighed_with(self) -> set[int]:
        """What stands in the actor's utility in one term with something that the action changes."""
        program = self.imagination.program
        changed = {a.fluent for a in program.events[self.action].assignments if not a.path}
        found: set[int] = set()
        for part in _summands(program.utilities.get(self.actor, Constant(0))):
            read = {fluent for path, fluent in fetches(part) if not path}
            found |= set() if changed.isdisjoint(read) else read
        return found - changed

    def _done(self, start: int) -> Iterator[Belief]:
        """What the actor may have brought about by themself that matters to them."""
        imagination = self.imagination
        mind = imagination.engine.vector(imagination.engine.mind(start, self.actor))
        theirs = [event for event in imagination.program.actions if self.actor in event.consenting]
        for fluent in self._read_by_utility():
            given = [a.value for event in theirs for a in event.assignments if a.fluent == fluent and not a.path]
            values = (value.value for value in dict.fromkeys(given) if isinstance(value, Constant))
            yield from ((fluent, code) for code in values if code != mind[fluent])

    def _otherwise(self, start: int, fluents: list[int]) -> list[Belief]:
        """What else the actor might believe of some fluents, first what has to do with the action's own arguments."""
        imagination = self.imagination
        mind = imagination.engine.vector(imagination.engine.mind(start, self.actor))
        event = imagination.program.events[self.action]
        named = {imagination.program.to_code(argument) for argument in event.arguments}
        found: list[Belief] = []
        for fluent in dict.fromkeys(fluents):
            values = sorted(imagination.program.domains[fluent].values, key=lambda code: code not in named)
            found += [(fluent, code) for code in values[:VALUES] if code != mind[fluent]]
        return sorted(found, key=lambda belief: belief[1] not in named)

    def _matters(self) -> int:
        relevance, budget = self.imagination.reasons.space.relevance, self.imagination.limits.budget
        return relevance.links.flat(relevance.needed(self.actor, budget, ANY) | relevance.goals(self.actor))

    def _told(self, facts: Beliefs) -> int:
        """The state in which the actor believes so."""
        return self.imagination.suppose(self.node, {((self.actor,), fluent): code for fluent, code in facts})


def _order(belief: Belief) -> int:
    return belief[0]


def _summands(value: Value) -> Iterator[Value]:
    if isinstance(value, Arithmetic) and value.op == "+":
        yield from _summands(value.left)
        yield from _summands(value.right)
    else:
        yield value
