"""Seats: what of a room is handed to those who answer a subject, and to those who answer operators."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from dreamwright.chronicle import Chronicle
from dreamwright.playing.dreaming import DreamSession
from dreamwright.web.feed import Feed
from dreamwright.web.links import Link, Role
from dreamwright.web.operator.views import Branch, Foreseen, Minds, Wants, WhatIf
from dreamwright.web.operator.wire import Invitation, OperatorView
from dreamwright.web.stories import kept
from dreamwright.web.stories.minds import minds, wants
from dreamwright.web.stories.orders import read_order
from dreamwright.web.stories.room import Room
from dreamwright.web.stories.trying import Scratch, foresee
from dreamwright.web.wire import Heard, Refused, State, SubjectView

T = TypeVar("T")
Data = dict[str, Any]


class _Seat:
    """A place in a room, until it is revoked."""

    def __init__(self, room: Room, link: Link) -> None:
        self._room = room
        self._link = link
        self._revoked = False

    @property
    def feed(self) -> Feed:
        return self._room.feed

    @property
    def is_open(self) -> bool:
        return not self._revoked

    def state(self) -> State:
        return self._room.state()

    async def obeyed(self) -> None:
        await self._room.obeyed()

    def revoke(self) -> None:
        """Let nobody sit here any more."""
        self._revoked = True
        self._room.feed.stir()


class SubjectSeat(_Seat):
    """A subject's."""

    async def view(self) -> SubjectView:
        return await self._room.view()

    async def say(self, line: str, id: str) -> Heard | Refused:
        return await self._room.say(line, id, f"subject {self._link.id}")


class OperatorSeat(_Seat):
    """An operator's or observer's. `links`, `invite` and `revoke` are the house's, for this room."""

    def __init__(
        self,
        room: Room,
        link: Link,
        links: Callable[[], Awaitable[list[Link]]],
        invite: Callable[[Role, str], Awaitable[str]],
        revoke: Callable[[int], Awaitable[bool]],
    ) -> None:
        super().__init__(room, link)
        self._links = links
        self._invite = invite
        self._revoke_link = revoke
        self._scratch: Scratch | None = None

    @property
    def role(self) -> Role:
        return self._link.role

    async def view(self) -> SubjectView:
        """The subject's, as they see it."""
        return await self._room.view()

    async def say(self, line: str, id: str) -> Heard | Refused:
        """Nobody speaks for the subject."""
        return Refused(id=id, code="malformed", message="Nobody enters lines for the subject.")

    async def watched(self) -> OperatorView:
        return await self._room.watched()

    async def minds(self, left: str, right: str) -> Minds:
        return await self._room.ask(lambda session: minds(session.dream.top, left, right))

    async def wants(self, who: str) -> Wants:
        return await self._room.ask(lambda session: wants(session.dream.top, who))

    # ------------------------------------------------------------------------------------------ hands
    @property
    def name(self) -> str:
        """In whose name orders are given."""
        return self._link.name or f"operator {self._link.id}"

    async def foresee(self, order: Data) -> Foreseen:
        wanted = read_order(order)
        return await self._room.ask(lambda session: foresee(session, wanted))

    async def order(self, order: Data, id: str) -> Heard | Refused:
        try:
            wanted = read_order(order)
        except ValueError as error:
            return Refused(id=id, code="malformed", message=str(error))
        return await self._room.order(wanted, self.name, id, f"operator {self._link.id}")

    async def fork(self) -> WhatIf:
        def forked(session: DreamSession) -> WhatIf:
            if session.over:
                raise ValueError("the story is over")
            self._scratch = Scratch(session)
            return self._scratch.beside(session)

        return await self._room.ask(forked)

    async def what_if(self, order: Data | None = None, minutes: int = 0) -> WhatIf:
        wanted = None if order is None else read_order(order)

        def tried(session: DreamSession) -> WhatIf:
            if self._scratch is None or not self._scratch.of(session):
                raise ValueError("there is no what-if: begin one")
            if wanted is not None:
                self._scratch.order(wanted, self.name)
            if minutes:
                self._scratch.carry_on(minutes)
            return self._scratch.beside(session)

        return await self._room.ask(tried)

    @property
    def has_what_if(self) -> bool:
        return self._scratch is not None

    def drop(self) -> None:
        self._scratch = None

    # ------------------------------------------------------------------------------------------ what is kept
    async def debrief(self) -> str:
        return await self._kept(kept.debrief)

    async def export(self) -> bytes:
        return await self._kept(kept.export)

    async def branches(self) -> list[Branch]:
        return await self._kept(kept.branches)

    async def _kept(self, work: Callable[[Chronicle, str], T]) -> T:
        run = self._room.row.run
        if run is None:
            raise ValueError("nothing of this story is in the chronicle yet")
        chronicle = self._room.chronicle
        return await asyncio.get_running_loop().run_in_executor(None, lambda: work(chronicle, run))

    # ------------------------------------------------------------------------------------------ invitations
    async def invitations(self) -> list[Invitation]:
        links = await self._links()
        return [Invitation(id=x.id, role=x.role, name=x.name, revoked=x.revoked) for x in links]

    async def invite(self, role: Role, name: str) -> str:
        return await self._invite(role, name)

    async def revoke_link(self, link: int) -> bool:
        return await self._revoke_link(link)
