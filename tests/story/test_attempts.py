"""Attempts that fail, and what they teach whom."""

from dreamwright.language.world import Entity
from dreamwright.story import Story, chronicle_line
from story.stories import character, names, run, story_of

VAULT = """
type place; entity Hall : place; entity Vault : place; entity Yard : place;
entity Ada : character; entity Bo : character; entity Cy : character;
property at(c : character) : place;
property locked() : boolean;
at(Ada) = Hall; at(Bo) = Hall; at(Cy) = Yard; locked();
believes(Ada, !locked()); believes(Bo, !locked()); believes(Cy, !locked());
action enter(c : character) {
  precondition: at(c) == Hall & !locked(); effect: at(c) = Vault; consenting: c;
  observing(o : character): at(o) == Hall; duration: 30;
};
utility(Ada): at(Ada) == Vault;
"""

LAMP = """
type place; entity Hall : place; entity Yard : place; entity Loft : place;
entity Ada : character; entity Bo : character; entity Cy : character;
property lamp() : place;
lamp() = Loft; believes(Ada, lamp() = Hall); believes(Bo, lamp() = Yard);
property has(c : character) : boolean;
action take(c : character) { precondition: lamp() == Hall & !has(c); effect: has(c); consenting: c; };
utility(Ada): has(Ada);
"""


def believed(story: Story, who: str, property_name: str) -> str | bool | float | None:
    engine = story.engine
    found = next(p for p in engine.program.world.properties if p.name == property_name)
    value = engine.read(engine.mind(story.node, character(engine, who)), found, ())
    return value.name if isinstance(value, Entity) else value


def test_the_actor_and_whoever_watches_learn() -> None:
    story = story_of(VAULT)
    happenings = run(story)
    assert names(story, happenings) == ["attempt enter(Ada)"]
    assert (happenings[0].duration, happenings[0].perceivers) == (1, (0, 1))
    assert [who for who, _ in happenings[0].learned] == [0, 1]
    assert [believed(story, who, "locked") for who in ("Ada", "Bo", "Cy")] == [True, True, False]
    assert chronicle_line(story.engine.program, happenings[0])["learned"] == [
        {"character": who, "facts": [{"fluent": "locked()", "value": True}]} for who in ("Ada", "Bo")
    ]


def test_what_is_not_boolean_becomes_unknown_to_the_mistaken_only() -> None:
    story = story_of(LAMP)
    assert names(story, run(story)) == ["attempt take(Ada)"]
    assert [believed(story, who, "lamp") for who in ("Ada", "Bo", "Cy")] == [None, None, "Loft"]


def test_the_actor_sees_the_value_where_not_knowing_would_not_do() -> None:
    """With the lamp unknown, Ada would believe that it is not in the Loft, and try for ever."""
    story = story_of(LAMP.replace("lamp() == Hall", "lamp() != Loft"))
    assert names(story, run(story)) == ["attempt take(Ada)"]
    assert [believed(story, who, "lamp") for who in ("Ada", "Bo", "Cy")] == ["Loft", None, "Loft"]


def test_an_attempt_that_can_teach_nothing_is_not_repeated() -> None:
    """The obstacle is in another's mind, of which an attempt shows nothing."""
    story = story_of(
        """
        entity Ada : character; entity Bo : character;
        property calm() : boolean; property done() : boolean;
        believes(Bo, calm()); believes(Ada, !calm()); believes(Ada, believes(Bo, !calm())); calm();
        action sneak(c : character) {
          precondition: believes(Bo, !calm()) & !done(); effect: done(); consenting: c;
          observing(o : character): o == c;
        };
        utility(Ada): done();
        """
    )
    happenings = run(story)
    assert names(story, happenings) == ["attempt sneak(Ada)"]
    assert happenings[0].learned == ()
