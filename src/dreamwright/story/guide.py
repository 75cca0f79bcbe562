"""Who may have a say in how a story goes on. It never decides what a character would have no reason for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from dreamwright.planning import Motive

if TYPE_CHECKING:
    from dreamwright.story.story import Story


class Guide(Protocol):
    """Is asked before a character follows a motive, and before an occasion brings something about.

    Its answers must be a function of the story so far: so a story can be told again.
    """

    def preferred(self, story: Story, character: int, motives: list[Motive]) -> Sequence[Motive] | None:
        """Which motives a character on their turn may follow, the first to be tried first. None: as they like."""
        ...

    def permitted(self, story: Story, groups: list[list[int]]) -> list[list[int]]:
        """Of what is possible on an occasion (each action's ground instances together), what may come about."""
        ...
