"""Stage files: what they say is read; what is wrong in them is told in its place.

Every stage code has a tiny stage that raises it, `problems/CODE.stage`, beside the message it must give, `CODE.txt`.
After a deliberate change of wording run `DREAMWRIGHT_BLESS=1 pytest tests/dream/test_stage.py` and read what changed.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dreamwright.cli.check import check_worlds
from dreamwright.dream import StageError, load_stage
from dreamwright.dream.codes import STAGE_CODES
from dreamwright.errors import Diagnostic, DreamwrightError

PROBLEMS = Path(__file__).parent / "problems"
STAGES = sorted(PROBLEMS.glob("*.stage"))

WHOLE = """
title: A night
about: Ann sleeps, and Bo waits.
draws on: [sleep, waiting]
layers:
  room:
    world: sleeper.world
    ways:
      - {do: sleep, into: garden, when: asleep(Ann)}
      - {do: return, tag: noise}
  garden:
    world: sleeper.world
    subject: Bo
    carries: [at]
    pace: 0.5
    links:
      - {who: Ann, layer: room, driver: Bo, shares: [asleep], when: at(Bo) == Room}
    ways:
      - {do: wake, when: "at(Bo) == Yard & !asleep(Ann)"}
subject:
  attention: 0.8
  memories: [at(Bo) == Room, {believes: "!asleep(Ann)", layer: garden}]
  fears:
    - {of: asleep(Ann), weight: 2, text: to sleep}
  hopes: [if(asleep(Ann)) 0 else 2]
limits: {lines: noise, veils: [sleep, noise]}
director:
  aims: [{of: at(Ann) == Yard, layer: garden}]
  means: [choose, cause]
  tension: {0: 0.1, 30: 0.6}
  ceiling: 0.5
  newcomers: {garden: Ann}
thresholds: {uneasy: 0.2}
lucid: {do: sleep, into: garden}
going back: {allowed: yes, remembered: no}
operators: [watch, tell]
"""


def diagnostics_of(path: Path) -> tuple[Diagnostic, ...]:
    try:
        return load_stage(path).warnings
    except DreamwrightError as error:
        return error.diagnostics


@pytest.mark.parametrize("stage", STAGES, ids=[path.stem for path in STAGES])
def test_problem_is_told_in_the_blessed_words(stage: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each problem stage raises the code it is named for, in exactly the blessed words."""
    monkeypatch.chdir(PROBLEMS)
    diagnostics = diagnostics_of(Path(stage.name))
    told = "\n\n".join(diagnostic.render() for diagnostic in diagnostics) + "\n"
    blessed = stage.with_suffix(".txt")
    if os.environ.get("DREAMWRIGHT_BLESS"):
        blessed.write_text(told, "utf-8")
    assert stage.stem in {diagnostic.code for diagnostic in diagnostics}
    assert told == blessed.read_text("utf-8")


def test_every_code_has_a_stage() -> None:
    """No code of stages is without one that raises it."""
    assert set(STAGE_CODES) == {path.stem for path in STAGES} - {"expression"}


def stage_in(folder: Path, text: str) -> Path:
    (folder / "sleeper.world").write_text((PROBLEMS / "sleeper.world").read_text())
    path = folder / "my.stage"
    path.write_text(text)
    return path


