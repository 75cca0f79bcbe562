"""The stage of these tests, how people agree to it, and how dreams on it are run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dreamwright.dream import Asking, Dream, Event, Happened, Moved, Stage, load_stage

WORLDS = Path(__file__).parent / "worlds"


@cache
def night() -> Stage:
    """Two layers, a third to try again in, and one person in two of them."""
    return load_stage(WORLDS / "night.stage")


def played(seed: int = 0, lines: tuple[str, ...] = (), stage: Stage | None = None) -> Dream:
    """A dream of a person who has agreed to it."""
    asking = Asking(stage or night())
    for tag in lines:
        asking.draw_line(tag)
    return Dream(asking.stage, seed, asking.agree())


def run(dream: Dream, most: int = 200) -> list[Event]:
    """The next events, at most so many."""
    found: list[Event] = []
    while len(found) < most and (event := dream.advance()) is not None:
        found.append(event)
    return found


def do(dream: Dream, action: str) -> list[Event]:
    """What comes of an action of the person's, up to their next turn."""
    dream.act(dream.top.engine.program.action(action))
    return run(dream)


def passages(events: list[Event]) -> list[str]:
    """The moves among some events."""
    return [event.passage for event in events if isinstance(event, Moved)]


def deeds(events: list[Event]) -> list[str]:
    """The actions among some events."""
    return [
        e.level.engine.program.events[e.happening.event].name
        for e in events
        if isinstance(e, Happened) and e.happening.event is not None and e.happening.kind == "action"
    ]
