"""What can go wrong, and how it is told.

Every problem a person can cause is a `Diagnostic`: a stable code, the place in the author's text, what was
expected and what to try. Diagnostics travel in a `DreamwrightError`; nothing else may reach a user.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, eq=False)
class Source:
    """One text as its author wrote it: `name` is the path as the user gave it, `text` the decoded content."""

    name: str
    text: str = field(repr=False)
    _line_starts: list[int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        object.__setattr__(self, "_line_starts", starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1, of a character offset."""
        line = bisect_right(self._line_starts, offset)
        return line, offset - self._line_starts[line - 1] + 1

    def line(self, number: int) -> str:
        """The text of a line (counted from 1) without its line end."""
        start = self._line_starts[number - 1]
        end = self._line_starts[number] - 1 if number < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source: character offsets, `end` exclusive."""

    source: Source
    start: int
    end: int

    def to(self, other: Span) -> Span:
        """From the start of this span to the end of the other, in the same source."""
        return Span(self.source, self.start, other.end)

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    def __str__(self) -> str:
        line, column = self.source.position(self.start)
        return f"{self.source.name}:{line}:{column}"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem: `code` is stable kebab-case; `hint` says what to try ("did you mean ...")."""

    code: str
    message: str
    span: Span | None = None
    expected: str | None = None
    hint: str | None = None
    severity: Severity = "error"

    def render(self) -> str:
        """The problem in words: code and message, place, the line with a caret, what was expected, a hint."""
        lines = [f"{self.severity}[{self.code}]: {self.message}"]
        if self.span is not None:
            lines += _excerpt(self.span)
        if self.expected is not None:
            lines.append(f"  expected: {self.expected}")
        if self.hint is not None:
            lines.append(f"  hint: {self.hint}")
        return "\n".join(lines)


LONGEST_EXCERPT = 160
"""Characters of an author's line that are shown; a longer line is cut around the caret."""


def _excerpt(span: Span) -> list[str]:
    number, column = span.source.position(span.start)
    line = span.source.line(number)
    width = max(1, min(span.end - span.start, len(line) - column + 1))
    begin = max(0, column - 1 - LONGEST_EXCERPT // 2) if len(line) > LONGEST_EXCERPT else 0
    shown = _printable(line[begin : begin + LONGEST_EXCERPT])
    lead = _printable(line[begin : column - 1])
    # Keep tabs in the margin under the line, so that the caret stands right in any terminal.
    margin = "".join("\t" if char == "\t" else " " for char in lead)
    gutter = str(number)
    blank = " " * len(gutter)
    caret = "^" * min(width, max(1, LONGEST_EXCERPT - len(lead)))
    return [
        f"  --> {span.source.name}:{number}:{column}",
        f"{blank} |",
        f"{gutter} | {shown}",
        f"{blank} | {margin}{caret}",
    ]


def _printable(text: str) -> str:
    return "".join(char if char.isprintable() or char == "\t" else "�" for char in text)


class DreamwrightError(Exception):
    """The base of everything a user can be told; carries one or more diagnostics."""

    def __init__(self, diagnostics: Diagnostic | Sequence[Diagnostic]) -> None:
        if isinstance(diagnostics, Diagnostic):
            diagnostics = (diagnostics,)
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n\n".join(d.render() for d in self.diagnostics))

    def __reduce__(self) -> tuple[type[DreamwrightError], tuple[tuple[Diagnostic, ...]]]:
        """Made again from its diagnostics in another process."""
        return type(self), (self.diagnostics,)

    @classmethod
    def of(cls, code: str, message: str, *, hint: str | None = None, span: Span | None = None) -> DreamwrightError:
        """An error with one diagnostic."""
        return cls(Diagnostic(code, message, span=span, hint=hint))


class WorldError(DreamwrightError):
    """A world that cannot be loaded: its text, names, types, or what it grounds to."""


class EventError(DreamwrightError):
    """An event that cannot be taken: division by zero, triggers that never rest. The world stays usable."""


def needed(module: str, extra: str, code: str) -> Any:
    """A module of a library that an extra of the project brings. Raises DreamwrightError, with what to install."""
    try:
        return import_module(module)
    except ImportError as error:
        raise DreamwrightError.of(
            code,
            f"this needs {module.split('.')[0]}, which is not installed",
            hint=f"`pip install 'dreamwright[{extra}]'`; in a checkout `.venv/bin/pip install '.[{extra}]'`",
        ) from error


class Register:
    """The codes that problems of one kind may carry, and the making of such problems."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        """`codes`: what each is about."""
        self._codes = codes

    def problem(
        self, code: str, message: str, span: Span | None = None, *, expected: str | None = None, hint: str | None = None
    ) -> Diagnostic:
        """An error. Raises KeyError for a code that is not registered."""
        return Diagnostic(self._known(code), message, span, expected, hint)

    def warning(self, code: str, message: str, span: Span | None = None, *, hint: str | None = None) -> Diagnostic:
        """A warning. Raises KeyError for a code that is not registered."""
        return Diagnostic(self._known(code), message, span, None, hint, "warning")

    def _known(self, code: str) -> str:
        if code not in self._codes:
            raise KeyError(f"diagnostic code '{code}' is not registered")
        return code


def did_you_mean(word: str, candidates: Sequence[str]) -> str | None:
    """A hint naming the closest candidate, or None when none is close."""
    from rapidfuzz import fuzz, process  # only needed once something went wrong

    close = process.extractOne(word, candidates, scorer=fuzz.ratio, processor=str.lower, score_cutoff=60)
    return f"did you mean '{close[0]}'?" if close else None
