"""Motifs: what is marked as apt to come back from one layer of a dream into another, and the memory of it.

Authors mark declarations with `motif: 0.7`: actions, entities, properties. A percept shows a motif if it is of such an
action, names such an entity, or changed such a property in what its perceiver believes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dreamwright.grounding import Program
from dreamwright.language.world import Entity
from dreamwright.story import Percept


@dataclass(frozen=True, slots=True)
class Memory:
    """How vividly one motif of an earlier layer is remembered (0..1), and how often it has come back since."""

    vividness: float
    repeats: int = 0


class Motifs:
    """What a subject remembers of earlier layers."""

    def __init__(self, vividness: dict[str, float] | None = None) -> None:
        self._memories = {motif: Memory(vivid) for motif, vivid in (vividness or {}).items()}

    def remember(self, motif: str, vividness: float = 1.0) -> None:
        """Take a motif along into the layers that follow; the most vivid memory of it counts."""
        known = self._memories.get(motif, Memory(0.0))
        self._memories[motif] = replace(known, vividness=max(known.vividness, min(1.0, max(0.0, vividness))))

    def copy(self) -> Motifs:
        """The same memories, to go on by themselves."""
        other = Motifs()
        other._memories = {**self._memories}
        return other

    def come_back(self, program: Program, percept: Percept) -> list[tuple[str, float]]:
        """The motifs of earlier layers that a percept repeats, each with its weight, and note that it does.

        The weight is the author's times how vivid the memory is, times 1/2 at the first repeat, 3/4 at the second, 7/8
        at the third, and so on: once may be chance.
        """
        found: list[tuple[str, float]] = []
        for motif, mark in dict(motifs_of(program, percept)).items():
            memory = self._memories.get(motif)
            if memory is not None and memory.vividness > 0:
                memory = self._memories[motif] = replace(memory, repeats=memory.repeats + 1)
                found.append((motif, mark * memory.vividness * (1 - 0.5**memory.repeats)))
        return found


def motifs_of(program: Program, percept: Percept) -> Iterator[tuple[str, float]]:
    """The motifs that a percept shows, by kind and name, each with its mark."""
    marks = []
    if percept.event is not None:
        event = program.events[percept.event]
        marks.append((f"action {event.event.name}", event.event.attributes))
        marks += [(f"entity {a.name}", a.attributes) for a in event.arguments if isinstance(a, Entity)]
    marks += [(f"property {change[0].name}", change[0].attributes) for change in percept.changes]
    for name, attributes in marks:
        if attributes.motif:
            yield name, attributes.motif
