"""When there have been runs enough: once every estimate is as precise as was asked for.

It is asked at 50 seeds, at 100, at 200 and so on. Who looks often enough will at some time find luck, so there are
few looks, at fixed places; then the rows, too, do not hang on how quickly which of them came in.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dreamwright.ensembles.summary import Part, Results, Summary, summaries

FIRST_LOOK = 50


def rounds(seeds: int, stops: bool) -> Iterator[int]:
    """After how many seeds to look."""
    at = FIRST_LOOK
    while stops and at < seeds:
        yield at
        at *= 2
    yield seeds


@dataclass(frozen=True, slots=True)
class Precision:
    """How far a bound may be from its estimate: of a share so much (0.02: two in a hundred), of a mean or median that
    part of it."""

    most: float

    def reached(self, table: Any) -> bool:
        """Whether everything that is measured is as precise, under every combination."""
        return all(self._of(found, part) for found in summaries(Results(table)) for part in found.parts)

    def _of(self, found: Summary, part: Part) -> bool:
        match found.scale:
            case "share" | "time":
                return part.estimate is None or part.estimate.half <= self.most
            case "name":
                return all(estimate.half <= self.most for estimate in part.shares.values())
        return part.estimate is None or part.estimate.half <= self.most * abs(part.estimate.value)
