"""Seats: what of a room is handed to those who answer a subject, and to those who answer operators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from dreamwright.playing.dreaming import DreamSession
from dreamwright.web.feed import Feed
from dreamwright.web.links import Link, Role
from dreamwright.web.operator.runs import Compared, Opened, Runs, Tree, Twig
from dreamwright.web.operator.views import Foreseen, Minds, Wants, WhatIf
from dreamwright.web.operator.wire import Invitation, OperatorView
from dreamwright.web.stories.archive import Archive
from dreamwright.web.stories.foreseeing import foresee
from dreamwright.web.stories.minds import minds, wants
from dreamwright.web.stories.orders import read_order
from dreamwright.web.stories.room import Room
from dreamwright.web.stories.tree import BranchTree
from dreamwright.web.stories.trying import Scratch
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


class Host(Protocol):
    """What a house does for those who sit in its rooms as operators."""

    async def links(self, room: Room) -> list[Link]:
        """All invitations to a room."""
        ...

    async def invite(self, room: Room, role: Role, name: str) -> str:
        """A new invitation; its secret."""
        ...

    async def revoke(self, room: Room, link: int) -> bool:
        """Take one back; False if there is none."""
        ...

    async def read(self, work: Callable[[Archive], T]) -> T:
        """Look something up in the chronicle."""
        ...


class OperatorSeat(_Seat):
    """An operator's or observer's."""

    def __init__(self, room: Room, link: Link, host: Host) -> None:
        super().__init__(room, link)
        self._host = host

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
            scratch = Scratch(session)
            self._room.scratches[self._link.id] = self.name, scratch
            return scratch.beside(session)

        return await self._room.ask(forked)

    async def what_if(self, order: Data | None = None, minutes: int = 0) -> WhatIf:
        wanted = None if order is None else read_order(order)

        def tried(session: DreamSession) -> WhatIf:
            _, scratch = self._room.scratches.get(self._link.id, (self.name, None))
            if scratch is None or not scratch.of(session):
                raise ValueError("there is no what-if: begin one")
            if wanted is not None:
                scratch.order(wanted, self.name)
            if minutes:
                scratch.carry_on(minutes)
            return scratch.beside(session)

        return await self._room.ask(tried)

    @property
    def has_what_if(self) -> bool:
        return self._link.id in self._room.scratches

    def drop(self) -> None:
        self._room.scratches.pop(self._link.id, None)

    # ------------------------------------------------------------------------------------------ what is kept
    async def tree(self) -> Tree:
        room = self._room
        run = room.row.run
        kept = [] if run is None else await self._host.read(lambda archive: archive.branches(run))
        scratches = list(room.scratches.values())
        grown_from = room.version, kept, [(name, *scratch.tried) for name, scratch in scratches]

        def grown(session: DreamSession) -> list[Twig]:
            living = [(name, scratch) for name, scratch in scratches if scratch.of(session)]
            return BranchTree(session.dream, run, kept, living).twigs()

        if room.tree is None or room.tree[0] != grown_from:  # every page asks whenever the story has moved on
            room.tree = grown_from, await room.ask(grown)
        return Tree(run=run, twigs=room.tree[1])

    async def runs(self) -> Runs:
        run = self._room.row.run
        return await self._host.read(lambda archive: archive.runs(run))

    async def opened(self, label: str, before: int | None = None) -> Opened:
        return await self._host.read(lambda archive: archive.opened(label, before))

    async def compared(self, one: str, other: str) -> Compared:
        return await self._host.read(lambda archive: archive.compared(one, other))

    async def debrief(self, label: str = "") -> str:
        run = label or self._run()
        return await self._host.read(lambda archive: archive.debrief(run))

    async def export(self, label: str = "") -> bytes:
        run = label or self._run()
        return await self._host.read(lambda archive: archive.export(run))

    def _run(self) -> str:
        if self._room.row.run is None:
            raise ValueError("nothing of this story is in the chronicle yet")
        return self._room.row.run

    # ------------------------------------------------------------------------------------------ invitations
    async def invitations(self) -> list[Invitation]:
        links = await self._host.links(self._room)
        return [Invitation(id=x.id, role=x.role, name=x.name, revoked=x.revoked) for x in links]

    async def invite(self, role: Role, name: str) -> str:
        return await self._host.invite(self._room, role, name)

    async def revoke_link(self, link: int) -> bool:
        return await self._host.revoke(self._room, link)
