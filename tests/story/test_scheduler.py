"""The agenda: order, ties, one entry for each thing, and that it never changes."""

from hypothesis import given
from hypothesis import strategies as st

from dreamwright.story.scheduler import Agenda, Due

DUES = st.sampled_from(list(Due))
PUTS = st.lists(st.tuples(DUES, st.integers(0, 4), st.integers(0, 9)), max_size=30)


def test_ties_are_settled_by_kind_and_then_by_who_came_first() -> None:
    agenda = Agenda().put(Due.TURN, 1, 5).put(Due.TURN, 0, 5).put(Due.OCCASION, 3, 5).put(Due.TURN, 2, 4)
    assert [(e.due, e.number) for e in agenda.entries] == [
        (Due.TURN, 2),
        (Due.OCCASION, 3),
        (Due.TURN, 1),
        (Due.TURN, 0),
    ]


@given(PUTS)
def test_it_holds_the_last_entry_put_for_each_thing_in_order(puts: list[tuple[Due, int, int]]) -> None:
    agenda = Agenda()
    for due, number, minute in puts:
        before = agenda.entries
        kept = tuple(before)
        agenda_after = agenda.put(due, number, minute)
        assert agenda.entries == kept
        agenda = agenda_after
    assert list(agenda.entries) == sorted(agenda.entries)
    latest = {(due, number): minute for due, number, minute in puts}
    assert {(e.due, e.number): e.minute for e in agenda.entries} == latest
    for (due, number), minute in latest.items():
        entry = agenda.find(due, number)
        assert entry is not None
        assert entry.minute == minute


def test_pop() -> None:
    agenda = Agenda().put(Due.TURN, 0, 2).put(Due.TURN, 1, 1)
    entry, rest = agenda.pop()
    assert (entry.number, [e.number for e in rest.entries], len(agenda.entries)) == (1, [0], 2)
    assert rest.find(Due.TURN, 1) is None
