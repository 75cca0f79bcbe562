"""Why would they? Acceptance and reasons, exactly as the specification's 5.2 and 5.3 define them, with memory.

Whether a character accepts an action depends only on what they believe, the action, the budget and the level. Both
questions below are therefore remembered for good on exactly these:

- `can_exceed`: could c, by accepted steps, get above a utility within so many actions? A depth-first search over
  shared states that keeps, for each state and utility, the most actions known to be too few and the fewest known to be
  enough.
- `reason`: a minimal accepted plan of c that starts with an action. It deepens step by step (Korf 1985), and looks for
  a path of a length only when something is to be had within it. A path carries what its proper subsequences reach: the
  best utility among them, and those states (*rivals*) that might still reach more. A path is minimal when its end beats
  them all. One that comes to a rival's state can be dropped, since whatever it does from there the rival does as well;
  so can one in which nothing is different from a rival's state that could be of use. Paths are shared on (state,
  rivals, best), since minimality depends on the whole path.

Every step of a minimal plan is linked to a later one, or to the gain (`relevance`, `links`); that and the bounds of the
relaxed planning graph cut both. Both questions may assume it of the plans they look for, and so `can_exceed` says no
where only plans with needless steps would lead above a utility.
"""

from __future__ import annotations

from dreamwright.planning.limits import Effort, Limits
from dreamwright.planning.relevance import DEEP, ONE_STEP, Others
from dreamwright.planning.space import Space

NO_GAIN = float("-inf")


class Reasons:
    """Acceptance under the limits of one search: budget and levels. Keep one as long as its engine: it remembers."""

    def __init__(self, space: Space, limits: Limits) -> None:
        self.space = space
        self.limits = limits
        # Each level takes an action at least, and a budget of one is no several.
        self.levels = min(limits.levels, limits.budget - 1)
        self.effort = Effort()
        self._reasons: dict[tuple[int, int, int, int, int], tuple[int, ...] | None] = {}
        self._enough: dict[tuple[int, int, int, int, float], int] = {}
        """Fewest actions known to suffice, by state, character, budget, level and threshold."""
        self._too_few: dict[tuple[int, int, int, int, float], int] = {}
        """Most actions known not to."""

    # ------------------------------------------------------------------------------------------ acceptance
    def explained(self, node: int, action: int) -> bool:
        """Whether all consenting characters accept an action in a node, at level 1 with the full budget."""
        return all(self.accepts(node, action, c) for c in self.space.consenting[action])

    def accepts(self, node: int, action: int, character: int) -> bool:
        """Whether a character accepts an action of the plan, taken in a node."""
        return self._accepts(node, action, character, self.limits.budget, 1)

    def motive(self, node: int, action: int, character: int) -> tuple[int, ...] | None:
        """The reason with which a character accepts an action of the plan: a shortest one, or None."""
        return self.plan_of(self.space.engine.mind(node, character), action, character)

    def plan_of(self, belief: int, action: int, character: int) -> tuple[int, ...] | None:
        """As `motive`, given what the character believes."""
        if not self.space.possible(belief, action):
            return None
        return self.reason(belief, action, character, self.limits.budget, 1)

    @property
    def deepest(self) -> int:
        """How many levels of a belief count when its motives are looked for."""
        return self.space.sharing.deepest(1, self.levels)

    def believed(self, belief: int) -> int:
        """The belief that stands for all with which anybody has the same motives."""
        return self._shared(belief, 1)

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

    def _known_to_refuse(self, node: int, action: int, character: int, budget: int, level: int) -> bool:
        """Whether memory already says that somebody else does not accept an action."""
        if level > self.levels:
            budget = 1
        for other in self.space.consenting[action]:
            if other != character:
                belief = self._shared(self.space.engine.mind(node, other), level)
                if self._reasons.get((belief, action, other, budget, level), ()) is None:
                    return True
        return False

    def shared(self, state: int) -> int:
        """The state that stands for all that look the same to a story: to everybody's reasons for its actions."""
        return self.space.sharing.representative(state, self.space.sharing.depth(0, self.levels))

    def _shared(self, state: int, level: int) -> int:
        """The state that stands for all that look the same to questions of a level."""
        return self.space.sharing.representative(state, self.space.sharing.depth(level, self.levels))

    def _after(self, state: int, action: int, level: int) -> int | None:
        after = self.space.after(state, action)
        return None if after is None else self._shared(after, level)

    # ------------------------------------------------------------------------------------------ reach
    def can_exceed(self, state: int, character: int, steps: int, budget: int, level: int, threshold: float) -> bool:
        """Whether accepted actions, at most `steps`, lead above a utility. The next one has the budget `budget`."""
        space = self.space
        utility = space.utility(state, character)
        if utility is not None and utility > threshold:
            return True
        if steps <= 0 or space.most(state, character, steps, self._others(character, level, budget)) <= threshold:
            return False
        key = (state, character, budget if level <= self.levels - 1 else 0, level, threshold)
        if self._enough.get(key, steps + 1) <= steps:
            return True
        if self._too_few.get(key, 0) >= steps:
            return False
        self.effort.spend()
        others = self._others(character, level, budget)
        for action in space.worth_trying(state, character, steps, others):
            if self._known_to_refuse(state, action, character, budget, level + 1):
                continue
            if not space.promises(state, action, character, steps - 1, threshold, others):
                continue
            after = self._after(state, action, level)
            if after is None or after == state:
                continue
            if not self._promising(after, character, steps - 1, budget - 1, level, threshold):
                continue
            if not self.others_accept(state, action, character, budget, level + 1):
                continue
            if self.can_exceed(after, character, steps - 1, budget - 1, level, threshold):
                self._enough[key] = min(steps, self._enough.get(key, steps))
                return True
        self._too_few[key] = steps
        return False

    def _promising(self, state: int, character: int, steps: int, budget: int, level: int, threshold: float) -> bool:
        """False when memory already says that nothing above the threshold is to be had from here."""
        if steps == 0:
            utility = self.space.utility(state, character)
            return utility is not None and utility > threshold
        key = (state, character, budget if level <= self.levels - 1 else 0, level, threshold)
        return self._too_few.get(key, 0) < steps

    def _others(self, character: int, level: int, budget: int) -> Others:
        """What the reasons of those may be who have to consent to the actions of a character's reason of a level."""
        if level >= self.levels:
            return ONE_STEP
        return self.space.relevance.alike(character, Others(budget, min(self.levels - level, DEEP)))

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
        others = self._others(character, level, budget)
        if before is None or not space.relevance.may_begin(action, character, budget, others):
            return None
        if not space.promises(belief, action, character, budget - 1, before, others):
            return None
        after = self._after(belief, action, level)
        if after is None or after == belief:
            return None
        for steps in range(budget):
            if self.can_exceed(after, character, steps, budget - 1, level, before):
                search = _Paths(self, character, level)
                rest = search.find(after, frozenset((belief,)), before, steps, budget - 1)
                if rest is not None:
                    return (action, *rest)
        return None


