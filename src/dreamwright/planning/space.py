"""The space that plans and reasons move in: states, what can be done there, what it leads to.

A thin layer over the engine: an action whose effects or triggers fail (division by zero, no rest) leads nowhere, and
unknown utilities are noted once for each character (specification 5.1).
"""

from __future__ import annotations

from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.planning.bounds import Bounds
from dreamwright.planning.relevance import Relevance
from dreamwright.planning.sharing import Sharing

NO_UTILITY = float("-inf")

FAILS = -1
"""In a memory of value vectors: the action cannot be taken."""


class Space:
    """States and actions of one engine, as planning sees them."""

    def __init__(self, engine: Engine, like: Space | None = None) -> None:
        """With `like`, what depends on the program alone is taken over from the space of another engine."""
        self.engine = engine
        self.relevance: Relevance = Relevance(engine.program) if like is None else like.relevance
        self.bounds: Bounds = Bounds(engine, self.relevance) if like is None else like.bounds.renewed(engine)
        self.sharing = Sharing(engine)
        self.consenting = [event.consenting for event in engine.program.actions]
        self.unknown_utilities: dict[int | None, None] = {}
        self.failing: dict[int, EventError] = {}
        """Actions that led to an error somewhere, with the first such error."""
        self._after: dict[tuple[int, int], int | None] = {}
        self._vectors: dict[tuple[int, int], int | None] = {}
        self._best: dict[tuple[int, int], float] = {}
        self._consented: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._worth: dict[tuple[tuple[int, ...], int, int], tuple[int, ...]] = {}

    def actions(self, node: int) -> tuple[int, ...]:
        """The possible actions, in event order."""
        try:
            return self.engine.possible_actions(node)
        except EventError:
            return tuple(a for a in range(self.engine.program.action_count) if self.possible(node, a))

    def willed_actions(self, node: int) -> tuple[int, ...]:
        """The possible actions that somebody consents to."""
        actions = self.actions(node)
        found = self._consented.get(actions)
        if found is None:
            found = self._consented[actions] = tuple(a for a in actions if self.consenting[a])
        return found

    def possible(self, node: int, action: int) -> bool:
        """Whether an action is possible; one whose precondition cannot be read is not."""
        try:
            return self.engine.possible(node, action)
        except EventError as error:
            self.failing.setdefault(action, error)
            return False

    def after(self, node: int, action: int) -> int | None:
        """The state after an action, or None when taking it fails."""
        key = (node, action)
        if key in self._after:
            return self._after[key]
        try:
            found: int | None = self.engine.apply(node, action)
        except EventError as error:
            self.failing.setdefault(action, error)
            found = None
        self._after[key] = found
        return found

    def promises(self, node: int, action: int, character: int, steps: int, threshold: float) -> bool:
        """Whether a utility above the threshold may be reached by an action and `steps` more.

        Where values do not depend on beliefs this is decided without working out anybody's mind.
        """
        after = self._vector_after(self.engine.nodes.vector[node], action)
        if after is None:
            state = self.after(node, action)
            return state is not None and self.most(state, character, steps) > threshold
        if after == FAILS:
            return False
        if steps == 1:
            return self._best_of_next(after, character) > threshold
        return self.bounds.most(after, character, steps) > threshold

    def _best_of_next(self, vector: int, character: int) -> float:
        """The most utility within one action from a vector, by trying all that may matter."""
        key = (vector, character)
        found = self._best.get(key)
        if found is None:
            found = self.bounds.most(vector, character, 0)
            relevant = self.relevance.actions(character, 1)
            for action in self.engine.conceivable_actions(vector):
                if action in relevant:
                    after = self._vector_after(vector, action)
                    if after is not None and after != FAILS:
                        found = max(found, self.bounds.most(after, character, 0))
            self._best[key] = found
        return found

    def _vector_after(self, vector: int, action: int) -> int | None:
        """As `Engine.vector_after`; FAILS when the action cannot be taken."""
        key = (vector, action)
        if key not in self._vectors:
            try:
                self._vectors[key] = self.engine.vector_after(vector, action)
            except EventError as error:
                self.failing.setdefault(action, error)
                self._vectors[key] = FAILS
        return self._vectors[key]

    def utility(self, node: int, character: int | None) -> float | None:
        """The utility read in a node; unknown ones (None) and unreadable ones are noted."""
        try:
            found = self.engine.utility(node, character)
        except EventError:
            found = None
        if found is None:
            self.unknown_utilities.setdefault(character)
        return found

    def most(self, node: int, character: int, steps: int) -> float:
        """An upper bound on the utility of a character within so many actions; with none left, the utility itself."""
        if steps <= 0:
            utility = self.utility(node, character)
            return NO_UTILITY if utility is None else utility
        return self.bounds.most(self.engine.nodes.vector[node], character, steps)

    def worth_trying(self, node: int, character: int, steps: int) -> tuple[int, ...]:
        """The possible actions that may be the next of a plan of a character with so many steps left."""
        actions = self.willed_actions(node)
        key = (actions, character, steps)
        found = self._worth.get(key)
        if found is None:
            relevant = self.relevance.actions(character, steps)
            found = self._worth[key] = tuple([a for a in actions if a in relevant])
        return found
