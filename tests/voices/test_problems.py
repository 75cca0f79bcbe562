"""Every code of a problem with a text has a tiny world that raises it, beside the message it must give.

After a deliberate change of wording run `DREAMWRIGHT_BLESS=1 pytest tests/voices/test_problems.py` and read what has
changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamwright.language import load
from dreamwright.voices import check_texts
from dreamwright.voices.codes import TEXT_CODES

PROBLEMS = Path(__file__).parent / "problems"
WORLDS = sorted(PROBLEMS.glob("*.world"))


@pytest.mark.parametrize("world", WORLDS, ids=[path.stem for path in WORLDS])
def test_problem_is_told_in_the_blessed_words(world: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each problem world raises the code it is named for and no other, in exactly the blessed words."""
    monkeypatch.chdir(PROBLEMS)
    diagnostics = check_texts(load(world.name))
    told = "\n\n".join(diagnostic.render() for diagnostic in diagnostics) + "\n"
    blessed = world.with_suffix(".txt")
    if os.environ.get("DREAMWRIGHT_BLESS"):
        blessed.write_text(told, "utf-8")
    assert {diagnostic.code for diagnostic in diagnostics} == {world.stem}
    assert told == blessed.read_text("utf-8")


def test_every_code_has_a_world() -> None:
    assert {path.stem for path in WORLDS} == set(TEXT_CODES) == {path.stem for path in PROBLEMS.glob("*.txt")}
