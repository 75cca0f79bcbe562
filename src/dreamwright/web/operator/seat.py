"""What the code that answers operators is handed."""

from __future__ import annotations

from typing import Any, Protocol

from dreamwright.web.links import Role
from dreamwright.web.operator.runs import Compared, Opened, Runs, Tree
from dreamwright.web.operator.views import Foreseen, Minds, Wants, WhatIf
from dreamwright.web.operator.wire import Invitation, OperatorView
from dreamwright.web.seat import Seat
from dreamwright.web.wire import Heard, Refused

Data = dict[str, Any]
"""An order as data: its name as `order`, and what belongs to it."""


class OperatorSeat(Seat, Protocol):
    """The place of an operator or observer: the subject's screen as they see it, and everything behind it."""

    @property
    def role(self) -> Role:
        """operator, or observer, who can only look."""
        ...

    async def watched(self) -> OperatorView:
        """Everything about the story."""
        ...

    async def minds(self, left: str, right: str) -> Minds:
        """Two minds side by side, each a path of names. Raises ValueError for a path of nobody."""
        ...

    async def wants(self, who: str) -> Wants:
        """What somebody has reasons for now. Raises ValueError if there is nobody of that name."""
        ...

    async def foresee(self, order: Data) -> Foreseen:
        """What the subject would make of an order. Raises ValueError, with the reason, if it cannot be carried out."""
        ...

    async def order(self, order: Data, id: str) -> Heard | Refused:
        """Have an order carried out, in the name of whoever sits here. Returns once it is kept."""
        ...

    async def fork(self) -> WhatIf:
        """Begin a scratch branch of one's own, in the place of any earlier one. Raises ValueError if it cannot be."""
        ...

    async def what_if(self, order: Data | None = None, minutes: int = 0) -> WhatIf:
        """One's scratch branch beside the live story, after an order in it, or some minutes. Raises ValueError, with
        the reason, if that cannot be, or there is none."""
        ...

    @property
    def has_what_if(self) -> bool:
        """Whether there is one."""
        ...

    def drop(self) -> None:
        """Throw one's scratch branch away."""
        ...

    async def tree(self) -> Tree:
        """How the live story has branched. Raises DreamwrightError; ValueError if nobody lives in it."""
        ...

    async def runs(self) -> Runs:
        """The runs in the chronicle. Raises DreamwrightError."""
        ...

    async def opened(self, label: str, before: int | None = None) -> Opened:
        """A branch in the chronicle, up to an entry. Raises DreamwrightError, ValueError."""
        ...

    async def compared(self, one: str, other: str) -> Compared:
        """Two branches in the chronicle beside each other. Raises DreamwrightError, ValueError."""
        ...

    async def debrief(self, label: str = "") -> str:
        """What was lived through in a branch (none: the live story) beside what really happened, as a page. Raises
        DreamwrightError, ValueError."""
        ...

    async def export(self, label: str = "") -> bytes:
        """A branch's run as a file that `dreamwright import` reads. Raises DreamwrightError, ValueError."""
        ...

    async def invitations(self) -> list[Invitation]:
        """All invitations to it."""
        ...

    async def invite(self, role: Role, name: str) -> str:
        """A new invitation; its secret, which cannot be had again."""
        ...

    async def revoke_link(self, link: int) -> bool:
        """Take an invitation back; False if there is none."""
        ...
