"""Playing a stage: a game whose story may change under the person, from one layer of a dream to another."""

from __future__ import annotations

from dreamwright.dream import Consent, Dream, Event, Happened, Level, Moved
from dreamwright.dream.keep import DreamKeeper
from dreamwright.dream.signals import LEFT, OVER
from dreamwright.errors import DreamwrightError
from dreamwright.exercise import Exercise
from dreamwright.lucidity import Finding, Mood, Wording
from dreamwright.playing.session import Session
from dreamwright.story import Happening, Percept
from dreamwright.voices import Narrator
from dreamwright.voices.paragraphs import Speaker

_WOKEN = "You wake."
_PASSAGES = {
    "sleep": "You fall asleep.",
    "wake": _WOKEN,
    "pose": _WOKEN,  # what poses as waking is told in the same word
    "return": _WOKEN,
    "fail": "It all goes dark, and begins otherwise.",
    "sink": "You know now that this is a dream. It does not let you go: you sink deeper.",
}
_MOODS: dict[Mood, str] = {
    "at ease": "You are at ease again.",
    "uneasy": "Something is not as it should be. You could not say since when.",
    "questioning": "You begin to ask yourself what this is.",
    "lucid": "You know now that this is a dream.",
}
_ENDINGS = {
    "woke": _WOKEN,
    "ended": "It all goes quiet.",
    "lucid": "You know now that this is a dream, and it lets you go.",
    "void": "Nothing more happens.",
}


