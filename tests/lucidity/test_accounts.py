"""What has an account, what is an anomaly, and which account is found."""

from __future__ import annotations

from dataclasses import replace

from dreamwright.lucidity import Motifs, Settings

from .stages import INN, Stage


def kinds(findings):
    return [(f.kind, f.is_anomaly) for f in findings]


def test_what_was_to_be_expected_is_no_finding():
    """Somebody in plain view does what they want."""
    assert Stage(INN, "Ann").happens("take(Bo, Lamp, Parlour)") == []


def test_a_walk_round_the_house_is_an_account():
    """Who left by one door and comes in by another has walked round: one unseen step, or two."""
    stage = Stage(INN, "Ann")
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.happens("walk(Bo, Parlour, Yard)")
    stage.happens("walk(Bo, Yard, Lane)")
    stage.happens("walk(Bo, Lane, Cellar)")
    findings = [f for f in stage.happens("walk(Bo, Cellar, Parlour)") if f.kind == "impossible"]
    assert [stage.steps(f) for f in findings] == [["walk(Bo, Yard, Lane)", "walk(Bo, Lane, Cellar)"]]


def test_nobody_comes_in_who_is_here():
    """Bo stands before her, and Bo comes in from the yard: nothing explains it, and what clashes is named."""
    stage = Stage(INN, "Ann")
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.is_made_so(at_Bo="Yard")
    (finding, *_) = stage.happens("walk(Bo, Yard, Parlour)")
    assert (finding.kind, finding.is_anomaly) == ("impossible", True)
    property_, (bo,), believed, seen = finding.contradictions[0]
    assert (property_.name, bo.name, believed.name, seen.name) == ("at", "Bo", "Parlour", "Yard")


def test_there_is_no_other_way_out_of_the_attic():
    """Who went up the only stair does not come in from the yard."""
    stage = Stage(INN, "Ann")
    stage.happens("walk(Bo, Parlour, Attic)")
    stage.is_made_so(at_Bo="Yard")
    assert ("impossible", True) in kinds(stage.happens("walk(Bo, Yard, Parlour)"))


def test_the_dead_do_not_act():
    """She saw him die."""
    stage = Stage(INN, "Ann")
    stage.happens("fit(Bo)")
    stage.is_made_so(alive_Bo=True)
    assert ("impossible", True) in kinds(stage.happens("walk(Bo, Parlour, Yard)"))


def test_a_thing_may_be_taken_while_one_is_out():
    """She comes back and it is gone: somebody was there in the meantime."""
    stage = Stage(INN, "Ann")
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.happens("drop(Bo, Lamp, Parlour)")
    stage.happens("walk(Ann, Parlour, Attic)")
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.happens("walk(Ann, Attic, Parlour)")
    (finding,) = stage.fails("take(Ann, Lamp, Parlour)")
    assert stage.steps(finding) == ["take(Bo, Lamp, Parlour)"]
    assert finding.account.steps[0].purpose == "motive"
    assert finding.account.since is not None


def test_a_thing_does_not_vanish_before_ones_eyes():
    """She never left the room."""
    stage = Stage(INN, "Ann")
    stage.happens("take(Bo, Lamp, Parlour)")
    stage.happens("drop(Bo, Lamp, Parlour)")
    stage.is_made_so(lies_Lamp="Lane")
    assert kinds(stage.fails("take(Ann, Lamp, Parlour)")) == [("impossible", True)]


def test_what_was_only_assumed_may_have_been_wrong():
    """She was told that the book is in the cellar, and never saw it there."""
    stage = Stage(INN + "believes(Ann, lies(Book)) = Cellar;", "Ann")
    stage.happens("walk(Ann, Parlour, Cellar)")
    (finding,) = stage.fails("take(Ann, Book, Cellar)")
    assert [(p.name, v) for p, _, v in finding.account.mistaken] in ([("lies", None)], [])
    assert not finding.is_anomaly


def test_to_learn_what_one_knew_nothing_of_contradicts_nothing():
    """She does not know where Cy is, and he comes in."""
    stage = Stage(INN + "believes(Ann, at(Cy)) = ?;", "Ann")
    assert [f for f in stage.happens("walk(Cy, Yard, Parlour)") if f.kind == "impossible"] == []


def test_an_act_that_serves_nothing_is_unmotivated():
    """Bo loves the lamp, and burns it; nothing he might believe makes that a good idea. Nor does humming serve him."""
    stage = Stage(INN, "Ann")
    stage.happens("take(Bo, Lamp, Parlour)")
    assert kinds(stage.happens("burn(Bo, Lamp)")) == [("unmotivated", True)]
    assert kinds(stage.happens("hum(Bo)")) == [("unmotivated", True)]


def test_a_belief_of_theirs_may_give_them_a_motive():
    """The lamp is in the yard, as she knows; but Bo goes down to the cellar. So he must think that it is there."""
    stage = Stage(INN + "lies(Lamp) = Attic;", "Ann")
    (finding,) = stage.happens("walk(Bo, Parlour, Cellar)")
    ((property_, arguments, value),) = finding.account.attributed
    assert (property_.name, arguments[0].name, value.name) == ("lies", "Lamp", "Cellar")


def test_a_habit_needs_no_motive():
    """What is in their routine, people just do."""
    assert (
        Stage(INN.replace("entity Bo : character", "entity Bo : character { routine: hum; }"), "Ann").happens("hum(Bo)")
        == []
    )


