"""World to Program: filling parameters, dropping what can never be, numbering what remains."""

from dreamwright.grounding.cache import load_program
from dreamwright.grounding.fluents import Argument, Fluent, Value
from dreamwright.grounding.ground import ground
from dreamwright.grounding.program import GroundEvent, Program

__all__ = ["Argument", "Fluent", "GroundEvent", "Program", "Value", "ground", "load_program"]
