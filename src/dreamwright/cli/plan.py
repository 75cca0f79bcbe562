"""`dreamwright plan`: a story that reaches what the author wants, told in the world's own words."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from dreamwright.cli.console import Console
from dreamwright.cli.errors import INTERRUPTED, PROBLEM
from dreamwright.cli.paragraphs import Paragraph
from dreamwright.cli.progress import best_so_far, reporting
from dreamwright.cli.told import Told, tell, tree
from dreamwright.cli.worlds import locate
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program, load_program
from dreamwright.planning import Limits, Outcome, Status, Step, plan

STANDARD_OUTPUT = "-"
INTERRUPT = "an interrupt"
"""What `Outcome.why` says when somebody pressed Ctrl-C."""


@dataclass(frozen=True, slots=True)
class Show:
    """In which forms a story is shown: told, with reasons or without, or as data; `dot` and `svg` are files for
    pictures, `-` for standard output, on which nothing else is written then."""

    why: bool = False
    as_json: bool = False
    dot: str | None = None
    svg: str | None = None


def plan_world(
    named: str, goal: float, limits: Limits, seconds: float | None, *, why: bool = False, as_json: bool = False
) -> int:
    """Look for a story and print it; 0 when one was found, else 1."""
    return show_plan(named, goal, limits, seconds, Show(why, as_json))


def show_plan(named: str, goal: float, limits: Limits, seconds: float | None, show: Show) -> int:
    """Look for a story and show it; the exit code: 0 when one was found, 130 when interrupted, else 1.

    Raises DreamwrightError (file-unwritable) when a picture cannot be written.
    """
    began = perf_counter()
    with reporting(seconds) as report:
        program = load_program(locate(named))
        outcome = plan(program, goal, limits, seconds=seconds, progress=report)
    startup = perf_counter() - began - outcome.statistics.seconds
    if show.as_json:
        print(json.dumps(_as_json(program, outcome, startup), sort_keys=True))
    elif outcome.plan is not None:
        _show(tell(program, outcome.plan.steps), program.world.title or Path(named).stem, show)
    if not show.as_json:
        sys.stdout.flush()
        print(f"\n{_summary(outcome, goal, startup)}", file=sys.stderr)
    if outcome.why == INTERRUPT:
        return INTERRUPTED
    return 0 if outcome.status is Status.SOLVED else PROBLEM


def _summary(outcome: Outcome, goal: float, startup: float) -> str:
    done = outcome.statistics
    times = f"start-up {startup:.1f} s, search {done.seconds:.1f} s"
    effort = f"{done.visited:,} states visited, {done.generated:,} generated, {times}"
    match outcome.status:
        case Status.SOLVED:
            assert outcome.plan is not None
            count = len(outcome.plan.steps)
            return f"utility {outcome.plan.utility:g} in {count} action{'' if count == 1 else 's'} ({effort})"
        case Status.REFUSED:
            return f"refused: {outcome.why}"
        case Status.NONE:
            return f"proved: there is no such story within the limits ({effort})"
        case Status.GAVE_UP:
            ended = "interrupted" if outcome.why == INTERRUPT else f"gave up: {outcome.why} ran out"
            best = "" if done.best is None else f"; the best so far was {best_so_far(done)}"
            return f"{ended} ({effort}); there may be a story{best}"


def _show(story: tuple[Told, ...], title: str, show: Show) -> None:
    """Tell the story, unless a picture takes its place on standard output; write the pictures."""
    if STANDARD_OUTPUT not in (show.dot, show.svg):
        _tell(story, show.why)
    if show.dot is not None or show.svg is not None:
        from dreamwright.cli.picture import as_dot, as_svg

        for file, draw in ((show.dot, as_dot), (show.svg, as_svg)):
            if file is not None:
                _write(file, draw(story, title))


def _write(file: str, text: str) -> None:
    if file == STANDARD_OUTPUT:
        print(text, end="")
        return
    try:
        with open(file, "w", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        raise DreamwrightError.of("file-unwritable", f"cannot write '{file}': {error.strerror or error}") from error


def _tell(story: tuple[Told, ...], why: bool) -> None:
    console = Console()
    for number, step in enumerate(story, 1):
        console.say(Paragraph(step.sentence, lead=f"{number:>3}. ", tight=not why))
        for lead, line in tree(step) if why else ():
            console.say(Paragraph(line, "quiet", lead=" " * 5 + lead, tight=True))


def _as_json(program: Program, outcome: Outcome, startup: float) -> dict[str, Any]:
    found, done = outcome.plan, outcome.statistics
    return {
        "status": outcome.status.name.lower(),
        "why": outcome.why,
        "utility": None if found is None else found.utility,
        "steps": None if found is None else [_step(program, step) for step in found.steps],
        "best": done.best,
        "visited": done.visited,
        "generated": done.generated,
        "seconds": round(done.seconds, 3),
        "startup": round(startup, 3),
    }


def _step(program: Program, step: Step) -> dict[str, Any]:
    return {
        "action": program.events[step.action].name,
        "because": [
            {
                "character": program.world.entities[reason.character].name,
                "before": reason.before,
                "after": reason.after,
                "plan": [_step(program, later) for later in reason.steps],
            }
            for reason in step.because
        ],
    }
