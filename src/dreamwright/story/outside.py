"""What can be done to a story from outside it: by a dream, a director, an operator.

Whatever it is becomes a happening like any other, so that each story alone is still its events.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from dreamwright.story.attempt import TRYING, carry_out
from dreamwright.story.happening import Fact, Happening, Source

if TYPE_CHECKING:
    from dreamwright.story.story import Story


class Outside:
    """The hands that reach into a story. Each method gives what has happened."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def recall(self, character: int, facts: Iterable[Fact], source: Source = "dream") -> Happening | None:
        """A character comes to believe what they know from outside this story; nobody notices.

        None, and nothing has happened, if they believe all that already. Raises EventError as `Engine.tell` does.
        """
        story = self._story
        mind = story.engine.mind(story.node, character)
        news = tuple(fact for fact in facts if self._is_news(mind, fact))
        if not news:
            return None
        draft = story.draft("recall", None, character, source, 0)
        after = story.engine.tell(story.node, character, news)
        return story.done(story.happen(replace(draft, after=after, learned=((character, news),))))

    def cause(self, action: int, source: Source) -> Happening:
        """An action of nobody's comes about now. Raises ValueError if it is somebody's, or not possible."""
        story = self._story
        event = story.engine.program.events[action]
        if event.consenting:
            raise ValueError(f"{event.name} takes somebody who wants it")
        if not story.is_possible(action):
            raise ValueError(f"{event.name} is not possible now")
        return story.done(story.take(action, None, source))

    def hold(self, character: int, source: Source) -> Happening:
        """From now on a character does nothing by themselves. Raises ValueError if that is so already."""
        return self._held(character, source, held=True)

    def release(self, character: int, source: Source) -> Happening:
        """A character who was held acts by themselves again. Raises ValueError if they were not."""
        return self._held(character, source, held=False)

    def act_as(self, character: int, action: int, source: Source = "operator") -> Happening:
        """A character who is held does an action, tries it, or proposes it to those who must join in.

        Raises ValueError if they are not held, are busy, or have no part in it or do not believe it possible.
        """
        story = self._story
        event = story.engine.program.events[action]
        if not story.is_held(character) or story.busy_until(character) > story.minute:
            raise ValueError("they are not to be moved now")
        situation = story.situation
        if character not in event.consenting or not situation.believed_possible(action, character):
            raise ValueError(f"{event.name} is nothing that they believe they can do")
        others = [c for c in event.consenting if c not in (character, story.subject)]
        asked = {c: situation.assent(action, c) for c in others}
        refused_by = tuple(c for c, assent in asked.items() if assent is None)
        if refused_by:
            proposal = story.draft("refused", action, character, source, TRYING)
            return story.done(story.happen(replace(proposal, refused_by=refused_by), busy=(character,)))
        assents = tuple(a for a in asked.values() if a is not None)
        if story.subject in event.consenting and story.subject is not None:
            return story.done(story.happen(story.draft("offer", action, character, source, 0, assents=assents)))
        return story.done(story.take(action, character, source, assents=assents))

    def foresee(self, action: int, actor: int | None, source: Source) -> Happening:
        """What would come of an action now. Nothing has happened."""
        story = self._story
        duration = max(1, story.engine.program.events[action].event.attributes.duration)
        return carry_out(story.engine, story.draft("action", action, actor, source, duration))

    def _held(self, character: int, source: Source, *, held: bool) -> Happening:
        story = self._story
        if story.is_held(character) is held:
            raise ValueError("that is so already")
        story.set_held(character, held)
        draft = story.draft("held" if held else "released", None, character, source, 0)
        return story.done(story.happen(replace(draft, perceivers=())))

    def _is_news(self, mind: int, fact: Fact) -> bool:
        property_, arguments, value = fact
        engine = self._story.engine
        can_change = engine.program.place(property_, arguments) is not None
        return can_change and engine.read(mind, property_, arguments) != value
