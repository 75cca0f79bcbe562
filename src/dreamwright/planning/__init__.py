"""Motives and plans: why characters act, and how a story could go."""

from dreamwright.planning.limits import Limits
from dreamwright.planning.motives import Motive, motive, motives

__all__ = ["Limits", "Motive", "motive", "motives"]
