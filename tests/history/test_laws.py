"""What holds of every story: told in one way or another, the same is so at each moment."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dreamwright.history import History, learned, never_known, wrong_beliefs
from history.tales import MANOR, engine_of, happenings_of

ENGINE = engine_of(MANOR)
DEEDS = st.lists(st.sampled_from([event.name for event in ENGINE.program.actions]), max_size=12)
PEOPLE = range(ENGINE.program.character_count)
FLUENTS = range(len(ENGINE.program.fluents))


def story(deeds: list[str]) -> History:
    """What comes of trying these; what nobody does happens only where it can."""
    node, possible = ENGINE.initial, []
    for deed in deeds:
        event = ENGINE.program.action(deed)
        if ENGINE.program.events[event].consenting or ENGINE.possible(node, event):
            possible.append(deed)
            node = happenings_of(ENGINE, possible)[-1].after
    return History(ENGINE, happenings_of(ENGINE, possible))


@given(DEEDS)
@settings(deadline=None, max_examples=40)
def test_somebody_is_wrong_exactly_while_a_wrong_belief_of_theirs_lasts(deeds: list[str]) -> None:
    history = story(deeds)
    told: list[tuple[int, int, int, object]] = []
    for wrong in wrong_beliefs(history, unknowns=True):
        stop = history.end + 1 if wrong.stop is None else wrong.stop
        told += [(moment, wrong.character, wrong.fluent, wrong.believed) for moment in range(wrong.start, stop)]
    plain = [
        (moment, who, fluent, history.belief(moment, who, fluent))
        for moment in range(history.end + 1)
        for who in PEOPLE
        for fluent in FLUENTS
        if history.belief(moment, who, fluent) != history.truth(moment, fluent)
    ]
    assert sorted(told, key=lambda t: t[:3]) == sorted(plain, key=lambda t: t[:3])


@given(DEEDS)
@settings(deadline=None, max_examples=40)
def test_every_chain_is_of_one_value_and_goes_back_in_time(deeds: list[str]) -> None:
    history = story(deeds)
    for who in PEOPLE:
        for fluent in FLUENTS:
            chain = learned(history, who, fluent)
            assert chain[0].value == history.belief(history.end, who, fluent)
            assert len({link.value for link in chain}) == 1
            moments = [link.moment for link in chain]
            assert moments == sorted(set(moments), reverse=True)
            for link in chain:
                assert history.belief(link.moment, link.character, fluent) == link.value
                assert link.moment == 0 or history.belief(link.moment - 1, link.character, fluent) != link.value


@given(DEEDS)
@settings(deadline=None, max_examples=40)
def test_what_was_missed_was_so_and_never_believed_from_then_on(deeds: list[str]) -> None:
    history = story(deeds)
    for who in PEOPLE:
        for missed in never_known(history, who):
            assert history.truth(missed.start, missed.fluent) == missed.value
            later = range(missed.start, history.end + 1)
            assert all(history.belief(moment, who, missed.fluent) != missed.value for moment in later)
