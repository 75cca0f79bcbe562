"""One visit to a layer: a story of its world, and what one who is in it brings along from another."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from dreamwright.dream.stage import Fact, Layer, Stage
from dreamwright.engine import Engine
from dreamwright.errors import EventError
from dreamwright.grounding import Argument, Value
from dreamwright.grounding.formula import Condition
from dreamwright.language.world import Entity, Property, Variable
from dreamwright.lucidity import Motifs, Settings, Witness
from dreamwright.lucidity.motifs import motifs_of
from dreamwright.story import Happening, Percept, Story

DEAREST = 12.0
"""The most that an account may cost for a subject who believes anything (credulity 1)."""

Names = Mapping[str, str]
"""Who of one layer is who in another, by name; everybody else is whoever has the same name there."""


@dataclass(eq=False)
class Level:
    """A layer while the subject lives through it: its story, and when it began.

    `outside` is the minute of the level below when this one was entered. `number` counts the visits of a dream, from 0.
    """

    number: int
    layer: Layer
    story: Story
    vividness: dict[str, float] = field(default_factory=dict)
    """The motifs that the subject remembers from earlier layers."""
    outside: int = 0
    arrival: int = 0
    """How much had happened when the subject, and with them all they brought, had first arrived."""
    begun: int = 0
    """The same of when they came last: what they make of this reality begins anew with each coming."""
    asleep: list[range] = field(default_factory=list)
    """The happenings, by index, during which the subject was further in."""
    withheld: frozenset[int] = frozenset()
    """Events that an operator holds back here."""
    eased: list[int] = field(default_factory=list)
    """After how many happenings the subject asked for it to go slower."""
    unmade: list[Percept] = field(default_factory=list)
    """What the subject remembers to have perceived, and what has been unmade since."""
    _witness: Witness | None = None
    _witnessed: int = 0

    @property
    def subject(self) -> int:
        """The subject's character here."""
        return self.layer.subject.index

    @property
    def engine(self) -> Engine:
        return self.story.engine

    def holds(self, condition: Condition, node: int | None = None) -> bool:
        """Whether a condition holds in truth (now, or in a node); what cannot be read does not."""
        try:
            return self.engine.holds(self.story.node if node is None else node, condition)
        except EventError:
            return False

    def percept(self, happening: Happening, who: int | None = None) -> Percept | None:
        """What the subject, or somebody else, perceives of a happening here."""
        return self.story.percept(happening, self.subject if who is None else who)

    def percepts(self) -> Iterator[Percept]:
        """What the subject has perceived here since they arrived, as long as they were here."""
        for happening in self.story.happenings[self.arrival :]:
            percept = self.percept(happening)
            if percept is not None and not any(happening.index in away for away in self.asleep):
                yield percept

    @property
    def lived(self) -> int:
        """For how many minutes the subject has been here."""
        away = sum(self._minute(part.stop) - self._minute(part.start) for part in self.asleep)
        return self.story.minute - away

    def _minute(self, count: int) -> int:
        """The minute after so many happenings; after more than there are, the present."""
        happenings = self.story.happenings
        if count > len(happenings):
            return self.story.minute
        return happenings[count - 1].minute if count else 0

    def motifs(self) -> Iterator[str]:
        """The motifs that the subject remembers from here: those of what they perceived, unmade or not."""
        for percept in self.percepts():
            for motif, _ in motifs_of(self.engine.program, percept):
                yield motif
        yield from self.unmade_motifs()

    def unmade_motifs(self) -> Iterator[str]:
        """The motifs of what has been unmade and is remembered: when they come again, they are familiar."""
        for percept in self.unmade:
            for motif, _ in motifs_of(self.engine.program, percept):
                yield motif

    # ------------------------------------------------------------------------------------------ whether it holds up
    def witness(self, settings: Settings) -> Witness:
        """The subject's sense of whether this reality holds up, having taken in all they have perceived."""
        if self._witness is None:
            mark = self.story.mark_at(self.begun)
            mind = self.engine.mind(mark.node, self.subject)
            self._witness = Witness(self.engine, self.subject, mind, settings, Motifs(self.vividness))
            self._witnessed = self.begun
        for happening in self.story.happenings[self._witnessed :]:
            percept = self.percept(happening)
            if percept is not None and percept.kind != "recall":
                self._witness.observe(percept)
        self._witnessed = len(self.story.happenings)
        return self._witness

    def fork(self) -> Level:
        """The same level, to go on in another way."""
        return replace(
            self,
            story=self.story.fork(),
            vividness={**self.vividness},
            asleep=[*self.asleep],
            eased=[*self.eased],
            unmade=[*self.unmade],
            _witness=None if self._witness is None else self._witness.copy(),
        )

    def leave(self) -> None:
        """The subject goes further in: what happens here from now on is not theirs to remember."""
        self.asleep.append(range(len(self.story.happenings), sys.maxsize))

    def come(self) -> None:
        """The subject has just come here, with all they bring."""
        if self.asleep:
            self.asleep[-1] = range(self.asleep[-1].start, len(self.story.happenings))
        self.begun = len(self.story.happenings)
        self._witness = None

    def rewind(self, position: int) -> None:
        """Be as after so many happenings; what the subject makes of them is thought through anew."""
        self.story.rewind(self.story.mark_at(position))
        self.eased = [count for count in self.eased if count <= position]
        self._witness = None


