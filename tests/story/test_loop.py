"""The loop: turns, durations, waiting, the end of a story; what never happens and what always does."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.story import Story
from story.stories import VILLAGE, engine_of, names, run, story_of

VILLAGE_ENGINE = engine_of(VILLAGE)
SEEDS = st.integers(0, 2**64 - 1)

WORKSHOP = """
entity Ada : character; entity Bo : character;
property done(c : character) : number;
action work(c : character) {
  precondition: done(c) < 4; effect: done(c) = done(c) + 1; consenting: c; duration: 30;
};
utility(Ada): done(Ada); utility(Bo): 0;
"""


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_everybody_is_somewhere_once(seed: int) -> None:
    """Time never goes back; nobody starts anything while busy; each happening follows on the one before."""
    story = Story(VILLAGE_ENGINE, seed)
    happenings = run(story, most=40)
    assert list(story.happenings) == happenings
    free_at = dict.fromkeys(range(3), 0)
    node, minute = VILLAGE_ENGINE.initial, 0
    for place, happening in enumerate(happenings):
        assert (happening.index, happening.before) == (place, node)
        assert happening.minute >= minute
        node, minute = happening.after, happening.minute
        if happening.event is not None:
            for busy in VILLAGE_ENGINE.program.events[happening.event].consenting:
                assert free_at[busy] <= minute
                free_at[busy] = minute + happening.duration
    assert story.node == node


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_nobody_acts_against_reason(seed: int) -> None:
    """What happens is possible, what is tried is believed so, and whoever takes part has a motive or a routine."""
    story = Story(VILLAGE_ENGINE, seed)
    for happening in run(story, most=40):
        assert happening.event is not None
        event = VILLAGE_ENGINE.program.events[happening.event]
        assert VILLAGE_ENGINE.possible(happening.before, happening.event) == (happening.kind == "action")
        if happening.actor is None:
            assert (happening.source in ("schedule", "rate"), event.consenting) == (True, ())
            continue
        assert VILLAGE_ENGINE.possible(VILLAGE_ENGINE.mind(happening.before, happening.actor), happening.event)
        if happening.motive is None:
            routine = VILLAGE_ENGINE.program.world.entities[happening.actor].attributes.routine
            assert event.event.name in routine
            assert event.consenting == (happening.actor,)
        else:
            assert happening.motive.plan[0] == happening.event
            agreed = (happening.actor, *(assent.character for assent in happening.assents))
            assert sorted(agreed) == sorted(event.consenting)


def test_an_actor_is_busy_for_the_duration_and_then_acts_again() -> None:
    story = story_of(WORKSHOP)
    assert [(h.minute, h.actor) for h in run(story)] == [(0, 0), (30, 0), (60, 0), (90, 0)]


def test_a_story_in_which_nothing_can_happen_is_over() -> None:
    story = story_of(WORKSHOP)
    while story.advance() is not None:
        pass
    assert (len(story.happenings), story.awaiting_subject) == (4, False)
    assert story.advance() is None


def test_an_impossible_schedule_does_not_keep_a_story_going() -> None:
    never = "action never() { precondition: done(Ada) > 9; schedule: every 5 minutes; };"
    story = story_of(WORKSHOP + never)
    while story.advance() is not None:
        pass
    assert len(story.happenings) == 4


def test_advance_can_stop_at_a_minute() -> None:
    story = story_of(WORKSHOP)
    assert len(run(story, minutes=45)) == 2
    assert (story.minute, story.now.hour, story.now.minute) == (45, 8, 45)
    assert len(run(story)) == 2


def test_who_waits_is_asked_again_when_something_they_perceive_changes() -> None:
    story = story_of(
        """
        entity Ada : character; entity Bo : character; property knocked() : boolean; property open() : boolean;
        action knock() { precondition: !knocked(); effect: knocked(); schedule: once on day 1 at 09:00; };
        action answer(c : character) { precondition: knocked() & !open(); effect: open(); consenting: c; };
        utility(Ada): open(); utility(Bo): 0;
        """
    )
    happenings = run(story)
    assert names(story, happenings) == ["action knock()", "action answer(Ada)"]
    assert [h.minute for h in happenings] == [60, 61]


def test_who_does_not_perceive_it_is_not_asked_at_once() -> None:
    """Bo's agreement is all that was missing; nothing tells Ada that she could have it now."""
    story = story_of(
        """
        entity Ada : character; entity Bo : character; property glad() : boolean; property met() : boolean;
        action gladden() {
          precondition: !glad(); effect: glad(); observing(c : character): c == Bo; schedule: once on day 1 at 09:00;
        };
        action meet(a : character, b : character) { precondition: a != b & !met(); effect: met(); consenting: a, b; };
        utility(Ada): met(); utility(Bo): if(met() & glad()) 1 else 0;
        """
    )
    happenings = run(story)
    assert [h.minute for h in happenings] == [60, 61]
    assert story.engine.program.world.entities[happenings[1].actor or 0].name == "Bo"


def test_a_routine_fills_the_time_but_is_not_against_reason() -> None:
    story = story_of(
        """
        entity Ada : character { routine: sing, sulk; };
        property mood() : number; mood() = 5;
        action sing(c : character) { consenting: c; };
        action sulk(c : character) { effect: mood() = mood() - 1; consenting: c; };
        utility(Ada): mood();
        """
    )
    happenings = run(story, minutes=500)
    assert set(names(story, happenings)) == {"action sing(Ada)"}
    pauses = {later.minute - h.minute for h, later in pairwise(happenings)}
    assert min(pauses) >= 6
    assert max(pauses) <= 21


@pytest.mark.parametrize("fault", ["1 / n()", "if(k() == 0) (1 / n()) else 0"])
def test_a_faulty_action_is_an_attempt_that_teaches_nothing(fault: str) -> None:
    story = story_of(
        f"""
        entity Ada : character; property n() : number; property m() : number; property k() : number;
        action divide(c : character) {{ precondition: k() == 0; effect: m() = {fault} & k() = 1; consenting: c; }};
        action dividing() {{ precondition: k() == 0; effect: m() = {fault} & k() = 1; schedule: every 60 minutes; }};
        utility(Ada): k();
        """
    )
    happenings = run(story, minutes=130)
    assert {h.kind for h in happenings} <= {"attempt"}
    assert [h.minute for h in happenings if h.actor is None] == [60, 120]
    assert all(h.problem is not None and h.before == h.after and not h.learned for h in happenings)
    assert all(bool(h.perceivers) == (h.actor is not None) for h in happenings)
    assert story.problems


def test_a_faulty_utility_does_not_stop_the_story() -> None:
    story = story_of(WORKSHOP + "property n() : number; utility(Bo): 1 / n();")
    assert len(run(story)) == 4
