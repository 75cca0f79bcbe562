"""Invitations: a link is a story, a role in it, and a secret that nobody can guess. Only a hash of it is kept."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, get_args

Role = Literal["subject", "operator", "observer"]
"""subject: lives in the story. operator: sees everything and may step in. observer: sees everything."""

ROLES: tuple[Role, ...] = get_args(Role)

PATHS: dict[Role, str] = {"subject": "play", "operator": "helm", "observer": "helm"}
"""Where each role's invitations lead."""

SECRET_BYTES = 24
LONGEST_SECRET = 64


@dataclass(frozen=True, slots=True)
class Link:
    """An invitation as it is kept. `id` names it for people; it opens nothing."""

    id: int
    story: int
    role: Role
    name: str
    """Whom it was given to, in the words of who gave it."""
    revoked: bool


def new_secret() -> str:
    """A secret of 192 bits, in letters that can stand in an address."""
    return secrets.token_urlsafe(SECRET_BYTES)


def sealed(secret: str) -> str:
    """The form in which a secret is kept. It needs no salt: nobody can try 2^192 of them."""
    return sha256(f"dreamwright link {secret}".encode()).hexdigest()
