"""What can never matter in a world: each check on the least world that shows it, and on worlds where all is well."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamwright.checking import CODES, check_program
from dreamwright.grounding import ground
from dreamwright.language import load, load_text

PROBLEMS = Path(__file__).parents[1] / "problems"


def codes_of(text: str) -> list[str]:
    return [finding.code for finding in check_program(ground(load_text(text)))]


@pytest.mark.parametrize("code", CODES)
def test_problem_world_shows_its_code_and_no_other(code: str) -> None:
    """Each code has a world in tests/problems that is found to have that fault alone."""
    program = ground(load(PROBLEMS / f"{code}.world"))
    assert [finding.code for finding in check_program(program)] == [code]


HELP = """
entity Ann : character;
entity Bo : character;
property rich() : boolean;
property asked() : boolean;
action ask() {{ effect: asked(); consenting: Ann; }};
action give(c : character, d : character) {{
  precondition: c != d & {condition};
  effect: rich();
  consenting: c, d;
}};
utility(Ann): if(rich()) 1 else 0;
utility(Bo): if({wish}) 1 else 0;
"""


def test_what_enables_a_wanted_action_is_wanted() -> None:
    """Ann has no use for `ask` unless `give` needs it."""
    assert codes_of(HELP.format(condition="asked()", wish="rich()")) == []
    assert codes_of(HELP.format(condition="True", wish="rich()")) == ["action-unmotivated"]


def test_what_moves_others_to_consent_is_wanted() -> None:
    """What bears on Bo's wishes is worth Ann's while, since Bo must consent to `give`."""
    assert codes_of(HELP.format(condition="True", wish="asked() & rich()")) == []
    assert codes_of(HELP.format(condition="True", wish="believes(Ann, asked()) & rich()")) == []


def test_routine_and_subject_need_no_motive() -> None:
    """What is somebody's habit, or may be played by a person, is not reported."""
    text = (
        "{world} entity Ann : character {routine}; property p() : boolean;"
        "action a(c : character) {{ effect: p(); consenting: c; }};"
    )
    assert codes_of(text.format(world="", routine="")) == ["action-unmotivated"]
    assert codes_of(text.format(world="", routine="{ routine: a; }")) == []
    assert codes_of(text.format(world='world "W" { subject: Ann; };', routine="")) == []


TRIGGER = """
property p() : boolean;
property q() : boolean;
property n() : number;
n() = 1;
action a() {{ effect: p(); }};
action b() {{ effect: q(); }};
trigger t() {{ precondition: {condition}; effect: {effect}; }};
"""


@pytest.mark.parametrize(
    ("condition", "effect", "loops"),
    [
        ("p()", "q()", True),
        ("p() & !q()", "q()", False),
        ("p()", "!p()", False),
        ("p()", "p()", True),
        ("p() | q()", "q()", True),
        ("p() & n() > 0", "q()", True),
        ("p() & n() > 0", "n() = n() - 1", False),
        ("p()", "if(q()) !p()", False),
    ],
)
def test_loops(condition: str, effect: str, loops: bool) -> None:
    """A trigger loops if nothing that it does can make its own condition false."""
    assert ("trigger-loops" in codes_of(TRIGGER.format(condition=condition, effect=effect))) is loops


def test_company() -> None:
    """Meeting is doing something together, or being seen; one character alone in the world misses nobody."""
    text = """
    entity Ann : character;
    property p() : boolean;
    action a(c : character) { effect: p(); consenting: c; observing(o : character): o == c; };
    utility(Ann): if(p()) 1 else 0;
    """
    assert codes_of(text) == []
    assert codes_of(text + "entity Bo : character;") == ["character-alone", "character-alone"]
    assert codes_of(text.replace("o == c", "True") + "entity Bo : character;") == []


@pytest.mark.skipif("DREAMWRIGHT_SABRE" not in os.environ, reason="DREAMWRIGHT_SABRE names no folder of worlds")
def test_worlds_with_solutions_raise_no_false_alarm() -> None:
    """In worlds with known solutions nothing is found but an action whose sides can in fact never meet."""
    for path in sorted(Path(os.environ["DREAMWRIGHT_SABRE"]).glob("problems/*.txt")):
        found = [finding.message for finding in check_program(ground(load(path)))]
        assert all("'share_clues' can never happen" in message for message in found), path.name
