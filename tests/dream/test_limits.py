"""Lines are never crossed by anybody, and veils are drawn; nobody's plans know of what cannot happen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dream.dreams import deeds, do, night, played, run
from dreamwright.director import Brief, Leaning
from dreamwright.director.brief import MEANS
from dreamwright.dream import Asking, Dream, Event, Happened, Limits, Stage, stage_of
from dreamwright.dream.expressions import leaning
from dreamwright.dream.orders import ActAs, Bring, HandBack, PutToSleep, Remark, Rouse, StepIn, Withhold
from dreamwright.dream.stage import POWERS
from dreamwright.engine import LeveledEngine
from dreamwright.errors import DreamwrightError
from dreamwright.grounding import Program, ground
from dreamwright.grounding.without import without
from dreamwright.language import load_text
from dreamwright.planning import motives
from story.stories import VILLAGE

TAGGED = (
    VILLAGE.replace("duration: 5;", "duration: 5; tags: moving;")
    .replace("has(c) = t; consenting: c;", "has(c) = t; consenting: c; tags: getting;")
    .replace("consenting: from, to;", "consenting: from, to; tags: getting, giving;")
    .replace("duration: 3;", "duration: 3; tags: music;")
    .replace("schedule: daily at 20:00;", "schedule: daily at 20:00; tags: dark;")
    .replace("rate: 6;", "rate: 6; tags: music, noise;")
)  # fmt: skip
TAGS = ("moving", "getting", "giving", "music", "noise", "dark")


@cache
def village() -> Program:
    return ground(load_text(TAGGED))


def tags_of(events: list[Event]) -> Iterator[str]:
    """All tags of what happened, was tried, proposed, set off or thought of on the way to something."""
    for event in events:
        if isinstance(event, Happened):
            happening, program = event.happening, event.level.engine.program
            plans = [m.plan for m in (happening.motive, *happening.assents) if m is not None]
            thought = [happening.event, *happening.triggers, *(step for plan in plans for step in plan)]
            for number in thought:
                if number is not None:
                    yield from program.events[number].event.attributes.tags


def live(dream: Dream, data: st.DataObject, most: int) -> None:
    """Let a person do whatever comes to their mind, or a dream go on by itself; and operators order what they like."""
    while len(dream.events) < most and dream.ending is None:
        with suppress(ValueError):
            dream.order(data.draw(ORDERS, label="order"), "Kay")
        if dream.awaiting_subject:
            options = [None, *dream.top.story.options()]
            chosen = data.draw(st.sampled_from(options), label="does")
            dream.wait(15) if chosen is None else dream.act(chosen)
        if dream.advance() is None and not dream.awaiting_subject:
            return


AIMS = ("rung()", "dark()", "has(Ada) == Lamp", "has(Cy) == Lamp", "at(Bo) == Mill")


def names() -> st.SearchStrategy[str]:
    return st.sampled_from([entity.name for entity in village().world.characters])


def actions() -> st.SearchStrategy[str]:
    """Whatever the world has, within the limits or not."""
    return st.sampled_from([event.name for event in village().actions])


ORDERS = st.one_of(
    st.builds(StepIn, names()),
    st.builds(ActAs, names(), actions()),
    st.builds(Bring, actions(), st.sampled_from([0, 5])),
    st.builds(Withhold, actions()),
    st.builds(HandBack, names()),
    st.builds(PutToSleep, st.just("world")),
    st.just(Rouse()),
    st.just(Remark("so far")),
)


@st.composite
def briefs(draw: st.DrawFn) -> Brief:
    """Directors who are after whatever happens in the village."""
    aims = []
    for text in draw(st.lists(st.sampled_from(AIMS), min_size=1, unique=True)):
        value, condition = leaning(village(), text, "aim")
        aims.append(Leaning("world", text, value, condition, 1.0))
    means = draw(st.sets(st.sampled_from(MEANS)))
    return Brief(tuple(aims), tuple(sorted(means)), ceiling=draw(st.sampled_from([None, 0.3])))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_no_line_is_ever_crossed(data: st.DataObject) -> None:
    """Whoever acts, directs or orders, for whatever reason: nothing that happens or is planned has a forbidden tag."""
    lines = data.draw(st.sets(st.sampled_from(TAGS), min_size=1), label="lines")
    seed = data.draw(st.integers(0, 2**32), label="seed")
    program = village()
    own = stage_of(program, data.draw(st.sampled_from(program.world.characters), label="subject"))
    own = replace(own, director=data.draw(briefs(), label="director"), operators=POWERS)
    asking = Asking(own)
    for line in sorted(lines):
        asking.draw_line(line)
    consent = asking.agree() if data.draw(st.booleans(), label="played") else None
    dream = Dream(asking.stage, seed, consent, limits=None if consent else asking.limits)
    live(dream, data, 20)
    assert lines.isdisjoint(tags_of(dream.events))


@pytest.mark.slow
@settings(max_examples=1000, deadline=None)
@given(st.data())
def test_no_line_is_ever_crossed_in_a_thousand_runs(data: st.DataObject) -> None:
    """The same, a thousand times."""
    test_no_line_is_ever_crossed.hypothesis.inner_test(data)  # type: ignore[attr-defined]


def test_the_village_does_what_it_may() -> None:
    """Without lines these tags are met with (to give is left to a person), so that their absence means something."""
    met: set[str] = set()
    for seed in range(6):
        dream = Dream(stage_of(village(), village().world.characters[0]), seed)
        met |= set(tags_of(run(dream, 300)))
    assert met >= set(TAGS) - {"giving"}


@settings(max_examples=15, deadline=None)
@given(st.sets(st.sampled_from(night().tags), min_size=1), st.integers(0, 2**32))
def test_no_layer_crosses_a_line(lines: set[str], seed: int) -> None:
    """The lines hold in every layer, for characters, schedules, rates and triggers alike."""
    dream = Dream(night(), seed, limits=Limits(tuple(sorted(lines))))
    assert lines.isdisjoint(tags_of(run(dream, 80)))


def test_nobody_plans_across_a_line() -> None:
    """Who would have got the lamp by taking it has another way, or none, once taking is a line."""
    whole, cut = village(), without(village(), ("getting",))
    assert any("take" in e.name for e in whole.actions) and not any("take" in e.name for e in cut.actions)
    engine = LeveledEngine(cut)
    assert motives(engine, engine.initial, 0) == []
    assert [event.index for event in cut.events] == list(range(len(cut.events)))
    assert cut.fluents is whole.fluents


def test_an_order_cannot_cross_a_line_either() -> None:
    """Nobody can even name what is a line: the dream's world has no such action."""
    dream = played(lines=("violence",))
    run(dream)
    with pytest.raises(DreamwrightError, match="can ever happen"):
        do(dream, "strike(Ash, Thug)")


