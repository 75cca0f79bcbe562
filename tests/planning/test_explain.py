"""Why somebody would do something, or would not: each kind of answer in the least world that gives it."""

from __future__ import annotations

import pytest
from hypothesis import event, given, settings

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.planning import Explanation, Limits, explain
from dreamwright.planning.explain import (
    Account,
    Beyond,
    Content,
    Disbelieved,
    Fails,
    Idle,
    NoGain,
    Otherwise,
    Refused,
    Superfluous,
    Unclear,
    WhyNot,
)
from engine.comparison import Pair
from planning.test_reasons import LIMITS, LONG, QUICK, SMALL_WORLDS
from planning.test_reasons import small_bounds as small_bounds  # used by pytest
from reference.forms import GroundEvent
from reference.reasons import Limits as TwinLimits

ANN = "entity Ann : character; property fed() : boolean; utility(Ann): if(fed()) 1 else 0;"
EAT = "action eat() { precondition: !fed(); effect: fed(); consenting: Ann; };"
BAKERY = """
entity Ann : character; entity Bo : character; entity Cy : character;
property dough() : boolean; property bread() : boolean; property crumbs() : boolean;
action knead() { precondition: !dough(); effect: dough(); consenting: Ann; };
action bake() { precondition: dough() & !bread(); effect: bread(); consenting: Bo; };
action peck() { precondition: bread() & !crumbs(); effect: crumbs(); consenting: Bo; };
utility(Ann): if(bread()) 2 else 0;
"""
HUNGRY_BO = "utility(Bo): if(crumbs()) 1 else 0;"


def ask(text: str, action: str, limits: Limits | None = None, *, depth: int = 5, effort: int = 5_000) -> Explanation:
    """The explanation of an action at the beginning of a world."""
    program = ground(load_text(text))
    engine = LeveledEngine(program, depth)
    return explain(engine, engine.initial, program.action(action), limits, effort)


def why_not(text: str, action: str, limits: Limits | None = None, *, depth: int = 5, effort: int = 5_000) -> WhyNot:
    """Why the one who consents has no motive."""
    (account,) = ask(text, action, limits, depth=depth, effort=effort).accounts
    assert account.motive is None and account.why_not is not None
    return account.why_not


def no_gain(text: str, action: str, limits: Limits | None = None, *, depth: int = 5, effort: int = 5_000) -> NoGain:
    found = why_not(text, action, limits, depth=depth, effort=effort)
    assert isinstance(found, NoGain)
    return found


def names(text: str, plan: tuple[int, ...]) -> list[str]:
    program = ground(load_text(text))
    return [program.events[action].name for action in plan]


# ------------------------------------------------------------------------------------------------ motives
def test_a_motive_comes_with_everybodys_reasons() -> None:
    """Ann kneads since Bo will bake, who will since he can peck at it then."""
    found = ask(BAKERY + HUNGRY_BO, "knead()", Limits(3, 2))
    assert found.explained
    motive = found.accounts[0].motive
    assert motive is not None
    assert names(BAKERY, motive.plan) == ["knead()", "bake()"]
    assert (motive.before, motive.after) == (0, 2)
    (bos,) = motive.steps[1].because
    assert names(BAKERY, bos.plan) == ["bake()", "peck()"]


def test_nobody_has_to_want_what_is_the_authors() -> None:
    found = ask(ANN + "action rain() { precondition: !fed(); effect: fed(); };", "rain()")
    assert found.accounts == ()
    assert found.explained


def test_what_is_impossible_in_truth_is_said() -> None:
    """Ann thinks the door open and would go; in truth it is shut. Explained it is not."""
    text = ANN + (
        "property open() : boolean; believes(Ann, open()) = True; action shut() { effect: open() = False; };"
        "action eat(a : character) { precondition: !fed() & open(); effect: fed(); consenting: a; };"
    )
    found = ask(text, "eat(Ann)")
    assert [part.text for part in found.impossible] == ["open()"]
    assert found.accounts[0].motive is not None
    assert not found.explained


# ------------------------------------------------------------------------------------------------ why not
def test_believed_impossible() -> None:
    """Which parts they believe false, as the author wrote them, with what they believe and whether they are right."""
    text = (
        ANN
        + """
        type place; entity Hall : place; entity Yard : place;
        property at(c : character) : place; property open(p : place) : boolean;
        at(Ann) = Hall; open(Hall); believes(Ann, open(Hall)) = False;
        action eat(c : character, p : place) {
            precondition: !fed() & (open(p) | // either
                open(Yard)) & exists(q : place) (q == p & at(c) != q);
            effect: fed(); consenting: c;
        };
        action shut(p : place) { effect: !open(p); };
        action go(c : character, p : place) { effect: at(c) = p; };
    """
    )
    found = why_not(text, "eat(Ann, Hall)")
    assert isinstance(found, Disbelieved)
    assert [part.text for part in found.parts] == [
        "open(Hall) | open(Yard)",
        "exists(q : place) (q == Hall & at(Ann) != q)",
    ]
    assert [part.true for part in found.parts] == [True, False]
    hall = next(entity.index for entity in load_text(text).entities if entity.name == "Hall")
    assert [[value for _, _, value in part.values] for part in found.parts] == [[0], [hall]]


