"""Seats: what of a room is handed to those who answer a subject, and to those who answer operators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from dreamwright.web.feed import Feed
from dreamwright.web.links import Link, Role
from dreamwright.web.operator.wire import Invitation, OperatorView
from dreamwright.web.stories.room import Room
from dreamwright.web.wire import Heard, Refused, State, SubjectView


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

    async def invitations(self) -> list[Invitation]:
        links = await self._links()
        return [Invitation(id=x.id, role=x.role, name=x.name, revoked=x.revoked) for x in links]

    async def invite(self, role: Role, name: str) -> str:
        return await self._invite(role, name)

    async def revoke_link(self, link: int) -> bool:
        return await self._revoke_link(link)
