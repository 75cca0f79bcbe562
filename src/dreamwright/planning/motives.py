"""Motives: what a character could do for reasons of their own, as they see things.

This is the one question that the story, the director, lucidity and `check` all ask. What is found out is remembered
by what the answer depends on: what the character believes, the action, and the limits.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from dreamwright.engine import Engine, LeveledEngine
from dreamwright.grounding.garbage import uncollected
from dreamwright.planning.limits import Effort, Limits, OutOfEffortError
from dreamwright.planning.reasons import Reasons
from dreamwright.planning.space import Space


@dataclass(frozen=True, slots=True)
class Motive:
    """The plan that explains an action for a character.

    `plan` starts with the action; `before` and `after` are the utilities they believe they have now and would have at
    its end.
    """

    character: int
    action: int
    plan: tuple[int, ...]
    before: float
    after: float

    @property
    def gain(self) -> float:
        return self.after - self.before


MOST_VECTORS = 40_000
"""Value vectors that looking for motives may leave behind before it starts again with an empty store."""


def reasons_for(engine: Engine, limits: Limits) -> Reasons:
    """The remembered reasons of an engine under some limits. All limits share what does not depend on them."""
    found = engine.memory.get(limits)
    if found is None:
        found = engine.memory[limits] = Reasons(_own_space(engine), limits)
    assert isinstance(found, Reasons)
    return found


def workshop(engine: Engine, node: int, limits: Limits) -> tuple[Reasons, int]:
    """Where to think about a state: a sibling of the engine, so that what is only imagined does not fill the story's
    own store. It is replaced when it has grown large; answers do not depend on what is remembered.
    """
    if not isinstance(engine, LeveledEngine):
        return reasons_for(engine, limits), node
    workshop = _workshop_of(engine)
    return reasons_for(workshop, limits), workshop.adopt(engine, node)


def _asked(engine: Engine, node: int, character: int, limits: Limits) -> tuple[Reasons, int]:
    """The workshop, and as it stands there what a character believes in a state, as far as it counts for motives."""
    belief = engine.mind(node, character)
    if isinstance(engine, LeveledEngine):
        workshop = _workshop_of(engine)
        reasons = reasons_for(workshop, limits)
        belief = workshop.adopt(engine, engine.levels.cut(belief, reasons.deepest))
    else:
        reasons = reasons_for(engine, limits)
    return reasons, reasons.believed(belief)


def space_of(engine: Engine) -> Space:
    """The space in which states of an engine are thought about."""
    return _own_space(_workshop_of(engine) if isinstance(engine, LeveledEngine) else engine)


def _own_space(engine: Engine) -> Space:
    found = engine.memory.get(Space)
    if found is None:
        found = engine.memory[Space] = Space(engine)
    assert isinstance(found, Space)
    return found


def _workshop_of(engine: LeveledEngine) -> LeveledEngine:
    found = engine.memory.get("workshop")
    if found is None or len(found.vectors) > MOST_VECTORS:
        fresh = engine.sibling()
        before = (found or engine).memory
        fresh.memory[Space] = Space(fresh, before.get(Space))
        if found is not None:
            before.clear()  # it leads back to the old store, which can go now
        found = engine.memory["workshop"] = fresh
    assert isinstance(found, LeveledEngine)
    return found


def renewed(engine: LeveledEngine) -> LeveledEngine:
    """An engine without any states that goes on with what another has compiled and what was thought through for it."""
    fresh = engine.sibling()
    fresh.memory["workshop"] = _workshop_of(engine)
    return fresh


def motives(
    engine: Engine, node: int, character: int, limits: Limits | None = None, seconds: float | None = None
) -> list[Motive]:
    """Every action that a character believes they can take and that is explained for them, best first.

    `node` is the actual state; what counts is what the character believes in it. Actions that they need not consent to
    are left out: those are not theirs to take. Best is the greatest gain, then the shortest plan, then event order.
    With `seconds` the answer is what was found by then.
    """
    reasons, belief = _asked(engine, node, character, limits or Limits())
    known = reasons.space.engine.memory.setdefault((Motive, reasons.limits), {})
    found: list[Motive] | None = known.get((belief, character))
    if found is None:
        reasons.effort = Effort(seconds)
        found = []
        with uncollected(), suppress(OutOfEffortError):
            for action in reasons.space.own_actions(belief, character):
                motive_ = _motive(reasons, belief, action, character)
                if motive_ is not None:
                    found.append(motive_)
            known[belief, character] = found
        found.sort(key=lambda m: (-m.gain, len(m.plan), m.action))
    return [*found]


def motive(engine: Engine, node: int, action: int, character: int, limits: Limits | None = None) -> Motive | None:
    """The motive of a character for an action, or None: they believe it impossible, or nothing is in it for them."""
    reasons, belief = _asked(engine, node, character, limits or Limits())
    reasons.effort = Effort()
    return _motive(reasons, belief, action, character)


def _motive(reasons: Reasons, belief: int, action: int, character: int) -> Motive | None:
    plan = reasons.plan_of(belief, action, character)
    if plan is None:
        return None
    end = belief
    for step in plan:
        after = reasons.space.after(end, step)
        assert after is not None
        end = after
    before, later = reasons.space.utility(belief, character), reasons.space.utility(end, character)
    assert before is not None and later is not None
    return Motive(character, action, plan, before, later)
