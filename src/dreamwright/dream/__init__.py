"""The dream: a stage file, what its subject agrees to, and (from worlds up) the layers they live through."""

from dreamwright.dream.document import StageError
from dreamwright.dream.load import load_stage
from dreamwright.dream.stage import Layer, Limits, Stage, stage_of

__all__ = ["Layer", "Limits", "Stage", "StageError", "load_stage", "stage_of"]
