"""Accounts that anybody would find, each of a sort that was once missed: found in the stories of bundled worlds."""

from __future__ import annotations

from .stages import INN, Stage

LIT = """
property lit() : boolean; property warm() : boolean; lit(); warm();
action snuff() { precondition: lit(); effect: !lit() & !warm(); observing(o : character): at(o) == Parlour; rate: 1; };
action kindle(c : character) {
  precondition: at(c) == Parlour & !lit(); effect: lit(); consenting: c; observing(o : character): at(o) == Parlour;
};
action look(c : character) {
  precondition: at(c) == Parlour; effect: believes(c, lit()) = lit(); consenting: c; observing(o : character): o == c;
};
action shiver(c : character) {
  precondition: at(c) == Parlour & !warm(); effect: hummed(c); consenting: c;
  observing(o : character): at(o) == Parlour;
};
"""
"""A lamp that may go out and be lit again; the room is cold then."""


def test_what_was_undone_again_may_have_happened():
    """The lamp burns when she comes down, and yet it is cold: it went out meanwhile, and somebody lit it again."""
    stage = Stage(INN + LIT, "Ann")
    stage.happens("walk(Ann, Parlour, Attic)")
    stage.happens("snuff()")
    stage.happens("kindle(Bo)")
    stage.happens("walk(Ann, Attic, Parlour)")
    assert stage.happens("look(Ann)") == []
    (finding,) = [f for f in stage.happens("shiver(Bo)") if f.kind == "impossible"]
    assert stage.steps(finding) == ["snuff()", "kindle(Bo)"]


SICK = """
property sick(c : character) : boolean; sick(Cy);
action fetch(c : character) {
  precondition: sick(c) & alive(c) & at(c) == Yard; effect: at(c) = Lane & !sick(c); consenting: Bo;
  observing(o : character): at(o) == Yard;
};
action fade(c : character) {
  precondition: sick(c) & alive(c); effect: !alive(c) & !sick(c); observing(o : character): at(o) == at(c); rate: 0.1;
};
action visit(c : character) {
  precondition: c == Ann & sick(Cy) & alive(Cy) & at(Cy) == Yard; effect: hummed(c); consenting: c;
};
"""
"""Somebody ill, who may be fetched or die."""


def test_of_two_ways_that_is_taken_which_makes_all_of_it_right():
    """He is neither in the yard nor ill any more. Had he died, he would be in the yard: so they have fetched him."""
    stage = Stage(INN + SICK, "Ann")
    stage.happens("fetch(Cy)")
    (finding,) = stage.fails("visit(Ann)")
    assert stage.steps(finding) == ["fetch(Cy)"]


PEN = """
property shut() : boolean; property penned() : boolean; shut(); penned();
action unlock(c : character) {
  precondition: at(c) == Parlour & shut(); effect: !shut(); consenting: c;
  observing(o : character): at(o) == Parlour;
};
action let_out(c : character) {
  precondition: at(c) == Parlour & !shut() & penned(); effect: !penned(); consenting: c;
  observing(o : character): at(o) == Parlour;
};
action look(c : character) {
  precondition: at(c) == Parlour;
  effect: believes(c, shut()) = shut() & believes(c, penned()) = penned();
  consenting: c; observing(o : character): o == c;
};
"""
"""A pen, with a gate."""


def test_several_things_at_once_may_be_the_end_of_one_chain():
    """Gate open, nobody in: he unlocked it, and only then could he let it out; and now he is in the yard."""
    stage = Stage(INN + PEN, "Ann")
    stage.happens("walk(Ann, Parlour, Yard)")
    stage.happens("unlock(Bo)")
    stage.happens("let_out(Bo)")
    stage.happens("walk(Bo, Parlour, Yard)")
    stage.happens("walk(Ann, Yard, Parlour)")
    (finding,) = stage.happens("look(Ann)")
    assert stage.steps(finding) == ["unlock(Bo)", "let_out(Bo)"]


def test_who_is_seen_where_they_were_not_taken_to_be_has_come():
    """She thinks him in the lane, and he hums beside her."""
    stage = Stage(INN + "believes(Ann, at(Bo)) = Lane;", "Ann")
    (finding,) = [f for f in stage.happens("hum(Bo)") if f.kind == "impossible"]
    assert not finding.is_anomaly
    assert [(p.name, who.name, v.name) for p, (who,), v, _ in finding.contradictions] == [("at", "Bo", "Lane")]


