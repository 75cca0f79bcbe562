"""A moment of a story as operators have it: the truth, the subject's belief beside it, and everybody's reasons."""

from __future__ import annotations

from dreamwright.dream import Dream, Level
from dreamwright.grounding import Argument, Value
from dreamwright.grounding.fluents import signature
from dreamwright.language.world import Entity, Property
from dreamwright.lucidity.words import Wording
from dreamwright.playing.shape import Shape, shape_of
from dreamwright.playing.view import View
from dreamwright.story import Happening
from dreamwright.voices import Narrator
from dreamwright.voices.happened import HappenedTeller
from dreamwright.voices.words import capitalised
from dreamwright.web.operator.wire import Aim, Difference, Doubt, Happened, Layer, Soul, Suspicion, Watching
from dreamwright.web.stories.seeing import places_of
from dreamwright.web.wire import Place

RECENT = 25
"""Happenings that are shown."""
MOST_DIFFERENCES = 60
SAMPLES = 120
"""Points of the curve of suspicion."""


def watch(dream: Dream) -> Watching:
    """Everything about a dream as it stands. Between turns, by its one writer."""
    return _Watch(dream).watching()


class _Watch:
    """One look at the innermost level."""

    def __init__(self, dream: Dream) -> None:
        self._dream = dream
        self._level: Level = dream.top
        self._story = self._level.story
        self._engine = self._level.engine
        self._world = self._engine.program.world
        self._narrator = Narrator(self._world)
        self._teller = HappenedTeller(self._engine)
        self._subject: Entity = self._level.layer.subject
        self._shape: Shape = shape_of(self._engine.program, self._subject)
        self._truth = View(self._engine, self._shape, self._subject, self._story.node)

    def watching(self) -> Watching:
        return Watching(
            layers=[self._layer(level) for level in self._dream.levels],
            ending=self._dream.ending,
            suspicion=self._suspicion(),
            places=self._places(),
            souls=[self._soul(character) for character in self._world.characters],
            differences=self._differences(),
            happened=[self._happened(happening) for happening in self._story.happenings[-RECENT:]],
            aims=self._aims(),
        )

    def _layer(self, level: Level) -> Layer:
        narrator = Narrator(level.engine.program.world)
        return Layer(
            name=level.layer.program.world.title or level.layer.name,
            now=f"{level.story.now:%A, %H:%M}",
            who=narrator.name(level.layer.subject),
        )

    def _time(self, minute: int) -> str:
        return f"{self._story.clock.time(minute):%a %H:%M}"

    # ------------------------------------------------------------------------------------------ who and where
    def _places(self) -> list[Place]:
        found = places_of(self._truth, self._narrator, self._narrator.name)
        here = capitalised(self._narrator.name(self._subject))
        found = [place.model_copy(update={"people": [here, *place.people]}) if place.here else place for place in found]
        keys = {place.key for place in found}
        apart = [place for place in self._shape.places if place.name not in keys]
        return found + [self._apart(place) for place in apart]

    def _apart(self, place: Entity) -> Place:
        people = [capitalised(self._narrator.name(e)) for e in self._truth.at(place) if e.is_character]
        name = capitalised(self._narrator.name(place, article=None))
        return Place(key=place.name, name=name, here=False, people=people, ways=[])

    def _soul(self, character: Entity) -> Soul:
        place = self._truth.place_of(character)
        last = next((h for h in reversed(self._story.happenings) if h.actor == character.index), None)
        return Soul(
            key=character.name,
            name=capitalised(self._narrator.name(character)),
            place=None if place is None else capitalised(self._narrator.name(place, article=None)),
            is_subject=character is self._subject,
            did="" if last is None else self._teller.lines(last)[0],
            why=[] if last is None else self._teller.reasons(last),
            held=self._story.is_held(character.index),
        )

    def _happened(self, happening: Happening) -> Happened:
        return Happened(
            number=happening.index,
            time=self._time(happening.minute),
            text=" ".join(self._teller.lines(happening)),
            why=self._teller.reasons(happening),
            seen=self._level.subject in happening.perceivers,
        )

    # ------------------------------------------------------------------------------------------ truth and belief
    def _differences(self) -> list[Difference]:
        engine, truth = self._engine, self._story.node
        mind = engine.mind(truth, self._subject.index)
        found = []
        for fluent in self._engine.program.fluents:
            key = fluent.property, fluent.arguments
            so, believed = engine.read(truth, *key), engine.read(mind, *key)
            if so != believed:
                said = [capitalised(self._narrator.fact(*key, value)) for value in (so, believed)]
                found.append(Difference(so=said[0], believed=said[1], fact=_written(*key, so)))
        return found[:MOST_DIFFERENCES]

    def _suspicion(self) -> Suspicion:
        witness, settings, now = self._dream.witness, self._dream.settings, self._story.minute
        wording = Wording(self._engine.program, self._subject, self._narrator)
        step = max(1, now // SAMPLES)
        minutes = [*range(0, now, step), now]
        return Suspicion(
            now=self._dream.suspicion,
            mood=self._dream.mood,
            thresholds={"uneasy": settings.uneasy, "questioning": settings.questioning, "lucid": settings.lucid},
            curve=[(minute, witness.suspicion(minute)) for minute in minutes],
            doubts=[
                Doubt(time=self._time(finding.minute), weight=finding.weight, words=wording.finding(finding))
                for finding in witness.anomalies
            ],
        )

    def _aims(self) -> list[Aim]:
        aims = [aim for aim in self._dream.stage.director.aims if aim.layer == self._level.layer.name]
        node = self._story.node
        return [Aim(text=aim.text, weight=aim.weight, share=aim.share(self._engine, node)) for aim in aims]


def _written(property_: Property, arguments: tuple[Argument, ...], value: Value) -> str:
    """A fact as the world writes it; empty if nothing is so."""
    name = signature(property_.name, arguments)
    if isinstance(value, bool):
        return name if value else f"!{name}"
    if isinstance(value, Entity):
        return f"{name} == {value.name}"
    return "" if value is None else f"{name} == {value:g}"
