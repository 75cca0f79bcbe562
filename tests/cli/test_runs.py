"""Nothing is lost: `play` keeps its stories, and the verbs over what is kept."""

from __future__ import annotations

import json
import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dreamwright.chronicle import open_chronicle
from dreamwright.chronicle.keeper import Keeper
from dreamwright.cli.errors import guarded
from dreamwright.cli.main import app
from dreamwright.cli.today import now
from dreamwright.playing.obey import enter
from dreamwright.playing.opening import open_session
from dreamwright.voices.paragraphs import Paragraph

INN = Path(__file__).parent / "worlds" / "inn.world"
LINES = ["go to the yard", "wait 20", "go to the stable", "wait until 19:00", "go to the yard"]
VERBS = ("resume", "runs", "show", "fork", "diff", "export", "import", "rm", "replay")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A chronicle for each test, and a folder to be in."""
    monkeypatch.setenv("DREAMWRIGHT_CHRONICLE", str(tmp_path / "kept" / "chronicle.db"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "kept" / "chronicle.db"


@pytest.fixture
def inn(tmp_path: Path) -> Path:
    """The inn, to be edited."""
    return Path(shutil.copy(INN, tmp_path / "inn.world"))


def run(*arguments: object) -> int:
    """The exit code of a command line."""
    return guarded(lambda: app([str(argument) for argument in arguments]))


def typed(tmp_path: Path, *lines: str) -> tuple[str, Path]:
    """The option for a script of these lines."""
    script = tmp_path / "typed.txt"
    script.write_text("\n".join(lines) + "\n")
    return "--script", script


def hash_of(label: str) -> str:
    with open_chronicle(must_exist=True) as chronicle:
        return chronicle.find(label).hash


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` says what a verb does, and how it is typed."""
    assert run(verb, "--help") == 0
    assert f"  dreamwright {verb}" in capsys.readouterr().out


