"""What an ensemble is of: a world, what is varied, how long each run goes, what is measured. All of it is data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from dreamwright import __version__
from dreamwright.chronicle.worlds import WorldSource
from dreamwright.ensembles.factors import Combination, Factor, combinations, settled
from dreamwright.errors import DreamwrightError

Way = Literal["end", "while", "first", "count"]
"""end: the value of an expression in the end. while: for how many minutes a condition held. first: the minute at which
it first held, null if it never did. count: how often a pattern was found."""

_NAMED = re.compile(r"\s*([A-Za-z_]\w*)\s*=(?!=)(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Measure:
    """A column of the results: how it is called, how it is measured, and of what."""

    name: str
    way: Way
    text: str
    """An expression of the world language; of a pattern its name."""


class Run(NamedTuple):
    """One run: its number, the combination it is of, by number, and the seed of its story."""

    number: int
    combination: int
    seed: int


@dataclass(frozen=True)
class Job:
    """Everything on which the results depend.

    Each seed is run under every combination of the factors' values, so that runs can be compared in pairs. The runs
    of the first seed come first.
    """

    title: str
    files: tuple[tuple[str, str], ...]
    """The texts of the world or stage by name, the main one first."""
    seeds: int
    """How many."""
    first_seed: int
    factors: tuple[Factor, ...]
    measures: tuple[Measure, ...]
    minutes: int
    """How long a run goes at most."""
    every: int | None = None
    """Minutes between two looks at the expressions that are measured in the end; None: only then."""
    until: str | None = None
    """A condition that ends a run."""
    version: str = __version__

    @property
    def source(self) -> WorldSource:
        """The world or stage as its author has it."""
        return WorldSource(self.title, dict(self.files))

    @property
    def is_stage(self) -> bool:
        """Whether it is dreams that are run."""
        return self.files[0][0].endswith(".stage")

    @cached_property
    def combinations(self) -> list[Combination]:
        """What is varied, each way by number."""
        return combinations(self.factors)

    def runs(self, first: int = 0, stop: int | None = None) -> list[Run]:
        """The runs of the seeds from one to another, by their place."""
        count = len(self.combinations)
        places = range(first, self.seeds if stop is None else min(stop, self.seeds))
        return [Run(p * count + c, c, _signed(self.first_seed + p)) for p in places for c in range(count)]

    def run(self, number: int) -> Run:
        """A run by its number."""
        place, combination = divmod(number, len(self.combinations))
        return Run(number, combination, _signed(self.first_seed + place))

    def values(self, run: Run) -> tuple[str, ...]:
        """What each factor is in a run."""
        return settled(self.factors, self.combinations[run.combination], run.seed)

    @cached_property
    def hash(self) -> str:
        """Tells apart what gives different rows. How many seeds there are does not: a file can be added to."""
        return sha256(replace(self, seeds=0).as_json().encode()).hexdigest()

    def as_json(self) -> str:
        """As it stands in a file of results."""
        return json.dumps(asdict(self), sort_keys=True, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Job:
        """From a file of results. Raises ValueError, KeyError or TypeError if it is none."""
        data: dict[str, Any] = json.loads(text)
        return cls(
            **{
                **data,
                "files": tuple((name, text) for name, text in data["files"]),
                "factors": tuple(_factor(f) for f in data["factors"]),
                "measures": tuple(Measure(**m) for m in data["measures"]),
            }
        )


def _signed(seed: int) -> int:
    """The seed as it stands in a table. Those that agree in 64 bits are the same."""
    return (seed + 2**63) % 2**64 - 2**63


def _factor(data: Mapping[str, Any]) -> Factor:
    drawn = data["drawn"]
    return Factor(data["target"], tuple(data["values"]), None if drawn is None else (drawn[0], drawn[1]))


def read_measures(way: Way, written: Iterable[str] | Mapping[str, str]) -> list[Measure]:
    """Measures as they are written: `NAME=EXPRESSION`, or an expression alone, which is its own name."""
    pairs = written.items() if isinstance(written, Mapping) else (_named(text) for text in written)
    return [Measure(name, way, text) for name, text in pairs]


def _named(text: str) -> tuple[str, str]:
    match = _NAMED.match(text)
    return (match[1], match[2].strip()) if match else (text.strip(), text.strip())


OWN_COLUMNS = ("run", "seed", "ended", "minutes", "happenings", "story")
OF_DREAMS = ("suspicion", "peak", "layer")


def check_names(factors: Sequence[Factor], measures: Sequence[Measure], *, is_stage: bool) -> None:
    """Raises DreamwrightError (ensemble-name) if two columns would have one name."""
    taken = {*OWN_COLUMNS, *(OF_DREAMS if is_stage else ())}
    for name in [*(f.target for f in factors), *(m.name for m in measures)]:
        if name in taken:
            hint = "give it another: `--measure NAME=EXPRESSION`"
            raise DreamwrightError.of("ensemble-name", f"two columns would be called '{name}'", hint=hint)
        taken.add(name)
