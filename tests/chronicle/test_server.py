"""What only a server can do to a chronicle."""

from __future__ import annotations

import logging
import sys

import pytest

import postgres
from chronicle.lives import begin, new_story, play
from dreamwright.chronicle import Recorder, open_chronicle
from dreamwright.errors import DreamwrightError

CHOICES = [3, 1, 4, 1, 5]


@pytest.mark.skipif(postgres.why_not() is not None, reason=str(postgres.why_not()))
def test_a_server_that_goes_away_and_comes_back() -> None:
    """What cannot be kept meanwhile is said, and kept afterwards; the right to write comes back too."""
    folder = postgres.folder()
    with postgres.server(folder) as url, open_chronicle(url) as chronicle:
        branch = begin(chronicle, new_story())
        story = new_story()
        with chronicle.write(branch) as writer:
            recorder = Recorder(writer, None)
            play(story, CHOICES, recorder)
            postgres.restart(folder, url)
            play(story, CHOICES)
            with pytest.raises(DreamwrightError, match="cannot be reached"):
                recorder.keep(story)
            recorder.keep(story)
            assert branch.hash == story.hash
            assert logging.getLogger("psycopg").handlers, "what the library has to say about it is not for a player"
            with open_chronicle(url) as other, pytest.raises(DreamwrightError, match="another process"):
                other.write(other.find("village-1"))


def test_without_the_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DreamwrightError, match=r"dreamwright\[postgres\]"):
        open_chronicle("postgresql://127.0.0.1/none")


def test_a_password_is_not_shown() -> None:
    """Neither where the chronicle is named, nor when its address is wrong."""
    for address in ("postgresql://ada:secret@127.0.0.1:1/none", "postgresql://ada:secret@host:port/none"):
        with pytest.raises(DreamwrightError) as error:
            open_chronicle(address)
        assert "secret" not in str(error.value)
