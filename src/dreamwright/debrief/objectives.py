"""What was expected in an exercise, and what was done, by objective."""

from __future__ import annotations

from collections.abc import Iterable

from dreamwright.debrief.model import Answered, Fed, Objective
from dreamwright.debrief.telling import Teller
from dreamwright.exercise import Answer, Status
from dreamwright.exercise.ledger import LISTED
from dreamwright.exercise.wording import ExpectedWords

SENDERS = {"schedule": "its own time", "rate": "chance", "director": "the director", "operator": "an operator"}


def objectives(teller: Teller, statuses: Iterable[Status]) -> tuple[Objective, ...]:
    """Each objective, in the order in which the list of injects comes to it. What serves none comes under no name."""
    by_name: dict[str, list[Fed]] = {}
    words = _Words(teller)
    for status in statuses:
        by_name.setdefault(status.inject.objective, []).append(words.fed(status))
    return tuple(
        Objective(
            name,
            expected=sum(answer.state != "open" for fed in found for answer in fed.answers),
            in_time=sum(answer.state == "done" for fed in found for answer in fed.answers),
            late=sum(answer.state == "late" for fed in found for answer in fed.answers),
            injects=tuple(found),
        )
        for name, found in by_name.items()
    )


class _Words:
    """Puts what was expected, and what became of it, into words."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._words = ExpectedWords(teller.program, teller.narrator, teller.reader)

    def fed(self, status: Status) -> Fed:
        inject, teller = status.inject, self._teller
        event = self._words.event(inject.event)
        node = teller.engine.initial if status.sent is None else status.sent.before
        return Fed(
            number=status.number,
            due=teller.point(inject.minute),
            event=inject.event,
            told=inject.event if event is None else teller.deed(event.index, node),
            channel=inject.channel,
            sender=inject.sender,
            receiver=inject.receiver,
            state=status.state,
            sent=None if status.sent is None else teller.point(status.sent.minute),
            by=_sender(status),
            answers=tuple(self._answered(answer, status) for answer in status.answers),
        )

    def _answered(self, answer: Answer, status: Status) -> Answered:
        done, teller = answer.done, self._teller
        sent = None if status.sent is None else status.sent.minute
        return Answered(
            expected=self._words.text(answer.expected),
            notation=str(answer.expected),
            within=answer.expected.within,
            deadline=None if answer.deadline is None else teller.point(answer.deadline),
            state=answer.state,
            done=None if done is None else teller.point(done.minute),
            deed=None if done is None else teller.in_short(done),
            after=None if done is None or sent is None else done.minute - sent,
        )


def _sender(status: Status) -> str:
    """Who sent an inject; nobody, if it came from the list. Of a story alone one cannot tell who its operators were."""
    is_on_time = status.sent is not None and status.sent.minute == status.inject.minute
    if status.by == LISTED or (status.by == "operator" and is_on_time):
        return ""
    return SENDERS.get(status.by, status.by)