def test_limits_are_added_and_never_loosened() -> None:
    """A person adds limits and takes their own back; the author's stay."""
    asking = Asking(night())
    asking.draw_line("Disaster")
    asking.draw_veil("blood")
    assert asking.limits == Limits(("disaster",), ("violence", "blood"))
    asking.take_back("blood")
    assert asking.limits == Limits(("disaster",), ("violence",))
    with pytest.raises(DreamwrightError, match="not loosened"):
        asking.take_back("violence")
    with pytest.raises(DreamwrightError, match="no limit"):
        asking.take_back("blood")
    with pytest.raises(DreamwrightError, match="did you mean 'violence'"):
        asking.draw_line("violense")
    asking.draw_line("violence")
    assert asking.limits == Limits(("disaster", "violence"), ())
    assert Dream(night(), 0, limits=Limits()).limits == night().limits


def test_what_is_behind_a_veil_happens() -> None:
    """The blow is struck, in truth and in the minds of those who see it, and is marked as off screen."""
    dream = played(lines=("disaster",))
    events = run(dream) + do(dream, "strike(Ash, Thug)")
    assert "strike(Ash, Thug)" in deeds(events)
    veiled = [dream.veils(e.level, e.happening.event) for e in events if isinstance(e, Happened)]
    assert ("violence",) in veiled


def whole(stage: Stage) -> set[str]:
    return {event.name for layer in stage.layers for event in layer.program.events}


def test_a_stage_is_not_changed_by_what_a_person_adds() -> None:
    """Limits belong to a dream; the next person starts from the author's."""
    before = whole(night())
    played(lines=("walking",))
    assert whole(night()) == before
