"""What a person at a terminal is told when they leave: how to go on, or, when it is over, how to look back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dreamwright.chronicle import open_chronicle
from dreamwright.cli.console import Console
from dreamwright.cli.play.run import play_session
from dreamwright.cli.today import now
from dreamwright.cli.worlds import locate
from dreamwright.dream import Asking, load_stage
from dreamwright.dream.keep import DreamKeeper
from dreamwright.playing.dreaming import DreamSession


class Typed:
    """A person at the terminal who types these lines."""

    typed = True

    def __init__(self, *lines: str) -> None:
        self._lines: Iterator[str] = iter(lines)

    def ask(self, status: str) -> str | None:
        return next(self._lines, None)


@pytest.mark.parametrize(("line", "told"), [("stop", "debrief blackout-1"), ("quit", "resume blackout-1")])
def test_who_leaves_is_told_what_can_be_done_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, told: str
) -> None:
    """What was stopped is over: it is looked back on, and does not go on."""
    path = locate("blackout", stages=True)
    with open_chronicle(str(tmp_path / "kept.db")) as chronicle:
        session = DreamSession(Asking(load_stage(path)).agree(), 0, "blackout", Console())
        session.keeper = DreamKeeper(chronicle, path, now)
        play_session(session, session.start, Console(), prompt=Typed("wait 10", line))
    assert capsys.readouterr().out.splitlines()[-1].startswith(f"(`dreamwright {told}`")
