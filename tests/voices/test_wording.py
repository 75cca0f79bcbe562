"""Default wording of actions and triggers, from names alone."""

from __future__ import annotations

import pytest

from dreamwright.voices import Narrator

from .worlds import entity, event, plain_world, told


@pytest.mark.parametrize(
    ("action", "names", "text"),
    [
        ("travel(c : character, from : place, to : place) { consenting: c; }", "Aladdin Castle Mountain",
         "Aladdin travels from the Castle to the Mountain."),
        ("walk(c : character, first : place, second : place) { consenting: c; }", "Aladdin Castle Mountain",
         "Aladdin walks from the Castle to the Mountain."),
        ("go(c : character, Castle) { consenting: c; }", "Aladdin Castle", "Aladdin goes to the Castle."),
        ("enter(c : character, place : place) { consenting: c; }", "Aladdin Castle", "Aladdin enters the Castle."),
        ("pray(c : character, place : place) { consenting: c; }", "Aladdin Castle", "Aladdin prays at the Castle."),
        ("give(giver : character, receiver : character, item : item, place : place) { consenting: giver; }",
         "Aladdin Jafar Lamp Castle", "Aladdin gives the Lamp to Jafar at the Castle."),
        ("give(c : character, item : item, other : character) { consenting: c, other; }", "Aladdin Lamp Jafar",
         "Aladdin gives the Lamp to Jafar."),
        ("steal(thief : character, victim : character, item : item) { consenting: thief; }", "Jafar Aladdin Lamp",
         "Jafar steals the Lamp from Aladdin."),
        ("rob(c : character, item : item, victim : character) { consenting: c; }", "Jafar Lamp Aladdin",
         "Jafar robs Aladdin of the Lamp."),
        ("kill(a : character, b : character, weapon : weapon, place : place) { consenting: a; }",
         "Jafar Aladdin Sword Castle", "Jafar kills Aladdin with the Sword at the Castle."),
        ("buy(c : character, item : item, coin : item, Castle) { consenting: c; }", "Aladdin Lamp Coin Castle",
         "Aladdin buys the Lamp for the Coin at the Castle."),
        ("arrest(a : character, b : character, crime : crime) { consenting: a; }", "Jafar Aladdin Theft",
         "Jafar arrests Aladdin for theft."),
        ("suspect_of_crime(a : character, b : character, crime : crime, place : place) { consenting: a; }",
         "Jafar Aladdin Theft Cave", "Jafar suspects Aladdin of theft at the Cave."),
        ("tell(a : character, b : character, topic : item) { consenting: a; }", "Jafar Aladdin Lamp",
         "Jafar tells Aladdin about the Lamp."),
        ("propose(a : character, b : character) { consenting: a; }", "Aladdin Jasmine",
         "Aladdin proposes to Jasmine."),
        ("talk_to(a : character, b : character) { consenting: a; }", "Aladdin Jasmine", "Aladdin talks to Jasmine."),
        ("pickup(c : character, item : item, place : place) { consenting: c; }", "Aladdin Lamp Cave",
         "Aladdin picks up the Lamp at the Cave."),
        ("breakFree(c : character, place : place) { consenting: c; }", "Aladdin Cave",
         "Aladdin breaks free at the Cave."),
        ("marry(a : character, b : character, place : place) { consenting: a, b; }", "Aladdin Jasmine Castle",
         "Aladdin and Jasmine marry at the Castle."),
        ("play_chess(a : character, b : character, place : place) { consenting: a, b; }", "Aladdin Jasmine Castle",
         "Aladdin and Jasmine play chess at the Castle."),
        ("fall_in_love(lover : character, beloved : character, place : place) {}", "Jafar Jasmine Castle",
         "Jafar falls in love with Jasmine at the Castle."),
        ("command_kill(a : character, b : character, foe : character, place : place) { consenting: a; }",
         "Jafar Aladdin Jasmine Cave", "Jafar commands Aladdin to kill Jasmine at the Cave."),
        ("appear_threatening(a : character, b : character) {}", "Jafar Jasmine",
         "Jafar appears threatening to Jasmine."),
        ("teleport_to_place(c : character, from : place, to : place) { consenting: c; }", "Jafar Cave Castle",
         "Jafar teleports to the Castle from the Cave."),
        ("get_hungry(c : character) {}", "Jafar", "Jafar gets hungry."),
        ("recreation(c : character, Castle) { consenting: c; }", "Jafar Castle",
         "Jafar does recreation at the Castle."),
        ("begin_crumble(place : place) {}", "Castle", "The Castle begins to crumble."),
        ("next_day() {}", "", "Next day."),
        ("scheme() { consenting: Jafar; }", "", "Jafar schemes."),
        ("sail() { consenting: Jafar, Jasmine; }", "", "Jafar and Jasmine sail."),
    ],
)  # fmt: skip
def test_actions(action: str, names: str, text: str) -> None:
    assert told(action, *names.split()) == text


