"""The generator: known answers, ranges, distributions, and that its state is all there is."""

from hypothesis import given
from hypothesis import strategies as st

from dreamwright.story.random import Random


def test_known_answers() -> None:
    """The first outputs of SplitMix64 for the seed 1234567, as published with other implementations."""
    random = Random(1234567)
    assert [random.bits() for _ in range(5)] == [
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    ]


@given(st.integers())
def test_the_state_is_all_there_is(seed: int) -> None:
    random = Random(seed)
    random.exponential()
    state = random.state
    first = [random.bits() for _ in range(3)]
    random.state = state
    assert [random.bits() for _ in range(3)] == first


@given(st.integers(), st.integers(-5, 5), st.integers(0, 9))
def test_ranges(seed: int, low: int, width: int) -> None:
    random = Random(seed)
    assert low <= random.between(low, low + width) <= low + width
    assert 0 <= random.uniform() < 1
    assert random.exponential() >= 0


def test_below_is_even() -> None:
    random = Random(1)
    counts = [0] * 6
    for _ in range(6000):
        counts[random.below(6)] += 1
    assert all(850 < count < 1150 for count in counts)


def test_exponential_has_the_right_distribution() -> None:
    random = Random(2)
    drawn = [random.exponential() for _ in range(20_000)]
    assert abs(sum(drawn) / len(drawn) - 1) < 0.03
    for x, tail in ((0.5, 0.6065), (1.0, 0.3679), (2.0, 0.1353), (4.0, 0.0183)):
        assert abs(sum(value > x for value in drawn) / len(drawn) - tail) < 0.01
