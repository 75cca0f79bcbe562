"""The libraries of the extra `research`: who lacks them is told what to install."""

from __future__ import annotations

from typing import Any

from dreamwright import errors


def needed(module: str) -> Any:
    """A module of a library. Raises DreamwrightError (research-extra)."""
    return errors.needed(module, "research", "research-extra")
