"""What goes over the wire to and from the person who lives in a story. Nothing else ever does.

Each model is made from the subject's percepts and beliefs; none has room for a truth. They are the schemas of the
documented interface (docs/web.md).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

from dreamwright.voices.paragraphs import Style

LONGEST_LINE = 400
"""Characters of a typed line."""

UNKNOWN: dict[int | str, dict[str, Any]] = {
    404: {"description": "The invitation opens nothing."},
    503: {"description": "Another server is going on with the story, or the chronicle cannot be reached."},
}
"""What an address of an invitation may answer besides what is asked for."""

Phase = Literal["asking", "living", "over"]
"""asking: the person has not consented yet. living: they are in the story. over: they are back."""

Line = Annotated[str, StringConstraints(max_length=LONGEST_LINE)]
LineId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,64}$")]


class Wire(BaseModel):
    """Strict, closed and unchangeable: what is not declared here is not sent and not taken."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# ------------------------------------------------------------------------------------------------ what is told
class Told(Wire):
    """One paragraph, or a line as the person typed it. `lead` stands before the first line; a `tight` one follows the
    last without a gap; a `quiet` one is an aside."""

    kind: Literal["said", "typed"] = "said"
    text: str
    style: Style = "plain"
    lead: str = ""
    tight: bool = False


class Numbered(Told):
    """What has been told, with its number: 1 for the first, without gaps, the same for ever."""

    number: int


# ------------------------------------------------------------------------------------------------ what they see
class Limit(Wire):
    """Something that a story may have to do with. free: it may happen. veil: off screen, if at all. line: never."""

    tag: str
    state: Literal["free", "veil", "line"]
    fixed: bool
    """Whether that is as the author has it: then it can only be made stricter."""


class Asked(Wire):
    """What a person is told before they consent."""

    about: str
    draws_on: list[str]
    limits: list[Limit]
    answer: list[str]
    """What was said to the last thing that they asked for."""


class Verb(Wire):
    """A verb with all that can be done with it, each as it can be typed."""

    verb: str
    choices: list[str]


class Place(Wire):
    """A place that the person knows, who they think is there, and the places they could get to from it."""

    key: str
    name: str
    here: bool
    people: list[str]
    ways: list[str]


class Mind(Wire):
    """Somebody, as the person thinks of them, and what the person believes that they believe. A sentence each."""

    name: str
    here: bool
    thoughts: list[str]
    beliefs: list[str]


class Entry(Wire):
    """Something that the person saw happen."""

    day: str
    time: str
    text: str


class Living(Wire):
    """A moment of a story, as its subject has it."""

    name: str
    place: str | None
    now: str
    here: list[str]
    have: str
    verbs: list[Verb]
    commands: list[str]
    """What else can be typed."""
    places: list[Place]
    minds: list[Mind]
    journal: list[Entry]
    earlier: int
    """Entries of the journal before those."""
    offer: bool
    """Whether somebody has proposed something that `yes` would agree to."""
    asking: bool
    """Whether a question is open."""
    can_undo: bool
    held: bool
    """Whether there is more to be told first: an empty line asks for it."""
    paused: bool
    slow: bool


class SubjectView(Wire):
    """Everything that the person in a story can know of it, apart from what has been told."""

    version: int
    title: str
    phase: Phase
    asked: Asked | None = None
    living: Living | None = None
    back: list[str] = []
    """Once it is over: the words with which they return to the room."""


# ------------------------------------------------------------------------------------------------ to and fro
class Say(Wire):
    """A line as one would type it. `id` is the sender's own: a line that is sent again is not obeyed twice."""

    type: Literal["say"] = "say"
    id: LineId
    line: Line


class Heard(Wire):
    """A line was kept: it will be obeyed, even if the server falls over now."""

    type: Literal["heard"] = "heard"
    id: LineId


class Refused(Wire):
    """A line, or whatever else was sent, that is not obeyed, and why. not-possible: an operator's order."""

    type: Literal["refused"] = "refused"
    id: LineId | None = None
    code: Literal["malformed", "too-fast", "too-busy", "not-kept", "over", "not-possible"]
    message: str


class State(Wire):
    """How the story stands. With each new `version` the person's view is another."""

    type: Literal["state"] = "state"
    version: int
    phase: Phase
    busy: bool
    """Whether others are acting just now. `stop` is heard all the same."""


class News(Wire):
    """What has been told since, in order."""

    type: Literal["told"] = "told"
    told: list[Numbered]
