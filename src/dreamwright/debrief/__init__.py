"""The debrief of a story: what somebody lived through, and beside it what really happened.

    with open_chronicle() as chronicle:
        debrief = debrief_of(chronicle.find("nightfall-3"), effort=Effort(seeds=5, reruns=20))
    page = as_html(debrief)

A `Debrief` is data, texts and numbers only (`model.py`); it is made from the happenings of a branch (`build.py`) and
written in one of three forms that say the same: `as_html`, `as_markdown`, `as_json`.
"""

from dreamwright.debrief.build import debrief_of
from dreamwright.debrief.codes import DEBRIEF_CODES
from dreamwright.debrief.data import as_json
from dreamwright.debrief.dreams import dream_debrief_of
from dreamwright.debrief.model import FORMAT, VERSION, Debrief, DreamDebrief
from dreamwright.debrief.page import MARK, as_html, as_markdown
from dreamwright.debrief.turning import Effort, Progress

__all__ = [
    "DEBRIEF_CODES",
    "FORMAT",
    "MARK",
    "VERSION",
    "Debrief",
    "DreamDebrief",
    "Effort",
    "Progress",
    "as_html",
    "as_json",
    "as_markdown",
    "debrief_of",
    "dream_debrief_of",
]
