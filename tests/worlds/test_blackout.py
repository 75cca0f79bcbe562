"""The bundled world `blackout`: an exercise in which one can do well and badly, and the rules by which one does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bundled import Bundled, assert_well_made

NIGHT = ("reading_night()", "reading_morning()")


@pytest.fixture(scope="module")
def city() -> Bundled:
    return Bundled("blackout")


@pytest.fixture(scope="module")
def dark(city: Bundled) -> int:
    return city.after("grid_fails()", "hatch_opened()")


# ---------------------------------------------------------------------------------------------- what there is
def test_well_made(city: Bundled) -> None:
    assert_well_made(city)


def test_cast(city: Bundled) -> None:
    wanting = {c.name for c in city.world.characters if c in city.world.utilities}
    assert wanting == {c.name for c in city.world.characters}
    assert len(wanting) >= 10


def test_tags_for_exercises(city: Bundled) -> None:
    """What nobody wants is tagged so, and each kind of deed that an exercise looks at occurs."""
    tags = {tag for action in city.world.actions for tag in action.attributes.tags}
    assert {"inject", "report", "decide", "inform", "resource"} <= tags
    for action in city.world.actions:
        assert (not action.consenting) == ("inject" in action.attributes.tags), action.name


# ---------------------------------------------------------------------------------------------- what is known
def test_everybody_reads_the_stuck_gauge(city: Bundled) -> None:
    assert city.value(city.start, "tank", "Hospital") == 12
    assert {city.value(city.mind(city.start, c.name), "tank", "Hospital") for c in city.world.characters} == {48}


def test_who_looks_knows(city: Bundled, dark: int) -> None:
    node = city.after("inquire(Holt, Okafor)", "look_into(Okafor, Hospital)", node=dark)
    assert city.value(city.mind(node, "Holt"), "tank", "Hospital") == 12
    assert city.value(city.mind(node, "Okafor", "Holt"), "tank", "Hospital") == 12
    assert city.value(city.mind(node, "Quist"), "tank", "Hospital") == 48


def test_the_lamp_tells_the_hospital_and_a_report_the_desk(city: Bundled, dark: int) -> None:
    node = city.after("reading_night()", "low_light()", node=dark)
    assert city.value(city.mind(node, "Holt"), "tank", "Hospital") == 42
    node = city.after("report(Okafor, Hospital)", node=node)
    assert city.value(city.mind(node, "Holt"), "tank", "Hospital") == 6


def test_brandt_says_what_he_is_asked_for(city: Bundled, dark: int) -> None:
    asked = city.after("inquire(Holt, Brandt)", "assure(Brandt)", node=dark)
    assert city.value(city.mind(asked, "Holt"), "due") == "Tonight"
    pressed = city.after("press_brandt(Holt)", node=dark)
    assert not city.possible(pressed, "assure(Brandt)")
    pressed = city.after("own_up(Brandt)", node=pressed)
    assert city.value(city.mind(pressed, "Holt"), "due") == "Sunday"
    assert city.value(city.mind(pressed, "Quist"), "due") == "Tonight"


def test_a_caller_who_has_not_looked(city: Bundled, dark: int) -> None:
    node = city.after("hoax()", node=dark)
    assert city.value(city.mind(node, "Holt"), "broken", "Hospital") is True
    assert city.value(node, "broken", "Hospital") is False
    node = city.after("inquire(Holt, Okafor)", "look_into(Okafor, Hospital)", node=node)
    assert city.value(city.mind(node, "Holt"), "broken", "Hospital") is False


def test_the_runner_brings_back_what_he_saw(city: Bundled, dark: int) -> None:
    node = city.after("send(Holt, Sorley, Heights)", "ride(Sorley, Heights)", node=dark)
    assert city.value(city.mind(node, "Holt"), "needs", "Pell") is False
    node = city.after("ride_back(Sorley)", node=node)
    assert city.value(city.mind(node, "Holt"), "needs", "Pell") is True


# ---------------------------------------------------------------------------------------------- what it costs
def test_a_dry_tank_costs_lives_and_a_tanker_saves_them(city: Bundled, dark: int) -> None:
    dry = city.after(*NIGHT, node=dark)
    assert city.value(city.after("ward_dark()", node=dry), "lost") == 1
    supplied = city.after("send_fuel(Holt, Hospital)", "tanker_arrives(Hospital)", *NIGHT, node=dark)
    assert not city.possible(supplied, "ward_dark()")


def test_a_false_hope_costs_more_than_a_grim_word(city: Bundled, dark: int) -> None:
    known = city.after("press_brandt(Holt)", "own_up(Brandt)", node=dark)
    grim = city.after("announce(Holt, Sunday)", node=known)
    soothed = city.after("soothe(Holt)", "promise_falls_due()", node=known)
    assert city.value(known, "trust") > city.value(grim, "trust") > city.value(soothed, "trust")  # type: ignore[operator]


def test_lit_windows_become_a_crowd_and_a_denial_sends_it_home(city: Bundled, dark: int) -> None:
    assert not city.possible(dark, "whisper_cut()")
    node = city.after("light_up(Quist)", "whisper_cut()", "march(Dass, Cut, TownHall)", node=dark)
    assert city.value(node, "crowd") == "TownHall"
    node = city.after("talk_reaches_desk()", "deny(Holt, Cut)", node=node)
    assert city.value(city.mind(node, "Dass"), "holds", "Cut") is False
    assert city.value(city.after("go_home(Dass)", node=node), "crowd") is None
    assert not city.possible(node, "march(Dass, Cut, TownHall)")


def test_the_spare_needs_a_cleared_road(city: Bundled, dark: int) -> None:
    node = city.after("press_brandt(Holt)", "own_up(Brandt)", "send_for_spare(Holt, Brandt)", node=dark)
    assert not city.possible(node, "transport_comes()")
    node = city.after("post(Holt, Varga, North, Road)", "transport_comes()", "lights_early()", node=node)
    assert city.value(node, "power") is True


# ---------------------------------------------------------------------------------------------- stories
def test_a_first_day(city: Bundled) -> None:
    """Things happen, nobody acts without a reason, nothing goes wrong, and seeds differ."""
    first, second = city.run(1, 1), city.run(2, 1)
    assert first.hash != second.hash
    for run in (first, second):
        assert run.faults == 0
        assert run.causeless == []
        assert len(run.deeds) >= 25
        assert len(run.actors) >= 9


@pytest.mark.slow
def test_to_the_end(city: Bundled) -> None:
    """Left to themselves they get the lights back, most live, and not every desk does equally well."""
    runs = [city.run(seed, 4) for seed in range(8)]
    assert all(run.faults == 0 and run.causeless == [] for run in runs)
    assert all(city.value(run.node, "power") is True for run in runs)
    assert len({(city.value(run.node, "lost"), city.value(run.node, "trust")) for run in runs}) > 1


# ---------------------------------------------------------------------------------------------- played
ABLE = """I consent
wait 30
press Brandt
ask Okafor to look
open the register
yes
think about the hospital
send fuel to the hospital
actions
quit
yes
"""


def play(tmp_path: Path, script: str) -> str:
    path = tmp_path / "commands.txt"
    path.write_text(script)
    command = [
        sys.executable,
        "-m",
        "dreamwright",
        "play",
        "blackout.world",
        "--seed",
        "1",
        "--no-keep",
        "--script",
        str(path),
    ]
    played = subprocess.run(command, capture_output=True, text=True, timeout=280, check=False)
    assert played.returncode == 0, played.stderr
    assert "Traceback" not in played.stderr + played.stdout
    return played.stdout


def test_played_by_script(tmp_path: Path) -> None:
    told = play(tmp_path, ABLE)
    assert "You ask Dr Ada Okafor not to read it off" in told
    assert "You send the tanker to the hospital" in told


def test_doing_nothing_is_doing_badly(tmp_path: Path) -> None:
    told = play(tmp_path, "I consent\n" + "wait 12 hours\n" * 140)
    assert "lives have been lost" in told
