"""One person's game: it takes typed lines and says paragraphs. No terminal in sight, so tests play it too.

The session drives the story, and is the only part of `play` that holds one. Whatever it shows it has from percepts
and from `View`s of the subject's mind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from dreamwright.chronicle.keeper import Keeper
from dreamwright.dream.keep import DreamKeeper
from dreamwright.engine import Engine
from dreamwright.errors import DreamwrightError
from dreamwright.language.world import Entity
from dreamwright.playing.actions import brief
from dreamwright.playing.choices import ChoiceMaker
from dreamwright.playing.describe import Describer
from dreamwright.playing.mentions import Mentions
from dreamwright.playing.pacing import Pacing, hold
from dreamwright.playing.parser import Choice
from dreamwright.playing.shape import shape_of
from dreamwright.playing.telling import Teller
from dreamwright.playing.thoughts import Thinker
from dreamwright.playing.transcript import Transcript
from dreamwright.playing.view import View
from dreamwright.playing.waiting import Wait
from dreamwright.playing.words import fold
from dreamwright.story import Happening, Percept, Story
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Paragraph, Speaker, Style


class Session:
    """A game in progress. `over` once the person has left it."""

    stops_at_once = False
    """Whether Ctrl-C ends it like `stop`; else the first only ends a wait."""
    files = True
    """Whether its commands may read and write files where it runs."""
    tells_choices = True
    """Whether a look around ends with what they could do; where that is shown anyway, it need not be said."""

    def __init__(self, engine: Engine, narrator: Narrator, subject: Entity, seed: int, name: str, speaker: Speaker):
        self.be(engine, narrator, subject)
        self.seed = seed
        self.name = name
        """What the world is called in file names."""
        self.speaker = speaker
        self.transcript = Transcript()
        self.keeper: Keeper | DreamKeeper | None = None
        """Keeps the story; None: nobody does."""
        self._lost = False
        """Whether the story could not be kept when it last should have been."""
        self.over = False
        self.ended = False
        """Whether it ended for good: the story does not go on."""
        self.stopped = False
        """Set from outside (Ctrl-C) to end a wait at the next happening."""
        self.busy = False
        """Whether a line is being obeyed."""
        self.last_line = ""
        self.question: Callable[[str], bool] | None = None
        """Takes the answer to what was asked; False if it was none."""
        self.pacing = Pacing()
        self.begin()

    def be(self, engine: Engine, narrator: Narrator, subject: Entity) -> None:
        """Be somebody in a world: all that shows it to them."""
        self.engine = engine
        self.narrator = narrator
        self.subject = subject
        self.shape = shape_of(engine.program, subject)
        self.describer = Describer(narrator, subject)
        self.thinker = Thinker(narrator, self.describer, subject)
        self.teller = Teller(engine, narrator, self.describer, self.shape, subject)
        self.maker = ChoiceMaker(engine.program, narrator, subject)
        self.mentions = Mentions()

    # ------------------------------------------------------------------------------------------ saying
    def say(self, text: str, style: Style = "plain", *, lead: str = "", tight: bool = False) -> None:
        """Say one paragraph."""
        self.tell([Paragraph(text, style, lead, tight)])

    def tell(self, paragraphs: Iterable[Paragraph]) -> None:
        """Say paragraphs, to the person and to the transcript."""
        for paragraph in paragraphs:
            self.speaker.say(paragraph)
            self.transcript.said(paragraph)

    # ------------------------------------------------------------------------------------------ the story
    def begin(self) -> None:
        """Be at the start of a story."""
        self.story = Story(self.engine, self.seed, self.subject.index)
        self.marks: list[tuple[int, str]] = []
        """How much had happened before each thing that the person did, and what that was."""

    def take_up(self, story: Story) -> None:
        """Be in the middle of a story: whatever the person did in it can be taken back."""
        self.story = story
        deeds = [happening for happening in story.happenings if happening.source == "subject"]
        self.marks = [(deed.index, self._deed(deed.event)) for deed in deeds]

    def _deed(self, event: int | None) -> str:
        return "wait" if event is None else self.maker.choices([event])[0].command

    def keep(self) -> None:
        """See that all that has happened is kept. If it cannot be, the story goes on and the person is told, once."""
        if self.keeper is None:
            return
        try:
            self._write_down()
        except DreamwrightError as error:
            if not self._lost:
                self._lost = True
                self.say(f"Your story is not kept for now: {error.diagnostics[0].message}. "
                         "It goes on; `save FILE` keeps it elsewhere.", "quiet")  # fmt: skip
        else:
            if self._lost:
                self._lost = False
                self.say("Your story is kept again, with all that has happened.", "quiet")

    def _write_down(self) -> None:
        """Give what has happened to who keeps it. Raises DreamwrightError if it cannot be kept."""
        if isinstance(self.keeper, Keeper):
            self.keeper.keep(self.story)

    @property
    def farewell(self) -> str:
        """What is said to somebody who leaves."""
        return "The story goes on without you."

    def halt(self) -> None:
        """The person has stopped, and has been told that it is over."""

    @property
    def unkept(self) -> bool:
        """Whether something has happened that should be kept and could not be."""
        return self._lost

    def view(self) -> View:
        """What the subject believes now."""
        mind = self.engine.mind(self.story.node, self.subject.index)
        return View(self.engine, self.shape, self.subject, mind)

    def choices(self) -> list[Choice]:
        """What the subject believes they can do, grouped by verb: numbered from 1 in this order."""
        return self.maker.distinct(self.view().actions())

    def percepts(self) -> list[Percept]:
        """Everything the subject has perceived so far."""
        found = (self.story.percept(happening, self.subject.index) for happening in self.story.happenings)
        skipped = self.pacing.skipped
        return [p for p in found if p is not None and p.event is not None and p not in skipped]

    @property
    def offer(self) -> int | None:
        """The joint action that somebody has proposed to the subject since they last did something."""
        for happening in reversed(self.story.happenings):
            if happening.kind == "offer" and self.subject.index in happening.perceivers:
                return happening.event
            if happening.source == "subject" and happening.kind != "wait":
                break
        return None

    def act(self, choice: Choice) -> None:
        """Do what was chosen, and let the story go on to the next turn."""
        self.mentions.note(self.engine.program.events[choice.action].arguments)
        self.remember(choice.command)
        place = self.view().place
        self.do(choice.action)
        self.go_on()
        self.look_if_moved(place)

    def do(self, action: int) -> None:
        """Let the subject do an action, and tell what comes of it."""
        self._show(self.story.act(action))

    def let_pass(self, minutes: int) -> None:
        """Let the subject wait for so many minutes, or until something happens to them."""
        self.story.wait(minutes)

    @property
    def awaiting(self) -> bool:
        """Whether it is the person's turn."""
        return self.story.awaiting_subject

    def wait(self, wait: Wait) -> bool:
        """Let time pass, telling what happens, until it is up or what was waited for has come; False: nothing came."""
        self.remember("wait")
        story, end = self.story, self.story.minute + wait.minutes
        place, company, eventful = self.view().place, self.company(), False
        while not self.over and self.awaiting and self.story is story and story.minute < end:
            self.let_pass(end - story.minute)
            percepts = self.go_on(timed=True)
            eventful = eventful or bool(percepts)
            if self.story is not story:  # in a dream they may be somewhere else altogether
                break
            if self.stopped:
                self.say("You stop waiting.", "quiet")
                break
            if self._ends(wait, percepts) or (wait.until == "company" and self.company() - company):
                break
            company &= self.company()
        self.look_if_moved(place)
        return eventful

    def go_back(self, position: int) -> None:
        """Be again at one's turn after so much had happened."""
        self.story.rewind(self.story.mark_at(position))
        self.go_on()

    def _ends(self, wait: Wait, percepts: Sequence[Percept]) -> bool:
        """Whether something calls the person from waiting: anything they waited for, or what is done to them."""
        if wait.until == "event" and percepts:
            return True
        changes = [change for percept in percepts for change in percept.changes]
        if wait.named and any(isinstance(new, Entity) and fold(new.name) == wait.named for *_, new in changes):
            return True
        return any(self.subject in self._arguments(percept) for percept in percepts)

    def company(self) -> set[Entity]:
        """Who is where the subject is."""
        view = self.view()
        return {e for e in view.at(view.place) if e.is_character} if view.place else set()

    def go_on(self, *, timed: bool = False) -> list[Percept]:
        """Let the story run to the subject's next turn, telling what they perceive; gives what that was."""
        perceived: list[Percept] = []
        while (happening := self.next_happening()) is not None:
            percept = self._show(happening, timed=timed)
            if percept is not None:
                perceived.append(percept)
                if self.pacing.slow and not self.pacing.muted:
                    self.keep()
                    hold(self)
                    return perceived
        self.keep()
        if not self.awaiting:
            self.conclude()
        return perceived

    def next_happening(self) -> Happening | None:
        """What happens next; None: it is the person's turn, or nothing more can happen."""
        return self.story.advance()

    def ease(self) -> None:
        """The person has asked for it to go slower. Nobody directs a world alone."""

    def conclude(self) -> None:
        """It is over by itself."""
        self.say("Nothing more will ever happen here.", "quiet")
        self.over = True

    def _show(self, happening: Happening, *, timed: bool = False) -> Percept | None:
        """Tell what the subject perceives of a happening, if anything."""
        percept = self.story.percept(happening, self.subject.index)
        if percept is None or percept.kind in ("wait", "recall"):
            return None
        self.keep()
        self.mentions.note(a for a in self._arguments(percept) if a is not self.subject)
        if self.pacing.muted:
            self.pacing.skipped.append(percept)
            return percept
        lead = f"{self.story.clock.time(percept.minute):%H:%M}  " if timed else ""
        self.tell(self.teller.paragraphs(percept, lead))
        return percept

    def _arguments(self, percept: Percept) -> Sequence[object]:
        return () if percept.event is None else self.engine.program.events[percept.event].arguments

    def remember(self, what: str) -> None:
        """Keep this moment, to be taken back to by `undo`."""
        self.marks.append((len(self.story.happenings), what))

    # ------------------------------------------------------------------------------------------ typed lines
    def start(self) -> None:
        """Open the game: the world's title and introduction, and the first look around."""
        world = self.engine.program.world
        self.say(world.title or self.name, "heading")
        for paragraph in self._introduction().split("\n"):
            self.say(paragraph)
        self.go_on()
        self.look()
        self.say("Type what you want to do, `actions` for all you could do, or `help`.", "quiet", tight=True)

    def _introduction(self) -> str:
        """The author's, which is for the world's own subject; anybody else is told who they are."""
        world, read = self.engine.program.world, self.view().read
        introduction = self.narrator.introduction(self.subject, read)
        if introduction and world.subject in (None, self.subject):
            return introduction
        described = self.narrator.describe(self.subject, self.subject, read)
        return f"You are {self.narrator.name(self.subject)}." + (f"\n{described}" if described else "")

    def look(self) -> None:
        """Say where the subject is and what is there."""
        view = self.view()
        self.pacing.place = view.place
        self.tell(self.describer.surroundings(view, self.story.now))
        if not self.tells_choices:
            return
        verbs = brief(self.choices())
        self.say(f"You could {verbs}. (`actions`)" if verbs else "You could only wait.", "quiet")

    def look_if_moved(self, before: Entity | None) -> None:
        """Look around if the person is elsewhere than before, and there is nothing else to be told first."""
        if not self.pacing.held and self.view().place is not before:
            self.look()

    @property
    def status(self) -> str:
        """Where and when, in a few words."""
        place = self.view().place
        where = f"{self.narrator.name(place, article=None)}, " if place else ""
        return f"{where}{self.story.now:%a %H:%M}"

    def file(self, named: str, ending: str) -> Path:
        """The file that a command names, or its usual one. Raises DreamwrightError (no-files) where there are none."""
        if not self.files:
            raise DreamwrightError.of("no-files", "there are no files here to write to or read from")
        if not named:
            return Path(f"{self.name}.{ending}")
        try:
            return Path(named).expanduser()
        except RuntimeError:  # `~nobody`
            return Path(named)
