"""Nonsense typed at a game: it answers, and goes on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from dreamwright.playing.commands import COMMANDS
from dreamwright.playing.opening import SilentGame

INN = Path(__file__).parents[1] / "cli" / "worlds" / "inn.world"
LEAVING = ("quit", "q", "exit", "wait", "z")
WORDS = [name for command in COMMANDS for name in command.names if name not in LEAVING]
WORDS += ["it", "him", "her", "them", "me", "the", "to", "at", "about", "all", "n", "s", "1", "2", "3", "yes", "no"]
WORDS += ["go", "take", "sing", "key", "iron", "brass", "ada", "bram", "coin", "yard", "taproom"]
WORDS += ["-1", "9" * 30, "", "“", "ü", "%s", "{x}", "[bold]", "/none/x", "..", "\0", "\t", "\x1b[2J"]


@pytest.mark.parametrize("seed", range(3))
def test_nonsense(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any line of words, ours or not, gets an answer; nothing that could steer a terminal comes back."""
    monkeypatch.chdir(tmp_path)
    chance = random.Random(seed)
    game = SilentGame(INN, None, 0)
    game.start()
    for _ in range(150):
        line = " ".join(chance.choice(WORDS) for _ in range(chance.randint(0, 4)))
        said = game.enter(line)
        assert said, line
        assert all(char.isprintable() for answer in said for char in answer), line
        assert not game.over
