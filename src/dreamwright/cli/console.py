"""The terminal: how paragraphs are shown."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from dreamwright.voices.paragraphs import Paragraph

if TYPE_CHECKING:
    from rich.text import Text

WIDEST = 92
"""Columns of prose that are still easy to read."""

_LOOKS = {"plain": "", "heading": "bold", "quiet": "dim"}
"""Weights only: every terminal's own colours stay as they are, on light ground and on dark."""


def is_plain() -> bool:
    """Whether the terminal, or the person, wants no styling."""
    return not sys.stdout.isatty() or os.environ.get("TERM", "") in ("dumb", "") or bool(os.environ.get("NO_COLOR"))


class Console:
    """Shows paragraphs: on a terminal wrapped to its width, and styled if it takes styles; else one to a line."""

    def __init__(self) -> None:
        from rich.console import Console as RichConsole

        plain = is_plain()
        self._rich = RichConsole(
            highlight=False,
            markup=False,
            emoji=False,
            color_system=None if plain else "auto",
            force_terminal=False if plain else None,
        )
        self._has_begun = False

    def say(self, paragraph: Paragraph) -> None:
        """Show a paragraph."""
        if self._has_begun and not paragraph.tight:
            self._line("")
        self._has_begun = True
        for line in self._wrapped(paragraph):
            self._line(line)

    def echo(self, command: str) -> None:
        """Show a command that the person has not typed here themselves."""
        self._line("")
        self._line(f"> {command}")

    def _wrapped(self, paragraph: Paragraph) -> list[Text]:
        from rich.text import Text

        lead = paragraph.lead
        text = Text(paragraph.text, style=_LOOKS[paragraph.style])
        width = min(self._rich.width, WIDEST) - len(lead)
        lines = text.wrap(self._rich, max(20, width)) if sys.stdout.isatty() else [text]
        return [Text(lead if i == 0 else " " * len(lead)).append_text(line) for i, line in enumerate(lines)]

    def _line(self, line: Text | str) -> None:
        self._rich.print(line, soft_wrap=True)
