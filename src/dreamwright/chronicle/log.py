"""From the logs of branches to the story they come to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Segment(NamedTuple):
    """Records `first` up to (not including) `stop` of one branch's log; all are happenings."""

    branch: int
    first: int
    stop: int

    @property
    def length(self) -> int:
        return self.stop - self.first


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is needed of a branch's log to know its story: how long it is, and the undos in it (seq, position)."""

    branch: int
    length: int
    undos: Sequence[tuple[int, int]]


def story_of(stretches: Iterable[Stretch]) -> list[Segment]:
    """The segments that make up a story, in order: of the first branch's log up to a fork, then of the fork's ..."""
    found: list[Segment] = []
    for stretch in stretches:
        first = 0
        for seq, position in stretch.undos:
            if seq >= stretch.length:
                break
            _add(found, Segment(stretch.branch, first, seq))
            _cut(found, position)
            first = seq + 1
        _add(found, Segment(stretch.branch, first, stretch.length))
    return found


def part(segments: Sequence[Segment], start: int, stop: int) -> Iterable[tuple[int, Segment]]:
    """The pieces of segments that hold the positions from `start` up to `stop`, each with its first position."""
    position = 0
    for segment in segments:
        low, high = max(start, position), min(stop, position + segment.length)
        if low < high:
            shift = segment.first - position
            yield low, Segment(segment.branch, low + shift, high + shift)
        position += segment.length


def length_of(segments: Iterable[Segment]) -> int:
    """How many happenings there are."""
    return sum(segment.length for segment in segments)


def _add(segments: list[Segment], segment: Segment) -> None:
    if segment.length:
        segments.append(segment)


def _cut(segments: list[Segment], length: int) -> None:
    """Leave only so many happenings."""
    surplus = length_of(segments) - length if segments else 0
    while surplus > 0:
        last = segments.pop()
        if last.length > surplus:
            segments.append(last._replace(stop=last.stop - surplus))
        surplus -= last.length
