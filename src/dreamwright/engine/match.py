"""Which of many events have the local part of their precondition met in a value vector.

A decision tree over the atoms `fluent == value` of the preconditions, as in the successor generator of Helmert (2006,
"The Fast Downward planning system", section 5.3.1): a node looks at a few fluents and goes on to the child of the value
that each has; every event stands below one of the fluents it asks about. What is left of a precondition after those
atoms is tested event by event.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dreamwright.grounding.arithmetic import Code

Vector = tuple[Code, ...]
Requirements = Sequence[tuple[int, Code]]
"""Atoms (fluent, value) that all have to hold, each fluent at most once."""


@dataclass(slots=True)
class _Node:
    """`tests` are (fluent, children by value), all to be followed; `events` are found once the node is reached."""

    events: list[int] = field(default_factory=list)
    tests: list[tuple[int, dict[Code, _Node]]] = field(default_factory=list)


class Matcher:
    """Finds events by their required atoms; `remaining(event, vector)` decides what the atoms leave open."""

    def __init__(self, required: dict[int, Requirements], remaining: Callable[[int, Vector], bool]) -> None:
        items = [(event, list(atoms)) for event, atoms in required.items()]
        self._root = _build(items)
        self._remaining = remaining

    def matching(self, vector: Vector) -> tuple[int, ...]:
        """The matching events in ascending order."""
        found: list[int] = []
        stack = [self._root]
        while stack:
            node = stack.pop()
            found += node.events
            for fluent, children in node.tests:
                child = children.get(vector[fluent])
                if child is not None:
                    stack.append(child)
        found.sort()
        remaining = self._remaining
        return tuple([event for event in found if remaining(event, vector)])


Items = list[tuple[int, list[tuple[int, Code]]]]
"""Events with the atoms that the way down to here has not tested yet."""


def _build(items: Items) -> _Node:
    node = _Node(events=[event for event, atoms in items if not atoms])
    counts: dict[int, int] = {}
    for _, atoms in items:
        for fluent, _ in atoms:
            counts[fluent] = counts.get(fluent, 0) + 1
    # Every event goes below the fluent that most of them look at.
    groups: dict[int, dict[Code, Items]] = {}
    for event, atoms in items:
        if atoms:
            chosen = max(atoms, key=lambda atom: (counts[atom[0]], -atom[0]))
            rest = [atom for atom in atoms if atom is not chosen]
            groups.setdefault(chosen[0], {}).setdefault(chosen[1], []).append((event, rest))
    for fluent, by_value in groups.items():
        node.tests.append((fluent, {value: _build(group) for value, group in by_value.items()}))
    return node
