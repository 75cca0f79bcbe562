"""`check --script` and `check --stories`: what is told of a sequence of events, and of stories a world tells itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dreamwright.checking.script import check_script
from dreamwright.checking.stories import plot_holes
from dreamwright.cli.main import app
from dreamwright.cli.worlds import bundled
from dreamwright.errors import Source
from dreamwright.grounding import Program, ground, load_program
from dreamwright.language import load, load_text

INN = Path(__file__).parents[2] / "benchmarks" / "worlds" / "inn.world"


@pytest.fixture(scope="module")
def inn() -> Program:
    return ground(load(INN))


def told(program: Program, *lines: str) -> list[tuple[str, int, str]]:
    """Code, line and message of each problem."""
    source = Source("night.events", "\n".join(lines))
    found = check_script(program, source)
    return [(d.code, source.position(d.span.start)[0], d.message) for d in found if d.span is not None]


def test_a_script_that_could_be_told_has_no_problems(inn: Program) -> None:
    """Everybody does what they want and can; comments and empty lines do not count."""
    assert told(inn, "// night", "take(Bo, Lamp, Parlour);", "", "  walk(Cy, Yard, Lane)  // unseen") == []


def test_what_is_impossible_says_which_part_and_since_when(inn: Program) -> None:
    """The book is gone since the second line; Bo was never in the lane."""
    found = told(inn, "walk(Cy, Yard, Lane)", "take(Cy, Book, Lane)", "take(Bo, Book, Lane)")
    assert found[:2] == [
        (
            "script-impossible",
            3,
            "take(Bo, Book, Lane) is impossible: at(Bo) == Lane does not hold, from the start",
        ),
        (
            "script-impossible",
            3,
            "take(Bo, Book, Lane) is impossible: lies(Book) == Lane does not hold, since line 2",
        ),
    ]


def test_what_is_unexplained_says_for_whom_and_what_would_explain_it(inn: Program) -> None:
    """Bo has no business in the cellar, unless he thinks that the lamp is there."""
    world = load_text(INN.read_text(encoding="utf-8") + "lies(Lamp) = Attic;")
    source = Source("night.events", "walk(Bo, Parlour, Cellar)")
    (found,) = check_script(ground(world), source)
    assert (found.code, found.hint is not None) == ("script-unexplained", True)
    assert "lamp" in (found.hint or "").lower()
    ((_, _, message),) = told(inn, "hum(Bo)")
    assert message == "hum(Bo) is unexplained: Bo has no motive for it"


def test_what_somebody_cannot_know_says_since_when_it_holds(inn: Program) -> None:
    """Bo put the lamp down in the lane, where Cy did not see it."""
    found = told(
        inn,
        "take(Bo, Lamp, Parlour)",
        "walk(Bo, Parlour, Cellar)",
        "walk(Bo, Cellar, Lane)",
        "drop(Bo, Lamp, Lane)",
        "walk(Cy, Yard, Lane)",
        "take(Cy, Lamp, Lane)",
    )
    assert (
        "script-unknowable",
        6,
        "take(Cy, Lamp, Lane) is unknowable to Cy: lies(Lamp) == Lane holds, since line 4, but Cy does not believe so",
    ) in found


def test_an_unknown_action_is_pointed_at(inn: Program) -> None:
    """With the nearest that there is."""
    ((code, line, _),) = told(inn, "", "walk(Bo, Parlour, Cellr)")
    assert (code, line) == ("unknown-action", 2)


HAUNTED = """
world "Haunted" { start: "1931-02-01 18:00"; };
type place; type thing;
entity Ann : character; entity Bo : character; entity Hall : place; entity Yard : place; entity Lamp : thing;
property at(c : character) : place;
property lies(t : thing) : place { tags: whereabouts; };
property has(t : thing) : character { tags: whereabouts; };
property alive(c : character) : boolean { tags: alive; };
property found() : boolean;
at(Ann) = Hall; at(Bo) = Hall; alive(Bo); lies(Lamp) = Hall;
action grab(c : character) {
  precondition: lies(Lamp) == at(c) & has(Lamp) != c; effect: has(Lamp) = c; consenting: c;
};
action search(c : character) { precondition: !found(); effect: found() & believes(Ann, found()); consenting: c;
  observing(o : character): o == c; };
utility(Ann): if(has(Lamp) == Ann) 1 else 0;
utility(Bo): if(found()) 1 else 0;
"""


def test_stories_show_the_dead_acting_things_in_two_places_and_knowledge_out_of_nowhere() -> None:
    """Ann is dead and grabs the lamp, which stays where it lies; and she learns what Bo found, unseen."""
    holes = plot_holes(ground(load_text(HAUNTED)), 2, 10, witnesses=False)
    found = {(hole.kind, hole.event) for hole in holes}
    assert {("dead", "grab"), ("two-places", "grab"), ("unknowable", "search")} <= found
    assert all(hole.kind in ("dead", "two-places", "unknowable") for hole in holes)


def test_a_sound_world_has_no_plot_holes(inn: Program) -> None:
    """Also for everybody who perceives what happens in it."""
    assert plot_holes(inn, 2, 20) == []


def test_the_command_tells_both_and_as_data(tmp_path: Path) -> None:
    """Exit code 1 where something is wrong."""
    events = tmp_path / "night.events"
    events.write_text("hum(Bo)\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--json", "--script", str(events), str(INN)])
    assert result.exit_code == 1
    (error,) = json.loads(result.stdout)["errors"]
    assert (error["code"], error["line"], error["column"]) == ("script-unexplained", 1, 1)
    result = CliRunner().invoke(app, ["check", "--stories", "1", "--happenings", "5", str(INN)])
    assert (result.exit_code, result.stdout) == (0, f"{INN}: no plot holes in 1 story\n")
    haunted = tmp_path / "haunted.world"
    haunted.write_text(HAUNTED, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--json", "--stories", "1", "--happenings", "5", str(haunted)])
    assert result.exit_code == 1
    assert {"dead", "two-places"} <= {hole["kind"] for hole in json.loads(result.stdout)["holes"]}


@pytest.mark.parametrize("name", ["blackout", "cellar", "homecoming"])
def test_stories_of_bundled_worlds_have_no_plot_holes(name: str) -> None:
    """Nobody dead acts, nobody acts without a motive, nothing is in two places; and whoever perceives something finds
    an account of it, if they look far enough.
    """
    assert [hole.message for hole in plot_holes(load_program(bundled()[name]), 2, 60)] == []


def test_a_file_of_something_else_is_not_told_line_by_line(tmp_path: Path) -> None:
    """Of many problems the first are told, and how many there are; the last line names script and world."""
    events = tmp_path / "night.events"
    events.write_text("nonsense\n" * 50, encoding="utf-8")
    result = CliRunner().invoke(app, ["check", "--script", str(events), str(INN)])
    assert result.exit_code == 1 and result.stdout.count("error[unknown-action]") == 30
    assert "... and 20 more" in result.stdout
    assert result.stdout.endswith(f"{events} in {INN}: 50 unknown-action in 50 lines\n")


def test_stories_and_scripts_are_checked_one_after_the_other(tmp_path: Path) -> None:
    """Neither is silently left out."""
    result = CliRunner().invoke(app, ["check", "--script", str(tmp_path / "x"), "--stories", "1", str(INN)])
    assert result.exit_code == 2


def test_where_no_belief_would_explain_it_that_is_said(inn: Program) -> None:
    """Nobody wants to hum, whatever they believe."""
    (found,) = check_script(inn, Source("x", "hum(Bo)"))
    assert found.hint == "nothing that Bo may believe, as far as was looked, would give Bo one"
