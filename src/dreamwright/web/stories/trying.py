"""Looking before leaping: what the subject would make of an order, and what-ifs in a scratch branch."""

from __future__ import annotations

from dreamwright.director import Forecast
from dreamwright.dream import Dream
from dreamwright.dream.events import Ordered
from dreamwright.dream.orders import (
    Bring,
    GoBack,
    HandBack,
    LetGo,
    PutToSleep,
    Remark,
    Rouse,
    StepIn,
    TakeOut,
    Whisper,
    Withhold,
)
from dreamwright.exercise import Exercise
from dreamwright.lucidity.words import Wording
from dreamwright.playing.dreaming import DreamSession
from dreamwright.voices import Narrator
from dreamwright.web.operator.views import Foreseen, WhatIf
from dreamwright.web.stories.minds import compared
from dreamwright.web.stories.orders import AnyOrder, FeedIn, HoldTime, LetTimeGo, PassTime, check, order_of
from dreamwright.web.stories.told import Record, is_worth_telling, side_of
from dreamwright.web.stories.worded import worded

MOST_STEPS = 400
"""Events that a scratch branch is carried on by at once."""
MOST_TOLD = 60

_UNSEEN = "The subject notices nothing of it."
_TRY = "What comes of it cannot be told beforehand: try it in a what-if."


# ------------------------------------------------------------------------------------------------ the forecast
def foresee(session: DreamSession, order: AnyOrder) -> Foreseen:
    """What the subject would make of an order. Raises ValueError, with the reason, if it cannot be carried out."""
    check(session, order)
    dream = session.dream
    found = None
    if isinstance(order, FeedIn):
        if order.what == "send":
            found = dream.forecast(_sent(session, order.number))
    elif not isinstance(order, HoldTime | LetTimeGo | PassTime):
        found = dream.forecast(order)
    if found is not None:
        return _told(session, order, found)
    now = dream.suspicion
    return Foreseen(order=worded(dream, order), known=_is_unseen(order), perceived=[], findings=[], before=now,
                    after=now, over_ceiling=False, note=_note(order))  # fmt: skip


def _sent(session: DreamSession, number: int) -> Bring:
    """What sending an inject by hand brings about."""
    return Bring(session.exercise.injects[number - 1].event)


def _told(session: DreamSession, order: AnyOrder, found: Forecast) -> Foreseen:
    dream = session.dream
    perceived = []
    if found.percept is not None:
        perceived = [paragraph.text for paragraph in session.teller.paragraphs(found.percept)]
    wording = Wording(dream.top.engine.program, session.subject, session.narrator)
    return Foreseen(
        order=worded(dream, order),
        known=True,
        perceived=perceived,
        findings=[" ".join(wording.finding(finding)) for finding in found.findings],
        before=found.before,
        after=found.after,
        over_ceiling=found.exceeds(dream.stage.director.ceiling),
        note="" if perceived else _UNSEEN,
    )


def _is_unseen(order: AnyOrder) -> bool:
    """Whether the subject surely notices nothing at the time."""
    return isinstance(order, StepIn | HandBack | Withhold | LetGo | TakeOut | Remark) or (
        isinstance(order, FeedIn) and order.what != "send"
    )


def _note(order: AnyOrder) -> str:
    match order:
        case _ if _is_unseen(order):
            return _UNSEEN
        case Whisper():
            return "Nobody notices that it is whispered; whoever it is whispered to believes it from then on."
        case PutToSleep():
            return "The subject is told: “You fall asleep.”"
        case Rouse():
            return "The subject is told: “You wake.”"
        case GoBack():
            return "What has happened since is unmade. The subject may remember it, if the stage says so."
        case HoldTime():
            return "What the subject enters waits until time is let go. `stop` and `pause` are heard."
        case LetTimeGo() | PassTime():
            return "The subject waits, as if they had asked for it."
    return _TRY


# ------------------------------------------------------------------------------------------------ what if
class Scratch:
    """A branch of a dream that is thrown away: nobody lives in it, and nothing of it is kept. `since`: how many events
    there were when it was forked; `tried`: what has been done in it, in words."""

    def __init__(self, session: DreamSession) -> None:
        self.dream = session.dream.fork()
        self._live = session.dream
        self._level = session.dream.top.number
        self.since = len(session.dream.events)
        self._minute = session.dream.top.story.minute
        self.tried: list[str] = []

    def of(self, session: DreamSession) -> bool:
        """Whether it is a branch of what is lived now, and not of a dream that was begun anew since."""
        return self._live is session.dream

    def order(self, order: AnyOrder, by: str) -> None:
        """Try an order in it. Raises ValueError, with the reason."""
        if isinstance(order, HoldTime | LetTimeGo):
            raise ValueError("time is not held in a what-if: let some pass")
        if isinstance(order, PassTime):
            self.carry_on(order.minutes)
            return
        said = worded(self.dream, order)
        order_of(self.dream, order, by)
        self.tried.append(said)
        self._drain(None)

    def carry_on(self, minutes: int) -> None:
        """Let time pass in it, in which the subject only waits."""
        until = self.dream.top.story.minute + minutes
        self._drain(until)
        self.tried.append(f"{minutes} minutes pass.")

    def _drain(self, until: int | None) -> None:
        exercise, level = Exercise(self.dream), self.dream.top
        for _ in range(MOST_STEPS):
            if self.dream.awaiting_subject:
                if until is None or self.dream.top is not level or level.story.minute >= until:
                    return
                self.dream.wait(until - level.story.minute)
            if exercise.advance(until if self.dream.top is level else None) is None and (
                not self.dream.awaiting_subject or until is None
            ):
                return

    # ------------------------------------------------------------------------------------------ beside the live one
    def beside(self, session: DreamSession) -> WhatIf:
        """It, beside what is lived."""
        live, scratch = session.dream.top, self.dream.top
        elsewhere = live.layer is not scratch.layer
        beliefs = []
        if not elsewhere:
            narrator = Narrator(live.engine.program.world)
            both = (live.engine, live.story.node), (scratch.engine, scratch.story.node)
            beliefs = [b for b in compared(live.engine, narrator, live.layer.subject, *both) if b.differs]
        return WhatIf(
            since=f"{live.story.clock.time(self._minute):%a %H:%M}" if live.number == self._level else "earlier",
            live=side_of(session.dream, self._happened(session.dream)),
            scratch=side_of(self.dream, self._happened(self.dream)),
            beliefs=beliefs[:MOST_TOLD],
            elsewhere=elsewhere,
            tried=list(self.tried),
        )

    def _happened(self, dream: Dream) -> list[str]:
        """What has happened in one of the two since they parted."""
        record = Record(dream)
        events = [e for e in dream.events[self.since :] if is_worth_telling(e) and not isinstance(e, Ordered)]
        return [f"{record.time(event, dream.top)} {record.text(event)}".strip() for event in events[-MOST_TOLD:]]
