"""Percepts are made from the character's own mind: nothing of the truth gets through."""

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.story import Percept, Story
from story.stories import VILLAGE, character, engine_of, run, story_of

ENGINE = engine_of(VILLAGE)


@given(st.integers(0, 10_000))
@settings(max_examples=8, deadline=None)
def test_a_percept_is_what_changed_in_a_mind_and_what_was_seen(seed: int) -> None:
    story = Story(ENGINE, seed)
    for happening in run(story, most=30):
        for who in range(3):
            before, after = ENGINE.mind(happening.before, who), ENGINE.mind(happening.after, who)
            percept = story.percept(happening, who)
            if percept is None:
                assert who not in happening.perceivers
                assert before == after
                continue
            assert (percept.mind_before, percept.mind_after) == (before, after)
            assert (percept.event is not None) == (who in happening.perceivers)
            for property_, arguments, old, new in percept.changes:
                assert ENGINE.read(before, property_, arguments) == old != new
                assert ENGINE.read(after, property_, arguments) == new


def test_who_is_elsewhere_perceives_nothing() -> None:
    story = story_of(VILLAGE, subject="Cy")
    story.advance()
    happening = story.act(story.engine.program.action("take(Cy, Lamp, Mill)"))
    assert [story.percept(happening, who) is None for who in range(3)] == [True, True, False]


def test_what_is_noticed_without_being_seen_done_has_no_author() -> None:
    story = story_of(
        """
        entity Ada : character; entity Bo : character; property lit() : boolean; property seen() : boolean;
        action light(c : character) {
          precondition: !lit(); effect: lit(); consenting: c; observing(o : character): o == c;
        };
        trigger glow() { precondition: lit() & !seen(); effect: seen() & believes(Bo, lit()); };
        utility(Ada): lit();
        """
    )
    happening = run(story)[0]
    percept = story.percept(happening, 1)
    assert percept is not None
    assert (percept.kind, percept.event, percept.actor) == ("notice", None, None)
    assert [(p.name, old, new) for p, _, old, new in percept.changes] == [
        ("lit", False, True),
        ("seen", False, True),  # the trigger, in Bo's own mind
    ]


SECRET = """
type place; entity Hall : place; entity Cellar : place;
entity Ada : character; entity Bo : character; entity Eve : character;
property at(c : character) : place; property gold() : number; property told() : number;
at(Ada) = Hall; at(Bo) = Hall; at(Eve) = Cellar; gold() = {gold};
believes(Ada, gold() = 1); believes(Bo, gold() = 1);
action dig(c : character) {{
  precondition: at(c) == Cellar & gold() < 6; effect: gold() = gold() + 1; consenting: c;
  observing(o : character): at(o) == Cellar; duration: 7;
}};
action say(c : character) {{
  precondition: at(c) == Hall & told() < 3; effect: told() = told() + 1; consenting: c;
  observing(o : character): at(o) == at(c); duration: 9;
}};
utility(Ada): told(); utility(Eve): gold();
"""


def outward(story: Story, percept: Percept) -> tuple[Any, ...]:
    """A percept in names, since two engines number their nodes differently."""
    name = None if percept.event is None else story.engine.program.events[percept.event].name
    changes = [(p.name, len(arguments), old, new) for p, arguments, old, new in percept.changes]
    return (percept.minute, percept.kind, name, percept.actor, changes)


def test_two_stories_that_differ_in_what_one_cannot_know_are_the_same_to_them() -> None:
    def seen(gold: int) -> list[tuple[Any, ...]]:
        story = story_of(SECRET.format(gold=gold))
        bo = character(story.engine, "Bo")
        percepts = [story.percept(h, bo) for h in run(story)]
        return [outward(story, percept) for percept in percepts if percept is not None]

    assert seen(gold=1) == seen(gold=5)
    assert len(seen(gold=1)) == 3


def test_in_one_engine_they_are_equal_to_the_last_node() -> None:
    """Eve digs or does not: what Bo gets of Ada's words is the same percept."""
    story = story_of(SECRET.format(gold=1))
    bo = character(story.engine, "Bo")
    engine = story.engine
    say, dig = engine.program.action("say(Ada)"), engine.program.action("dig(Eve)")
    happening = next(h for h in run(story, most=5) if h.event == say)
    dug = engine.apply(happening.before, dig)
    elsewhere = replace(happening, before=dug, after=engine.apply(dug, say))
    assert elsewhere.after != happening.after
    assert story.percept(elsewhere, bo) == story.percept(happening, bo)
