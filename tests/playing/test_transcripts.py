"""Whole games, word for word: `transcripts/NAME.txt` plays `worlds/NAME.world` and holds what is typed and said.

After a deliberate change of wording run `DREAMWRIGHT_BLESS=1 pytest tests/playing/test_transcripts.py` and read what
has changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamwright.playing.opening import SilentGame

HERE = Path(__file__).parent
TRANSCRIPTS = sorted((HERE / "transcripts").glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_game_goes_as_blessed(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands of a transcript give the same transcript."""
    monkeypatch.chdir(tmp_path)  # for the files that a game writes
    blessed = path.read_text("utf-8")
    game = SilentGame(HERE.parent / "cli" / "worlds" / f"{path.stem}.world", None, 0)
    said = [*game.start()]
    for line in blessed.splitlines():
        if line.startswith("> "):
            said += ["", line, *game.enter(line[2:])]
    played = "\n".join(said) + "\n"
    if os.environ.get("DREAMWRIGHT_BLESS"):
        path.write_text(played, "utf-8")
    assert played == path.read_text("utf-8")
    assert game.over
