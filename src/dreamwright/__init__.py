"""Dreamwright: an engine for living story worlds."""

from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`dreamwright.ensemble(...)`, imported when it is asked for: nothing else waits for what that needs."""
    if name == "ensemble":
        from importlib import import_module  # a name, not an import: this file is below every floor

        return import_module("dreamwright.ensembles").ensemble
    raise AttributeError(f"module 'dreamwright' has no attribute {name!r}")
