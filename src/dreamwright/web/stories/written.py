"""What is written down of one story: each entry before anything follows from it, and what was told.

What was told and is not kept yet (the disk may be full) is kept with the next; at the worst it is worked out again when
the story is taken up.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Protocol, TypeVar

from dreamwright.errors import DreamwrightError
from dreamwright.web.feed import Feed
from dreamwright.web.store import EntryRow, Store, StoryRow
from dreamwright.web.wire import Numbered, Told

REMEMBERED = 200
"""Senders' ids by which a line that is sent again is known."""

Body = dict[str, Any]
"""What is entered, as it is kept: a `line`, or an `order` and whom it is `by`."""

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Do(Protocol):
    """Runs in a thread what may take a while."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]: ...


class Written:
    """The writing of one story. For one event loop."""

    def __init__(self, row: StoryRow, store: Store, do: Do) -> None:
        self.row = row
        self.feed = Feed()
        self.length = 0
        """How much has been entered."""
        self._store = store
        self._do = do
        self._unkept: list[tuple[int, str]] = []
        self._sent: dict[str, None] = {}

    async def read(self) -> list[EntryRow]:
        """All that was entered; what was told is in the feed then."""
        entries = await self._do(lambda: self._store.entries(self.row.id))
        self.feed = Feed(await self._do(lambda: self._store.texts(self.row.id)))
        self.length = max((entry.seq for entry in entries), default=0)
        for entry in entries:
            self.remember(entry.sent)
        return entries

    # ------------------------------------------------------------------------------------------ who sent it
    def has(self, sent: str) -> bool:
        """Whether it has been sent already."""
        return sent in self._sent

    def remember(self, sent: str) -> None:
        """Note that it has."""
        self._sent[sent] = None
        while len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def forget(self, sent: str) -> None:
        """It may be sent again: nothing has come of it."""
        self._sent.pop(sent, None)

    # ------------------------------------------------------------------------------------------ writing
    async def enter(self, body: Body, sent: str, author: str) -> int:
        """Keep an entry; its number. Raises DreamwrightError if that cannot be."""
        self.length += 1
        entry = EntryRow(self.length, sent, author, body)
        await self._do(lambda: self._store.enter(self.row.id, entry))
        return entry.seq

    def tell(self, told: Told) -> None:
        """Let everybody read something."""
        number = len(self.feed) + 1
        text = Numbered(number=number, **told.model_dump()).model_dump_json()
        self._unkept.append((number, text))
        self.feed.tell(text)

    async def settle(self, seq: int, digest: Callable[[], str], run: str | None, *, over: bool) -> None:
        """Keep what was told, and that nothing more follows from an entry. `digest` gives the story's hash after it,
        `run` is what it is called in the chronicle."""
        texts, told = list(self._unkept), len(self.feed)
        try:
            await self._do(lambda: self._store.settle(self.row.id, seq, texts, told, digest()))
            if run is not None and run != self.row.run:
                await self._do(lambda: self._store.name(self.row.id, run))
                self.row = replace(self.row, run=run)
            if over:
                await self._do(lambda: self._store.end(self.row.id))
        except DreamwrightError:
            _log.exception("story %s: what was told could not be kept", self.row.id)
        else:
            del self._unkept[: len(texts)]
