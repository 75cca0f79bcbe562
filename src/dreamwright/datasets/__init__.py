"""Data sets from stories: sets of questions about who believes what about whom (theory of mind)."""

from dreamwright.datasets.codes import QUESTIONS_CODES
from dreamwright.datasets.questions import questions

__all__ = ["QUESTIONS_CODES", "questions"]
