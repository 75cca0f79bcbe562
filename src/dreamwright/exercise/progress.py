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
from dreamwright.exercise.ledger import Control, Ledger, Order
from dreamwright.grounding import Program
from dreamwright.story import Happening

State = Literal["waiting", "due", "held", "skipped", "refused", "sent", "answered", "late", "missed"]
"""waiting: its time has not come. due: it has, and it is not sent yet. held, skipped: a controller wants it so.
refused: a limit forbids it. sent: and something is still expected, or nothing is. answered: all that was expected was
done in time. late: all of it, not all in time. missed: something was not done, and its time is over."""

Answering = Literal["open", "done", "late", "missed"]


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
    """Who sent it (else what the story has as its source), or has held or skipped it."""
    reason: str = ""
    """Why it is refused."""


def progress(
    injects: Sequence[Inject],
    program: Program,
    happenings: Iterable[Happening],
    minute: int,
    ledger: Ledger | None = None,
    refused: Mapping[int, str] | None = None,
    *,
    over: bool = False,
) -> tuple[Status, ...]:
    """Where each inject stands at a minute, in the order of the list.

    `refused` are reasons why an inject may not be sent, by number. When the exercise is `over`, what has not been done
    is missed.
    """
    ledger, refused = ledger or Ledger(), refused or {}
    events = named(program, happenings)
    orders = ledger.latest
    sent = sendings(injects, events, {*refused, *kept_back(orders, "skip")})
    found = []
    for number, inject in enumerate(injects, 1):
        happening, order = sent.get(number), orders.get(number)
        answers = tuple(_answer(wanted, happening, events, minute, over) for wanted in inject.expected)
        state = _state(inject, happening, answers, minute, order, number in refused)
        by = _by(happening, order, ledger)
        found.append(Status(number, inject, state, answers, happening, by, refused.get(number, "")))
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


def kept_back(orders: Mapping[int, Control], *kinds: Order) -> list[int]:
    """The injects for which an order of some kinds is in force, by number."""
    return [number for number, control in orders.items() if control.order in kinds]


def sendings(injects: Sequence[Inject], events: Iterable[Done], barred: Collection[int]) -> dict[int, Happening]:
    """By number, the happening with which each inject was sent: the first due takes the first. `barred` take none."""
    left: dict[Deed | None, list[int]] = {}
    for number in sorted(range(1, len(injects) + 1), key=lambda number: injects[number - 1].minute):
        if number not in barred:
            left.setdefault(deed(injects[number - 1].event), []).append(number)
    found: dict[int, Happening] = {}
    for happening, name in events:
        if left.get(name):
            found[left[name].pop(0)] = happening
    return found


def _by(sent: Happening | None, order: Control | None, ledger: Ledger) -> str:
    """Who sent it, or keeps it back."""
    if sent is None:
        return order.by if order is not None and order.order != "release" else ""
    if sent.source != "operator":
        return sent.source
    return ledger.sent.get(sent.index, sent.source)


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
    order: Control | None,
    is_refused: bool,
) -> State:
    if sent is None:
        if is_refused:
            return "refused"
        if order is not None and order.order in ("hold", "skip"):
            return "held" if order.order == "hold" else "skipped"
        return "waiting" if minute < inject.minute else "due"
    states = {answer.state for answer in answers}
    if "missed" in states:
        return "missed"
    if "open" in states or not states:
        return "sent"
    return "late" if "late" in states else "answered"