class _Paths:
    """A depth-first search for a minimal reason of an exact length, over (state, rivals, best)."""

    def __init__(self, reasons: Reasons, character: int, level: int) -> None:
        self.reasons = reasons
        self.character = character
        self.level = level
        self.tried: set[tuple[int, frozenset[int], float, int]] = set()

    def find(self, state: int, rivals: frozenset[int], best: float, steps: int, budget: int) -> tuple[int, ...] | None:
        """The first way in event order to go on for exactly so many actions and beat all rivals."""
        reasons, character, level = self.reasons, self.character, self.level
        space = reasons.space
        if steps == 0:
            utility = space.utility(state, character)
            return () if utility is not None and utility > best else None
        others = reasons._others(character, level, budget)
        if not all(space.has_an_edge(state, rival, character, steps, others) for rival in rivals):
            return None
        key = (state, rivals, best, steps)
        if key in self.tried:
            return None
        self.tried.add(key)
        reasons.effort.spend()
        for action in space.worth_trying(state, character, steps, others):
            if reasons._known_to_refuse(state, action, character, budget, level + 1):
                continue
            if not space.promises(state, action, character, steps - 1, best, others):
                continue
            after = reasons._after(state, action, level)
            if after is None or after == state or after in rivals:
                continue
            if not reasons.can_exceed(after, character, steps - 1, budget - 1, level, best):
                continue
            if not reasons.others_accept(state, action, character, budget, level + 1):
                continue
            outcome, most = self._rivals(state, rivals, action, steps, budget, best)
            if after in outcome:
                continue
            rest = self.find(after, outcome, most, steps - 1, budget - 1)
            if rest is not None:
                return (action, *rest)
        return None

    def _rivals(
        self, state: int, rivals: frozenset[int], action: int, steps: int, budget: int, best: float
    ) -> tuple[frozenset[int], float]:
        """What the proper subsequences reach once `action` has been added after `state`, and their best utility."""
        reasons, character = self.reasons, self.character
        space = reasons.space
        others = reasons._others(character, self.level, budget)
        reached = {state, *rivals}
        for rival in rivals:
            if space.possible(rival, action) and reasons.others_accept(
                rival, action, character, budget, self.level + 1
            ):
                after = reasons._after(rival, action, self.level)
                if after is not None:
                    reached.add(after)
        for rival in reached:
            utility = space.utility(rival, character)
            if utility is not None and utility > best:
                best = utility
        return frozenset(r for r in reached if space.most(r, character, steps - 1, others) > best), best
