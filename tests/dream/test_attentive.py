"""A subject who is no person: what suspicion makes of what they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from dreamwright.dream import Dream, Happened, Stage, load_stage
from dreamwright.dream.attentive import PONDERING, willing
from dreamwright.lucidity import Settings
from dreamwright.planning import Motive
from lucidity.stages import INN
from lucidity.stages import Stage as Scene

from .dreams import run

TOAST = """
action toast(a : character, b : character) {
  precondition: alive(a) & alive(b) & a != b & at(a) == at(b); effect: True; consenting: a, b;
  observing(o : character): at(o) == at(a);
};
"""
CHILLY = INN.replace("uncanny: 0.6; rate: 0.01;", "uncanny: 0.6; rate: 2;")


def scene(attention: float) -> Scene:
    """The inn; Ann has seen Bo burn the lamp that he loves, and come in from the yard although he was here."""
    stage = Scene(INN + TOAST, "Ann", Settings(attention=attention))
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.happens("burn(Bo, Lamp)")
    stage.is_made_so(at_Bo="Yard")
    stage.happens("walk(Bo, Yard, Parlour)")
    return stage


def willingly(stage: Scene, later: int, who: str, *actions: str) -> list[str]:
    """Of some actions that somebody has motives for, those that Ann lets them follow after so many minutes."""
    program = stage.program
    character = next(c.index for c in program.world.characters if c.name == who)
    stage.story.minute = stage.minute + later
    motives = [Motive(character, program.action(a), (program.action(a),), 0.0, 1.0) for a in actions]
    followed: Sequence[Motive] = willing(stage.story, stage.witness, character, motives)
    return [program.events[m.action].name for m in followed]


OWN = ("walk(Ann, Parlour, Cellar)", "take(Ann, Lamp, Parlour)", "toast(Ann, Bo)", "toast(Ann, Cy)")


def test_at_ease_everything_is_as_ever() -> None:
    """Also for those who see something wrong and hardly notice."""
    assert willingly(scene(0.05), 1, "Ann", *OWN) == [*OWN]


def test_uneasy_they_take_their_time_and_then_go_on() -> None:
    """Others are not kept from anything."""
    stage = scene(0.2)
    assert stage.witness.mood(stage.minute) == "uneasy"
    assert willingly(stage, PONDERING - 1, "Ann", *OWN) == []
    assert willingly(stage, PONDERING, "Ann", *OWN) == [*OWN]
    assert willingly(stage, 1, "Bo", "toast(Bo, Ann)") == ["toast(Bo, Ann)"]


def test_questioning_they_see_again_what_did_not_add_up_and_keep_from_whom_they_do_not_understand() -> None:
    """Not with Bo; rather what has to do with the lamp that he burned, or else anything."""
    stage = scene(0.35)
    assert stage.witness.mood(stage.minute) == "questioning"
    assert willingly(stage, PONDERING, "Ann", *OWN) == ["take(Ann, Lamp, Parlour)"]
    assert willingly(stage, PONDERING, "Ann", "walk(Ann, Parlour, Cellar)") == ["walk(Ann, Parlour, Cellar)"]
    assert willingly(stage, 1, "Bo", "toast(Bo, Ann)", "toast(Bo, Cy)", "hum(Bo)") == ["toast(Bo, Cy)", "hum(Bo)"]
    assert willingly(stage, 1, "Cy", "toast(Cy, Ann)") == ["toast(Cy, Ann)"]


def stage_of(tmp_path: Path) -> Stage:
    (tmp_path / "inn.world").write_text(CHILLY, encoding="utf-8")
    text = "title: The inn\nlayers: {inn: {world: inn.world, subject: Ann}}\nsubject: {attention: 0.9}\n"
    (tmp_path / "inn.stage").write_text(text + "thresholds: {uneasy: 0.2, questioning: 0.99, lucid: 0.9999}\n")
    return load_stage(tmp_path / "inn.stage")


@pytest.mark.parametrize("seed", range(4))
def test_in_a_dream_nobody_has_to_tell_them(tmp_path: Path, seed: int) -> None:
    """After each chill Ann does nothing for a while; the same seed gives the same dream."""
    stage = stage_of(tmp_path)
    dream = Dream(stage, seed)
    events = run(dream, 60)
    anomalies = [f.minute for f in dream.witness.anomalies]
    acts = [
        e.happening.minute
        for e in events
        if isinstance(e, Happened) and e.happening.actor == e.level.subject and e.happening.source == "character"
    ]
    assert anomalies
    assert not [(m, a) for m in anomalies for a in acts if m < a < m + PONDERING]
    again = Dream(stage, seed)
    run(again, 60)
    assert again.hash == dream.hash


def test_how_dear_an_account_is_believed_goes_by_credulity(tmp_path: Path) -> None:
    """Who believes nothing finds what a walk round the house explains to be impossible; who believes much does not."""
    found = []
    for credulity in (0.0, 0.5):
        subject = replace(stage_of(tmp_path).subject, credulity=credulity)
        settings = Dream(replace(stage_of(tmp_path), subject=subject)).settings
        scene = Scene(INN, "Ann", settings)
        for act in ("walk(Bo, Parlour, Yard)", "walk(Bo, Yard, Lane)", "walk(Bo, Lane, Cellar)"):
            scene.happens(act)
        found += [f.is_anomaly for f in scene.happens("walk(Bo, Cellar, Parlour)") if f.kind == "impossible"]
    assert found == [True, False]
