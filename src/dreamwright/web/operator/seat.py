"""What the code that answers operators is handed."""

from __future__ import annotations

from typing import Protocol

from dreamwright.web.links import Role
from dreamwright.web.operator.wire import Invitation, OperatorView
from dreamwright.web.seat import Seat


class OperatorSeat(Seat, Protocol):
    """The place of an operator or observer: the subject's screen as they see it, and everything behind it."""

    @property
    def role(self) -> Role:
        """operator, or observer, who can only look."""
        ...

    async def watched(self) -> OperatorView:
        """Everything about the story."""
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
