"""Dreamwright: an engine for living story worlds."""

__version__ = "0.1.0"
