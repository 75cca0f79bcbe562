"""Libraries that only ensembles need: who lacks one is told what to install."""

from __future__ import annotations

from typing import Any

from dreamwright import errors


def needed(module: str, extra: str) -> Any:
    """A module of a library that the extra brings. Raises DreamwrightError (ensemble-extra)."""
    return errors.needed(module, extra, "ensemble-extra")
