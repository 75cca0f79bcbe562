"""What was so when, who knew it from whom, who was wrong, and what was never found out."""

from __future__ import annotations

import pytest

from dreamwright.errors import DreamwrightError, WorldError
from dreamwright.grounding import Value
from dreamwright.history import History, Learning, Spell, knowers, learned, never_known, wrong_beliefs
from dreamwright.language.world import Entity
from history.tales import history_of


def shown(value: Value) -> str | float | bool | None:
    return value.name if isinstance(value, Entity) else value


def told(spells: tuple[Spell, ...]) -> list[tuple[object, int, int | None]]:
    return [(shown(spell.value), spell.start, spell.stop) for spell in spells]


def chain(history: History, who: str, what: str, moment: int | None = None) -> list[tuple[str, str, int, bool]]:
    fluent = history.fluent(what)
    assert fluent is not None
    return [said(history, link) for link in learned(history, history.character(who), fluent, moment)]


def said(history: History, link: Learning) -> tuple[str, str, int, bool]:
    return history.program.world.entities[link.character].name, link.how, link.moment, link.lie


# ---------------------------------------------------------------------------------------------- through time
def test_values_have_spells() -> None:
    """Dorian leaves before the key is hidden, so what he believes stays as it was."""
    history = history_of("go(Dorian, Attic)", "hide(Mara, Vault)", "tell(Mara, Dorian, Vault)")
    assert told(history.spells("at(Key)")) == [("Hall", 0, 2), ("Vault", 2, None)]
    assert told(history.spells("believes(Dorian, at(Key))")) == [("Hall", 0, 3), ("Vault", 3, None)]
    assert [s.cause.index if s.cause else None for s in history.spells("believes(Dorian, at(Key))")] == [None, 2]
    assert told(history.holds("believes(Dorian, at(Key)) == at(Key)")) == [(True, 0, 2), (True, 3, None)]


def test_numbers_constants_and_what_is_not_known_are_values_too() -> None:
    history = history_of("go(Mara, Vault)", world=_UNSURE)
    assert told(history.spells("sum(c : character) (if(at(c) == Vault) 1 else 0)")) == [(0.0, 0, 1), (1.0, 1, None)]
    assert told(history.spells("Hall")) == [("Hall", 0, None)]
    assert told(history.spells("believes(Ines, at(Ring))")) == [(None, 0, None)]


def test_nested_beliefs_and_the_end() -> None:
    history = history_of("go(Ines, Vault)", "hide(Mara, Vault)")
    assert shown(history.value("believes(Dorian, believes(Ines, at(Key)))")) == "Hall"
    assert shown(history.value("believes(Dorian, at(Key))", 1)) == "Hall"
    assert shown(history.until(1).value("at(Key)")) == "Hall"
    with pytest.raises(DreamwrightError) as error:
        history.until(3)
    assert error.value.diagnostics[0].code == "question-when"


def test_happenings_of_a_shape() -> None:
    history = history_of("go(Ines, Hall)", "go(Mara, Attic)", "ring(Ines)", "go(Ines, Vault)", "seal()", "enter(Mara)")
    assert [h.index for h in history.happened("go(Ines, _)")] == [0, 3]
    assert [h.index for h in history.happened("go")] == [0, 1, 3]
    assert [h.index for h in history.happened("fright(Dorian)")] == [2]
    assert [h.index for h in history.happened("enter(_)")] == []
    assert [h.index for h in history.happened("enter(_)", tried=True)] == [5]
    assert [h.index for h in history.happened("seal()")] == [4]


@pytest.mark.parametrize(
    ("shape", "hint"),
    [
        ("goo(Ines, Hall)", "did you mean 'go'?"),
        ("go(Inez, Hall)", "did you mean 'Ines'?"),
        ("go(Ines)", None),
        ("go(Ines, Hall", None),
    ],
)
def test_a_shape_that_nothing_has(shape: str, hint: str | None) -> None:
    with pytest.raises(DreamwrightError) as error:
        list(history_of().happened(shape))
    assert (error.value.diagnostics[0].code, error.value.diagnostics[0].hint) == ("question-event", hint)


def test_names_that_mean_nothing() -> None:
    history = history_of()
    for ask, code in (
        (lambda: history.character("Dorain"), "question-name"),
        (lambda: history.fluent("at(Key) == Hall"), "question-fact"),
        (lambda: history.fluent("believes(Mara, at(Key))"), "question-fact"),
    ):
        with pytest.raises(DreamwrightError) as error:
            ask()
        assert error.value.diagnostics[0].code == code
    with pytest.raises(WorldError):
        history.spells("at(Kee)")


# ---------------------------------------------------------------------------------------------- who knew from whom
def test_a_chain_of_tellers_ends_with_whoever_saw_it() -> None:
    history = history_of(
        "go(Dorian, Attic)",
        "hide(Mara, Vault)",
        "tell(Mara, Ines, Vault)",
        "go(Ines, Hall)",
        "tell(Ines, Dorian, Vault)",
    )
    assert chain(history, "Dorian", "at(Key)") == [
        ("Dorian", "told", 5, False),
        ("Ines", "told", 3, False),
        ("Mara", "did", 2, False),
    ]
    assert chain(history, "Dorian", "at(Key)", 4) == [("Dorian", "beginning", 0, False)]


