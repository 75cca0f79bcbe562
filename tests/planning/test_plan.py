"""Stories that reach a goal: found, proved not to be, or given up; and what the checker says of given ones."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dreamwright.cli.plan import Asked, Show, plan_world
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load, load_text
from dreamwright.planning import Limits, Status, plan
from dreamwright.planning.checker import Checker
from dreamwright.planning.motives import reasons_for
from dreamwright.planning.plan import METHODS
from engine.outlines import parse

ROOT = Path(__file__).parents[2]
CASES = Path(os.environ.get("DREAMWRIGHT_SPEC_CASES", ROOT.parent / "shared/spec/cases"))
SABRE = Path(os.environ.get("DREAMWRIGHT_SABRE", ROOT.parent / "shared/sabre"))

BREAD = """
entity Mats : character; entity Lea : character;
property dough() : boolean; property bread() : character;
action knead() { precondition: !dough(); effect: dough(); consenting: Mats; };
action bake() { precondition: dough(); effect: dough() = False & bread() = Mats; consenting: Mats; };
action share() { precondition: bread() == Mats; effect: bread() = Lea; consenting: Mats; };
utility(): if(bread() == Lea) 2 elseif(bread() == Mats) 1 else 0;
utility(Mats): if(bread() == Mats) 1 else 0;
utility(Lea): if(bread() == Lea) 1 else 0;
"""


def solution_checks() -> list[tuple[str, dict[str, object]]]:
    """Every check of the cases that lists the complete set of solutions."""
    found = []
    for path in sorted(CASES.glob("*.expect.json")):
        for check in json.loads(path.read_text())["checks"]:
            if "solutions" in check:
                found.append((path.name.removesuffix(".expect.json"), check))
    return found


@pytest.mark.parametrize(
    ("case", "check"), solution_checks() or [pytest.param("", {}, marks=pytest.mark.skip("no cases"))]
)
def test_finds_a_shortest_solution_of_every_case(case: str, check: dict[str, object]) -> None:
    """What is found is in the set of solutions; where the set is empty, that is proved."""
    program = ground(load(CASES / f"{case}.world"))
    limits = Limits(**check["limits"])  # type: ignore[arg-type]
    solutions: list[dict[str, object]] = check["solutions"]  # type: ignore[assignment]
    for goal in {float(s["utility"]) for s in solutions} or {1.0}:  # type: ignore[arg-type]
        outcome = plan(program, goal, limits)
        fitting = [s["plan"] for s in solutions if float(s["utility"]) >= goal]  # type: ignore[arg-type]
        if fitting:
            assert outcome.plan is not None
            assert [program.events[a].name for a in outcome.plan.actions] in fitting
        else:
            assert outcome.status is Status.NONE


def test_outcomes_are_told_apart() -> None:
    """A goal that reason forbids is proved so; without time the search gives up."""
    program = ground(load_text(BREAD))
    solved = plan(program, 1, Limits())
    assert solved.plan is not None and [program.events[a].name for a in solved.plan.actions] == ["knead()", "bake()"]
    assert plan(program, 2, Limits()).status is Status.NONE
    assert plan(program, 1, Limits(author=1)).status is Status.NONE


def test_printed_story_has_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`plan --why` tells the steps and why; `--json` gives the same as data."""
    path = tmp_path / "bread.world"
    path.write_text(BREAD)
    assert plan_world(Asked(str(path), 1), Show(why=True)) == 0
    told = capsys.readouterr()
    assert "1. Mats kneads" in told.out and "better off (1 rather than 0)" in told.out
    assert "utility 1 in 2 actions" in told.err
    assert plan_world(Asked(str(path), 2), Show(as_json=True)) == 1
    assert json.loads(capsys.readouterr().out)["status"] == "none"


GIVEN = {
    "bribery": (5, 2),
    "secretagent": (8, 1),
    "space_any": (3, 1),
    "space_all": (3, 1),
    "raiders": (4, 1),
    "treasure": (4, 3),
    "jailbreak_lose": (6, 1),
    "jailbreak_escape": (6, 1),
    "fantasy_any": (3, 2),
}
"""Settings with their character and epistemic limits."""


@pytest.mark.skipif(not SABRE.exists(), reason="the worlds of other authors are not beside this project")
@pytest.mark.parametrize("setting", GIVEN)
def test_checker_accepts_given_solutions(setting: str) -> None:
    """Solutions that are known to be right are accepted, with reasons for every step."""
    program = ground(load(SABRE / "problems" / f"{setting.split('_')[0]}.txt"))
    character, epistemic = GIVEN[setting]
    reasons = reasons_for(LeveledEngine(program, epistemic + 2), Limits(character, epistemic))
    steps = parse((SABRE / "solutions" / f"{setting}.txt").read_text())
    verdict = Checker(reasons).check([program.action(step.action) for step in steps])
    assert verdict.ok, verdict.flaw
    assert all(step.because or not program.events[step.action].consenting for step in verdict.steps)


def test_author_who_wants_something_believed() -> None:
    """A goal that is in somebody's mind is reached by every method and by the portfolio."""
    program = ground(
        load_text(
            "entity Ann : character; entity Bea : character;\n"
            "property lit() : boolean; property told() : boolean;\n"
            "action light() { effect: lit(); consenting: Ann; observing(o : character): o == Ann; };\n"
            "action tell() { precondition: lit(); effect: told() & believes(Bea, lit()); consenting: Ann; };\n"
            "utility(): if(believes(Bea, lit())) 1 else 0;\n"
            "utility(Ann): if(told()) 1 else 0;\n"
        )
    )
    for method in (None, *METHODS):
        found = plan(program, 1, Limits(2, 1), method=method)
        assert found.plan is not None
        assert [program.events[action].name for action in found.plan.actions] == ["light()", "tell()"]
