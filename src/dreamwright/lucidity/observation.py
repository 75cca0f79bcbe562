"""One observation as a question to be asked of hypotheses: would they have perceived this?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Comparison, Condition, all_of, fetches, negate
from dreamwright.lucidity.filling import Changes, May, Place, filled
from dreamwright.lucidity.needs import becoming, false_parts, needed, unlike
from dreamwright.lucidity.supposing import Belief, Imagination
from dreamwright.planning.facts import union
from dreamwright.story import Percept

Clash = tuple[int, Code, Code]
"""A fluent, what was expected of it, and what it turned out to be (None: something else)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a hypothesis makes of an observation."""

    node: int
    """The hypothesis, the unknown in it supposed to be as it must have been."""
    supposed: tuple[Place, ...]
    """What of the unknown had to be supposed for the event to be possible."""
    after: int | None
    """What came of it; None when it could not come about."""
    clashes: tuple[Clash, ...]
    """What they would have come to believe otherwise than they did. Empty and `after` given: it comes out right."""

    @property
    def right(self) -> bool:
        return self.after is not None and not self.clashes


class Observation:
    """What one subject perceived, and what they believed before and after."""

    def __init__(
        self,
        imagination: Imagination,
        character: int,
        percept: Percept,
        before: Belief,
        after: Belief,
        none: frozenset[int] = frozenset(),
    ) -> None:
        self.imagination = imagination
        self.character = character
        self.percept = percept
        self.before = before
        self.after = after
        self.none = none
        """What they know to be nothing, and not merely do not know."""

    @cached_property
    def condition(self) -> Condition:
        """What must have been so for this to be perceived: that the action was possible, and that they would see it; or
        for an attempt, that it was not possible.
        """
        if self.percept.event is None or self.percept.kind not in ("action", "attempt"):
            return True
        event = self.imagination.program.events[self.percept.event]
        if self.percept.kind == "attempt":
            return negate(event.precondition)
        if self.character in event.consenting:
            return event.precondition
        return all_of([event.precondition, event.observing[self.character]])

    def ask(self, node: int) -> Answer:
        """Whether they would have perceived this, had all been as in a hypothesis.

        What the hypothesis does not know, it is supposed to have been as they now see that it is: to learn what one
        knew nothing of contradicts nothing.
        """
        supposed = self._unknown_as_needed(node)
        node = self.imagination.suppose(node, supposed)
        after = self.imagination.perceiving(node, self.percept, self.character)
        # What is seen of the unknown may decide what else is seen. Each time something is known that was not.
        while after is not None and (news := dict(self._filled_in(after, node))):
            node = self.imagination.suppose(node, news)
            after = self.imagination.perceiving(node, self.percept, self.character)
        clashes = () if after is None else tuple(self._clashes(after))
        return Answer(node, tuple(supposed), after, clashes)

    def prepared(self, node: int) -> int:
        """A hypothesis with what it does not know supposed to be as the event needs it."""
        return self.imagination.suppose(node, self._unknown_as_needed(node))

    def _unknown_as_needed(self, node: int) -> Changes:
        if self.condition is True:
            return {}
        found = self.filled(node, lambda place: False) or {}
        if self.percept.kind == "attempt" and any(
            not path and self.after.values[fluent] != code for (path, fluent), code in found.items()
        ):
            return {}  # that was not what stood in the way
        return found

    def filled(self, node: int, may_be_wrong: May) -> Changes | None:
        """What must be supposed for the condition to hold in a state, if only some of what they hold may be wrong.

        What they do not know, and what others have in mind, may be as it needs in any case.
        """
        read = self.imagination.reader(node)

        def may(place: Place) -> bool:
            path, fluent = place
            return (
                path[:1] != (self.character,)
                if path
                else self.is_unknown(fluent, read((), fluent)) or may_be_wrong(place)
            )

        return filled(self.condition, read, may, self.after.values.__getitem__, self.imagination.other)

    def is_unknown(self, fluent: int, code: Code) -> bool:
        """Whether a fluent with this value is one they do not know."""
        return code is None and fluent not in self.none

    def _filled_in(self, after: int, node: int) -> Iterator[tuple[Place, Code]]:
        expected = self.imagination.mind_values(after, self.character)
        for fluent, (code, seen) in enumerate(zip(expected, self.after.values, strict=True)):
            if code is None and seen is not None and self.imagination.engine.vector(node)[fluent] is None:
                yield ((), fluent), seen

    def _clashes(self, after: int) -> Iterator[Clash]:
        expected = self.imagination.mind_values(after, self.character)
        if expected is not self.after.values:
            for fluent, (code, seen) in enumerate(zip(expected, self.after.values, strict=True)):
                if code != seen and code is not None and not (seen is None and fluent in self.unsure):
                    yield fluent, code, seen

    @cached_property
    def unsure(self) -> frozenset[int]:
        """The numbers of which they saw only that they are not as they believed, and not what they are."""
        read = self.imagination.reader(self.imagination.standing(self.before, self.character))
        parts = (part for part in false_parts(self.condition, read) if isinstance(part, Comparison))
        return frozenset(fluent for part in parts for path, fluent in fetches(part) if not path)

    @cached_property
    def learned(self) -> list[Clash]:
        """What changed in their beliefs: of an attempt, what turned out to be in its way."""
        pairs = zip(self.before.values, self.after.values, strict=True)
        return [(fluent, old, new) for fluent, (old, new) in enumerate(pairs) if old != new]

    # ------------------------------------------------------------------------------------------ what is lacking
    def lacking(self, answer: Answer, focus: frozenset[int] | None) -> int:
        """As bits: facts one of which must come about before the observation can come out right.

        With a focus only these clashes count.
        """
        facts, links = self.imagination.facts, self.imagination.links
        if answer.after is None:
            if self.percept.kind == "attempt" and (learned := self.learned):
                return union(unlike(fluent, old, facts, links) for fluent, old, _ in learned)
            read = self.imagination.reader(answer.node)
            return needed(self.condition, read, facts, links)
        found = 0
        for fluent, expected, seen in answer.clashes:
            if focus is None or fluent in focus:
                found |= self._for_its_effect(answer.node, fluent)
                found |= (
                    unlike(fluent, expected, facts, links) if seen is None else becoming(fluent, seen, facts, links)
                )
        return found | links.minds_of(self.character, found) if self.percept.kind == "notice" else found

    def _for_its_effect(self, node: int, fluent: int) -> int:
        """As bits: facts on which hangs what the event that was seen makes of a fluent."""
        if self.percept.event is None:
            return 0
        facts, links = self.imagination.facts, self.imagination.links
        read = self.imagination.reader(node)
        assignments = self.imagination.program.events[self.percept.event].assignments
        return union(needed(a.condition, read, facts, links) for a in assignments if a.fluent == fluent)
