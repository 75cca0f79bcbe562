"""A morning in the bundled world, looked back on: nothing there is too large or too strange for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import dreamwright
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import load_program
from dreamwright.history import History, knowers, learned, never_known, wrong_beliefs
from dreamwright.sifting import patterns_of, sift
from dreamwright.story import Story
from dreamwright.voices import Narrator

NIGHTFALL = Path(dreamwright.__file__).parent / "worlds" / "nightfall.world"
HAPPENINGS = 30


@cache
def morning() -> History:
    story = Story(LeveledEngine(load_program(NIGHTFALL)), seed=7)
    while len(story.happenings) < HAPPENINGS and story.advance():
        pass
    return History(story.engine, story.happenings)


def test_patterns_are_found_and_told() -> None:
    """In thirty happenings there are several kinds, each told as a sentence about people of this world."""
    history = morning()
    world = history.program.world
    found = sift(history.engine, history.happenings, patterns_of(world))
    assert len({match.pattern.name for match in found}) >= 3
    narrator = Narrator(world)
    for match in found:
        told = narrator.tell(match.pattern.telling, match.entities)
        assert told.endswith(".") and "{" not in told and "[" not in told


def test_everybody_can_be_asked_about_everything() -> None:
    """Whatever anybody believes has a history; that Hale is guilty only he and the Cantor know at first."""
    history = morning()
    for who in range(history.program.character_count):
        assert all(wrong.start <= history.end for wrong in wrong_beliefs(history, who))
        assert len(never_known(history, who, 5)) <= 5
        for fluent in range(len(history.program.fluents)):
            assert learned(history, who, fluent)
    guilt = history.fluent("guilty(Hale)")
    assert guilt is not None
    knowing = [k.character for k in knowers(history, guilt, 0) if k.right]
    assert knowing == [history.character("Casimir Hale"), history.character("the Cantor")]
