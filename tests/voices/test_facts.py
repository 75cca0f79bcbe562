"""Default wording of facts, and beliefs about them."""

from __future__ import annotations

import pytest

from dreamwright.language.world import Entity
from dreamwright.voices import Narrator

from .worlds import entity, plain_world, property_named

DECLARATIONS = "type status; entity Alive : status; entity RedAlert : status; entity Day1 : status; "


def said(declared: str, names: str, value: object, believers: str = "") -> str:
    """A fact about a property declared here; a value may be the name of an entity."""
    world = plain_world(f"property {declared};", DECLARATIONS)
    meant = entity(world, value) if isinstance(value, str) else value
    assert meant is None or isinstance(meant, bool | float | Entity)
    arguments = tuple(entity(world, name) for name in names.split())
    chain = tuple(entity(world, name) for name in believers.split())
    property_ = next(p for p in reversed(world.properties) if p.name == declared.split("(")[0])
    return Narrator(world).belief(chain, property_, arguments, meant)


@pytest.mark.parametrize(
    ("declared", "names", "holds", "fails"),
    [
        ("alive(c : character) : boolean", "Aladdin", "Aladdin is alive", "Aladdin is not alive"),
        ("isFree(c : character) : boolean", "Aladdin", "Aladdin is free", "Aladdin is not free"),
        ("has_key(c : character) : boolean", "Aladdin", "Aladdin has key", "Aladdin does not have key"),
        ("loves(a : character, b : character) : boolean", "Aladdin Jasmine", "Aladdin loves Jasmine",
         "Aladdin does not love Jasmine"),
        ("looks_after(a : character, b : character) : boolean", "Aladdin Jasmine", "Aladdin looks after Jasmine",
         "Aladdin does not look after Jasmine"),
        ("fighting(a : character, b : character) : boolean", "Aladdin Jafar", "Aladdin is fighting Jafar",
         "Aladdin is not fighting Jafar"),
        ("married_to(a : character, b : character) : boolean", "Aladdin Jafar", "Aladdin is married to Jafar",
         "Aladdin is not married to Jafar"),
        ("captain(a : character, b : place) : boolean", "Aladdin Castle", "Aladdin is captain of the Castle",
         "Aladdin is not captain of the Castle"),
        ("friends(a : character, b : character) : boolean", "Aladdin Jafar", "Aladdin and Jafar are friends",
         "Aladdin and Jafar are not friends"),
        ("path(from : place, to : place) : boolean", "Castle Cave", "there is a path from the Castle to the Cave",
         "there is no path from the Castle to the Cave"),
        ("trap(a : character, b : place, c : item) : boolean", "Jafar Cave Lamp",
         "“trap” holds for Jafar, the Cave and the Lamp", "“trap” does not hold for Jafar, the Cave and the Lamp"),
        ("raining() : boolean", "", "it is raining", "it is not raining"),
    ],
)  # fmt: skip
def test_booleans(declared: str, names: str, holds: str, fails: str) -> None:
    assert said(declared, names, True) == holds
    assert said(declared, names, False) == fails


