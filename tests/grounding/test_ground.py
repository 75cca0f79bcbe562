"""What a world amounts to once its parameters are filled in."""

import pytest

from dreamwright.errors import WorldError
from dreamwright.grounding import ground
from dreamwright.language import load_text


def test_nobody_is_there():
    """An event over a type without members has no ground events."""
    world = load_text("type ghost; entity A : character; action haunt(g : ghost, c : character) { consenting: A; };")
    assert not ground(world).events


def test_events_stand_in_file_order_with_the_first_parameter_outermost():
    """Actions come before triggers, then file order, then the order of grounding, characters first."""
    program = ground(
        load_text(
            """
            entity Hall : place; entity Ada : character; entity Yard : place; entity Bo : character;
            property at(c : character) : place;
            property wet() : boolean;
            trigger rain() { precondition: !wet(); effect: wet(); };
            action go(c : character, p : place) { precondition: at(c) != p; effect: at(c) = p; consenting: c; };
            at(Ada) = Hall; at(Bo) = Hall;
            """
        )
    )
    assert [str(event.name) for event in program.events] == [
        "go(Ada, Hall)",
        "go(Ada, Yard)",
        "go(Bo, Hall)",
        "go(Bo, Yard)",
        "rain()",
    ]
    assert program.action_count == 4


def test_an_unknown_action_gets_a_suggestion():
    """A slip in the name of a ground action is met with the nearest one there is."""
    program = ground(load_text("entity Ada : character; action sing(c : character) { consenting: c; };"))
    assert program.action("sing(Ada)") == 0
    with pytest.raises(WorldError, match="sing"):
        program.action("sign(Ada)")
