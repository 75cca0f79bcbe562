"""What operators are sent to act by: minds side by side, what is wanted, what can be ordered, what would come of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from dreamwright.web.wire import LineId, Wire

Short = Annotated[str, StringConstraints(max_length=2_000)]


def _whole(value: object) -> object:
    """JSON knows no whole numbers: 3.0 is one too."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


Whole = Annotated[int, BeforeValidator(_whole)]


class Choice(Wire):
    """Something that can be chosen: its name in the world, and in words."""

    key: str
    text: str


# ------------------------------------------------------------------------------------------------ minds and reasons
class Belief(Wire):
    """One thing, as it is in each of two minds."""

    left: str
    right: str
    differs: bool


class Minds(Wire):
    """Two minds side by side: whose they are, in words, and what is so in each; what differs comes first."""

    left: str
    right: str
    differing: int
    beliefs: list[Belief]
    more: int
    """How many are left out."""


class Want(Wire):
    """Something that somebody has a reason for now: the steps of the plan, what they expect it to be worth, and why
    it serves them."""

    steps: list[str]
    before: float
    after: float
    why: str


class Wants(Wire):
    """What somebody wants, the best first."""

    who: str
    wants: list[Want]
    more: int
    unknown: str = ""
    """Why that cannot be told, if it cannot."""


# ------------------------------------------------------------------------------------------------ what can be ordered
class Person(Wire):
    """Somebody who can be taken over. `busy`: for so many more minutes. `choices`: what they believe they can do."""

    key: str
    name: str
    held: bool
    busy: int
    choices: list[Choice]


class Event(Wire):
    """An event of nobody's."""

    key: str
    text: str
    possible: bool
    withheld: bool


class Coming(Wire):
    """Something that is set for later."""

    time: str
    text: str


class Moment(Wire):
    """A moment to which one can go back: right before something happened."""

    position: int
    time: str
    text: str


class Fed(Wire):
    """An inject: where it stands, and what keeps it from being sent now."""

    number: int
    time: str
    text: str
    channel: str
    state: str
    by: str
    obstacle: str
    answers: list[str]


class Means(Wire):
    """All that can be ordered now. `powers` are those that the stage grants."""

    powers: list[str]
    held: bool
    beat: int
    people: list[Person]
    events: list[Event]
    coming: list[Coming]
    layers: list[Choice]
    levels: list[Choice]
    """Levels that can be taken out, by number."""
    moments: list[Moment]


# ------------------------------------------------------------------------------------------------ what was ordered
class Given(Wire):
    """An order that was given."""

    by: str
    time: str
    text: str


class Deed(Wire):
    """An entry of the director's journal, and what the subject would have made of it."""

    time: str
    text: str


class Directing(Wire):
    """What the director goes by: tension from 0 to 1 and what it should be, the ceiling of suspicion, the steps it
    would like to see taken, and its journal, the latest first."""

    tension: float | None
    wished: float | None
    ceiling: float | None
    course: list[str]
    journal: list[Deed]


class Behind(Wire):
    """What goes on behind a story apart from what happens in it."""

    directing: Directing | None
    given: list[Given]
    injects: list[Fed]
    means: Means


# ------------------------------------------------------------------------------------------------ trying and doing
class Foreseen(Wire):
    """What the subject would make of an order, if that can be told beforehand."""

    order: str
    """What it is, in words."""
    known: bool
    perceived: list[str]
    """What they would be told; nothing, if they notice nothing."""
    findings: list[str]
    """What they would find in it: what does not add up, or the account they could give themselves."""
    before: float
    after: float
    over_ceiling: bool
    note: str = ""


class Proposed(Wire):
    """An order, to be foreseen or tried. Which there are is told in docs/web.md."""

    order: dict[Annotated[str, StringConstraints(max_length=20)], Whole | Short]


class Order(Proposed):
    """An order, to be carried out. `id` is the sender's own: what is sent again is not carried out twice."""

    id: LineId


class Trial(Wire):
    """What is to be done with one's scratch branch: begin one here, try an order in it, let some minutes pass in it,
    throw it away."""

    what: Literal["fork", "order", "pass", "drop"]
    minutes: Annotated[int, Field(ge=1, le=24 * 60), BeforeValidator(_whole)] = 30
    order: dict[Annotated[str, StringConstraints(max_length=20)], Whole | Short] = Field(default_factory=dict)


class Side(Wire):
    """How it stands on one side of two that are compared."""

    now: str
    place: str
    suspicion: float | None
    """None: nobody's."""
    mood: str
    ending: str | None
    happened: list[str]
    """What has happened there since they parted."""


class WhatIf(Wire):
    """A scratch branch beside the live story, and what is otherwise in it."""

    since: str
    live: Side
    scratch: Side
    beliefs: list[Belief]
    """What is truly so in each, where it differs."""
    elsewhere: bool
    """Whether the subject is in different layers, so that there is nothing to compare."""
    tried: list[str]
