"""Who accepts what, by the search with its memory and bounds and by plain enumeration from the definitions."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from dreamwright.engine import LeveledEngine
from dreamwright.engine.leveled import reads_deeper_than_it_writes
from dreamwright.planning import Limits, motives
from dreamwright.planning.motives import reasons_for
from engine.comparison import Pair
from reference.reasons import Limits as TwinLimits
from strategies import worlds

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    report_multiple_bugs=False,
)
MOST_ACTIONS = 9
"""Worlds with more ground actions take the enumeration too long."""


def agree(text: str, limits: Limits, leveled: bool) -> None:
    pair = Pair.of(text)
    if pair is None or len(pair.twin.actions) > MOST_ACTIONS:
        event("not compared")
        return
    if leveled and any(reads_deeper_than_it_writes(e) for e in pair.program.events):
        event("not compared")
        return
    engine = LeveledEngine(pair.program, limits.epistemic + 3) if leveled else pair.engine
    reasons = reasons_for(engine, limits)
    reasoner = pair.twin.reasoner(TwinLimits(3, limits.character, limits.epistemic))
    found = 0
    for action in pair.twin.actions:
        index = pair.index(action)
        for character in action.consenting:
            expected = reasoner.accepts(character, action, pair.twin.initial, limits.budget, 1)
            accepted = index is not None and reasons.accepts(engine.initial, index, character.index)
            assert accepted == expected, f"{character.name} accepts {action}: search {accepted}, twin {expected}"
            found += expected
            if index is not None:
                listed = [m.action for m in motives(engine, engine.initial, character.index, limits)]
                assert (index in listed) == expected
    event("somebody accepts something" if found else "nobody accepts anything")


LIMITS = st.builds(Limits, character=st.integers(1, 3), epistemic=st.integers(0, 2))


@QUICK
@given(worlds(), LIMITS)
def test_acceptance_agrees_with_enumeration(text: str, limits: Limits) -> None:
    """On states with beliefs to any depth."""
    agree(text, limits, leveled=False)


@QUICK
@given(worlds(), LIMITS)
def test_acceptance_agrees_on_leveled_states(text: str, limits: Limits) -> None:
    """On states with beliefs to the depth that the limits can see."""
    agree(text, limits, leveled=True)


@pytest.mark.slow
@settings(QUICK, max_examples=2_000, derandomize=False)
@given(worlds(), LIMITS)
def test_acceptance_agrees_for_long(text: str, limits: Limits) -> None:
    agree(text, limits, leveled=False)
    agree(text, limits, leveled=True)
