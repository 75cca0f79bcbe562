"""Motives agree with the enumeration of the twin in random tiny worlds (specification, section 5)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from dreamwright.planning import Limits, motive
from engine.comparison import Disagreement, Pair
from reference.reasons import Limits as TwinLimits
from reference.reasons import Reasoner
from reference.state import State
from strategies import TINY, courses, worlds

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
LIMITS = st.builds(Limits, character=st.integers(0, 3), epistemic=st.integers(0, 2))


def same_motives(pair: Pair, reasoner: Reasoner, state: State, node: int, limits: Limits) -> int:
    """Compares who accepts what in a state; returns how many acceptances there were."""
    accepted = 0
    for action in pair.twin.actions:
        index = pair.index(action)
        for character in action.consenting:
            expected = reasoner.accepts(character, action, state, limits.budget, 1)
            found = None if index is None else motive(pair.engine, node, index, character.index, limits)
            if (found is not None) != expected:
                raise Disagreement(f"{character.name} accepts {action}: engine {found}, twin {expected}")
            if found is not None:
                accepted += 1
                plan = tuple(pair.program.events[step].name for step in found.plan)
                belief = pair.twin.mind(state, character)
                reasons = reasoner.reasons(character, action, belief, limits.budget, 1)
                if plan not in [tuple(str(step) for step in reason) for reason in reasons]:
                    raise Disagreement(f"{character.name} has no such reason for {action}: {', '.join(plan)}")
    return accepted


def agree_on_reasons(text: str, course: list[int], limits: Limits) -> None:
    pair = Pair.of(text)
    assume(pair is not None)
    assert pair is not None
    reasoner = pair.twin.reasoner(TwinLimits(0, limits.character, limits.epistemic))
    state, node = pair.twin.initial, pair.engine.initial
    accepted = same_motives(pair, reasoner, state, node, limits)
    for choice in course:
        possible = [action for action in pair.twin.actions if pair.twin.possible(state, action)]
        after = reasoner.after(state, possible[choice % len(possible)]) if possible else None
        if after is None:
            break
        index = pair.index(possible[choice % len(possible)])
        assert index is not None
        state, node = after, pair.engine.apply(node, index)
        accepted += same_motives(pair, reasoner, state, node, limits)
    event("some accepted" if accepted else "none accepted")


@QUICK
@given(worlds(TINY), courses(2), LIMITS)
def test_motives_agree_with_enumeration(text: str, course: list[int], limits: Limits) -> None:
    agree_on_reasons(text, course, limits)


@pytest.mark.slow
@settings(QUICK, max_examples=2_000, derandomize=False)
@given(worlds(TINY), courses(3), LIMITS)
def test_motives_agree_with_enumeration_for_long(text: str, course: list[int], limits: Limits) -> None:
    agree_on_reasons(text, course, limits)
