"""What the screen is made of: the subject's beliefs, and nothing that is true besides."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamwright.playing.opening import SilentGame

INN = (Path(__file__).parents[1] / "cli" / "worlds" / "inn.world").read_text("utf-8")
LOOKING = (
    "look",
    "actions",
    "map",
    "think",
    "think about key",
    "brass",
    "x cora",
    "inventory",
    "journal",
    "take brass",
)


def screens(text: str, path: Path, commands: tuple[str, ...]) -> list[list[str]]:
    path.write_text(text, "utf-8")
    game = SilentGame(path, None, 0)
    return [game.start(), *(game.enter(command) for command in commands)]


@pytest.mark.parametrize(
    ("truth", "other_truth"),
    [
        ("lies(BrassKey) = Stable;", "lies(BrassKey) = Taproom;"),
        ("lies(BrassKey) = Stable;", "holder(BrassKey) = Bram; believes(Ada, holder(BrassKey)) = ?;"),
        ("at(Cora) = Yard;", "at(Cora) = Stable; believes(Ada, at(Cora)) = Yard;"),
    ],
)
def test_truth_does_not_show(truth: str, other_truth: str, tmp_path: Path) -> None:
    """Two worlds that differ only in what the subject does not know look the same to them."""
    other = INN.replace(truth, other_truth)
    assert other != INN
    path = tmp_path / "inn.world"
    assert screens(INN, path, LOOKING) == screens(other, path, LOOKING)


WITHOUT_PLACES = """
entity Ann : character;
entity Bo : character;
property likes(a : character, b : character) : boolean;
action smile(a : character, b : character) { precondition: a != b; effect: likes(b, a); consenting: a; };
utility(Ann): if(likes(Bo, Ann)) 1 else 0;
"""


def test_world_without_places(tmp_path: Path) -> None:
    """A world need not know places, things or texts to be played."""
    said = screens(
        WITHOUT_PLACES, tmp_path / "smile.world", ("look", "map", "i", "smile", "think about bo", "x bo", "z")
    )
    assert said[0][1] == "You are Ann."
    assert said[2] == ["Places play no part in this world."]
    assert "You smile at Bo." in said[4] or "Bo likes you." in said[4]


MANY = (
    "entity Ann : character; type item;"
    + "".join(f"entity Gem{i} : item;" for i in range(40))
    + "property seen(i : item) : boolean;"
    "action polish(c : character, i : item) { precondition: !seen(i); effect: seen(i); consenting: c; };"
    "action hum(c : character) { effect: True; consenting: c; };"
    "utility(Ann): sum(i : item) (if(seen(i)) 1 else 0);"
)


def test_many_actions_are_folded_up(tmp_path: Path) -> None:
    """A long list shows each verb with a count; numbers stay the same when it is opened."""
    said = screens(MANY, tmp_path / "gems.world", ("actions", "actions polish", "polish", "actions gem 7", "41", "42"))
    assert said[1] == [
        "You believe you can:",
        "      polish ... (40 ways, 1 to 40: `actions polish`)",
        "  41) hum",
    ]
    assert len(said[2]) == 40
    assert said[2][0].startswith("   1) polish")
    assert said[3] == ["There are 40 ways to do that; `actions polish` lists them. Say more."]
    assert any("Gem 7" in line or "Gem7" in line for line in said[4])
    assert said[5][0] == "(hum)"
    assert said[6] == ["Your actions are numbered from 1 to 41: `actions` lists them."]


TANKS = (
    "entity Ann : character; type tank; entity Oak : tank; entity Ash : tank; entity Elm : tank; entity Fir : tank;"
    'property hours(t : tank) : number { text: "{t} [has] {value hour|hours}"; };'
    'property trust() : number { text: "the trust stands at {value}"; };'
    "hours(Oak) = 48; hours(Ash) = 18; hours(Elm) = 24; hours(Fir) = 36; trust() = 6;"
    "action drain(c : character, t : tank) { effect: hours(t) = 0 & trust() = 5; consenting: c; };"
)


def test_what_no_two_agree_in_is_thought_of_for_each(tmp_path: Path) -> None:
    """Four tanks, each otherwise: none is as usual. Nor is what there is only one of."""
    (thought,) = screens(TANKS, tmp_path / "tanks.world", ("think",))[1:]
    assert [line for line in thought if "hours" in line] == [f"It has {n} hours." for n in (48, 18, 24, 36)]
    assert "The trust stands at 6." in thought


GARRISON = """
type place; entity Hall : place; entity Yard : place; type rumour;
entity Ann : character; entity Bo : character { pronouns: he; }; entity Cid : character { pronouns: he; };
entity War : rumour { name: "there is war"; }; entity Peace : rumour { name: "it is over"; };
property at(c : character) : place { text: "{c} [is] at {value}"; text(unknown): "nobody knows where {c} [is]"; };
property sworn(c : character) : character { text: "{c} [is] sworn to {value}"; };
property guilty(c : character) : boolean { text: "{c} [is] guilty"; text(not): "{c} [is] innocent"; };
property told(r : rumour) : boolean { text: "people say that {r:bare}"; };
property dusk() : boolean { text: "it is dusk"; };
at(Ann) = Hall; at(Bo) = Hall; at(Cid) = Yard; sworn(Cid) = Bo; guilty(Bo); told(War);
believes(Ann, at(Cid)) = ?; believes(Ann, guilty(Bo)) = False; believes(Ann, guilty(Cid)) = True;
action pay(c : character, o : character) {
    precondition: c != o & at(c) == at(o); effect: sworn(o) = c & !guilty(o); consenting: c; };
action clear(c : character) {
    precondition: c != Ann & !dusk(); consenting: Ann;
    effect: guilty(c) = False & dusk() & told(War) = False & told(Peace);
    text: "The light goes brown. It is dusk, and {Ann} [clears] {c}."; };
"""


def test_whom_somebody_is_sworn_to_is_not_where_they_are(tmp_path: Path) -> None:
    thought, refused = screens(GARRISON, tmp_path / "hall.world", ("think", "pay cid"))[1:]
    assert "You do not know where Cid is." in " ".join(thought) or "You do not know where he is." in thought
    assert "You do not know where Cid is." in " ".join(refused)
    assert "sworn" not in " ".join(refused)


def test_where_as_many_are_as_are_not_only_those_who_are_stand_out(tmp_path: Path) -> None:
    seen, thought = screens(GARRISON, tmp_path / "hall.world", ("look", "think"))[1:]
    assert "innocent" not in " ".join(seen + thought)
    assert "He is guilty." in thought


def test_a_rumour_has_no_heading_of_its_own(tmp_path: Path) -> None:
    (thought,) = screens(GARRISON, tmp_path / "hall.world", ("think",))[1:]
    assert thought.index("People say that there is war.") > thought.index("The world")


def test_what_the_telling_has_said_is_not_said_again(tmp_path: Path) -> None:
    (said,) = screens(GARRISON, tmp_path / "hall.world", ("clear cid",))[1:]
    assert "It is dusk, and you clear Cid." in " ".join(said)
    assert "It is dusk." not in said
    assert "He is innocent." in said or "Cid is innocent." in said
