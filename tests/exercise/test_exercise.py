"""An exercise in progress: injects are sent when due and possible, and by hand; what comes of them is known."""

from __future__ import annotations

import pytest

from dreamwright.dream import Asking, StageError, dream_again, load_stage
from dreamwright.exercise import Exercise, InjectError, injects_of
from dreamwright.exercise.ledger import LISTED
from exercise.exercises import PROBLEMS, deeds, desk, do, exercise, run, states, table

TWO = "+0:30|fire(Quay)|send(Ann, Quay) within 20|Alarm\n+1:00|call(Bo, Ann)||Listen\n"


def test_an_inject_comes_in_its_minute() -> None:
    """Whatever else is going on, an inject that is possible is sent in the minute in which it is due."""
    going = exercise("+0:07|fire(Quay)||\n+0:07|call(Bo, Ann)||\n+1:01|fire(Mill)||\n")
    sent = [(minute, name) for minute, name in deeds(run(going, 120)) if name.startswith(("fire", "call"))]
    assert sent == [(7, "fire(Quay)"), (7, "call(Bo, Ann)"), (61, "fire(Mill)")]


def test_waiting_sent_answered() -> None:
    """The states of an inject that is answered in time."""
    going = exercise(TWO, played=True)
    run(going)
    assert states(going) == ["waiting", "waiting"]
    going.dream.wait(40)
    run(going)
    assert states(going) == ["sent", "waiting"], "the wait was cut short by what happened"
    do(going, "send(Ann, Quay)")
    first = going.statuses()[0]
    assert (first.state, first.sent and first.sent.minute, first.by) == ("answered", 30, LISTED)
    [answer] = first.answers
    assert (answer.state, answer.deadline) == ("done", 50)
    assert answer.done is not None and answer.done.minute == 31


def test_done_late_and_not_done() -> None:
    """What is done after its time is late; what is not done is missed, at the latest when all is over."""
    going = exercise(TWO + "+1:10|fire(Mill)|send(Ann, Mill)|Alarm\n", played=True)
    run(going)
    for _ in range(4):
        going.dream.wait(30)
        run(going)
    assert states(going) == ["missed", "sent", "sent"]
    do(going, "send(Ann, Quay)")
    assert states(going) == ["late", "sent", "sent"]
    going.dream.stop()
    assert states(going) == ["late", "sent", "missed"]


def test_done_before() -> None:
    """What was done before it was asked counts where the list says so, and only there."""
    rows = "+0:30|fire(Quay)|send(Ann, Mill) within 20{before}|Alarm\n"
    for before, state in (("", "missed"), (" or before", "answered")):
        going = exercise(rows.format(before=before), played=True)
        run(going)
        do(going, "send(Ann, Mill)")
        for _ in range(3):
            going.dream.wait(30)
            run(going)
        assert states(going) == [state]


def test_what_is_impossible_when_due_waits() -> None:
    """It is reported as due, with what stands in the way, and sent as soon as it can be."""
    going = exercise("+0:10|fire(Quay)||\n+0:20|fire(Quay)||\n", played=True)
    run(going)
    going.dream.wait(30)
    run(going)
    going.dream.wait(30)
    run(going)
    assert states(going) == ["sent", "due"]
    assert going.obstacles(2) == ["!burns(Quay)"]
    do(going, "send(Ann, Quay)")
    going.dream.wait(30)
    happened = deeds(run(going))
    put_out = next(minute for minute, name in happened if name == "put_out(Bo, Quay)")
    assert (put_out, "fire(Quay)") in happened
    assert states(going) == ["sent", "sent"]


def test_a_limit_of_the_persons_refuses_an_inject() -> None:
    """What a person does not want is never sent, by time or by hand, and the reason is told."""
    going = exercise(TWO, lines=("fire",))
    assert not any(name.startswith("fire") for _, name in deeds(run(going, 300)))
    first = going.statuses()[0]
    assert (first.state, first.reason) == ("refused", "it has the tag 'fire', which never happens here")
    with pytest.raises(ValueError, match="never happens here"):
        going.send(1, "Kay")
    [another] = table("+0:10|fire(Mill)||\n").injects
    with pytest.raises(ValueError, match="cannot be fed in"):
        going.add(another, "Kay")


