"""The worlds of the Sabre suite, read where they lie: DREAMWRIGHT_SABRE, else ../shared/sabre beside the project.

Every world loads and grounds; every given solution can be taken action by action, each action explained; and the
reasons given with it are reasons as far as section 5.2 of the specification goes: possible as their owner sees it, for
a gain, with everybody else's reasons. They may be longer than the limits allow (two are), since the search that found
them could take a later part of the story for part of a reason; within the limits there is another reason then.
"""

from __future__ import annotations

import csv
import os
from functools import cache
from pathlib import Path

import pytest

from dreamwright.engine import Engine
from dreamwright.grounding import ground
from dreamwright.language import load
from dreamwright.planning import Limits, motive
from engine.outlines import Step, parse

BESIDE = Path(__file__).parents[2].parent / "shared" / "sabre"
FOLDER = Path(os.environ.get("DREAMWRIGHT_SABRE", BESIDE))
PROBLEMS = sorted(path.stem for path in (FOLDER / "problems").glob("*.txt"))
SOLUTIONS = sorted(path.stem for path in (FOLDER / "solutions").glob("*.txt"))


@cache
def engine_of(problem: str) -> Engine:
    return Engine(ground(load(FOLDER / "problems" / f"{problem}.txt")))


def settings_of(solution: str) -> dict[str, str]:
    with (FOLDER / "published.csv").open(encoding="utf-8", newline="") as file:
        return next(row for row in csv.DictReader(file) if row["name"] == solution)


def outline(solution: str) -> list[Step]:
    return parse((FOLDER / "solutions" / f"{solution}.txt").read_text(encoding="utf-8"))


@pytest.mark.skipif(not PROBLEMS, reason=f"no worlds in {FOLDER}")
def test_there_are_worlds() -> None:
    assert SOLUTIONS


@pytest.mark.parametrize("problem", PROBLEMS)
def test_world_grounds(problem: str) -> None:
    program = engine_of(problem).program
    assert program.action_count > 0


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_solution_replays(solution: str) -> None:
    engine = engine_of(solution.split("_")[0])
    node = engine.initial
    for step in outline(solution):
        action = engine.program.action(step.action)
        assert engine.possible(node, action), step.action
        node = engine.apply(node, action)
    before, reached = engine.utility(engine.initial, None), engine.utility(node, None)
    assert before is not None
    assert reached is not None
    assert reached > before
    assert reached >= float(settings_of(solution)["goal"])


@pytest.mark.parametrize(
    "solution", [pytest.param(s, marks=pytest.mark.slow if s.startswith("aladdin") else ()) for s in SOLUTIONS]
)
def test_solution_is_explained(solution: str) -> None:
    engine, settings = engine_of(solution.split("_")[0]), settings_of(solution)
    limits = Limits(character=int(settings["character_limit"]), epistemic=int(settings["epistemic_limit"]))
    node = engine.initial
    for step in outline(solution):
        action = engine.program.action(step.action)
        for character in engine.program.events[action].consenting:
            assert motive(engine, node, action, character, limits) is not None, (step.action, character)
        node = engine.apply(node, action)


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_given_reasons_are_reasons(solution: str) -> None:
    engine = engine_of(solution.split("_")[0])
    checker = Checker(engine)
    node = engine.initial
    for step in outline(solution):
        checker.check_step(node, step, None)
        node = engine.apply(node, engine.program.action(step.action))


class Checker:
    """Checks the reasons of an outline; all but that they are minimal and within limits."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.index = {character.name: character.index for character in engine.program.world.characters}

    def check_step(self, node: int, step: Step, owner: str | None) -> None:
        """The action is possible, and everybody who consents, other than the owner of the plan, has a reason."""
        action = self.engine.program.action(step.action)
        assert self.engine.possible(node, action), step.action
        for consenting in self.engine.program.events[action].consenting:
            name = next(name for name, index in self.index.items() if index == consenting)
            if name != owner:
                self.check_reason(self.engine.mind(node, consenting), step, name)

    def check_reason(self, mind: int, step: Step, owner: str) -> None:
        course = [Step(step.action), *step.reasons[owner]]
        before = self.engine.utility(mind, self.index[owner])
        for i, later in enumerate(course):
            action = self.engine.program.action(later.action)
            assert self.engine.program.events[action].consenting, f"{later.action} is up to the author alone"
            if i == 0:
                assert self.engine.possible(mind, action), (owner, later.action)
            else:
                self.check_step(mind, later, owner)
            mind = self.engine.apply(mind, action)
        reached = self.engine.utility(mind, self.index[owner])
        assert before is not None
        assert reached is not None
        assert reached > before, (owner, step.action)
