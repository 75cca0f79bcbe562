"""States and beliefs: interned nodes and the transition between them."""

from dreamwright.engine.engine import Engine
from dreamwright.engine.leveled import LeveledEngine

__all__ = ["Engine", "LeveledEngine"]
