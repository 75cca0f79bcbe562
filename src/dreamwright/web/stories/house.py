"""All stories of this process, and the invitations to them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from dreamwright.chronicle import Chronicle
from dreamwright.dream import Stage
from dreamwright.errors import DreamwrightError
from dreamwright.web.links import LONGEST_SECRET, Link, Role, new_secret
from dreamwright.web.seat import Seat
from dreamwright.web.store import Store, StoryRow
from dreamwright.web.stories.archive import Archive
from dreamwright.web.stories.opening import open_stage
from dreamwright.web.stories.room import Room
from dreamwright.web.stories.seats import OperatorSeat, SubjectSeat
from dreamwright.web.stories.thinking import Thinking

T = TypeVar("T")

BUSY = "chronicle-busy"


class House:
    """The running stories by number, and who may enter them. `now` tells the time of day in ISO 8601."""

    def __init__(self, store: Store, now: Callable[[], str]) -> None:
        self._store = store
        self._now = now
        self._pool = Thinking()
        self._archive = Archive(Chronicle(store.database))
        self._reading = ThreadPoolExecutor(1, "archive")
        self._stages: dict[Path, Stage] = {}
        self._rooms: dict[int, Room] = {}
        self._seats: dict[int, SubjectSeat | OperatorSeat] = {}
        self._opening = asyncio.Lock()

    # ------------------------------------------------------------------------------------------ stories
    async def open(self, source: Path, seed: int = 0, *, new: bool = False) -> Room:
        """The story of a stage or world that is going on; a new one if there is none.

        Raises DreamwrightError: chronicle-busy if another process goes on with it.
        """
        row, stage = await self.find(source, seed, new=new)
        async with self._opening:
            return await self._taken_up(row, stage)

    async def find(self, source: Path, seed: int = 0, *, new: bool = False) -> tuple[StoryRow, Stage]:
        """The same, whoever goes on with it. Raises DreamwrightError."""
        source = source.absolute()
        async with self._opening:
            stage = await self._stage(source)
            row = None if new else await self._latest(source)
            if row is None:
                row = await self._do(lambda: self._store.begin(str(source), stage.fingerprint, seed, self._now()))
            return row, stage

    async def take_up(self, story: StoryRow, stage: Stage) -> bool:
        """Go on with a story; False: another process does. Raises DreamwrightError."""
        async with self._opening:
            try:
                await self._taken_up(story, stage)
            except DreamwrightError as error:
                if error.diagnostics[0].code != BUSY:
                    raise
                return False
            return True

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
        """The room of a story: of one that is over, or that this process has not opened yet, when first asked for; so
        a story is taken over from a process that has died.

        Raises DreamwrightError (chronicle-busy) while another one has it.
        """
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
            except DreamwrightError as error:
                if error.diagnostics[0].code == BUSY:
                    raise
                return None

    # ------------------------------------------------------------------------------------------ invitations
    async def invite(self, room: Room, role: Role, name: str = "") -> str:
        """A new invitation; its secret, which is nowhere kept."""
        return await self.invite_to(room.row, role, name)

    async def invite_to(self, story: StoryRow, role: Role, name: str = "") -> str:
        """The same to a story whoever goes on with it."""
        secret = new_secret()
        await self._do(lambda: self._store.invite(story.id, role, name, secret))
        return secret

    async def links(self, room: Room) -> list[Link]:
        """All invitations to a story."""
        return await self._do(lambda: self._store.links(room.row.id))

    async def revoke(self, room: Room, link: int) -> bool:
        """Let an invitation open nothing any more, and let go of whoever has come by it; False: there is none."""
        found = await self._do(lambda: self._store.revoke(room.row.id, link))
        if found and link in self._seats:
            self._seats.pop(link).revoke()
        return found

    async def seat(self, secret: str) -> Seat | None:
        """A subject's seat, by the secret of their invitation. Raises DreamwrightError (chronicle-busy) as `_room`."""
        found = await self._seat(secret)
        return found if isinstance(found, SubjectSeat) else None

    async def helm(self, secret: str) -> OperatorSeat | None:
        """An operator's or observer's seat, in the same way."""
        found = await self._seat(secret)
        return found if isinstance(found, OperatorSeat) else None

    async def _seat(self, secret: str) -> SubjectSeat | OperatorSeat | None:
        if len(secret) > LONGEST_SECRET:
            return None
        link = await self._do(lambda: self._store.link(secret))
        room = None if link is None else await self._room(link.story)
        if link is None or room is None:
            return None
        if link.id not in self._seats:
            self._seats[link.id] = self._new_seat(room, link)
        return self._seats[link.id]

    def _new_seat(self, room: Room, link: Link) -> SubjectSeat | OperatorSeat:
        if link.role == "subject":
            return SubjectSeat(room, link)
        return OperatorSeat(room, link, self)

    # ------------------------------------------------------------------------------------------ what is kept
    async def read(self, work: Callable[[Archive], T]) -> T:
        """Look something up in the chronicle. One thing after the other, beside the stories."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, lambda: work(self._archive))

    async def close(self) -> None:
        """Finish what has been entered, and leave."""
        await asyncio.gather(*(room.close() for room in self._rooms.values()))
        self._pool.shutdown()
        self._reading.shutdown(cancel_futures=True)
        self._store.close()

    async def _do(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(None, work)
