"""The engine and the twin agree in random worlds: values, beliefs, identity, possible actions, triggers, errors."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from engine.comparison import Pair
from strategies import Scale, courses, worlds

QUICK = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LONG = settings(QUICK, max_examples=3_000, derandomize=False)


def agree(text: str, course: list[int]) -> None:
    pair = Pair.of(text)
    if pair is None:
        event("refused by both")
        return
    event(f"actions taken: {pair.walk(course)}")


@QUICK
@given(worlds(), courses())
def test_engine_agrees_with_twin(text: str, course: list[int]) -> None:
    agree(text, course)


@settings(QUICK, max_examples=30)
@given(worlds(Scale(products=True)), courses(4))
def test_engine_agrees_with_twin_about_products_and_quotients(text: str, course: list[int]) -> None:
    agree(text, course)


@settings(QUICK, max_examples=40)
@given(worlds(), st.data())
def test_engine_agrees_with_twin_about_telling(text: str, data: st.DataObject) -> None:
    pair = Pair.of(text)
    assume(pair is not None)
    assert pair is not None
    changing = [p for p in pair.twin.ground.places if pair.program.place(p.property, p.arguments) is not None]
    assume(changing)
    place = data.draw(st.sampled_from(changing))
    character = data.draw(st.sampled_from(pair.world.characters))
    # Something true: what could never hold may have been left out of the engine's world.
    pair.tell(character, place, pair.twin.initial.values[place])


@pytest.mark.slow
@LONG
@given(worlds(), courses(8))
def test_engine_agrees_with_twin_for_long(text: str, course: list[int]) -> None:
    agree(text, course)


@pytest.mark.slow
@LONG
@given(
    worlds(Scale(properties=5, actions=6, triggers=4, statements=8, depth=3, products=True)),
    courses(8),
)
def test_engine_agrees_with_twin_in_larger_worlds(text: str, course: list[int]) -> None:
    agree(text, course)
