"""Saved games: what is kept, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamwright.errors import DreamwrightError
from dreamwright.language import load_text
from dreamwright.playing.opening import SilentGame
from dreamwright.playing.saves import Save, fingerprint, read_save, write_save

INN = Path(__file__).parents[1] / "cli" / "worlds" / "inn.world"
SAVE = Save("abc", "Ada", 3, ["go(Ada, Hall, Yard)", 20])


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """A saved game comes back as it was, and may be written over."""
    path = tmp_path / "a.save"
    write_save(path, SAVE)
    write_save(path, SAVE)
    assert read_save(path) == SAVE
    assert [p.name for p in tmp_path.iterdir()] == ["a.save"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        "[" * 100_000,
        '{"format": "other"}',
        '{"format": "dreamwright saved game, version 1"}',
        '{"format": "dreamwright saved game, version 1", "world": 1, "subject": "A", "seed": 1, "deeds": []}',
        '{"format": "dreamwright saved game, version 1", "world": "", "subject": "A", "seed": 1, "deeds": [0]}',
        '{"format": "dreamwright saved game, version 1", "world": "", "subject": "A", "seed": 1, "deeds": [[]]}',
    ],
)
def test_other_files_are_refused(text: str, tmp_path: Path) -> None:
    """What is no saved game is neither read nor written over."""
    path = tmp_path / "a.save"
    path.write_text(text)
    for attempt in (lambda: read_save(path), lambda: write_save(path, SAVE)):
        with pytest.raises(DreamwrightError):
            attempt()
    assert path.read_text() == text


def test_unwritable(tmp_path: Path) -> None:
    """A folder that is not there is told of."""
    with pytest.raises(DreamwrightError, match="cannot write"):
        write_save(tmp_path / "none" / "a.save", SAVE)


def test_fingerprint_changes_with_the_world() -> None:
    """Any change of the text is another world."""
    assert fingerprint(load_text("entity A : character;")) != fingerprint(load_text("entity A : character ;"))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Ada", "Bram", "was saved as Bram"),
        ('"world": "', '"world": "0', "another world"),
        ("go(", "fly(", "does not fit this world"),
        ("go(Ada, Taproom, Yard)", "go(Ada, Yard, Stable)", "does not fit this world"),
    ],
)
def test_restoring_what_does_not_fit(
    old: str, new: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A saved game of another world, character or past leaves the game as it was."""
    monkeypatch.chdir(tmp_path)
    game = SilentGame(INN, None, 0)
    game.start()
    game.enter("go to yard")
    game.enter("save")
    path = tmp_path / "inn.save"
    text = path.read_text().replace('"subject": "Ada"', f'"subject": "{new}"') if old == "Ada" else path.read_text()
    path.write_text(text if old == "Ada" else text.replace(old, new))
    before = game.enter("look")
    assert said in " ".join(game.enter("restore"))
    assert game.enter("look") == before


def test_file_names_are_taken_as_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Capitals and accents of a file's name are kept, although commands have none."""
    monkeypatch.chdir(tmp_path)
    game = SilentGame(INN, None, 0)
    game.start()
    game.enter("SAVE My Été.save")
    assert [path.name for path in tmp_path.iterdir()] == ["My Été.save"]
    assert game.enter("Restore My Été.save")[0] == "Restored from My Été.save."
