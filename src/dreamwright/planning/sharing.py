"""Which states are the same for planning: beliefs deeper than any question can see are cut off.

Limits bound how deep minds are looked into: a reason at the deepest level reads values, one level up the minds of
others, and so on. Two states that agree down to that depth get the same answers, if nothing that lies deeper can
rise: no event may read more deeply than it writes. Whether that holds is decided from the program; where it does not,
every state stands for itself. Where what is deeper does not even surprise anybody, what is thought about is the state
without it: then nobody's deeper beliefs are worked out for what is only imagined.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dreamwright.engine import Engine
from dreamwright.engine.leveled import LeveledNodes, depth_of, lets_depth_rise, reads_deeper_than_it_writes
from dreamwright.grounding.formula import Condition, Value
from dreamwright.grounding.program import GroundEvent, Program

ENDLESS = 1_000
"""More levels than any state has."""


@dataclass(frozen=True, slots=True)
class _Reads:
    """How deep the events of a program look."""

    willed: int
    """The actions that somebody consents to."""
    all: int
    """All actions."""
    exact: bool
    """Whether none reads more deeply than it writes."""
    can_be_cut: bool
    """Whether what lies deeper does not even surprise anybody."""

    @staticmethod
    def of(program: Program) -> _Reads:
        willed = [event for event in program.actions if event.consenting]
        return _Reads(
            willed=_reading_depth(program, willed),
            all=_reading_depth(program, program.actions),
            exact=not any(lets_depth_rise(event) for event in program.events),
            can_be_cut=not any(reads_deeper_than_it_writes(event) for event in (*willed, *program.triggers)),
        )


class Sharing:
    """Representatives of states that agree to a depth (0: values only; 1: and the values of minds; ...)."""

    def __init__(self, engine: Engine, like: Sharing | None = None) -> None:
        """With `like`, what depends on the program alone is taken over from it."""
        self._nodes = engine.nodes
        self._leveled = engine.nodes if isinstance(engine.nodes, LeveledNodes) else None
        self._reads: _Reads = _Reads.of(engine.program) if like is None else like._reads
        self.exact = self._reads.exact
        self._class: list[dict[int, int]] = []
        self._known: list[dict[tuple[int, ...], int]] = []
        self._first: list[list[int]] = []

    def depth(self, level: int, levels: int) -> int:
        """How deep a question of level `level` looks, when reasons have several actions down to `levels`.

        Level 0 is the story itself, in which also what nobody wills can happen.
        """
        return max(0, levels + 1 - level) + (self._reads.willed if level else self._reads.all)

    def deepest(self, level: int, levels: int) -> int:
        """How many levels of a state count in such a question; without an end where it cannot be told."""
        return self.depth(level, levels) if self.exact and self._reads.can_be_cut else ENDLESS

    def representative(self, node: int, depth: int) -> int:
        """A state that agrees with this one to a depth: cut off there, or the first met that does."""
        if not self.exact:
            return node
        if self._reads.can_be_cut and self._leveled is not None:
            return self._leveled.cut(node, depth)
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


def _reading_depth(program: Program, actions: Sequence[GroundEvent]) -> int:
    """How deep preconditions of some actions, their observing clauses and all utilities look."""
    items: list[Condition | Value] = [event.precondition for event in actions]
    items += [condition for event in actions for condition in event.observing]
    items += program.utilities.values()
    return max((depth_of(item) for item in items), default=0)
