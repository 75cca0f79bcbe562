"""Motives, acceptance and solutions are what plain enumeration from the definitions finds (specification, section 5).

The search has memory, bounds and shared paths; the twin's `Reasoner` has none of these. Both answer for random tiny
worlds, at the beginning and along random courses of events: for such as are made of everything the language has, where
few have a motive, and for such as are made to have many.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from dreamwright.engine import Engine, LeveledEngine, engine
from dreamwright.engine.leveled import reads_deeper_than_it_writes
from dreamwright.planning import Limits, motive, motives
from dreamwright.planning.checker import Checker
from dreamwright.planning.motives import reasons_for
from engine.comparison import BOUNDS, Disagreement, Pair
from planning.errands import errands
from reference.reasons import Limits as TwinLimits
from reference.reasons import Reasoner
from reference.state import State
from strategies import TINY, courses, worlds

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
LONG = settings(QUICK, max_examples=2_000, derandomize=False)
MOST_ACTIONS = 9
"""Worlds with more ground actions take the enumeration too long."""
LONGEST = 3
"""Actions in the longest solutions that are compared."""
SMALL_WORLDS = worlds(TINY) | errands() | errands()
LIMITS = st.builds(Limits, character=st.integers(0, 3), epistemic=st.integers(0, 2))


@pytest.fixture(autouse=True, scope="module")
def small_bounds() -> Iterator[None]:
    """Small bounds on what is taken for endless, so that a world that never rests does not take seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "MOST_TRIGGERS", BOUNDS.triggers)
        patch.setattr(engine, "MOST_DRAFTS", BOUNDS.drafts)
        yield


def small_pair(text: str) -> Pair | None:
    """The world in both, if it is one and small enough."""
    pair = Pair.of(text)
    if pair is None or len(pair.twin.actions) > MOST_ACTIONS:
        event("not compared")
        return None
    return pair


# ------------------------------------------------------------------------------------------------ motives
def same_motives(pair: Pair, engine: Engine, reasoner: Reasoner, state: State, node: int, limits: Limits) -> int:
    """Compares who accepts what in a state, and with which plans; returns how many acceptances there were."""
    accepted = 0
    reasons = reasons_for(engine, limits)
    for action in pair.twin.actions:
        index = pair.index(action)
        for character in action.consenting:
            expected = reasoner.accepts(character, action, state, limits.budget, 1)
            found = None if index is None else motive(engine, node, index, character.index, limits)
            if (found is not None) != expected:
                raise Disagreement(f"{character.name} accepts {action}: engine {found}, twin {expected}")
            if index is not None:
                listed = motives(engine, node, character.index, limits)
                assert [m for m in listed if m.action == index] == ([found] if expected else [])
                assert reasons.accepts(node, index, character.index) == expected
            if found is not None:
                accepted += 1
                plan = tuple(pair.program.events[step].name for step in found.plan)
                belief = pair.twin.mind(state, character)
                known = reasoner.reasons(character, action, belief, limits.budget, 1)
                if plan not in [tuple(str(step) for step in reason) for reason in known]:
                    raise Disagreement(f"{character.name} has no such reason for {action}: {', '.join(plan)}")
    return accepted


def agree_on_motives(text: str, course: list[int], limits: Limits, *, leveled: bool) -> None:
    """Compares at the beginning and after each action of a course."""
    pair = small_pair(text)
    if pair is None:
        return
    if leveled and any(reads_deeper_than_it_writes(e) for e in pair.program.events):
        event("not compared")
        return
    engine = LeveledEngine(pair.program, limits.epistemic + 3) if leveled else pair.engine
    reasoner = pair.twin.reasoner(TwinLimits(0, limits.character, limits.epistemic))
    state, node = pair.twin.initial, engine.initial
    accepted = same_motives(pair, engine, reasoner, state, node, limits)
    for choice in course:
        possible = [action for action in pair.twin.actions if pair.twin.possible(state, action)]
        after = reasoner.after(state, possible[choice % len(possible)]) if possible else None
        if after is None:
            break
        index = pair.index(possible[choice % len(possible)])
        assert index is not None
        state, node = after, engine.apply(node, index)
        accepted += same_motives(pair, engine, reasoner, state, node, limits)
    event("some accepted" if accepted else "none accepted")


@QUICK
@given(SMALL_WORLDS, courses(2), LIMITS)
def test_motives_agree_with_enumeration(text: str, course: list[int], limits: Limits) -> None:
    """On states with beliefs to any depth."""
    agree_on_motives(text, course, limits, leveled=False)


@QUICK
@given(worlds(), courses(1), LIMITS)
def test_motives_agree_in_worlds_of_all_kinds(text: str, course: list[int], limits: Limits) -> None:
    """With three people, and conditions and effects that nobody would plan with."""
    agree_on_motives(text, course, limits, leveled=False)


@QUICK
@given(SMALL_WORLDS, courses(1), LIMITS)
def test_motives_agree_on_leveled_states(text: str, course: list[int], limits: Limits) -> None:
    """On states with beliefs to the depth that the limits can see."""
    agree_on_motives(text, course, limits, leveled=True)


@pytest.mark.slow
@LONG
@given(SMALL_WORLDS, courses(3), LIMITS, st.booleans())
def test_motives_agree_for_long(text: str, course: list[int], limits: Limits, leveled: bool) -> None:
    agree_on_motives(text, course, limits, leveled=leveled)


@pytest.mark.slow
@LONG
@given(worlds(), courses(1), LIMITS, st.booleans())
def test_motives_agree_in_worlds_of_all_kinds_for_long(
    text: str, course: list[int], limits: Limits, leveled: bool
) -> None:
    agree_on_motives(text, course, limits, leveled=leveled)


# ---------------------------------------------------------------------------------------------- solutions
def agree_on_solutions(text: str, limits: Limits, longest: int) -> None:
    """The checker accepts a sequence of actions if, and only if, it is among the enumerated solutions."""
    pair = small_pair(text)
    if pair is None:
        return
    reasoner = pair.twin.reasoner(TwinLimits(longest, limits.character, limits.epistemic))
    listed = {tuple(pair.index(a) for a in plan): reached for plan, reached in reasoner.solutions(pair.twin.initial)}
    assert not any(None in plan for plan in listed), "a dropped action is part of a solution"
    checker = Checker(reasons_for(pair.engine, Limits(limits.character, limits.epistemic, longest)))
    indices = [index for action in pair.twin.actions if (index := pair.index(action)) is not None]
    for length in range(longest + 1):
        for plan in product(indices, repeat=length):
            verdict = checker.check(plan)
            said = verdict.utility if verdict.ok else None
            if said != listed.get(plan):
                names = ", ".join(pair.program.events[step].name for step in plan)
                raise Disagreement(f"{names}: checker {verdict}, twin {listed.get(plan)}")
    event(f"longest solution: {max(map(len, listed), default=0)}")


@settings(QUICK, max_examples=150)
@given(SMALL_WORLDS, LIMITS)
def test_solutions_are_the_enumerated_ones(text: str, limits: Limits) -> None:
    agree_on_solutions(text, limits, LONGEST)


@pytest.mark.slow
@LONG
@given(SMALL_WORLDS, LIMITS)
def test_solutions_are_the_enumerated_ones_for_long(text: str, limits: Limits) -> None:
    agree_on_solutions(text, limits, LONGEST + 1)
