"""What a person is answered: who "he" is, how to get somewhere, what else there is to do, how long to wait."""

from __future__ import annotations

from pathlib import Path

import pytest

from dreamwright.playing.opening import SilentGame

HOUSE = """
world "The House" { subject: Ann; start: "1931-10-05 15:00"; };
type room : entity;
type hour : entity;
entity Hall : room;
entity Stair : room;
entity Attic : room;
entity Day : hour;
entity Dusk : hour;
entity Ann : character { pronouns: she; };
entity Bo : character { pronouns: he; };
entity Cy : character { pronouns: he; };
property at(c : character) : room;
property next(r : room, s : room) : boolean;
property hour() : hour { text: "it is {value}"; };
property calm(c : character) : boolean;
property proud(c : character) : boolean;
property hurt(c : character) : boolean;
property eggs(c : character) : number { text: "{c} [has] {value egg|eggs}"; };
at(Ann) = Hall; at(Bo) = Hall; at(Cy) = Hall;
next(Hall, Stair); next(Stair, Hall); next(Stair, Attic); next(Attic, Stair);
hour() = Day;
eggs(Ann) = 2; eggs(Bo) = 1; eggs(Cy) = 1;
action go(c : character, from : room, to : room) {
  precondition: at(c) == from & next(from, to);
  effect: at(c) = to;
  consenting: c;
  observing(o : character): True;
  command: "go to {to}";
};
action shove(c : character, o : character) {
  precondition: c != o & o != Ann & at(c) == at(o) & !hurt(o);
  effect: hurt(o) & proud(c) & calm(c);
  consenting: c;
  observing(s : character): True;
};
action cook(c : character) {
  precondition: eggs(c) > 0;
  effect: eggs(c) = 0;
  consenting: c;
  observing(s : character): True;
};
action tell(c : character, o : character) {
  precondition: c != o & eggs(c) == 0;
  effect: calm(o);
  consenting: c;
  command: "tell {o} a story";
};
action dusk() {
  precondition: hour() == Day;
  effect: hour() = Dusk;
  observing(c : character): True;
  schedule: daily at 16:30;
};
utility(Bo): (if(proud(Bo)) 1 else 0);
"""


@pytest.fixture
def game(tmp_path: Path) -> SilentGame:
    path = tmp_path / "house.world"
    path.write_text(HOUSE)
    found = SilentGame(path, None, 0)
    found.start()
    return found


def test_they_is_whoever_was_named_last(game: SilentGame) -> None:
    """Where the telling names two people, what is learned of the one who did it begins with their name."""
    said = game.enter("wait 30")
    shoved = next(i for i, line in enumerate(said) if "shoves" in line)
    told = [line.strip().removeprefix("15:00  ") for line in said[shoved : shoved + 4]]
    assert told == ["Bo shoves Cy.", "Bo is calm.", "He is proud.", "Cy is hurt."]


def test_a_place_too_far_off_is_told_the_way_to(game: SilentGame) -> None:
    """By what one passes on the way, as far as one knows it."""
    [said] = game.enter("go attic")
    assert said.startswith("You do not believe that you can go to the Attic now.")
    assert said.endswith("The way there is by the Stair.")


def test_another_verb_than_the_world_knows(game: SilentGame) -> None:
    """Who says it in words that stand for something else is told where to look."""
    said = game.enter("speak to Cy")
    assert said[-1] == "(What you could do about Cy: `actions cy`.)"
    assert "shove Cy" in " ".join(game.enter("actions cy"))
    assert len(game.enter("tell Cy a story")) == 1


def test_nothing_left_is_counted_as_none(game: SilentGame) -> None:
    """No bare nought is told."""
    assert "You have no eggs." in [line.strip() for line in game.enter("cook")]


@pytest.mark.parametrize(("until", "end"), [("dusk", "16:31"), ("evening", "18:00"), ("17:00", "17:00")])
def test_a_time_of_day_is_there_when_it_is_seen_to_come(game: SilentGame, until: str, end: str) -> None:
    """In a world with a dusk of its own it is not waited for by the clock."""
    game.enter("wait 30")
    assert game.enter(f"wait until {until}")[-1].endswith(f"{end}.")
