"""Who has a say in the innermost layer's story: the subject's own suspicion, its director, and what is withheld."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dreamwright.director import Director
from dreamwright.dream.attentive import willing
from dreamwright.dream.levels import Level
from dreamwright.lucidity import Witness
from dreamwright.planning import Motive
from dreamwright.story import Story
from dreamwright.story.happening import Source


class Guidance:
    """Passes what a level's story asks on to the director, if there is one, without what is withheld.

    `sense`: the sense of reality of a subject who acts by themselves and pays attention; None: of nobody else's.
    """

    def __init__(self, level: Level, director: Director | None, sense: Callable[[], Witness] | None = None) -> None:
        self.director = director
        self._sense = sense
        self._level = level

    def preferred(self, story: Story, character: int, motives: list[Motive]) -> Sequence[Motive]:
        """As the director has it, of what the subject is willing to do."""
        found = list(motives if self._sense is None else willing(story, self._sense(), character, motives))
        return found if self.director is None or not found else self.director.preferred(story, character, found)

    def permitted(self, story: Story, groups: list[list[int]], source: Source) -> list[list[int]]:
        """As the director has it, of what is not withheld."""
        kept = [[action for action in group if action not in self._level.withheld] for group in groups]
        kept = [group for group in kept if group]
        return kept if self.director is None else self.director.permitted(story, kept, source)
