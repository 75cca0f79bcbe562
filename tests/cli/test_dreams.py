"""A dream is kept as it goes: left, gone on with, forked, compared, carried elsewhere, played again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli.test_runs import hash_of, run, typed
from dreamwright.chronicle import open_chronicle
from dreamwright.dream.keep import read_dream, source_of
from dreamwright.dream.load import load_stage

WORLDS = Path(__file__).parents[1] / "dream" / "worlds"
AGREED = ("line disaster", "I consent")
LINES = ("go alley", "plead", "wait 30")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chronicle for each test, and a folder to be in."""
    monkeypatch.setenv("DREAMWRIGHT_CHRONICLE", str(tmp_path / "chronicle.db"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """The stage and its worlds, to be edited."""
    folder = tmp_path / "stages"
    shutil.copytree(WORLDS, folder)
    return folder / "night.stage"


def test_leaving_and_coming_back_changes_nothing(night: Path, tmp_path: Path) -> None:
    """However often a person leaves, and consents again, the dream is the one of a single sitting."""
    run("play", night, *typed(tmp_path, *AGREED, *LINES))
    run("play", night, *typed(tmp_path, *AGREED))
    for line in LINES:
        assert run("resume", "night-2", *typed(tmp_path, "I consent", line)) == 0
    assert hash_of("night-1") == hash_of("night-2")
    assert run("diff", "night-1", "night-2") == 0


def test_nobody_goes_on_without_consent(night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who goes on is shown the limits and asked again; who says nothing, or stops there, leaves it as it is."""
    run("play", night, *typed(tmp_path, *AGREED, "go alley"))
    before = hash_of("night-1")
    capsys.readouterr()
    assert run("resume", *typed(tmp_path, "look", "lift disaster")) == 1
    said = capsys.readouterr().out
    assert "Never happens: disaster." in said and "Do you still consent" in said
    assert "type `I consent`" in said and "You could" not in said
    assert run("resume", *typed(tmp_path, "stop")) == 0
    assert "Nothing has begun" not in capsys.readouterr().out
    assert hash_of("night-1") == before
    assert run("resume", *typed(tmp_path, "I consent", "plead")) == 0


def test_what_is_stopped_is_over_and_can_be_forked_before(
    night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stopped dream does not go on; the hint says how one that does is made."""
    run("play", night, *typed(tmp_path, *AGREED, "go alley", "stop"))
    capsys.readouterr()
    assert run("resume", *typed(tmp_path, "I consent", "look")) == 1
    said = capsys.readouterr().err
    assert "error[dream-over]: 'night-1' is over: you stopped it" in said
    words = said.partition("`dreamwright ")[2].partition("`")[0].split()
    assert run(*words) == 0
    assert run("resume", "night-1/fork-1", *typed(tmp_path, "I consent", "plead")) == 0
    assert "You plead." in capsys.readouterr().out


def test_the_verbs_tell_layers_moves_and_limits(
    night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`runs` and `show` say of an entry where it lies, and of moves and unmakings what they are."""
    run("play", night, *typed(tmp_path, *AGREED, "go alley", "undo", *LINES))
    capsys.readouterr()
    run("runs")
    assert capsys.readouterr().out.startswith("night-1: Two nights, a dream as Guardian, seed 0, ")
    run("show", "night-1", "--last", 100)
    shown = capsys.readouterr().out
    for told in (
        "0  a dream (lines: disaster; veils: violence)",
        "--- sleep: city",
        "city: walk(Ash, Alley)  (subject)",
        "<   city: unmade, back to happening",
        "cellar: recall: Keeper believes mercy(Keeper) = True  (dream)",
        "--- return: cellar",
    ):
        assert told in shown
    run("show", "night-1", "--log")
    assert "city: plead()" in capsys.readouterr().out
    assert run("show", "night-1", "--json") == 0
    assert '"passage":"return"' in capsys.readouterr().out


def test_a_dream_goes_anywhere(night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exported, the author's files gone, imported: it is the same, goes on, and plays again from its source."""
    run("play", night, *typed(tmp_path, *AGREED, *LINES[:2]))
    run("fork", "night-1", "--at", 6)
    assert run("export", "night-1", "night.dream") == 0
    shutil.rmtree(night.parent)
    run("rm", "night-1", "--yes")
    assert run("import", "night.dream") == 0
    assert run("resume", "night-1", *typed(tmp_path, "I consent", LINES[2])) == 0
    assert run("replay", "night-1", "--verify") == 0
    assert run("replay", "night-1/fork-1") == 0
    assert "come out the same" in capsys.readouterr().out


def test_an_edited_stage_leaves_the_dream_as_it_was(
    night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person is told of the edit, and goes on on the stage that is kept."""
    run("play", night, *typed(tmp_path, *AGREED, *LINES[:2]))
    city = night.parent / "city.world"
    city.write_text(city.read_text().replace("duration: 5", "duration: 50"))
    capsys.readouterr()
    assert run("resume", *typed(tmp_path, "I consent", LINES[2])) == 0
    said = capsys.readouterr().out
    assert "has been edited since" in said and "city.world: +1 -1 lines" in said
    assert run("replay", "night-1", "--verify") == 0
    assert run("resume", "--edited", *typed(tmp_path, "I consent")) == 1
    assert "dream-edited" in capsys.readouterr().err


def test_a_dream_need_not_be_kept(night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before they consent a person is told whether it is kept; `--no-keep` keeps nothing."""
    run("play", night, "--no-keep", *typed(tmp_path, *AGREED, *LINES))
    assert "This dream is not kept" in capsys.readouterr().out
    run("runs")
    assert "Nothing is kept yet" in capsys.readouterr().out
    run("play", night, *typed(tmp_path, *AGREED))
    assert "It is kept as it goes" in capsys.readouterr().out


def test_beginning_anew_takes_back_what_was(night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`restart` begins the same dream again; the log shows what was before."""
    run("play", night, *typed(tmp_path, *AGREED, "go alley", "restart", "yes", *LINES))
    run("play", night, *typed(tmp_path, *AGREED, *LINES))
    assert hash_of("night-1") == hash_of("night-2")
    capsys.readouterr()
    run("show", "night-1", "--log", "--last", 200)
    assert "<  taken back to 0" in capsys.readouterr().out


def test_a_stage_of_bundled_worlds_is_kept_whole(tmp_path: Path) -> None:
    """Worlds that a stage takes from the bundled ones go along with it, under names that mean the same anywhere."""
    path = tmp_path / "mine.stage"
    path.write_text("layers:\n  night: {world: nightfall}\n")
    source = source_of(load_stage(path))
    assert source.main == "mine.stage" and "bundled:nightfall.world" in source.files
    with source.laid_out() as (main, standard):
        again = load_stage(main, standard)
    assert again.fingerprint == load_stage(path).fingerprint
    assert again.layers[0].path is not None and again.layers[0].path.parent != load_stage(path).layers[0].path.parent


def test_a_kept_dream_is_read_by_programs(night: Path, tmp_path: Path) -> None:
    """`read_dream` gives it to look at, after as many entries as one likes."""
    run("play", night, *typed(tmp_path, *AGREED, *LINES))
    with open_chronicle() as chronicle:
        branch = chronicle.find("night-1")
        assert read_dream(branch).hash == branch.hash
        assert read_dream(branch, stop=5).hash == branch.hash_at(5)


def test_questions_about_a_dream(night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are about the layer that is named, or else the last one they make sense in; memories are told as such."""
    run("play", night, *typed(tmp_path, *AGREED, *LINES))
    capsys.readouterr()
    assert run("ask", "night-1", "how Keeper mercy(Keeper)") == 0
    said = capsys.readouterr().out
    assert said.startswith("In cellar") and "they knew it from elsewhere" in said
    assert run("ask", "night-1", "when at(Ash) == Alley") == 0
    assert capsys.readouterr().out.startswith("In city")
    assert run("ask", "night-1", "when bell() > 7", "--layer", "cellar") == 1
    assert run("ask", "night-1", "ever at(Ash) == Alley", "--layer", "city", "--at", 4) == 1
    assert run("ask", "night-1", "value bell()", "--layer", "sity") == 1
    assert "did you mean 'city'?" in capsys.readouterr().err
    assert run("ask", "night-1", "ever at(Nobody) == Alley") == 1
    assert "error[" in capsys.readouterr().err


def test_a_dream_is_debriefed(night: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`debrief` writes one page of all layers, in any form."""
    run("play", night, *typed(tmp_path, *AGREED, *LINES))
    capsys.readouterr()
    for name in ("night.html", "night.md", "night.json"):
        assert run("debrief", "night-1", "-o", name) == 0
        assert "in 2 layers" in capsys.readouterr().out
        assert "They come back to cellar." in Path(name).read_text("utf-8")
    assert run("debrief", "night-1", "--as", "Nobody", "-o", "none.md") == 1
