"""Every code a problem with a list of injects can carry, and what it is about.

Each has a tiny list in `tests/exercise/problems/` that raises it.
"""

from __future__ import annotations

from typing import Literal

from dreamwright.errors import Diagnostic, DreamwrightError, Span

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


def problem(
    code: str, message: str, span: Span | None = None, *, expected: str | None = None, hint: str | None = None
) -> Diagnostic:
    """An error with a registered code."""
    return _diagnostic(code, message, span, expected, hint, "error")


def warning(code: str, message: str, span: Span | None = None, *, hint: str | None = None) -> Diagnostic:
    """A warning with a registered code."""
    return _diagnostic(code, message, span, None, hint, "warning")


def _diagnostic(
    code: str,
    message: str,
    span: Span | None,
    expected: str | None,
    hint: str | None,
    severity: Literal["error", "warning"],
) -> Diagnostic:
    if code not in INJECT_CODES:
        raise KeyError(f"diagnostic code '{code}' is not registered")
    return Diagnostic(code, message, span, expected, hint, severity)
