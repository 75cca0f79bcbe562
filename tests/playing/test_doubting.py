"""`doubt` and `test` in play."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamwright.playing.opening import SilentGame

INN = (Path(__file__).parents[2] / "benchmarks" / "worlds" / "inn.world").read_text(encoding="utf-8")
CHILLY = INN.replace("uncanny: 0.6; rate: 0.01;", "uncanny: 0.6; rate: 700;")


def game(tmp_path: Path, text: str) -> SilentGame:
    file = tmp_path / "inn.world"
    file.write_text(text, encoding="utf-8")
    played = SilentGame(file, "Ann", 0)
    list(played.start())
    return played


def said(played: SilentGame, line: str) -> str:
    return "\n".join(played.enter(line))


def test_where_all_has_an_explanation_there_is_nothing_to_doubt(tmp_path: Path) -> None:
    """And asking takes no time and changes nothing."""
    played = game(tmp_path, INN)
    said(played, "wait 30")
    before = said(played, "time")
    assert "Nothing that you have seen is without an explanation." in said(played, "doubt")
    assert said(played, "time") == before


def test_what_did_not_add_up_is_told_with_its_hour_and_reason(tmp_path: Path) -> None:
    """A chill that has no cause; taken back with the story when what led to it is."""
    played = game(tmp_path, CHILLY)
    said(played, "wait 30")
    told = said(played, "doubt")
    assert "Sun 18:" in told and "Such things do not happen." in told
    said(played, "undo")
    assert "Nothing that you have seen is without" in said(played, "doubt")


@pytest.mark.parametrize("name", ["Bo", "lamp"])
def test_testing_tells_what_has_changed_since(tmp_path: Path, name: str) -> None:
    """Bo takes the lamp before her eyes."""
    played = game(tmp_path, INN)
    assert "find none" in said(played, f"test {name}")
    said(played, "wait 30")
    assert "All of that can be explained." in said(played, "test lamp")
    assert "Test whom or what?" in said(played, "test")
