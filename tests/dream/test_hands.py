"""The hands of operators: what they may do, what is refused with a reason, and that it is all in the record."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dream.dreams import deeds, do, night, played, run
from dreamwright.dream import Dream, Happened, Stage, Unmade, dream_again
from dreamwright.dream.events import Ordered
from dreamwright.dream.orders import (
    ActAs,
    Bring,
    Ease,
    GoBack,
    HandBack,
    LetGo,
    Ordering,
    PutToSleep,
    Remark,
    Rouse,
    StepIn,
    TakeOut,
    Whisper,
    Withhold,
    read,
    written,
)
from dreamwright.dream.stage import POWERS
from dreamwright.story import encode


def watched() -> Stage:
    """The stage of these tests, with all powers granted."""
    return replace(night(), operators=POWERS)


def in_the_city(seed: int = 0, lines: tuple[str, ...] = ("disaster",)) -> Dream:
    """A person's dream, at their first turn, in the city."""
    dream = played(seed, lines, watched())
    run(dream)
    return dream


def refused(dream: Dream, order: Ordering) -> str:
    """Why an order is refused; it has changed nothing."""
    before, orders = dream.hash, len(dream.orders)
    with pytest.raises(ValueError) as caught:
        dream.order(order, "Kay")
    with pytest.raises(ValueError):
        dream.forecast(order)
    assert (dream.hash, len(dream.orders)) == (before, orders)
    return str(caught.value)


def test_an_operator_steps_in_acts_and_hands_back() -> None:
    """The thug walks where the operator has him walk; then he does as he likes again."""
    dream = in_the_city()
    assert "step into Thug first" in refused(dream, ActAs("Thug", "walk(Thug, Alley)"))
    dream.order(StepIn("Thug"), "Kay")
    dream.order(ActAs("Thug", "walk(Thug, Alley)"), "Kay")
    assert "busy" in refused(dream, ActAs("Thug", "walk(Thug, Square)"))
    assert "taken over" in refused(dream, StepIn("Thug"))
    dream.order(HandBack("Thug"), "Kay")
    assert "already" in refused(dream, HandBack("Thug"))
    told = run(dream)
    assert "walk(Thug, Alley)" in deeds(told)
    acted = [e.happening for e in dream.events if isinstance(e, Happened) and e.happening.source == "operator"]
    assert [h.kind for h in acted] == ["held", "action", "released"]
    assert [event.by for event in dream.events if isinstance(event, Ordered)] == ["Kay"] * 3


def test_what_an_operator_cannot_do_is_said_in_words() -> None:
    """Nobody is made to act; the subject is nobody's; a limit is a limit; names are suggested."""
    dream = in_the_city()
    assert "nobody is made to act" in refused(dream, Bring("strike(Thug, Doctor)"))
    assert "subject" in refused(dream, StepIn("Ash"))
    assert "cross a line: disaster" in refused(dream, Bring("quake()"))
    assert "did you mean 'Thug'" in refused(dream, StepIn("Thugg"))
    assert "not the innermost" in refused(dream, TakeOut(dream.top.number))
    assert "no layer 'moon'" in refused(dream, PutToSleep("moon"))
    assert "characters" in refused(dream, Remark(""))
    assert "somebody's own" in refused(dream, Withhold("strike(Thug, Doctor)"))
    assert "minutes" in refused(dream, Bring("toll()", -1))
    dream.stop()
    assert "over" in refused(dream, Rouse())


@pytest.mark.parametrize(
    "order",
    [StepIn("Thug"), Bring("toll()"), Withhold("toll()"), Whisper("Ash", "mercy(Doctor)"), GoBack(0), Rouse()],
)
def test_a_stage_grants_powers(order: Ordering) -> None:
    """Without its power an order is refused, and the stage's word for it is named."""
    dream = played(lines=("disaster",))
    run(dream)
    assert "among its `operators`" in refused(dream, order)


def test_an_event_is_brought_about_now_or_later() -> None:
    """The bell tolls when it is told to, and again five minutes on, the person waiting."""
    dream = in_the_city()
    dream.order(Bring("toll()"), "Kay")
    dream.order(Bring("toll()", 5), "Kay")
    assert deeds(run(dream))[0] == "toll()"
    told = []
    for _ in range(2):  # the thug strikes meanwhile
        dream.wait(6)
        told += run(dream)
    minutes = [e.happening.minute for e in told if isinstance(e, Happened) and e.happening.source == "operator"]
    assert minutes == [dream.top.story.happenings[0].minute + 5]


