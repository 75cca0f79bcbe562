"""The checker accepts what the Sabre suite gives as solutions, with the reasons given for them.

The suite is read where it lies: DREAMWRIGHT_SABRE, else ../shared/sabre beside the project. Each solution is checked at
its published limits, in full: every step and every step of every reason, as they are given, and that nothing in any of
them is needless.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import Program, ground
from dreamwright.language import load
from dreamwright.planning import Limits
from dreamwright.planning import Step as Checked
from dreamwright.planning.checker import Checker, Outline
from dreamwright.planning.motives import reasons_for
from engine.outlines import Step, parse

BESIDE = Path(__file__).parents[2].parent / "shared" / "sabre"
FOLDER = Path(os.environ.get("DREAMWRIGHT_SABRE", BESIDE))
SOLUTIONS = sorted(path.stem for path in (FOLDER / "solutions").glob("*.txt"))
LONG = ("aladdin_both",)
"""Solutions whose check takes more than a few seconds."""


def outlined(program: Program, steps: Sequence[Step]) -> list[Outline]:
    """Steps with their reasons as the checker takes them."""
    index = {character.name: character.index for character in program.world.characters}
    return [
        Outline(
            program.action(step.action),
            {index[name]: outlined(program, course) for name, course in step.reasons.items()},
        )
        for step in steps
    ]


def others(given: Sequence[Outline], accepted: Sequence[Checked]) -> Iterator[tuple[int, ...]]:
    """The given reasons that were not accepted as they are."""
    for outline, step in zip(given, accepted, strict=True):
        for reason in step.because:
            course = outline.reasons.get(reason.character)
            if course is None:
                continue
            plan = (outline.action, *(later.action for later in course))
            if reason.plan == plan:
                yield from others(course, reason.steps[1:])
            else:
                yield plan


@pytest.mark.skipif(not SOLUTIONS, reason=f"no solutions in {FOLDER}")
def test_there_are_solutions() -> None:
    assert set(LONG) <= set(SOLUTIONS)


@pytest.mark.parametrize("name", [pytest.param(s, marks=pytest.mark.slow if s in LONG else ()) for s in SOLUTIONS])
def test_given_solution_is_accepted(name: str) -> None:
    with (FOLDER / "published.csv").open(encoding="utf-8", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["name"] == name)
    limits = Limits(int(row["character_limit"]), int(row["epistemic_limit"]), int(row["author_limit"]))
    program = ground(load(FOLDER / "problems" / row["problem"]))
    given = outlined(program, parse((FOLDER / "solutions" / f"{name}.txt").read_text(encoding="utf-8")))
    verdict = Checker(reasons_for(LeveledEngine(program, limits.levels + 2), limits)).check(given)
    assert verdict.ok, verdict.flaw
    assert verdict.utility is not None and verdict.utility >= float(row["goal"])
    for plan in others(given, verdict.steps):  # the suite has two that are longer than its limits
        assert len(plan) > limits.character, [program.events[action].name for action in plan]
