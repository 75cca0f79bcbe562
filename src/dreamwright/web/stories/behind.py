"""What goes on behind a story: the director, the orders that were given, the injects, and what can be ordered now."""

from __future__ import annotations

from dreamwright.director import Note
from dreamwright.director.telling import JournalTeller
from dreamwright.dream import Dream, Level
from dreamwright.dream.events import Ordered
from dreamwright.exercise import Answer, Exercise
from dreamwright.exercise.wording import ExpectedWords
from dreamwright.playing.dreaming import DreamSession
from dreamwright.voices import Narrator, duration
from dreamwright.voices.happened import HappenedTeller
from dreamwright.voices.words import capitalised
from dreamwright.web.operator.views import (
    Behind,
    Choice,
    Coming,
    Deed,
    Directing,
    Event,
    Fed,
    Given,
    Means,
    Moment,
    Person,
)
from dreamwright.web.stories.orders import Pace
from dreamwright.web.stories.worded import worded

RECENT = 30
"""Orders, and entries of the director's journal, that are shown."""
MOST_EVENTS = 300
MOST_CHOICES = 200
MOST_MOMENTS = 30


def behind(session: DreamSession, pace: Pace) -> Behind:
    """What goes on behind what somebody lives. Between turns, by its one writer."""
    return _Behind(session.dream, session.exercise, pace).told()


class _Behind:
    """One look at the innermost level."""

    def __init__(self, dream: Dream, exercise: Exercise, pace: Pace) -> None:
        self._dream, self._exercise, self._pace = dream, exercise, pace
        self._level: Level = dream.top
        self._story = self._level.story
        self._engine = self._level.engine
        self._program = self._engine.program
        self._narrator = Narrator(self._program.world)
        self._teller = HappenedTeller(self._engine)

    def told(self) -> Behind:
        return Behind(directing=self._directing(), given=self._given(), injects=self._injects(), means=self._means())

    def _time(self, minute: int) -> str:
        return f"{self._story.clock.time(minute):%a %H:%M}"

    # ------------------------------------------------------------------------------------------ the director
    def _directing(self) -> Directing | None:
        director = self._dream.director
        if director is None:
            return None
        brief = self._dream.stage.director
        return Directing(
            tension=director.measure.tension(self._story.node),
            wished=brief.wanted_tension(self._dream.lived),
            ceiling=brief.ceiling,
            course=[self._teller.action(action) for action in director.course],
            journal=self._journal(director.journal),
        )

    def _journal(self, notes: list[Note]) -> list[Deed]:
        """What it did and refrained from, the latest first."""
        teller = JournalTeller(self._teller)
        return [Deed(time=self._time(alike[0].minute), text=f"{capitalised(teller.text(alike))}.")
                for alike in reversed(teller.fresh(notes)[-RECENT:])]  # fmt: skip

    # ------------------------------------------------------------------------------------------ orders, injects
    def _given(self) -> list[Given]:
        found = [event for event in self._dream.events if isinstance(event, Ordered)]
        return [Given(by=it.by, time=self._time(it.minute), text=worded(self._dream, it.order))
                for it in reversed(found[-RECENT:])]  # fmt: skip

    def _injects(self) -> list[Fed]:
        level = self._exercise.level
        teller, clock = HappenedTeller(level.engine), level.story.clock
        program = level.engine.program
        words = ExpectedWords(program, Narrator(program.world))
        found = []
        for status in self._exercise.statuses():
            inject = status.inject
            event = words.event(inject.event)
            unsent = status.sent is None and status.state not in ("refused", "skipped")
            obstacles = self._exercise.obstacles(status.number) if unsent else []
            found.append(
                Fed(
                    number=status.number,
                    time=f"{clock.time(inject.minute):%a %H:%M}",
                    text=inject.event if event is None else teller.action(event.index),
                    channel=inject.channel,
                    state=status.state,
                    by=status.by,
                    obstacle=status.reason or (obstacles[0] if obstacles else ""),
                    answers=[_answer(words, answer) for answer in status.answers],
                )
            )
        return found

    # ------------------------------------------------------------------------------------------ what can be ordered
    def _means(self) -> Means:
        world, dream = self._program.world, self._dream
        others = [e for e in world.characters if e.index != self._level.subject]
        return Means(
            powers=list(dream.stage.operators),
            held=self._pace.held,
            beat=self._pace.beat,
            people=[self._person(entity.index) for entity in others],
            events=self._events(),
            coming=[Coming(time=self._time(it.minute), text=self._words(it.action)) for it in dream.hands.coming
                    if it.level == self._level.number],
            layers=[Choice(key=layer.name, text=layer.program.world.title or layer.name)
                    for layer in dream.stage.layers],
            levels=[Choice(key=str(level.number), text=level.layer.program.world.title or level.layer.name)
                    for level in dream.levels[:-1]],
            moments=self._moments(),
        )  # fmt: skip

    def _person(self, character: int) -> Person:
        entity = self._program.world.entities[character]
        held = self._story.is_held(character)
        return Person(
            key=entity.name,
            name=capitalised(self._narrator.name(entity)),
            held=held,
            busy=max(0, self._story.busy_until(character) - self._story.minute),
            choices=self._choices(character) if held else [],
        )

    def _choices(self, character: int) -> list[Choice]:
        """What somebody who was taken over believes they can do."""
        entity = self._program.world.entities[character]
        mind = self._engine.mind(self._story.node, character)
        found = []
        for action in self._engine.possible_actions(mind):
            event = self._program.events[action]
            if character in event.consenting:
                said = self._narrator.command(event.event, event.arguments, entity)
                found.append(Choice(key=event.name, text=said))
        return found[:MOST_CHOICES]

    def _events(self) -> list[Event]:
        found = [
            Event(
                key=event.name,
                text=self._teller.action(event.index),
                possible=self._story.is_possible(event.index),
                withheld=event.index in self._level.withheld,
            )
            for event in self._program.actions
            if not event.consenting
        ]
        return sorted(found, key=lambda event: not event.possible)[:MOST_EVENTS]

    def _moments(self) -> list[Moment]:
        recent = self._story.happenings[self._level.begun :][-MOST_MOMENTS:]
        return [Moment(position=h.index, time=self._time(h.minute), text=" ".join(self._teller.lines(h)))
                for h in reversed(recent)]  # fmt: skip

    def _words(self, action: str) -> str:
        return self._teller.action(self._program.action(action))


def _answer(words: ExpectedWords, answer: Answer) -> str:
    """What is expected after an inject, until when, and whether it has been done."""
    expected = answer.expected
    within = "" if expected.within is None else f", within {duration(expected.within)}"
    before = " (or before)" if expected.before else ""
    return f"{words.text(expected) or str(expected)}{within}{before}: {answer.state}"
