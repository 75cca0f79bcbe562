"""Dreams: falling asleep and waking, what is brought along, one person in two layers, going back, the same again."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dream.dreams import deeds, do, night, passages, played, run
from dreamwright.dream import Asking, Dream, Event, Happened, Moved, Unmake, dream_again, stage_of
from dreamwright.dream.consent import Consent
from dreamwright.dream.orders import Withhold
from dreamwright.dream.stage import POWERS, Stage
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.story import Act, Story, Wait


def names(dream: Dream) -> list[str]:
    return [level.layer.name for level in dream.levels]


def believes(dream: Dream, number: int, who: str, property_: str, *arguments: str) -> object:
    """What somebody in a level believes of a fluent, as text."""
    level = dream.levels[number]
    world = level.engine.program.world
    entities = {entity.name: entity for entity in world.entities}
    declared = next(p for p in world.properties if p.name == property_)
    mind = level.engine.mind(level.story.node, entities[who].index)
    value = level.engine.read(mind, declared, tuple(entities[a] for a in arguments))
    return getattr(value, "name", value)


def test_a_dream_begins_where_its_ways_lead() -> None:
    """The guardian is asleep from the start, so the person's first turn is in the city, further in."""
    dream = played()
    events = run(dream)
    assert passages(events) == ["begin", "sleep"]
    assert names(dream) == ["cellar", "city"]
    assert dream.awaiting_subject


def test_memories_and_beliefs_come_along_by_name() -> None:
    """What the subject remembers of the waking world they believe there; what both worlds have they bring along.

    Stair is no place of the city, so what is believed of the doctor's whereabouts stays behind; unlike mercy, where
    they are not, in a layer that carries `at` alone.
    """
    dream = played()
    run(dream)
    assert believes(dream, 0, "Guardian", "at", "Doctor") == "Stair"
    assert believes(dream, 0, "Keeper", "at", "Doctor") == "Cellar"
    assert believes(dream, 1, "Ash", "at", "Doctor") == "Square"


def test_what_a_layer_does_not_carry_stays_behind() -> None:
    """Waking brings the beliefs along that the layer outside carries, and no others."""
    dream = played(lines=("disaster",))
    run(dream)
    do(dream, "walk(Ash, Alley)")
    do(dream, "plead()")
    # The keeper, behind the stranger, has come to want something else, and wakes the guardian.
    woken = wait_for(dream, "return")
    assert "shake()" in deeds(woken)
    assert names(dream) == ["cellar"]
    assert believes(dream, 0, "Guardian", "bell") != believes_in(dream, 1, "bell")


def believes_in(dream: Dream, number: int, property_: str) -> object:
    """What the subject last believed of a fluent in a level that they have left."""
    level = dream.visited[number]
    declared = next(p for p in level.engine.program.world.properties if p.name == property_)
    return level.engine.read(level.engine.mind(level.story.node, level.subject), declared, ())


def wait_for(dream: Dream, passage: str, turns: int = 40) -> list[Event]:
    """Wait until the dream makes a move; what happens until then."""
    found: list[Event] = []
    for _ in range(turns):
        if passage in passages(found) or not dream.awaiting_subject:
            break
        dream.wait(20)
        found += run(dream)
    assert passage in passages(found)
    return found


def test_one_person_in_two_layers() -> None:
    """What moves the stranger in the city moves the keeper in the cellar, but only while the helmet is on."""
    dream = played()
    run(dream)
    assert believes(dream, 0, "Keeper", "mercy", "Keeper") is False
    do(dream, "walk(Ash, Alley)")
    do(dream, "plead()")
    assert believes(dream, 0, "Keeper", "helmet", "Keeper") is True
    assert believes(dream, 0, "Keeper", "mercy", "Keeper") is True


def test_nothing_crosses_while_a_link_is_down() -> None:
    """A person who is not in their helmet learns nothing of who they are further in."""
    dream = played()
    run(dream)
    outer = dream.levels[0]
    helmet = next(p for p in outer.engine.program.world.properties if p.name == "helmet")
    assert outer.engine.read(outer.story.node, helmet, (outer.engine.program.world.entities[1],)) is False
    dream.act(dream.top.engine.program.action("walk(Ash, Alley)"))
    dream.advance()
    assert not any(isinstance(e, Happened) and e.happening.kind == "recall" for e in dream.events[4:])


def test_a_layer_that_failed_is_tried_again_otherwise() -> None:
    """The quake ends the city; another try takes its place, with the cellar still outside."""
    seeds = [seed for seed in range(12) if "fail" in passages(_waited(seed))]
    assert seeds
    dream = played(seeds[0])
    run(dream)
    wait_for(dream, "fail")
    assert names(dream) == ["cellar", "again"]
    assert {level.layer.name for level, _ in dream.memories()} >= {"city"}


def _waited(seed: int) -> list[Event]:
    dream = played(seed)
    found = run(dream)
    for _ in range(6):
        if dream.awaiting_subject and names(dream)[-1] == "city":
            dream.wait(30)
            found += run(dream)
    return found


def test_a_false_awakening_and_a_true_one_and_the_end() -> None:
    """Waking from the city leads into a layer that poses as the waking world; from there out, and then it is over."""
    dream = played(lines=("disaster",))
    run(dream)
    do(dream, "walk(Ash, Alley)")
    assert passages(do(dream, "fall()")) == ["pose"]
    assert names(dream) == ["cellar", "again"], "it took the place of the city"
    do(dream, "walk(Ash, Alley)")
    assert passages(do(dream, "fall()")) == ["wake"]
    assert names(dream) == ["cellar"]


