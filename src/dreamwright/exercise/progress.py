"""How far an exercise is: which injects have been sent, and what was done about them.

All of it is worked out from what has happened in the story and from what the controllers have ordered, so it is the
same when a story is replayed, taken up again or looked at afterwards. An inject counts as sent with the first of its
events that no earlier inject has been given; it makes no difference who brought it about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dreamwright.exercise.injects import Deed, Expected, Inject, deed
from dreamwright.grounding import Program
from dreamwright.story import Happening

State = Literal["waiting", "due", "held", "skipped", "refused", "sent", "answered", "late", "missed"]
"""waiting: its time has not come. due: it has, and it is not sent yet. held, skipped: a controller wants it so.
refused: a limit forbids it. sent: and something is still expected, or nothing is. answered: all that was expected was
done in time. late: all of it, not all in time. missed: something was not done, and its time is over."""

Answering = Literal["open", "done", "late", "missed"]

Order = Literal["send", "hold", "release", "skip", "add"]
"""What a controller can do about an inject. send: now. hold: until released. skip: never. add: there is one more."""


@dataclass(frozen=True, slots=True)
class Control:
    """A controller's order about an inject."""

    order: Order
    number: int
    by: str
    """Who gave it."""
    minute: int
    position: int
    """After how many happenings of the story."""
    inject: Inject | None = None
    """The one that is added."""

    @property
    def reach(self) -> int:
        """With how many happenings of the story it had been carried out."""
        return self.position + (self.order == "send")


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether one thing that was expected has been done."""

    expected: Expected
    state: Answering
    deadline: int | None = None
    """The last minute in time; None: there is none, or it has not been sent."""
    done: Happening | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Where one inject stands."""

    number: int
    inject: Inject
    state: State
    answers: tuple[Answer, ...]
    sent: Happening | None = None
    by: str = ""
    """Who sent it by hand, or has held or skipped it."""
    reason: str = ""
    """Why it is refused."""


def progress(
    injects: Sequence[Inject],
    program: Program,
    happenings: Iterable[Happening],
    minute: int,
    controls: Sequence[Control] = (),
    refused: Mapping[int, str] | None = None,
    *,
    over: bool = False,
) -> tuple[Status, ...]:
    """Where each inject stands at a minute, in the order of the list.

    `refused` are reasons why an inject may not be sent, by number. When the exercise is `over`, what has not been done
    is missed.
    """
    events = named(program, happenings)
    orders = latest(controls)
    sent = sendings(injects, events, orders, refused or {})
    found = []
    for number, inject in enumerate(injects, 1):
        happening = sent.get(number)
        answers = tuple(_answer(wanted, happening, events, minute, over) for wanted in inject.expected)
        reason = (refused or {}).get(number, "")
        state = _state(inject, happening, answers, minute, orders.get(number), reason)
        by = _by(happening, orders.get(number))
        found.append(Status(number, inject, state, answers, happening, by, reason))
    return tuple(found)


Done = tuple[Happening, Deed]
"""An action that has happened, and its name with arguments."""


def named(program: Program, happenings: Iterable[Happening]) -> list[Done]:
    """The actions that have happened, in order."""
    names: dict[int, Deed | None] = {}
    found: list[Done] = []
    for happening in happenings:
        if happening.kind == "action" and happening.event is not None:
            number = happening.event
            if number not in names:
                names[number] = deed(program.events[number].name)
            name = names[number]
            if name is not None:
                found.append((happening, name))
    return found


def latest(controls: Iterable[Control]) -> dict[int, Control]:
    """The order that is in force for each inject that there is one for, by number."""
    return {control.number: control for control in controls if control.order != "add"}


def sendings(
    injects: Sequence[Inject], events: Iterable[Done], orders: Mapping[int, Control], refused: Collection[int]
) -> dict[int, Happening]:
    """By number, the happening with which each inject was sent. What was sent by hand is that; else the first due takes
    the first."""
    by_hand = {control.position: number for number, control in orders.items() if control.order == "send"}
    left: dict[Deed | None, list[int]] = {}
    for number in sorted(range(1, len(injects) + 1), key=lambda number: injects[number - 1].minute):
        order = orders.get(number)
        if number not in refused and (order is None or order.order not in ("skip", "send")):
            left.setdefault(deed(injects[number - 1].event), []).append(number)
    found: dict[int, Happening] = {}
    for happening, name in events:
        if happening.index in by_hand:
            found[by_hand[happening.index]] = happening
        elif left.get(name):
            found[left[name].pop(0)] = happening
    return found


def _by(sent: Happening | None, order: Control | None) -> str:
    """Who sent it by hand, or keeps it back."""
    if order is None or (order.order in ("hold", "skip")) is (sent is not None) or order.order == "release":
        return ""
    return order.by


def _answer(wanted: Expected, sent: Happening | None, events: Sequence[Done], minute: int, over: bool) -> Answer:
    if sent is None:
        return Answer(wanted, "open")
    deadline = None if wanted.within is None else sent.minute + wanted.within
    fitting = [h for h, name in events if any(one.fits(name) for one in wanted.deeds)]
    after = next((h for h in fitting if h.index > sent.index), None)
    if after is not None and (deadline is None or after.minute <= deadline):
        return Answer(wanted, "done", deadline, after)
    before = [h for h in fitting if h.index < sent.index] if wanted.before else []
    if before:
        return Answer(wanted, "done", deadline, before[-1])
    if after is not None:
        return Answer(wanted, "late", deadline, after)
    is_missed = over or (deadline is not None and minute > deadline)
    return Answer(wanted, "missed" if is_missed else "open", deadline)


def _state(
    inject: Inject,
    sent: Happening | None,
    answers: Sequence[Answer],
    minute: int,
    control: Control | None,
    reason: str,
) -> State:
    if sent is None:
        if reason:
            return "refused"
        if control is not None and control.order in ("hold", "skip"):
            return "held" if control.order == "hold" else "skipped"
        return "waiting" if minute < inject.minute else "due"
    states = {answer.state for answer in answers}
    if "missed" in states:
        return "missed"
    if "open" in states or not states:
        return "sent"
    return "late" if "late" in states else "answered"
