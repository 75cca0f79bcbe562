"""What reaches into a story from outside: a happening like any other, and told again like any other."""

from __future__ import annotations

import pytest

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.story import Story
from dreamwright.story.follow import retell
from dreamwright.story.record import sealed

WORLD = """
type place;
entity Hall : place;
entity Yard : place;
entity Ann : character;
entity Bo : character;
property at(c : character) : place;
property storm() : boolean;
action go(c : character, to : place) {
  precondition: at(c) != to;
  effect: at(c) = to;
  consenting: c;
  observing(o : character): True;
};
action break_out() {
  precondition: !storm();
  effect: storm();
  observing(o : character): at(o) == Yard;
  rate: 0.001;
};
action dance(c : character, with : character) {
  precondition: c != with;
  effect: at(with) = at(c);
  consenting: c, with;
};
at(Ann) = Hall;
at(Bo) = Yard;
storm() = False;
utility(Bo): if(at(Bo) == Hall) 1 else 0;
"""


def story(**held: object) -> Story:
    return Story(LeveledEngine(ground(load_text(WORLD, "t.world"))), seed=1, **held)  # type: ignore[arg-type]


def action(story: Story, name: str) -> int:
    return story.engine.program.action(name)


def test_an_event_of_nobodys_is_caused_and_seen_by_whom_it_reaches() -> None:
    """It happens now, and only those it is observed by perceive it."""
    own = story()
    happening = own.outside.cause(action(own, "break_out()"), "director")
    assert (happening.kind, happening.source, happening.actor) == ("action", "director", None)
    names = [own.engine.program.world.entities[c].name for c in happening.perceivers]
    assert names == ["Bo"]
    with pytest.raises(ValueError, match="not possible"):
        own.outside.cause(action(own, "break_out()"), "director")


def test_nobody_is_made_to_act() -> None:
    """What takes somebody who wants it cannot be caused."""
    own = story()
    with pytest.raises(ValueError, match="takes somebody"):
        own.outside.cause(action(own, "go(Bo, Hall)"), "director")


def test_who_is_held_from_the_beginning_comes_on_when_released() -> None:
    """Bo wants to be in the hall; he goes there once he may."""
    own = story(held=[1])
    assert own.advance(10_000) is None
    own.outside.release(1, "director")
    happening = own.advance(20_000)
    assert happening is not None and happening.actor == 1 and happening.kind == "action"


def test_an_operator_moves_whom_they_hold_and_others_may_refuse() -> None:
    """Ann goes where the operator has her go; Bo has no reason to dance with her."""
    own = story()
    with pytest.raises(ValueError, match="not to be moved"):
        own.outside.act_as(0, action(own, "go(Ann, Yard)"))
    own.outside.hold(0, "operator")
    moved = own.outside.act_as(0, action(own, "go(Ann, Yard)"))
    assert (moved.kind, moved.source, moved.actor) == ("action", "operator", 0)
    own.minute += 1
    refused = own.outside.act_as(0, action(own, "dance(Ann, Bo)"))
    assert (refused.kind, refused.refused_by) == ("refused", (1,))
    own.outside.release(0, "operator")
    assert not own.is_held(0)


def test_foreseeing_changes_nothing() -> None:
    """What would come of it is told; the story stands where it stood."""
    own = story()
    before = own.mark()
    seen = own.outside.foresee(action(own, "break_out()"), None, "director")
    assert seen.after != seen.before
    assert own.mark() == before


def test_what_came_from_outside_is_told_again() -> None:
    """Retold from its lines and pulses the story is the same, and goes on the same."""
    own = story(held=[1])
    own.outside.cause(action(own, "break_out()"), "director")
    own.outside.hold(0, "operator")
    own.outside.release(1, "director")
    own.advance(20_000)
    told, before = [], own.beginning
    for link in own.links:
        told.append((sealed(own.engine.program, link)[0], own.pulses.write(before, link)))
        before = own.pulses.moment(link, own.beginning)
    again = story(held=[1])
    retell(again, told)
    assert again.hash == own.hash
    assert again.is_held(0) and not again.is_held(1)
    assert (again.advance(50_000) is None) == (own.advance(50_000) is None)
    assert again.hash == own.hash
