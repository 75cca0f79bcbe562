"""Every problem code has a tiny world that raises it, beside the message it must give.

`tests/problems/CODE.world` raises CODE, and what is said is `CODE.txt`. After a deliberate change of wording run
`DREAMWRIGHT_BLESS=1 pytest tests/language/test_problems.py` and read what has changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamwright.checking import check_program
from dreamwright.engine import Engine
from dreamwright.errors import Diagnostic, DreamwrightError
from dreamwright.grounding import ground
from dreamwright.language import load
from dreamwright.language.codes import CODES

PROBLEMS = Path(__file__).parents[1] / "problems"
WORLDS = sorted(PROBLEMS.glob("*.world"))
WITHOUT_WORLD = {"file-missing", "file-unreadable", "file-too-large"}
"""No file can show these; test_files.py does."""


def diagnostics_of(path: str) -> tuple[Diagnostic, ...]:
    """All that is wrong with a world: what loading says; if nothing, grounding, then the checks."""
    try:
        world = load(path)
        program = None if world.warnings else ground(world)
        if program is None or program.warnings:
            return world.warnings if program is None else program.warnings
        _ = Engine(program).initial
        return tuple(check_program(program))
    except DreamwrightError as error:
        return error.diagnostics


@pytest.mark.parametrize("world", WORLDS, ids=[path.stem for path in WORLDS])
def test_problem_is_told_in_the_blessed_words(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each problem world raises the code it is named for, in exactly the blessed words."""
    monkeypatch.chdir(PROBLEMS)
    diagnostics = diagnostics_of(world.name)
    told = "\n\n".join(diagnostic.render() for diagnostic in diagnostics) + "\n"
    blessed = world.with_suffix(".txt")
    if os.environ.get("DREAMWRIGHT_BLESS"):
        blessed.write_text(told, "utf-8")
    assert world.stem in {diagnostic.code for diagnostic in diagnostics}
    assert told == blessed.read_text("utf-8")


def test_every_code_has_a_world() -> None:
    """No code of the language is without a world that raises it."""
    assert set(CODES) - {path.stem for path in WORLDS} - WITHOUT_WORLD == set()


def test_every_blessed_message_belongs_to_a_world() -> None:
    """No message is left over from a world that was renamed."""
    assert {path.stem for path in PROBLEMS.glob("*.txt")} == {path.stem for path in WORLDS}
