"""What operators order of a story that is being lived in: hands into its dream, injects, and how time goes in it.

An order is carried out whole or refused with the reason in words, and then nothing has happened. Whoever gave it stands
beside it in the dream's own record.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, cast, get_args

from dreamwright.dream import Dream
from dreamwright.dream.orders import POWER, Ease, GoBack, Ordering, Remark, read
from dreamwright.exercise import Exercise
from dreamwright.playing.dreaming import DreamSession
from dreamwright.playing.waiting import Wait

LONGEST_PASS = 24 * 60
"""Minutes that an operator may let pass at once."""
FASTEST = 60
"""Minutes that may pass by themselves at each beat."""

Feeding = Literal["send", "hold", "release", "skip"]


@dataclass(frozen=True, slots=True)
class HoldTime:
    """Nothing more happens, whatever the subject enters, until time is let go. `stop` and `pause` are heard."""


@dataclass(frozen=True, slots=True)
class LetTimeGo:
    """Time goes as the subject takes it; with a `beat`, so many minutes also pass by themselves every ten seconds."""

    beat: int = 0


@dataclass(frozen=True, slots=True)
class PassTime:
    """The subject waits, for so many minutes or until somebody turns to them."""

    minutes: int


@dataclass(frozen=True, slots=True)
class FeedIn:
    """Send an inject by hand, hold it, let it come by its time again, or leave it out."""

    number: int
    what: str = "send"


AnyOrder = Ordering | HoldTime | LetTimeGo | PassTime | FeedIn

_OWN: dict[str, type] = {kind.__name__: kind for kind in (HoldTime, LetTimeGo, PassTime, FeedIn)}

FIELDS: dict[str, dict[str, type]] = {
    kind.__name__: {field.name: int if field.type == "int" else str for field in fields(kind)}
    for kind in (*POWER, *_OWN.values())
}
"""Which fields belong to each order, and what they hold."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How time goes. `beat`: minutes that pass by themselves every ten seconds."""

    held: bool = False
    beat: int = 0


def read_order(data: dict[str, Any]) -> AnyOrder:
    """An order from data. Raises ValueError if it is none."""
    kind = _OWN.get(str(data.get("order")))
    if kind is None:
        found = read(data)
        if isinstance(found, Ease):
            raise ValueError("that is the subject's to ask for")
        return found
    given = {key: value for key, value in data.items() if key != "order"}
    if any(type(value) is not FIELDS[kind.__name__].get(key) for key, value in given.items()):
        raise ValueError(f"that is not what belongs to {kind.__name__}")
    try:
        return cast(AnyOrder, kind(**given))
    except TypeError:
        raise ValueError(f"that is not what belongs to {kind.__name__}") from None


def written_order(order: AnyOrder) -> dict[str, Any]:
    """An order as data."""
    return {"order": type(order).__name__, **asdict(order)}


# ------------------------------------------------------------------------------------------------ may it be
def check(session: DreamSession, order: AnyOrder) -> None:
    """Raises ValueError, with the reason, if an order cannot be carried out now."""
    if session.over:
        raise ValueError("the story is over")
    if session.pacing.paused and not isinstance(order, Remark | HoldTime):
        raise ValueError("the subject has paused: nothing happens until they say so")
    match order:
        case LetTimeGo(beat=beat) if not 0 <= beat <= FASTEST:
            raise ValueError(f"that is not 0 to {FASTEST} minutes every ten seconds")
        case PassTime(minutes=minutes) if not 1 <= minutes <= LONGEST_PASS:
            raise ValueError(f"that is not 1 to {LONGEST_PASS} minutes")
        case PassTime() if not session.dream.awaiting_subject:
            raise ValueError("it is not the subject's turn")
        case FeedIn(what=what) if what not in get_args(Feeding):
            raise ValueError("an inject is sent, held, released or skipped")
    order_of(session.dream.fork(), order, "nobody")


def order_of(dream: Dream, order: AnyOrder, by: str) -> None:
    """Have an order carried out in a dream. Raises ValueError, with the reason; then nothing has happened."""
    match order:
        case FeedIn(number=number, what=what):
            exercise = Exercise(dream)
            hands = {"send": exercise.send, "hold": exercise.hold, "release": exercise.release, "skip": exercise.skip}
            hands[what](number, by)
        case HoldTime():
            dream.order(Remark("Time is held."), by)
        case LetTimeGo(beat=beat):
            said = (
                f"Time goes on by itself, {beat} minutes at a time." if beat else "Time goes as the subject takes it."
            )
            dream.order(Remark(said), by)
        case PassTime(minutes=minutes):
            if by:
                dream.order(Remark(f"{minutes} minutes are let pass."), by)
        case _:
            dream.order(order, by)


# ------------------------------------------------------------------------------------------------ doing it
def carry_out(session: DreamSession, order: AnyOrder, by: str) -> None:
    """Carry out an order in a person's game, and tell them what they perceive of it. Raises ValueError, with the
    reason; then nothing has happened. An order of nobody's ("") is the clock's."""
    check(session, order)
    place, had = session.view().place, session.story
    order_of(session.dream, order, by)
    if isinstance(order, GoBack):
        session.marks = [mark for mark in session.marks if mark[0] < order.position]
        session.say("It is as if the last while had never been.", "quiet")
    if session.pacing.held or session.pacing.paused:  # what comes of it is told when they go on
        return
    session.go_on()
    if session.over or session.story is not had:  # where they have come to has been told
        return
    if isinstance(order, GoBack):
        session.look()
        return
    session.look_if_moved(place)
    if isinstance(order, PassTime) and session.awaiting:
        session.wait(Wait(order.minutes, "time"))
