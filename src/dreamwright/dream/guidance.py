"""Who has a say in the innermost layer's story: its director, and what an operator holds back."""

from __future__ import annotations

from collections.abc import Sequence

from dreamwright.director import Director
from dreamwright.dream.levels import Level
from dreamwright.planning import Motive
from dreamwright.story import Story
from dreamwright.story.happening import Source


class Guidance:
    """Passes what a level's story asks on to the director, if there is one, without what is withheld."""

    def __init__(self, level: Level, director: Director | None) -> None:
        self.director = director
        self._level = level

    def preferred(self, story: Story, character: int, motives: list[Motive]) -> Sequence[Motive]:
        """As the director has it."""
        return motives if self.director is None else self.director.preferred(story, character, motives)

    def permitted(self, story: Story, groups: list[list[int]], source: Source) -> list[list[int]]:
        """As the director has it, of what is not withheld."""
        kept = [[action for action in group if action not in self._level.withheld] for group in groups]
        kept = [group for group in kept if group]
        return kept if self.director is None else self.director.permitted(story, kept, source)
