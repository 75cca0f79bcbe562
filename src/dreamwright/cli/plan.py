"""`dreamwright plan`: a story that reaches what the author wants, told in the world's own words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Any

from dreamwright.cli.console import Console
from dreamwright.cli.errors import PROBLEM
from dreamwright.cli.paragraphs import Paragraph
from dreamwright.cli.worlds import locate
from dreamwright.grounding import Program, load_program
from dreamwright.planning import Limits, Outcome, Status, Step, plan
from dreamwright.voices import Narrator


def plan_world(
    named: str, goal: float, limits: Limits, seconds: float | None, *, why: bool = False, as_json: bool = False
) -> int:
    """Look for a story and print it; 0 when one was found, else 1."""
    program = load_program(locate(named))
    outcome = plan(program, goal, limits, seconds=seconds)
    if as_json:
        print(json.dumps(_as_json(program, outcome), sort_keys=True))
    elif outcome.plan is not None:
        _tell(program, outcome.plan.steps, why)
    if not as_json:
        sys.stdout.flush()
        print(f"\n{_summary(outcome)}", file=sys.stderr)
    return 0 if outcome.status is Status.SOLVED else PROBLEM


def _summary(outcome: Outcome) -> str:
    done = outcome.statistics
    effort = f"{done.visited:,} states visited, {done.generated:,} generated, {done.seconds:.1f} s"
    match outcome.status:
        case Status.SOLVED:
            assert outcome.plan is not None
            return f"utility {outcome.plan.utility:g} in {len(outcome.plan.steps)} actions ({effort})"
        case Status.NONE:
            return f"proved: there is no such story within the limits ({effort})"
        case Status.GAVE_UP:
            return f"gave up: {outcome.why} ran out ({effort}); there may be a story"


def _tell(program: Program, steps: tuple[Step, ...], why: bool) -> None:
    narrator = Narrator(program.world)
    console = Console()
    for number, step in enumerate(steps, 1):
        console.say(Paragraph(_sentence(program, narrator, step), lead=f"{number:>3}. ", tight=not why))
        for depth, line in _reasons(program, narrator, step, 0) if why else ():
            console.say(Paragraph(line, "quiet", lead=" " * (5 + 3 * depth), tight=True))


def _sentence(program: Program, narrator: Narrator, step: Step) -> str:
    event = program.events[step.action]
    return narrator.tell(event.event, event.arguments)


def _reasons(program: Program, narrator: Narrator, step: Step, depth: int) -> Iterator[tuple[int, str]]:
    """Why each of those who consent does: lines of an outline, each with its depth."""
    for reason in step.because:
        name = narrator.name(program.world.entities[reason.character])
        gain = f"{name} would be better off ({reason.after:g} rather than {reason.before:g})"
        yield depth, f"{gain}, then:" if reason.steps[1:] else f"{gain}."
        for later in reason.steps[1:]:
            yield depth + 1, _sentence(program, narrator, later)
            yield from _reasons(program, narrator, later, depth + 2)


def _as_json(program: Program, outcome: Outcome) -> dict[str, Any]:
    found = outcome.plan
    return {
        "status": outcome.status.name.lower(),
        "why": outcome.why,
        "utility": None if found is None else found.utility,
        "steps": None if found is None else [_step(program, step) for step in found.steps],
        "visited": outcome.statistics.visited,
        "generated": outcome.statistics.generated,
        "seconds": round(outcome.statistics.seconds, 3),
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
