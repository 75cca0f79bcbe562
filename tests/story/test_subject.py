"""A person plays one of the characters: turns, proposals, offers, waiting, and starting again from the commands."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.errors import DreamwrightError
from dreamwright.story import Act, Story, Wait, commands, replay
from story.stories import VILLAGE, character, engine_of, names, run, story_of

DANCE = """
entity Ada : character; entity Bo : character; entity Cy : character;
property danced(c : character) : boolean; property shy(c : character) : boolean; property busy(c : character) : number;
shy(Cy); believes(Ada, !shy(Cy));
action dance(a : character, b : character) {
  precondition: a != b & !danced(a) & !danced(b); effect: danced(a) & danced(b); consenting: a, b; duration: 4;
};
action work(c : character) { precondition: busy(c) < 1; effect: busy(c) = 1; consenting: c; duration: 60; };
utility(Bo): if(danced(Bo)) 2 else 0;
utility(Cy): if(danced(Cy)) -1 else busy(Cy);
"""


def test_the_subject_is_asked_first_and_the_story_waits() -> None:
    story = story_of(DANCE, subject="Cy")
    assert story.advance() is None
    assert story.awaiting_subject
    assert story.advance() is None
    assert story.happenings == []


def test_a_joint_action_happens_if_the_other_has_a_motive() -> None:
    story = story_of(DANCE, subject="Ada")
    story.advance()
    happening = story.act(story.engine.program.action("dance(Ada, Bo)"))
    assert (happening.kind, happening.source, happening.motive) == ("action", "subject", None)
    assert [assent.character for assent in happening.assents] == [1]
    rest = run(story, minutes=10)
    assert [h.minute for h in rest] == [0]  # Cy's work: Bo is dancing
    assert (story.awaiting_subject, story.minute) == (True, 4)


def test_it_is_refused_by_who_has_none_and_by_who_is_busy() -> None:
    story = story_of(DANCE, subject="Ada")
    story.advance()
    happening = story.act(story.engine.program.action("dance(Ada, Cy)"))
    assert (happening.kind, happening.refused_by, happening.before) == ("refused", (2,), happening.after)
    assert happening.perceivers == (0, 1, 2)
    percept = story.percept(happening, 1)
    assert percept is not None
    assert (percept.kind, percept.refused_by, percept.changes) == ("refused", (2,), ())


def test_others_make_the_subject_an_offer_and_never_decide_for_them() -> None:
    story = story_of(DANCE, subject="Ada")
    story.advance()
    story.wait(30)
    found = run(story, minutes=29)
    assert sorted(names(story, found)) == ["action work(Cy)", "offer dance(Bo, Ada)"] or (
        "offer dance(Ada, Bo)" in names(story, found)
    )
    assert (story.awaiting_subject, story.minute) == (True, 1)  # the offer ends the wait
    offer = next(h for h in found if h.kind == "offer")
    assert offer.event is not None
    assert story.act(offer.event).kind == "action"


def test_an_offer_is_not_repeated_soon() -> None:
    story = story_of(DANCE, subject="Ada")
    for _ in range(20):
        while not story.awaiting_subject:
            story.advance()
        story.wait(30)
    offers = [h for h in story.happenings if h.kind == "offer"]
    for action in {h.event for h in offers}:
        minutes = [h.minute for h in offers if h.event == action]
        assert len(minutes) > 2
        assert all(later - earlier >= 60 for earlier, later in pairwise(minutes))


def test_only_what_is_believed_possible_can_be_done() -> None:
    story = story_of(VILLAGE, subject="Ada")
    program = story.engine.program
    with pytest.raises(ValueError, match="turn"):
        story.act(program.action("hum(Ada)"))
    story.advance()
    for unthinkable in ("walk(Ada, Hall)", "hum(Bo)", "dusk()", "take(Ada, Lamp, Mill)"):
        with pytest.raises(ValueError, match="believes they can do"):
            story.act(program.action(unthinkable))
    assert [program.events[a].name for a in story.options()] == ["walk(Ada, Yard)", "walk(Ada, Mill)", "hum(Ada)"]
    assert story.awaiting_subject


def test_waiting() -> None:
    story = story_of(DANCE, subject="Cy")
    story.advance()
    for minutes in (0, -1, 10**12):
        with pytest.raises(ValueError, match="wait"):
            story.wait(minutes)
    happening = story.wait(7)
    assert (happening.kind, happening.duration, happening.perceivers) == ("wait", 7, (2,))
    with pytest.raises(ValueError, match="turn"):
        story.wait(7)
    run(story)
    assert story.minute == 1  # Ada and Bo dance, which Cy sees


CHOICES = st.lists(st.integers(-20, 50), max_size=12)
ENGINE = engine_of(VILLAGE)


def choose(story: Story, choices: list[int]) -> None:
    """Let the subject do as the numbers say: an option, or a wait when negative."""
    for choice in choices:
        while not story.awaiting_subject:
            story.advance()
        options = story.options()
        if choice < 0 or not options:
            story.wait(abs(choice) + 1)
        else:
            story.act(options[choice % len(options)])
    while not story.awaiting_subject:
        story.advance()


@given(CHOICES, CHOICES, CHOICES, st.integers(0, 99), st.sampled_from(["Ada", "Bo", "Cy"]))
@settings(max_examples=40, deadline=None)
def test_rewinding_leaves_no_trace(a: list[int], b: list[int], c: list[int], seed: int, name: str) -> None:
    """Going on in one way, going back, and going on in another, is the same as going that other way at once."""
    subject = character(ENGINE, name)
    story = Story(ENGINE, seed, subject)
    choose(story, a)
    mark = story.mark()
    so_far = list(story.happenings)
    choose(story, b)
    other, other_hash, other_list = story.mark(), story.hash, list(story.happenings)
    story.rewind(mark)
    assert list(story.happenings) == so_far
    choose(story, c)

    straight = Story(ENGINE, seed, subject)
    choose(straight, a)
    choose(straight, c)
    assert story.hash == straight.hash
    assert story.mark()[:-1] == straight.mark()[:-1]
    story.rewind(other)
    assert (story.hash, list(story.happenings)) == (other_hash, other_list)


@given(CHOICES, st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_seed_and_commands_are_the_whole_story(choices: list[int], seed: int) -> None:
    story = Story(ENGINE, seed, 0)
    choose(story, choices)
    again = Story(engine_of(VILLAGE), seed, 0)
    replay(again, commands(story))
    assert (again.hash, again.minute, again.awaiting_subject) == (story.hash, story.minute, True)
    assert commands(again) == commands(story)


def test_commands_that_do_not_fit_are_refused() -> None:
    with pytest.raises(DreamwrightError, match="no action"):
        replay(Story(ENGINE, 0, 0), [Act("fly(Ada)")])
    with pytest.raises(ValueError, match="believes"):
        replay(Story(ENGINE, 0, 0), [Wait(3), Act("hum(Bo)")])
