"""What a director is to bring about, and by what means: data, as a stage has it."""

from __future__ import annotations

from dataclasses import dataclass

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.grounding.formula import Condition, Value
from dreamwright.language.world import Entity

MEANS = ("choose", "cause", "withhold", "newcomers")
"""What a director may do. choose: among what characters have motives to do. cause: events of nobody's. withhold: hold
such events back, and people who would give the game away. newcomers: bring on people."""


@dataclass(frozen=True, slots=True)
class Leaning:
    """A fear, a hope or an aim: an expression over the states of a layer, and how much it weighs.

    A condition counts 1 where it holds and else 0. Exactly one of `value` and `condition` is given.
    """

    layer: str
    text: str
    value: Value | None
    condition: Condition | None
    weight: float

    def amount(self, engine: Engine, node: int) -> float:
        """How much of it there is in a node; nothing where it cannot be read."""
        try:
            if self.condition is not None:
                return 1.0 if engine.holds(node, self.condition) else 0.0
            assert self.value is not None
            found = engine.value(node, self.value)
        except EventError:
            return 0.0
        return 0.0 if found is None else float(found)

    def share(self, engine: Engine, node: int) -> float:
        """The same, as a share of one."""
        return min(1.0, max(0.0, self.amount(engine, node)))


USUAL_EBB = 30
"""Minutes in which a fear usually falls by half."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """Graded exposure: a fear approached in steps, each held until it has ebbed away.

    `steps` are conditions on what the subject believes of their layer, the mildest first. `ebb` is in how many minutes
    what is felt falls by half.
    """

    layer: str
    text: str
    steps: tuple[Condition, ...]
    ebb: int


@dataclass(frozen=True, slots=True)
class Brief:
    """A director's brief. Without aims, a curve or an exposure it only keeps to the ceiling."""

    aims: tuple[Leaning, ...] = ()
    means: tuple[str, ...] = ()
    tension: tuple[tuple[int, float], ...] = ()
    """A curve: minutes of the dream, rising, each with a tension from 0 to 1."""
    ceiling: float | None = None
    """Suspicion that it must not drive the subject past."""
    newcomers: tuple[tuple[str, Entity], ...] = ()
    """Whom it may bring on, each with the layer. Until then they do nothing."""
    exposures: tuple[Exposure, ...] = ()

    def wanted_tension(self, minute: int) -> float | None:
        """The tension that the curve has at a minute of the dream: straight between its points, level beyond them."""
        if not self.tension:
            return None
        before = self.tension[0]
        for point in self.tension:
            if point[0] > minute:
                if point[0] == before[0] or minute <= before[0]:
                    return before[1]
                share = (minute - before[0]) / (point[0] - before[0])
                return before[1] + share * (point[1] - before[1])
            before = point
        return before[1]
