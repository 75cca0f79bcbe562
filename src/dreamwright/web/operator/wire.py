"""What operators are sent: the truth, who believes what, and why everybody does what they do."""

from __future__ import annotations

from typing import Literal

from dreamwright.web.links import Role
from dreamwright.web.operator.views import Behind
from dreamwright.web.wire import Phase, Place, Wire


class Layer(Wire):
    """A level on the stack of the dream, the outermost first."""

    name: str
    now: str
    who: str
    """Who the subject is there."""


class Soul(Wire):
    """Somebody in the innermost layer: where they truly are, what they did last, and what they want with it.
    `key` names them in the world."""

    key: str
    name: str
    place: str | None
    is_subject: bool
    did: str
    why: list[str]
    held: bool
    """Whether they have been taken over, or have not come on yet."""


class Difference(Wire):
    """What is so, and what the subject believes instead. `fact`: what is so as the world writes it, for whispering;
    empty if it cannot be whispered."""

    so: str
    believed: str
    fact: str


class Doubt(Wire):
    """Something that does not add up for the subject, with its reason in words."""

    time: str
    weight: float
    words: list[str]


class Suspicion(Wire):
    """How much the subject suspects, what that makes of them, and how it came about: minute and suspicion."""

    now: float
    mood: Literal["at ease", "uneasy", "questioning", "lucid"]
    thresholds: dict[str, float]
    curve: list[tuple[int, float]]
    doubts: list[Doubt]


class Aim(Wire):
    """An aim of the director's, and how much of it there is now, from 0 to 1."""

    text: str
    weight: float
    share: float


class Happened(Wire):
    """Something that truly happened where the subject is."""

    number: int
    time: str
    text: str
    why: list[str]
    seen: bool
    """Whether the subject noticed."""


class Watching(Wire):
    """A moment of a story that is being lived in."""

    layers: list[Layer]
    ending: str | None
    suspicion: Suspicion
    places: list[Place]
    souls: list[Soul]
    differences: list[Difference]
    happened: list[Happened]
    aims: list[Aim]


class OperatorView(Wire):
    """Everything about a story. Before somebody has consented there is nothing to watch."""

    version: int
    title: str
    phase: Phase
    watching: Watching | None = None
    behind: Behind | None = None


class Invitation(Wire):
    """An invitation to the story, without its secret."""

    id: int
    role: Role
    name: str
    revoked: bool
