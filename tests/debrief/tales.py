"""A run in the hall, and the debrief of it."""

from __future__ import annotations

from pathlib import Path

from dreamwright.chronicle import Branch, Chronicle, Recorder, Setting
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.engine import DEFAULT_DEPTH, LeveledEngine
from dreamwright.grounding import Program, ground
from dreamwright.language import load
from dreamwright.story import DAY, Story

HALL = Path(__file__).parent / "hall.world"
NIGHT = 180
"""Minutes that a story in the hall takes."""


def hall() -> Program:
    return ground(load(HALL))


def kept(chronicle: Chronicle, story: Story) -> Branch:
    """A run of the chronicle that holds the story."""
    world = story.engine.program.world
    subject = None if story.subject is None else world.entities[story.subject].name
    setting = Setting(story.seed, subject, story.limits, DEFAULT_DEPTH)
    branch = chronicle.begin("hall", WorldSource.of(world), setting)
    with chronicle.write(branch) as writer:
        Recorder(writer, None).keep(story)
    return branch


def played(program: Program, *deeds: str | int) -> Story:
    """Ada's story: she does what is named, or waits so many minutes."""
    story = Story(LeveledEngine(program, DEFAULT_DEPTH), 1, subject=0)
    for deed in deeds:
        _to_turn(story)
        story.wait(deed) if isinstance(deed, int) else story.act(program.action(deed))
    _to_turn(story)
    return story


def watched(program: Program) -> Story:
    """A night in which nobody is played."""
    story = Story(LeveledEngine(program, DEFAULT_DEPTH), 1)
    while story.advance(min(NIGHT, DAY)) is not None:
        pass
    return story


def _to_turn(story: Story) -> None:
    while story.advance() is not None:
        pass
