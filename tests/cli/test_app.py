"""The command line: its verbs, exit codes, and where it writes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dreamwright.cli import errors
from dreamwright.cli.errors import guarded
from dreamwright.cli.main import app
from dreamwright.errors import DreamwrightError

HERE = Path(__file__).parent
INN = str(HERE / "worlds" / "inn.world")
VERBS = ("play", "watch", "check", "fmt", "worlds", "test")
MESSY = "entity   A:character;"
TIDY = "entity A : character;\n"


def run(*arguments: object) -> int:
    """The exit code of a command line."""
    return guarded(lambda: app([str(argument) for argument in arguments]))


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--help` says what a verb does, and how it is typed."""
    assert run(verb, "--help") == 0
    assert f"  dreamwright {verb}" in capsys.readouterr().out


def test_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Usage errors have exit code 2, on standard error, and name the nearest verb."""
    assert run("plya") == 2
    assert run("watch", "--dayz") == 2
    assert run("watch", INN, "--days", "soon") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "Did you mean 'play'" in err


def test_missing_world_suggests(capsys: pytest.CaptureFixture[str]) -> None:
    """A name near a bundled world, or a file near one that is there, is suggested."""
    assert run("play", "nihgtfall") == 1
    assert "did you mean 'nightfall'?" in capsys.readouterr().err
    assert run("watch", HERE / "worlds" / "in.world") == 1
    assert "inn.world'?" in capsys.readouterr().err


def test_unknown_character_suggests(capsys: pytest.CaptureFixture[str]) -> None:
    """`--as` finds names as written or as printed, and suggests."""
    assert run("play", INN, "--as", "Corra") == 1
    assert "did you mean 'Cora'?" in capsys.readouterr().err


# ------------------------------------------------------------------------------------------------ what goes wrong
def fail(error: BaseException) -> int:
    def run() -> None:
        raise error

    return guarded(run)


def test_no_traceback(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is raised becomes a few lines on standard error."""
    monkeypatch.delenv(errors.DEBUG, raising=False)
    assert fail(DreamwrightError.of("some-code", "what is wrong", hint="what to try")) == 1
    assert capsys.readouterr().err == "error[some-code]: what is wrong\n  hint: what to try\n"
    assert fail(PermissionError(13, "Permission denied", "x.world")) == 1
    assert capsys.readouterr().err == "error[file]: x.world: Permission denied\n"
    assert fail(ZeroDivisionError("oh")) == 1
    assert "a bug in dreamwright" in capsys.readouterr().err
    assert fail(MemoryError()) == 1
    assert fail(KeyboardInterrupt()) == 130
    assert "Traceback" not in "".join(capsys.readouterr())


def test_details_on_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """With DREAMWRIGHT_DEBUG the error itself comes through."""
    monkeypatch.setenv(errors.DEBUG, "1")
    with pytest.raises(ZeroDivisionError):
        fail(ZeroDivisionError("oh"))


def command(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dreamwright", *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, **environment},
    )


def test_reader_that_leaves() -> None:
    """`dreamwright watch | head -1` ends quietly."""
    line = f"{sys.executable} -m dreamwright watch {INN} --days 1 | head -1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.stderr) == ("The Inn at the Ford\n", "")


def test_end_of_input_ends_the_game_politely() -> None:
    """A pipe that ends, mid-sentence or in unreadable bytes, is a farewell."""
    done = command("play", INN, stdin="look")
    assert done.returncode == 0
    assert done.stdout.endswith("\n\nThe story goes on without you.\n")
    assert "\x1b" not in done.stdout
    assert done.stderr == ""


