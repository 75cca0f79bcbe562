"""What happens in a story, and the past: the chain of everything that has happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from dreamwright.errors import EventError
from dreamwright.grounding import Argument, Value
from dreamwright.language.world import Property
from dreamwright.planning import Motive
from dreamwright.story.cast import Cast
from dreamwright.story.scheduler import Agenda

Kind = Literal["action", "attempt", "refused", "offer", "wait", "recall", "held", "released"]
"""action: it happened. attempt: it was tried and turned out impossible. refused: the subject proposed a joint action
and somebody would not. offer: a character proposed one to the subject. wait: the subject let time pass. recall: a
character came to believe something that they know from outside this story. held: from now on a character does not act
by themselves; released: they do again. Nobody notices these two."""

Source = Literal["character", "subject", "schedule", "rate", "dream", "director", "operator"]
"""Who or what brought a happening about."""

Fact = tuple[Property, tuple[Argument, ...], Value]
"""A fluent and a value for it; None is unknown."""

Lessons = tuple[tuple[int, tuple[Fact, ...]], ...]
"""For each character (by index) who learned something from an attempt, what they now believe."""


@dataclass(frozen=True, slots=True, eq=False)
class Happening:
    """One thing that happened, with the truth before and after it."""

    index: int
    """Its place in the story, from 0."""
    kind: Kind
    event: int | None
    """The ground action; None for a wait."""
    actor: int | None
    """Whose turn it was; None for what comes by schedule or rate."""
    source: Source
    minute: int
    """When it took effect, in minutes since the world's start."""
    duration: int
    """For how many minutes it keeps those busy who take part (nobody in an offer)."""
    before: int
    after: int
    motive: Motive | None = None
    """Why a character did it; None for the subject, a routine, or nobody."""
    assents: tuple[Motive, ...] = ()
    """Why the other consenting characters agreed to a joint action."""
    refused_by: tuple[int, ...] = ()
    """Who would not, or could not just now, when the kind is refused."""
    perceivers: tuple[int, ...] = ()
    triggers: tuple[int, ...] = ()
    """The triggers that fired in truth, in order."""
    learned: Lessons = ()
    problem: EventError | None = None
    """A fault of the world that kept an action from happening (division by zero, triggers that never rest)."""


class Moment(NamedTuple):
    """What a story goes on from after a happening, besides the truth and the time."""

    chance: int
    """The state of the generator."""
    agenda: Agenda
    cast: Cast


class Past:
    """The last happening and, behind it, all earlier ones; None is the past of a story that has just begun.

    A chain rather than a list, so that a story can go back, and on from there in another way, by keeping a reference.
    """

    __slots__ = ("digest", "happening", "moment", "previous")

    def __init__(self, happening: Happening, previous: Past | None) -> None:
        self.happening = happening
        self.previous = previous
        self.digest: bytes | None = None
        """The running hash up to here, once somebody asked (`record.running_hash`)."""
        self.moment: Moment | str | None = None
        """As it was right after; as a pulse (`pulse.py`) until somebody asks; None while it is still happening."""


def backwards(past: Past | None) -> Iterator[Past]:
    """The links of a chain, the latest first."""
    while past is not None:
        yield past
        past = past.previous


def unroll(links: list[Past], past: Past | None) -> int:
    """Make a list hold exactly the links of a chain, in order, given that it held those of a related chain.

    Only what differs is touched, so following a growing story costs nothing extra. Gives how many links stayed.
    """
    length = 0 if past is None else past.happening.index + 1
    del links[length:]
    tail: list[Past] = []
    for link in backwards(past):
        index = link.happening.index
        if index < len(links) and links[index] is link:
            break
        tail.append(link)
    kept = length - len(tail)
    del links[kept:]
    links.extend(reversed(tail))
    return kept
