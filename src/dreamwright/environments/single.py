"""A world as a Gymnasium environment for one character; everybody else acts for reasons of their own.

    env = WorldEnv("nightfall", "Warden")
    observation, info = env.reset(seed=7)
    action = env.action_space.sample(info["action_mask"])

The reward of a step is by how much better off the character believes they are after it. A choice that they do not
believe possible is one to wait. It is over when nothing more can happen, and cut off after so many days.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gymnasium

from dreamwright.environments.observer import WAIT, Observer
from dreamwright.environments.opening import character_of, open_engines
from dreamwright.story import DAY, Percept, Story
from dreamwright.voices import Narrator

PATIENCE = 60
"""Minutes for which a character who waits does so, if nothing happens to them."""


class WorldEnv(gymnasium.Env[dict[str, Any], Any]):
    """A world from the side of one character. `text=False` leaves the text out, which takes most of the time."""

    metadata = {"render_modes": ["ansi"]}  # noqa: RUF012 - Gymnasium's own form

    def __init__(
        self,
        world: str | Path,
        character: str | None = None,
        *,
        days: float = 3,
        patience: int = PATIENCE,
        text: bool = True,
        render_mode: str | None = None,
    ) -> None:
        """Raises WorldError, and DreamwrightError as `character_of` does."""
        self._engines = open_engines(world)
        program = self._engines.program
        self._last = round(days * DAY)
        self._patience = patience
        self.render_mode = render_mode
        subject = character_of(program, character)
        self.observer = Observer(self._engines.engine(), Narrator(program.world), subject, text=text)
        self.observation_space = self.observer.space
        self.action_space = gymnasium.spaces.Discrete(self.observer.choices)
        self._story: Story | None = None
        self._shown = ""

    def reset(
        self, *, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin the story of a seed; without one, of one that is drawn."""
        super().reset(seed=seed)
        engine = self._engines.engine()
        if engine is not self.observer.engine:
            self.observer.use(engine)
        drawn = int(self.np_random.integers(2**31)) if seed is None else seed
        self._story = Story(engine, drawn, self.observer.subject.index)
        return self._turn(self._story, 0)

    def step(self, action: Any) -> tuple[dict[str, Any], float, bool, bool, dict[str, Any]]:
        """Do what was chosen, and let the story go on to the character's next turn."""
        story, observer = self._story, self.observer
        if story is None:
            raise gymnasium.error.ResetNeeded("reset() comes before step()")
        before = observer.utility(self._mind(story))
        position = len(story.happenings)
        if story.awaiting_subject:
            self._do(story, int(action))
        observation, info = self._turn(story, position)
        reward = observer.utility(self._mind(story)) - before
        over = not story.awaiting_subject and story.minute < self._last
        return observation, reward, over, story.minute >= self._last, info

    def _do(self, story: Story, choice: int) -> None:
        mask = self.observer.mask(self._mind(story))
        action = self.observer.action(choice) if mask[choice] else None
        if action is None:
            story.wait(max(1, min(self._patience, self._last - story.minute)))
        else:
            story.act(action)

    def _turn(self, story: Story, position: int) -> tuple[dict[str, Any], dict[str, Any]]:
        while story.advance(self._last) is not None:
            pass
        mind = self._mind(story)
        found = (story.percept(h, self.observer.subject.index) for h in story.happenings[position:])
        percepts: list[Percept] = [percept for percept in found if percept is not None]
        observation = self.observer.observation(mind, percepts, story.minute)
        self._shown = observation.get("text", "")
        return observation, {"action_mask": self.observer.mask(mind, free=story.awaiting_subject)}

    def _mind(self, story: Story) -> int:
        return story.engine.mind(story.node, self.observer.subject.index)

    def action_masks(self) -> Any:
        """Which actions they believe possible now, as some libraries ask for it."""
        assert self._story is not None
        return self.observer.mask(self._mind(self._story), free=self._story.awaiting_subject).astype(bool)

    def commands(self) -> dict[int, str]:
        """What they believe possible now, in words."""
        return {int(number): self.observer.command(int(number)) for number in self.action_masks().nonzero()[0]}

    def render(self) -> str | None:
        """The text of the last observation."""
        return self._shown if self.render_mode == "ansi" else None


__all__ = ["WAIT", "WorldEnv"]
