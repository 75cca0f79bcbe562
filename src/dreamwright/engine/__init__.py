"""States and beliefs: interned nodes and the transition between them."""

from dreamwright.engine.engine import Engine

__all__ = ["Engine"]
