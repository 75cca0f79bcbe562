"""A transcript: what was typed and said, kept in a file."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap
from typing import IO

from dreamwright.cli.paragraphs import Paragraph
from dreamwright.errors import DreamwrightError

WIDTH = 80


class Transcript:
    """Writes to a file between `start` and `stop`, and nothing otherwise."""

    def __init__(self) -> None:
        self._file: IO[str] | None = None

    @property
    def is_on(self) -> bool:
        return self._file is not None

    def start(self, path: Path) -> None:
        """Write to a file from now on, after what it may hold. Raises DreamwrightError."""
        try:
            self._file = path.open("a", encoding="utf-8")
        except OSError as error:
            raise DreamwrightError.of("transcript", f"cannot write '{path}': {error.strerror or error}") from error

    def stop(self) -> None:
        """Close the file, if one is open."""
        if self._file is not None:
            self._file.close()
            self._file = None

    def typed(self, line: str) -> None:
        """Keep what the person typed."""
        self._write(f"\n> {line}\n")

    def said(self, paragraph: Paragraph) -> None:
        """Keep a paragraph."""
        lines = wrap(
            paragraph.text, WIDTH, initial_indent=paragraph.lead, subsequent_indent=" " * len(paragraph.lead)
        ) or [""]
        self._write(("" if paragraph.tight else "\n") + "\n".join(lines) + "\n")

    def _write(self, text: str) -> None:
        if self._file is not None:
            self._file.write(text)
            self._file.flush()