def test_failing() -> None:
    text = ANN + "property n() : number; action split() { effect: n() = 1 / n(); consenting: Ann; };"
    found = why_not(text, "split()")
    assert isinstance(found, Fails)
    assert "zero" in found.message


def test_changing_nothing() -> None:
    assert why_not(ANN + EAT + "action hum() { consenting: Ann; };", "hum()") == Idle()


def test_unknown_utility() -> None:
    text = "entity Ann : character; property n() : number; n() = ?; utility(Ann): n();"
    assert why_not(text + "action count() { effect: n() = 1; consenting: Ann; };", "count()") == Unclear()


# ------------------------------------------------------------------------------------------------ nearest
def test_nearest_takes_more_levels_of_belief() -> None:
    """Bo would bake only for what he does next; with one level of reasons Ann does not think of that."""
    found = no_gain(BAKERY + HUNGRY_BO, "knead()", Limits(3, 1))
    assert isinstance(found.nearest, Beyond)
    assert found.nearest.limits == Limits(3, 2)
    assert names(BAKERY, found.nearest.motive.plan) == ["knead()", "bake()"]


def test_no_deeper_than_beliefs_are_kept() -> None:
    """Where beliefs are kept just as deep as the limits see, what lies deeper is not guessed at."""
    assert isinstance(no_gain(BAKERY + HUNGRY_BO, "knead()", Limits(3, 1), depth=3).nearest, Refused)


def test_nearest_is_refused_by_somebody() -> None:
    """Bo has nothing from baking; the account says so, and the plan shows where."""
    found = no_gain(BAKERY, "knead()")
    assert (found.before, found.at_once) == (0, 0)
    nearest = found.nearest
    assert isinstance(nearest, Refused)
    assert names(BAKERY, nearest.plan) == ["knead()", "bake()"]
    assert (nearest.before, nearest.after, nearest.place) == (0, 2, 1)
    (account,) = nearest.refusals
    assert account.character == 1
    assert account.why_not == NoGain(0, 0, None)


def test_a_refusal_is_told_as_the_one_who_plans_sees_it() -> None:
    """Ann thinks that Bo does not see the dough, although he does."""
    text = BAKERY + "utility(Bo): if(bread()) 1 else 0;"
    text = text.replace("effect: dough();", "effect: dough(); observing(o : character): o == Ann;")
    nearest = no_gain(text, "knead()").nearest
    assert isinstance(nearest, Refused)
    refusal = nearest.refusals[0].why_not
    assert isinstance(refusal, Disbelieved)
    assert [part.text for part in refusal.parts] == ["dough()"]


CHAIN = """
entity Ann : character; property n() : number; utility(Ann): if(n() >= 4) 1 else 0;
action one() { precondition: n() == 0; effect: n() = 1; consenting: Ann; };
action two() { precondition: n() == 1; effect: n() = 2; consenting: Ann; };
action three() { precondition: n() == 2; effect: n() = 3; consenting: Ann; };
action four() { precondition: n() == 3; effect: n() = 4; consenting: Ann; };
"""


def test_nearest_is_further_off_than_the_limit() -> None:
    found = no_gain(CHAIN, "one()", Limits(3))
    assert isinstance(found.nearest, Beyond)
    assert found.nearest.limits == Limits(4)
    assert len(found.nearest.motive.steps) == 4


def test_twice_the_limit_is_as_far_as_is_looked() -> None:
    assert isinstance(no_gain(CHAIN, "one()", Limits(2)).nearest, Beyond)
    assert no_gain(CHAIN, "one()", Limits(1)).nearest == Content()


def test_a_gain_that_does_not_need_it() -> None:
    """Humming first does no harm, and no good."""
    text = ANN + EAT + "property merry() : boolean; action hum() { effect: merry(); consenting: Ann; };"
    nearest = no_gain(text, "hum()").nearest
    assert isinstance(nearest, Superfluous)
    assert names(text, nearest.best.plan) == ["eat()"]


def test_a_gain_only_without_it() -> None:
    """Whoever has left cannot eat."""
    text = ANN + (
        "property away() : boolean; action leave() { effect: away(); consenting: Ann; };"
        "action eat() { precondition: !fed() & !away(); effect: fed(); consenting: Ann; };"
    )
    nearest = no_gain(text, "leave()").nearest
    assert isinstance(nearest, Otherwise)
    assert names(text, nearest.best.plan) == ["eat()"]


