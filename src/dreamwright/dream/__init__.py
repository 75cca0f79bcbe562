"""The dream: a stage file, what its subject agrees to, and the layers they live through."""

from dreamwright.dream.consent import Asking, Consent
from dreamwright.dream.document import StageError
from dreamwright.dream.dream import Dream, dream_again
from dreamwright.dream.events import Ending, Event, Happened, Moved, Order, Unmade, Unmake
from dreamwright.dream.levels import Level
from dreamwright.dream.load import load_stage, stage_of
from dreamwright.dream.stage import Layer, Limits, Stage

__all__ = [
    "Asking",
    "Consent",
    "Dream",
    "Ending",
    "Event",
    "Happened",
    "Layer",
    "Level",
    "Limits",
    "Moved",
    "Order",
    "Stage",
    "StageError",
    "Unmade",
    "Unmake",
    "dream_again",
    "load_stage",
    "stage_of",
]
