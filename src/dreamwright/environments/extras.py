"""The libraries of the extra `research`: who lacks them is told what to install."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from dreamwright.errors import DreamwrightError


def needed(module: str) -> Any:
    """A module of a library. Raises DreamwrightError (research-extra)."""
    try:
        return import_module(module)
    except ImportError as error:
        raise DreamwrightError.of(
            "research-extra",
            f"this needs {module.split('.')[0]}, which is not installed",
            hint="`pip install 'dreamwright[research]'`; in a checkout `.venv/bin/pip install '.[research]'`",
        ) from error
