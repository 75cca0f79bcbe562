"""Libraries that only some need: who lacks one is told what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dreamwright.errors import DreamwrightError


def needed(module: str, extra: str) -> Any:
    """A module of a library that the extra brings. Raises DreamwrightError (ensemble-extra)."""
    try:
        return import_module(module)
    except ImportError as error:
        raise DreamwrightError.of(
            "ensemble-extra",
            f"this needs {module.split('.')[0]}, which is not installed",
            hint=f"`pip install 'dreamwright[{extra}]'`; in a checkout `.venv/bin/pip install '.[{extra}]'`",
        ) from error
