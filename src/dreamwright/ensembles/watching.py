"""Watching a run: what is measured of it, while it goes on and in the end.

All is read from the truth of the innermost story that the expression is about. A value is kept by what it hangs on: a
few fluents, whose values come round far more often than whole states do.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from dreamwright.engine import Engine
from dreamwright.ensembles.job import Measure
from dreamwright.errors import DreamwrightError, EventError
from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.formula import Path, fetches
from dreamwright.history.history import Asked, History, value_at
from dreamwright.language.world import Entity
from dreamwright.sifting import Sifter, find_pattern
from dreamwright.story import Happening

Reading = bool | float | str | None
"""A value as it stands in a table: an entity is its name; None is unknown, or not there to be read (it divides by zero,
or is about a layer that was never come to)."""


class Probe:
    """An expression that can be read in the states of one engine."""

    def __init__(self, engine: Engine, text: str) -> None:
        self._engine = engine
        self._asked: Asked = History(engine, ()).asked(text)
        self._reads = tuple(dict.fromkeys(fetches(self._asked.ground)))
        self._known: dict[tuple[Code, ...], Reading] = {}

    @property
    def kind(self) -> str:
        """boolean, number or entity."""
        return self._asked.kind

    def __call__(self, node: int) -> Reading:
        """The value in a node."""
        key = tuple([self._read(node, path, fluent) for path, fluent in self._reads])
        try:
            return self._known[key]
        except KeyError:
            found = self._known[key] = self._value(node)
            return found

    def _value(self, node: int) -> Reading:
        try:
            value = value_at(self._engine, self._asked, node)
        except EventError:
            return None
        return value.name if isinstance(value, Entity) else value

    def _read(self, node: int, path: Path, fluent: int) -> Code:
        for character in path:
            node = self._engine.mind(node, character)
        return self._engine.vector(node)[fluent]


def condition(engine: Engine, text: str) -> Probe:
    """A probe of a condition. Raises DreamwrightError (ensemble-measure) for what is neither true nor false."""
    probe = Probe(engine, text)
    if probe.kind != "boolean":
        raise DreamwrightError.of("ensemble-measure", f"'{text}' is no condition, but a {probe.kind}")
    return probe


class Probes:
    """All that is measured, ready for the states of one engine. `until` ends a run."""

    def __init__(self, engine: Engine, measures: Sequence[Measure], until: str | None) -> None:
        self.engine = engine
        self.ends = {m.name: Probe(engine, m.text) for m in measures if m.way == "end"}
        self.whiles = {m.name: condition(engine, m.text) for m in measures if m.way == "while"}
        self.firsts = {m.name: condition(engine, m.text) for m in measures if m.way == "first"}
        self.patterns = {m.name: find_pattern(engine.program.world, m.text) for m in measures if m.way == "count"}
        self.until = None if until is None else condition(engine, until)

    @property
    def kinds(self) -> dict[str, str]:
        """What each expression is that is measured."""
        return {name: probe.kind for name, probe in self.ends.items()}


class Watch:
    """Watches one world of a run. `look` comes first, with the state in the beginning; what is never come to (a layer
    of a dream) has no values."""

    def __init__(self, probes: Probes, every: int | None) -> None:
        self._probes = probes
        self._every = every
        self._node = -1
        self._minute = 0
        self._spent = dict.fromkeys(probes.whiles, 0)
        self._firsts: dict[str, int | None] = dict.fromkeys(probes.firsts)
        self._series: dict[str, list[Reading]] = {name: [] for name in probes.ends}
        self._looked = 0
        """The next minute of the series."""
        self._counts = dict.fromkeys(probes.patterns, 0)
        self._named = {pattern: name for name, pattern in probes.patterns.items()}
        self._sifter = Sifter(probes.engine, probes.patterns.values()) if probes.patterns else None
        self._said: list[str] = []
        self.over = False
        """Whether what the run went on until is the case."""

    def look(self, node: int, minute: int) -> None:
        """Now the truth is a node."""
        if self._every is not None:
            self._sample(minute - 1)
        self._spend(minute)
        if node == self._node:
            return
        self._node = node
        for name, probe in self._probes.firsts.items():
            if self._firsts[name] is None and probe(node) is True:
                self._firsts[name] = minute
        until = self._probes.until
        self.over = until is not None and until(node) is True

    def happened(self, happening: Happening, minute: int) -> None:
        """Something has happened, after which it is a minute of the run."""
        event = happening.event
        name = "" if event is None else self._probes.engine.program.events[event].name
        self._said.append(f"{minute} {happening.kind} {happening.actor} {name}\n")
        if self._sifter is not None:
            for match in self._sifter.feed(happening):
                self._counts[self._named[match.pattern]] += 1
        self.look(happening.after, minute)

    def _spend(self, minute: int) -> None:
        if minute > self._minute:
            for name, probe in self._probes.whiles.items():
                if self._node >= 0 and probe(self._node) is True:
                    self._spent[name] += minute - self._minute
            self._minute = minute

    def _sample(self, last: int) -> None:
        """Note the values at all minutes of the series up to one, at which the truth has been as it is."""
        assert self._every is not None
        while self._looked <= last and self._node >= 0:
            for name, probe in self._probes.ends.items():
                self._series[name].append(probe(self._node))
            self._looked += self._every

    def row(self, minute: int) -> dict[str, Any]:
        """What was measured in a run that ends at a minute."""
        self._spend(minute)
        if self._sifter is not None:
            for match in self._sifter.ending():
                self._counts[self._named[match.pattern]] += 1
        row: dict[str, Any] = {
            **{name: probe(self._node) if self._node >= 0 else None for name, probe in self._probes.ends.items()},
            **self._spent,
            **self._firsts,
            **self._counts,
        }
        if self._every is not None:
            self._sample(minute)
            row.update({series_of(name): values for name, values in self._series.items()})
        return row

    @property
    def story(self) -> str:
        """Tells apart what has happened, in hexadecimal: as names, so that it does not depend on anything else."""
        return sha256("".join(self._said).encode()).hexdigest()[:16]

    @property
    def happenings(self) -> int:
        """How many there have been."""
        return len(self._said)


def series_of(name: str) -> str:
    """The column of what an expression was through time."""
    return f"{name} through time"
