"""An exercise in progress: a dream into which injects are fed, each when its time comes or when a controller says so.

    exercise = Exercise(dream)
    while (event := exercise.advance()) is not None: ...
    exercise.send(4, by="Kay")

The list is about the outermost layer. What is due and not possible then waits until it is, and is reported as due;
so does what comes due while the subject is further in. The same orders at the same moments give the same exercise.
"""

from __future__ import annotations

from dreamwright.dream import Dream, Event, Level, Stage
from dreamwright.dream.orders import Bring, Remark
from dreamwright.errors import WorldError
from dreamwright.exercise.codes import InjectError, problem
from dreamwright.exercise.injects import Inject, InjectList
from dreamwright.exercise.ledger import LISTED, Ledger, Order, ledger_of, remark
from dreamwright.exercise.progress import Status, kept_back, named, progress, sendings
from dreamwright.exercise.reading import forbidden, read_injects
from dreamwright.grounding.written import conjuncts

POWERS = ("watch", "cause")
"""What the operators of a stage must be allowed, if there is a list of injects."""


def injects_of(stage: Stage) -> InjectList:
    """The injects of a stage; none, if it names no list. Raises InjectError with all that is wrong with them."""
    if stage.injects is None:
        return InjectList()
    missing = [power for power in POWERS if power not in stage.operators]
    if missing:
        message = f"this stage has a list of injects, and nobody may send them: '{missing[0]}' is not granted"
        raise InjectError(problem("inject-power", message, hint=f"operators: [{', '.join(POWERS)}]"))
    return read_injects(stage.injects, stage.layers[0].program, stage.limits.lines)


class Exercise:
    """Feeds injects into a dream: those of its stage, or others.

    Raises InjectError as `injects_of` does.
    """

    def __init__(self, dream: Dream, injects: InjectList | None = None) -> None:
        self.dream = dream
        self.level: Level = dream.visited[0]
        self._listed = (injects_of(dream.stage) if injects is None else injects).injects
        self._ledger = Ledger()
        self._read = -1
        """How many events of the dream the ledger takes in."""

    # ------------------------------------------------------------------------------------------ where it stands
    @property
    def ledger(self) -> Ledger:
        """What controllers have ordered, and what they have sent."""
        events = self.dream.events
        if len(events) != self._read:
            self._ledger, self._read = ledger_of(events, self.level), len(events)
        return self._ledger

    @property
    def injects(self) -> tuple[Inject, ...]:
        """The list, and after it what controllers have added."""
        added = (control.inject for control in self.ledger.controls if control.inject is not None)
        return (*self._listed, *added)

    def statuses(self, *, over: bool = False) -> tuple[Status, ...]:
        """Where each inject stands now; `over`: as if the exercise ended here."""
        story = self.level.story
        return progress(self.injects, story.engine.program, story.happenings, story.minute, self.ledger,
                        self._refused(), over=over or self.dream.ending is not None)  # fmt: skip

    def obstacles(self, number: int) -> list[str]:
        """What keeps an inject from being sent now, each part in the author's words; nothing, if it can be sent."""
        program = self.level.story.engine.program
        action = self._action(self.injects[number - 1])
        if action is None:
            return [self._refused().get(number, "there is no such event any more")]
        if self.dream.top is not self.level:
            return ["the subject is in another layer"]
        return [text for text, part in conjuncts(program, program.events[action]) if not self.level.holds(part)]

    def _refused(self) -> dict[int, str]:
        """Why an inject may never be sent in this dream, by number."""
        program = self.dream.stage.layers[0].program
        lines = self.dream.limits.lines
        reasons = ((n, forbidden(program.events[program.action(inject.event)], lines))
                   for n, inject in enumerate(self.injects, 1))  # fmt: skip
        return {number: reason for number, reason in reasons if reason is not None}

    # ------------------------------------------------------------------------------------------ by hand
    def send(self, number: int, by: str) -> None:
        """Send an inject now. Raises ValueError, in words, if it cannot be sent, or has been."""
        status = self._unsent(number)
        obstacles = self.obstacles(number)
        if obstacles:
            raise ValueError(f"{status.inject.event} is not possible now: {obstacles[0]}")
        self.dream.order(Bring(status.inject.event), by)

    def hold(self, number: int, by: str) -> None:
        """Let an inject wait until it is released or sent by hand. Raises ValueError if it has been sent."""
        self._order("hold", number, by)

    def release(self, number: int, by: str) -> None:
        """Let an inject that is held or skipped come by its time again. Raises ValueError if it has been sent."""
        self._order("release", number, by)

    def skip(self, number: int, by: str) -> None:
        """Leave an inject out. Raises ValueError if it has been sent."""
        self._order("skip", number, by)

    def add(self, inject: Inject, by: str) -> int:
        """Put one more on the list; gives its number. Raises ValueError if a limit forbids it."""
        program = self.level.layer.program
        event = program.events[program.action(inject.event)]
        reason = forbidden(event, self.dream.limits.lines)
        if event.consenting or reason is not None:
            raise ValueError(f"{event.name} cannot be fed in: {reason or 'somebody would have to want it'}")
        number = len(self.injects) + 1
        self.dream.order(Remark(remark("add", number, inject, self.level.story.clock)), by)
        return number

    def _order(self, order: Order, number: int, by: str) -> None:
        self._unsent(number)
        self.dream.order(Remark(remark(order, number, None, self.level.story.clock)), by)

    def _unsent(self, number: int) -> Status:
        statuses = self.statuses()
        if not 1 <= number <= len(statuses):
            raise ValueError(f"there is no inject {number}")
        status = statuses[number - 1]
        if status.sent is not None:
            raise ValueError(f"inject {number} has been sent already")
        if status.state == "refused":
            raise ValueError(f"{status.inject.event} cannot be fed in: {status.reason}")
        return status

    # ------------------------------------------------------------------------------------------ by time
    def advance(self, until: int | None = None) -> Event | None:
        """Carry on as `Dream.advance` does, and send each inject as soon as it is due and possible."""
        while self.dream.ending is None:
            self._send_due()
            ahead = self._next()
            stop = ahead if until is None or (ahead is not None and ahead < until) else until
            event = self.dream.advance(stop)
            is_elsewhere = self.dream.top is not self.level
            if event is not None or self.dream.awaiting_subject or stop is None or stop == until or is_elsewhere:
                return event
        return self.dream.advance()

    def _send_due(self) -> None:
        for number in self._pending():
            inject = self.injects[number - 1]
            if inject.minute <= self.level.story.minute and not self.obstacles(number):
                self.dream.order(Bring(inject.event), LISTED)

    def _next(self) -> int | None:
        """The minute at which the next inject comes due, if it is later than now."""
        if self.dream.top is not self.level:
            return None
        minutes = (self.injects[number - 1].minute for number in self._pending())
        return min((minute for minute in minutes if minute > self.level.story.minute), default=None)

    def _pending(self) -> list[int]:
        """What is to be sent when its time comes, by number, the earliest due first."""
        injects = self.injects
        if not injects:
            return []
        story, orders = self.level.story, self.ledger.latest
        barred = {*self._refused(), *kept_back(orders, "skip")}
        sent = sendings(injects, named(story.engine.program, story.happenings), barred)
        out = barred.union(sent, kept_back(orders, "hold"))
        found = [number for number in range(1, len(injects) + 1) if number not in out]
        return sorted(found, key=lambda number: injects[number - 1].minute)

    def _action(self, inject: Inject) -> int | None:
        """The number of an inject's event in this dream, in which what limits forbid has none."""
        try:
            return self.level.story.engine.program.action(inject.event)
        except WorldError:
            return None
