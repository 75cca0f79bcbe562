"""Which states are the same for planning: beliefs deeper than any question can see are cut off.

Limits bound how deep minds are looked into: a reason at the deepest level reads values, one level up the minds of
others, and so on. Two states that agree down to that depth get the same answers, if nothing that lies deeper can
rise: no event may read more deeply than it writes. Whether that holds is decided from the program; where it does not,
every state stands for itself.
"""

from __future__ import annotations

from dreamwright.engine import Engine
from dreamwright.engine.leveled import depth_of, lets_depth_rise
from dreamwright.grounding.formula import Condition, Value
from dreamwright.grounding.program import Program


class Sharing:
    """Representatives of states that agree to a depth (0: values only; 1: and the values of minds; ...)."""

    def __init__(self, engine: Engine) -> None:
        self._nodes = engine.nodes
        self.exact = not any(lets_depth_rise(event) for event in engine.program.events)
        self.reading = _reading_depth(engine.program)
        self._class: list[dict[int, int]] = []
        self._known: list[dict[tuple[int, ...], int]] = []
        self._first: list[list[int]] = []

    def depth(self, level: int, levels: int) -> int:
        """How deep a question of level `level` looks, when reasons have several actions down to `levels`."""
        return max(0, levels + 1 - level) + self.reading

    def representative(self, node: int, depth: int) -> int:
        """The first state met that agrees with this one to a depth."""
        if not self.exact:
            return node
        return self._first[depth][self._class_of(node, depth)] if depth < len(self._class) else self._new(node, depth)

    def _new(self, node: int, depth: int) -> int:
        while len(self._class) <= depth:
            self._class.append({})
            self._known.append({})
            self._first.append([])
        return self._first[depth][self._class_of(node, depth)]

    def _class_of(self, node: int, depth: int) -> int:
        classes = self._class[depth]
        found = classes.get(node)
        if found is None:
            vector = self._nodes.vector[node]
            if depth == 0:
                key: tuple[int, ...] = (vector,)
            else:
                key = (vector, *[self._class_of(mind, depth - 1) for mind in self._nodes.minds[node]])
            known = self._known[depth]
            found = known.get(key)
            if found is None:
                found = known[key] = len(self._first[depth])
                self._first[depth].append(node)
            classes[node] = found
        return found


def _reading_depth(program: Program) -> int:
    """How deep preconditions of actions, their observing clauses and utilities look."""
    items: list[Condition | Value] = [event.precondition for event in program.actions]
    items += [condition for event in program.actions for condition in event.observing]
    items += program.utilities.values()
    return max((depth_of(item) for item in items), default=0)
