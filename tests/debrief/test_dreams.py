"""The debrief of a dream: the way through its layers, what came along, what did not add up, and each layer's sides."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from dream.dreams import do, night, run
from dreamwright.chronicle import Branch, open_chronicle
from dreamwright.debrief import DreamDebrief, as_html, as_json, as_markdown, dream_debrief_of
from dreamwright.dream import Asking, Dream
from dreamwright.dream.keep import DreamKeeper
from dreamwright.errors import DreamwrightError


@pytest.fixture
def branch(tmp_path: Path) -> Branch:
    """A dream through all layers, with a bell in two of them, something unmade, and a line drawn."""
    asking = Asking(night())
    asking.draw_line("disaster")
    dream = Dream(night(), 0, asking.agree())
    run(dream)
    for _ in range(3):
        dream.wait(30)
        run(dream)
    do(dream, "walk(Ash, Alley)")
    do(dream, "fall()")
    dream.wait(30)
    run(dream)
    dream.unmake(dream.top.begun)
    run(dream)
    for _ in range(3):
        dream.wait(30)
        run(dream)
    do(dream, "walk(Ash, Alley)")
    do(dream, "fall()")
    chronicle = open_chronicle(str(tmp_path / "chronicle.db"))
    keeper = DreamKeeper(chronicle, None, str)
    keeper.keep(dream)
    keeper.release()
    return chronicle.find("dream-1")


@pytest.fixture
def debrief(branch: Branch) -> DreamDebrief:
    return dream_debrief_of(branch)


def test_the_way_through_the_layers(debrief: DreamDebrief) -> None:
    """Every move in order, with what was brought along as memories, and what was unmade."""
    assert [step.told for step in debrief.way] == [
        "It begins, in cellar.",
        "They fall asleep, and are in city.",
        "They seem to wake, into again.",
        "What happened in again after its first 0 happenings is unmade.",
        "They wake, and are in cellar again.",
    ]
    assert debrief.way[0].brought == ("Guardian knew from elsewhere that Doctor is at the Stair.",)
    assert [(layer.number, layer.name) for layer in debrief.layers] == [(0, "cellar"), (1, "city"), (2, "again")]
    assert debrief.ending == "It has not ended."


def test_what_came_along_is_a_memory_and_who_is_further_in_sees_nothing(debrief: DreamDebrief) -> None:
    """A recall is told as one, in its own words; happenings around a sleeper are none of theirs."""
    entries = [e for day in debrief.layers[0].debrief.days for scene in day.scenes for e in scene.entries]
    assert entries[0].perceived == ("You remember from elsewhere.",)
    assert entries[0].learned == ("Doctor is at the Stair.",)
    assert entries[0].why == ("It came along from another layer.",)
    assert ("You were further in, and knew nothing of this place.",) in [e.perceived for e in entries]
    put_on = next(e for e in entries if e.happened[:1] == ("Keeper puts on.",))
    assert put_on.missed and put_on.perceived == ()


def test_suspicion_and_what_raised_it(debrief: DreamDebrief) -> None:
    """The bell of the city tolls again elsewhere: familiar, with the reason in words, and what suspicion came to."""
    assert debrief.layers[1].debrief.doubts == ()
    again = debrief.layers[2].debrief
    assert again.doubts
    familiar = next(doubt for doubt in again.doubts if doubt.kind == "familiar")
    assert "It belongs to another layer." in familiar.told
    assert familiar.became == "It stayed so." and 0 < familiar.suspicion < 1
    assert again.numbers[0].title.startswith("Suspicion")
    assert again.numbers[0].series[0].readings[-1].value > 0


def test_what_is_off_screen_stays_there(debrief: DreamDebrief) -> None:
    """A veil holds in the debrief too, in every column."""
    text = as_json(debrief)
    assert "Something happens off screen (violence)." in text
    assert "strikes" not in text


def test_every_form_says_the_same(debrief: DreamDebrief) -> None:
    """One page without a network, its ids each once; Markdown; JSON."""
    page, text, data = as_html(debrief), as_markdown(debrief), json.loads(as_json(debrief))
    for form in (page, text):
        for step in debrief.way:
            assert step.told in form
        assert "What did not add up" in form and "It belongs to another layer." in form
    ids = Counter(re.findall(r'\bid="([^"]+)"', page))
    assert max(ids.values()) == 1
    assert {f"#{name}" for name in ("way", "layer-0", "layer-2")} <= set(re.findall(r'href="(#[^"]+)"', page))
    assert "http" not in page.replace("http://www.w3.org", "").replace("http-equiv", "")
    assert [layer["name"] for layer in data["layers"]] == ["cellar", "city", "again"]
    assert data["format"] == "dreamwright-debrief"


def test_through_the_eyes_of_another(branch: Branch) -> None:
    """Somebody named is followed in the layers that have them, without the subject's doubts."""
    seen = dream_debrief_of(branch, "stranger")
    assert [layer.name for layer in seen.layers] == ["city", "again"]
    assert all(layer.debrief.doubts is None for layer in seen.layers)
    with pytest.raises(DreamwrightError, match="no character 'Nobody' in this dream"):
        dream_debrief_of(branch, "Nobody")
