"""What one person plays: they are asked first, then they live in the story, then they are back."""

from __future__ import annotations

from collections.abc import Callable

from dreamwright.dream import Asking, Event, Stage
from dreamwright.dream.keep import DreamKeeper
from dreamwright.dream.signals import OVER, RETURN
from dreamwright.playing.agreeing import Asker
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.obey import enter
from dreamwright.voices.paragraphs import Paragraph
from dreamwright.web.stories.opening import about, draws_on
from dreamwright.web.stories.orders import AnyOrder, HoldTime, LetTimeGo, Pace, carry_out, check
from dreamwright.web.stories.seeing import Sight
from dreamwright.web.stories.thinking import breathe
from dreamwright.web.wire import Asked, Limit, Phase, SubjectView, Told

Hear = Callable[[Told], None]

STAY = "You can close this page now. The same link brings you back to where you are; `stop` ends the story for good."


class _Answers:
    """Collects what is said before the story begins: the page shows it where the limits are set."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, paragraph: Paragraph) -> None:
        self.said.append(paragraph.text)


class _Teller:
    """Passes on what the story says."""

    def __init__(self, game: Game) -> None:
        self._game = game

    def say(self, paragraph: Paragraph) -> None:
        told = Told(text=paragraph.text, style=paragraph.style, lead=paragraph.lead, tight=paragraph.tight)
        self._game.hear(told)


class _Shared(DreamSession):
    """Lives beside other stories, which may think between any two happenings."""

    def _advance(self) -> Event | None:
        breathe()
        return super()._advance()


class Game:
    """One person's way through a stage: typed lines in; what they are told goes to `hear`."""

    def __init__(self, stage: Stage, seed: int, hear: Hear) -> None:
        self.stage = stage
        self.session: DreamSession | None = None
        self._seed = seed
        self.hear = hear
        self._answers = _Answers()
        self._asking = Asking(stage)
        self._asker = Asker(self._asking, self._answers)
        self._sight: Sight | None = None
        self._stopped = False
        self.keeper: DreamKeeper | None = None
        """Keeps the dream in the chronicle."""
        self.pace = Pace()
        """How operators have time go."""

    @property
    def phase(self) -> Phase:
        """Where they are on that way."""
        if self._asker.declined or (self.session is not None and self.session.over):
            return "over"
        return "asking" if self.session is None else "living"

    @property
    def hash(self) -> str:
        """Of all that has happened."""
        return "" if self.session is None else self.session.dream.hash

    def keep_with(self, keeper: DreamKeeper) -> None:
        """Have the dream kept from now on."""
        self.keeper = keeper
        if self.session is not None:
            self.session.keeper = keeper

    def enter(self, line: str) -> None:
        """Obey a line."""
        if self.session is None:
            self._ask(line)
            return
        self.hear(Told(kind="typed", text=" ".join(line.split())))
        enter(self.session, line)
        if self.session.over and not self.session.ended and self.session.awaiting:  # `quit`
            self.session.over = False
            self.session.say(STAY, "quiet")

    # ------------------------------------------------------------------------------------------ operators
    def check(self, order: AnyOrder) -> None:
        """Raises ValueError, with the reason, if an order cannot be carried out now."""
        if self.session is None:
            raise ValueError("nobody is in it yet")
        check(self.session, order)

    def order(self, order: AnyOrder, by: str) -> None:
        """Carry out an order of an operator's. Raises ValueError as `check` does; then nothing has happened."""
        if self.session is None:
            raise ValueError("nobody is in it yet")
        carry_out(self.session, order, by)
        match order:
            case HoldTime():
                self.pace = Pace(held=True)
            case LetTimeGo(beat=beat):
                self.pace = Pace(beat=beat)

    # ------------------------------------------------------------------------------------------ ending
    def halt(self) -> None:
        """Go no further than the story is now. From any thread, at any time: the person has said `stop`."""
        self._stopped = True
        if self.session is not None:
            self.session.over = self.session.ended = self.session.stopped = True

    def stop(self) -> None:
        """Be over, as the person has said."""
        self.halt()
        if self.session is None:
            self._asker.enter("stop")
        else:
            self.session.halt()

    def _ask(self, line: str) -> None:
        self._answers.said.clear()
        self._asker.enter(line)
        if self._asker.consent is not None:
            name = self.stage.layers[0].name
            self.session = _Shared(self._asker.consent, self._seed, name, _Teller(self))
            self.session.files = self.session.tells_choices = False
            self.session.keeper = self.keeper
            self.session.start()

    # ------------------------------------------------------------------------------------------ what they see
    def view(self, version: int) -> SubjectView:
        """Everything that the person can know now."""
        phase = self.phase
        return SubjectView(
            version=version,
            title=self.stage.title,
            phase=phase,
            asked=self._asked() if phase == "asking" else None,
            living=self._seeing().living() if phase == "living" else None,
            back=self._back() if phase == "over" else [],
        )

    def _back(self) -> list[str]:
        if self.session is None:
            return self._answers.said[-1:]
        return list(RETURN) if self._stopped else [OVER]

    def _seeing(self) -> Sight:
        assert self.session is not None
        if self._sight is None:
            self._sight = Sight(self.session)
        return self._sight

    def _asked(self) -> Asked:
        limits, fixed = self._asking.limits, self.stage.limits
        return Asked(
            about=about(self.stage),
            draws_on=draws_on(self.stage),
            limits=[
                Limit(
                    tag=tag,
                    state="line" if tag in limits.lines else "veil" if tag in limits.veils else "free",
                    fixed=tag in fixed.lines or (tag in fixed.veils and tag not in limits.lines),
                )
                for tag in self.stage.tags
            ],
            answer=list(self._answers.said),
        )
