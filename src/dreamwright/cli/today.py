"""The clock on the wall: it decides nothing, and only notes when a run was begun."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """The time of day in ISO 8601, to the second, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
