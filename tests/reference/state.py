"""States and their sharing: 4.1.

A state has a value for every ground property and, for every character, another state: its mind. A *draft* is a state
still being made by one outermost step; a *node* is a finished one, and no two nodes are the same. Two states are the
same unless some chain of characters leads to different values; that is found by refining a partition of everything
there is, until it stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from dreamwright.language.world import Entity
from reference.forms import Happening, Place, Value


@dataclass(eq=False)
class State:
    """A draft or a node. `previous` and `event` say how a draft came about."""

    values: dict[Place, Value]
    previous: State | None = None
    event: Happening | None = None
    minds: dict[Entity, State] = field(default_factory=dict)
    next: dict[Happening, State] = field(default_factory=dict)
    is_node: bool = False

    def key(self) -> tuple[Value, ...]:
        return tuple(self.values.values())


class Store:
    """All nodes of one world."""

    def __init__(self, characters: tuple[Entity, ...]) -> None:
        self.characters = characters
        self.nodes: list[State] = []

    def intern(self, drafts: list[State]) -> dict[State, State]:
        """The node of every draft; all pointers lead to nodes afterwards."""
        blocks = self._partition(self.nodes + drafts)
        of_block: dict[int, State] = {}
        for state in self.nodes + drafts:  # a node, if there is one, comes before every draft
            of_block.setdefault(blocks[state], state)
        node_of = {state: of_block[blocks[state]] for state in self.nodes + drafts}
        for draft in drafts:
            if node_of[draft] is draft:
                draft.is_node = True
                self.nodes.append(draft)
            else:
                for event, successor in draft.next.items():
                    node_of[draft].next.setdefault(event, successor)
        for node in self.nodes:
            node.minds = {character: node_of[mind] for character, mind in node.minds.items()}
            node.next = {event: node_of[successor] for event, successor in node.next.items()}
        return {draft: node_of[draft] for draft in drafts}

    def _partition(self, states: list[State]) -> dict[State, int]:
        """The coarsest partition in which states of one block agree in values and in the blocks of their minds."""
        blocks = _numbered({state: state.key() for state in states})
        while True:
            finer = _numbered(
                {s: (blocks[s], *(blocks[s.minds[character]] for character in self.characters)) for s in states}
            )
            if len(set(finer.values())) == len(set(blocks.values())):
                return finer
            blocks = finer


def _numbered(keys: dict[State, tuple[object, ...]]) -> dict[State, int]:
    numbers: dict[tuple[object, ...], int] = {}
    return {state: numbers.setdefault(key, len(numbers)) for state, key in keys.items()}
