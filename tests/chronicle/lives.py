"""A small world with a subject, and how to live in it: what the tests of chronicles play."""

from __future__ import annotations

from pathlib import Path

from dreamwright.chronicle import Branch, Chronicle, Recorder, Setting
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import Program, ground
from dreamwright.language import load_text
from dreamwright.story import Story
from story.stories import VILLAGE

SEED = 5
PROGRAM = ground(load_text(VILLAGE, "village.world"))
ADA = next(c.index for c in PROGRAM.world.characters if c.name == "Ada")
DEPTH = 3


def new_story(program: Program = PROGRAM, seed: int = SEED, engine: LeveledEngine | None = None) -> Story:
    """A story in which a person plays Ada."""
    return Story(engine or LeveledEngine(program, DEPTH), seed, ADA)


def begin(chronicle: Chronicle, story: Story, origin: Path | None = None) -> Branch:
    """A run for a story."""
    program = story.engine.program
    setting = Setting(story.seed, "Ada", story.limits, DEPTH)
    return chronicle.begin("village", WorldSource.of(program.world), setting, None if origin is None else str(origin))


def to_turn(story: Story) -> None:
    """Go on to the subject's turn."""
    while story.advance() is not None:
        pass
    assert story.awaiting_subject


def choose(story: Story, choice: int) -> None:
    """Do what a number stands for at the subject's turn, and go on to the next: one of the options, or a wait."""
    options = story.options()
    number = choice % (len(options) + 1)
    if number == len(options):
        story.wait(1 + choice % 90)
    else:
        story.act(options[number])
    to_turn(story)


def play(story: Story, choices: list[int], recorder: Recorder | None = None) -> Story:
    """Make choices, keeping the story after each."""
    to_turn(story)
    for choice in choices:
        choose(story, choice)
        if recorder is not None:
            recorder.keep(story)
    return story


def deeds(story: Story) -> list[int]:
    """The positions of what the subject did."""
    return [happening.index for happening in story.happenings if happening.source == "subject"]


def undo(story: Story) -> None:
    """Take back the last thing the subject did."""
    story.rewind(story.mark_at(deeds(story)[-1]))
    to_turn(story)
