"""`dreamwright why`: what is said of an action, and when it is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dreamwright.cli.errors import guarded
from dreamwright.cli.main import app

BAKERY = """
entity Ann : character { pronouns: she; routine: sing; };
entity Bo : character { pronouns: he; }; entity Cy : character;
property dough() : boolean { text: "there is dough"; text(not): "there is no dough"; };
property bread() : boolean { text: "there is bread"; text(not): "there is no bread"; };
property crumbs() : boolean;
action knead() {
    precondition: !dough() & !wasted(); effect: dough(); consenting: Ann; text: "Ann [kneads] the dough."; SEEN
};
action bake() { precondition: dough() & !bread(); effect: bread(); consenting: Bo; text: "Bo [bakes]."; };
property wasted() : boolean;
action waste() { effect: wasted(); consenting: Ann; text: "Ann spills the flour."; };
action peck() { precondition: bread() & !crumbs(); effect: crumbs(); consenting: Bo; text: "Bo [pecks]."; };
action sing(who : character) { effect: dough() = dough(); consenting: who; text: "{who} [sings]."; };
action rain() { precondition: dough(); effect: !dough(); text: "It rains on the dough."; };
action sell() { precondition: bread(); effect: !bread(); consenting: Ann, Bo; text: "The bread is sold."; };
utility(Ann): if(bread()) 2 else 0;
utility(Bo): if(crumbs()) 1 else 0;
"""


@pytest.fixture
def world(tmp_path: Path) -> str:
    path = tmp_path / "bakery.world"
    path.write_text(BAKERY.replace("SEEN", ""))
    return str(path)


@pytest.fixture
def secret(tmp_path: Path) -> str:
    """The bakery where nobody but Ann sees her knead."""
    path = tmp_path / "secret.world"
    path.write_text(BAKERY.replace("SEEN", "observing(o : character): o == Ann;"))
    return str(path)


def why(*arguments: object) -> int:
    """The exit code of `dreamwright why` with these arguments."""
    return guarded(lambda: app(["why", *map(str, arguments)]))


def said(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """What is said of an action that is not explained."""
    assert why(*arguments) == 1
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_a_motive_is_told_with_the_reasons_of_others(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert why(world, "knead()", "--belief-depth", 2) == 0
    assert capsys.readouterr().out == (
        "Ann kneads the dough.\n"
        "\n"
        "Ann would be better off (2 rather than 0), then:\n"
        "└─ Bo bakes.\n"
        "   └─ Bo would be better off (1 rather than 0), then:\n"
        "      └─ Bo pecks.\n"
    )


def test_the_nearest_thing_and_the_option_that_helps(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, world, "knead()")
    assert "Ann has no motive: it leaves her no better off (0 as before)." in out
    assert "--belief-depth 2" in out
    out = said(capsys, world, "bake()", "--after", "knead()", "--character-limit", 1)
    assert "It would take 2 actions, more than the limit of 1 (--character-limit 2)." in out


def test_what_is_impossible(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The part that fails, as written and in words; who knows it is not told it twice."""
    assert said(capsys, world, "peck()") == (
        "Bo pecks.\n"
        "\n"
        "It is not possible now.\n"
        "└─ It needs `bread()`, but there is no bread.\n"
        "\n"
        "Bo has no motive: he knows that it is impossible.\n"
    )


def test_what_somebody_wrongly_believes_impossible(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, secret, "bake()", "--after", "knead()")
    assert "not possible now" not in out
    assert "Bo has no motive: he believes it impossible." in out
    assert "It needs `dough()`, but Bo believes that there is no dough. In truth it is so." in out