def test_terminal_without_letters() -> None:
    """Where a letter cannot be shown, something stands in for it."""
    done = command("play", INN, stdin="look\n", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "The taproom ? Wednesday" in done.stdout


def test_help_is_quick_to_load() -> None:
    """`--help` loads none of the heavy libraries: they cost more than the whole time it may take."""
    check = (
        "import sys; from dreamwright.cli.errors import guarded; from dreamwright.cli.main import app\n"
        "guarded(lambda: app(['--help']))\n"
        "print({'rich', 'lark', 'prompt_toolkit', 'rapidfuzz', 'asyncio'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "set()"


# ------------------------------------------------------------------------------------------------ verbs
def test_play_from_a_script(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--script` plays a file; empty lines and comments are passed over."""
    script = tmp_path / "commands"
    script.write_text("# a comment\n\nx me\n")
    assert run("play", INN, "--as", "bram holt", "--script", script) == 0
    out = capsys.readouterr().out
    assert "\n> x me\n\nThe host, wide as his door.\n" in out
    assert "comment" not in out


def test_watch_is_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    """One seed, one story; with `--why` the reasons, with `--json` the data."""
    stories = []
    for seed in (1, 1, 2):
        assert run("watch", INN, "--days", "0.08", "--seed", seed) == 0
        stories.append(capsys.readouterr().out)
    assert stories[0] == stories[1] != stories[2]
    assert "Day 1, Wednesday 1 March 1820" in stories[0]
    assert run("watch", INN, "--days", "0.03", "--why") == 0
    assert "better off" in capsys.readouterr().out
    assert run("watch", INN, "--days", "0.03", "--json") == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {"action", "actor", "minute", "motive"} <= set(lines[0])


def test_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Errors fail, warnings only with `--strict`; every world is looked into."""
    good, doubtful, bad = INN, tmp_path / "doubtful.world", tmp_path / "bad.world"
    doubtful.write_text("entity A : character; property p() : boolean; action a() { precondition: p(); };")
    bad.write_text("entity A : character")
    bad.write_text("entity A")
    assert run("check", good) == 0
    assert "no problems; 9 entities" in capsys.readouterr().out
    assert run("check", doubtful, good) == 0
    assert run("check", "--strict", doubtful, good) == 1
    assert "action-impossible" in capsys.readouterr().out
    assert run("check", bad, good) == 1
    out = capsys.readouterr().out
    assert "bad.world: 1 error; " in out
    assert "inn.world: no problems" in out


def test_check_as_data(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` gives one object for each world."""
    bad = tmp_path / "bad.world"
    bad.write_text("entity A")
    assert run("check", "--json", bad, tmp_path / "none.world", INN) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [len(world["errors"]) for world in found] == [1, 1, 0]
    assert found[0]["errors"][0]["line"] == 1
    assert found[2]["counts"]["entities"] == 9


def test_fmt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In place with permissions kept, or only looked at; a file that cannot be read does not hide the next."""
    path, bad = tmp_path / "a.world", tmp_path / "bad.world"
    path.write_text(MESSY)
    path.chmod(0o640)
    bad.write_text("entity")
    assert run("fmt", "--check", path) == 1
    assert run("fmt", "--diff", path) == 1
    assert f"-{MESSY}\n" in capsys.readouterr().out
    assert path.read_text() == MESSY
    assert run("fmt", bad, path) == 1
    assert path.read_text() == TIDY
    assert path.stat().st_mode & 0o777 == 0o640
    assert run("fmt", "--check", path) == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.world", "bad.world"]


def test_fmt_standard_input() -> None:
    """`-` reads standard input and writes standard output."""
    assert command("fmt", "-", stdin=MESSY).stdout == TIDY
    done = command("fmt", "-", stdin="entity")
    assert (done.returncode, done.stdout) == (1, "")
    assert "<stdin>:1" in done.stderr


def test_worlds(capsys: pytest.CaptureFixture[str]) -> None:
    """The bundled worlds are listed with their titles and files."""
    assert run("worlds") == 0
    told = capsys.readouterr().out
    assert "nightfall: Nightfall, a stage\n" in told
    assert "nightfall.world: Nightfall\n" in told


def test_regtest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Test files pass or fail as a whole; tests can be chosen, listed and shown."""
    script = HERE / "inn.regtest"
    assert run("test", script) == 0
    assert capsys.readouterr().out == "* opening\n* key\n* another-person\n3 tests passed\n"
    assert run("test", "--list", "--only", "*e*", script) == 0
    assert capsys.readouterr().out == "* opening\n* key\n* another-person\n* -to-the-stable\n"
    assert run("test", "--only", "nothing", script) == 1
    failing = tmp_path / "failing.regtest"
    failing.write_text(f"** world: {INN}\n* t\n> look\nthe sea\n")
    assert run("test", failing) == 1
    assert "failing.regtest:4:1: the sea\n    not found after '> look'\n1 tests: 0 passed, 1 failed" in (
        capsys.readouterr().out
    )
    assert run("test", tmp_path / "none.regtest") == 1
