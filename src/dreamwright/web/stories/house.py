"""All stories of this process, and the invitations to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from dreamwright.dream import Stage
from dreamwright.errors import DreamwrightError
from dreamwright.web.feed import Feed
from dreamwright.web.links import LONGEST_SECRET, Link, Role, new_secret
from dreamwright.web.seat import Seat
from dreamwright.web.store import Store, StoryRow
from dreamwright.web.stories.opening import open_stage
from dreamwright.web.stories.room import Room
from dreamwright.web.wire import Heard, Refused, State, SubjectView

THREADS = 2
"""Stories that think at the same time. They share the interpreter, so more would only take turns more often."""

T = TypeVar("T")


class SubjectSeat:
    """A subject's place in a room: all that is handed to those who answer them."""

    def __init__(self, room: Room, link: Link) -> None:
        self.__room = room
        self.__author = f"subject {link.id}"
        self.__revoked = False

    @property
    def feed(self) -> Feed:
        return self.__room.feed

    @property
    def is_open(self) -> bool:
        return not self.__revoked

    def state(self) -> State:
        return self.__room.state()

    async def view(self) -> SubjectView:
        return await self.__room.view()

    async def say(self, line: str, id: str) -> Heard | Refused:
        return await self.__room.say(line, id, self.__author)

    async def obeyed(self) -> None:
        await self.__room.obeyed()

    def revoke(self) -> None:
        """Let nobody sit here any more."""
        self.__revoked = True
        self.__room.feed.stir()


class House:
    """The running stories by number, and who may enter them. `now` tells the time of day in ISO 8601."""

    def __init__(self, store: Store, now: Callable[[], str]) -> None:
        self._store = store
        self._now = now
        self._pool = ThreadPoolExecutor(THREADS, "story")
        self._stages: dict[Path, Stage] = {}
        self._rooms: dict[int, Room] = {}
        self._seats: dict[int, SubjectSeat] = {}
        self._opening = asyncio.Lock()

    # ------------------------------------------------------------------------------------------ stories
    async def open(self, source: Path, seed: int = 0, *, new: bool = False) -> Room:
        """The story of a stage or world that is going on; a new one if there is none. Raises DreamwrightError."""
        source = source.absolute()
        async with self._opening:
            stage = await self._stage(source)
            row = None if new else await self._latest(source)
            if row is None:
                row = await self._do(lambda: self._store.begin(str(source), stage.fingerprint, seed, self._now()))
            return await self._taken_up(row, stage)

    async def _latest(self, source: Path) -> StoryRow | None:
        rows = await self._do(self._store.stories)
        going_on = [row for row in rows if row.source == str(source) and not row.over]
        return going_on[-1] if going_on else None

    async def _taken_up(self, row: StoryRow, stage: Stage) -> Room:
        room = self._rooms.get(row.id)
        if room is None:
            if row.fingerprint != stage.fingerprint:
                raise DreamwrightError.of(
                    "story-changed", f"'{row.source}' has been edited since its story began",
                    hint="`--new` begins another; with the file as it was the story goes on",
                )  # fmt: skip
            room = Room(row, stage, self._store, self._pool, self._now)
            await room.take_up()
            self._rooms[row.id] = room
        return room

    async def _stage(self, source: Path) -> Stage:
        if source not in self._stages:
            self._stages[source] = await self._do(lambda: open_stage(source))
        return self._stages[source]

    async def _room(self, number: int) -> Room | None:
        """The room of a story: of one that is over, or that this process has not opened yet, when first asked for."""
        if number in self._rooms:
            return self._rooms[number]
        async with self._opening:
            if number in self._rooms:
                return self._rooms[number]
            rows = await self._do(self._store.stories)
            row = next((row for row in rows if row.id == number), None)
            if row is None:
                return None
            try:
                return await self._taken_up(row, await self._stage(Path(row.source)))
            except DreamwrightError:
                return None

    # ------------------------------------------------------------------------------------------ invitations
    async def invite(self, room: Room, role: Role, name: str = "") -> str:
        """A new invitation; its secret, which is nowhere kept."""
        secret = new_secret()
        await self._do(lambda: self._store.invite(room.row.id, role, name, secret))
        return secret

    async def revoke(self, room: Room, link: int) -> bool:
        """Let an invitation open nothing any more, and let go of whoever has come by it; False: there is none."""
        found = await self._do(lambda: self._store.revoke(room.row.id, link))
        if found and link in self._seats:
            self._seats.pop(link).revoke()
        return found

    async def seat(self, secret: str) -> Seat | None:
        """A subject's seat, by the secret of their invitation."""
        if len(secret) > LONGEST_SECRET:
            return None
        link = await self._do(lambda: self._store.link(secret))
        if link is None or link.role != "subject":
            return None
        if link.id not in self._seats:
            room = await self._room(link.story)
            if room is None:
                return None
            self._seats.setdefault(link.id, SubjectSeat(room, link))
        return self._seats[link.id]

    async def close(self) -> None:
        """Finish what has been entered, and leave."""
        await asyncio.gather(*(room.close() for room in self._rooms.values()))
        self._pool.shutdown()
        self._store.close()

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(None, work)
