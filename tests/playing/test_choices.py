"""What is offered to be typed: every command as it is shown means the action that it is shown for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamwright.cli.worlds import bundled
from dreamwright.playing.commands import COMMANDS
from dreamwright.playing.opening import open_session
from dreamwright.playing.parser import understand
from dreamwright.playing.words import words_of
from dreamwright.voices.paragraphs import Paragraph

HERE = Path(__file__).parent
SABRE = Path(os.environ.get("DREAMWRIGHT_SABRE", "/nonexistent"))
WORLDS = [HERE.parent / "cli" / "worlds" / "inn.world", *bundled().values(), *sorted(SABRE.glob("problems/*.txt"))]


class Nobody:
    """Listens to nothing."""

    def say(self, paragraph: Paragraph) -> None:
        pass


@pytest.mark.parametrize("path", WORLDS, ids=[path.stem for path in WORLDS])
def test_every_command_means_its_action(path: Path) -> None:
    """Typed word for word, a command is understood exactly, and as nothing else."""
    session = open_session(path, None, 0, Nobody())
    every = session.maker.distinct(session.view().all_own_actions())
    assert every
    for choice in every:
        understood = understand(words_of(choice.command), every)
        assert [found.command for found in understood.choices] == [choice.command]
        assert understood.complete
        assert understood.cost == 0


def test_no_two_commands_share_a_name() -> None:
    """Each name and abbreviation stands for one command."""
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))
