"""A story and everybody's reasons for it in the world's own words: what the tree and the picture of a plan show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dreamwright.grounding import Program
from dreamwright.planning import Step
from dreamwright.voices import Narrator


@dataclass(frozen=True, slots=True)
class Because:
    """Why a character takes part: their name and number, what they gain, and how they think it goes on."""

    character: int
    name: str
    before: float
    after: float
    then: tuple[Told, ...]

    @property
    def gain(self) -> str:
        """That they would be better off, in words, without a mark at its end."""
        return f"{self.name} would be better off ({self.after:g} rather than {self.before:g})"


@dataclass(frozen=True, slots=True)
class Told:
    """An action as a sentence, with the reasons of those who consent to it."""

    sentence: str
    because: tuple[Because, ...]


def tell(program: Program, steps: Sequence[Step]) -> tuple[Told, ...]:
    """The steps of a story, told."""
    narrator = Narrator(program.world)

    def told(step: Step) -> Told:
        event = program.events[step.action]
        reasons = (
            Because(
                reason.character,
                narrator.name(program.world.entities[reason.character]),
                reason.before,
                reason.after,
                tuple(told(later) for later in reason.steps[1:]),
            )
            for reason in step.because
        )
        return Told(narrator.tell(event.event, event.arguments), tuple(reasons))

    return tuple(told(step) for step in steps)


def tree(step: Told) -> Iterator[tuple[str, str]]:
    """The reasons for a step as lines of a tree: what stands before each line, and the line.

    Under a step hang the reasons of those who take part, under a reason the steps that its owner means to follow.
    """
    for place, reason in enumerate(step.because, 1):
        is_last = place == len(step.because)
        yield "└─ " if is_last else "├─ ", f"{reason.gain}, then:" if reason.then else f"{reason.gain}."
        margin = "   " if is_last else "│  "
        for number, later in enumerate(reason.then, 1):
            ends = number == len(reason.then)
            yield f"{margin}{'└─ ' if ends else '├─ '}", later.sentence
            for lead, line in tree(later):
                yield f"{margin}{'   ' if ends else '│  '}{lead}", line