def test_the_last_waking_is_the_end() -> None:
    """Out of the outermost layer there is only the end of the dream, and it says how it ended."""
    dream = played(lines=("disaster",))
    run(dream)
    do(dream, "walk(Ash, Alley)")
    do(dream, "plead()")
    wait_for(dream, "return")
    last = do(dream, "rise()")
    assert passages(last) == ["end"]
    assert dream.ending == "woke"
    assert not dream.awaiting_subject and dream.advance() is None


def test_motifs_of_an_earlier_layer_are_familiar() -> None:
    """The bell that tolled in the city is remembered in the next layer, where it tolls again."""
    dream = played(lines=("disaster",))
    run(dream)
    for _ in range(3):
        dream.wait(30)
        run(dream)
    do(dream, "walk(Ash, Alley)")
    do(dream, "fall()")
    assert dream.top.vividness == {"action toll": 1.0}
    for _ in range(3):
        dream.wait(30)
        run(dream)
    assert "familiar" in [f.kind for f in dream.top.witness(dream._settings).findings]
    assert dream.suspicion > 0


def test_going_back_unmakes_and_is_remembered() -> None:
    """Time in the layer returns to the decision; what was perceived since stays as a memory, and not as a belief."""
    dream = played()
    run(dream)
    before = len(dream.top.story.happenings)
    do(dream, "walk(Ash, Alley)")
    dream.unmake(before)
    run(dream)
    assert dream.awaiting_subject
    assert believes(dream, 1, "Ash", "at", "Ash") == "Square"
    remembered = [dream.top.engine.program.events[p.event].name for p in dream.top.unmade if p.event is not None]
    assert "walk(Ash, Alley)" in remembered
    with pytest.raises(ValueError, match="no part"):
        dream.unmake(before - 1)


def test_the_same_orders_make_the_same_dream() -> None:
    """Stage, seed, limits and orders make the dream again, with the same record; another seed makes another."""
    dream = played(3, lines=("disaster",))
    run(dream)
    before = len(dream.top.story.happenings)
    do(dream, "walk(Ash, Alley)")
    dream.unmake(before)
    run(dream)
    do(dream, "walk(Ash, Alley)")
    do(dream, "plead()")
    wait_for(dream, "return")
    do(dream, "rise()")
    asking = Asking(night())
    asking.draw_line("disaster")
    again = dream_again(night(), dream.orders, 3, asking.agree())
    assert list(again.record()) == list(dream.record())
    assert again.hash == dream.hash
    assert {type(order) for order in dream.orders} == {Act, Wait, Unmake}
    assert played(4).hash != played(3).hash


PROGRAM = """
from dream.dreams import night, run
from dreamwright.dream import Dream
dream = Dream(night(), 5)
run(dream, 120)
print(dream.hash, len(dream.events))
"""


def test_the_hash_seed_of_python_has_no_part_in_it() -> None:
    """A dream that nobody plays is the same under another hash seed, to the byte of its record."""
    printed = set()
    for hash_seed in ("1", "2"):
        tests = str(Path(__file__).parents[1])
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": tests}
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        printed.add(done.stdout)
    assert len(printed) == 1
    assert int(printed.pop().split()[1]) > 10


def test_a_world_alone_is_a_dream_of_one_layer() -> None:
    """On the default stage a world's story goes as it does without one."""
    city = night().layer("city")
    stage = stage_of(city.program, city.subject)
    dream = Dream(stage, 7)
    run(dream, 40)
    story = Story(dream.top.engine, 7)
    for _ in dream.top.story.happenings:
        story.advance()
    assert len(dream.top.story.happenings) > 10
    assert dream.top.story.hash == story.hash


def test_nobody_is_a_subject_without_their_consent() -> None:
    """Consent comes from asking, and is to one stage."""
    with pytest.raises(ValueError, match="ask them"):
        Consent(night(), night().limits, object())
    other = stage_of(night().layers[0].program, night().layers[0].subject)
    with pytest.raises(ValueError, match="another stage"):
        Dream(night(), 0, Asking(other).agree())
    unattended = Dream(night(), 0)
    run(unattended, 50)
    assert not unattended.awaiting_subject
    with pytest.raises(ValueError, match="not the subject's turn"):
        unattended.wait(5)


CLOCK = """
entity Ann : character; property struck() : number; struck() = 0;
action strike() { effect: struck() = 1 - struck(); schedule: every 60 minutes; };
"""
"""Nobody does anything; a clock strikes for ever."""


def clock() -> Stage:
    program = ground(load_text(CLOCK))
    return replace(stage_of(program, program.world.characters[0]), operators=POWERS)


def test_a_dream_in_which_all_that_could_come_is_withheld_comes_to_an_end() -> None:
    """Nobody is there to let the clock strike again: without a bound given, the dream ends, and says so."""
    dream = Dream(clock(), 0)
    assert isinstance(dream.advance(), Moved)
    assert isinstance(dream.advance(), Happened)
    dream.order(Withhold("strike()"), "Kay")
    run(dream)
    assert dream.ending == "void"


def test_whoever_asks_only_for_a_while_is_told_that_it_goes_on() -> None:
    """Up to a minute that is given nothing comes either, and the dream is not over."""
    dream = Dream(clock(), 0)
    dream.order(Withhold("strike()"), "Kay")
    while dream.advance(600) is not None:
        pass
    assert dream.ending is None and dream.top.story.minute == 600
