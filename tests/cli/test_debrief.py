"""`dreamwright debrief`: where it writes, in which form, and what it leaves alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamwright.cli.errors import guarded
from dreamwright.cli.main import app

INN = Path(__file__).parent / "worlds" / "inn.world"


@pytest.fixture(autouse=True)
def inn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to be in, and a run `inn-1` in a chronicle of the test."""
    monkeypatch.setenv("DREAMWRIGHT_CHRONICLE", str(tmp_path / "kept" / "chronicle.db"))
    monkeypatch.chdir(tmp_path)
    script = tmp_path / "typed.txt"
    script.write_text("go to the yard\nwait 20\n")
    assert run("play", INN, "--script", script) == 0


def run(*arguments: object) -> int:
    """The exit code of a command line."""
    return guarded(lambda: app([str(argument) for argument in arguments]))


def test_without_a_name_it_goes_beside_the_reader(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """RUN.html in this folder, without anything else left there; a branch's name gives no folder."""
    assert run("fork", "inn-1", "--at", 1, "--name", "other") == 0
    before = set(tmp_path.iterdir())
    assert run("debrief", "inn-1", "--reruns", 10) == 0
    assert "inn-1.html: 4 happenings through the eyes of Ada Wren" in capsys.readouterr().out
    assert run("debrief", "inn-1/other", "--seeds", 0) == 0
    assert {path.name for path in set(tmp_path.iterdir()) - before} == {"inn-1.html", "inn-1-other.html"}
    assert (tmp_path / "inn-1.html").read_text().startswith("<!DOCTYPE html>")


def test_the_ending_says_in_which_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """.html, .md, .json, in any case; - prints the page and nothing else; another ending is refused."""
    for name in ("a.html", "a.md", "a.JSON"):
        assert run("debrief", "inn-1", "--seeds", 0, "-o", name) == 0
    assert (tmp_path / "a.md").read_text().startswith("<!-- generator")
    assert json.loads((tmp_path / "a.JSON").read_text())["subject"] == "Ada Wren"
    capsys.readouterr()
    assert run("debrief", "inn-1", "--seeds", 0, "-o", "-") == 0
    assert capsys.readouterr().out == (tmp_path / "a.html").read_text()
    assert run("debrief", "inn-1", "-o", "a.pdf") == 1
    assert "error[debrief-form]" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a.html", "a.md", "a.json"])
def test_only_debriefs_are_written_over(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is no debrief stays unless forced; a debrief makes way for a new one."""
    precious = tmp_path / name
    precious.write_text("my novel")
    assert run("debrief", "inn-1", "-o", name) == 1
    assert "error[debrief-over]" in capsys.readouterr().err
    assert precious.read_text() == "my novel"
    assert run("debrief", "inn-1", "--seeds", 0, "-o", name, "--force") == 0
    assert run("debrief", "inn-1", "--seeds", 0, "-o", name, "--as", "Cora") == 0
    assert "Cora Lind" in precious.read_text()


def test_what_cannot_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A run that is not there, eyes that nobody has, a folder that is not there: an error each, and no file."""
    before = set(tmp_path.iterdir())
    assert run("debrief", "inn-2") == 1
    assert run("debrief", "inn-1", "--as", "Dora", "-o", "a.html") == 1
    assert run("debrief", "inn-1", "--seeds", 0, "-o", "nowhere/a.html") == 1
    errors = capsys.readouterr().err
    assert all(f"error[{code}]" in errors for code in ("no-such-run", "no-such-character", "file-unwritable"))
    assert set(tmp_path.iterdir()) == before
