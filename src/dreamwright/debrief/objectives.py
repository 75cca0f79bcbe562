"""What was expected in an exercise, and what was done, by objective."""

from __future__ import annotations

from collections.abc import Iterable

from dreamwright.debrief.model import Answered, Fed, Objective
from dreamwright.debrief.telling import Teller
from dreamwright.exercise import Answer, Deed, Expected, Status
from dreamwright.exercise.injects import deed
from dreamwright.exercise.ledger import LISTED
from dreamwright.grounding.program import GroundEvent
from dreamwright.language.world import Entity
from dreamwright.voices.words import capitalised, listed

MOST_WAYS = 3
"""Actions that are told of an expected one whose arguments may be any; of more, it is told that there are others."""

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
        self._deeds = [(found, event) for event in teller.program.actions if (found := deed(event.name)) is not None]

    def fed(self, status: Status) -> Fed:
        inject, teller = status.inject, self._teller
        wanted = deed(inject.event)
        event = next((event for found, event in self._deeds if found == wanted), None)
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
            expected=self._expected(answer.expected),
            notation=str(answer.expected),
            within=answer.expected.within,
            deadline=None if answer.deadline is None else teller.point(answer.deadline),
            state=answer.state,
            done=None if done is None else teller.point(done.minute),
            deed=None if done is None else teller.in_short(done),
            after=None if done is None or sent is None else done.minute - sent,
        )

    def _expected(self, expected: Expected) -> str:
        """Who was to do what, as a sentence without its end: `Maren Holt: open the register or ...`."""
        ways: dict[str, list[str]] = {}
        for wanted in expected.deeds:
            for who, command in self._ways(wanted):
                ways.setdefault(who, []).append(command)
        return "; or ".join(f"{who}: {listed(list(dict.fromkeys(found)), 'or')}" for who, found in ways.items())

    def _ways(self, wanted: Deed) -> list[tuple[str, str]]:
        fitting = [event for found, event in self._deeds if wanted.fits(found) and event.consenting]
        told = [self._way(event) for event in fitting[:MOST_WAYS]]
        if len(fitting) > MOST_WAYS:
            told[-1] = (told[-1][0], "the like")
        return told

    def _way(self, event: GroundEvent) -> tuple[str, str]:
        narrator = self._teller.narrator
        actor = narrator.actor(event.event, event.arguments)
        who: Entity = actor or self._teller.program.world.entities[event.consenting[0]]
        called = capitalised(narrator.name(who, self._teller.reader))
        return called, narrator.command(event.event, event.arguments, who)


def _sender(status: Status) -> str:
    """Who sent an inject; nobody, if it came from the list. Of a story alone one cannot tell who its operators were."""
    is_on_time = status.sent is not None and status.sent.minute == status.inject.minute
    if status.by == LISTED or (status.by == "operator" and is_on_time):
        return ""
    return SENDERS.get(status.by, status.by)
