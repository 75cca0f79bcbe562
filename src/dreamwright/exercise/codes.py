"""Every code a problem with a list of injects can carry, and what it is about.

Each has a tiny list in `tests/exercise/problems/` that raises it.
"""

from __future__ import annotations

from dreamwright.errors import DreamwrightError, Register

INJECT_CODES: dict[str, str] = {
    "inject-table": "the file cannot be read as a table",
    "inject-empty": "the file holds no line of headings",
    "inject-column": "a column is missing, stands twice, or looks like a slip of another's name",
    "inject-time": "a time that cannot be read, or is before the world begins",
    "inject-event": "an event that the world does not have, or that somebody would have to want",
    "inject-party": "a channel, sender or receiver that is not the one its event names",
    "inject-expected": "an expected action that cannot be read, or that nobody could ever take",
    "inject-line": "an event that the stage's own limits forbid",
    "inject-power": "a stage has a list of injects, and does not let anybody send them",
    "inject-scheduled": "an event that also comes by the world's own schedule",
}
"""Code -> what it is about."""


class InjectError(DreamwrightError):
    """A list of injects that cannot be used."""


_register = Register(INJECT_CODES)
problem, warning = _register.problem, _register.warning
