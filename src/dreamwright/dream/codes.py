"""Every code a problem with a stage file can carry, and what it is about.

Each has a tiny stage in `tests/dream/problems/` that raises it. Expressions in a stage carry the codes of the world
language.
"""

from __future__ import annotations

from typing import Literal

from dreamwright.errors import Diagnostic, Span

STAGE_CODES: dict[str, str] = {
    "stage-yaml": "the file cannot be read as YAML",
    "stage-empty": "the file holds nothing",
    "stage-shape": "something is not written as it has to be: a text, a list, keys with values",
    "stage-key": "a key that nothing reads",
    "stage-repeated": "a key stands twice in one place",
    "stage-missing": "something that cannot be left out",
    "stage-value": "a value that is none of those there are",
    "stage-world": "a layer's world is not there",
    "stage-file": "a file that a stage names is not there",
    "stage-layer": "a name that no layer has",
    "stage-character": "somebody that the layer's world does not have, or nobody to be",
    "stage-way": "a way out of a layer that leads nowhere, or whose occasion is not clear",
    "stage-fact": "a memory that is no plain fact",
    "stage-property": "a property that a layer's world does not have",
    "stage-fixed": "something that never changes in a layer's world, so that nobody there can come to believe it",
    "stage-thresholds": "thresholds that do not rise",
    "stage-curve": "a curve whose minutes do not rise",
    "stage-tag": "a tag that nothing in the worlds carries",
    "stage-unreached": "a layer that no way leads into",
}
"""Code -> what it is about."""


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
    if code not in STAGE_CODES:
        raise KeyError(f"diagnostic code '{code}' is not registered")
    return Diagnostic(code, message, span, expected, hint, severity)
