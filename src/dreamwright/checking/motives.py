"""Actions that nobody can ever have a motive for.

Relevance, worked backwards: what a character's utility reads matters to them; an event that changes something that
matters is of use to them, and so is whatever makes that event possible, or gives those others a motive who must
consent to it. An action outside of all that can be in no reason of theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dreamwright.errors import Diagnostic
from dreamwright.grounding import Program
from dreamwright.grounding.formula import Path, fetches
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Event


def unmotivated_actions(program: Program) -> Iterator[Diagnostic]:
    """Actions in whose every ground instance somebody must consent who can have no motive for it.

    A person needs none, so the world's subject always may; nor does what is in the routine of who alone consents.
    """
    bearings = [_bearing(event) for event in program.events]
    wants = _wants(program)
    useful = [_useful_events(bearings, wants, character) for character in range(program.character_count)]
    motivated = {event.event for event in program.actions if _may_be_wanted(program, event, useful)}
    warned: set[Event] = set()
    for event in program.actions:
        if event.event not in motivated and event.event not in warned:
            warned.add(event.event)
            yield Diagnostic(
                "action-unmotivated",
                f"nobody can ever have a motive for '{event.event.name}': it leads to nothing that those who must "
                "consent want",
                span=event.event.span,
                hint="let somebody's utility depend on what it does, or put it into a `routine`",
                severity="warning",
            )


def _may_be_wanted(program: Program, event: GroundEvent, useful: list[set[int]]) -> bool:
    characters = program.world.characters
    if len(event.consenting) == 1 and event.event.name in characters[event.consenting[0]].attributes.routine:
        return True
    return all(event.index in useful[c] or characters[c] is program.world.subject for c in event.consenting)


# Sets of fluents are the bits of one integer: a world has thousands of events, and every character asks about all.


class _Bearing(NamedTuple):
    """What an event changes and what it hangs on."""

    event: int
    changes: int
    asks: int
    """Fluents in its precondition: those that surprise may repair in a mind."""
    reads: int
    reads_in_minds: int
    consenting: tuple[int, ...]


def _useful_events(bearings: list[_Bearing], wants: dict[int, tuple[int, int]], character: int) -> set[int]:
    """The events that can bear on a character's utility: the least set closed under relevance."""
    if character not in wants:
        return set()
    useful: set[int] = set()
    matters, in_minds = wants[character]
    rest, grown = bearings, True
    while grown:
        found = [b for b in rest if b.changes & matters or b.asks & in_minds]
        grown = bool(found)
        useful.update(b.event for b in found)
        rest = [b for b in rest if b.event not in useful]
        for bearing in found:
            matters |= bearing.reads | bearing.reads_in_minds
            in_minds |= bearing.reads_in_minds
            for other in bearing.consenting:  # whose minds must be made up as well
                if other != character and other in wants:
                    in_minds |= bearing.asks | wants[other][0]
                    matters |= in_minds
    return useful


def _wants(program: Program) -> dict[int, tuple[int, int]]:
    """For each character with a utility, the fluents it reads, and those it reads in minds."""
    return {
        character: (_bits(fetches(utility)), _bits(fetches(utility), in_minds=True))
        for character, utility in program.utilities.items()
        if character is not None
    }


def _bearing(event: GroundEvent) -> _Bearing:
    reads = [*fetches(event.precondition)]
    for assignment in event.assignments:
        reads += [*fetches(assignment.condition), *fetches(assignment.value)]
    seen = _bits(read for condition in event.observing for read in fetches(condition))
    changes = 0
    for assignment in event.assignments:
        changes |= 1 << assignment.fluent
    return _Bearing(
        event=event.index,
        changes=changes,
        asks=_bits(fetches(event.precondition)),
        reads=_bits(reads),
        reads_in_minds=_bits(reads, in_minds=True) | seen,
        consenting=event.consenting,
    )


def _bits(read: Iterable[tuple[Path, int]], *, in_minds: bool = False) -> int:
    bits = 0
    for path, fluent in read:
        if path or not in_minds:
            bits |= 1 << fluent
    return bits