def test_a_chain_ends_with_a_lie() -> None:
    history = history_of("tell(Mara, Ines, Vault)", "tell(Ines, Dorian, Vault)")
    assert chain(history, "Dorian", "at(Key)") == [("Dorian", "told", 2, False), ("Ines", "told", 1, True)]


def test_the_ways_of_learning() -> None:
    history = history_of("hide(Mara, Vault)")
    assert chain(history, "Dorian", "at(Key)") == [("Dorian", "saw", 1, False)]
    history = history_of("ring(Mara)")
    assert chain(history, "Ines", "upset(Ines)") == [("Ines", "inferred", 1, False)]
    history = history_of("hide(Mara, Attic)", "go(Ines, Vault)", "go(Ines, Attic)")
    assert chain(history, "Ines", "at(Key)") == [("Ines", "noticed", 1, False)]
    history = history_of("enter(Mara)")  # Dorian believed the vault sealed, and sees Mara walk in
    assert chain(history, "Dorian", "sealed()") == [("Dorian", "surprised", 1, False)]
    history = history_of("seal()", "enter(Mara)")
    assert chain(history, "Mara", "sealed()") == [("Mara", "attempt", 2, False)]


def test_what_everybody_believes() -> None:
    history = history_of("go(Dorian, Attic)", "hide(Mara, Vault)")
    key = history.fluent("at(Key)")
    assert key is not None
    found = [(shown(k.value), k.right, k.since) for k in knowers(history, key)]
    assert found == [("Vault", True, 2), ("Hall", False, 0), ("Hall", False, 0)]


# ---------------------------------------------------------------------------------------------- being wrong
def test_wrong_beliefs_have_beginnings_and_ends() -> None:
    history = history_of(
        "go(Dorian, Attic)",  # 1: Dorian is right about the key
        "hide(Mara, Vault)",  # 2: no longer
        "tell(Mara, Dorian, Attic)",  # 3: wrong otherwise, by a lie
        "tell(Mara, Dorian, Vault)",  # 4: right
    )
    dorian, key = history.character("Dorian"), history.fluent("at(Key)")
    found = [
        (shown(w.believed), shown(w.truth), w.start, w.stop, w.origin, w.ending)
        for w in wrong_beliefs(history, dorian, key)
    ]
    assert found == [("Hall", "Vault", 2, 3, "unseen", "changed"), ("Attic", "Vault", 3, 4, "misled", "learned")]
    sealed = wrong_beliefs(history, dorian, history.fluent("sealed()"))
    assert [(w.believed, w.start, w.stop, w.origin, w.cause) for w in sealed] == [(True, 0, None, "beginning", None)]


def test_a_wrong_belief_can_come_true() -> None:
    history = history_of("seal()")
    found = wrong_beliefs(history, history.character("Dorian"))
    assert [(w.believed, w.start, w.stop, w.ending) for w in found] == [(True, 0, 1, "came true")]


def test_not_knowing_is_wrong_only_if_asked_for() -> None:
    history = history_of(world=_UNSURE)
    ines = history.character("Ines")
    assert wrong_beliefs(history, ines) == ()
    assert [history.written(w.fluent) for w in wrong_beliefs(history, ines, unknowns=True)] == ["at(Ring)"]


# ---------------------------------------------------------------------------------------------- never found out
def test_what_somebody_never_found_out() -> None:
    history = history_of("go(Dorian, Attic)", "hide(Mara, Vault)", "seal()", "go(Ines, Hall)")
    missed = never_known(history, history.character("Dorian"))
    assert [(history.written(m.fluent), shown(m.value), m.stop) for m in missed] == [("at(Key)", "Vault", None)]
    assert (missed[0].matters, missed[0].about, missed[0].known_to) == (True, False, (0,))
    assert never_known(history, history.character("Dorian"), 0) == ()


def test_what_passed_unknown_comes_last() -> None:
    """Mara's stay in the vault is over, and Dorian never heard of it; that the key was moved is so to the end."""
    history = history_of("seal()", "go(Dorian, Attic)", "hide(Mara, Vault)", "go(Mara, Vault)", "go(Mara, Attic)")
    missed = never_known(history, history.character("Dorian"))
    assert [(history.written(m.fluent), shown(m.value), m.start, m.stop) for m in missed] == [
        ("at(Key)", "Vault", 3, None),
        ("at(Mara)", "Vault", 4, 5),
    ]


_UNSURE = """
type place; type item; entity Hall : place; entity Vault : place; entity Ring : item;
entity Mara : character; entity Ines : character;
property at(c : character) : place; property at(i : item) : place;
at(Mara) = Hall; at(Ring) = Hall; believes(Ines, at(Ring) = ?);
action go(c : character, to : place) { effect: at(c) = to; consenting: c; };
action fetch(c : character) { precondition: at(Ring) == Hall; effect: at(Ring) = Vault; consenting: c; };
"""
