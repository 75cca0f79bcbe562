"""Small worlds for the tests of what is said."""

from __future__ import annotations

from functools import cache

from dreamwright.language import load_text
from dreamwright.language.world import Entity, Event, Property, World
from dreamwright.voices import Narrator
from dreamwright.voices.parse import parse
from dreamwright.voices.render import FluentValue, Scene, render
from dreamwright.voices.scope import event_scope

TOWN = """
type place;
type item;
entity Mara : character { name: "Mara Voss"; pronouns: she; text: "She looks at {Tom}."; };
entity Tom : character { pronouns: he; };
entity Ash : character { pronouns: they; };
entity Choir : character { name: "the Choir"; plural: True; };
entity Crypt : place { name: "crypt"; };
entity Abbey : place { name: "Abbey"; };
entity OldBell : item { name: "old bell"; };
entity Keys : item { name: "keys"; plural: True; };
property at(c : character) : place;
property has(i : item) : character;
property coins(c : character) : number;
property free(c : character) : boolean;
action give(giver : character, taker : character, item : item, place : place) { consenting: giver; };
action fall(who : character) {};
"""


@cache
def town() -> World:
    """A world with two proper names, a singular they, a plural, and things with common names."""
    return load_text(TOWN, "town.world")


def entity(world: World, name: str) -> Entity:
    return next(entity for entity in world.entities if entity.name == name)


def event(world: World, name: str) -> Event:
    return next(event for event in (*world.actions, *world.triggers) if event.name == name)


def property_named(world: World, name: str) -> Property:
    return next(property_ for property_ in world.properties if property_.name == name)


def said(
    text: str,
    *names: str,
    reader: str | None = None,
    values: dict[str, FluentValue] | None = None,
    is_sentence: bool = True,
) -> str:
    """A text about `give(giver, taker, item, place)` in the town; no names are Mara, Tom, the bell and the crypt."""
    world = town()
    arguments = tuple(entity(world, name) for name in names or ("Mara", "Tom", "OldBell", "Crypt"))
    template, problems = parse(text, event_scope(world, event(world, "give")))
    assert [problem.code for problem in problems] == []
    return render(
        template,
        Scene(
            Narrator(world).naming,
            arguments,
            reader=entity(world, reader) if reader else None,
            read=lambda property_, _: (values or {}).get(property_.name),
        ),
        is_sentence,
    )


def told(signature: str, *names: str, declarations: str = "", reader: str | None = None) -> str:
    """The default telling of an action `signature` in a town of plain names."""
    world = plain_world(f"action {signature};", declarations)
    arguments = tuple(entity(world, name) for name in names)
    return Narrator(world).tell(world.actions[0], arguments, entity(world, reader) if reader else None)


PLAIN = """
type place; type item; type weapon : item; type crime; type container : place;
entity Aladdin : character; entity Jafar : character; entity Jasmine : character;
entity Castle : place; entity Mountain : place; entity Cave : place;
entity Lamp : item; entity Sword : weapon; entity Coin : item; entity Theft : crime;
property at(c : character) : place;
property at(i : item) : entity;
"""


@cache
def plain_world(action: str, declarations: str = "") -> World:
    """A world without any text, with one action or property of its own."""
    return load_text(f"{PLAIN}{declarations}{action}", "plain.world")
