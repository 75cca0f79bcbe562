"""The exercise of these tests: a desk, an engine that can be sent, and fires."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dreamwright.dream import Asking, Dream, Event, Happened, Limits, Stage, load_stage
from dreamwright.exercise import Exercise, InjectList, read_injects
from dreamwright.language.files import text_source

PROBLEMS = Path(__file__).parent / "problems"


@cache
def desk() -> Stage:
    """A stage of one layer, whose subject sends an engine."""
    return load_stage(PROBLEMS / "desk.stage")


def written_table(rows: str) -> str:
    """Rows with `|` between their cells as a table."""
    return f"time|event|expected action|objective|channel|from|to\n{rows}".replace("|", "\t")


def table(rows: str) -> InjectList:
    """The injects of some rows with the columns time, event, expected action, objective, channel, from, to."""
    return read_injects(text_source(written_table(rows), "my.csv"), desk().layers[0].program)


def exercise(rows: str, *, played: bool = False, lines: tuple[str, ...] = (), seed: int = 0) -> Exercise:
    """An exercise with a list of its own."""
    asking = Asking(desk())
    for tag in lines:
        asking.draw_line(tag)
    consent = asking.agree() if played else None
    return Exercise(Dream(desk(), seed, consent, None if played else Limits(lines)), table(rows))


def run(exercise: Exercise, until: int | None = None) -> list[Event]:
    """All events up to a minute."""
    found = []
    while (event := exercise.advance(until)) is not None:
        found.append(event)
    return found


def deeds(events: list[Event]) -> list[tuple[int, str]]:
    """The actions among some events, each with its minute."""
    return [
        (e.happening.minute, e.level.engine.program.events[e.happening.event].name)
        for e in events
        if isinstance(e, Happened) and e.happening.event is not None and e.happening.kind == "action"
    ]


def states(exercise: Exercise) -> list[str]:
    """Where the injects stand."""
    return [status.state for status in exercise.statuses()]


def do(exercise: Exercise, action: str) -> list[Event]:
    """What comes of an action of the person's, up to their next turn."""
    exercise.dream.act(exercise.dream.top.engine.program.action(action))
    return run(exercise)
