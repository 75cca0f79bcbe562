"""What-ifs: an order, or some time, in a branch that nobody lives in, beside the live story."""

from __future__ import annotations

from dreamwright.dream import Dream
from dreamwright.dream.events import Ordered
from dreamwright.exercise import Exercise
from dreamwright.playing.dreaming import DreamSession
from dreamwright.voices import Narrator
from dreamwright.web.operator.views import WhatIf
from dreamwright.web.stories.minds import compared
from dreamwright.web.stories.orders import AnyOrder, HoldTime, LetTimeGo, PassTime, order_of
from dreamwright.web.stories.thinking import breathe
from dreamwright.web.stories.told import Record, is_worth_telling, side_of
from dreamwright.web.stories.worded import worded

MOST_STEPS = 400
"""Events that a scratch branch is carried on by at once."""
MOST_TOLD = 60


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
            breathe()
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
