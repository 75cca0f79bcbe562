"""Exercises: a list of injects that are fed into a dream, what is expected to be done about each, and what was done."""

from dreamwright.exercise.codes import INJECT_CODES, InjectError
from dreamwright.exercise.injects import Deed, Expected, Inject, InjectList, written
from dreamwright.exercise.reading import read_injects

__all__ = ["INJECT_CODES", "Deed", "Expected", "Inject", "InjectError", "InjectList", "read_injects", "written"]
