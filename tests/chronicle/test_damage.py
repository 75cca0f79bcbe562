"""Places where no chronicle can be kept, files that are none, and chronicles that are not as they were written."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from chronicle.lives import begin, new_story, play
from dreamwright.chronicle import Recorder, Telling, open_chronicle
from dreamwright.chronicle.schema import APPLICATION, VERSION
from dreamwright.errors import DreamwrightError

OLD = Path(__file__).parent / "layout-1.sql"
CHOICES = [3, 1, 4, 1, 5, 9, 2, 6]


def code_of(error: pytest.ExceptionInfo[DreamwrightError]) -> str:
    return error.value.diagnostics[0].code


def kept(path: Path) -> str:
    """A chronicle with one run; the run's hash."""
    with open_chronicle(str(path)) as chronicle:
        branch = begin(chronicle, new_story())
        with chronicle.write(branch) as writer:
            play(new_story(), CHOICES, Recorder(writer, None))
        return branch.hash


def sql(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_other_files_are_no_chronicles(tmp_path: Path) -> None:
    """A text, another program's database, a folder, an address of another kind: each is said, and stays as it is."""
    text, database = tmp_path / "a.txt", tmp_path / "b.db"
    text.write_text("Once upon a time there was a file that was not a database at all.\n" * 40)
    sql(database, "CREATE TABLE branch (id INTEGER)")
    contents = text.read_bytes(), database.read_bytes()
    for address, code in (
        (str(text), "chronicle-foreign"),
        (str(database), "chronicle-foreign"),
        (str(tmp_path), "chronicle-foreign"),
        ("mysql://here/there", "chronicle-address"),
        (str(text / "below.db"), "chronicle-unwritable"),
        ("postgresql://127.0.0.1:1/none", "chronicle-unreachable"),
        ("postgresql://here:there/none", "chronicle-address"),
    ):
        with pytest.raises(DreamwrightError) as error:
            open_chronicle(address)
        assert code_of(error) == code, address
    assert (text.read_bytes(), database.read_bytes()) == contents


def test_a_chronicle_that_must_be_there(tmp_path: Path) -> None:
    """Reading does not make one."""
    with pytest.raises(DreamwrightError) as error:
        open_chronicle(str(tmp_path / "none.db"), must_exist=True)
    assert code_of(error) == "chronicle-missing"
    assert not list(tmp_path.iterdir())


def test_a_later_layout_is_refused(tmp_path: Path) -> None:
    """It says which layout it has, which this version knows, and what to do."""
    path = tmp_path / "c.db"
    kept(path)
    sql(path, f"UPDATE chronicle SET version = {VERSION + 1}")
    with pytest.raises(DreamwrightError, match=f"layout is {VERSION + 1}, this version knows {VERSION}") as error:
        open_chronicle(str(path))
    assert code_of(error) == "chronicle-newer"


def test_an_older_layout_is_brought_up_to_date(tmp_path: Path) -> None:
    """A chronicle as the first layout had it opens; its run is whole, and goes on."""
    path = tmp_path / "c.db"
    connection = sqlite3.connect(path)
    connection.executescript(OLD.read_text())
    connection.close()
    with open_chronicle(str(path)) as chronicle:
        branch = chronicle.find("village-1")
        assert branch.origin is None
        story = Telling.of(branch).story()
        with chronicle.write(branch) as writer:
            recorder = Recorder(writer, story)
            play(story, [2, 7, 1], recorder)
        assert branch.hash == story.hash == play(new_story(), [*CHOICES, 2, 7, 1]).hash
    with open_chronicle(str(path)) as chronicle:
        assert chronicle.database.rows("SELECT version FROM chronicle") == [(VERSION,)]


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """What does not fit is not there by half; the story goes on, and all of it is kept once there is room."""
    path = tmp_path / "c.db"
    with open_chronicle(str(path)) as chronicle:
        branch = begin(chronicle, new_story())
        story = new_story()
        with chronicle.write(branch) as writer:
            recorder = Recorder(writer, None)
            play(story, CHOICES, recorder)
            before = branch.hash
            [(pages,)] = chronicle.database.rows("PRAGMA page_count")
            chronicle.database.rows(f"PRAGMA max_page_count = {pages}")
            for _ in range(2):
                play(story, CHOICES * 20)
                with pytest.raises(DreamwrightError) as error:
                    recorder.keep(story)
                assert code_of(error) == "chronicle-full"
                assert branch.hash == before
            chronicle.database.rows("PRAGMA max_page_count = 100000")
            recorder.keep(story)
        assert branch.hash == story.hash


def test_a_damaged_page_is_told(tmp_path: Path) -> None:
    """Not a traceback, and not a wrong story: an error that says what can be done."""
    path = tmp_path / "c.db"
    kept(path)
    content = bytearray(path.read_bytes())
    assert len(content) > 10 * 4096
    for page in range(2, len(content) // 4096):
        content[page * 4096 : page * 4096 + 200] = b"\xa5" * 200
    path.write_bytes(content)
    with pytest.raises(DreamwrightError) as error, open_chronicle(str(path)) as chronicle:
        list(chronicle.find("village-1").records())
    assert code_of(error) == "chronicle-damaged"


def test_what_was_not_committed_is_not_there(tmp_path: Path) -> None:
    """A log cut off in its last write opens with what was acknowledged before."""
    path = tmp_path / "c.db"
    with open_chronicle(str(path)) as chronicle:
        branch = begin(chronicle, new_story())
        story = new_story()
        with chronicle.write(branch) as writer:
            recorder = Recorder(writer, None)
            play(story, CHOICES, recorder)
            before = branch.hash
            size = Path(f"{path}-wal").stat().st_size
            play(story, CHOICES, recorder)
            torn = tmp_path / "torn.db"
            torn.write_bytes(path.read_bytes())
            wal = Path(f"{path}-wal").read_bytes()
            Path(f"{torn}-wal").write_bytes(wal[: size + (len(wal) - size) // 100])
    with open_chronicle(str(torn)) as chronicle:
        assert chronicle.find("village-1").hash == before


READER = """
import os, sys, urllib.parse  # all that is loaded late: root's Python may be closed to others
import dreamwright.chronicle.sqlite
from dreamwright.chronicle import open_chronicle
from dreamwright.errors import DreamwrightError
if os.geteuid() == 0:  # to whom nothing is closed
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
with open_chronicle(sys.argv[1], must_exist=True) as chronicle:
    branch = chronicle.find("village-1")
    print(branch.hash)
    try:
        chronicle.write(branch)
    except DreamwrightError as error:
        print(error.diagnostics[0].code)
"""


@pytest.mark.skipif(os.name != "posix", reason="permissions of Unix")
def test_a_folder_that_cannot_be_written_can_be_read() -> None:
    """Its stories are read; writing is refused clearly."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own folders are closed to other users
        folder = Path(name)
        digest = kept(folder / "c.db")
        os.chmod(folder / "c.db", 0o444)
        os.chmod(folder, 0o555)
        command = [sys.executable, "-c", READER, str(folder / "c.db")]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/")
        os.chmod(folder, 0o755)
    assert done.stdout.split() == [digest, "chronicle-unwritable"], done.stderr


def test_a_file_of_ours_says_so(tmp_path: Path) -> None:
    """The file is marked as a chronicle, so that other programs can tell."""
    path = tmp_path / "c.db"
    kept(path)
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION,)
    connection.close()
