"""Characters whom nobody can ever meet."""

from __future__ import annotations

from collections.abc import Iterator

from dreamwright.errors import Diagnostic
from dreamwright.grounding import Program
from dreamwright.grounding.formula import All, Any, Atom, Condition
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Entity


def lonely_characters(program: Program) -> Iterator[Diagnostic]:
    """Characters who can act with nobody and whom nobody can see act, nor they anybody."""
    characters = program.world.characters
    if len(characters) < 2:
        return
    met: set[int] = set()
    for event in program.actions:
        company = _company(program, event)
        if len(company) > 1:
            met |= company
        if len(met) == len(characters):
            return
    for character in characters:
        if character.index not in met:
            yield Diagnostic(
                "character-alone",
                f"nobody can ever meet '{character.name}': they share no action and never see each other act",
                span=character.span,
                severity="warning",
            )


def _company(program: Program, event: GroundEvent) -> set[int]:
    """Who is together in somebody's action: those who do it, those it is about, those who may see it."""
    if not event.consenting:
        return set()
    involved = {a.index for a in event.arguments if isinstance(a, Entity) and a.is_character}
    seeing = {c for c, condition in enumerate(event.observing) if _can_hold(program, condition)}
    return involved | {*event.consenting} | seeing


def _can_hold(program: Program, condition: Condition) -> bool:
    """Whether a condition might ever hold, each fluent taken by itself."""
    match condition:
        case bool():
            return condition
        case Atom():
            domain = program.domains[condition.fluent]
            return domain.can_be(condition.value) if condition.equal else domain.can_differ_from(condition.value)
        case All():
            return all(_can_hold(program, part) for part in condition.parts)
        case Any():
            return any(_can_hold(program, part) for part in condition.parts)
        case _:
            return True