def test_the_best_gain_is_named() -> None:
    """The greatest, and of two equal ones the shorter."""
    text = """
        entity Ann : character; property n() : number; property idle() : boolean; utility(Ann): n();
        action slowly() { precondition: !idle() & n() == 0; effect: n() = -1; consenting: Ann; };
        action then() { precondition: n() == -1; effect: n() = 2; consenting: Ann; };
        action some() { precondition: !idle() & n() == 0; effect: n() = 1; consenting: Ann; };
        action much() { precondition: !idle() & n() == 0; effect: n() = 2; consenting: Ann; };
        action rest() { effect: idle(); consenting: Ann; };
    """
    nearest = no_gain(text, "rest()").nearest
    assert isinstance(nearest, Otherwise)
    assert names(text, nearest.best.plan) == ["much()"]


def test_nothing_to_gain() -> None:
    text = "entity Ann : character; property lit() : boolean; action light() { effect: lit(); consenting: Ann; };"
    assert no_gain(text, "light()") == NoGain(0, 0, Content())


def test_worse_off() -> None:
    text = ANN + "fed(); action starve() { effect: !fed(); consenting: Ann; };"
    found = no_gain(text, "starve()")
    assert (found.before, found.at_once) == (1, 0)


def test_out_of_effort_nothing_is_claimed() -> None:
    """Where a search runs out it is named, and what only its end could show is not said."""
    found = no_gain(CHAIN, "one()", Limits(3), effort=0)
    assert "longer" in found.unfinished
    assert found.nearest in (None, Content())
    assert not (found.nearest is None and "otherwise" not in found.unfinished)


def test_same_answer_whatever_was_asked_before() -> None:
    """What has been found out earlier saves no effort, so that it cannot change an answer."""
    program = ground(load_text(CHAIN))
    engine = LeveledEngine(program, 5)
    action = program.action("one()")
    for effort in range(0, 12, 2):
        before = explain(engine, engine.initial, action, Limits(3), effort)
        explain(engine, engine.initial, action, Limits(5))
        assert explain(engine, engine.initial, action, Limits(3), effort) == before


# ------------------------------------------------------------------------------------------------ random worlds
def agree(text: str, limits: Limits) -> None:
    """What is said of every action at the beginning of a world is true by enumeration."""
    pair = Pair.of(text)
    if pair is None or len(pair.twin.actions) > 8:
        event("not compared")
        return
    for action in pair.twin.actions:
        index = pair.index(action)
        if index is not None:
            found = explain(pair.engine, pair.engine.initial, index, limits)
            for account in found.accounts:
                agree_on_account(pair, action, account, limits)


def agree_on_account(pair: Pair, action: GroundEvent, account: Account, limits: Limits) -> None:
    state = pair.twin.initial
    character = pair.world.entities[account.character]
    reasoner = pair.twin.reasoner(TwinLimits(0, limits.character, limits.epistemic))
    assert (account.motive is not None) == reasoner.accepts(character, action, state, limits.budget, 1)
    belief = pair.twin.mind(state, character)
    assert isinstance(account.why_not, Disbelieved) == (not pair.twin.machine.possible(belief, action))
    if not isinstance(account.why_not, NoGain):
        return
    nearest = account.why_not.nearest
    event(type(nearest).__name__)
    if isinstance(nearest, Beyond):
        wider = pair.twin.reasoner(TwinLimits(0, nearest.limits.character, nearest.limits.epistemic))
        assert wider.accepts(character, action, state, nearest.limits.budget, 1)
    if isinstance(nearest, Content):
        for other in pair.twin.actions:
            if other.consenting == (character,):
                assert not reasoner.accepts(character, other, state, limits.budget, 1)
    if isinstance(nearest, Superfluous | Otherwise):
        plans = reasoner.reasons(character, first_of(pair, nearest.best.plan), belief, limits.budget, 1)
        named = [[str(step) for step in plan] for plan in plans]
        assert [pair.program.events[step].name for step in nearest.best.plan] in named


def first_of(pair: Pair, plan: tuple[int, ...]) -> GroundEvent:
    return next(action for action in pair.twin.actions if pair.index(action) == plan[0])


@settings(QUICK, max_examples=150)
@given(SMALL_WORLDS, LIMITS)
def test_what_is_said_is_true(text: str, limits: Limits) -> None:
    agree(text, limits)


@pytest.mark.slow
@LONG
@given(SMALL_WORLDS, LIMITS)
def test_what_is_said_is_true_for_long(text: str, limits: Limits) -> None:
    agree(text, limits)
