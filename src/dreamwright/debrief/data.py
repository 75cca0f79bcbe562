"""A debrief as JSON: the fields of `model.Debrief`, with the name and version of the format before them."""

from __future__ import annotations

import json
from dataclasses import asdict

from dreamwright.debrief.model import FORMAT, VERSION, Debrief, DreamDebrief


def as_json(debrief: Debrief | DreamDebrief) -> str:
    """The debrief as one JSON object, indented, in UTF-8 letters, with a line end."""
    data = {"format": FORMAT, "version": VERSION, **asdict(debrief)}
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
