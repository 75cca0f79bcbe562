"""A course: what would have to be done for the aims to be served better, as far as the planner can tell at a glance.

It is the relaxed plan from where the story stands (Hoffmann & Nebel 2001, "The FF planning system", section 4, where
these are the helpful actions): the steps together, without an order, as if nothing stood in the way of anything. That
takes some hundredths of a second where a search for a whole story of explained steps takes a minute in a large world;
and whether somebody has a motive for a step is asked when it is their turn. The subject's own steps are among them,
where nobody else's would do: the director can only bring about that they are at hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dreamwright.director.brief import Leaning
from dreamwright.engine import Engine
from dreamwright.grounding.formula import Arithmetic, Constant, Truth, Value
from dreamwright.planning import Limits
from dreamwright.planning.motives import workshop
from dreamwright.planning.relaxed_plan import RelaxedPlans
from dreamwright.planning.space import Space


@dataclass(frozen=True, slots=True)
class Course:
    """The steps, in event order, and what each is worth as a share of what they would bring together."""

    steps: tuple[int, ...] = ()
    share: float = 0.0


class Courses:
    """Finds courses in one story's engine, to those aims that are conditions: of a number no more is ever enough.

    What is `barred` does not occur in them; what is the `subjects` only where nothing else does as soon.
    """

    def __init__(
        self,
        engine: Engine,
        limits: Limits,
        aims: Sequence[Leaning],
        barred: frozenset[int],
        subjects: frozenset[int],
    ) -> None:
        self._engine = engine
        self._limits = limits
        self._aims = [aim for aim in aims if aim.condition is not None and aim.weight > 0]
        self._barred = barred
        self._subjects = subjects
        self._plans: tuple[Space, RelaxedPlans] | None = None

    def find(self, node: int) -> Course:
        """The course from a state of the story to more of the aims; without steps if there is none."""
        missing = [aim for aim in self._aims if not aim.amount(self._engine, node)]
        if not missing:
            return Course()
        reasons, start = workshop(self._engine, node, self._limits)
        if self._plans is None or self._plans[0] is not reasons.space:
            plans = RelaxedPlans(reasons.space.bounds, combined(self._aims), self._barred, self._subjects)
            self._plans = (reasons.space, plans)
        best = sum(aim.weight for aim in self._aims)
        steps = self._plans[1].actions(reasons.space.engine.nodes.vector[start], best)
        return Course(tuple(steps), sum(aim.weight for aim in missing) / len(steps)) if steps else Course()


def combined(aims: Sequence[Leaning]) -> Value:
    """All aims, which are conditions, as one value: the weights of those that hold."""
    total: Value | None = None
    for aim in aims:
        assert aim.condition is not None
        weighted = Arithmetic("*", Constant(float(aim.weight)), Truth(aim.condition))
        total = weighted if total is None else Arithmetic("+", total, weighted)
    return total or Constant(0.0)
