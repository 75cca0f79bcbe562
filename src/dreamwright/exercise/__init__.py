"""Exercises: a list of injects that are fed into a dream, what is expected to be done about each, and what was done."""

from dreamwright.exercise.codes import INJECT_CODES, InjectError
from dreamwright.exercise.exercise import Exercise, injects_of
from dreamwright.exercise.injects import Deed, Expected, Inject, InjectList, time_written, written
from dreamwright.exercise.ledger import Control, Ledger
from dreamwright.exercise.progress import Answer, State, Status, progress
from dreamwright.exercise.reading import read_injects

__all__ = [
    "INJECT_CODES",
    "Answer",
    "Control",
    "Deed",
    "Exercise",
    "Expected",
    "Inject",
    "InjectError",
    "InjectList",
    "Ledger",
    "State",
    "Status",
    "injects_of",
    "progress",
    "read_injects",
    "time_written",
    "written",
]
