"""What one character gets of a happening. Everything a player is shown starts here.

A percept is made of the character's own mind before and after, and of the outward form of what they saw done. It never
holds a node of the truth, nor anything that counts what they did not see.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.grounding import Argument, Value
from dreamwright.language.world import Property
from dreamwright.story.happening import Happening, Kind

Change = tuple[Property, tuple[Argument, ...], Value, Value]
"""A fluent, what the character believed of it before, and what now."""


@dataclass(frozen=True, slots=True)
class Percept:
    """Percepts of one engine are equal when they are the same to the character."""

    minute: int
    kind: Kind | Literal["notice"]
    """As of the happening; notice: they saw nobody do anything, but what they believe has changed."""
    event: int | None
    actor: int | None
    refused_by: tuple[int, ...]
    mind_before: int
    mind_after: int
    changes: tuple[Change, ...]
    """What changed in the character's own beliefs (not: in what they believe of others')."""


def percept(engine: Engine, happening: Happening, character: int) -> Percept | None:
    """The character's percept of a happening, or None when they notice nothing."""
    before = engine.mind(happening.before, character)
    after = engine.mind(happening.after, character)
    saw = character in happening.perceivers
    if not saw and before == after:
        return None
    return Percept(
        minute=happening.minute,
        kind=happening.kind if saw else "notice",
        event=happening.event if saw else None,
        actor=happening.actor if saw else None,
        refused_by=happening.refused_by if saw else (),
        mind_before=before,
        mind_after=after,
        changes=_changes(engine, before, after),
    )


def _changes(engine: Engine, before: int, after: int) -> tuple[Change, ...]:
    if before == after:
        return ()
    pairs = zip(engine.fluent_values(before), engine.fluent_values(after), strict=True)
    return tuple((p, arguments, old, new) for (p, arguments, old), (_, _, new) in pairs if old != new)


def perceivers(engine: Engine, node: int, action: int | None, actor: int | None) -> tuple[int, ...]:
    """Who perceives that an action is taken or tried in a node (None: that the actor waits), in entity order.

    That is whoever observes it; those who take part know of it in any case.
    """
    if action is None:
        return () if actor is None else (actor,)
    partakers = engine.program.events[action].consenting
    try:
        watching = engine.observers(node, action)
        return tuple([c for c in engine.characters if watching >> c & 1 or c in partakers])
    except EventError:  # the action cannot be taken either
        return partakers
