"""The bundled library `std:common`: people walk, carry, see and tell as its comments say."""

from __future__ import annotations

import pytest

from dreamwright.engine import Engine
from dreamwright.grounding import ground
from dreamwright.language import load_text, resolve_expression
from dreamwright.language.world import World
from dreamwright.voices import check_texts

HOUSE = """
import "std:common";
entity Ann : character; entity Ben : character; entity Cy : character;
entity Kitchen : place; entity Yard : place; entity Street : place;
entity Key : sought; entity Loaf : item;
exit(Kitchen, Yard); exit(Yard, Kitchen); exit(Yard, Street); exit(Street, Yard);
at(Ann) = Kitchen; at(Cy) = Kitchen; at(Ben) = Yard;
at(Key) = Kitchen; hidden(Key); at(Loaf) = Yard;
believes(Ann, at(Key) = ?); believes(Ben, at(Key) = ?);
"""


class House:
    """A story by hand: take actions, ask what is the case."""

    def __init__(self, more: str = "") -> None:
        self.world: World = load_text(HOUSE + more)
        self.program = ground(self.world)
        self.engine = Engine(self.program)
        self.node = self.engine.initial

    def take(self, *actions: str) -> None:
        for action in actions:
            index = self.program.action(action)
            assert self.engine.possible(self.node, index), action
            self.node = self.engine.apply(self.node, index)

    def holds(self, condition: str) -> bool:
        compiled = self.program.compile_condition(resolve_expression(self.world, condition))
        return self.engine.holds(self.node, compiled)


def test_it_grounds_small() -> None:
    """No action is about more than two people and a thing, or one person and two places."""
    house = House()
    assert len(house.program.events) < 150
    assert house.program.warnings == ()
    assert check_texts(house.world) == []


def test_nobody_starts_with_anything_to_notice() -> None:
    """With true beliefs about what is in view no trigger fires at the start."""
    house = House()
    assert house.holds("believes(Ann, at(Key) == ?) & believes(Cy, at(Key) == Kitchen)")


def test_who_looks_finds_what_is_hidden() -> None:
    """And then it can be taken."""
    house = House()
    assert not house.engine.possible(house.node, house.program.action("take(Ann, Key)"))
    house.take("look(Ann)")
    assert house.holds("believes(Ann, at(Key) == Kitchen & !hidden(Key))")
    house.take("take(Ann, Key)")
    assert house.holds("at(Key) == Ann & believes(Cy, at(Key) == Ann) & believes(Ben, at(Key) == ?)")


def test_people_see_each_other_and_what_they_carry() -> None:
    """On meeting; and those who stayed behind keep their old beliefs."""
    house = House()
    house.take("look(Ann)", "take(Ann, Key)", "walk(Ann, Kitchen, Yard)", "walk(Ann, Yard, Street)")
    assert house.holds("believes(Ben, at(Ann) == Street & at(Key) == Ann)")
    assert house.holds("believes(Cy, at(Ann) == Yard)")
    house.take("walk(Cy, Kitchen, Yard)")
    assert house.holds("believes(Cy, at(Ann) == ?) & believes(Ben, at(Cy) == Yard)")


def test_what_is_gone_is_missed() -> None:
    """Somebody comes back to where they left a thing."""
    house = House()
    house.take("walk(Cy, Kitchen, Yard)", "walk(Cy, Yard, Street)")
    house.take("take(Ben, Loaf)", "walk(Ben, Yard, Kitchen)")
    assert house.holds("believes(Cy, at(Loaf) == Yard)")
    house.take("walk(Cy, Street, Yard)")
    assert house.holds("believes(Cy, at(Loaf) == ?)")


def test_what_somebody_no_longer_carries_is_missed() -> None:
    """The carrier is here, the thing is not."""
    house = House()
    house.take("take(Ben, Loaf)", "walk(Ben, Yard, Kitchen)", "walk(Ben, Kitchen, Yard)", "drop(Ben, Loaf)")
    assert house.holds("believes(Ann, at(Loaf) == Ben)")
    house.take("walk(Ben, Yard, Kitchen)")
    assert house.holds("believes(Ann, at(Loaf) == ?)")


def test_whoever_follows_comes_along_until_they_walk_themselves() -> None:
    """Following survives a walk of the leader, not one of the follower."""
    house = House()
    house.take("follow(Cy, Ann)", "walk(Ann, Kitchen, Yard)")
    assert house.holds("at(Cy) == Yard & believes(Ben, at(Cy) == Yard) & believes(Ann, at(Cy) == Yard)")
    house.take("walk(Cy, Yard, Kitchen)")
    assert house.holds("at(Cy) == Kitchen & following(Cy) == ?")
    house.take("follow(Ben, Ann)", "part(Ben)", "walk(Ann, Yard, Street)")
    assert house.holds("at(Ben) == Yard")


def test_telling_passes_on_what_the_teller_believes() -> None:
    """True or not."""
    house = House("at(Key) = Street; believes(Cy, at(Key) = Kitchen);")
    house.take("ask(Ann, Cy, Key)")
    assert house.holds("curious(Ann, Key)")
    house.take("tell(Cy, Ann, Key)")
    assert house.holds("believes(Ann, at(Key) == Kitchen) & !curious(Ann, Key) & at(Key) == Street")


@pytest.mark.parametrize("action", ["walk(Ann, Kitchen, Yard)", "look(Ann)", "wait(Ann)", "follow(Ann, Cy)"])
def test_the_helpless_do_nothing(action: str) -> None:
    """And notice nothing."""
    house = House("action faint(c : character) { effect: helpless(c); };")
    house.take("faint(Ann)")
    assert not house.engine.possible(house.node, house.program.action(action))
    house.take("look(Cy)")
    assert house.holds("believes(Ann, at(Key) == ?)")


def test_giving_passes_a_thing_on() -> None:
    """Between people at one place."""
    house = House()
    house.take("take(Ben, Loaf)", "walk(Ben, Yard, Kitchen)", "give(Ben, Ann, Loaf)")
    assert house.holds("at(Loaf) == Ann & believes(Cy, at(Loaf) == Ann)")
