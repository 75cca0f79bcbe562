"""Numbers through time: what everybody's utility was, every numeric property that changed; and what was between two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import isfinite

from dreamwright.debrief.model import Numbers, Reading, Series, Topic, Turn
from dreamwright.debrief.telling import Teller
from dreamwright.errors import EventError
from dreamwright.grounding import Fluent, Value
from dreamwright.history import History
from dreamwright.language.world import Entity
from dreamwright.voices.words import split_identifier

AUTHOR = "the author"


def numbers(teller: Teller, history: History) -> tuple[Numbers, ...]:
    """Utilities first, then numbers between two people, then all others; only what changed."""
    found = [*_utilities(teller, history)]
    fluents: dict[int, list[Fluent]] = {}
    for fluent in history.program.fluents:
        if fluent.kind == "number":
            fluents.setdefault(fluent.property.index, []).append(fluent)
    for of_property in fluents.values():
        found += _of_property(teller, history, of_property)
    order: list[Topic] = ["utility", "relationship", "number"]
    return tuple(sorted(found, key=lambda each: order.index(each.topic)))


def _utilities(teller: Teller, history: History) -> Iterator[Numbers]:
    world = history.program.world
    whose: list[tuple[str, int | None]] = [(AUTHOR, None)] if None in world.utilities else []
    characters = sorted(world.characters, key=lambda character: character is not teller.subject)
    whose += [(teller.name(character), character.index) for character in characters if character in world.utilities]
    series = [_series(teller, history, name, [_utility(history, n, c) for n in history.nodes]) for name, c in whose]
    changed = tuple(each for each in series if each is not None)
    if changed:
        yield Numbers("utility", "How well things stood for each (utility)", changed)


def _utility(history: History, node: int, character: int | None) -> float | None:
    try:
        return history.engine.utility(node, character)
    except EventError:
        return None


def _of_property(teller: Teller, history: History, fluents: Sequence[Fluent]) -> Iterator[Numbers]:
    vectors = history.truths()
    series = [_series(teller, history, _about(teller, f), [v[f.index] for v in vectors]) for f in fluents]
    changed = tuple(each for each in series if each is not None)
    if changed:
        title = " ".join(split_identifier(fluents[0].property.name)).capitalize()
        yield Numbers("relationship" if _is_between(fluents[0]) else "number", title, changed)


def _about(teller: Teller, fluent: Fluent) -> str:
    said = [teller.name(a) if isinstance(a, Entity) else f"{a:g}" for a in fluent.arguments]
    joint = " and " if _is_between(fluent) else ", "
    return joint.join(said) or " ".join(split_identifier(fluent.property.name))


def _is_between(fluent: Fluent) -> bool:
    """Whether it is about two characters."""
    return sum(isinstance(a, Entity) and a.is_character for a in fluent.arguments) == 2


def _series(teller: Teller, history: History, of: str, values: Sequence[float | None]) -> Series | None:
    """The first value and each change; None if there is none. What is unknown or infinite cannot be drawn."""
    readings: list[Reading] = []
    for moment, value in enumerate(values):
        if value is None or not isfinite(value):
            continue
        at = teller.point(_minute(history, moment))
        value = round(float(value), 9)
        if not readings or readings[-1].value != value:
            if len(readings) > 1 and readings[-1].at == at:
                readings.pop()
            readings.append(Reading(at, value))
    return Series(of, tuple(readings)) if len({reading.value for reading in readings}) > 1 else None


def relationships(teller: Teller, history: History) -> tuple[Turn, ...]:
    """Each change between two people that is no number: a property of two characters, or of one with another as its
    value."""
    vectors = history.truths()
    found: list[tuple[int, Turn]] = []
    for fluent in history.program.fluents:
        for moment in range(1, len(vectors)):
            old, new = vectors[moment - 1][fluent.index], vectors[moment][fluent.index]
            if old == new:
                continue
            values = history.author_value(fluent.index, old), history.author_value(fluent.index, new)
            if _relates(fluent, values):
                found.append((moment, _turn(teller, history, fluent, moment, values)))
    return tuple(turn for _, turn in sorted(found, key=lambda pair: pair[0]))


def _relates(fluent: Fluent, values: Sequence[Value]) -> bool:
    if fluent.kind == "number":
        return False
    if _is_between(fluent):
        return True
    about = fluent.arguments[:1]
    is_of_somebody = len(about) == 1 and isinstance(about[0], Entity) and about[0].is_character
    return is_of_somebody and any(isinstance(value, Entity) and value.is_character for value in values)


def _turn(teller: Teller, history: History, fluent: Fluent, moment: int, values: Sequence[Value]) -> Turn:
    was, became = (teller.fact(fluent.property, fluent.arguments, value) for value in values)
    return Turn(teller.point(_minute(history, moment)), was, became, teller.in_short(history.cause(moment)))


def _minute(history: History, moment: int) -> int:
    cause = history.cause(moment)
    return 0 if cause is None else cause.minute
