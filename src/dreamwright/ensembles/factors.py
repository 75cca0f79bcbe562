"""What is varied between runs: factors with their values, and the combinations of these.

A factor is written `TARGET=VALUES`. Its target is a property (`budget()`), a number that something declares
(`storm.rate`, `Mara.whim`, `world.foresight`, of a stage `stage.subject.attention`), or the name or tag of actions and
triggers, which are then switched `on` or `off`. Before it, with a colon, may stand the layer of a stage.

Values are a list (`1, 2, 5`), whole numbers from one to another (`0..3`), evenly spaced ones (`0..1/5`: five of them),
or a range to draw from (`0.1~0.9`): every run draws its own, always the same one for its number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

from dreamwright.errors import DreamwrightError
from dreamwright.story.random import Random

SWITCH = ("on", "off")
MOST_VALUES = 10_000

_NUMBER = r"-?\d+(?:\.\d+)?"
_WHOLE_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)$")
_EVEN_RANGE = re.compile(rf"({_NUMBER})\.\.({_NUMBER})/(\d+)$")
_DRAWN = re.compile(rf"({_NUMBER})~({_NUMBER})$")


@dataclass(frozen=True, slots=True)
class Factor:
    """What is varied, and through which values; or, when `drawn` is there, between which numbers."""

    target: str
    values: tuple[str, ...] = ()
    drawn: tuple[float, float] | None = None

    @property
    def is_numeric(self) -> bool:
        """Whether all its values are numbers."""
        return self.drawn is not None or all(re.fullmatch(_NUMBER, value) for value in self.values)

    def value(self, seed: int) -> str:
        """What the run with a seed draws. The same seed draws the same under every combination of the others."""
        assert self.drawn is not None
        low, high = self.drawn
        # Hashed, so that the draws of two factors, and the story that begins with the seed, have nothing in common.
        state = int.from_bytes(sha256(f"{self.target}\n{seed}".encode()).digest()[:8], "big")
        return f"{low + (high - low) * Random(state).uniform():.6f}"


Combination = tuple[str | None, ...]
"""A value for each factor; None for one that each run draws for itself."""


def read_factor(text: str) -> Factor:
    """A factor as it is written. Raises DreamwrightError (ensemble-vary)."""
    target, equals, written = (part.strip() for part in text.partition("="))
    if not equals or not target or not written:
        raise _wrong(f"'{text}' is no factor", "written TARGET=VALUES, such as `budget()=0..3` or `Mara.whim=0.1, 0.5`")
    if match := _DRAWN.match(written):
        low, high = float(match[1]), float(match[2])
        if low >= high:
            raise _wrong(f"'{written}' is no range to draw from", "the lower number comes first")
        return Factor(target, drawn=(low, high))
    values = tuple(_values(written))
    if len(set(values)) < len(values):
        raise _wrong(f"a value of '{target}' is there twice", "each value is a variant of its own")
    return Factor(target, values)


def _values(written: str) -> Iterator[str]:
    if match := _WHOLE_RANGE.match(written):
        first, last = int(match[1]), int(match[2])
        _check_count(last - first + 1, written)
        yield from map(str, range(first, last + 1))
    elif match := _EVEN_RANGE.match(written):
        low, high, count = float(match[1]), float(match[2]), int(match[3])
        _check_count(count if count > 1 else 0, written)
        yield from (f"{low + (high - low) * i / (count - 1):g}" for i in range(count))
    else:
        parts = [part.strip() for part in written.split(",")]
        if not all(parts):
            raise _wrong(f"a value is missing in '{written}'", "values are separated by commas")
        yield from parts


def _check_count(count: int, written: str) -> None:
    if not 1 <= count <= MOST_VALUES:
        raise _wrong(f"'{written}' is no range of values", "such as `0..3`, or `0..1/5` for five of them")


def _wrong(message: str, hint: str) -> DreamwrightError:
    return DreamwrightError.of("ensemble-vary", message, hint=hint)


def combinations(factors: Sequence[Factor]) -> list[Combination]:
    """All combinations, those of the last factor next to each other. Of no factors there is one."""
    choices: list[Sequence[str | None]] = [(None,) if f.drawn is not None else f.values for f in factors]
    return list(product(*choices))


def settled(factors: Sequence[Factor], combination: Combination, seed: int) -> tuple[str, ...]:
    """The value of each factor in the run with a seed."""
    return tuple(f.value(seed) if v is None else v for f, v in zip(factors, combination, strict=True))
