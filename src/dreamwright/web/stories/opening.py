"""The stage in a file; a world alone is a stage of one layer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dreamwright.dream import Stage, load_stage, stage_of
from dreamwright.grounding import load_program
from dreamwright.playing.opening import whom_to_play


def open_stage(path: Path) -> Stage:
    """What is to be played: all stories of it share what they have thought. Raises DreamwrightError if it cannot be."""
    if path.suffix == ".stage":
        stage = load_stage(path)
    else:
        program = load_program(path)
        stage = stage_of(program, whom_to_play(program.world))
    return replace(stage, engines={})


def about(stage: Stage) -> str:
    """What it is, in the author's words."""
    text = stage.about or stage.layers[0].program.world.attributes.doc or ""
    return " ".join(text.split())


def draws_on(stage: Stage) -> list[str]:
    """What it holds that a person should know of before they begin, in the author's words."""
    return list(stage.draws_on or stage.layers[0].program.world.attributes.tags)
