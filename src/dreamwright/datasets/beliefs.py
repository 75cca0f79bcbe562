"""What could be asked of a moment of a story: who believes what about whom, and whether that is so.

A belief is *false* here if it is not what is so one mind further in: of Ann, that the key is elsewhere than it is; of
what Ann thinks that Bo thinks, that Bo does not think it.

What is asked must follow from what the story says: how things were in truth and in the minds asked about, what changed,
and who saw it. What anybody comes to believe in another way (they are told what is not so, they are surprised) is right
for the people of the story, but a reader could not know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from typing import Literal

from dreamwright.engine.match import Vector
from dreamwright.grounding.arithmetic import Code
from dreamwright.history import History
from dreamwright.story import Happening

Class = Literal["true", "false"]

MOST_CHOICES = 4


@dataclass(frozen=True, slots=True)
class Belief:
    """What the first of a chain believes that the next believes, and so on, of a fluent, at a moment."""

    chain: tuple[int, ...]
    fluent: int
    value: Code
    inner: Code
    """What is so one mind further in: what the first of them ought to believe."""

    @property
    def kind(self) -> Class:
        return "true" if self.value == self.inner else "false"


class Telling:
    """A story so far, with the truth and everybody's minds at each moment."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.engine = history.engine

    def vector(self, moment: int, chain: Sequence[int] = ()) -> Vector:
        """The values of all fluents as a chain of minds has them."""
        node = self.history.nodes[moment]
        for character in chain:
            node = self.engine.mind(node, character)
        return self.engine.vector(node)

    @cached_property
    def _truths(self) -> list[Vector]:
        return [self.vector(moment) for moment in range(self.history.end + 1)]

    def changes(self, fluent: int) -> Iterator[tuple[Happening, Code]]:
        """What changed a fluent in truth, each time with its new value, in order."""
        for happening, (before, after) in zip(self.history.happenings, pairwise(self._truths), strict=True):
            if before[fluent] != after[fluent]:
                yield happening, after[fluent]

    @cached_property
    def moved(self) -> tuple[int, ...]:
        """The fluents of which somebody saw that they changed: what there is something to believe about."""
        return tuple(f for f in range(len(self._truths[0])) if any(self._is_noticed(f, *c) for c in self.changes(f)))

    def _is_noticed(self, fluent: int, happening: Happening, value: Code) -> bool:
        minds = (self.engine.mind(happening.after, c) for c in happening.perceivers)
        return any(self.engine.vector(mind)[fluent] == value for mind in minds)

    def follows(self, belief: Belief) -> bool:
        """Whether it is what it was in the beginning, or what the last change made it that all in the chain saw."""
        value = self.vector(0, belief.chain)[belief.fluent]
        for happening, new in self.changes(belief.fluent):
            if set(belief.chain) <= set(happening.perceivers):
                value = new
        return value == belief.value

    def beliefs(self, order: int) -> Iterator[Belief]:
        """The beliefs of an order at the end about what has changed; what somebody does not know is none."""
        characters = range(self.engine.program.character_count)
        for chain in product(characters, repeat=order):
            if any(a == b for a, b in pairwise(chain)):
                continue  # what somebody thinks that they think is what they think
            outer, inner = self.vector(self.history.end, chain), self.vector(self.history.end, chain[1:])
            for fluent in self.moved:
                value, other = outer[fluent], inner[fluent]
                if value is not None and other is not None:
                    belief = Belief(chain, fluent, value, other)
                    if self.follows(belief):
                        yield belief

    def choices(self, belief: Belief) -> list[Code]:
        """Values among which to choose: the believed one, what is so, what has been so, and others that could be."""
        end, fluent = self.history.end, belief.fluent
        nested = [self.vector(end, belief.chain[i:])[fluent] for i in range(len(belief.chain) + 1)]
        past = [truth[fluent] for truth in reversed(self._truths)]
        found: dict[Code, None] = dict.fromkeys(
            value for value in (belief.value, belief.inner, *nested, *past) if value is not None
        )
        declared = self.engine.program.fluents[fluent]
        world = self.engine.program.world
        if declared.kind == "boolean":
            found.update(dict.fromkeys((0, 1)))
        elif declared.kind == "entity":
            found.update(dict.fromkeys(e.index for e in world.entities_of(declared.property.type)))
        return list(found)[:MOST_CHOICES]

    def cause(self, belief: Belief) -> Happening | None:
        """What last changed the belief to what it is; None: nothing, it has been so from the beginning."""
        for moment in range(self.history.end, 0, -1):
            if self.vector(moment - 1, belief.chain)[belief.fluent] != belief.value:
                return self.history.cause(moment)
        return None