@pytest.mark.parametrize(
    ("trigger", "names", "text"),
    [
        ("see_character_at(o : character, other : character, place : place)", "Jafar Aladdin Cave",
         "Jafar sees Aladdin at the Cave."),
        ("see_not_at(o : character, other : character, place : place)", "Jafar Aladdin Cave",
         "Jafar sees that Aladdin is not at the Cave."),
        ("see_item_in(o : character, item : item, Cave)", "Jafar Lamp Cave", "Jafar sees the Lamp in the Cave."),
        ("see_has(o : character, other : character, item : item)", "Jafar Aladdin Lamp",
         "Jafar sees that Aladdin has the Lamp."),
        ("see_hasnt_item(o : character, other : character, item : item)", "Jafar Aladdin Lamp",
         "Jafar sees that Aladdin does not have the Lamp."),
        ("see_dead(o : character, other : character, place : place)", "Jafar Aladdin Cave",
         "Jafar sees Aladdin dead at the Cave."),
        ("see_crime(o : character, other : character, crime : crime)", "Jafar Aladdin Theft",
         "Jafar sees that Aladdin is theft."),
        ("unarmed(c : character)", "Jafar", "Jafar becomes unarmed."),
        ("not_afraid(c : character)", "Jafar", "Jafar becomes not afraid."),
        ("hasnt(c : character, item : item)", "Jafar Lamp", "Jafar does not have the Lamp."),
        ("end_friendship(c : character, other : character)", "Jafar Aladdin", "Jafar ends friendship with Aladdin."),
    ],
)  # fmt: skip
def test_triggers(trigger: str, names: str, text: str) -> None:
    world = plain_world(f"trigger {trigger} {{}};")
    arguments = tuple(entity(world, name) for name in names.split())
    assert Narrator(world).tell(world.triggers[0], arguments) == text


def test_points_of_view() -> None:
    give = "give(giver : character, receiver : character, item : item) { consenting: giver; }"
    assert told(give, "Aladdin", "Jafar", "Lamp", reader="Aladdin") == "You give the Lamp to Jafar."
    assert told(give, "Aladdin", "Jafar", "Lamp", reader="Jafar") == "Aladdin gives the Lamp to you."
    assert told(give, "Aladdin", "Aladdin", "Lamp", reader="Aladdin") == "You give the Lamp to yourself."
    assert told(give, "Aladdin", "Aladdin", "Lamp") == "Aladdin gives the Lamp to themself."


@pytest.mark.parametrize(
    ("action", "by_first", "by_second"),
    [
        (
            "play_chess(a : character, b : character) { consenting: a, b; }",
            "play chess with Jasmine",
            "play chess with Aladdin",
        ),
        ("marry(a : character, b : character) { consenting: a, b; }", "marry Jasmine", "marry Aladdin"),
    ],
)
def test_commands_to_do_something_together(action: str, by_first: str, by_second: str) -> None:
    world = plain_world(f"action {action};")
    narrator, together = Narrator(world), world.actions[0]
    arguments = (entity(world, "Aladdin"), entity(world, "Jasmine"))
    assert narrator.command(together, arguments) == by_first
    assert narrator.command(together, arguments, arguments[0]) == by_first
    assert narrator.command(together, arguments, arguments[1]) == by_second


def test_command_and_attempt() -> None:
    world = plain_world("action pickUp(c : character, item : item) { consenting: c; };")
    narrator, action = Narrator(world), event(world, "pickUp")
    arguments = (entity(world, "Aladdin"), entity(world, "Lamp"))
    assert narrator.command(action, arguments) == "pick up the Lamp"
    assert narrator.verb(action) == "pick up"
    assert narrator.tell(action, arguments, None, "attempt") == "Aladdin tries to pick up the Lamp, but fails."
    assert narrator.tell(action, arguments, arguments[0], "attempt") == "You try to pick up the Lamp, but fail."


def test_constants_of_every_kind() -> None:
    world = plain_world("action press(c : character, 3, True) { consenting: c; };")
    arguments = (entity(world, "Aladdin"), 3.0, True)
    assert Narrator(world).tell(world.actions[0], arguments) == "Aladdin presses."
