"""Playing a chronicle again from its source, everybody thinking anew; and finding where two stories part."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby

from dreamwright.chronicle.branch import Branch, Record
from dreamwright.chronicle.log import length_of
from dreamwright.chronicle.telling import Telling
from dreamwright.errors import DreamwrightError
from dreamwright.story import Happening, Story, chronicle_line, encode


@dataclass(frozen=True, slots=True)
class Difference:
    """The first happening that came out differently."""

    position: int
    recorded: str
    """The line in the chronicle."""
    found: str | None
    """The line that came out; None: nothing happened."""
    reason: str = ""
    """Why nothing did, or what is wrong with the record itself."""


def verify(branch: Branch, progress: Callable[[Record, int], None] = lambda record, of: None) -> Difference | None:
    """Play a branch's story again from the stored source and compare every line; None: it is the same throughout.

    Where it went on in a later edition of its world, the rest is played in that, from what had happened so far.
    `progress` is told each record that came out the same, and how many there are. Raises DreamwrightError.
    """
    segments = branch.segments()
    start, length = 0, length_of(segments)
    for _, group in groupby(segments, key=lambda segment: branch.owner(segment).world):
        pieces = list(group)
        stop = start + length_of(pieces)
        story = Telling.of(branch, world=branch.owner(pieces[0]).world).story(start)
        records = branch.records(start, stop)
        for position in range(start, stop):
            try:
                record = next(records)
            except DreamwrightError as error:
                if error.diagnostics != branch.damaged(position).diagnostics:  # more is wrong than this record
                    raise
                return _damaged(story, branch, position, error)
            difference = _compare(story, record)
            if difference is not None:
                return difference
            progress(record, length)
        start = stop
    return None


def first_difference(one: Branch, other: Branch) -> int | None:
    """The position at which two stories part; None if they are the same as far as both go.

    Found by halving: hashes agree exactly as long as the stories do.
    """
    shorter = min(one.length, other.length)
    same, differ = 0, shorter + 1
    while differ - same > 1:
        middle = (same + differ) // 2
        if one.hash_at(middle) == other.hash_at(middle):
            same = middle
        else:
            differ = middle
    return None if same == shorter else same


def _compare(story: Story, record: Record) -> Difference | None:
    try:
        happening = _next(story, record)
    except (ValueError, DreamwrightError) as error:
        return Difference(record.position, record.text, None, str(error))
    if happening is None:
        reason = "it is the subject's turn" if story.awaiting_subject else "nothing more happens"
        return Difference(record.position, record.text, None, reason)
    found = encode(chronicle_line(story.engine.program, happening))
    return None if found == record.text else Difference(record.position, record.text, found)


def _damaged(story: Story, branch: Branch, position: int, error: DreamwrightError) -> Difference:
    """The record that is not as it was written, beside what comes out in its place."""
    kept, message = branch.kept(position), error.diagnostics[0].message
    try:
        found = _compare(story, Record(position, kept, "", ""))
    except (ValueError, KeyError, TypeError):  # no chronicle line any more
        return Difference(position, kept, None, message)
    if found is None:
        return Difference(position, kept, kept, f"{message}; its line is, what goes with it is not")
    return Difference(position, kept, found.found, message)


def _next(story: Story, record: Record) -> Happening | None:
    """What happens next, the subject doing what they did."""
    happening = story.advance()
    if happening is not None or not story.awaiting_subject:
        return happening
    line = record.line
    if line["source"] != "subject":
        return None
    if line["action"] is None:
        return story.wait(line["duration"])
    return story.act(story.engine.program.action(line["action"]))
