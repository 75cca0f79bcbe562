"""`dreamwright plan`: the tree of reasons, the pictures, the report of progress, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dreamwright.cli import progress
from dreamwright.cli.errors import guarded
from dreamwright.cli.main import app
from dreamwright.cli.picture import as_dot, as_svg
from dreamwright.cli.told import Because, Told, tree
from dreamwright.planning import Limits
from dreamwright.planning.outcome import Statistics
from dreamwright.planning.plan import METHODS

TRADE = """
world "Bread & Coin" {};
entity Mats : character; entity Lea : character;
property dough() : boolean; property bread() : character; property coin() : character;
coin() = Lea;
action knead() { precondition: !dough(); effect: dough(); consenting: Mats; text: "{Mats} [kneads] the <dough>."; };
action bake() { precondition: dough(); effect: dough() = False & bread() = Mats; consenting: Mats; };
action trade() { precondition: bread() == Mats & coin() == Lea; effect: bread() = Lea & coin() = Mats;
    consenting: Mats, Lea; text: "Bread goes one way, a coin the \\"other\\"."; };
utility(): if(bread() == Lea) 1 else 0;
utility(Mats): if(coin() == Mats) 1 else 0;
utility(Lea): if(bread() == Lea) 1 else 0;
"""
ENDLESS = """
entity A : character; property n() : number; property m() : number;
action more() { effect: n() = n() + 1; consenting: A; };
action most() { effect: m() = m() + 1; };
utility(): if(n() * m() > 100000) 2 elseif(n() > 3) 1 else 0; utility(A): n();
"""
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def trade(tmp_path: Path) -> Path:
    path = tmp_path / "trade.world"
    path.write_text(TRADE)
    return path


def run(*arguments: object) -> int:
    """The exit code of a command line."""
    return guarded(lambda: app([str(argument) for argument in arguments]))


def story(count: int = 1, sentence: str = "A speaks.") -> tuple[Told, ...]:
    """A made-up story: in each step two reasons, one with a step that has a reason again."""
    inner = Because(1, "B", 0, 2, ())
    because = (Because(0, "A", 0, 1, (Told("B nods.", (inner,)), Told("A goes.", ()))), Because(1, "B", -1, 0.5, ()))
    return tuple(Told(sentence, because) for _ in range(count))


# ------------------------------------------------------------------------------------------------ the tree
def test_tree_shows_what_hangs_on_what() -> None:
    """Reasons hang under their step, steps under the reason, and lines lead from the first to the last of each."""
    assert ["".join(line) for line in tree(story()[0])] == [
        "├─ A would be better off (1 rather than 0), then:",
        "│  ├─ B nods.",
        "│  │  └─ B would be better off (2 rather than 0).",
        "│  └─ A goes.",
        "└─ B would be better off (0.5 rather than -1).",
    ]


def test_why(trade: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--why` tells the tree; standard error says how long loading took, and searching."""
    assert run("plan", trade, "--goal", 1, "--why") == 0
    out, err = capsys.readouterr()
    assert "  1. Mats kneads the <dough>.\n     └─ Mats would be better off (1 rather than 0), then:\n" in out
    assert "        ├─ Mats bakes." in out
    assert re.search(r"utility 1 in 3 actions \(.*, start-up \d+\.\d s, search \d+\.\d s\)", err)


