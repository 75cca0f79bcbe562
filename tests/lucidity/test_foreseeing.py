"""Foreseeing: what an observation would give, and that asking changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.lucidity import Motifs, Settings, Witness
from dreamwright.lucidity.witness import imagination_for
from dreamwright.planning.motives import motives, space_of
from dreamwright.story import Story

from .stages import INN, Stage


def state(witness):
    """All that a witness is, to the byte: what they found, remember, were shown, and have yet to think through."""
    held = (
        witness.findings,
        witness.steps,
        witness.motifs._memories,
        witness._belief.values,
        witness._evidence._last,
        sorted(witness._evidence._none),
        witness._evidence.percepts,
        [(s.belief.values, s.percepts, s.minute) for s in witness._situations],
        [(number, case.actor, case.thought) for number, case in witness._cases.items()],
        witness._watched,
        sorted(witness._came),
        (witness._before[0], witness._before[1].values),
    )
    return repr(held).encode()


TRICKS = {
    "": {},
    "Bo is elsewhere": {"at_Bo": "Yard"},
    "Bo is dead": {"alive_Bo": False},
    "the lamp is gone": {"lies_Lamp": None},
}
ACTS = ["walk(Bo, Yard, Parlour)", "burn(Bo, Lamp)", "hum(Bo)", "song()", "chill(Ann)", "take(Bo, Lamp, Parlour)"]


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(st.sampled_from(sorted(TRICKS)), st.sampled_from(ACTS)), min_size=1, max_size=5))
def test_what_is_foreseen_is_what_is_then_found_and_changes_nothing(course):
    """Lawful or not: each percept is foreseen, the witness is as before, and then it is observed."""
    stage = Stage(INN, "Ann", motifs=Motifs({"action song": 1.0}))
    told = []

    def foresee_first(percept):
        before = state(stage.witness)
        foreseen = stage.witness.foresee(percept)
        assert state(stage.witness) == before
        told.append(foreseen)
        found = stage.witness.observe(percept)
        assert found == foreseen
        return found

    stage.perceive = foresee_first
    for trick, act in course:
        stage.is_made_so(**TRICKS[trick])
        stage.happens(act, 50)
    stage.happens("chill(Ann)", 50)
    assert told[-1]


def test_a_story_is_foreseen_as_it_is_lived():
    """Along a whole story, for everybody in it."""
    engine = LeveledEngine(ground(load_text(INN)))
    story = Story(engine, 3)
    witnesses = [Witness(engine, c, engine.mind(story.node, c)) for c in engine.characters]
    seen = 0
    while len(story.happenings) < 40 and (happening := story.advance()) is not None:
        for witness in witnesses:
            percept = story.percept(happening, witness.character)
            if percept is not None:
                foreseen = witness.foresee(percept)
                assert witness.observe(percept) == foreseen
                seen += 1
    assert seen > 40


def test_a_copy_goes_on_by_itself():
    """What one of two sees, and thinks through, the other knows nothing of."""
    stage = Stage(INN, "Ann", Settings(units=3))
    for act in (
        "walk(Bo, Parlour, Yard)",
        "walk(Bo, Yard, Lane)",
        "walk(Bo, Lane, Cellar)",
        "walk(Bo, Cellar, Parlour)",
    ):
        stage.happens(act)
    original, twin = stage.witness, stage.witness.copy()
    before = state(original)
    assert [f for f in original.findings if f.is_open] and state(twin) == before
    for _ in range(3):
        twin.think(stage.minute)
    twin.until(500)
    assert not [f for f in twin.findings if f.is_open]
    assert state(original) == before != state(twin)


@pytest.mark.parametrize("units", [1, 400])
def test_fewer_units_leave_more_open(units):
    """A forecast may be cheap; what it did not look at is open, and no anomaly."""
    stage = Stage(INN, "Ann")
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.is_made_so(at_Bo="Yard")
    stage.perceive = lambda percept: stage.witness.foresee(percept, units)
    finding, *_ = stage.happens("walk(Bo, Yard, Parlour)")
    assert (finding.kind, finding.is_open) == ("impossible", units == 1)
    assert stage.witness.findings == [] and stage.witness.settings == Settings()


def test_a_thought_takes_no_more_than_it_is_given():
    """What a call's units do not suffice for stays open, and as little thought through as before."""
    stage = Stage(INN, "Ann", Settings(units=3))
    for act in (
        "walk(Bo, Parlour, Yard)",
        "walk(Bo, Yard, Lane)",
        "walk(Bo, Lane, Cellar)",
        "walk(Bo, Cellar, Parlour)",
    ):
        stage.happens(act)
    before = state(stage.witness)
    assert stage.witness.think(stage.minute, units=5) == [] and state(stage.witness) == before
    for _ in range(3):
        stage.witness.think(stage.minute, units=30)
    assert not [f for f in stage.witness.findings if f.is_open]


def test_what_depends_on_the_world_alone_is_worked_out_once():
    """Who imagines and who decides think by the same links, whichever of them begins."""
    for first, second in ((imagined_links, decided_links), (decided_links, imagined_links)):
        engine = LeveledEngine(ground(load_text(INN, "inn.world")), 2)
        assert first(engine) is second(engine)


def imagined_links(engine):
    return imagination_for(engine).links


def decided_links(engine):
    motives(engine, engine.initial, 0)
    return space_of(engine).relevance.links
