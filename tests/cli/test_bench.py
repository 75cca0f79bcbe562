"""`dreamwright bench`: its table, its file, its comparison, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dreamwright.cli.errors import guarded
from dreamwright.cli.main import app

WORLD = """
entity Mats : character;
property bread() : boolean;
action bake() { precondition: !bread(); effect: bread(); consenting: Mats; };
utility(): if(bread()) 1 else 0;
utility(Mats): if(bread()) 1 else 0;
"""
ENDLESS = """
entity A : character; property n() : number; property m() : number;
action more() { effect: n() = n() + 1; consenting: A; };
action most() { effect: m() = m() + 1; };
utility(): if(n() * m() > 100000) 2 else 0; utility(A): n();
"""
HEAD = "name,problem,goal,author_limit,character_limit,epistemic_limit,mean_ms\n"


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "bakery"
    folder.mkdir()
    (folder / "bread.world").write_text(WORLD)
    (folder / "endless.world").write_text(ENDLESS)
    (folder / "settings.csv").write_text(
        f"{HEAD}bread,bread.world,1,5,3,1,2.5\ncake,bread.world,2,5,3,1,\nendless,endless.world,2,-1,2,1,\n"
    )
    return folder


def run(*arguments: object) -> int:
    """The exit code of a command line."""
    return guarded(lambda: app([str(argument) for argument in arguments]))


def test_table_and_file(suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each setting, aligned and in a hundred columns; the same and more in the file."""
    output = tmp_path / "now.json"
    assert run("bench", "--suite", suite, "--only", "bread", "--only", "c*", "--repeat", 2, "-o", output) == 0
    head, bread, cake, empty, summary = capsys.readouterr().out.splitlines()
    assert head.split()[:4] == ["setting", "status", "steps", "given"]
    assert bread.split()[:3] == ["bread", "solved", "1"]
    assert cake.split()[:2] == ["cake", "none"]
    assert bread.index("solved") == cake.index("none") == head.index("status")
    assert max(map(len, (head, bread, cake))) <= 100
    assert empty == ""
    assert summary.startswith("solved 1 of 2; ")
    assert summary.endswith("the published time (geometric mean of 1)")
    kept = json.loads(output.read_text())
    assert (kept["suite"], kept["repeat"], kept["seconds"]) == ("bakery", 2, 300)
    assert [result["name"] for result in kept["results"]] == ["bread", "cake"]
    assert kept["results"][0]["plan"] == ["bake()"]
    assert kept["results"][0]["accepted"] is True
    assert len(kept["results"][0]["runs"]) == 2


def test_unsolved_is_no_failure(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What runs out stands in the table, and the suite goes on; a world that is not well fails."""
    assert run("bench", "--suite", suite, "--time", 0.5) == 0
    out = capsys.readouterr().out
    assert "time" in out.splitlines()[3]
    assert "solved 1 of 3" in out
    (suite / "endless.world").write_text("entity A")
    assert run("bench", "--suite", suite, "--time", 0.5) == 1
    assert "endless" in capsys.readouterr().out


def test_with_one_method(suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--method` is used, and kept with the results; an unknown one is wrong usage."""
    output = tmp_path / "now.json"
    assert run("bench", "--suite", suite, "--only", "bread", "--method", "goal-first", "-o", output) == 0
    assert json.loads(output.read_text())["method"] == "goal-first"
    assert json.loads(output.read_text())["results"][0]["plan"] == ["bake()"]
    assert run("bench", "--suite", suite, "--method", "goalfirst") == 2
    assert "did you mean 'goal-first'" in capsys.readouterr().err


def test_what_is_wrong_is_told_before_anything_runs(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A broken suite, a file that cannot be written, names that fit nothing, and wrong usage."""
    assert run("bench", "--suite", suite, "-o", tmp_path / "nowhere" / "a.json") == 1
    assert run("bench", "--suite", suite, "--only", "bred") == 1
    (suite / "settings.csv").write_text(f"{HEAD}bread,bread.world,much,5,3,1,\n")
    assert run("bench", "--suite", suite) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "file-unwritable" in err
    assert "did you mean 'bread'" in err
    assert "settings.csv:2:19" in err and "^^^^" in err
    assert run("bench") == 2
    assert run("bench", "--suite", suite, "--compare", "a", "b") == 2


def result(name: str, status: str, seconds: float, visited: int) -> dict[str, object]:
    return {"name": name, "status": status, "seconds": seconds, "visited": visited, "plan": [], "runs": [],
            "published": {}}  # fmt: skip


def test_compare(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Means, the five worst slow-downs, and failure only when something is no longer solved."""
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    names = "abcdefg"
    old = [result(name, "solved", 1, 100) for name in names]
    before.write_text(json.dumps({"results": [*old, result("x", "solved", 1, 1)]}))
    new = [result(name, "solved", 2 + place, 100) for place, name in enumerate(names)]
    after.write_text(json.dumps({"results": [*new, result("x", "solved", 1, 1)]}))
    assert run("bench", "--compare", before, after) == 0
    out = capsys.readouterr().out
    assert "solved in both: 8" in out
    assert "visited: 1 times as many" in out
    assert out.split("worst slow-downs:\n")[1].splitlines() == [
        f"  {name}: {ratio} times, 1.000 s to {ratio}.000 s"
        for name, ratio in zip("gfedc", (8, 7, 6, 5, 4), strict=True)
    ]
    after.write_text(json.dumps({"results": [*new, result("x", "gave-up", 1, 1)]}))
    assert run("bench", "--compare", before, after) == 1
    assert "no longer solved: x" in capsys.readouterr().out
    assert run("bench", "--compare", before, tmp_path / "none.json") == 1
    assert "suite-results" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupt_keeps_what_there_is(suite: Path, tmp_path: Path) -> None:
    """Ctrl-C, which reaches all processes of the terminal, ends the suite; what was measured is told and kept."""
    output = tmp_path / "now.json"
    command = [sys.executable, "-m", "dreamwright", "bench", "--suite", str(suite), "-o", str(output)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        while "cake" not in process.stdout.readline():  # then comes one that goes on for minutes
            pass
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, "")
    assert "solved 1 of 2; interrupted, 1 not measured" in out
    assert [one["name"] for one in json.loads(output.read_text())["results"]] == ["bread", "cake"]
