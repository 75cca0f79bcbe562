"""What is expected in an exercise, in words: `Maren Holt: open the register`."""

from __future__ import annotations

from dreamwright.exercise.injects import Deed, Expected, deed
from dreamwright.grounding import Program
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Entity
from dreamwright.voices import Narrator
from dreamwright.voices.words import capitalised, listed

MOST_WAYS = 3
"""Actions that are told of an expected one whose arguments may be any; of more, it is told that there are others."""


class ExpectedWords:
    """Says what is expected to a reader: to somebody of the world, or to anybody else (None)."""

    def __init__(self, program: Program, narrator: Narrator, reader: Entity | None = None) -> None:
        self._program = program
        self._narrator = narrator
        self._reader = reader
        self._deeds = [(found, event) for event in program.actions if (found := deed(event.name)) is not None]

    def event(self, name: str) -> GroundEvent | None:
        """The event of an inject; None if this program has none of that name."""
        wanted = deed(name)
        return next((event for found, event in self._deeds if found == wanted), None)

    def text(self, expected: Expected) -> str:
        """Who is to do what, as a sentence without its end: `Maren Holt: open the register or ...`."""
        ways: dict[str, list[str]] = {}
        for wanted in expected.deeds:
            for who, command in self._ways(wanted):
                ways.setdefault(who, []).append(command)
        return "; or ".join(f"{who}: {listed(list(dict.fromkeys(found)), 'or')}" for who, found in ways.items())

    def _ways(self, wanted: Deed) -> list[tuple[str, str]]:
        fitting = [event for found, event in self._deeds if wanted.fits(found) and event.consenting]
        told = [self._way(event) for event in fitting[:MOST_WAYS]]
        if len(fitting) > MOST_WAYS:
            told[-1] = (told[-1][0], "the like")
        return told

    def _way(self, event: GroundEvent) -> tuple[str, str]:
        actor = self._narrator.actor(event.event, event.arguments)
        who: Entity = actor or self._program.world.entities[event.consenting[0]]
        called = capitalised(self._narrator.name(who, self._reader))
        return called, self._narrator.command(event.event, event.arguments, who)
