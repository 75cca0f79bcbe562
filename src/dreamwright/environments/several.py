"""A world as a PettingZoo environment for several characters; whoever else there is acts by themselves.

Time goes in rounds of some minutes. In a round everybody chooses, and what they chose is done in the order of the
world's characters; then the others act until the round is over. What takes the consent of several of those played is
done when all of them have chosen it, in this round or the one before: until then it is a proposal, and they know of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pettingzoo

from dreamwright.environments.extras import needed
from dreamwright.environments.observer import Observer
from dreamwright.environments.opening import character_of, open_engines
from dreamwright.story import DAY, Percept, Story
from dreamwright.voices import Narrator

ROUND = 10
"""Minutes."""


class CompanyEnv(pettingzoo.ParallelEnv[str, Any, int]):  # type: ignore[misc]  # it has no types
    """A world from the sides of several characters, all of whom choose at once. By default everybody is played."""

    metadata = {"render_modes": [], "name": "dreamwright_v0", "is_parallelizable": True}  # noqa: RUF012

    def __init__(
        self,
        world: str | Path,
        characters: Sequence[str] | None = None,
        *,
        days: float = 1,
        minutes: int = ROUND,
        text: bool = False,
    ) -> None:
        """`minutes` is how long a round is. With `text` there is one in the info of each agent (PettingZoo's own tests
        know no texts in observations). Raises WorldError, and DreamwrightError as `character_of` does."""
        spaces = needed("gymnasium.spaces")
        self._engines = open_engines(world)
        program = self._engines.program
        self._minutes = minutes
        self._text = text
        self._last = round(days * DAY)
        names = [c.name for c in program.world.characters] if characters is None else characters
        subjects = sorted((character_of(program, name) for name in names), key=lambda subject: subject.index)
        narrator, engine = Narrator(program.world), self._engines.engine()
        self.observers = {s.name: Observer(engine, narrator, s, text=False) for s in subjects}
        self.possible_agents = list(self.observers)
        self.agents: list[str] = []
        self._observation_spaces = {
            name: spaces.Dict({"observation": o.space, "action_mask": spaces.MultiBinary(o.choices)})
            for name, o in self.observers.items()
        }
        self._action_spaces = {name: spaces.Discrete(o.choices) for name, o in self.observers.items()}
        self.render_mode = None
        self._drawing = needed("numpy.random").default_rng()

    def observation_space(self, agent: str) -> Any:
        """What an agent observes: `observation`, and `action_mask` of what they believe possible."""
        return self._observation_spaces[agent]

    def action_space(self, agent: str) -> Any:
        """What an agent may choose; 0 is to wait."""
        return self._action_spaces[agent]

    def reset(
        self, seed: int | None = None, options: dict[str, Any] | None = None
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Begin the story of a seed; without one, of one that is drawn."""
        if seed is not None:
            self._drawing = needed("numpy.random").default_rng(seed)
        engine = self._engines.engine()
        for observer in self.observers.values():
            if observer.engine is not engine:
                observer.use(engine)
        held = [observer.subject.index for observer in self.observers.values()]
        self._story = Story(engine, int(self._drawing.integers(2**31)) if seed is None else seed, held=held)
        self.agents = list(self.possible_agents)
        self._standing: dict[int, int] = {}
        self._seen = 0
        self._story.advance(0)
        return self._observations()

    def step(self, actions: Mapping[str, int]) -> tuple[dict[str, Any], ...]:
        """One round: observations, rewards, terminations, truncations, infos."""
        story = self._story
        before = {agent: self._utility(agent) for agent in self.agents}
        self._seen = len(story.happenings)
        self._carry_out(actions)
        until = min(self._last, story.minute + self._minutes)
        while story.advance(until) is not None:
            pass
        story.minute = max(story.minute, until)  # where nobody else is due, time passes all the same
        observations, infos = self._observations()
        rewards = {agent: self._utility(agent) - before[agent] for agent in self.agents}
        agents = self.agents
        cut = story.minute >= self._last
        if cut:
            self.agents = []
        return observations, rewards, dict.fromkeys(agents, False), dict.fromkeys(agents, cut), infos

    def _carry_out(self, actions: Mapping[str, int]) -> None:
        """What was chosen, as far as it is believed possible and agreed upon."""
        chosen: dict[int, int] = {}
        for agent, observer in self.observers.items():
            choice = int(actions.get(agent, 0))
            action = observer.action(choice) if self._mask(agent)[choice] else None
            if action is not None:
                chosen[observer.subject.index] = action
        standing, self._standing = self._standing, {}
        done: set[int] = set()
        for who, action in chosen.items():
            if action in done or not self._may(who, action):
                continue
            if all(action in (chosen.get(other), standing.get(other)) for other in self._partners(who, action)):
                self._do(who, action)
                done.add(action)
            else:
                story = self._story
                story.done(story.happen(story.draft("offer", action, who, "operator", 0)))
                self._standing[who] = action

    def _do(self, who: int, action: int) -> None:
        """An action all played partners have agreed to; the others are asked."""
        story = self._story
        played = {observer.subject.index for observer in self.observers.values()}
        others = [c for c in story.engine.program.events[action].consenting if c not in played]
        if any(story.situation.assent(action, other) is None for other in others):
            story.outside.act_as(who, action)  # it is refused, which takes its time and is perceived
        else:
            story.done(story.take(action, who, "operator"))

    def _partners(self, who: int, action: int) -> list[int]:
        """Who else among those played must consent."""
        played = {observer.subject.index for observer in self.observers.values()}
        return [c for c in self._story.engine.program.events[action].consenting if c != who and c in played]

    def _may(self, who: int, action: int) -> bool:
        """Whether everybody played is still free for it, and whoever chose it still believes it possible."""
        story = self._story
        everybody = (who, *self._partners(who, action))
        free = all(story.busy_until(c) <= story.minute for c in everybody)
        return free and story.situation.believed_possible(action, who)

    # ------------------------------------------------------------------------------------------ what they see
    def _mind(self, agent: str) -> int:
        return self._story.engine.mind(self._story.node, self.observers[agent].subject.index)

    def _utility(self, agent: str) -> float:
        return self.observers[agent].utility(self._mind(agent))

    def _mask(self, agent: str) -> Any:
        who = self.observers[agent].subject.index
        free = self._story.busy_until(who) <= self._story.minute
        return self.observers[agent].mask(self._mind(agent), free=free)

    def _observations(self) -> tuple[dict[str, Any], dict[str, Any]]:
        story, seen = self._story, self._story.happenings[self._seen :]
        found: dict[str, Any] = {}
        infos: dict[str, Any] = {}
        for agent in self.agents:
            observer, mind = self.observers[agent], self._mind(agent)
            percepts: list[Percept] = [p for h in seen if (p := story.percept(h, observer.subject.index)) is not None]
            observation = observer.observation(mind, percepts, story.minute)
            found[agent] = {"observation": observation, "action_mask": self._mask(agent)}
            infos[agent] = {"text": observer.told(mind, percepts, story.minute)} if self._text else {}
        return found, infos


def company(world: str | Path, characters: Sequence[str] | None = None, **settings: Any) -> Any:
    """The same as an AEC environment, in which they choose one after the other."""
    conversions = needed("pettingzoo.utils.conversions")
    return conversions.parallel_to_aec(CompanyEnv(world, characters, **settings))