def test_who_would_refuse(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What the other would need is told as the one who plans sees it."""
    out = said(capsys, secret, "knead()", "--belief-depth", 2)
    assert "Ann would be better off (2 rather than 0) if nobody refused, then:\n   └─ Bo bakes.\n" in out
    assert "Bo would refuse, as Ann sees things: he believes it impossible." in out
    assert "Ann believes that Bo believes that there is no dough." in out


def test_everybody_who_must_want_it_has_an_account(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, world, "sell()", "--after", "knead()", "--after", "bake()")
    assert "Ann has no motive: it leaves her worse off (0 rather than 2)." in out
    assert "Bo has no motive" in out


def test_branches_of_the_tree(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A line runs down beside whatever stands between two branches of one parent."""
    out = said(capsys, world, "sell()", "--character-limit", 2)
    assert out.splitlines()[2:4] == ["It is not possible now.", "└─ It needs `bread()`, but there is no bread."]
    out = said(capsys, world, "waste()", "--belief-depth", 2)
    assert out.splitlines()[2:] == [
        "Ann has no motive: it leaves her no better off (0 as before).",
        "└─ Nothing that begins with it helps. The best that Ann sees to do:",
        "   ├─ Ann kneads the dough.",
        "   ├─ Bo bakes.",
        "   │  └─ Bo would be better off (1 rather than 0), then:",
        "   │     └─ Bo pecks.",
        "   └─ That would leave Ann better off (2 rather than 0).",
    ]


def test_every_line_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name with an article begins with a capital where it begins a line."""
    path = tmp_path / "named.world"
    path.write_text(BAKERY.replace("SEEN", "") + 'entity Bo : character { name: "the baker"; };')
    lines = said(capsys, path, "peck()").splitlines()
    assert lines[-1] == "The baker has no motive: he knows that it is impossible."


def test_what_is_only_routine(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "It is in the routine" in said(capsys, world, "sing(Ann)")
    assert "routine" not in said(capsys, world, "sing(Bo)")


def test_changing_nothing_and_nobodys_action(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Cy has no motive: as they see things, it changes nothing." in said(capsys, world, "sing(Cy)")
    assert "only the author" in said(capsys, world, "rain()")
    assert why(world, "rain()", "--after", "knead()") == 0
    assert "It is possible, and nobody has to want it" in capsys.readouterr().out


def test_impossible_course_is_refused(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The first action of the course that cannot be taken, and what it needs."""
    assert why(world, "peck()", "--after", "knead()", "--after", "knead()") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == (
        "error[impossible-action]: 'knead()' is not possible after 'knead()'\n"
        "  expected: `!dough()`\n"
        "  hint: there is dough\n"
    )


@pytest.mark.parametrize("arguments", [("snig(Ann)",), ("peck()", "--after", "snig(Ann)")])
def test_unknown_action_suggests(world: str, arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert why(world, *arguments) == 1
    err = capsys.readouterr().err
    assert "error[unknown-action]" in err
    assert "did you mean 'sing(Ann)'?" in err


def test_as_data(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    """`--json` holds what the words say."""
    assert why(secret, "knead()", "--belief-depth", 2, "--json") == 1
    data = json.loads(capsys.readouterr().out)
    assert (data["action"], data["possible"], data["explained"]) == ("knead()", True, False)
    (ann,) = data["characters"]
    assert (ann["character"], ann["motive"], ann["why_not"], ann["before"]) == ("Ann", None, "no gain", 0)
    nearest = ann["nearest"]
    assert (nearest["kind"], nearest["plan"], nearest["place"]) == ("refused", ["knead()", "bake()"], 1)
    (bo,) = nearest["refusals"]
    assert bo["why_not"] == "disbelieved"
    assert [(part["condition"], part["values"]) for part in bo["parts"]] == [("dough()", {"dough()": "False"})]


def test_as_data_with_a_motive(world: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert why(world, "peck()", "--after", "knead()", "--after", "bake()", "--json") == 0
    (bo,) = json.loads(capsys.readouterr().out)["characters"]
    assert bo["motive"]["plan"] == [{"action": "peck()", "because": []}]
    assert (bo["motive"]["before"], bo["motive"]["after"]) == (0, 1)


def test_people_think_as_far_as_their_world_has_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without `--character-limit` the world's `foresight` counts."""
    path = tmp_path / "short.world"
    path.write_text('world "Short" { foresight: 1; };' + BAKERY.replace("SEEN", ""))
    assert "more than the limit of 1" in said(capsys, path, "bake()", "--after", "knead()")