@pytest.mark.parametrize(
    ("declared", "names", "value", "text"),
    [
        ("location(c : character) : place", "Aladdin", "Castle", "Aladdin is at the Castle"),
        ("location(c : character) : place", "Aladdin", None, "nobody knows where Aladdin is"),
        ("in(i : item) : place", "Lamp", "Cave", "the Lamp is in the Cave"),
        ("location(i : item) : entity", "Lamp", "Jafar", "Jafar has the Lamp"),
        ("location(i : item) : entity", "Lamp", "Sword", "the Lamp is in the Sword"),
        ("has(i : item) : character", "Lamp", "Jafar", "Jafar has the Lamp"),
        ("has(i : item) : character", "Lamp", None, "nobody knows who has the Lamp"),
        ("holds(c : character) : item", "Jafar", "Lamp", "Jafar holds the Lamp"),
        ("master(c : character) : character", "Jasmine", "Jafar", "Jasmine's master is Jafar"),
        ("master(c : character) : character", "Jasmine", None, "Jasmine has no known master"),
        ("loves(c : character) : character", "Jasmine", "Aladdin", "Jasmine loves Aladdin"),
        ("loves(c : character) : character", "Jasmine", None, "nobody knows who Jasmine loves"),
        ("afraid_of(c : character) : character", "Jasmine", "Jafar", "Jasmine is afraid of Jafar"),
        ("status(c : character) : status", "Jasmine", "Alive", "Jasmine's status is alive"),
        ("status(c : character) : status", "Jasmine", "RedAlert", "Jasmine's status is red alert"),
        ("today() : status", "", "Day1", "the today is Day 1"),
        ("today() : status", "", None, "the today is unknown"),
        ("wealth(c : character) : number", "Jasmine", 2.0, "Jasmine's wealth is 2"),
        ("wealth(c : character) : number", "Jasmine", None, "Jasmine's wealth is unknown"),
        ("tasks(c : character) : number", "Jasmine", 2.0, "Jasmine's tasks are 2"),
        ("underArrest(c : character) : number", "Jasmine", 1.0, "under arrest is 1 for Jasmine"),
        ("underArrest(c : character) : number", "Jasmine", None, "under arrest is unknown for Jasmine"),
        ("has(c : character, i : item) : number", "Jasmine Coin", 2.0, "Jasmine has 2 of the Coin"),
        ("has(c : character, i : item) : number", "Jasmine Coin", None,
         "nobody knows how much of the Coin Jasmine has"),
        ("trust(a : character, b : character) : number", "Jasmine Jafar", 0.5, "Jasmine's trust with Jafar is 0.5"),
        ("distance(a : place, b : place) : number", "Castle Cave", 3.0,
         "the distance from the Castle to the Cave is 3"),
        ("debt(a : character, b : character, i : item) : number", "Jasmine Jafar Coin", 3.0,
         "“debt” for Jasmine, Jafar and the Coin is 3"),
    ],
)  # fmt: skip
def test_values(declared: str, names: str, value: object, text: str) -> None:
    assert said(declared, names, value) == text


@pytest.mark.parametrize(
    ("declared", "value", "believers", "text"),
    [
        ("alive(c : character) : boolean", True, "Jafar", "Jafar believes that Aladdin is alive"),
        ("alive(c : character) : boolean", False, "Aladdin", "Aladdin believes that they are not alive"),
        ("alive(c : character) : boolean", True, "Jafar Aladdin",
         "Jafar believes that Aladdin believes that they are alive"),
        ("location(c : character) : place", None, "Jafar", "Jafar does not know where Aladdin is"),
        ("location(c : character) : place", None, "Jafar Aladdin",
         "Jafar believes that Aladdin does not know where they are"),
        ("wealth(c : character) : number", 1.0, "Aladdin", "Aladdin believes that their wealth is 1"),
        ("happy(c : character) : number", 1.0, "Aladdin", "Aladdin believes that happy is 1 for them"),
    ],
)  # fmt: skip
def test_beliefs(declared: str, value: object, believers: str, text: str) -> None:
    assert said(declared, "Aladdin", value, believers) == text


def test_the_reader_is_you() -> None:
    world = plain_world("property alive(c : character) : boolean;", DECLARATIONS)
    narrator, alive = Narrator(world), property_named(world, "alive")
    aladdin, jafar = entity(world, "Aladdin"), entity(world, "Jafar")
    at = property_named(world, "at")
    assert narrator.fact(alive, (aladdin,), True, aladdin) == "you are alive"
    assert narrator.belief((jafar, aladdin), alive, (aladdin,), True, aladdin) == (
        "Jafar believes that you believe that you are alive"
    )
    assert narrator.belief((aladdin,), at, (jafar,), None, aladdin) == "you do not know where Jafar is"