def test_goal_that_is_reached_already(trade: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is nothing to raise, that is said, and not that there is no story."""
    assert run("plan", trade, "--goal", 0) == 1
    assert "the author's utility is 0 to begin with" in capsys.readouterr().err
    assert run("plan", trade, "--goal", 2) == 1
    assert "proved: there is no such story" in capsys.readouterr().err


def test_data_has_the_start_up_too(trade: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` gives both times."""
    assert run("plan", trade, "--goal", 1, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["startup"] > 0
    assert [step["action"] for step in told["steps"]] == ["knead()", "bake()", "trade()"]


# ------------------------------------------------------------------------------------------------ pictures
def test_pictures_are_written(trade: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--dot` and `--svg` write files, and the story is told all the same; `-` puts a picture in its place."""
    dot, svg = tmp_path / "story.dot", tmp_path / "story.svg"
    assert run("plan", trade, "--goal", 1, "--dot", dot, "--svg", svg) == 0
    assert capsys.readouterr().out.startswith("  1. Mats kneads")
    assert run("plan", trade, "--goal", 1, "--dot", "-") == 0
    assert capsys.readouterr().out == dot.read_text()
    assert run("plan", trade, "--goal", 1, "--svg", "-") == 0
    assert capsys.readouterr().out == svg.read_text()


def test_dot_is_a_graph_of_the_story(trade: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Steps follow each other in one rank; each reason is a cluster; every text is quoted."""
    run("plan", trade, "--goal", 1, "--dot", "-")
    dot = capsys.readouterr().out
    assert 's1 [label="1. Mats kneads the <dough>."' in dot
    assert r'label="3. Bread goes one way, a\ncoin the \"other\"."' in dot
    assert "s1 -> s2" in dot and "s2 -> s3" in dot
    assert dot.count("subgraph cluster_") == dot.count("would be better off") == dot.count("style=dashed")
    assert dot.count("{") == dot.count("}")


@pytest.mark.parametrize("text", ['a "quote"', "back\\slash\\", "line\nbreak", "<b>", ""])
def test_dot_strings_end_where_they_should(text: str) -> None:
    """Outside of its strings a graph has no letter from the story."""
    dot = as_dot(story(2, text), text)
    plain = re.sub(r'"(?:[^"\\\n]|\\.)*"', "", dot)
    assert '"' not in plain and "\\" not in plain and "<" not in plain


def test_svg_stands_alone(trade: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is well-formed, has a title and the story as a description, and asks for nothing from elsewhere."""
    run("plan", trade, "--goal", 1, "--svg", "-")
    text = capsys.readouterr().out
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title desc"
    assert root.findtext(f"{SVG}title") == "Bread & Coin"
    told = root.findtext(f"{SVG}desc") or ""
    assert "1. Mats kneads the <dough>. Mats would be better off (1 rather than 0), then: Mats bakes." in told
    assert not re.search(r"href|url\((?!#)|<style|<script|@import", text)


@pytest.mark.parametrize("count", [1, 3, 9])
def test_svg_has_room_for_everything(count: int) -> None:
    """All boxes lie within the picture, and steps do not lie on one another."""
    root = ElementTree.fromstring(as_svg(story(count, "A speaks at great length of this and that. " * 3), "T"))
    _, _, across, down = map(float, (root.get("viewBox") or "").split())
    boxes = [
        tuple(float(rect.get(side) or 0) for side in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("width") != "100%"
    ]
    assert all(x >= 0 and y >= 0 and x + w <= across and y + h <= down for x, y, w, h in boxes)
    steps = [
        tuple(float(rect.get(side) or 0) for side in ("x", "y", "width", "height"))
        for rect in root.iter(f"{SVG}rect")
        if rect.get("stroke-width") == "1.5"
    ]
    assert len(steps) == count
    for a in steps:
        for b in steps:
            assert a is b or a[0] + a[2] < b[0] or b[0] + b[2] < a[0] or a[1] + a[3] < b[1] or b[1] + b[3] < a[1]


def test_svg_of_odd_letters() -> None:
    """Letters that XML cannot hold are left out rather than making a file that nothing opens."""
    root = ElementTree.fromstring(as_svg(story(1, "a\x00b\x1b & <c> \ud800"), "]]> & <t>"))
    assert root.findtext(f"{SVG}title") == "]]> & <t>"


def test_picture_that_cannot_be_written(trade: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be written is told as such; contradicting wishes are wrong usage."""
    assert run("plan", trade, "--goal", 1, "--svg", tmp_path / "nowhere" / "story.svg") == 1
    assert "file-unwritable" in capsys.readouterr().err
    assert run("plan", trade, "--goal", 1, "--svg", "-", "--dot", "-") == 2
    assert run("plan", trade, "--goal", 1, "--svg", "-", "--json") == 2


# ------------------------------------------------------------------------------------------------ long searches
def test_progress_line() -> None:
    """It tells depth, states and their rate, limits, the best so far, and the time left."""
    done = Statistics(visited=12_000, generated=1, depth=4, best=2.5, best_length=1)
    assert progress.progress_line(done, Limits(3, 1), 6, 60) == (
        "depth 4 · 12,000 states (2,000/s) · best utility 2.5 after 1 action · 54 s left"
        " · trying reasons up to 3 long, level 1"
    )
    assert progress.progress_line(Statistics(), Limits(3, -1), 0, None) == (
        "depth 0 · 0 states · trying reasons up to 3 long, any level"
    )


def test_no_progress_off_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A search that gives up says how far it came; off a terminal that is all it says."""
    path = tmp_path / "endless.world"
    path.write_text(ENDLESS)
    assert run("plan", path, "--goal", 2, "--time", 1) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(
        r"\ngave up: time ran out \(.*\); there may be a story; "
        r"the best so far was utility 1 after 4 actions \(--why tells how\)\n",
        err,
    )


def test_progress_on_a_terminal(tmp_path: Path) -> None:
    """On a terminal one line renews itself, and is gone in the end."""
    pty = pytest.importorskip("pty")
    import os

    path = tmp_path / "endless.world"
    path.write_text(ENDLESS)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "dreamwright", "plan", str(path), "--goal", "2", "--time", "2"]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(command, stderr=theirs, stdout=subprocess.DEVNULL, env=environment) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # the other end is closed
                break
            if not part:
                break
            shown += part
        assert process.wait(60) == 1
    os.close(ours)
    assert b" states (" in shown and b"s left" in shown
    assert b"\x1b[2K" in shown.rpartition(b" states (")[2]


def test_what_there_is_without_a_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With `--why` a search that gives up tells the steps that got furthest, and why; data has them always."""
    path = tmp_path / "endless.world"
    path.write_text(ENDLESS)
    assert run("plan", path, "--goal", 2, "--nodes", 20, "--why") == 1
    out, err = capsys.readouterr()
    assert out.startswith("No story, but the best so far: utility 1 in 4 actions\n")
    assert out.count("A would be better off") == 4
    assert "nodes ran out" in err and "--why" not in err
    assert run("plan", path, "--goal", 2, "--nodes", 20, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["status"], told["why"], told["steps"]) == ("gave_up", "nodes", None)
    assert told["partial"]["utility"] == 1
    assert [step["action"] for step in told["partial"]["steps"]] == ["more()"] * 4
    assert told["visited"] <= 20


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupt_gives_what_there_is(tmp_path: Path) -> None:
    """Ctrl-C ends a search with what there is instead of a story, as text and as data, and exit code 130."""
    path = tmp_path / "endless.world"
    path.write_text(ENDLESS)
    for more in ("--why", "--json"):
        code, out, err = interrupted(_PLAN_AND_SAY, "reported\n", "plan", path, "--goal", 2, more)
        assert code == 130
        if more == "--json":
            told = json.loads(out)
            assert told["why"] == "an interrupt"
            assert len(told["partial"]["steps"]) == 4
        else:
            assert err.startswith("\ninterrupted (") and "there may be a story" in err
            assert "the best so far: utility 1 in 4 actions" in out


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupt_while_looking_for_a_shorter_story(trade: Path) -> None:
    """Once there is a story, Ctrl-C gives it."""
    code, out, err = interrupted(_PLAN_AND_DALLY, "found\n", "plan", trade, "--goal", 1, "--json")
    told = json.loads(out)
    assert (code, err) == (130, "")
    assert (told["status"], told["why"]) == ("solved", "an interrupt")
    assert [step["action"] for step in told["steps"]] == ["knead()", "bake()", "trade()"]


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_interrupt_among_all_stories(tmp_path: Path) -> None:
    """Each story is told when it is found; after Ctrl-C it is said that there may be more."""
    path = tmp_path / "counting.world"
    path.write_text(COUNTING)
    code, out, err = interrupted(
        "from dreamwright.cli.main import main\nmain()", "Story 3", "plan", path, "--goal", 1, "--all"
    )
    assert code == 130
    assert "Story 2: utility 2 in 2 actions\n" in out
    assert re.search(r"stories; interrupted \(.*\); there may be more\n$", err)


COUNTING = """
entity A : character; property n() : number;
action more() { effect: n() = n() + 1; consenting: A; };
utility(): n(); utility(A): n();
"""
_PLAN_AND_SAY = """
import dreamwright.cli.plan as module
from dreamwright.cli.main import main
search = module.plan
def say(*arguments, **options):
    options["progress"] = lambda done, limits: print("reported", flush=True) if done.best else None
    return search(*arguments, **options)
module.plan = say
main()
"""
_PLAN_AND_DALLY = """
import time
from dreamwright.cli.main import main
from dreamwright.planning.portfolio import Portfolio
found = Portfolio.found
def dally(self, length):
    found(self, length)
    print("found", flush=True)
    time.sleep(60)
Portfolio.found = dally
main()
"""


def interrupted(program: str, sign: str, *arguments: object) -> tuple[int, str, str]:
    """Run a program, interrupt it when a line begins so, and give its exit code and what it wrote else."""
    command = [sys.executable, "-c", program, *map(str, arguments)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = []
        while not lines or not lines[-1].startswith(sign):
            lines.append(process.stdout.readline())
            assert lines[-1], "it ended before it was interrupted"
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=60)
    out = "".join(lines) + rest
    return process.returncode, out.replace(sign, "") if sign.endswith("\n") else out, err


# ------------------------------------------------------------------------------------------------ what is wanted
def actions(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The steps of the story that was told as data."""
    return [step["action"] for step in json.loads(capsys.readouterr().out)["steps"]]


@pytest.fixture
def bakery(tmp_path: Path) -> Path:
    path = tmp_path / "bakery.world"
    path.write_text(BAKERY)
    return path


BAKERY = """
entity Mats : character;
property dough() : boolean; property bread() : boolean; property cake() : boolean;
action knead() { precondition: !dough(); effect: dough(); consenting: Mats; };
action bake() { precondition: dough(); effect: dough() = False & bread(); consenting: Mats; };
action mix() { precondition: !cake(); effect: cake(); };
action find() { effect: bread(); };
utility(): if(bread() & cake()) 2 elseif(bread()) 1 else 0;
utility(Mats): if(bread()) 1 else 0;
"""


def test_all_stories(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--all` tells them numbered, the shortest first, and that there are no more."""
    assert run("plan", bakery, "--goal", 1, "--all", "--author-limit", 2) == 0
    out, err = capsys.readouterr()
    assert out == (
        "Story 1: utility 1 in 1 action\n  1. Find.\n\n"
        "Story 2: utility 1 in 2 actions\n  1. Mats kneads.\n  2. Mats bakes.\n\n"
        "Story 3: utility 2 in 2 actions\n  1. Mix.\n  2. Find.\n\n"
        "Story 4: utility 2 in 2 actions\n  1. Find.\n  2. Mix.\n"
    )
    assert err.startswith("\n4 stories; proved: there are no more within the limits (")


def test_all_stories_as_data(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One object a line, and one about them all; without an author's limit too they come to their end."""
    assert run("plan", bakery, "--goal", 1, "--all", "--json") == 0
    *stories, about = map(json.loads, capsys.readouterr().out.splitlines())
    assert [story["story"] for story in stories] == [1, 2, 3, 4, 5, 6, 7]
    assert [len(story["steps"]) for story in stories] == [1, 2, 2, 2, 3, 3, 3]
    assert (about["stories"], about["complete"], about["status"], about["why"]) == (7, True, "solved", None)


def test_some_stories(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--count` ends when it has them; what has ended them else is said, and if there is none that is proved."""
    assert run("plan", bakery, "--goal", 1, "--count", 2) == 0
    assert "2 stories, as many as asked for; there may be more (" in capsys.readouterr().err
    assert run("plan", bakery, "--goal", 1, "--count", 9) == 0
    assert "7 stories; proved: there are no more" in capsys.readouterr().err
    assert run("plan", bakery, "--goal", 1, "--all", "--nodes", 3) == 0
    assert re.search(r"gave up: nodes ran out \(.*\); there may be more", capsys.readouterr().err)
    assert run("plan", bakery, "--goal", 3, "--all") == 1
    assert "proved: there is no such story" in capsys.readouterr().err
    assert run("plan", bakery, "--goal", 0, "--all") == 1
    assert "refused: the author's utility is 0 to begin with" in capsys.readouterr().err


def test_stories_with_and_without(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What has happened, what must, and what must not."""
    assert run("plan", bakery, "--goal", 1, "--json", "--without", "find()") == 0
    assert actions(capsys) == ["knead()", "bake()"]
    assert run("plan", bakery, "--goal", 1, "--json", "--without", "find()", "--after", "knead()") == 0
    assert actions(capsys) == ["bake()"]
    assert run("plan", bakery, "--goal", 1, "--json", "--with", "knead()", "--with", "mix()") == 0
    assert actions(capsys) == ["knead()", "bake()", "mix()"]
    assert run("plan", bakery, "--goal", 1, "--json", "--with", "bake()", "--with", "knead()") == 1
    assert json.loads(capsys.readouterr().out)["status"] == "none"


def test_what_cannot_be_wanted(bakery: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot have happened is told with what it lacks; unknown actions and methods with a suggestion."""
    assert run("plan", bakery, "--goal", 1, "--after", "mix()", "--after", "bake()") == 1
    err = capsys.readouterr().err
    assert "error[impossible-action]: 'bake()' is not possible after 'mix()'" in err and "`dough()`" in err
    assert run("plan", bakery, "--goal", 1, "--with", "bakes()") == 1
    assert "did you mean 'bake()'" in capsys.readouterr().err
    assert run("plan", bakery, "--goal", 1, "--method", "a-star") == 2
    assert "did you mean 'astar'" in capsys.readouterr().err
    assert run("plan", bakery, "--goal", 1, "--all", "--count", 2) == 2
    assert run("plan", bakery, "--goal", 1, "--all", "--method", "astar") == 2
    assert run("plan", bakery, "--goal", 1, "--all", "--svg", "-") == 2


@pytest.mark.parametrize("method", METHODS)
def test_each_method(method: str, trade: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One way of searching alone finds the story too."""
    assert run("plan", trade, "--goal", 1, "--json", "--method", method) == 0
    assert actions(capsys) == ["knead()", "bake()", "trade()"]


def test_memory_is_bounded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A search that is not even given what Python itself takes gives up at once."""
    path = tmp_path / "endless.world"
    path.write_text(ENDLESS)
    assert run("plan", path, "--goal", 2, "--memory", 0.001) == 1
    assert "gave up: memory ran out" in capsys.readouterr().err
