"""What holds of plans in every world, compared with plain enumeration from the definitions (specification, section 5).

All stories up to a length are those of the twin's `Reasoner`, also when the story goes on from somewhere and when
actions are asked for or forbidden; every method finds a story where there is one and none where there is none; and
nothing depends on chance.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from dreamwright.engine import engine
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.planning import Limits, Outcome, Status, plan
from dreamwright.planning.plan import METHODS, Stories, Wanted, plans
from engine.comparison import BOUNDS, Pair
from planning.errands import errands, quests
from reference.reasons import Limits as TwinLimits
from strategies import TINY, courses, worlds

QUICK = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
LONG = settings(QUICK, max_examples=2_000, derandomize=False)
MOST_ACTIONS = 9
"""Worlds with more ground actions take the enumeration too long."""
LONGEST = 4
"""Actions in the longest stories that are compared."""
SMALL_WORLDS = worlds(TINY) | errands() | quests() | quests() | quests() | quests()
LIMITS = st.builds(
    Limits,
    character=st.sampled_from((2, 3, 1, 0)),
    epistemic=st.sampled_from((1, 2, 0, -1)),
    author=st.sampled_from((LONGEST, 3, 2, 1)),
)
SHORTEST_FIRST = ("astar", "explanation-first", "goal-first")
"""Methods that find a story of the least length."""

Listed = dict[tuple[int, ...], float]
"""Stories, each with the author's utility at its end."""


@pytest.fixture(autouse=True, scope="module")
def small_bounds() -> Iterator[None]:
    """Small bounds on what is taken for endless, so that a world that never rests does not take seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MOST_TRIGGERS", BOUNDS.triggers)
        patch.setattr(engine, "MOST_DRAFTS", BOUNDS.drafts)
        yield


# ------------------------------------------------------------------------------------------------ the enumeration
def enumerated(text: str, course: list[int], limits: Limits) -> tuple[Pair, tuple[int, ...], float, Listed] | None:
    """The world, the actions of the course as far as they were possible, the author's utility after them, and all
    stories from there; None when the world is not compared.
    """
    pair = Pair.of(text)
    if pair is None or len(pair.twin.actions) > MOST_ACTIONS:
        event("not compared")
        return None
    reasoner = pair.twin.reasoner(TwinLimits(limits.author, limits.character, limits.epistemic))
    state, after = pair.twin.initial, []
    for choice in course:
        possible = [a for a in pair.twin.actions if reasoner.machine.possible(state, a) and pair.index(a) is not None]
        action = possible[choice % len(possible)] if possible else None
        later = None if action is None else reasoner.after(state, action)
        if action is None or later is None:
            break
        state = later
        after.append(pair.index(action))
    utility = reasoner.utility(None, state)
    if utility is None:
        event("not compared")
        return None
    listed = {tuple(pair.index(a) for a in story): reached for story, reached in reasoner.solutions(state)}
    assert not any(None in story for story in listed), "a dropped action is part of a story"
    event(f"longest story: {max(map(len, listed), default=0)}")
    return pair, tuple(after), utility, listed  # type: ignore[return-value, arg-type]


def found(stories: Stories) -> Listed:
    """All of them; they must come in order, and to their end."""
    listed = [(story.actions, story.utility) for story in stories]
    assert stories.complete
    assert [actions for actions, _ in listed] == sorted((a for a, _ in listed), key=lambda a: (len(a), a))
    assert len(dict(listed)) == len(listed)
    assert stories.outcome.status is (Status.SOLVED if listed else Status.NONE)
    return dict(listed)


def holds(story: tuple[int, ...], fixed: tuple[int, ...]) -> bool:
    """Whether a story has all of these in this order."""
    rest = iter(story)
    return all(action in rest for action in fixed)


# ------------------------------------------------------------------------------------------------ all stories
def agree_on_all(text: str, course: list[int], limits: Limits, chosen: list[int]) -> None:
    """All stories, and those with and without some actions, are the enumerated ones that fit."""
    known = enumerated(text, course, limits)
    if known is None:
        return
    pair, after, utility, listed = known
    for goal in {utility + 1, *listed.values()}:
        expected = {story: reached for story, reached in listed.items() if reached >= goal}
        assert found(plans(pair.program, goal, limits, wanted=Wanted(after))) == expected
    count = pair.program.action_count
    picked = tuple(choice % count for choice in chosen) if count else ()
    goal = min(listed.values(), default=utility + 1)
    for fixed in (picked[:1], picked):
        expected = {story: reached for story, reached in listed.items() if holds(story, fixed)}
        assert found(plans(pair.program, goal, limits, wanted=Wanted(after, fixed))) == expected
        outcome = plan(pair.program, goal, limits, wanted=Wanted(after, fixed))
        assert length(outcome) == min(map(len, expected), default=None)
    without = frozenset(picked)
    expected = {story: reached for story, reached in listed.items() if not without & {*story}}
    wanted = Wanted(after, forbidden=without)
    assert found(plans(pair.program, goal, limits, wanted=wanted)) == expected
    for method in (None, *METHODS):
        outcome = plan(pair.program, goal, limits, wanted=wanted, method=method)
        assert (outcome.plan is not None) == bool(expected)
        assert outcome.plan is None or outcome.plan.actions in expected


@QUICK
@given(SMALL_WORLDS, courses(2), LIMITS, courses(2))
def test_all_stories_are_the_enumerated_ones(text: str, course: list[int], limits: Limits, chosen: list[int]) -> None:
    agree_on_all(text, course, limits, chosen)


@pytest.mark.slow
@LONG
@given(SMALL_WORLDS, courses(2), LIMITS, courses(2))
def test_all_stories_are_the_enumerated_ones_for_long(
    text: str, course: list[int], limits: Limits, chosen: list[int]
) -> None:
    agree_on_all(text, course, limits, chosen)


@QUICK
@given(errands() | quests() | quests(), st.builds(Limits, character=st.integers(1, 2), epistemic=st.integers(0, 1)))
def test_all_stories_come_to_an_end(text: str, limits: Limits) -> None:
    """Without an author's limit too, where states are finite in number; and no bounded search knows more."""
    program = ground(load_text(text))
    stories = plans(program, 1, limits)
    listed = [story.actions for story in stories]
    refused = stories.outcome.status is Status.REFUSED
    assert stories.complete != refused
    longest = max(map(len, listed), default=0)
    event(f"longest story: {longest}")
    if not refused:
        wider = Limits(limits.character, limits.epistemic, longest + 2)
        assert [story.actions for story in plans(program, 1, wider)] == listed