def test_the_uncanny_has_no_account_and_the_weight_its_author_gave_it():
    """Whatever explains it, it is outside the laws that she knows."""
    (finding,) = Stage(INN, "Ann").happens("chill(Ann)")
    assert (finding.kind, finding.weight, finding.is_anomaly) == ("uncanny", 0.6, True)


def test_a_motif_weighs_more_each_time_and_only_who_remembers_knows_it():
    """The song from another layer."""
    assert Stage(INN, "Ann").happens("song()") == []
    stage = Stage(INN, "Ann", motifs=Motifs({"action song": 0.5}))
    weights = [stage.happens("song()")[0].weight for _ in range(3)]
    assert weights == [0.8 * 0.5 * share for share in (0.5, 0.75, 0.875)]


def test_what_was_due_and_did_not_come_is_absent():
    """The bell rings at eight; one evening it does not. Nothing could have kept it from ringing."""
    stage = Stage(INN, "Ann")
    stage.happens("hum(Ann)", 120 + 5)
    (finding,) = [f for f in stage.witness.findings if f.kind == "absent"]
    assert (finding.minute, finding.is_anomaly) == (120, True)
    assert stage.program.events[finding.missed].name == "bell()"


def test_what_came_is_not_absent():
    """It rings."""
    stage = Stage(INN, "Ann")
    stage.happens("bell()", 120)
    stage.happens("hum(Ann)", 5)
    assert stage.witness.findings == []


def test_a_bound_that_cuts_off_leaves_it_open_until_there_is_time_to_think():
    """With next to no units nothing is decided; thinking decides it."""
    stage = Stage(INN, "Ann", settings=Settings(units=3))
    stage.happens("walk(Bo, Parlour, Yard)")
    stage.happens("walk(Bo, Yard, Lane)")
    stage.happens("walk(Bo, Lane, Cellar)")
    found = [f for f in stage.happens("walk(Bo, Cellar, Parlour)") if f.kind == "impossible"]
    assert [f.is_open for f in found] == [True]
    assert stage.witness.suspicion(stage.minute) == 0
    thought = [f for _ in range(3) for f in stage.witness.think(stage.minute) if f.kind == "impossible"]
    assert [stage.steps(f) for f in thought] == [["walk(Bo, Yard, Lane)", "walk(Bo, Lane, Cellar)"]]


def test_what_is_learned_later_may_take_an_anomaly_back():
    """He went up to the attic and came in from the yard; then he shows her the ladder at the attic window."""
    ladder = """
    property ladder() : boolean; ladder(); believes(Ann, ladder()) = False;
    action climb(c : character) {
      precondition: alive(c) & at(c) == Attic & ladder(); effect: at(c) = Yard; consenting: c;
      observing(o : character): at(o) == Yard | at(o) == Attic;
    };
    action show_ladder(c : character) {
      precondition: alive(c) & ladder() & at(c) == Parlour; consenting: c; observing(o : character): at(o) == at(c);
      effect: True;
    };
    """
    stage = Stage(INN + ladder, "Ann", settings=replace(Settings(), mistakes=0))
    stage.happens("walk(Bo, Parlour, Attic)")
    stage.is_made_so(at_Bo="Yard")
    (finding,) = [f for f in stage.happens("walk(Bo, Yard, Parlour)") if f.kind == "impossible"]
    suspected = stage.witness.suspicion(stage.minute)
    assert finding.is_anomaly and suspected > 0
    changed = stage.happens("show_ladder(Bo)")
    (settled,) = [f for f in changed if f.number == finding.number]
    assert settled.settled == stage.minute and [p.name for p, _, _ in settled.account.learned] == ["ladder"]
    assert stage.steps(settled) == ["climb(Bo)"]
    assert not stage.witness.findings[finding.number].is_anomaly


LED = """
property captor(c : character) : character;
property bound(c : character) : boolean;
action bind(a : character, b : character) {
  precondition: alive(a) & alive(b) & a != b & at(a) == at(b) & !bound(b);
  effect: bound(b) & captor(b) = a; consenting: a; observing(o : character): at(o) == at(a);
};
action lead(a : character, from : place, to : place) {
  precondition: alive(a) & way(from, to) & at(a) == from;
  effect: at(a) = to & forall(x : character) (if(captor(x) == a & bound(x)) at(x) = to);
  consenting: a; observing(o : character): at(o) == from | at(o) == to;
};
action call(a : character, b : character) {
  precondition: alive(a) & a != b & at(a) == at(b); effect: True; consenting: a;
  observing(o : character): at(o) == at(a);
};
at(Cy) = Parlour; bound(Cy); captor(Cy) = Bo; believes(Ann, captor(Cy)) = ?;
"""
"""What is added to the inn: people who are led away, without its being known by whom."""


def test_what_was_seen_may_have_had_an_effect_that_was_not_noticed():
    """She saw Bo go out, and did not know that he leads Cy. Now Cy is not where she took him to be."""
    stage = Stage(INN + LED, "Ann")
    stage.happens("lead(Bo, Parlour, Yard)", 5)
    (finding,) = [f for f in stage.fails("call(Ann, Cy)") if f.kind == "impossible"]
    assert finding.account is not None and finding.account.since == 5 and not finding.account.steps
    assert [(s.who, s.fact[0].name, s.fact[2].name) for s in finding.account.supposed] == [(None, "captor", "Bo")]
