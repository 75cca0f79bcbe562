"""States and beliefs: interned nodes and the transition between them."""

from dreamwright.engine.engine import Engine
from dreamwright.engine.leveled import DEFAULT_DEPTH, LeveledEngine

__all__ = ["DEFAULT_DEPTH", "Engine", "LeveledEngine"]
