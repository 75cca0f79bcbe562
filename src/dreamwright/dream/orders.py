"""What an operator can order: hands that reach into a dream. None of them reaches across a limit.

An order is data by names, so that it can be kept. Which orders a stage grants is among its `operators`: `watch`, `act`
(step into a character, act as them, hand them back), `cause` (an event of nobody's, now or later), `withhold` (hold one
back), `tell` (a character something), `unmake`, `layers` (put the subject to sleep, wake them, take a layer out).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from dreamwright.dream.stage import Power


@dataclass(frozen=True, slots=True)
class StepIn:
    """Take a character over: they do nothing by themselves until they are handed back."""

    who: str


@dataclass(frozen=True, slots=True)
class HandBack:
    """Let a character act by themselves again."""

    who: str


@dataclass(frozen=True, slots=True)
class ActAs:
    """Have a character who was taken over do something."""

    who: str
    action: str


@dataclass(frozen=True, slots=True)
class Bring:
    """Bring an event of nobody's about, now or in so many minutes."""

    action: str
    in_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Withhold:
    """Hold an event of nobody's back until it is let go."""

    action: str


@dataclass(frozen=True, slots=True)
class LetGo:
    """No longer hold an event back."""

    action: str


@dataclass(frozen=True, slots=True)
class Whisper:
    """Have a character come to believe facts, given as the language writes them, with `&` between them."""

    who: str
    facts: str


@dataclass(frozen=True, slots=True)
class GoBack:
    """Unmake what has happened in the innermost layer after so many happenings."""

    position: int


@dataclass(frozen=True, slots=True)
class PutToSleep:
    """Have the subject fall asleep, into a layer."""

    layer: str


@dataclass(frozen=True, slots=True)
class Rouse:
    """Wake the subject from the innermost layer."""


@dataclass(frozen=True, slots=True)
class TakeOut:
    """Take a level that is not the innermost out of the stack: waking does not lead there any more."""

    level: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Mark this moment with a note for the debrief."""

    text: str


@dataclass(frozen=True, slots=True)
class Ease:
    """The subject has asked for it to go slower: the director leaves alone for a while what it was approaching."""


Ordering = (
    StepIn
    | HandBack
    | ActAs
    | Bring
    | Withhold
    | LetGo
    | Whisper
    | GoBack
    | PutToSleep
    | Rouse
    | TakeOut
    | Remark
    | Ease
)

POWER: dict[type, Power | None] = {
    StepIn: "act",
    HandBack: "act",
    ActAs: "act",
    Bring: "cause",
    Withhold: "withhold",
    LetGo: "withhold",
    Whisper: "tell",
    GoBack: "unmake",
    PutToSleep: "layers",
    Rouse: "layers",
    TakeOut: "layers",
    Remark: "watch",
    Ease: None,
}
"""What a stage has to grant for each. None: it is the subject's own."""

_KINDS = {kind.__name__: kind for kind in POWER}


def written(order: Ordering) -> dict[str, Any]:
    """An order as data."""
    return {"order": type(order).__name__, **asdict(order)}


def read(data: dict[str, Any]) -> Ordering:
    """An order from data. Raises ValueError if it is none."""
    kind = _KINDS.get(str(data.get("order")))
    if kind is None:
        raise ValueError("that is no order")
    given = {key: value for key, value in data.items() if key != "order"}
    for field in fields(kind):
        wanted = int if field.type == "int" else str
        if field.name in given and type(given[field.name]) is not wanted:
            raise ValueError(f"'{field.name}' is {'a whole number' if wanted is int else 'a text'}")
    try:
        found: Ordering = kind(**given)
    except TypeError:
        raise ValueError(f"that is not what belongs to {kind.__name__}") from None
    return found
