"""The space that plans and reasons move in: states, what can be done there, what it leads to.

A thin layer over the engine: an action whose effects or triggers fail (division by zero, no rest) leads nowhere, and
unknown utilities are noted once for each character (specification 5.1).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dreamwright.engine import Engine
from dreamwright.engine.match import Matcher
from dreamwright.errors import EventError
from dreamwright.planning.bounds import Bounds
from dreamwright.planning.facts import union
from dreamwright.planning.relevance import Others, Relevance
from dreamwright.planning.sharing import Sharing

NO_UTILITY = float("-inf")

FAILS = -1
"""In a memory of value vectors: the action cannot be taken."""


class Space:
    """States and actions of one engine, as planning sees them."""

    def __init__(
        self, engine: Engine, like: Space | None = None, consenting: Sequence[tuple[int, ...]] | None = None
    ) -> None:
        """With `like`, what depends on the program alone is taken over from the space of another engine; `consenting`
        replaces, action by action, who has to consent.
        """
        self.engine = engine
        self.consenting = consenting or [event.consenting for event in engine.program.actions]
        self.relevance: Relevance = Relevance(engine.program, self.consenting) if like is None else like.relevance
        self.bounds: Bounds = Bounds(engine, self.relevance) if like is None else like.bounds.renewed(engine)
        self.sharing: Sharing = Sharing(engine, None if like is None else like.sharing)
        self.unknown_utilities: dict[int | None, None] = {}
        self.failing: dict[int, EventError] = {}
        """Actions that led to an error somewhere, with the first such error."""
        self._after: dict[tuple[int, int], int | None] = {}
        self._vectors: dict[tuple[int, int], int | None] = {}
        self._ends_of: dict[tuple[int, int, Others], list[tuple[float, int]]] = {}
        self._consented: dict[tuple[int, ...], tuple[int, ...]] = {}
        self._lasts: dict[tuple[int, int, Others], int] = {}
        """The facts one of which the last action but one brings about, by value vector."""
        self._matchers: dict[frozenset[int], Matcher] = {} if like is None else like._matchers
        self._conceivable_of: dict[tuple[int, frozenset[int]], tuple[int, ...]] = {}
        """By value vector: those of some actions that are possible with it, whatever anybody believes."""
        self._own: dict[int, frozenset[int]] = {}

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

    def own_actions(self, node: int, character: int) -> tuple[int, ...]:
        """The possible actions that a character consents to, in event order."""
        own = self._own.get(character)
        if own is None:
            own = self._own[character] = frozenset(a for a, who in enumerate(self.consenting) if character in who)
        return self._possible_among(node, own)

    def _possible_among(self, node: int, actions: frozenset[int]) -> tuple[int, ...]:
        """The possible ones of some actions, in event order."""
        try:
            return self.engine.possible_among(node, self._conceivable(self.engine.nodes.vector[node], actions))
        except EventError:
            return tuple(a for a in sorted(actions) if self.possible(node, a))

    def _conceivable(self, vector: int, actions: frozenset[int]) -> tuple[int, ...]:
        """Those of some actions that are possible with the values of a vector, whatever anybody believes.

        Raises EventError where one cannot be read.
        """
        key = (vector, actions)
        found = self._conceivable_of.get(key)
        if found is None:
            matcher = self._matchers.get(actions)
            if matcher is None:
                matcher = self._matchers[actions] = self.engine.matcher(actions)
            found = self._conceivable_of[key] = matcher.matching(self.engine.vectors[vector])
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

    def promises(self, node: int, action: int, character: int, steps: int, threshold: float, others: Others) -> bool:
        """Whether a utility above the threshold may be reached by an action and `steps` more.

        Where values do not depend on beliefs this is decided without working out anybody's mind.
        """
        after = self._vector_after(self.engine.nodes.vector[node], action)
        if after is None:
            state = self.after(node, action)
            return state is not None and self.most(state, character, steps, others) > threshold
        if after == FAILS:
            return False
        if steps == 1:
            return self._can_end(after, action, character, threshold, others)
        return self.bounds.most(after, character, steps, others) > threshold

    def has_an_edge(self, state: int, rival: int, character: int, steps: int, others: Others) -> bool:
        """Whether anything in which a state differs from another may be of use to the character in so many actions.

        If not, whatever they do from the one they can do from the other, and get as much.
        """
        nodes = self.engine.nodes
        one, other = nodes.vector[state], nodes.vector[rival]
        if one != other:
            needed = self.relevance.needed(character, steps, others)
            if self.bounds.facts_of(one) & ~self.bounds.facts_of(other) & needed:
                return True
            if self.relevance.links.changed(self.engine.vectors[other], self.engine.vectors[one]) & needed:
                return True
        asked = self.bounds.minds_asked(one, character, steps, others)
        if asked:
            for c, (mind, other_mind) in enumerate(zip(nodes.minds[state], nodes.minds[rival], strict=True)):
                if mind != other_mind and asked >> c & 1:
                    return True
        return False

    def _can_end(self, vector: int, action: int, character: int, threshold: float, others: Others) -> bool:
        """Whether a utility above the threshold is had after an action, or after one more to which it contributes."""
        if self.bounds.most(vector, character, 0, others) > threshold:
            return True
        ends = self._ends(vector, character, others)
        if not ends or ends[0][0] <= threshold:
            return False
        outcome = self.relevance.links.outcome[action]
        if outcome & self.relevance.goals(character):
            return True
        needed = self.relevance.needed_at_last(character, others)
        return any(utility > threshold and outcome & needed[last] for utility, last in ends)

    def _ends(self, vector: int, character: int, others: Others) -> list[tuple[float, int]]:
        """The utilities that one action from a vector leads to, the greatest first, each with the action."""
        key = (vector, character, others)
        found = self._ends_of.get(key)
        if found is None:
            found = []
            for action in self._last_possible(vector, character, others):
                after = self._vector_after(vector, action)
                if after is not None and after != FAILS:
                    found.append((self.bounds.most(after, character, 0, others), action))
            found.sort(reverse=True)
            self._ends_of[key] = found
        return found

    def _last_possible(self, vector: int, character: int, others: Others) -> Iterable[int]:
        """The possible actions that may be the last of a plan; those whose precondition cannot be read among them."""
        actions = self.relevance.actions(character, 1, others)
        try:
            return self._conceivable(vector, actions)
        except EventError:
            return sorted(actions)

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

    def most(self, node: int, character: int, steps: int, others: Others) -> float:
        """An upper bound on the utility of a character within so many actions; with none left, the utility itself."""
        if steps <= 0:
            utility = self.utility(node, character)
            return NO_UTILITY if utility is None else utility
        vector = self.engine.nodes.vector[node]
        if steps == 1 and self.engine.values_alone:
            ends = self._ends(vector, character, others)
            now = self.bounds.most(vector, character, 0, others)
            return max(now, ends[0][0]) if ends else now
        return self.bounds.most(vector, character, steps, others)

    def worth_trying(self, node: int, character: int, steps: int, others: Others) -> tuple[int, ...]:
        """The possible actions that may be the next of a plan of a character with so many steps left."""
        found = self._possible_among(node, self.relevance.actions(character, steps, others))
        return found if steps != 2 else self._leading_on(self.engine.nodes.vector[node], found, character, others)

    def _leading_on(self, vector: int, actions: tuple[int, ...], character: int, others: Others) -> tuple[int, ...]:
        """Of some actions, those that raise the utility of the character or contribute to a last action after them.

        They make one possible that is not, or contribute something else to one that is.
        """
        if not actions or self._vector_after(vector, actions[0]) is None:
            return actions
        key = (vector, character, others)
        useful = self._lasts.get(key)
        if useful is None:
            now = frozenset(self._last_possible(vector, character, others))
            enabling = self.relevance.links.enabling
            missing = union(enabling[a] for a in self.bounds.soon(vector, character, others) if a not in now)
            needed = self.relevance.needed_at_last(character, others)
            useful = self.relevance.goals(character) | missing & ~self.bounds.facts_of(vector)
            useful |= union(needed[last] for last in now)
            self._lasts[key] = useful
        outcome = self.relevance.links.outcome
        return tuple([action for action in actions if outcome[action] & useful])
