"""Why would they? Acceptance and reasons, exactly as the specification's 5.2 and 5.3 define them, with memory.

Whether a character accepts an action depends only on what they believe, the action, the budget and the level. Both
questions below are therefore remembered for good on exactly these:

- `can_exceed`: could c, by accepted steps, get above a utility within so many actions? A depth-first search over
  shared states that keeps for each state the highest level known to be exceeded and the lowest known not to be.
- `reason`: a minimal accepted plan of c that starts with an action. A breadth-first search over paths. A path carries
  what its proper subsequences reach: the best utility among them, and those states (*rivals*) that might still reach
  more. A path is minimal when its end beats them all; one that comes to a rival's state can be dropped, since whatever
  it does from there the rival does as well. Paths are shared on (state, rivals, best), since minimality depends on
  the whole path.

The bound of the relaxed planning graph cuts both.
"""

from __future__ import annotations

from dreamwright.planning.limits import Effort, Limits
from dreamwright.planning.space import Space

NO_GAIN = float("-inf")


class Reasons:
    """Acceptance under the limits of one search: budget and levels. Keep one as long as its engine: it remembers."""

    def __init__(self, space: Space, limits: Limits) -> None:
        self.space = space
        self.limits = limits
        self.levels = limits.levels
        self.effort = Effort()
        self._reasons: dict[tuple[int, int, int, int, int], tuple[int, ...] | None] = {}
        self._exceeded: dict[tuple[int, int, int, int], float] = {}
        self._not_exceeded: dict[tuple[int, int, int, int], float] = {}

    # ------------------------------------------------------------------------------------------ acceptance
    def explained(self, node: int, action: int) -> bool:
        """Whether all consenting characters accept an action in a node, at level 1 with the full budget."""
        return all(self.accepts(node, action, c) for c in self.space.consenting[action])

    def accepts(self, node: int, action: int, character: int) -> bool:
        """Whether a character accepts an action of the plan, taken in a node."""
        return self._accepts(node, action, character, self.limits.budget, 1)

    def motive(self, node: int, action: int, character: int) -> tuple[int, ...] | None:
        """The reason with which a character accepts an action of the plan: a shortest one, or None."""
        believed = self.space.engine.mind(node, character)
        if not self.space.possible(believed, action):
            return None
        return self.reason(believed, action, character, self.limits.budget, 1)

    def _accepts(self, node: int, action: int, character: int, budget: int, level: int) -> bool:
        believed = self._shared(self.space.engine.mind(node, character), level)
        return (
            self.space.possible(believed, action)
            and self.reason(believed, action, character, budget, level) is not None
        )

    def others_accept(self, node: int, action: int, character: int | None, budget: int, level: int) -> bool:
        """Whether every consenting character but one accepts an action at a level."""
        return all(
            self._accepts(node, action, other, budget, level)
            for other in self.space.consenting[action]
            if other != character
        )

    def shared(self, state: int) -> int:
        """The state that stands for all that look the same to a story: to everybody's reasons for its actions."""
        return self.space.sharing.representative(state, self.space.sharing.depth(1, self.levels) + 1)

    def _shared(self, state: int, level: int) -> int:
        """The state that stands for all that look the same to questions of a level."""
        return self.space.sharing.representative(state, self.space.sharing.depth(level, self.levels))

    def _after(self, state: int, action: int, level: int) -> int | None:
        after = self.space.after(state, action)
        return None if after is None else self._shared(after, level)

    # ------------------------------------------------------------------------------------------ reach
    def can_exceed(self, state: int, character: int, steps: int, level: int, threshold: float) -> bool:
        """Whether accepted actions, at most `steps`, lead above a utility. The next one has the budget `steps`."""
        space = self.space
        utility = space.utility(state, character)
        if utility is not None and utility > threshold:
            return True
        if steps <= 0 or space.most(state, character, steps) <= threshold:
            return False
        key = (state, character, steps, level)
        if self._exceeded.get(key, NO_GAIN) >= threshold:
            return True
        if threshold >= self._not_exceeded.get(key, float("inf")):
            return False
        self.effort.spend()
        for action in space.worth_trying(state, character, steps):
            if not space.promises(state, action, character, steps - 1, threshold):
                continue
            after = self._after(state, action, level)
            if after is None or after == state:
                continue
            if not self._promising(after, character, steps - 1, level, threshold):
                continue
            if not self.others_accept(state, action, character, steps, level + 1):
                continue
            if self.can_exceed(after, character, steps - 1, level, threshold):
                self._exceeded[key] = max(self._exceeded.get(key, NO_GAIN), threshold)
                return True
        self._not_exceeded[key] = min(self._not_exceeded.get(key, float("inf")), threshold)
        return False

    def _promising(self, state: int, character: int, steps: int, level: int, threshold: float) -> bool:
        """False when memory already says that nothing above the threshold is to be had from here."""
        if steps == 0:
            utility = self.space.utility(state, character)
            return utility is not None and utility > threshold
        return threshold < self._not_exceeded.get((state, character, steps, level), float("inf"))

    # ------------------------------------------------------------------------------------------ reasons
    def reason(self, belief: int, action: int, character: int, budget: int, level: int) -> tuple[int, ...] | None:
        """A shortest reason of a character for an action that is possible in what they believe; None: there is none."""
        if level > self.levels:
            if level > self.levels + 1:
                return None
            budget = 1
        belief = self._shared(belief, level)
        key = (belief, action, character, budget, level)
        if key in self._reasons:
            return self._reasons[key]
        found = self._find(belief, action, character, budget, level)
        self._reasons[key] = found
        return found

    def _find(self, belief: int, action: int, character: int, budget: int, level: int) -> tuple[int, ...] | None:
        space = self.space
        before = space.utility(belief, character)
        if before is None or not space.promises(belief, action, character, budget - 1, before):
            return None
        after = self._after(belief, action, level)
        if after is None or after == belief:
            return None
        if not self.can_exceed(after, character, budget - 1, level, before):
            return None
        paths: list[tuple[int, frozenset[int], float, tuple[int, ...]]]
        paths = [(after, frozenset((belief,)), before, (action,))]
        for length in range(1, budget + 1):
            for state, _, best, plan in paths:
                utility = space.utility(state, character)
                if utility is not None and utility > best:
                    return plan
            if length < budget:
                paths = self._extend(paths, character, budget - length, level)
        return None

    def _extend(
        self, paths: list[tuple[int, frozenset[int], float, tuple[int, ...]]], character: int, steps: int, level: int
    ) -> list[tuple[int, frozenset[int], float, tuple[int, ...]]]:
        """All accepted ways to go one action further; `steps` actions are left, this one included."""
        space = self.space
        found: dict[tuple[int, frozenset[int], float], tuple[int, ...]] = {}
        for state, rivals, best, plan in paths:
            self.effort.spend()
            for action in space.worth_trying(state, character, steps):
                if not space.promises(state, action, character, steps - 1, best):
                    continue
                after = self._after(state, action, level)
                if after is None or after == state or after in rivals:
                    continue
                if not self.can_exceed(after, character, steps - 1, level, best):
                    continue
                if not self.others_accept(state, action, character, steps, level + 1):
                    continue
                outcome = self._rivals(state, rivals, action, character, steps, level, best)
                if after not in outcome[0]:
                    found.setdefault((after, *outcome), (*plan, action))
        return [(state, rivals, best, plan) for (state, rivals, best), plan in found.items()]

    def _rivals(
        self, state: int, rivals: frozenset[int], action: int, character: int, steps: int, level: int, best: float
    ) -> tuple[frozenset[int], float]:
        """What the proper subsequences reach once `action` has been added after `state`, and their best utility."""
        space = self.space
        reached = {state, *rivals}
        for rival in rivals:
            if space.possible(rival, action) and self.others_accept(rival, action, character, steps, level + 1):
                after = self._after(rival, action, level)
                if after is not None:
                    reached.add(after)
        for rival in reached:
            utility = space.utility(rival, character)
            if utility is not None and utility > best:
                best = utility
        return frozenset(r for r in reached if space.most(r, character, steps - 1) > best), best
