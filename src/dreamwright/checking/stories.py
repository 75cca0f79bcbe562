"""Plot holes in stories that a world tells by itself.

So many seeded stories are played, nobody in them a person, and every character is a witness (`lucidity`). Reported,
each once for a kind of event, with the story and the minute where it was first met:

* unmotivated: somebody acts without a motive and out of no habit; that would be a fault of the engine.
* unknowable: somebody neither saw an event nor took part, and yet it made them believe what is so, about somebody or
  something it did not before: an effect `believes(...)` that tells people what they could not have learned.
* dead: somebody acts who is dead. An author says what death is by tags: a boolean property tagged `dead` (when it
  holds) or `alive` (when it does not), or an entity tagged `dead` that is the value of a property of theirs.
* two-places: two properties tagged `whereabouts` give one thing two places at once.
* forgotten: an action whose schedule was due and which was possible did not come; a fault of the engine too.
* anomaly: something happened for which one who perceived it finds no account, though they look further for one than
  anybody in a story does. It may be just what the author wants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dreamwright.engine import LeveledEngine
from dreamwright.grounding import Program
from dreamwright.language.world import Entity, Property, Variable
from dreamwright.lucidity import Settings, Witness, Wording
from dreamwright.story import Happening, Story
from dreamwright.story.occasions import Occasion, occasions

_UNACCOUNTED = ("impossible", "unmotivated", "absent")
"""Findings that are holes if nothing accounts for them; the other kinds are what they are by the author's will."""

_FURTHEST = Settings(length=7, units=20_000, look_back=6, most_cost=12.0)
"""How far an account is looked for before something is called a plot hole."""


@dataclass(frozen=True, slots=True)
class Hole:
    """One plot hole: its kind, where it was first met, what it is about, and how often it was met."""

    kind: str
    event: str | None
    seed: int
    minute: int
    message: str
    times: int = 1


def plot_holes(program: Program, stories: int, happenings: int, *, witnesses: bool = True) -> list[Hole]:
    """The plot holes of stories with the seeds 0, 1, ..., each of at most so many happenings."""
    engine = LeveledEngine(program)
    found: dict[tuple[str, str | None], Hole] = {}
    for seed in range(stories):
        for hole in _Watch(engine, seed, happenings, witnesses).holes():
            key = (hole.kind, hole.event)
            first = found.get(key, hole)
            times = first.times + (key in found)
            found[key] = Hole(first.kind, first.event, first.seed, first.minute, first.message, times)
    return list(found.values())


