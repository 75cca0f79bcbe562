"""The narrator: which text is told to whom, and from what the reader knows."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dreamwright.language import load_text
from dreamwright.language.world import Entity, Property
from dreamwright.voices import Narrator, outline, reason
from dreamwright.voices.render import FluentValue

from .worlds import entity, event, property_named, town

WORLD = """
world "Night" { text: "You are {Mara}, and {Tom} [is] here."; };
type place; type item;
entity Mara : character { pronouns: she; text: "{Mara} [looks] tired."; };
entity Tom : character { pronouns: he; };
entity Crypt : place;
entity OldBell : item { name: "old bell"; };
property at(c : character) : place { text: "{c} [is] in {value}"; text(unknown): "nobody knows where {c} [is]"; };
property alive(c : character) : boolean { text: "{c} [is] alive"; text(not): "{c} [is] dead."; };
property bold(c : character) : boolean { text: "{c} [dares] all"; };
property shy(c : character) : boolean { text(not): "{c} [knows] no shame"; };
property coins(c : character) : number { text: "{c} [has] {value coin|coins}"; };
action ring(who : character, bell : item) {
  consenting: who; command: "ring {bell}", "sound {bell}";
  text: "{who} [rings] {bell} in {at(who)}."; text(actor): "You pull the rope.";
  text(observer): "{who} [pulls] a rope."; text(attempt): "{who} [pulls], but {bell} [stays] silent.";
};
action pray(who : character) { consenting: who; command: "kneel down and pray"; text(actor): "You pray."; };
action listen(who : character) { consenting: who; text: "{who} [listens] to {Tom}."; };
action hide(who : character) { consenting: who; command: "hide my face"; };
action storm() { text: "A storm comes over {at(Mara)}."; };
trigger chime(bell : item) { text: "{bell} [chimes]."; };
"""


@pytest.fixture
def narrator() -> Narrator:
    return Narrator(load_text(WORLD))


def tell(narrator: Narrator, name: str, *names: str, reader: str | None = None, attempt: bool = False) -> str:
    world = narrator.world
    return narrator.tell(
        event(world, name),
        tuple(entity(world, each) for each in names),
        entity(world, reader) if reader else None,
        "attempt" if attempt else "action",
    )


@pytest.mark.parametrize(
    ("reader", "text"),
    [("Mara", "You pull the rope."), ("Tom", "Mara pulls a rope."), (None, "Mara pulls a rope.")],
)
def test_point_of_view_chooses_the_text(narrator: Narrator, reader: str | None, text: str) -> None:
    assert tell(narrator, "ring", "Mara", "OldBell", reader=reader) == text


def test_attempts(narrator: Narrator) -> None:
    assert tell(narrator, "ring", "Mara", "OldBell", reader="Mara", attempt=True) == (
        "You pull, but the old bell stays silent."
    )
    assert tell(narrator, "pray", "Tom", reader="Mara", attempt=True) == "Tom tries to kneel down and pray, but fails."
    assert tell(narrator, "pray", "Mara", reader="Mara", attempt=True) == "You try to kneel down and pray, but fail."
    assert tell(narrator, "storm", attempt=True) == "Storm."


def test_attempts_at_commands_in_the_first_person(narrator: Narrator) -> None:
    assert tell(narrator, "hide", "Mara", reader="Tom", attempt=True) == "Mara tries to hide her face, but fails."
    assert tell(narrator, "hide", "Mara", reader="Mara", attempt=True) == "You try to hide your face, but fail."


def test_a_text_for_the_actor_is_not_told_to_others(narrator: Narrator) -> None:
    assert tell(narrator, "pray", "Mara", reader="Mara") == "You pray."
    assert tell(narrator, "pray", "Mara", reader="Tom") == "Mara prays."


def test_plain_texts_adapt(narrator: Narrator) -> None:
    assert tell(narrator, "listen", "Mara", reader="Tom") == "Mara listens to you."
    assert tell(narrator, "chime", "OldBell") == "The old bell chimes."


def test_fluents_come_from_the_reader_alone(narrator: Narrator) -> None:
    asked: list[tuple[str, object]] = []

    def read(property_: Property, arguments: tuple[Entity, ...]) -> FluentValue:
        asked.append((property_.name, arguments))
        return entity(narrator.world, "Crypt")

    storm = event(narrator.world, "storm")
    assert narrator.tell(storm, (), None, "action", read) == "A storm comes over the Crypt."
    assert asked == [("at", (entity(narrator.world, "Mara"),))]
    assert narrator.tell(storm, ()) == "A storm comes over somewhere."


def test_commands_and_verbs(narrator: Narrator) -> None:
    world = narrator.world
    mara, bell = entity(world, "Mara"), entity(world, "OldBell")
    assert narrator.command(event(world, "ring"), (mara, bell)) == "ring the old bell"
    assert narrator.verb(event(world, "ring")) == "ring"
    assert narrator.command(event(world, "pray"), (mara,)) == "kneel down and pray"
    assert narrator.verb(event(world, "pray")) == "kneel down and pray"
    assert narrator.command(event(world, "listen"), (mara,)) == "listen"


def test_facts(narrator: Narrator) -> None:
    world = narrator.world
    mara, crypt = entity(world, "Mara"), entity(world, "Crypt")
    said = {
        (name, value if isinstance(value, bool | float | None) else value.name): narrator.fact(
            property_named(world, name), (mara,), value, reader
        )
        for name, value, reader in [
            ("at", crypt, None),
            ("at", None, mara),
            ("alive", True, mara),
            ("alive", False, None),
            ("bold", False, None),
            ("shy", True, None),
            ("shy", False, mara),
            ("coins", 1.0, None),
            ("coins", 0.0, mara),
        ]
    }
    assert said == {
        ("at", "Crypt"): "Mara is in the Crypt",
        ("at", None): "nobody knows where you are",
        ("alive", True): "you are alive",
        ("alive", False): "Mara is dead",
        ("bold", False): "Mara does not dare all",
        ("shy", True): "Mara is shy",
        ("shy", False): "you know no shame",
        ("coins", 1.0): "Mara has 1 coin",
        ("coins", 0.0): "you have no coins",
    }


def test_beliefs(narrator: Narrator) -> None:
    world = narrator.world
    mara, tom, at = entity(world, "Mara"), entity(world, "Tom"), property_named(world, "at")
    assert narrator.belief((tom,), at, (mara,), None) == "Tom does not know where Mara is"
    assert narrator.belief((mara,), at, (mara,), None) == "Mara does not know where she is"
    assert narrator.belief((mara, tom), at, (mara,), None, mara) == "you believe that Tom does not know where you are"
    assert narrator.belief((), at, (mara,), entity(world, "Crypt")) == "Mara is in the Crypt"


def test_pronouns_of_the_believer_outside_brackets() -> None:
    world = load_text(
        """
        entity Tom : character { pronouns: he; };
        property deaf(c : character) : boolean { text: "nobody reaches {c}"; text(not): "{c} can hear"; };
        """
    )
    narrator, tom, deaf = Narrator(world), world.entities[0], world.properties[0]
    assert narrator.belief((tom,), deaf, (tom,), True) == "Tom believes that nobody reaches him"
    assert narrator.belief((tom,), deaf, (tom,), False) == "Tom believes that he can hear"


def test_beliefs_of_a_plural() -> None:
    world = town()
    narrator, choir = Narrator(world), entity(world, "Choir")
    free = property_named(world, "free")
    assert narrator.belief((choir,), free, (choir,), True) == "the Choir believe that they are free"


def test_names() -> None:
    narrator, world = Narrator(town()), town()
    bell, keys, mara = entity(world, "OldBell"), entity(world, "Keys"), entity(world, "Mara")
    assert [narrator.name(bell), narrator.name(bell, article="a"), narrator.name(bell, article=None)] == [
        "the old bell",
        "an old bell",
        "old bell",
    ]
    assert narrator.name(keys, article="a") == "some keys"
    assert narrator.name(mara, mara) == "you"
    assert narrator.name(mara, article="a") == "Mara Voss"
    assert [narrator.pronoun(entity(world, name)) for name in ("Mara", "Tom", "Ash", "OldBell", "Keys")] == [
        "she",
        "he",
        "they",
        "it",
        "they",
    ]


def test_descriptions(narrator: Narrator) -> None:
    world = narrator.world
    mara = entity(world, "Mara")
    assert narrator.describe(mara) == "Mara looks tired."
    assert narrator.describe(mara, mara) == "You look tired."
    assert narrator.describe(entity(world, "Tom")) is None
    assert narrator.introduction() == "You are Mara, and Tom is here."
    assert Narrator(town()).introduction() is None


def test_reasons(narrator: Narrator) -> None:
    world = narrator.world
    mara, bell = entity(world, "Mara"), entity(world, "OldBell")
    steps = [(event(world, "listen"), (mara,)), (event(world, "ring"), (mara, bell))]
    assert outline(narrator, steps) == ["Mara listens to Tom.", "Mara pulls a rope."]
    assert reason(narrator, mara, steps[:1], 0.0, 1.5) == "because that leaves her better off (1.5 rather than 0)"
    assert reason(narrator, mara, steps, None, None, mara) == (
        "as the first of two steps. Then: You pull the rope. That leaves you better off"
    )


def test_broken_texts_are_said_without_what_is_broken() -> None:
    world = load_text('action storm() { text: "A {nobody} storm [] {comes."; };')
    assert Narrator(world).tell(world.actions[0], ()) == "A storm comes."


def test_nothing_heavy_is_imported() -> None:
    program = "import sys, dreamwright.voices; print(sorted({'inflect', 'lark', 'typeguard'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
