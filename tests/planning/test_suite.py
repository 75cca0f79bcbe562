"""Suites: what is read of them, what is said of broken ones, how settings are measured, and how runs compare."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dreamwright.errors import DreamwrightError
from dreamwright.planning import Limits
from dreamwright.planning.measured import (
    Result,
    against_published,
    compare,
    measure,
    read_results,
    to_json,
)
from dreamwright.planning.suite import Published, Setting, chosen, read_suite

ROOT = Path(__file__).parents[2]
SABRE = Path(os.environ.get("DREAMWRIGHT_SABRE", ROOT.parent / "shared/sabre"))

BREAD = """
entity Mats : character;
property dough() : boolean; property bread() : boolean;
action knead() { precondition: !dough(); effect: dough(); consenting: Mats; };
action bake() { precondition: dough(); effect: bread(); consenting: Mats; };
utility(): if(bread()) 1 else 0;
utility(Mats): if(bread()) 1 else 0;
"""
HEAD = "name,problem,goal,author_limit,character_limit,epistemic_limit"
GIGABYTE = 10**9


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """Two settings of one world: one can be solved, and has a known solution and published figures; one cannot."""
    (tmp_path / "problems").mkdir()
    (tmp_path / "solutions").mkdir()
    (tmp_path / "problems" / "bread.world").write_text(BREAD)
    (tmp_path / "solutions" / "bread.txt").write_text("knead()\n| bake()\n| goal(Mats, bread())\nbake()\ngoal(bread())")
    (tmp_path / "published.csv").write_text(
        f"{HEAD},best_planner,mean_visited,mean_ms,remarks\n"
        'bread,bread.world,1,-1,3,1,"A, B",4,0.5,"said ""so"""\n'
        "cake,bread.world,2,9,3,1,,,,\n"
    )
    return tmp_path


def broken(folder: Path, row: str, head: str = HEAD) -> str:
    """What is said of a suite with this row."""
    (folder / "published.csv").write_text(f"{head}\n{row}\n")
    with pytest.raises(DreamwrightError) as caught:
        read_suite(folder)
    return str(caught.value)


# ------------------------------------------------------------------------------------------------ reading
def test_reads_settings(suite: Path) -> None:
    """Every column counts, quoted or not; others are passed over; what is beside the file is found."""
    bread, cake = read_suite(suite)
    assert bread == Setting(
        "bread", suite / "problems" / "bread.world", 1, Limits(3, 1, -1), 2, Published("A, B", 4, None, 0.5)
    )
    assert (cake.goal, cake.limits, cake.given, cake.published) == (2, Limits(3, 1, 9), None, Published())
    assert read_suite(suite / "published.csv") == [bread, cake]


def test_worlds_may_lie_beside_the_file(suite: Path) -> None:
    """A world in the suite's own folder is found, before one in `problems`; another CSV file does not matter."""
    (suite / "bread.world").write_text(BREAD)
    (suite / "another.csv").write_text("a,b\n1,2\n")
    assert read_suite(suite)[0].world == suite / "bread.world"


def test_chooses_by_pattern(suite: Path) -> None:
    """Names choose settings, with wildcards; one that fits nothing is an error with a suggestion."""
    settings = read_suite(suite)
    assert [s.name for s in chosen(settings, [])] == ["bread", "cake"]
    assert [s.name for s in chosen(settings, ["c*", "cake"])] == ["cake"]
    with pytest.raises(DreamwrightError, match="did you mean 'bread'"):
        chosen(settings, ["braed"])


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("a,bread.world,many,-1,3,1", ["suite-value", "'many' is not a number", "published.csv:2:15", "^^^^"]),
        ("a,bread.world,1,-2,3,1", ["suite-value", "'-2' is not a limit", "published.csv:2:17", "or -1 for no limit"]),
        ("a,bread.world,1,1.5,3,1", ["suite-value", "'1.5' is not a limit"]),
        ("a,bread.world,1,-1,-1,1", ["suite-value", "published.csv:2:20", "a whole number from 0"]),
        ("a,bread.world,nan,-1,3,1", ["suite-value", "'nan' is not a number"]),
        ("a,bread.world,1", ["suite-value", "no author_limit, character_limit, epistemic_limit", ":2:1"]),
        ("a,bred.world,1,-1,3,1", ["suite-world", "no world 'bred.world'", ":2:3", "did you mean 'bread.world'"]),
        ('"a,bread.world,1,-1,3,1', ["suite-value", "does not end before the next comma"]),
        ("a,bread.world,1,1,1,1\na,bread.world,1,1,1,1", ["suite-name", "two settings are called 'a'", ":3:1"]),
        ("", ["suite-missing", "lists no settings"]),
    ],
)
def test_broken_rows(suite: Path, row: str, said: list[str]) -> None:
    """Whatever is wrong in a row is told with its place."""
    told = broken(suite, row)
    assert [part for part in said if part not in told] == [], told


def test_all_problems_are_told(suite: Path) -> None:
    """One look tells about every broken row."""
    told = broken(suite, "a,bread.world,x,y,3,1\nb,none.world,1,1,1,1")
    assert told.count("error[") == 3


def test_broken_suites(suite: Path) -> None:
    """Without a folder, a table or the columns, the message says which."""
    assert "no column 'goal'" in broken(suite, "a", HEAD.replace("goal", "gaol"))
    assert "did you mean 'gaol'" in broken(suite, "a", HEAD.replace("goal", "gaol"))
    assert "has no columns name, problem" in broken(suite, "", "")
    (suite / "published.csv").unlink()
    with pytest.raises(DreamwrightError, match="there is no CSV file in"):
        read_suite(suite)
    with pytest.raises(DreamwrightError, match="there is no folder"):
        read_suite(suite / "nowhere")