class DreamSession(Session):
    """A dream in progress, of a person who has consented to it."""

    _mood: Mood | None = None
    """What their suspicion made of them when they last heard of it; None: that is yet to be found out."""

    stops_at_once = True

    def __init__(self, consent: Consent, seed: int, name: str, speaker: Speaker, taken_up: Dream | None = None) -> None:
        """`taken_up`: a dream of this consent's, to go on with (`greet`); None: it begins (`start`)."""
        self.consent = consent
        self.dream = taken_up or Dream(consent.stage, seed, consent)
        self._exercise = Exercise(self.dream)
        self._begun = False
        """Whether the person has been told anything yet."""
        level = self.dream.top
        super().__init__(level.engine, Narrator(level.engine.program.world), level.layer.subject, seed, name, speaker)

    # ------------------------------------------------------------------------------------------ the dream
    def begin(self) -> None:
        """Be at the start of a dream, in whichever layer it begins."""
        if self.dream.events and self._begun:
            self.dream = Dream(self.consent.stage, self.seed, self.consent)
        self._begun = False
        self._been: set[str] = set()
        """Layers whose beginning has been told."""
        self._come_to(self.dream.levels[0])

    def greet(self, label: str) -> None:
        """Be again where a dream was left, and go on with it."""
        self.say(self.consent.stage.title, "heading")
        self.say(f"(going on with {label})", "quiet", tight=True)
        self._begun = True
        self._been = {level.layer.name for level in self.dream.visited}
        self._come_to(self.dream.top)
        self._mood = None
        deeds = [h for h in self.story.happenings[self.level.begun :] if h.source == "subject"]
        self.marks = [(deed.index, self._deed(deed.event)) for deed in deeds]
        here = self.level
        self.go_on()
        if not self.over and self.level is here:  # of another it has just been told
            self.look()

    @property
    def exercise(self) -> Exercise:
        """What its stage has on a list of injects, and how far that is."""
        if self._exercise.dream is not self.dream:
            self._exercise = Exercise(self.dream)
        return self._exercise

    def _write_down(self) -> None:
        if isinstance(self.keeper, DreamKeeper):
            self.keeper.keep(self.dream)

    @property
    def farewell(self) -> str:
        return OVER if self.keeper is None else LEFT

    def halt(self) -> None:
        self.dream.stop()
        self.keep()

    def _come_to(self, level: Level) -> None:
        """Be in a level: its world, and who the subject is there."""
        self.level = level
        self.story = level.story
        self.be(level.engine, Narrator(level.engine.program.world), level.layer.subject)
        self.teller.veils = self.dream.limits.veils
        self.marks: list[tuple[int, str]] = []
        self._soothed: list[Finding] = []
        self._mood = "at ease"  # what they make of a reality begins anew with each coming

    def go_on(self, *, timed: bool = False) -> list[Percept]:
        """Let the dream run to the person's next turn, and say so if they have come to feel otherwise about it."""
        perceived = super().go_on(timed=timed)
        if self.awaiting and self.consent.stage.subject.attention:
            self._tell_offers()
            before, self._mood = self._mood, self.dream.mood
            if before not in (None, self._mood):
                self.say(_MOODS[self._mood], "quiet")
        return perceived

    def _tell_offers(self) -> None:
        """Tell what has been offered since to keep them from seeing through it, and was taken."""
        told, self._soothed = self._soothed, [f for f in self.dream.witness.findings if f.offered]
        wording = Wording(self.engine.program, self.subject, self.narrator, self.teller.veils)
        for finding in self._soothed[len(told) :]:
            assert finding.account is not None
            self.say(f"Then you see how it may have been. {wording.account(finding, finding.account, self.subject)}")

    def do(self, action: int) -> None:
        """Let the subject do an action; what comes of it is told as the dream goes on."""
        self.dream.act(action)

    def let_pass(self, minutes: int) -> None:
        """Let the subject wait."""
        self.dream.wait(minutes)

    @property
    def awaiting(self) -> bool:
        """Whether it is the person's turn."""
        return self.dream.awaiting_subject

    def next_happening(self) -> Happening | None:
        """What happens next where the subject is; they are taken along into other layers on the way."""
        outside: Happened | None = None
        while (event := self._advance()) is not None:
            if isinstance(event, Moved):
                self._move(event, outside)
                if self.over:
                    return None
            elif isinstance(event, Happened) and event.level is self.level:
                return event.happening
            elif isinstance(event, Happened):
                outside = event
        return None

    def _move(self, moved: Moved, cause: Happened | None = None) -> None:
        """Come to another level. `cause`: what happened out there, and woke them."""
        self.keep()
        if moved.entered is None:
            self.over = self.ended = True
            self.say(_ENDINGS[moved.ending or "ended"])
            self.say(OVER)
            return
        self._come_to(moved.entered)
        if self._begun:
            self.say(_PASSAGES[moved.passage])
            if cause is not None and cause.level is moved.entered:
                self._show(cause.happening)
            if self.dream.ending is None and moved.entered is self.dream.top:
                self._open()

    def _advance(self) -> Event | None:
        """The next event of the dream; what its stage has on a list of injects is fed in on the way."""
        return self.exercise.advance()

    def _open(self) -> None:
        """Tell where they have come to: the beginning of a layer once, and what is around them."""
        if self.level.layer.name not in self._been:
            self._been.add(self.level.layer.name)
            for paragraph in self._introduction().split("\n"):
                self.say(paragraph)
        self.look()

    def ease(self) -> None:
        """The person has asked for it to go slower: the director hears it."""
        self.dream.ease()

    def conclude(self) -> None:
        """The dream is over, which has been told."""
        self.over = self.ended = True

    def go_back(self, position: int) -> None:
        """Unmake what has happened since. Raises DreamwrightError if the stage does not allow it."""
        try:
            self.dream.unmake(position)
        except ValueError as error:
            raise DreamwrightError.of("dream-unmake", str(error)) from None
        self.go_on()

    # ------------------------------------------------------------------------------------------ telling
    def start(self) -> None:
        """Open the dream, in the layer in which the person has their first turn."""
        self.say(self.consent.stage.title, "heading")
        events = []
        while (event := self._advance()) is not None:
            events.append(event)
            if isinstance(event, Moved) and event.entered is not None:
                self._come_to(event.entered)
        self.keep()
        self._begun = True
        self._open()
        seen = [e.happening for e in events if isinstance(e, Happened) and e.level is self.level]
        for happening in seen:
            self._show(happening)
        if not self.awaiting:
            self._move(Moved("end", self.level, None, self.dream.ending))
        else:
            self.say("Type what you want to do, `actions` for all you could do, or `help`; `stop` ends it at once.",
                     "quiet", tight=True)  # fmt: skip

    def look_if_moved(self, before: object) -> None:
        """Look around after having moved; not when the dream is over, or another layer has just been told."""
        here = self.view().place
        has_looked = here is self.pacing.place  # as when another layer was told, which may be of the same world
        if (
            not self.over
            and not self.pacing.held
            and before in self.shape.places
            and here is not before
            and not has_looked
        ):
            self.look()
