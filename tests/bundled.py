"""Words for asking a bundled world about itself, doing things in it, and letting it unfold."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import dreamwright
from dreamwright.engine import LeveledEngine
from dreamwright.grounding import ground
from dreamwright.language import load
from dreamwright.language.world import Entity
from dreamwright.story import Story
from dreamwright.voices import check_texts

WORLDS = Path(dreamwright.__file__).parent / "worlds"


@dataclass(frozen=True)
class Run:
    """What came of one seed."""

    hash: str
    node: int
    faults: int
    actors: Counter[str]
    deeds: Counter[str]
    causeless: list[str]  # done neither for a motive nor out of habit, though somebody had to want it


class Bundled:
    """A bundled world, grounded once."""

    def __init__(self, name: str) -> None:
        self.world = load(WORLDS / f"{name}.world")
        self.program = ground(self.world)
        self.engine = LeveledEngine(self.program)
        self.start = self.engine.initial
        self.entities = {entity.name: entity for entity in self.world.entities}
        self.properties = {p.name: p for p in self.world.properties}

    def value(self, node: int, name: str, *arguments: str) -> object:
        found = self.engine.read(node, self.properties[name], tuple(self.entities[a] for a in arguments))
        return found.name if isinstance(found, Entity) else found

    def mind(self, node: int, *chain: str) -> int:
        for name in chain:
            node = self.engine.mind(node, self.entities[name].index)
        return node

    def after(self, *actions: str, node: int | None = None) -> int:
        """The state after actions, each of which must be possible where it is taken."""
        node = self.start if node is None else node
        for action in actions:
            assert self.possible(node, action), action
            node = self.engine.apply(node, self.program.action(action))
        return node

    def possible(self, node: int, action: str) -> bool:
        return self.engine.possible(node, self.program.action(action))

    def run(self, seed: int, days: int) -> Run:
        """Let a story unfold by itself."""
        story = Story(self.engine, seed)
        last = story.clock.minute(days + 1, 0)
        while story.advance(last) is not None:
            pass
        run = Run(story.hash, story.node, len(story.problems), Counter(), Counter(), [])
        for happening in story.happenings:
            assert happening.event is not None
            event = self.program.events[happening.event]
            if happening.kind == "action":
                run.deeds[event.event.name] += 1
            if happening.actor is not None:
                actor = self.world.entities[happening.actor]
                run.actors[actor.name] += 1
                if happening.motive is None and event.event.name not in actor.attributes.routine:
                    run.causeless.append(event.name)
        return run


def assert_well_made(bundled: Bundled) -> None:
    """No warnings; every deed is told and can be typed; people, places and things can be examined."""
    assert bundled.world.warnings == ()
    assert bundled.program.warnings == ()
    assert list(check_texts(bundled.world)) == []
    for action in bundled.world.actions:
        assert action.attributes.texts, action.name
        assert action.attributes.commands or not action.consenting, action.name
    for character in bundled.world.characters:
        assert character.attributes.texts, character.name
