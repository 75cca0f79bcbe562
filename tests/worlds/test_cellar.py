"""The bundled world `cellar`: a sleeper, those who keep him so, and what one of them brings back from his dream."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bundled import WORLDS, Bundled, assert_well_made
from dreamwright.language import load

DIVE = ("wind(Hale)", "go_under(Crake, Hale)", "win_trust(Crake)")


@pytest.fixture(scope="module")
def cellar() -> Bundled:
    return Bundled("cellar")


# ---------------------------------------------------------------------------------------------- what there is
def test_well_made(cellar: Bundled) -> None:
    assert_well_made(cellar)
    assert {c.name for c in cellar.world.characters if c in cellar.world.utilities} == {
        c.name for c in cellar.world.characters
    }


def test_the_same_people_as_in_the_night_city(cellar: Bundled) -> None:
    """Whoever is in both worlds has one name, so that a stage can carry what is known of them."""
    night = {c.name: c.attributes.name for c in load(WORLDS / "nightfall.world").characters}
    for character in cellar.world.characters:
        assert night[character.name] == character.attributes.name


def test_the_song_is_a_motif(cellar: Bundled) -> None:
    songs = [a for a in cellar.world.actions if "song" in a.attributes.tags and a.attributes.motif]
    assert len(songs) >= 3


# ---------------------------------------------------------------------------------------------- the sleeper
def test_the_sleeper_can_do_nothing_and_learns_nothing(cellar: Bundled) -> None:
    node = cellar.after(*DIVE, "break_trust(Crake)")
    verger = cellar.entities["Verger"]
    mine = [e.name for e in cellar.program.events if e.name.split("(")[1].startswith("Verger")]
    assert mine
    assert not any(cellar.possible(node, name) for name in mine)
    assert cellar.engine.mind(node, verger.index) == cellar.engine.mind(cellar.start, verger.index)


def test_he_comes_up_step_by_step(cellar: Bundled) -> None:
    node = cellar.after("draw_needle(Crake)")
    assert cellar.value(node, "depth") == "Light"
    assert not cellar.possible(node, "call_him(Crake)")
    node = cellar.after("surface()", "call_him(Crake)", node=node)
    assert cellar.value(node, "depth") == "Awake"
    assert cellar.value(cellar.mind(node, "Verger"), "at", "Verger") == "Cellar"
    assert cellar.possible(node, "rise(Verger)")


def test_a_dose_sends_him_down_again(cellar: Bundled) -> None:
    node = cellar.after("draw_needle(Crake)", "surface()", "dose(Hale)")
    assert cellar.value(node, "depth") == "Deep"


# ---------------------------------------------------------------------------------------------- going under
def test_who_goes_under_notices_nothing_up_here(cellar: Bundled) -> None:
    node = cellar.after("wind(Hale)", "go_under(Crake, Hale)")
    after = cellar.after("draw_needle(Hale)", node=node)
    assert cellar.value(cellar.mind(after, "Crake"), "depth") == "Deep"
    assert not cellar.possible(after, "draw_needle(Crake)")
    assert cellar.value(cellar.mind(cellar.after("come_up(Crake)", node=after), "Crake"), "depth") == "Light"


def test_it_takes_two_and_the_song(cellar: Bundled) -> None:
    assert not cellar.possible(cellar.start, "go_under(Crake, Hale)")
    away = cellar.after("wind(Hale)", "walk(Hale, Cellar, Understage)")
    assert not cellar.possible(away, "go_under(Crake, Hale)")


def test_a_change_of_heart(cellar: Bundled) -> None:
    """Before it he gains by breaking what he has won; after it he would lose."""
    cold = cellar.after(*DIVE)
    warm = cellar.after(*DIVE, "thaw()")

    def gain(node: int) -> float:
        index = cellar.entities["Crake"].index
        after = cellar.after("break_trust(Crake)", node=node)
        before, then = cellar.engine.utility(node, index), cellar.engine.utility(after, index)
        assert before is not None and then is not None
        return then - before

    assert gain(cold) > 0 > gain(warm)


def test_the_dream_shows_who_painted_it(cellar: Bundled) -> None:
    node = cellar.after(*DIVE, "be_shown(Crake)")
    assert cellar.value(cellar.mind(node, "Crake"), "guilty", "Hale") is True
    assert cellar.value(cellar.mind(node, "Crake"), "guilty", "Verger") is False
    assert cellar.value(cellar.mind(node, "Hale", "Crake"), "guilty", "Hale") is False


def test_what_was_done_in_the_dream_is_remembered(cellar: Bundled) -> None:
    wake = ("come_up(Crake)", "draw_needle(Crake)", "surface()", "call_him(Crake)", "rise(Verger)")
    kept = cellar.after(*DIVE, *wake)
    assert cellar.possible(kept, "shake_hands(Verger, Crake)") and not cellar.possible(kept, "reckon(Verger, Crake)")
    sold = cellar.after(*DIVE, "break_trust(Crake)", *wake)
    assert cellar.possible(sold, "reckon(Verger, Crake)") and not cellar.possible(sold, "shake_hands(Verger, Crake)")


# ---------------------------------------------------------------------------------------------- stories
def test_a_first_night(cellar: Bundled) -> None:
    first, second = cellar.run(1, 1), cellar.run(2, 1)
    assert first.hash != second.hash
    for run in (first, second):
        assert run.faults == 0
        assert run.causeless == []
        assert len(run.deeds) >= 7
        assert run.deeds["go_under"]


@pytest.mark.slow
def test_it_ends_in_more_than_one_way(cellar: Bundled) -> None:
    """Somebody goes under in every story; some are betrayed there, and in some the captor changes his mind."""
    runs = [cellar.run(seed, 3) for seed in range(16)]
    assert all(run.faults == 0 and run.causeless == [] for run in runs)
    assert all(run.deeds["go_under"] for run in runs)
    assert any(run.deeds["thaw"] for run in runs) and any(run.deeds["break_trust"] for run in runs)
    assert any(run.deeds["shake_hands"] for run in runs) and any(not run.deeds["shake_hands"] for run in runs)


# ---------------------------------------------------------------------------------------------- played
SCRIPT = """actions
wind the gramophone
wait 2 hours
yes
take his pulse
wait 4 hours
think about the Verger
quit
yes
"""


def test_played_by_script(tmp_path: Path) -> None:
    path = tmp_path / "commands.txt"
    path.write_text(SCRIPT)
    command = [sys.executable, "-m", "dreamwright", "play", "cellar", "--seed", "1", "--no-keep", "--script", str(path)]
    played = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert played.returncode == 0, played.stderr
    assert "Traceback" not in played.stderr + played.stdout
    assert "You wind the gramophone" in played.stdout
    assert "You join the one vein to the other" in played.stdout