def test_everything_a_stage_says_is_read(tmp_path: Path) -> None:
    """Each part of a stage file comes out in the stage."""
    stage = load_stage(stage_in(tmp_path, WHOLE))
    room, garden = stage.layers
    assert (stage.title, stage.draws_on, stage.operators) == ("A night", ("sleep", "waiting"), ("watch", "tell"))
    assert [way.going for way in room.ways] == ["sleep", "return"]
    assert (garden.subject.name, garden.carries, garden.pace) == ("Bo", ("at",), 0.5)
    assert [(link.who.name, link.driver.name, link.shares) for link in garden.links] == [("Ann", "Bo", ("asleep",))]
    assert [(p.name, [a.name for a in arguments], str(v.name)) for p, arguments, v in room.memories] == [
        ("at", ["Bo"], "Room")
    ]
    assert [value for _, _, value in garden.memories] == [False]
    assert (stage.subject.attention, [fear.text for fear in stage.subject.fears]) == (0.8, ["to sleep"])
    assert stage.subject.hopes[0].value is not None
    assert (stage.limits.lines, stage.limits.veils) == (("noise",), ("sleep",)), "what is a line needs no veil"
    assert stage.director.tension == ((0, 0.1), (30, 0.6))
    assert (stage.thresholds.uneasy, stage.thresholds.lucid) == (0.2, 0.8)
    assert (stage.lucid.going, stage.lucid.into, stage.back.remembered) == ("sleep", "garden", False)
    assert stage.warnings == ()


def test_a_mistake_in_an_expression_is_shown_where_it_stands(tmp_path: Path) -> None:
    """An expression is checked against the world of its layer, and its mistake is shown in the stage file."""
    text = WHOLE.replace("at(Bo) == Yard & !asleep(Ann)", "at(Bo) == Yard & !aslep(Ann)")
    path = stage_in(tmp_path, text)
    with pytest.raises(StageError) as caught:
        load_stage(path)
    [found] = caught.value.diagnostics
    assert found.span is not None and found.hint is not None
    assert (found.code, found.span.source.name, found.span.text) == ("property-unknown", str(path), "aslep")
    assert "asleep" in found.hint


def test_all_mistakes_are_told_at_once_and_in_order(tmp_path: Path) -> None:
    """Reading goes on after a mistake."""
    text = WHOLE.replace("pace: 0.5", "pace: fast").replace("carries: [at]", "carries: [att]").replace("0.8", "8")
    with pytest.raises(StageError) as caught:
        load_stage(stage_in(tmp_path, text))
    assert [d.code for d in caught.value.diagnostics] == ["stage-property", "stage-value", "stage-value"]


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 7))
def test_no_broken_stage_gives_a_traceback(tmp_path: Path, cut: int) -> None:
    """Whatever is left out of a stage file, there is a stage or a diagnosis."""
    diagnostics = diagnostics_of(stage_in(tmp_path, WHOLE[:cut] + WHOLE[cut + 5 :]))
    assert all(d.code and d.message for d in diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        "layers: &a {room: *a}",
        "layers: &a\n  room: {world: sleeper.world, ways: *a}",
        "--- a\n--- b",
        "? [layers]\n: room",
        ": x",
        "- layers",
        "layers: []",
        "layers: {room: }",
        "layers: {room: {world: }}",
        "layers: {room: {world: .}}",
        "layers: {room: {world: sleeper.world, pace: 1e9}}",
        "!!python/object:os.system {}",
        "layers: \t{room: 1}",
        "\tlayers: 1",
        "layers: {room: {world: sleeper.world}}\nsubject: {memories: [[], {}, {believes: }], fears: [[]]}",
        "layers: {room: {world: sleeper.world}}\nlimits: {lines: [[], {a: b}]}",
        "[" * 5000,
    ],
)
def test_strange_yaml_is_diagnosed(tmp_path: Path, text: str) -> None:
    """What no author would write is told in words too."""
    diagnostics = diagnostics_of(stage_in(tmp_path, text))
    assert diagnostics and all(d.code and d.render() for d in diagnostics)


def test_check_takes_stages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`dreamwright check my.stage` tells what is wrong, and fails on errors."""
    good, bad = stage_in(tmp_path, WHOLE), PROBLEMS / "stage-layer.stage"
    assert check_worlds([str(good)]) == 0
    assert "no problems; 2 layers" in capsys.readouterr().out
    assert check_worlds([str(bad)]) == 1
    assert "did you mean 'garden'?" in capsys.readouterr().out