# ------------------------------------------------------------------------------------------------ one story
def length(outcome: Outcome) -> int | None:
    """The number of actions of what was found; None: proved that there is nothing."""
    assert outcome.status in (Status.SOLVED, Status.NONE)
    return None if outcome.plan is None else len(outcome.plan.actions)


def agree_on_one(text: str, course: list[int], limits: Limits) -> None:
    """Each method finds one of the stories, those that promise it a shortest, and proves it where there is none."""
    known = enumerated(text, course, limits)
    if known is None:
        return
    pair, after, utility, listed = known
    for goal in sorted({utility + 1, *listed.values()}):
        fitting = {story: reached for story, reached in listed.items() if reached >= goal}
        least = min(map(len, fitting), default=None)
        for method in (None, *METHODS):
            outcome = plan(pair.program, goal, limits, wanted=Wanted(after), method=method)
            if method in SHORTEST_FIRST or method is None:
                assert length(outcome) == least, (method, goal)
            else:
                assert (length(outcome) is None) == (least is None), (method, goal)
            if outcome.plan is not None:
                assert fitting[outcome.plan.actions] == outcome.plan.utility


@QUICK
@given(SMALL_WORLDS, courses(2), LIMITS)
def test_every_method_finds_a_story_if_there_is_one(text: str, course: list[int], limits: Limits) -> None:
    agree_on_one(text, course, limits)


@pytest.mark.slow
@LONG
@given(SMALL_WORLDS, courses(2), LIMITS)
def test_every_method_finds_a_story_if_there_is_one_for_long(text: str, course: list[int], limits: Limits) -> None:
    agree_on_one(text, course, limits)


@QUICK
@given(errands() | quests() | quests(), LIMITS, st.integers(0, 8))
def test_what_is_left_of_a_search_is_explained(text: str, limits: Limits, nodes: int) -> None:
    """Where nothing was found, the best that was seen is a way of explained actions to the utility it says; and no more
    states were visited than allowed."""
    pair = Pair.of(text)
    if pair is None:
        return
    reasoner = pair.twin.reasoner(TwinLimits(limits.author, limits.character, limits.epistemic))
    for method in METHODS:
        outcome = plan(pair.program, 3, limits, method=method, nodes=nodes)
        assert outcome.statistics.visited <= nodes
        assert (outcome.status is Status.GAVE_UP) == (outcome.plan is None and outcome.why == "nodes")
        if outcome.partial is None:
            continue
        event("something is left")
        state = pair.twin.initial
        for step in outcome.partial.steps:
            action = next(a for a in pair.twin.actions if pair.index(a) == step.action)
            assert reasoner.explained(state, action)
            assert {reason.character for reason in step.because} == {c.index for c in action.consenting}
            state = reasoner.machine.apply(state, action)[0]
        assert reasoner.utility(None, state) == outcome.partial.utility == outcome.statistics.best


# ------------------------------------------------------------------------------------------------ no chance
@QUICK
@given(SMALL_WORLDS, LIMITS)
def test_the_same_twice(text: str, limits: Limits) -> None:
    """Results and figures are the same every time."""
    if Pair.of(text) is None:
        return
    program = ground(load_text(text))
    for method in (None, *METHODS):
        first, second = (plan(program, 1, limits, method=method) for _ in range(2))
        assert (first.status, first.plan, first.partial, first.why) == (
            second.status,
            second.plan,
            second.partial,
            second.why,
        )
        for figure in ("visited", "generated", "depth", "best"):
            assert getattr(first.statistics, figure) == getattr(second.statistics, figure)


def test_the_same_in_every_process() -> None:
    """Whatever order Python gives to sets there."""
    command = [sys.executable, "-c", _TOLD]
    path = os.pathsep.join(str(Path(__file__).parents[1] / folder) for folder in ("", "../src"))
    told = {
        subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(told) == 1
    assert told.pop().count("SOLVED") > 20


_TOLD = """
from planning.errands import quest
from dreamwright.grounding import ground
from dreamwright.language import load_text
from dreamwright.planning import Limits, plan
from dreamwright.planning.plan import METHODS, plans
for seed in range(30):
    program = ground(load_text(quest(seed)))
    for method in (None, *METHODS):
        outcome = plan(program, 2, Limits(3, 1, 5), method=method)
        print(outcome.status.name, outcome.plan, outcome.partial, outcome.statistics.visited)
    print([story.actions for story in plans(program, 2, Limits(2, 1, 4))])
"""
