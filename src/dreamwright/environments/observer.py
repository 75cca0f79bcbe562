"""What one character is shown of a running story, and what they may do in it: from percepts and beliefs alone.

An observer is handed the story's happenings to make percepts of, and minds; never the truth.
"""

from __future__ import annotations

import string
from functools import cached_property
from typing import Any

from dreamwright.engine import Engine
from dreamwright.environments.extras import needed
from dreamwright.errors import EventError
from dreamwright.language.world import Entity
from dreamwright.playing.choices import ChoiceMaker
from dreamwright.playing.describe import Describer
from dreamwright.playing.shape import shape_of
from dreamwright.playing.telling import Teller
from dreamwright.playing.view import View
from dreamwright.story import Clock, Percept
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph

LONGEST = 6_000
"""Letters of a text; of a longer one the end counts."""

UNKNOWN = -1.0
"""In the place of a value that is not known; `known` says where that is."""

WAIT = 0
"""The number of the choice to let time pass; the others are actions."""


class Observer:
    """One character's side of the stories of a world. `text` says whether to put what they see into words."""

    def __init__(self, engine: Engine, narrator: Narrator, subject: Entity, *, text: bool = True) -> None:
        self.subject = subject
        self._text = text
        self._narrator = narrator
        self._program = engine.program
        own = [event.index for event in self._program.actions if subject.index in event.consenting]
        self.actions: tuple[int, ...] = tuple(own)
        """What they can ever have a part in; choice n + 1 is the n-th of them."""
        self._choice = {action: number + 1 for number, action in enumerate(own)}
        self.use(engine)

    def use(self, engine: Engine) -> None:
        """Go on with another engine of the same program."""
        self.engine = engine
        self._shape = shape_of(self._program, self.subject)
        self._describer = Describer(self._narrator, self.subject)
        self._maker = ChoiceMaker(self._program, self._narrator, self.subject)
        self._teller = Teller(engine, self._narrator, self._describer, self._shape, self.subject)

    # ------------------------------------------------------------------------------------------ what they may do
    @property
    def choices(self) -> int:
        """How many there are, with waiting."""
        return len(self.actions) + 1

    def mask(self, mind: int, *, free: bool = True) -> Any:
        """Which choices they believe possible: 1 for each, as numbers of eight bits. Who is not free can only wait."""
        numpy = needed("numpy")
        mask = numpy.zeros(self.choices, dtype=numpy.int8)
        mask[WAIT] = 1
        if free:
            for action in self.engine.possible_actions(mind):
                if action in self._choice:
                    mask[self._choice[action]] = 1
        return mask

    def action(self, choice: int) -> int | None:
        """The action of a choice; None is waiting."""
        return None if choice == WAIT else self.actions[choice - 1]

    def command(self, choice: int) -> str:
        """A choice as a person would type it."""
        return "wait" if choice == WAIT else self._commands[choice - 1]

    def named(self, command: str) -> int:
        """The choice of a command. Raises ValueError if there is none."""
        return 0 if command == "wait" else self._commands.index(command) + 1

    @cached_property
    def _commands(self) -> list[str]:
        return [self._maker.choices([action])[0].command for action in self.actions]

    # ------------------------------------------------------------------------------------------ what they see
    @cached_property
    def space(self) -> Any:
        """The space of observations, for Gymnasium."""
        numpy, spaces = needed("numpy"), needed("gymnasium.spaces")
        shape = (1 + self._program.character_count, len(self._program.fluents))
        parts = {
            "beliefs": spaces.Box(-numpy.inf, numpy.inf, shape, numpy.float32),
            "known": spaces.MultiBinary(shape),
            "minutes": spaces.Box(0, numpy.inf, (1,), numpy.float32),
        }
        if self._text:
            parts["text"] = spaces.Text(LONGEST, min_length=0, charset=self._letters)
        return spaces.Dict(parts)

    @cached_property
    def _letters(self) -> frozenset[str]:
        """Every letter that a text may have: those of the world's own texts, and of ours."""
        own = "".join(source.text for source in self._program.world.sources)
        return frozenset(string.printable + "·“”‘’–—…é" + own + own.upper())

    def observation(self, mind: int, percepts: list[Percept], minute: int) -> dict[str, Any]:
        """What they believe, and believe of what others believe (a row for each character, after their own), with
        what they have perceived since they last were asked."""
        numpy = needed("numpy")
        minds = [mind, *(self.engine.mind(mind, c) for c in range(self._program.character_count))]
        vectors = [self.engine.vector(m) for m in minds]
        seen = {
            "beliefs": numpy.array(
                [[UNKNOWN if code is None else code for code in vector] for vector in vectors], dtype=numpy.float32
            ),
            "known": numpy.array([[code is not None for code in vector] for vector in vectors], dtype=numpy.int8),
            "minutes": numpy.array([minute], dtype=numpy.float32),
        }
        if self._text:
            seen["text"] = self.told(mind, percepts, minute)
        return seen

    def told(self, mind: int, percepts: list[Percept], minute: int) -> str:
        """What they have perceived, and what surrounds them, in words."""
        said: list[Paragraph] = []
        for percept in percepts:
            if percept.kind not in ("wait", "recall"):
                said += self._teller.paragraphs(percept)
        view = View(self.engine, self._shape, self.subject, mind)
        said += self._describer.surroundings(view, Clock(self._program.world.start).time(minute))
        text = "\n".join(paragraph.lead + paragraph.text for paragraph in said)[-LONGEST:]
        return "".join(letter if letter in self._letters else "?" for letter in text)

    def utility(self, mind: int) -> float:
        """How well off they believe they are; 0 where they cannot tell."""
        try:
            value = self.engine.utility(mind, self.subject.index)
        except EventError:
            return 0.0
        return 0.0 if value is None or abs(value) == float("inf") else float(value)