def test_an_event_is_held_back_until_it_is_let_go() -> None:
    """While it is withheld the clock strikes for nobody."""
    dream = in_the_city()
    dream.order(Withhold("toll()"), "Kay")
    run(dream)
    dream.wait(70)
    assert "toll()" not in deeds(run(dream))
    dream.order(LetGo("toll()"), "Kay")
    run(dream)
    for _ in range(10):
        dream.wait(70)
        if "toll()" in deeds(run(dream)):
            return
    pytest.fail("it did not come back")


def test_a_whisper_is_believed_and_nobody_notices() -> None:
    """The subject comes to know it; no percept of anybody else's tells of it."""
    dream = in_the_city()
    dream.order(Whisper("Ash", "mercy(Stranger)"), "Kay")
    happening = dream.top.story.happenings[-1]
    assert (happening.kind, happening.source, happening.perceivers) == ("recall", "operator", (dream.top.subject,))


def test_the_subject_is_put_to_sleep_and_roused_and_a_level_taken_out() -> None:
    """Deeper, and out past a level that is no longer there."""
    dream = in_the_city()
    dream.order(PutToSleep("again"), "Kay")
    assert [level.layer.name for level in dream.levels] == ["cellar", "city", "again"]
    dream.order(TakeOut(dream.levels[1].number), "Kay")
    assert [level.layer.name for level in dream.levels] == ["cellar", "again"]
    dream.order(Rouse(), "Kay")
    assert dream.top.layer.name == "cellar"


def test_an_unmaking_by_an_operator() -> None:
    """It is one more entry, attributed."""
    dream = in_the_city()
    do(dream, "walk(Ash, Alley)")
    dream.order(GoBack(dream.top.begun), "Kay")
    assert [type(event) for event in dream.events[-2:]] == [Ordered, Unmade]


def test_a_forecast_says_what_the_subject_would_make_of_it() -> None:
    """What they would not notice changes nothing; to have their own bell toll they would perceive. Nothing happens."""
    dream = in_the_city()
    before = dream.hash
    told = dream.forecast(Bring("toll()"))
    assert told is not None and told.before <= told.after
    assert dream.forecast(Remark("hm")) is None
    assert dream.hash == before


def test_a_remark_and_an_easing_stay_in_the_record() -> None:
    """They change nothing else."""
    dream = in_the_city()
    node = dream.top.story.node
    dream.order(Remark("They hesitated here."), "Kay")
    dream.ease()
    lines = [encode(event.record()) for event in dream.events[-2:]]
    assert "They hesitated here." in lines[0] and '"by":"the subject"' in lines[1]
    assert dream.top.story.node == node


def test_orders_make_the_dream_again() -> None:
    """With those of operators among the person's own, each where it was given."""
    dream = in_the_city(3)
    dream.order(StepIn("Thug"), "Kay")
    dream.order(Bring("toll()", 5), "Lu")
    run(dream)
    dream.wait(3)
    run(dream, 1)
    dream.order(Remark("now"), "Kay")
    run(dream)
    dream.order(ActAs("Thug", "walk(Thug, Alley)"), "Kay")
    run(dream)
    dream.wait(20)
    run(dream)
    dream.order(PutToSleep("again"), "Lu")
    run(dream)
    from dreamwright.dream import Asking

    asking = Asking(dream.stage)
    asking.draw_line("disaster")
    again = dream_again(dream.stage, dream.orders, 3, asking.agree())
    assert again.hash == dream.hash


ORDERINGS = [
    StepIn("Ann"), HandBack("Ann"), ActAs("Ann", "go()"), Bring("go()", 3), Withhold("go()"), LetGo("go()"),
    Whisper("Ann", "f()"), GoBack(3), PutToSleep("x"), Rouse(), TakeOut(1), Remark("y"), Ease(),
]  # fmt: skip


@pytest.mark.parametrize("order", ORDERINGS, ids=lambda order: type(order).__name__)
def test_an_order_is_data_and_back(order: Ordering) -> None:
    """What is written is read."""
    assert read(written(order)) == order


KEYS = st.sampled_from(["order", "who", "action", "in_minutes"])
VALUES = st.one_of(st.none(), st.integers(), st.text(), st.sampled_from(["Bring", "Rouse"]))


@given(st.dictionaries(KEYS, VALUES))
def test_what_is_no_order_is_refused(data: dict[str, object]) -> None:
    """Whatever comes from outside: an order, or a ValueError."""
    try:
        assert written(read(data))["order"] == data["order"]
    except ValueError as error:
        assert str(error)