def settings_of(stage: Stage) -> Settings:
    """How the subject of a stage takes what does not add up."""
    thresholds = stage.thresholds
    return Settings(
        most_cost=DEAREST * stage.subject.credulity,
        attention=stage.subject.attention,
        offers=stage.lucid.offers,
        uneasy=thresholds.uneasy,
        questioning=thresholds.questioning,
        lucid=thresholds.lucid,
    )


# ---------------------------------------------------------------------------------------------- what carries over
def carried(source: Level, target: Level) -> list[Fact]:
    """What the subject, coming from one level, believes in another, as the layer they come into has it.

    Facts about the subject themself are left out: who and where one is, each layer says for itself. What they do not
    know they bring no belief about.
    """
    names = {target.layer.subject.name: source.layer.subject.name}
    mind = source.engine.mind(source.story.node, source.subject)
    found: list[Fact] = []
    for fluent in target.engine.program.fluents:
        wanted = target.layer.carries is None or fluent.property.name in target.layer.carries
        if not wanted or fluent.arguments[:1] == (target.layer.subject,):
            continue
        place = _counterpart(fluent.property, fluent.arguments, source, names)
        if place is None:
            continue
        value = _same_value(source.engine.read(mind, *place), fluent.property, target, _reversed(names))
        if value is not None:
            found.append((fluent.property, fluent.arguments, value))
    return found


def translated(fact: Fact, target: Level, names: Names) -> Fact | None:
    """A fact of one layer as one of another, if both worlds have it. What became unknown stays in its layer."""
    property_, arguments, value = fact
    place = _counterpart(property_, arguments, target, names)
    if place is None:
        return None
    same = _same_value(value, place[0], target, names)
    return None if same is None else (*place, same)


def _reversed(names: Names) -> dict[str, str]:
    return {there: here for here, there in names.items()}


def _counterpart(
    property_: Property, arguments: tuple[Argument, ...], level: Level, names: Names
) -> tuple[Property, tuple[Argument, ...]] | None:
    """The fluent of a level's world that has the same name and is about the same."""
    found: list[Argument] = []
    for argument in arguments:
        same = _entity(argument, level, names) if isinstance(argument, Entity) else argument
        if same is None:
            return None
        found.append(same)
    for declared in level.engine.program.world.properties:
        if declared.name == property_.name and len(declared.parameters) == len(found):
            pairs = zip(found, declared.parameters, strict=True)
            if all(_fits(argument, parameter) for argument, parameter in pairs):
                return declared, tuple(found)
    return None


def _fits(argument: Argument, parameter: object) -> bool:
    if isinstance(parameter, Variable):
        return argument.is_a(parameter.type) if isinstance(argument, Entity) else parameter.type.name == "boolean"
    return argument == parameter


def _same_value(value: Value, property_: Property, level: Level, names: Names) -> Value:
    """A value as a property of a level's world can have it; None if it cannot."""
    kind = property_.type.name
    if isinstance(value, Entity):
        same = _entity(value, level, names)
        return same if same is not None and same.is_a(property_.type) else None
    if isinstance(value, bool):
        return value if kind == "boolean" else None
    return value if value is None or kind == "number" else None


def _entity(entity: Entity, level: Level, names: Names) -> Entity | None:
    wanted = names.get(entity.name, entity.name)
    return next((other for other in level.engine.program.world.entities if other.name == wanted), None)
