"""What the code that answers a subject is handed: a seat in a story, from which nothing but percepts can be had."""

from __future__ import annotations

from typing import Protocol

from dreamwright.web.feed import Feed
from dreamwright.web.wire import Heard, Refused, State, SubjectView


class Seat(Protocol):
    """The place of one invitation in a story."""

    @property
    def feed(self) -> Feed:
        """What has been told: texts of `wire.Numbered`."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether the invitation still holds."""
        ...

    def state(self) -> State:
        """How the story stands."""
        ...

    async def view(self) -> SubjectView:
        """What the subject can know. While others are acting it may be that of a moment ago."""
        ...

    async def say(self, line: str, id: str) -> Heard | Refused:
        """Enter a line. Returns once it is kept; what comes of it is told in the feed."""
        ...

    async def obeyed(self) -> None:
        """Wait until all that was entered has been obeyed."""
        ...
