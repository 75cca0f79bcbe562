"""The inner interface: everything that searches ask of an engine, in integers and flat arrays.

States, events, characters and value vectors are numbers from 0 up; a state's vector and its minds are read from
`nodes`, a vector's values from `vectors`. An engine in another language can take the place of the Python ones by
offering these calls with the same answers; the Python engines are its definition, `tests/reference/` theirs.

The rooms above use an engine in two ways. Searches (`planning/`) use what is listed here and nothing else, which a
test checks. Those that tell stories use more of `Engine` besides, but never in an inner loop.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from dreamwright.grounding.arithmetic import Code
from dreamwright.grounding.program import Program

Vector = tuple[Code, ...]


class States(Protocol):
    """The states of an engine, as two flat lists that only grow; a state is a place in both."""

    vector: list[int]
    """For each state the number of its value vector."""
    minds: list[tuple[int, ...]]
    """For each state, and each character, the state that they take to be the case."""

    def __len__(self) -> int: ...


class Finder(Protocol):
    """Finds which of some events are possible with the values of a vector, whatever anybody believes."""

    def matching(self, vector: Vector) -> tuple[int, ...]:
        """In ascending order."""
        ...


class SearchEngine(Protocol):
    """What a search asks of an engine."""

    program: Program
    vectors: list[Vector]
    """All value vectors so far: for each fluent an entity's number, 0 or 1, a number, or None for unknown."""
    memory: dict[Hashable, Any]
    """For searches to keep what they have found out about these states as long as the states live."""

    @property
    def nodes(self) -> States: ...

    @property
    def values_alone(self) -> bool:
        """Whether `vector_after` has an answer: what values become does not depend on beliefs."""
        ...

    @property
    def initial(self) -> int:
        """The initial state at rest."""
        ...

    def mind(self, node: int, character: int) -> int:
        """The state that a character takes to be the case."""
        ...

    def possible(self, node: int, event: int) -> bool:
        """Whether the precondition of an event holds in a state."""
        ...

    def possible_actions(self, node: int) -> tuple[int, ...]:
        """The actions whose precondition holds, in event order."""
        ...

    def possible_among(self, node: int, actions: Iterable[int]) -> tuple[int, ...]:
        """Those of some actions whose precondition holds; they are possible with the values of the state."""
        ...

    def matcher(self, events: Iterable[int]) -> Finder:
        """Finds which of some events are possible with the values of a vector, whatever anybody believes."""
        ...

    def apply(self, node: int, action: int) -> int:
        """The state after an action, at rest. Raises EventError."""
        ...

    def vector_after(self, vector: int, action: int) -> int | None:
        """The number of the value vector after an action, if the vector before alone decides it; else None."""
        ...

    def utility(self, node: int, character: int | None) -> float | None:
        """The utility of a character (None: the author) read in this very state; None is unknown."""
        ...


if TYPE_CHECKING:
    from dreamwright.engine.engine import Engine

    def _offers_all(engine: Engine) -> SearchEngine:
        """The type checker holds the engines to the list."""
        return engine