# ------------------------------------------------------------------------------------------------ measuring
def test_measures(suite: Path) -> None:
    """A setting is solved, or proved to have no story, in a process of its own; figures are those of its search."""
    bread, cake = (measure(setting, 60, GIGABYTE) for setting in read_suite(suite))
    assert (bread.status, bread.length, bread.given, bread.accepted, bread.utility) == ("solved", 2, 2, True, 1)
    assert bread.plan == ("knead()", "bake()")
    assert bread.visited >= 3
    assert bread.generated >= 2
    assert bread.startup > 0
    assert 1_000_000 < bread.memory < GIGABYTE
    assert (cake.status, cake.length, cake.accepted, cake.plan) == ("none", None, False, ())


def test_memory_is_of_the_process_itself(suite: Path) -> None:
    """What the measuring process holds does not count for what it measures."""
    ballast = b"x" * 400_000_000
    assert measure(read_suite(suite)[0], 60, GIGABYTE).memory < len(ballast)


def test_repeats(suite: Path) -> None:
    """Of several runs the median is told, and all times are kept."""
    result = measure(read_suite(suite)[0], 60, GIGABYTE, repeat=3)
    assert len(result.runs) == 3
    assert result.seconds == sorted(result.runs)[1]


def test_gives_up(suite: Path) -> None:
    """Without time or memory a setting is given up, and not tried again."""
    world = suite / "numbers.world"
    world.write_text(
        "entity A : character; property n() : number; property m() : number;"
        "action more() { effect: n() = n() + 1; consenting: A; }; action most() { effect: m() = m() + 1; };"
        "utility(): if(n() * m() > 100000) 1 else 0; utility(A): n();"
    )
    setting = Setting("numbers", world, 1, Limits(1, 1))
    late = measure(setting, 0.5, GIGABYTE, repeat=2)
    assert (late.status, late.why, late.runs) == ("gave-up", "time", ())
    full = measure(setting, 60, 1_000_000)
    assert (full.status, full.why) == ("gave-up", "memory")


def test_world_that_is_not_well(suite: Path) -> None:
    """An error in the world is that setting's result."""
    (suite / "problems" / "bread.world").write_text("entity Mats")
    result = measure(read_suite(suite)[0], 60, GIGABYTE)
    assert result.status == "error"
    assert result.why is not None
    assert "entity" in result.why or ";" in result.why


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_process_that_dies(suite: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed is a result too."""
    monkeypatch.setattr("dreamwright.planning.measured._answer", _die)
    result = measure(read_suite(suite)[0], 60, GIGABYTE)
    assert (result.status, result.why, result.given) == ("crashed", "killed by SIGTERM", 2)


def _die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.skipif(not SABRE.exists(), reason="the worlds of other authors are not beside this project")
@pytest.mark.parametrize("setting", ["bribery", "space_any", "treasure"])
def test_solves_settings_of_others(setting: str) -> None:
    """Cheap settings of the Sabre suite are solved with at most the known number of actions."""
    result = measure(chosen(read_suite(SABRE), [setting])[0], 120, 4 * GIGABYTE)
    assert result.solved and result.accepted
    assert result.length is not None and result.given is not None
    assert result.length <= result.given
    assert result.published.mean_ms is not None


# ------------------------------------------------------------------------------------------------ comparing
def solved(name: str, seconds: float, visited: int) -> Result:
    return Result(name, "solved", length=1, seconds=seconds, visited=visited, published=Published(mean_ms=500))


def test_results_survive_a_file(tmp_path: Path) -> None:
    """What is written is read again as it was."""
    results = [replace(solved("a", 1.5, 7), plan=("x(A, B)",), runs=(1.5,)), Result("b", "gave-up", "time")]
    path = tmp_path / "results.json"
    path.write_text(to_json(results, {"suite": "mine"}))
    assert read_results(path) == {"a": results[0], "b": results[1]}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": [1]}', '{"results": [{"name": "a"}]}', "\0"])
def test_files_without_results(tmp_path: Path, text: str) -> None:
    """A file of something else is refused."""
    path = tmp_path / "results.json"
    path.write_text(text)
    with pytest.raises(DreamwrightError, match="holds no results"):
        read_results(path)


def test_compares() -> None:
    """Means are geometric, over what both solved; the worst slow-down comes first; losses are told."""
    before = {"a": solved("a", 1, 10), "b": solved("b", 1, 10), "c": solved("c", 1, 1), "d": Result("d", "none")}
    after = {"a": solved("a", 4, 10), "b": solved("b", 2, 40), "c": Result("c", "gave-up"), "d": solved("d", 1, 1)}
    found = compare(before, {**after, "e": solved("e", 1, 1)})
    assert found.both == 2
    assert found.time == pytest.approx(8**0.5)
    assert found.visited == pytest.approx(2)
    assert found.slower == (("a", 1, 4), ("b", 1, 2))
    assert (found.lost, found.won, found.unmeasured) == (("c",), ("d",), ("e",))


def test_compares_noise_and_nothing() -> None:
    """Times below a millisecond are all the same; without anything in common there is no mean."""
    found = compare({"a": solved("a", 1e-5, 1)}, {"a": solved("a", 9e-4, 1)})
    assert (found.time, found.slower) == (1, ())
    assert compare({}, {}).time is None


def test_against_published() -> None:
    """The mean of our times over the published, where there are both."""
    found = against_published([solved("a", 1, 1), solved("b", 0.25, 1), Result("c", "solved", seconds=3)])
    assert found == (2, pytest.approx(1))
    assert against_published([Result("c", "solved", seconds=3)]) is None
