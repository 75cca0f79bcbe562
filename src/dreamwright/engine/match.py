"""Which of many events have the local part of their precondition met in a value vector.

A decision tree over the atoms `fluent == value` of the preconditions, as in the successor generator of Helmert (2006,
"The Fast Downward planning system", section 5.3.1): a node looks at a few fluents and goes on to the child of the value
that each has; every event stands below one of the fluents it asks about. Where two fluents must have the same value,
that is tested once for all events that ask for it. What is left of a precondition is tested event by event.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from dreamwright.grounding.arithmetic import Code

Vector = tuple[Code, ...]
Requirement = tuple[int, Code] | tuple[int, int, None]
"""An atom (fluent, value), or two fluents that must have the same value."""


@dataclass(slots=True)
class _Node:
    """`tests` are (fluent, children by value) and `pairs` (fluent, fluent, child where both have the same value), all
    to be followed; `events` are found once the node is reached.
    """

    events: list[int] = field(default_factory=list)
    tests: list[tuple[int, dict[Code, _Node]]] = field(default_factory=list)
    pairs: list[tuple[int, int, _Node]] = field(default_factory=list)


class Matcher:
    """Finds events by what they require; `remaining(event, vector)` decides what that leaves open.

    An event may require each fluent to have at most one value.
    """

    def __init__(self, required: dict[int, Sequence[Requirement]], remaining: Callable[[int, Vector], bool]) -> None:
        self._root = _build([(event, list(requirements)) for event, requirements in required.items()])
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
            for one, other, child in node.pairs:
                if vector[one] == vector[other]:
                    stack.append(child)
        found.sort()
        remaining = self._remaining
        return tuple([event for event in found if remaining(event, vector)])


Items = list[tuple[int, list[Requirement]]]
"""Events with the requirements that the way down to here has not tested yet."""


def _build(items: Items) -> _Node:
    node = _Node(events=[event for event, requirements in items if not requirements])
    counts: dict[Hashable, int] = {}
    for _, requirements in items:
        for requirement in requirements:
            looked_at = _looked_at(requirement)
            counts[looked_at] = counts.get(looked_at, 0) + 1
    # Every event goes below what most of them look at.
    groups: dict[Requirement, Items] = {}
    for event, requirements in items:
        if requirements:
            chosen = max(requirements, key=lambda r: (len(r) == 2, counts[_looked_at(r)], -r[0]))
            rest = [requirement for requirement in requirements if requirement is not chosen]
            groups.setdefault(chosen, []).append((event, rest))
    children: dict[int, dict[Code, _Node]] = {}
    for requirement, group in groups.items():
        if len(requirement) == 2:
            children.setdefault(requirement[0], {})[requirement[1]] = _build(group)
        else:
            node.pairs.append((requirement[0], requirement[1], _build(group)))
    node.tests.extend(children.items())
    return node


def _looked_at(requirement: Requirement) -> Hashable:
    return requirement[0] if len(requirement) == 2 else requirement