class _Watch:
    def __init__(self, engine: LeveledEngine, seed: int, happenings: int, witnesses: bool) -> None:
        self.engine = engine
        self.program = engine.program
        self.seed = seed
        self.most = happenings
        self.story = Story(engine, seed)
        self.names = [character.name for character in self.program.world.characters]
        minds = [engine.mind(self.story.node, c) for c in engine.characters]
        self.witnesses = [Witness(engine, c, mind) for c, mind in enumerate(minds)] if witnesses else []
        self.scheduled = [o for o in occasions(self.program) if o.schedule is not None]

    def holes(self) -> Iterator[Hole]:
        before = -1
        while len(self.story.happenings) < self.most and (happening := self.story.advance()) is not None:
            yield from self._forgotten(before, happening)
            before = happening.minute
            yield from self._unmotivated(happening)
            yield from self._dead(happening)
            yield from self._unknowable(happening)
            yield from self._two_places(happening)
            yield from self._anomalies(happening)

    def _hole(self, kind: str, happening: Happening, message: str) -> Hole:
        event = None if happening.event is None else self.program.events[happening.event].event.name
        return Hole(kind, event, self.seed, happening.minute, message)

    def _name(self, happening: Happening) -> str:
        return "nothing" if happening.event is None else self.program.events[happening.event].name

    def _unmotivated(self, happening: Happening) -> Iterator[Hole]:
        if happening.source != "character" or happening.motive is not None or happening.event is None:
            return
        assert happening.actor is not None
        routine = self.program.world.entities[happening.actor].attributes.routine
        if self.program.events[happening.event].event.name not in routine:
            message = f"{self.names[happening.actor]} has no motive for {self._name(happening)}"
            yield self._hole("unmotivated", happening, message)

    # ------------------------------------------------------------------------------------------ death
    def _dead(self, happening: Happening) -> Iterator[Hole]:
        if happening.kind != "action" or happening.event is None:
            return
        for character in self.program.events[happening.event].consenting:
            if self._is_dead(happening.before, self.program.world.entities[character]):
                message = f"{self.names[character]} is dead, and does {self._name(happening)}"
                yield self._hole("dead", happening, message)

    def _is_dead(self, node: int, character: Entity) -> bool:
        for property_ in self.program.world.properties:
            if self._is_about(property_, character):
                tags = property_.attributes.tags
                value = self.engine.read(node, property_, (character,))
                dead = isinstance(value, Entity) and "dead" in value.attributes.tags
                if dead or ("dead" in tags and value is True) or ("alive" in tags and value is False):
                    return True
        return False

    def _is_about(self, property_: Property, entity: Entity) -> bool:
        """Whether a property says something about an entity alone."""
        if len(property_.parameters) != 1:
            return False
        (parameter,) = property_.parameters
        return parameter is entity or (isinstance(parameter, Variable) and entity.is_a(parameter.type))

    # ------------------------------------------------------------------------------------------ knowledge
    def _unknowable(self, happening: Happening) -> Iterator[Hole]:
        if happening.kind != "action" or happening.event is None:
            return
        event = self.program.events[happening.event]
        written = {(a.path[0], a.fluent) for a in event.assignments if len(a.path) == 1}
        for character, fluent in sorted(written):
            if character in happening.perceivers:
                continue
            mind = self.engine.mind
            old = self.engine.vector(mind(happening.before, character))[fluent]
            new = self.engine.vector(mind(happening.after, character))[fluent]
            if old != new and new is not None and new == self.engine.vector(happening.after)[fluent]:
                place = self.program.fluents[fluent]
                message = f"{self.names[character]} learns of {place} by {event.name}, unseen and unheard"
                yield self._hole("unknowable", happening, message)

    # ------------------------------------------------------------------------------------------ places
    def _two_places(self, happening: Happening) -> Iterator[Hole]:
        world = self.program.world
        saying_where = [p for p in world.properties if "whereabouts" in p.attributes.tags]
        for thing in world.entities if saying_where else ():
            values = [self.engine.read(happening.after, p, (thing,)) for p in saying_where if self._is_about(p, thing)]
            if len({value.index for value in values if isinstance(value, Entity)}) > 1:
                message = f"after {self._name(happening)}, {thing.name} is in two places at once"
                yield self._hole("two-places", happening, message)

    # ------------------------------------------------------------------------------------------ promises
    def _forgotten(self, before: int, happening: Happening) -> Iterator[Hole]:
        for due in self.scheduled:
            minute = self.story.clock.next(due.schedule, before) if due.schedule is not None else None
            if minute is not None and minute < happening.minute and self._was_possible(due, happening.before):
                message = f"{self._first(due)} was due at minute {minute} and possible, and did not come"
                yield self._hole("forgotten", happening, message)

    def _was_possible(self, due: Occasion, node: int) -> bool:
        return any(self.engine.possible(node, action) for group in due.actions for action in group)

    def _first(self, due: Occasion) -> str:
        return self.program.events[due.actions[0][0]].event.name

    # ------------------------------------------------------------------------------------------ anomalies
    def _anomalies(self, happening: Happening) -> Iterator[Hole]:
        for witness in self.witnesses:
            seen = self.story.percept(happening, witness.character)
            if seen is None:
                continue
            for finding in witness.observe(seen):
                if finding.is_anomaly and finding.kind in _UNACCOUNTED and witness.further(finding, _FURTHEST) is None:
                    subject = self.program.world.entities[witness.character]
                    told = " ".join(Wording(self.program, subject).finding(finding))
                    yield self._hole("anomaly", happening, f"{finding.kind} for {subject.name}: {told}")