TOLD = """
property spring() : boolean; spring(); believes(Bo, spring()) = False;
action tell(c : character, d : character) {
  precondition: c != d; effect: believes(d, spring()) = believes(c, spring()); consenting: c;
  observing(o : character): o == c | o == d;
};
"""


def test_who_tells_otherwise_may_believe_otherwise():
    """What he tells her is what he believes."""
    stage = Stage(INN + TOLD, "Ann")
    (finding,) = [f for f in stage.happens("tell(Bo, Ann)") if f.kind == "impossible"]
    (supposed,) = finding.account.supposed
    assert (stage.program.world.entities[supposed.who].name, supposed.fact[0].name, supposed.fact[2]) == (
        "Bo",
        "spring",
        False,
    )


CASK = """
property cask() : number; cask() = 3; believes(Ann, cask()) = 8;
action pour() { precondition: cask() > 0; effect: cask() = cask() - 1; rate: 1; };
action refill() { precondition: cask() < 1; effect: cask() = 8; observing(o : character): o == Bo; rate: 0.01; };
action tap(c : character) {
  precondition: cask() > 0; effect: believes(c, cask()) = cask(); consenting: c; observing(o : character): o == c;
};
action scrape(c : character) {
  precondition: cask() <= 2; effect: hummed(c); consenting: c; observing(o : character): at(o) == at(c);
};
"""
"""A cask of which she was told that it is fuller than it is."""


def test_that_it_becomes_less_does_not_show_how_much_there_is():
    """She has seen them pour from it and never looked in: there may have been less in it all the time."""
    stage = Stage(INN + CASK, "Ann")
    stage.happens("pour()")
    (finding,) = stage.happens("tap(Ann)")
    assert [(p.name, v) for p, _, v in finding.account.mistaken] == [("cask", 2)]


def test_that_there_is_little_left_may_have_been_so():
    """He scrapes the bottom: it is seen that there is little, and not how little."""
    stage = Stage(INN + CASK, "Ann")
    stage.happens("pour()")
    (finding,) = [f for f in stage.happens("scrape(Bo)") if f.kind == "impossible"]
    assert [(p.name, v) for p, _, v in finding.account.mistaken] == [("cask", 2)]


POST = """
world "Posts" { start: "1931-02-01 18:00"; foresight: 1; };
type place; entity Ann : character; entity Bo : character; entity Gate : place; entity Lane : place;
property crowd() : place; property guard() : place;
crowd() = Gate; guard() = Gate; believes(Bo, crowd()) = ?;
believes(Ann, believes(Bo, crowd())) = ?;
action post(c : character, p : place) {
  precondition: c == Bo & guard() != p; effect: guard() = p; consenting: c; observing(o : character): p == Gate;
};
action word() {
  precondition: crowd() != ? & believes(Bo, crowd()) != crowd(); effect: believes(Bo, crowd()) = crowd();
  schedule: daily at 19:00;
};
action cough(c : character) { consenting: c; };
utility(Ann): 0;
utility(Bo): if(crowd() != ? & guard() == crowd()) 1 else 0;
"""
"""A guard who is to stand where there is a crowd, and somebody who can see the gate."""


def test_two_beliefs_may_make_a_motive_where_one_stands_with_what_is_done():
    """She thinks that he knows of no crowd, and that the guard is at the gate. He sends the guard there: so he has
    learned of the crowd, and the guard was not there.
    """
    stage = Stage(POST, "Ann")
    stage.happens("post(Bo, Lane)")
    (finding,) = [f for f in stage.happens("post(Bo, Gate)") if f.kind == "unmotivated"]
    assert sorted(p.name for p, _, _ in finding.account.attributed) == ["crowd", "guard"]


def test_what_did_not_come_hung_on_what_somebody_believes():
    """Nobody brought him word of the crowd at seven: then he knew."""
    stage = Stage(POST, "Ann")
    stage.happens("cough(Ann)", 65)
    assert [f for f in stage.witness.findings if f.kind == "absent"] == []


def test_what_one_was_told_may_have_been_wrong():
    """He told her that spring has come, and she sees that it has not."""
    look = """
    action see(c : character) {
      effect: believes(c, spring()) = spring(); consenting: c; observing(o : character): o == c;
    };
    """
    stage = Stage(INN + TOLD + look + "!spring(); believes(Bo, spring()) = True;", "Ann")
    stage.happens("tell(Bo, Ann)")
    (finding,) = stage.happens("see(Ann)")
    assert [(p.name, v) for p, _, v in finding.account.mistaken] == [("spring", False)]