def test_controllers_send_hold_skip_and_add() -> None:
    """Orders are attributed, and an inject that is held or skipped does not come."""
    going = exercise(TWO + "+1:10|fire(Mill)||\n")
    going.send(2, "Kay")
    going.hold(1, "Kay")
    going.skip(3, "Lee")
    [another] = table("+0:45|gust()||\n").injects
    assert going.add(another, "Lee") == 4
    happened = deeds(run(going, 100))
    assert [name for _, name in happened if not name.startswith("gust")] == ["call(Bo, Ann)"]
    assert (45, "gust()") in happened
    assert [(status.state, status.by) for status in going.statuses()] == [
        ("held", "Kay"), ("sent", "Kay"), ("skipped", "Lee"), ("sent", LISTED),
    ]  # fmt: skip
    going.release(1, "Lee")
    assert (100, "fire(Quay)") in deeds(run(going, 110))
    for order in (going.send, going.hold, going.release, going.skip):
        with pytest.raises(ValueError, match="already"):
            order(1, "Kay")
    with pytest.raises(ValueError, match="there is no inject 9"):
        going.send(9, "Kay")


def test_what_is_unmade_is_waiting_again() -> None:
    """Going back takes injects back, and the orders that were given since."""
    going = exercise(TWO, played=True)
    run(going)
    going.dream.wait(20)
    run(going)
    back = len(going.level.story.happenings)
    going.send(2, "Kay")
    run(going)
    assert states(going) == ["waiting", "sent"]
    going.dream.go_back(back)
    run(going)
    assert states(going) == ["waiting", "waiting"]
    assert not going.ledger.controls and not going.ledger.sent


def test_the_same_orders_make_the_same_exercise() -> None:
    """Injects are part of the record: the same list, seed and orders give the same hash."""
    one, two, other = exercise(TWO), exercise(TWO), exercise(TWO, seed=1)
    for going in (one, two, other):
        run(going, 20)
        going.skip(1, "Kay")
        run(going, 90)
        assert states(going) == ["skipped", "sent"]
    assert one.dream.hash == two.dream.hash != other.dream.hash


def test_an_exercise_is_all_in_its_dream() -> None:
    """Whoever tells a dream again from its orders has the same injects in the same states."""
    going = exercise(TWO, played=True)
    run(going)
    [another] = table("+0:45|gust()||\n").injects
    going.add(another, "Lee")
    going.hold(1, "Kay")
    run(going)
    for _ in range(3):
        going.dream.wait(30)
        run(going)
    again = Exercise(dream_again(desk(), going.dream.orders, consent=Asking(desk()).agree()), table(TWO))
    assert again.dream.hash == going.dream.hash
    assert [(s.state, s.by, s.inject) for s in again.statuses()] == [
        (s.state, s.by, s.inject) for s in going.statuses()
    ]  # fmt: skip


def test_a_stage_without_injects_goes_on_as_a_dream() -> None:
    """Without a list an exercise is its dream."""
    from dreamwright.dream import Dream

    going, dream = Exercise(Dream(desk(), 3)), Dream(desk(), 3)
    found = run(going, 200)
    while dream.advance(200) is not None:
        pass
    assert found and going.dream.hash == dream.hash


def test_the_list_of_a_stage(tmp_path) -> None:
    """A stage names its list; the stage's own lines are held against it, and the list is part of what it is."""
    (tmp_path / "desk.world").write_text((PROBLEMS / "desk.world").read_text())
    (tmp_path / "fires.csv").write_text("time,event\n+0:10,fire(Quay)\n")
    text = (PROBLEMS / "desk.stage").read_text() + "injects: fires.csv\n"
    (tmp_path / "my.stage").write_text(text)
    stage = load_stage(tmp_path / "my.stage")
    assert [inject.event for inject in injects_of(stage).injects] == ["fire(Quay)"]
    (tmp_path / "my.stage").write_text(text + "limits: {lines: fire}\n")
    with pytest.raises(InjectError) as caught:
        injects_of(load_stage(tmp_path / "my.stage"))
    assert caught.value.diagnostics[0].code == "inject-line"
    (tmp_path / "fires.csv").write_text("time,event\n+0:11,fire(Quay)\n")
    (tmp_path / "my.stage").write_text(text)
    assert load_stage(tmp_path / "my.stage").fingerprint != stage.fingerprint
    (tmp_path / "my.stage").write_text(text.replace("fires.csv", "[fires.csv]"))
    with pytest.raises(StageError):
        load_stage(tmp_path / "my.stage")
