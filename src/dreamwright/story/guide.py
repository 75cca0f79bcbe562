"""Who may have a say in how a story goes on. It never decides what a character would have no reason for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from dreamwright.planning import Motive
from dreamwright.story.happening import Source

if TYPE_CHECKING:
    from dreamwright.story.story import Story


class Guide(Protocol):
    """Is asked before a character follows a motive, and before an occasion brings something about.

    Its answers must be a function of the story so far: so a story can be told again.
    """

    def preferred(self, story: Story, character: int, motives: list[Motive]) -> Sequence[Motive]:
        """Which of their motives a character on their turn may follow; among these they choose as they like.

        None: they wait. If none of these can be followed (somebody else would not join in), it is asked again for the
        others.
        """
        ...

    def permitted(self, story: Story, groups: list[list[int]], source: Source) -> list[list[int]]:
        """Of what is possible on an occasion (each action's ground instances together), what may come about.

        `source` is the happening's: `character` for what somebody does out of habit.
        """
        ...
