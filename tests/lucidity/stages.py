"""Small worlds for lucidity, and a stage on which anything can be made to happen, lawful or not."""

from __future__ import annotations

from pathlib import Path

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import Value, ground
from dreamwright.language import load_text
from dreamwright.lucidity import Finding, Motifs, Settings, Witness
from dreamwright.story import Happening, Percept, Story
from dreamwright.story.attempt import teach
from dreamwright.story.percepts import perceivers, percept

INN = (Path(__file__).parents[2] / "benchmarks" / "worlds" / "inn.world").read_text(encoding="utf-8")


class Stage:
    """A world with one witness in it; things happen as they are told to."""

    def __init__(
        self, text: str, who: str, settings: Settings | None = None, motifs: Motifs | None = None, seed: int = 0
    ) -> None:
        self.engine = LeveledEngine(ground(load_text(text)))
        self.program = self.engine.program
        self.story = Story(self.engine, seed)
        self.node = self.engine.initial
        self.minute = 0
        self.who = next(c.index for c in self.program.world.characters if c.name == who)
        self.witness = Witness(self.engine, self.who, self.engine.mind(self.node, self.who), settings, motifs)

    def happens(self, name: str, minutes: int = 1) -> list[Finding]:
        """An action happens after so many minutes, possible or not; what the witness makes of it."""
        action = self.program.action(name)
        event = self.program.events[action]
        after = self.engine.apply(self.node, action)
        return self._shown(action, "action", event.consenting[0] if event.consenting else None, after, minutes)

    def fails(self, name: str, minutes: int = 1) -> list[Finding]:
        """An action is tried in vain."""
        action = self.program.action(name)
        actor = self.program.events[action].consenting[0]
        after, _ = teach(self.engine, self.node, action, actor, perceivers(self.engine, self.node, action, actor))
        return self._shown(action, "attempt", actor, after, minutes)

    def is_made_so(self, **facts: Value) -> None:
        """The truth is other than it was, without anybody's noticing: `at_Bo="Lane"`."""
        values = list(self.engine.vector(self.node))
        entities = {e.name: e for e in self.program.world.entities}
        for name, value in facts.items():
            wanted = entities[value] if isinstance(value, str) else value
            place = next(f.index for f in self.program.fluents if _key(f) == name)
            values[place] = self.program.to_code(wanted)
        self.node = self.engine.state(tuple(values), self.engine.levels.minds[self.node])

    def _shown(self, action, kind, actor, after, minutes):
        self.minute += minutes
        happening = Happening(
            index=0,
            kind=kind,
            event=action,
            actor=actor,
            source="character",
            minute=self.minute,
            duration=1,
            before=self.node,
            after=after,
            perceivers=perceivers(self.engine, self.node, action, actor),
        )
        self.node = after
        seen = percept(self.engine, happening, self.who)
        return [] if seen is None else self.perceive(seen)

    def perceive(self, seen: Percept) -> list[Finding]:
        """What the witness makes of a percept."""
        return self.witness.observe(seen)

    def steps(self, finding: Finding) -> list[str]:
        """The unseen steps of a finding's account, by name."""
        assert finding.account is not None
        return [self.program.events[step.action].name for step in finding.account.steps]


def _key(fluent):
    return "_".join([fluent.property.name, *(getattr(a, "name", str(a)) for a in fluent.arguments)])
