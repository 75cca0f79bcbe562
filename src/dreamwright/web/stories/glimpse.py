"""What is seen of a story: worked out anew once the story has moved on, and between turns only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, Protocol, TypeVar

V = TypeVar("V")
T = TypeVar("T")


class Turning(Protocol):
    """A story that goes on in turns. With each new `version` what is seen is another thing."""

    version: int
    busy: bool

    def between_turns(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Do something, in a thread, while nobody acts."""
        ...


class Glimpse(Generic[V]):
    """One kind of view. `look` makes it, for a version."""

    def __init__(self, story: Turning, look: Callable[[int], V]) -> None:
        self._story = story
        self._look = look
        self._seen: tuple[int, V] | None = None

    async def get(self) -> V:
        """The view; while others are acting, as it was a moment ago."""
        if self._seen is None or (self._seen[0] != self._story.version and not self._story.busy):
            self._seen = await self._story.between_turns(self._again)
        return self._seen[1]

    def _again(self) -> tuple[int, V]:
        version = self._story.version
        if self._seen is not None and self._seen[0] == version:  # somebody else has looked meanwhile
            return self._seen
        return version, self._look(version)
