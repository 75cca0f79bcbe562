"""The beliefs that were wrong, and what the subject never found out, in words."""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.debrief.model import Mistake, Unknown
from dreamwright.debrief.telling import Teller
from dreamwright.history import History, Missed, WrongBelief, never_known, wrong_beliefs

MOST, MOST_OF_OTHERS = 60, 10
"""Wrong beliefs of the subject, and of each other character, that are told: those that lasted longest."""

MOST_UNKNOWN = 15
"""Things that the subject never found out: what matters most to them."""

ENDINGS = {"learned": "", "changed": "They changed their mind: ", "came true": "It came true: "}


@dataclass(frozen=True, slots=True)
class Mistakes:
    """The wrong beliefs that are told, how many are left out, and how many the subject had in all."""

    told: tuple[Mistake, ...]
    left_out: int
    of_subject: int


def mistakes(teller: Teller, history: History) -> Mistakes:
    """The longest wrong beliefs of everybody, the subject's first, each in order.

    What was set right in the same minute is nobody's wrong belief.
    """
    subject = teller.subject.index
    everybody = sorted(range(history.program.character_count), key=lambda c: c != subject)
    told: list[Mistake] = []
    left_out = of_subject = 0
    for character in everybody:
        found = [wrong for wrong in wrong_beliefs(history, character) if _minutes(history, wrong) > 0]
        most = MOST_OF_OTHERS
        if character == subject:
            most, of_subject = MOST, len(found)
        longest = sorted(found, key=lambda wrong: -_minutes(history, wrong))[:most]
        left_out += len(found) - len(longest)
        told += [_told(teller, history, wrong) for wrong in found if wrong in longest]
    return Mistakes(tuple(told), left_out, of_subject)


def _told(teller: Teller, history: History, wrong: WrongBelief) -> Mistake:
    fluent = history.program.fluents[wrong.fluent]
    who = history.program.world.entities[wrong.character]
    since = _minute(history, wrong.start)
    return Mistake(
        who=teller.name(who),
        believed=teller.fact(fluent.property, fluent.arguments, wrong.believed),
        truth=teller.fact(fluent.property, fluent.arguments, wrong.truth),
        since=teller.point(since),
        until=None if wrong.stop is None else teller.point(_minute(history, wrong.stop)),
        minutes=_minutes(history, wrong),
        cause=teller.in_short(wrong.cause),
        cure=None if wrong.ending is None else ENDINGS[wrong.ending] + teller.in_short(wrong.ended_by),
    )


def unknown(teller: Teller, history: History) -> tuple[Unknown, ...]:
    """What the subject never found out, what matters most first."""
    return tuple(
        _unknown(teller, history, missed) for missed in never_known(history, teller.subject.index, MOST_UNKNOWN)
    )


def _unknown(teller: Teller, history: History, missed: Missed) -> Unknown:
    fluent = history.program.fluents[missed.fluent]
    people = history.program.world.entities
    return Unknown(
        fact=teller.fact(fluent.property, fluent.arguments, missed.value),
        since=teller.point(_minute(history, missed.start)),
        until=None if missed.stop is None else teller.point(_minute(history, missed.stop)),
        because=teller.in_short(missed.cause),
        believed=teller.believed(people[missed.character], fluent.property, fluent.arguments, missed.believed),
        known_to=tuple(teller.called(people[c]) for c in missed.known_to),
    )


def _minute(history: History, moment: int) -> int:
    cause = history.cause(moment)
    return 0 if cause is None else cause.minute


def _minutes(history: History, wrong: WrongBelief) -> int:
    end = history.end if wrong.stop is None else wrong.stop
    return _minute(history, end) - _minute(history, wrong.start)
