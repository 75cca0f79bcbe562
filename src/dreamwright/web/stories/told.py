"""A dream's own record in words, for those who may know all of it; and how a dream stands."""

from __future__ import annotations

from datetime import datetime

from dreamwright.debrief.dreams import ENDINGS, PASSAGES
from dreamwright.dream import Dream, Event, Happened, Level, Moved, Unmade
from dreamwright.dream.events import Ordered
from dreamwright.engine import Engine
from dreamwright.language.world import Entity
from dreamwright.playing.shape import shape_of
from dreamwright.playing.view import View
from dreamwright.voices import Narrator
from dreamwright.voices.happened import HappenedTeller
from dreamwright.voices.words import capitalised
from dreamwright.web.operator.views import Side
from dreamwright.web.stories.worded import worded


class Record:
    """The entries of one dream in words."""

    def __init__(self, dream: Dream) -> None:
        self._dream = dream
        self._tellers: dict[Level, HappenedTeller] = {}

    def text(self, event: Event) -> str:
        """What an event is, on one line."""
        match event:
            case Happened(level=level, happening=happening):
                return " ".join(self._teller(level).lines(happening))
            case Moved(passage=passage, entered=entered, ending=ending):
                return ENDINGS[ending] if entered is None else PASSAGES[passage].format(into=title_of(entered))
            case Unmade(level=level, position=position):
                return f"What happened in {title_of(level)} after its first {position} happenings is unmade."
            case Ordered(by=by, order=order):
                return f"{by}: {worded(self._dream, order)}"

    def time(self, event: Event, level: Level) -> str:
        """When it was, in the level where the subject was then."""
        match event:
            case Happened(level=where, happening=happening):
                return when(where.story.clock.time(happening.minute))
            case Ordered(minute=minute):
                return when(level.story.clock.time(minute))
        return ""

    def _teller(self, level: Level) -> HappenedTeller:
        if level not in self._tellers:
            self._tellers[level] = HappenedTeller(level.engine)
        return self._tellers[level]


def when(moment: datetime) -> str:
    """A moment of a story."""
    return f"{moment:%a %H:%M}"


def title_of(level: Level) -> str:
    """What a layer is called."""
    return level.layer.program.world.title or level.layer.name


def is_worth_telling(event: Event) -> bool:
    """Whether it is more than that time passed."""
    return not isinstance(event, Happened) or event.happening.kind != "wait"


def level_after(event: Event, before: Level) -> Level:
    """The level in which the subject is after an event."""
    return event.entered if isinstance(event, Moved) and event.entered is not None else before


def side_of(dream: Dream, happened: list[str]) -> Side:
    """How a dream stands, beside what has `happened` in it."""
    top = dream.top
    return Side(
        now=f"{top.story.now:%A, %H:%M}",
        place=place_of(top.engine, top.layer.subject, top.story.node),
        suspicion=dream.suspicion,
        mood=dream.mood,
        ending=dream.ending,
        happened=happened,
    )


def place_of(engine: Engine, who: Entity, node: int) -> str:
    """Where somebody is, in words; empty if they are nowhere."""
    place = View(engine, shape_of(engine.program, who), who, node).place_of(who)
    return "" if place is None else capitalised(Narrator(engine.program.world).name(place, article=None))
