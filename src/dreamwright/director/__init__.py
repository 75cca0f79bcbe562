"""The director: steers a story towards its author's aims, and never against anybody's reason.

It may let a character follow this motive of theirs rather than that one, cause and hold back events of nobody's, and
bring on people who have been waiting in the wings. It looks ahead with the planner, and asks the subject's own sense of
reality what they would make of it (`forecast`). What would take suspicion past the ceiling it leaves; where nothing is
allowed, it lets the world be.
"""

from dreamwright.director.brief import Brief, Exposure, Leaning
from dreamwright.director.director import BringOn, Cause, Director, Intervention, Scene
from dreamwright.director.forecast import Forecast, forecast
from dreamwright.director.journal import Note

__all__ = [
    "Brief",
    "BringOn",
    "Cause",
    "Director",
    "Exposure",
    "Forecast",
    "Intervention",
    "Leaning",
    "Note",
    "Scene",
    "forecast",
]
