"""Stages in one house, each with another director."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from dreamwright.dream import Dream, Happened, Stage, load_stage

HOUSE = (Path(__file__).parent / "house.world").read_text("utf-8")


def stage(director: str = "", subject: str = "attention: 0.4", more: str = "") -> Stage:
    """The house as a stage. `director` and `subject` are what stands under these keys, `more` further keys."""
    text = f"""
title: The house
layers: {{house: {{world: house.world}}}}
subject: {{{subject}}}
{more}
"""
    if director:
        text += "director:\n" + "".join(f"  {line}\n" for line in director.strip().splitlines())
    with TemporaryDirectory() as folder:
        (Path(folder) / "house.world").write_text(HOUSE, "utf-8")
        path = Path(folder) / "house.stage"
        path.write_text(text, "utf-8")
        return load_stage(path)


def lived(own: Stage, seed: int = 0, minutes: int = 360) -> Dream:
    """A dream that nobody plays, so many minutes on."""
    dream = Dream(own, seed)
    while dream.advance(minutes) is not None:
        pass
    return dream


def deeds(dream: Dream) -> list[tuple[str, str]]:
    """What happened: the action and what brought it about."""
    return [
        (e.level.engine.program.events[e.happening.event].name, e.happening.source)
        for e in dream.events
        if isinstance(e, Happened) and e.happening.event is not None
    ]
