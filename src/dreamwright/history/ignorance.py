"""What somebody never found out."""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.grounding import Value
from dreamwright.grounding.formula import fetches
from dreamwright.history.history import History, Spell
from dreamwright.language.world import Entity
from dreamwright.story import Happening


@dataclass(frozen=True, slots=True)
class Missed:
    """That a fluent had a value from some moment on, and a character never believed so while it was so, or later."""

    character: int
    fluent: int
    value: Value
    believed: Value
    """What they believe instead at the end; None: they do not know."""
    start: int
    stop: int | None
    """The moment from which it was so no longer; None: it is so at the end."""
    cause: Happening | None
    matters: bool
    """Whether what the character wants depends on the fluent."""
    about: bool
    """Whether it is about the character."""
    known_to: tuple[int, ...]
    """Who else believes it, at the end of its being so."""


def never_known(history: History, character: int, most: int | None = None) -> tuple[Missed, ...]:
    """What was so at the end, or came to be so and passed, and a character never believed; the first `most` of it.

    What is still so comes before what has passed; then what the character's utility reads, what is about themself,
    what more of the others know, what was so for longer, and then the world's own order of facts.
    """
    wanted = _wanted(history, character)
    found: list[tuple[tuple[object, ...], Missed]] = []
    columns = zip(zip(*history.truths(), strict=True), zip(*history.beliefs(character), strict=True), strict=True)
    for fluent, (codes, believed) in zip(history.program.fluents, columns, strict=True):
        if codes == believed:
            continue
        for spell in history.stretches([history.author_value(fluent.index, code) for code in codes]):
            if codes[spell.start] in believed[spell.start :]:
                continue
            if spell.start == 0 and spell.stop is not None:
                continue  # how things stood before the story is no event of it
            missed = _missed(history, character, fluent.index, spell, fluent.index in wanted)
            length = (history.end + 1 if spell.stop is None else spell.stop) - spell.start
            others = len(missed.known_to)
            key = (spell.stop is not None, not missed.matters, not missed.about, -others, -length, fluent.index)
            found.append((key, missed))
    found.sort(key=lambda pair: (pair[0], pair[1].start))
    return tuple(missed for _, missed in found[:most])


def _missed(history: History, character: int, fluent: int, spell: Spell, matters: bool) -> Missed:
    last = history.end if spell.stop is None else spell.stop - 1
    others = (c for c in range(history.program.character_count) if c != character)
    ground = history.program.fluents[fluent]
    who = history.program.world.entities[character]
    return Missed(
        character=character,
        fluent=fluent,
        value=spell.value,
        believed=history.belief(history.end, character, fluent),
        start=spell.start,
        stop=spell.stop,
        cause=spell.cause,
        matters=matters,
        about=_is_about(who, (*ground.arguments, spell.value)),
        known_to=tuple(c for c in others if history.belief(last, c, fluent) == spell.value),
    )


def _wanted(history: History, character: int) -> frozenset[int]:
    """The fluents that a character's utility reads."""
    utility = history.program.utilities.get(character)
    return frozenset() if utility is None else frozenset(fluent for _, fluent in fetches(utility))


def _is_about(who: Entity, things: tuple[object, ...]) -> bool:
    return any(thing is who for thing in things)
