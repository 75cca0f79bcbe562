"""The bundled world `breakout`: a fugitive and his hunter, round and round."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import groupby, pairwise
from pathlib import Path

import pytest

from bundled import Bundled, assert_well_made
from dreamwright.sifting import patterns_of, sift
from dreamwright.story import Happening, Story

DAY = 24 * 60
OUT = ("study_cough(Loam)", "file_key(Loam)", "something_up(Fog)", "see_how(Loam)", "break_out(Loam, Quay)")
FOUND = (*OUT, "watch_house(Roke, Quay)")
RIDE = (*FOUND, "seize(Roke, Loam)", "get_up(Loam)", "set_out(Roke, Loam)")
HOME = ("drive(Roke)", "drive_home(Roke)", "deliver(Roke, Loam)")


@pytest.fixture(scope="module")
def breakout() -> Bundled:
    return Bundled("breakout")


def lived(breakout: Bundled, seed: int, days: int) -> Story:
    """A story that has unfolded by itself for so many days."""
    story = Story(breakout.engine, seed)
    while story.advance(days * DAY) is not None:
        pass
    return story


def kinds(breakout: Bundled, happenings: list[Happening]) -> Counter[str]:
    """How often each action was done."""
    events = breakout.program.events
    return Counter(events[h.event].event.name for h in happenings if h.event is not None and h.kind == "action")


def feels(breakout: Bundled, node: int, who: str) -> dict[str, object]:
    return {f: breakout.value(node, "feels", who, f) for f in ("Hatred", "Need", "Pity", "Longing")}


# ---------------------------------------------------------------------------------------------- what there is
def test_well_made(breakout: Bundled) -> None:
    assert_well_made(breakout)
    assert {c.name for c in breakout.world.characters if c in breakout.world.utilities} == {
        c.name for c in breakout.world.characters
    }


# ---------------------------------------------------------------------------------------------- getting out
def test_an_escape_takes_as_many_preparations_as_the_locks_are_good_and_a_moment(breakout: Bundled) -> None:
    ready = breakout.after("study_cough(Loam)", "file_key(Loam)", "see_how(Loam)")
    assert not breakout.possible(ready, "break_out(Loam, Quay)")
    assert breakout.possible(breakout.after("something_up(Fire)", node=ready), "break_out(Loam, Quay)")
    harder = breakout.after(
        "fit_locks(Stope)", "fit_locks(Stope)", node=breakout.after("pay_locks(Brandreth)", node=owing(breakout))
    )
    harder = breakout.after("study_cough(Loam)", "file_key(Loam)", node=harder)
    assert not breakout.possible(harder, "see_how(Loam)")


def owing(breakout: Bundled) -> int:
    return breakout.after("conscience(Brandreth)")


def test_who_is_paid_cannot_be_bought(breakout: Bundled) -> None:
    assert not breakout.possible(breakout.start, "buy(Loam, Garrity)")
    short = breakout.after("upkeep()")
    assert breakout.possible(short, "buy(Loam, Garrity)")


def test_out_nobody_knows_where_he_is(breakout: Bundled) -> None:
    node = breakout.after(*OUT)
    assert breakout.value(node, "at", "Loam") == "Quay"
    for name in ("Roke", "Stope", "Garrity", "Brandreth"):
        assert breakout.value(breakout.mind(node, name), "at", "Loam") is None
    assert breakout.value(breakout.mind(node, "Roke"), "status") == "Loose"


# ---------------------------------------------------------------------------------------------- the hunt, and the ride
def test_she_sees_him_or_rules_a_house_out(breakout: Bundled) -> None:
    found = breakout.after(*FOUND)
    assert breakout.value(breakout.mind(found, "Roke"), "at", "Loam") == "Quay"
    assert breakout.value(breakout.mind(found, "Roke"), "ruled_out", "Quay") is False
    vain = breakout.after(*OUT, "watch_house(Roke, Baths)")
    assert breakout.value(breakout.mind(vain, "Roke"), "ruled_out", "Baths") is True
    assert breakout.value(vain, "standing") == 3


def test_a_card_tells_her_the_house(breakout: Bundled) -> None:
    posted = breakout.after(*OUT, "draft(Loam)", "cast_piece(Loam)", "post_card(Loam, Roke)")
    assert breakout.value(breakout.mind(posted, "Roke"), "at", "Loam") is None
    read = breakout.after("make_out(Roke)", node=posted)
    assert breakout.value(breakout.mind(read, "Roke"), "at", "Loam") == "Quay"


def test_a_piece_left_alone_is_more_dangerous(breakout: Bundled) -> None:
    begun = breakout.after("books_opened()", *OUT, "draft(Loam)", "cast_piece(Loam)")
    early = breakout.after("give_piece(Loam, Wedding, One)", node=begun)
    late = breakout.after("piece_grows(Two)", "piece_grows(Three)", "give_piece(Loam, Wedding, Three)", node=begun)
    assert breakout.value(early, "victims") == 1
    assert breakout.value(late, "victims") == 3


def test_straps_are_as_good_as_they_are(breakout: Bundled) -> None:
    node = breakout.after(*RIDE, "work_loose(Loam)")
    assert not breakout.possible(node, "slip(Loam)")
    node = breakout.after("work_on(Loam)", node=node)
    assert breakout.possible(node, "slip(Loam)")
    checked = breakout.after("check_straps(Roke)", node=node)
    assert not breakout.possible(checked, "slip(Loam)")
    away = breakout.after("slip(Loam)", "jump(Loam, Baths)", node=node)
    assert breakout.value(away, "status") == "Loose"
    assert breakout.value(breakout.mind(away, "Roke"), "at", "Loam") is None


# ---------------------------------------------------------------------------------------------- what is felt
def test_deeds_change_what_is_felt_and_nobody_knows_their_own(breakout: Bundled) -> None:
    start = breakout.after("books_opened()")
    node = breakout.after("visit(Roke, Loam)", "listen(Loam)", node=start)
    assert feels(breakout, node, "Loam") != feels(breakout, start, "Loam")
    for name in ("Loam", "Roke"):
        assert feels(breakout, breakout.mind(node, name), name) == feels(breakout, breakout.mind(start, name), name)
    assert breakout.value(node, "feels", "Loam", "Need") == 2
    assert breakout.value(breakout.mind(node, "Loam"), "feels", "Loam", "Need") == 0
    assert breakout.value(breakout.mind(node, "Roke"), "feels", "Loam", "Need") == 2


def test_what_is_felt_bends_what_is_chosen(breakout: Bundled) -> None:
    """Found, he would rather be elsewhere; when he longs for her he would rather be taken."""
    loam = breakout.entities["Loam"].index

    def gain(node: int, action: str) -> float:
        """By his own lights."""
        mind = breakout.mind(node, "Loam")
        after = breakout.engine.apply(mind, breakout.program.action(action))
        now, then = breakout.engine.utility(mind, loam), breakout.engine.utility(after, loam)
        assert now is not None and then is not None
        return then - now

    cold = breakout.after("books_opened()", *FOUND)
    assert breakout.value(cold, "urge", "Loam") == "Hatred"
    assert gain(cold, "open_door(Loam, Roke)") < 0 < gain(cold, "strike(Loam, Roke)")
    warm = breakout.after("books_opened()", "listen(Loam)", "listen(Loam)", "visit(Roke, Loam)", *FOUND)
    assert breakout.value(warm, "urge", "Loam") == "Longing"
    assert gain(warm, "open_door(Loam, Roke)") > 0 > gain(warm, "strike(Loam, Roke)")


def test_what_is_said_in_the_van_stays_in_the_van(breakout: Bundled) -> None:
    ride = breakout.after("books_opened()", "listen(Loam)", "listen(Loam)", "visit(Roke, Loam)", *RIDE)
    said = breakout.after("give_line(Loam, Roke)", "admit(Loam, Roke, Longing)", node=ride)
    mine = breakout.value(breakout.mind(said, "Loam"), "feels", "Loam", "Longing")
    assert mine == breakout.value(said, "feels", "Loam", "Longing") != 0
    assert breakout.value(breakout.mind(breakout.after(*HOME, node=said), "Loam"), "feels", "Loam", "Longing") == 0


# ---------------------------------------------------------------------------------------------- it never settles
def test_the_same_seed_is_the_same_story() -> None:
    first, second = (lived(Bundled("breakout"), 3, 40).hash for _ in range(2))
    assert first == second


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_thousand_days_stay_lively(breakout: Bundled, seed: int) -> None:
    """Much goes on in every month, nothing is done over and over, and he is never held for good."""
    story = lived(breakout, seed, 1000)
    assert story.problems == {}
    happenings = list(story.happenings)
    months = [[h for h in happenings if h.minute // (30 * DAY) == month] for month in range(33)]
    assert min(len(kinds(breakout, month)) for month in months) >= 15
    assert all(max(kinds(breakout, month).values()) <= 0.4 * len(month) for month in months)
    done = kinds(breakout, happenings)
    assert done["break_out"] >= 30 and done["seize"] + done["open_door"] >= 30
    assert done["give_piece"] >= 50 and done["fit_locks"] >= 15
    assert len(done) >= 60
    names = [breakout.program.events[h.event].event.name for h in happenings if h.event is not None]
    outs = [h.minute for h, name in zip(happenings, names, strict=True) if name == "break_out"]
    assert max(b - a for a, b in pairwise([0, *outs, 1000 * DAY])) < 150 * DAY
    willed = [h.event for h in happenings if h.actor is not None]
    assert max(len(list(same)) for _, same in groupby(willed)) <= 4


def test_the_books_agree_with_what_happened(breakout: Bundled) -> None:
    story = lived(breakout, 1, 120)
    done = kinds(breakout, list(story.happenings))
    node = story.node
    assert breakout.value(node, "escapes") == done["break_out"]
    assert breakout.value(node, "slips") == done["jump"]
    assert breakout.value(node, "captures") == done["seize"] + done["open_door"]
    assert breakout.value(node, "missed") == done["watch_house"]
    assert breakout.value(node, "days_held") == done["day_inside"]
    assert breakout.value(node, "days_free") == done["day_outside"]


def test_its_patterns_are_found(breakout: Bundled) -> None:
    """All that the world itself calls worth a name comes about."""
    story = lived(breakout, 3, 1000)
    found = {match.pattern.name for match in sift(breakout.engine, story.happenings, patterns_of(breakout.world))}
    own = {"stays", "asks_for_it", "price_of_mercy", "both_say_it", "honest_after_all"}
    assert own | {"recapture"} <= found


# ---------------------------------------------------------------------------------------------- played
FUGITIVE = """actions
study the man who coughs
file the spoon
wait 1 day
write to Adela Roke
think about Adela Roke
quit
yes
"""
HUNTER = """visit Jasper Loam
wait 4 days
wait 4 days
watch Coal Quay
read the bulletin
quit
yes
"""


@pytest.mark.parametrize(
    ("character", "script", "expected"),
    [
        ("Loam", FUGITIVE, "under the blanket, and on the third a little before"),
        ("Roke", HUNTER, "You sit across a table from Jasper Loam"),
    ],
)
def test_played_by_script(tmp_path: Path, character: str, script: str, expected: str) -> None:
    path = tmp_path / "commands.txt"
    path.write_text(script)
    command = [sys.executable, "-m", "dreamwright", "play", "breakout", "--as", character, "--seed", "1", "--no-keep"]
    played = subprocess.run([*command, "--script", str(path)], capture_output=True, text=True, timeout=120, check=False)
    assert played.returncode == 0, played.stderr
    assert "Traceback" not in played.stderr + played.stdout
    assert expected in " ".join(played.stdout.split())
