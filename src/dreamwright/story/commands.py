"""What the subject's person decided, as data: with the world and the seed it makes up the whole story again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dreamwright.story.happening import Happening

if TYPE_CHECKING:
    from dreamwright.story.story import Story


@dataclass(frozen=True, slots=True)
class Act:
    """The subject did, tried or proposed an action, named as in `give(A, B)`."""

    action: str


@dataclass(frozen=True, slots=True)
class Wait:
    """The subject let so many minutes pass, or as many as it took until something happened to them."""

    minutes: int


Command = Act | Wait


def commands(story: Story) -> list[Command]:
    """All commands given so far, in order."""
    return [_command(story, happening) for happening in story.happenings if happening.source == "subject"]


def replay(story: Story, commands: Iterable[Command]) -> None:
    """Give the commands, each as soon as it is the subject's turn, and carry on to the turn after the last.

    Raises ValueError when one cannot be given: the world, the seed or the commands are not what they were. The story
    then stands where that command was refused.
    """
    _to_the_next_turn(story)
    for command in commands:
        match command:
            case Act(action=action):
                story.act(story.engine.program.action(action))
            case Wait(minutes=minutes):
                story.wait(minutes)
        _to_the_next_turn(story)


def _command(story: Story, happening: Happening) -> Command:
    if happening.event is None:
        return Wait(happening.duration)
    return Act(story.engine.program.events[happening.event].name)


def _to_the_next_turn(story: Story) -> None:
    while story.advance() is not None:
        pass
