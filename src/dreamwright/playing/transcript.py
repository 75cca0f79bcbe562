"""A transcript: what was typed and said, kept in a file."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

from dreamwright.errors import DreamwrightError
from dreamwright.voices.paragraphs import Paragraph

WIDTH = 80


class Transcript:
    """Adds to a file between `start` and `stop`, and does nothing otherwise.

    The file is opened for each addition, so that whatever ends the game, it is whole.
    """

    def __init__(self) -> None:
        self._path: Path | None = None

    @property
    def is_on(self) -> bool:
        return self._path is not None

    def start(self, path: Path) -> None:
        """Write to a file from now on, after what it may hold. Raises DreamwrightError if that cannot be."""
        self._path = path.absolute()
        self._write("")

    def stop(self) -> None:
        """Write no more."""
        self._path = None

    def typed(self, line: str) -> None:
        """Keep what the person typed."""
        self._write(f"\n> {line}\n")

    def said(self, paragraph: Paragraph) -> None:
        """Keep a paragraph."""
        indent = " " * len(paragraph.lead)
        lines = wrap(paragraph.text, WIDTH, initial_indent=paragraph.lead, subsequent_indent=indent) or [""]
        self._write(("" if paragraph.tight else "\n") + "\n".join(lines) + "\n")

    def _write(self, text: str) -> None:
        if self._path is None:
            return
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            path, self._path = self._path, None
            message = f"cannot write '{path}': {error.strerror or error}"
            raise DreamwrightError.of("transcript", message) from error