def test_leaving_and_coming_back_changes_nothing(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """However often a person leaves, the story is the one they would have had in one sitting."""
    run("play", inn, *typed(tmp_path, *LINES))
    for number, line in enumerate(LINES):
        run(*(("resume", "inn-2") if number else ("play", inn)), *typed(tmp_path, line))
    assert hash_of("inn-1") == hash_of("inn-2")
    capsys.readouterr()
    assert run("diff", "inn-1", "inn-2") == 0
    assert "They are the same" in capsys.readouterr().out


def test_an_undo_after_coming_back(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was done in an earlier sitting can be taken back; the chronicle shows it, the story is without it."""
    run("play", inn, *typed(tmp_path, *LINES[:1]))
    before = hash_of("inn-1")
    run("resume", *typed(tmp_path, "go to the stable"))
    run("resume", *typed(tmp_path, "undo"))
    assert "Taken back: go to the stable" in capsys.readouterr().out
    assert hash_of("inn-1") == before
    run("show", "inn-1", "--log")
    shown = capsys.readouterr().out
    assert "go(Ada, Yard, Stable)  (subject)  (taken back)" in shown
    assert "<  taken back to" in shown


def test_restarting_and_restoring_are_kept(inn: Path, tmp_path: Path) -> None:
    """`restart` takes everything back; a game restored from a file with another seed is a run of its own."""
    run("play", inn, "--seed", 4, *typed(tmp_path, *LINES[:2], "save four.save"))
    run("play", inn, *typed(tmp_path, *LINES[:3], "restart", "yes", *LINES[:2]))
    run("play", inn, *typed(tmp_path, *LINES[:2]))
    assert hash_of("inn-2") == hash_of("inn-3")
    run("play", inn, *typed(tmp_path, LINES[0], "restore four.save"))
    with open_chronicle() as chronicle:
        assert [run.setting.seed for run in chronicle.runs()] == [4, 0, 0, 0, 4]
    assert hash_of("inn-5") == hash_of("inn-1")


def test_runs_and_forks_are_listed(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`runs` names each with what it is, `show` its last happenings with their numbers."""
    assert run("runs") == 0
    assert "Nothing is kept yet" in capsys.readouterr().out
    run("play", inn, *typed(tmp_path, *LINES))
    assert run("fork", "inn-1", "--at", 1, "--name", "second") == 0
    assert run("fork", "inn-1", "--at", 999) == 1
    capsys.readouterr()
    run("runs")
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("inn-1: The Inn at the Ford as Ada, seed 0, ")
    assert second.startswith("  inn-1/second: from inn-1, 1 happening")
    run("runs", "--json")
    assert [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()] == ["inn-1", "inn-1/second"]
    run("show", "inn-1/second")
    assert capsys.readouterr().out.splitlines()[1:] == ["      0  Wed  1 18:00  go(Ada, Taproom, Yard)  (subject)"]
    run("show", "inn-1", "--json", "--last", 2)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["index"] for line in lines] == [lines[0]["index"], lines[0]["index"] + 1]
    run("resume", "inn-1/second", *typed(tmp_path, "wait 30"))
    capsys.readouterr()
    assert run("diff", "inn-1", "inn-1/second") == 1
    shown = capsys.readouterr().out
    assert shown.startswith("They are the same for 3 happenings, then differ.") and "wait 30 minutes" in shown


def test_names_that_are_nearly_right(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every verb suggests the run that was meant."""
    run("play", inn, *typed(tmp_path, LINES[0]))
    for verb in (["show", "in-1"], ["resume", "inn1"], ["replay", "inn-11"], ["rm", "ann-1"], ["export", "inn-", "x"]):
        assert run(*verb) == 1
        assert "did you mean 'inn-1'?" in capsys.readouterr().err


def test_a_run_goes_to_another_machine(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exported, and imported where neither the chronicle nor the world is: it replays, and goes on."""
    run("play", inn, *typed(tmp_path, *LINES))
    assert run("export", "inn-1", "evening.story") == 0
    inn.unlink()
    there = ("--chronicle", tmp_path / "there.db")
    assert run("import", "evening.story", *there) == 0
    capsys.readouterr()
    assert run("replay", "inn-1", "--verify", *there) == 0
    assert hash_of("inn-1") in capsys.readouterr().out
    assert run("resume", *there, *typed(tmp_path, "wait 10")) == 0
    assert run("import", "typed.txt", *there) == 1


def test_removing_asks(
    inn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Anything but yes leaves it."""
    run("play", inn, *typed(tmp_path, *LINES))
    for answer, left in (("", 1), ("n", 1), ("maybe", 1), ("y", 0)):
        monkeypatch.setattr("builtins.input", lambda question, answer=answer: answer)
        assert run("rm", "inn-1") == left
        with open_chronicle() as chronicle:
            assert len(chronicle.runs()) == left
    run("play", inn, *typed(tmp_path, LINES[0]))
    assert run("rm", "inn-1", "--yes") == 0


def test_a_replay_that_comes_out_otherwise(
    inn: Path, tmp_path: Path, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first event that differs is printed, as it was kept and as it is now."""
    run("play", inn, *typed(tmp_path, *LINES))
    assert run("replay", "inn-1", "--verify") == 0
    with open_chronicle() as chronicle, chronicle.transaction():
        chronicle.database.rows("UPDATE run SET seed = '1'")
    capsys.readouterr()
    assert run("replay", "inn-1", "--verify") == 1
    shown = capsys.readouterr().out
    assert "comes out differently at happening" in shown and "  kept:  {" in shown and "  again: " in shown


@pytest.mark.parametrize(("column", "value"), [("line", '{"action":null}'), ("line", b"\xff"), ("pulse", "{}")])
def test_a_replay_of_a_record_that_was_changed(
    inn: Path, tmp_path: Path, column: str, value: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """What stands there is printed beside what comes out in its place."""
    run("play", inn, *typed(tmp_path, *LINES))
    with open_chronicle() as chronicle:
        chronicle.database.rows(f"UPDATE record SET {column} = :value WHERE seq = 2", {"value": value})
    capsys.readouterr()
    assert run("replay", "inn-1", "--verify") == 1
    first, kept, again, reason = capsys.readouterr().out.splitlines()
    assert first == "inn-1 comes out differently at happening 2."
    assert kept.startswith("  kept:  ") and again.startswith('  again: {"action":"') and "happening 2 is not" in reason
    assert (kept.partition(":")[2].strip() == again.partition(":")[2].strip()) == (column == "pulse")


def test_a_record_that_is_missing(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The number told is its own, not that of the next: what is advised for going on then works."""
    run("play", inn, *typed(tmp_path, *LINES))
    with open_chronicle() as chronicle:
        chronicle.database.rows("DELETE FROM record WHERE seq = 2")
    capsys.readouterr()
    assert run("resume", "inn-1") == 1
    assert "`dreamwright fork inn-1 --at 2`" in capsys.readouterr().err
    assert run("show", "inn-1", "--log") == 1
    assert "record 2 of its log" in capsys.readouterr().err
    assert run("replay", "inn-1", "--verify") == 1
    assert "  kept:  nothing" in capsys.readouterr().out
    assert run("fork", "inn-1", "--at", 2) == 0
    assert run("resume", "inn-1/fork-1", *typed(tmp_path, *LINES)) == 0


def test_one_damaged_run_does_not_hide_the_others(
    inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run("play", inn, *typed(tmp_path, *LINES))
    run("play", inn, *typed(tmp_path, *LINES))
    run("fork", "inn-1", "--at", 2)
    with open_chronicle() as chronicle:
        chronicle.database.rows("PRAGMA foreign_keys = OFF")
        chronicle.database.rows("DELETE FROM branch WHERE id = 1")
    capsys.readouterr()
    assert run("runs") == 1
    shown = capsys.readouterr()
    assert shown.out.startswith("inn-2: ") and shown.err.startswith("inn-1: run 'inn-1' is damaged")
    assert run("show", "inn-1") == 1
    assert "error[chronicle-damaged]" in capsys.readouterr().err


def test_an_empty_chronicle_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    open_chronicle().close()
    assert run("runs") == 0
    assert "Nothing is kept yet" in capsys.readouterr().out
    assert run("runs", "--json") == 0
    assert capsys.readouterr().out == ""


def test_what_is_exported_may_be_read_by_others(inn: Path, tmp_path: Path) -> None:
    """As any new file may; it is there to be handed on."""
    run("play", inn, *typed(tmp_path, *LINES))
    assert run("export", "inn-1", "inn.story") == 0
    assert Path("inn.story").stat().st_mode == (tmp_path / "typed.txt").stat().st_mode
    for impossible in ("/", tmp_path / "none" / "inn.story"):
        assert run("export", "inn-1", impossible) == 1
    assert not list(tmp_path.glob(".*"))


def test_watching_is_kept_when_asked(inn: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`watch --keep` keeps what it tells; without it nothing is kept. Nobody is played in such a run."""
    run("watch", inn, "--days", "0.1")
    assert run("watch", inn, "--days", "0.1", "--keep", "--json") == 0
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    with open_chronicle() as chronicle:
        assert [record.text for record in chronicle.find("inn-1").records()] == told
        assert len(chronicle.runs()) == 1
    assert run("replay", "inn-1", "--verify") == 0
    assert run("resume", "inn-1") == 1
    assert "nobody is played in 'inn-1'" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------ edited worlds
def test_an_edited_world(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What changed is said; the story goes on in the world as it was, or where that is wanted in the new one."""
    run("play", inn, *typed(tmp_path, *LINES))
    inn.write_text(inn.read_text().replace("a slow fire", "a roaring fire") + "entity Barn : place;\n")
    capsys.readouterr()
    run("resume", *typed(tmp_path, "wait 5"))
    shown = capsys.readouterr().out
    assert "The world has been edited since" in shown and "inn.world: +2 -1 lines" in shown
    assert "It goes on in the world as it was" in shown
    run("resume", "inn-1", "--edited", *typed(tmp_path, "wait 5"))
    assert "It goes on in the edited world, as inn-1/edited-1" in capsys.readouterr().out
    run("resume", *typed(tmp_path, "wait 5"))  # which is the latest now, and has not been edited since
    shown = capsys.readouterr().out
    assert "inn-1/edited-1" in shown and "edited since" not in shown
    assert run("replay", "inn-1/edited-1", "--verify") == 0


def test_an_edited_world_in_which_it_cannot_have_happened(
    inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what could not have happened; whoever insists is refused."""
    run("play", inn, *typed(tmp_path, *LINES))
    inn.write_text(inn.read_text().replace("path(Taproom, Yard);", ""))
    capsys.readouterr()
    run("resume", *typed(tmp_path, "wait 5"))
    shown = capsys.readouterr().out
    assert "It could not have gone so there" in shown and "go(Ada, Taproom, Yard)" in shown
    assert run("resume", "inn-1", "--edited") == 1
    inn.write_text("this is no world")
    run("resume", "inn-1", *typed(tmp_path, "wait 5"))
    assert "cannot be read now" in capsys.readouterr().out
    inn.unlink()
    assert run("resume", "inn-1", *typed(tmp_path, "wait 5")) == 0


def test_an_edited_world_that_cannot_be_had(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever asks for it by name is not put into the old one instead."""
    run("play", inn, *typed(tmp_path, *LINES))
    run("export", "inn-1", "inn.story")
    run("import", "inn.story")
    inn.write_text(f"{inn.read_text()} action (")
    capsys.readouterr()
    assert run("resume", "inn-1", "--edited") == 1
    assert "inn.world:" in capsys.readouterr().err
    inn.unlink()
    for label in ("inn-1", "inn-2"):
        assert run("resume", label, "--edited") == 1
        assert f"error[file-unreadable]: the world of '{label}' is not" in capsys.readouterr().err
    with open_chronicle() as chronicle:
        assert [branch.label for branch in chronicle.every_branch()] == ["inn-1", "inn-2"]


# ------------------------------------------------------------------------------------------------ what goes wrong
def test_without_a_place_to_keep_it(
    inn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The person is told and plays all the same; a place that they named themselves must do."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DREAMWRIGHT_CHRONICLE", str(tmp_path / "file" / "chronicle.db"))
    assert run("play", inn, *typed(tmp_path, *LINES, "save evening.save")) == 0
    shown = capsys.readouterr().out
    assert "This story is not kept" in shown and "Saved in evening.save" in shown
    assert run("play", inn, "--chronicle", tmp_path / "file" / "c.db") == 1
    assert run("play", inn, "--no-keep", *typed(tmp_path, *LINES)) == 0
    assert "not kept" not in capsys.readouterr().out


def test_a_second_process_is_refused(inn: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """While somebody plays a run nobody else does; anybody may look."""
    run("play", inn, *typed(tmp_path, *LINES))
    with open_chronicle() as chronicle, chronicle.write(chronicle.find("inn-1")):
        capsys.readouterr()
        assert run("resume", "inn-1") == 1
        assert f"another process (process {os.getpid()}) is going on with this run" in capsys.readouterr().err
        assert run("rm", "inn-1", "--yes") == 1
        assert run("show", "inn-1") == 0
        assert run("fork", "inn-1", "--at", 1) == 0


@pytest.mark.skipif(os.name != "posix", reason="signals of Unix")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_losing_the_terminal_loses_nothing(inn: Path, tmp_path: Path, end: signal.Signals) -> None:
    """A game that was killed while it waited for a command goes on from there."""
    run("play", inn, *typed(tmp_path, *LINES))
    command = [sys.executable, "-m", "dreamwright", "play", str(inn)]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    heard = signal.signal(end, signal.SIG_DFL) if end is signal.SIGHUP else None  # whoever is tested under nohup
    with subprocess.Popen(command, **pipes) as game:
        if end is signal.SIGHUP:
            signal.signal(end, heard)
        assert game.stdin is not None and game.stdout is not None
        for line in LINES[:2]:
            game.stdin.write(f"{line}\n".encode())
        game.stdin.flush()
        _read_until(game, "It is Wednesday, 18:2")
        game.send_signal(end)
        game.wait(timeout=120)
    run("resume", "inn-2", *typed(tmp_path, *LINES[2:]))
    assert hash_of("inn-2") == hash_of("inn-1")


def _read_until(game: subprocess.Popen[bytes], wanted: str) -> None:
    assert game.stdout is not None
    read = b""
    while wanted.encode() not in read:
        ready, _, _ = select.select([game.stdout], [], [], 60)
        more = os.read(game.stdout.fileno(), 4096) if ready else b""
        assert more, read.decode()
        read += more


@pytest.mark.parametrize(("locale", "hash_seed"), [("C", "0"), ("C.UTF-8", "1"), ("tr_TR.UTF-8", "4711")])
def test_the_same_under_any_locale_and_hash_seed(inn: Path, tmp_path: Path, locale: str, hash_seed: str) -> None:
    """A run that was made here comes out the same there, and one that is made there has the same hash."""
    run("play", inn, *typed(tmp_path, *LINES))
    environment = {**os.environ, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": hash_seed}
    for words in (["replay", "inn-1", "--verify"], ["play", str(inn), "--script", "typed.txt"]):
        command = [sys.executable, "-m", "dreamwright", *words]
        done = subprocess.run(command, env=environment, capture_output=True, timeout=60)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
    assert hash_of("inn-1") == hash_of("inn-2")


def test_a_story_that_cannot_be_kept_for_a_while(inn: Path, place: Path) -> None:
    """The person is told once that it is not kept and once that it is again; nothing of it is missing."""
    said: list[str] = []

    class Listener:
        def say(self, paragraph: Paragraph) -> None:
            said.append(paragraph.text)

    session = open_session(inn, None, 0, Listener())
    chronicle = open_chronicle()
    session.keeper = Keeper(chronicle, inn, now)
    session.start()
    enter(session, LINES[0])
    [(pages,)] = chronicle.database.rows("PRAGMA page_count")
    chronicle.database.rows(f"PRAGMA max_page_count = {pages}")
    for line in ["go to the stable", "go to the yard"] * 20:
        enter(session, line)
    assert sum("not kept for now" in text and "no room left" in text for text in said) == 1
    enter(session, "quit")
    assert said[-1].startswith("Leave the story? Not all of it is kept: `save FILE`")
    enter(session, "no")
    chronicle.database.rows("PRAGMA max_page_count = 100000")
    enter(session, LINES[1])
    assert sum("kept again" in text for text in said) == 1
    assert hash_of("inn-1") == session.story.hash
    enter(session, "quit")
    assert said[-1] == "Leave the story? (yes or no)"
    session.keeper.close()
